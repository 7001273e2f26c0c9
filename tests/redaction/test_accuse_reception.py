"""The acknowledgement of receipt: the right date of the implicit decision, and every mention of R112-5 in every case."""

import asyncio
import datetime as dt
import itertools

import pytest

from server.catalogue import load_catalogue, load_exemple, validate
from server.charte import load_charte
from server.errors import SaisieRefusee
from server.formats import write
from server.redacteurs import Aucun
from server.redaction import draft
from server.ressources import find_dossier

MODELE = load_catalogue([find_dossier("templates_actes")]).get("courrier_accuse_reception")
CHARTE = load_charte()
INSTANT = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
MANQUANTES = [{"piece": "plan coté", "texte": "article 5 du règlement"}]

# Two months de quantième à quantième; where the month has no such day, its last one.
MOIS = [
    ("2026-10-15", "15 décembre 2026"),
    ("2026-11-01", "1er janvier 2027"),
    ("2026-08-31", "31 octobre 2026"),
    ("2026-07-31", "30 septembre 2026"),
    ("2026-09-30", "30 novembre 2026"),
    ("2026-12-28", "28 février 2027"),
    ("2026-12-29", "28 février 2027"),
    ("2026-12-30", "28 février 2027"),
    ("2026-12-31", "28 février 2027"),
    ("2027-12-28", "28 février 2028"),
    ("2027-12-29", "29 février 2028"),
    ("2027-12-31", "29 février 2028"),
    ("2028-02-29", "29 avril 2028"),
]


def make_saisie(**changements):
    brute = load_exemple(MODELE, "01").valeur | changements
    return {cle: valeur for cle, valeur in brute.items() if valeur is not ...}


def rediger(**changements):
    """Give the text of the letter, plain spaces, and the findings."""
    brouillon = asyncio.run(
        draft(MODELE, validate(MODELE, make_saisie(**changements)), Aucun(), CHARTE, instant=INSTANT)
    )
    texte = write(brouillon.acte, "txt", CHARTE).decode()
    return texte.replace("\u00a0", " ").replace("\u202f", " "), brouillon.constats


def received(jour):
    return {"recu": {"date": jour, "date_reception": jour}}


@pytest.mark.parametrize(("jour", "attendue"), MOIS)
@pytest.mark.parametrize(
    ("silence", "verbe"),
    [
        ({"silence": "rejet", "motif_rejet": "hors_procedure"}, "rejetée"),
        ({"silence": "acceptation", "motif_rejet": ..., "procedure": "l’article 4 du règlement"}, "acceptée"),
    ],
    ids=["rejet", "acceptation"],
)
def test_silence_counts_two_months_from_day_to_day(jour, attendue, silence, verbe):
    texte, _ = rediger(**received(jour), **silence)
    assert f"votre demande sera réputée {verbe} le {attendue}, deux mois après sa réception" in texte


@pytest.mark.parametrize(
    ("jour", "mois", "attendue"),
    [
        ("2026-10-31", 4, "28 février 2027"),
        ("2026-10-31", 1, "30 novembre 2026"),
        ("2024-02-29", 12, "28 février 2025"),
    ],
)
def test_another_delay_is_counted_and_its_text_named(jour, mois, attendue):
    delai = {"delai": "autre", "delai_mois": mois, "delai_texte": "l’article 9 du décret"}
    texte, _ = rediger(**received(jour), **delai)
    assert f"réputée rejetée le {attendue}, " in texte
    assert "mois après sa réception, délai fixé par l’article 9 du décret." in texte


@pytest.mark.parametrize(("jour", "attendue"), MOIS)
def test_where_pieces_are_missing_acceptance_counts_from_the_day_that_they_come(jour, attendue):
    texte, constats = rediger(
        **received("2024-01-15"),
        silence="acceptation",
        motif_rejet=...,
        procedure="l’article 4 du règlement",
        dossier="incomplet",
        manquantes=MANQUANTES,
        date_limite=jour,
    )
    assert f"dernier jour donné pour la produire, votre demande sera réputée acceptée le {attendue}." in texte
    assert "15 mars 2024" not in texte
    assert not constats


