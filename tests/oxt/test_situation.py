"""Where an open document stands, and what its rules are asked, against a server of this file."""

import json

import pytest

from tests.oxt.panneau import reseau, situation
from tests.oxt.test_reseau import serving

DOSSIER, BROUILLON = (f"{lettre * 8}-0000-4000-8000-{lettre * 12}" for lettre in "ab")
CONSTAT = {"code": "C41", "message": "x"}


def answering(**reponses):
    """Serve a JSON by the beginning of the path; a number is a refusal."""

    def answer(reponse):
        chemin = reponse.path
        valeur = next((v for debut, v in reponses.items() if chemin.startswith(debut.replace("_", "/"))), 404)
        if isinstance(valeur, int):
            return reponse.answer(valeur, b'{"title": "Non", "detail": "Non."}', "application/problem+json")
        return reponse.answer(200, json.dumps(valeur).encode())

    return serving(answer)


def test_the_dossier_that_the_document_names_is_found():
    with answering(**{f"_api_dossiers_{DOSSIER}": {"id": DOSSIER}}) as (_, adresse):
        vue = situation.find_situation(reseau.Client(adresse), situation.Reperes(DOSSIER), None)
    assert vue == ({"id": DOSSIER}, "")


def test_a_document_of_a_draft_leads_to_its_dossier():
    elements = [{"id": BROUILLON, "etat": "clos"}, {"id": DOSSIER, "etat": "renvoye"}]
    reponses = {f"_api_dossiers_{DOSSIER}": {"id": DOSSIER}, "_api_dossiers?brouillon=": {"elements": elements}}
    with answering(**reponses) as (serveur, adresse):
        dossier = situation.find_dossier(reseau.Client(adresse), situation.Reperes("", BROUILLON))
    assert dossier == {"id": DOSSIER}
    assert serveur.vues[0][0] == f"/api/dossiers?brouillon={BROUILLON}"


@pytest.mark.parametrize("numero", ["", "../comptes", "x?y", DOSSIER.upper(), f"{DOSSIER}/versions"])
def test_what_is_no_number_is_asked_of_nobody(numero):
    with answering() as (serveur, adresse):
        assert situation.find_dossier(reseau.Client(adresse), situation.Reperes(numero, numero)) is None
    assert serveur.vues == []


def test_the_dossier_of_somebody_else_is_none():
    with answering() as (_, adresse):
        assert situation.find_dossier(reseau.Client(adresse), situation.Reperes(DOSSIER)) is None


def test_a_visa_is_verified_with_what_the_document_holds():
    with answering(_api_verification={"etat": "ALTÉRÉ"}) as (serveur, adresse):
        vue = situation.find_situation(reseau.Client(adresse), situation.Reperes(vise=True), ("a.odt", b"octets"))
    assert vue == (None, "ALTÉRÉ")
    assert b"octets" in serveur.corps


LECTURE = {"genre": "arrete", "blocs": []}
SANS_SAISIE = {"_api_lire": LECTURE, "_api_lint": [{"fichier": "a", "constats": [CONSTAT]}]}


@pytest.mark.parametrize("brouillon", ["", BROUILLON], ids=["sans brouillon", "brouillon d’un autre"])
def test_a_document_that_speaks_for_itself(brouillon):
    with answering(**SANS_SAISIE) as (_, adresse):
        vu = situation.check_document(reseau.Client(adresse), brouillon, "a.odt", b"x", reseau.Arret())
    assert vu == ([CONSTAT], LECTURE)


def test_a_document_of_a_draft_is_checked_on_what_was_typed():
    reponses = {f"_api_brouillons_{BROUILLON}_controle": []}
    with answering(**SANS_SAISIE | reponses) as (serveur, adresse):
        constats, _ = situation.check_document(reseau.Client(adresse), BROUILLON, "a.odt", b"x", reseau.Arret())
    assert constats == []
    assert "/api/lint" not in [chemin for chemin, _ in serveur.vues]


def test_another_refusal_is_told():
    reponses = {f"_api_brouillons_{BROUILLON}_controle": 415}
    with answering(**SANS_SAISIE | reponses) as (_, adresse), pytest.raises(reseau.Refus, match="Non"):
        situation.check_document(reseau.Client(adresse), BROUILLON, "a.odt", b"x", reseau.Arret())
