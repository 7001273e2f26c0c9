"""The plain text of an act, as a person reads it."""

import pytest

from server.acte.assemblage import assemble
from server.acte.fragments import Champ, Emplacement, Fragment, Image, Inconnu, Marque, NatureChamp, Note
from server.acte.noeuds import (
    Acte,
    Alinea,
    AvisIA,
    Cadre,
    Cellule,
    EnTetePage,
    Genre,
    Ligne,
    Liste,
    MarqueProjet,
    PiedPage,
    Puce,
    Signature,
    Signatures,
    SortePage,
    Tableau,
    TitreArticle,
    Visa,
)
from server.formats.texte_ecriture import write_texte


def frag(texte, *marques):
    return Fragment(texte, marques=frozenset(marques))


def alinea(*contenu):
    return Alinea(tuple(frag(c) if isinstance(c, str) else c for c in contenu))


def write(*corps, **options):
    return write_texte(Acte(Genre.NOTE, "", corps, **options))


def test_an_act_that_shows_nothing_is_empty():
    assert not write()


def test_paragraphs_are_apart_and_articles_in_their_place():
    corps = assemble([Visa((frag("Vu A"),)), TitreArticle((frag("Article 1er"),)), alinea("Texte")])
    assert write(*corps) == "Vu A\n\nArticle 1er\n\nTexte\n"


def test_projet_comes_first_and_the_notice_last_each_once():
    projet, avis = MarqueProjet((frag("PROJET"),)), AvisIA((frag("À relire."),))
    page = Alinea((frag("Page "), Champ(NatureChamp.PAGE, "1")))
    texte = write(
        avis,
        alinea("Texte"),
        en_tetes=(EnTetePage((projet, alinea("Mairie"))), EnTetePage((projet,), SortePage.PREMIERE)),
        pieds=(PiedPage((avis, page, alinea("Pied"))),),
    )
    assert texte == "PROJET\n\nMairie\n\nTexte\n\nPied\n\nÀ relire.\n"


def test_lists_keep_their_markers():
    dedans = Liste((Puce((frag("sous"),), "a)"),))
    liste = Liste((Puce((frag("un\nsuite"),), "1°", enfants=(dedans,)), Puce((frag("deux"),), "•")))
    assert write(liste) == "1° un\n   suite\n  a) sous\n• deux\n"


def test_tables_are_aligned():
    def ligne(*textes, entete=False):
        return Ligne(tuple(Cellule((alinea(t),)) for t in textes), entete)

    tableau = Tableau(
        (
            ligne("Objet", "€", entete=True),
            ligne("Table\nlongue", "12"),
            Ligne((Cellule((alinea("Total"), alinea("TTC")), colonnes=2),)),
        )
    )
    assert write(tableau) == (
        "| Objet        | €  |\n|--------------|----|\n| Table longue | 12 |\n| Total / TTC  |    |\n"
    )


def test_a_cell_that_spans_down_leaves_its_place_empty():
    tableau = Tableau(
        (Ligne((Cellule((alinea("a"),), lignes=2), Cellule((alinea("b"),)))), Ligne((Cellule((alinea("c"),)),)))
    )
    assert write(tableau) == "| a | b |\n|   | c |\n"


@pytest.mark.parametrize(
    ("contenu", "texte"),
    [
        (["10", frag("2", Marque.EXPOSANT), " m"], "10² m"),
        (["H", frag("2", Marque.INDICE), "O"], "H₂O"),
        (["1", frag("er", Marque.EXPOSANT)], "1er"),
        (["a", frag("non", Marque.SUPPRESSION), frag("non", Marque.CACHE), frag("b", Marque.INSERTION)], "ab"),
        (["n° ", Emplacement("numero")], "n° ……"),
        (["n° ", Emplacement("numero", "12")], "n° 12"),
        (["a", Image("0", "blason"), Image("0")], "a[Image : blason]"),
        (["a", Inconnu("m:oMath", "x²")], "a[élément non reconnu : m:oMath] x²"),
        (["le ", Champ(NatureChamp.AUTRE, "2 mai", "DATE")], "le 2 mai"),
    ],
)
def test_what_stands_in_a_paragraph(contenu, texte):
    assert write(alinea(*contenu)) == f"{texte}\n"


def test_notes_are_numbered_and_come_at_the_end():
    interieure = Note((alinea("fond"),))
    texte = write(alinea("a", Note((alinea("un", interieure),)), "b", Note((alinea("deux"),))), alinea("fin"))
    assert texte == "a[1]b[3]\n\nfin\n\n[1] un[2]\n[2] fond\n[3] deux\n"


def test_signatures_boxes_and_unknown_blocks():
    signatures = Signatures((Signature((frag("Le maire,\nA"),)), Signature((frag("B"),))))
    cadre = Cadre((alinea("un\ndeux"), alinea("trois")))
    assert write(signatures, cadre, Inconnu("draw:object")) == (
        "Le maire,\nA\n\nB\n\n> un\n> deux\n>\n> trois\n\n[élément non reconnu : draw:object]\n"
    )


def test_a_numbered_paragraph_keeps_its_number():
    assert write(Visa((frag("Vu A"),), numero="1.")) == "1. Vu A\n"