def test_where_pieces_are_missing_rejection_is_dated_without_the_suspension_and_says_so():
    texte, _ = rediger(
        **received("2026-08-31"), dossier="incomplet", manquantes=MANQUANTES * 2, date_limite="2026-09-30"
    )
    assert "réputée rejetée le 31 octobre 2026, deux mois après sa réception, sous réserve de la suspension" in texte
    assert "leur production avant le 30 septembre 2026 met fin à la suspension" in texte


SILENCES = [
    *(
        {"silence": "rejet", "motif_rejet": m}
        for m in ("non_individuelle", "hors_procedure", "reclamation", "financiere")
    ),
    {"silence": "rejet", "motif_rejet": "decret", "decret_rejet": "le décret n° 2014-1303 du 23 octobre 2014"},
    {"silence": "acceptation", "motif_rejet": ..., "procedure": "l’article 4 du règlement"},
]
DOSSIERS = [
    {"dossier": "complet"},
    {"dossier": "a_verifier"},
    {"dossier": "incomplet", "manquantes": MANQUANTES, "date_limite": "2027-01-31"},
]
CANAUX = [
    *({"canal": canal} for canal in ("lettre", "depot")),
    *({"canal": c, "adresse": ..., "courriel_demandeur": "g@exemple.fr"} for c in ("courriel", "teleservice")),
]


@pytest.mark.parametrize(
    "silence", SILENCES, ids=lambda s: s.get("motif_rejet", "x") if s["silence"] == "rejet" else "acceptation"
)
def test_no_rule_finds_anything_in_any_case(silence):
    for dossier, canal in itertools.product(DOSSIERS, CANAUX):
        texte, constats = rediger(**silence, **dossier, **canal)
        assert not constats, (dossier, canal)
        rejet = silence["silence"] == "rejet"
        assert ("Voies et délais de recours" in texte) == rejet
        assert ("L. 232-3" in texte) != rejet
        assert ("recours gracieux" in texte) == (rejet and silence["motif_rejet"] != "reclamation")


@pytest.mark.parametrize("canal", CANAUX, ids=lambda c: c["canal"])
def test_an_electronic_request_has_its_own_texts_and_goes_back_where_it_came_from(canal):
    texte, _ = rediger(**canal)
    electronique = canal["canal"] in {"courriel", "teleservice"}
    assert ("articles L. 112-11 et R. 112-11-1" in texte) == ("électronique de votre demande" in texte) == electronique
    assert ("articles L. 112-3 et R. 112-5" in texte) != electronique
    assert ("Par courriel : g@exemple.fr" in texte) == electronique
    assert ("11, rue des Tanneurs" in texte) != electronique


def test_the_service_has_its_own_address_or_that_of_the_collectivite():
    assert "secrétariat de mairie – 2, place du Lavoir, 49990" in rediger()[0]
    service = {
        "nom": "service des eaux",
        "rue": "5, quai Neuf",
        "telephone": "02 61 91 10 22",
        "courriel": "e@exemple.fr",
    }
    texte, _ = rediger(service=service)
    assert "service des eaux – 5, quai Neuf, 49990" in texte
    assert "02 61 91 10 22 – e@exemple.fr" in texte


@pytest.mark.parametrize(
    "changements",
    [
        {"recu": {"date": "2026-12-02", "date_reception": "2026-12-01"}},
        {"dossier": "incomplet", "manquantes": MANQUANTES, "date_limite": "2026-12-30"},
        {"delai": "autre", "delai_mois": 0, "delai_texte": "x"},
        {"delai": "autre", "delai_mois": 3},
        {"silence": "acceptation", "motif_rejet": ...},
    ],
)
def test_what_the_law_does_not_allow_is_refused(changements):
    with pytest.raises(SaisieRefusee):
        validate(MODELE, make_saisie(**changements))
