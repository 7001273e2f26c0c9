"""What the rules read before they judge: names, authorities, meetings, tables, numbers of articles."""

from decimal import Decimal

import pytest

from server.acte.fragments import Fragment
from server.acte.noeuds import Acte, Alinea, Cellule, Genre, Ligne, Tableau
from server.regles import Contexte
from server.regles.autorites import parse_qualite, place_of
from server.regles.deliberations.seance import read_seance
from server.regles.personnes import Identite, read_identite
from server.regles.renvois import find_renvois, parse_romain
from server.regles.tableaux import list_grilles, parse_nombre
from server.regles.vue import Vue
from tests.regles.outils_cas import acte_of_texte


@pytest.mark.parametrize(
    ("bloc", "identite"),
    [
        ("Le maire,\nJean DUPONT", Identite.COMPLETE),
        ("Jean Dupont, maire", Identite.COMPLETE),
        ("DUPONT Jean", Identite.COMPLETE),
        ("Mme Anne-Lise DE LA TOUR", Identite.COMPLETE),
        ("Helene d'Aubigne", Identite.COMPLETE),
        ("Monsieur le Maire,\n\nPhilippe SAUREL", Identite.COMPLETE),
        ("Le Maire Jean DUPONT", Identite.COMPLETE),
        ("J. DUPONT", Identite.INITIALE),
        ("M. J.-P. DUPONT", Identite.INITIALE),
        ("M. DUPONT", Identite.NOM_SEUL),
        ("DUPONT", Identite.NOM_SEUL),
        ("LE MAIRE", Identite.ABSENTE),
        ("Monsieur LE MAIRE", Identite.ABSENTE),
        ("L'adjointe deleguee a la Voirie", Identite.ABSENTE),
        ("Hotel de Ville", Identite.ABSENTE),
        ("", Identite.ABSENTE),
    ],
)
def test_reads_the_name_of_who_signs(bloc, identite):
    assert read_identite(bloc) is identite


@pytest.mark.parametrize(
    ("ligne", "chef", "delegue", "pour"),
    [
        ("le maire", "maire", False, False),
        ("la mairesse", "maire", False, False),
        ("la presidente du conseil departemental", "président", False, False),
        ("l'adjointe au maire deleguee a la voirie", "", True, False),
        ("le maire-adjoint", "", True, False),
        ("la vice-presidente", "", True, False),
        ("pour le maire et par delegation, l'adjoint", "maire", True, True),
        ("le maire delegue", "maire", False, False),
        ("pour la prefete, le secretaire general", "préfet", True, True),
        ("jean dupont", "", False, False),
    ],
)
def test_tells_the_executive_from_who_acts_for_him(ligne, chef, delegue, pour):
    qualite = parse_qualite(ligne)
    assert (qualite.chef, qualite.delegue, qualite.pour) == (chef, delegue, pour)


@pytest.mark.parametrize(
    ("ligne", "lieu"),
    [
        ("le maire de la ville de tours,", "tours"),
        ("pour le maire d'aix et par delegation", "aix"),
        ("la maire du havre", "havre"),
        ("le maire", ""),
    ],
)
def test_reads_the_place_of_an_authority(ligne, lieu):
    assert place_of(ligne) == lieu


@pytest.mark.parametrize(
    ("texte", "comptes"),
    [
        ("Nombre de conseillers municipaux en exercice : 27", {"en_exercice": 27}),
        ("Membres en exercice = 27 ; membres présents = 19", {"en_exercice": 27, "presents": 19}),
        ("Étaient présents 19 conseillers", {}),
        ("19 membres étaient présents", {"presents": 19}),
        ("Absents ayant donné pouvoir : 4", {"representes": 4}),
        ("Absents excusés : 3", {"excuses": 3}),
        ("Absents non représentés : 2", {"non_representes": 2}),
        (
            "par vingt (20) voix pour, aucune voix contre et trois abstentions",
            {"pour": 20, "contre": 0, "abstentions": 3},
        ),
        ("Vote : Pour : 20 – Contre : 1 – Abstentions : 2", {"pour": 20, "contre": 1, "abstentions": 2}),
        ("2 conseillers ne prennent pas part au vote", {"npp": 2}),
        ("Le crédit de 300 pour cent et l’article 12 pour la voirie sont l’un contre l’autre.", {}),
    ],
)
def test_reads_the_figures_of_a_meeting(texte, comptes):
    seance = read_seance(Vue(Contexte(acte_of_texte(f"[alinea] {texte}", Genre.DELIBERATION))))
    assert {role: compte.valeur for role, compte in seance.comptes.items()} == comptes


def _cellule(texte: str, colonnes: int = 1, lignes: int = 1) -> Cellule:
    return Cellule((Alinea((Fragment(texte),)),), colonnes, lignes)


def test_cells_keep_their_column_under_merged_ones():
    tableau = Tableau((
        Ligne((_cellule("Poste", lignes=2), _cellule("Montants", colonnes=2))),
        Ligne((_cellule("2025"), _cellule("2026"))),
        Ligne((_cellule("Total", colonnes=2), _cellule("1 200,50 €"))),
    ))  # fmt: skip
    (grille,) = list_grilles(Vue(Contexte(Acte(Genre.NOTE, "", (tableau,)))))
    assert [[(case.colonne, case.plie) for case in rangee.cases] for rangee in grille] == [
        [(0, "poste"), (1, "montants")],
        [(1, "2025"), (2, "2026")],
        [(0, "total"), (2, "1 200,50 €")],
    ]
    assert grille[2].cases[1].nombre == Decimal("1200.50")


@pytest.mark.parametrize(
    ("cellule", "nombre", "unite"),
    [
        ("1 234,56 €", "1234.56", "€"),
        ("1.234,56", "1234.56", ""),
        ("12 euros", "12", "€"),
        ("- 500", "-500", ""),
        ("", "0", ""),
        ("–", None, ""),
        ("20 %", "20", "%"),
        ("12 m2", "12", "m2"),
        ("2025-2026", None, ""),
        ("rue basse", None, ""),
    ],
)
def test_reads_a_cell_that_holds_one_quantity(cellule, nombre, unite):
    assert parse_nombre(cellule) == (None if nombre is None else Decimal(nombre), unite)


def test_finds_references_inside_the_act_and_leaves_those_to_other_texts():
    def renvois(plie: str) -> list[int]:
        return [renvoi.cle[0] for renvoi in find_renvois(plie)]

    assert renvois("aux articles 2, 3 et 5 du present arrete") == [2, 3, 5]
    assert renvois("des articles 2 a 4 ci-dessus") == [2, 3, 4]
    assert renvois("l'article 1er") == [1]
    assert (
        renvois("l'article 5 du decret n° 2001-495, l'article 9 des statuts, l'article 12, alinea 2, du reglement")
        == []
    )
    assert renvois("l'article 65748 du budget et l'article l. 2213-1") == []


@pytest.mark.parametrize(("mot", "valeur"), [("i", 1), ("iv", 4), ("xiv", 14), ("ii", 2), ("q", 0)])
def test_reads_roman_numbers(mot, valeur):
    assert parse_romain(mot) == valeur
