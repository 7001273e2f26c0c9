"""The names that a saisie declares, wherever it declares them."""

import pytest

from server.catalogue import load_catalogue, load_exemple, validate
from server.redaction.personnels import find_personnels
from server.ressources import find_dossier

MODELES = {m.code: m for m in load_catalogue([find_dossier("templates_actes")]).list_modeles()}


def find(code, **changements):
    modele = MODELES[code]
    brute = load_exemple(modele, "01").valeur | changements
    return find_personnels(modele.champs, validate(modele, brute))


def test_persons_of_the_saisie_and_of_the_collectivite_are_found():
    trouves = find("courrier_reponse")
    assert {"Gilles Perrault", "Lucie Vernet", "Henri Delaunay"} <= set(trouves)
    assert len(trouves) == len(set(trouves))


def test_a_letter_has_no_other_name_than_its_persons():
    """Streets and towns are no persons: their words would be hidden wherever they stand."""
    assert not {nom for nom in find("courrier_reponse") if "Tanneurs" in nom or "Aubeterre" in nom}


@pytest.mark.parametrize(
    ("demandeur", "nom"),
    [
        ("la société Untel", "Untel"),
        ("M. Jean Dupont", "Jean Dupont"),
        ("l’association Les Amis du lavoir", "Les Amis du lavoir"),
    ],
)
def test_a_personal_field_is_told_by_what_it_names(demandeur, nom):
    demande = {"demandeur": demandeur, "date": "2026-09-01"}
    assert nom in find("arrete_circulation_temporaire", origine="demande", demande=demande)


@pytest.mark.parametrize("demandeur", ["un riverain", "la SARL 3 Moulins"])
def test_a_personal_field_that_names_nobody_hides_nothing(demandeur):
    demande = {"demandeur": demandeur, "date": "2026-09-01"}
    trouves = find("arrete_circulation_temporaire", origine="demande", demande=demande)
    assert not {nom for nom in trouves if nom in demandeur}
