"""An act pasted from anywhere is read by its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.acte.assemblage import flatten
from server.acte.fragments import Origine
from server.acte.noeuds import Feuille, Genre, Liste, Tableau
from server.acte.parcours import walk
from server.errors import FichierIllisible
from server.formats.genres import key_of
from server.formats.texte import read
from server.formats.texte.lecture import TAILLE_MAX, read_texte

COLLE = """\
COMMUNE DE SAINT-AUBIN

Arrêté n° 2026-12 portant fermeture du parc

Le maire de Saint-Aubin,

Vu le code général des collectivités territoriales, notamment
ses articles L. 2212-1 et L. 2212-2 ;
Vu la demande du 2 novembre 2026 ;
CONSIDÉRANT que le sol est gorgé
d’eau ;

ARRÊTE :

Article 1er
Le parc est fermé :
- du lundi au vendredi ;
- le dimanche.

ARTICLE 2 : Exécution
Le directeur général des services est chargé de l’exécution.

Fait à Saint-Aubin, le 3 novembre 2026
Le maire,
Jeanne LEFÈVRE
"""


def cles(texte: str) -> list[str]:
    return [key_of(b) if isinstance(b, Feuille) else type(b).__name__ for b in flatten(read_texte(texte).corps)]


def test_pasted_act() -> None:
    acte = read_texte(COLLE)
    assert acte.genre is Genre.ARRETE
    assert acte.titre == "Arrêté n° 2026-12 portant fermeture du parc"
    assert cles(COLLE)[:12] == [
        "alinea", "intitule", "autorite", "visa", "visa", "considerant", "formule", "titre_article", "alinea", "Liste",
        "titre_article", "alinea",
    ]  # fmt: skip
    visas = [p.feuille.texte for p in walk(acte) if isinstance(p.feuille, Feuille) and key_of(p.feuille) == "visa"]
    assert visas[0].endswith("notamment ses articles L. 2212-1 et L. 2212-2 ;")


def test_text_without_a_margin_has_one_paragraph_per_line() -> None:
    longue = "Le conseil municipal a examiné " + "très longuement " * 12 + "la question."
    assert cles(f"{longue}\nUne autre ligne\nEncore une") == ["alinea"] * 3


def test_nothing_is_known_of_its_origin() -> None:
    assert {
        f.origine for p in walk(read_texte(COLLE)) if isinstance(p.feuille, Feuille) for f in p.feuille.contenu
    } == {Origine.INDETERMINE}


def test_lists_and_tables() -> None:
    corps = read_texte("1. un\n2. deux\n\n| a | b |\n|---|---|\n| 1 | 2 |").corps
    liste, tableau = corps
    assert isinstance(liste, Liste)
    assert isinstance(tableau, Tableau)
    assert [p.numero for p in liste.elements] == ["1.", "2."]
    assert [len(ligne.cellules) for ligne in tableau.lignes] == [2, 2]


def test_windows_text_with_bom_or_old_encoding() -> None:
    assert read("\ufeffVu le décret\r\n".encode()).acte.corps[0].texte == "Vu le décret"
    assert read("Vu le décret – œuvre".encode("cp1252")).acte.corps[0].texte == "Vu le décret – œuvre"


@pytest.mark.parametrize("donnees", [b"\x00\x01\x02" * 500, b"a" * (TAILLE_MAX + 1)])
def test_refuses_what_is_not_text(donnees: bytes) -> None:
    with pytest.raises(FichierIllisible):
        read(donnees, "x.txt")


@given(st.binary(max_size=2000))
def test_any_bytes_give_a_tree_or_an_error(donnees: bytes) -> None:
    try:
        lecture = read(donnees)
    except FichierIllisible:
        return
    assert isinstance(lecture.acte.corps, tuple)


@given(st.text(max_size=500))
def test_no_word_is_lost(texte: str) -> None:
    lus = "".join(p.feuille.numero + p.feuille.texte for p in walk(read_texte(texte)) if isinstance(p.feuille, Feuille))
    attendus = [c for c in texte if c.isalnum()]
    assert [c for c in lus if c.isalnum()] == attendus


def test_hostile_lines_are_linear() -> None:
    read_texte("| " * 50_000 + "\n" + "- " * 50_000 + "\n" + "[" * 50_000 + "\nVu " + "Le maire " * 20_000)
