"""The occupation of the public domain: the title, its legal bases, its fee or why there is none."""

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

MODELE = load_catalogue([find_dossier("templates_actes")]).get("arrete_occupation_domaine_public")
CHARTE = load_charte()
INSTANT = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
GRATUITE = {"redevance": "gratuite", "tarif": ..., "droits": ..., "paiement": ...}
EMPRISE = {"dependance": "voirie", "emprise": True, "prescriptions_techniques": ["les ancrages sont retirés"]}
AUTRE = {"dependance": "autre", "emprise": ...}
ECONOMIQUE = {"economique": True, "selection": "courte_duree", "publicite_date": "2026-10-01"}


def make_saisie(**changements):
    brute = load_exemple(MODELE, "01").valeur | changements
    return {cle: valeur for cle, valeur in brute.items() if valeur is not ...}


def rediger(**changements):
    """Give the text of the act, plain spaces, and the findings."""
    brouillon = asyncio.run(
        draft(MODELE, validate(MODELE, make_saisie(**changements)), Aucun(), CHARTE, instant=INSTANT)
    )
    texte = write(brouillon.acte, "txt", CHARTE).decode()
    return texte.replace("\u00a0", " ").replace("\u202f", " "), brouillon.constats


def collectivite(departement):
    return load_exemple(MODELE, "01").valeur["collectivite"] | {"departement": departement}


@pytest.mark.parametrize(
    ("lieu", "titre", "vaut"),
    [
        ({}, "Arrêté portant permis de stationnement pour", "Elle vaut permis de stationnement"),
        (EMPRISE, "Arrêté portant permission de voirie pour", "Elle vaut permission de voirie"),
        (AUTRE, "Arrêté portant autorisation d’occupation temporaire du domaine public pour", ""),
    ],
    ids=["stationnement", "voirie", "autre"],
)
def test_the_kind_of_title_follows_the_place_and_the_emprise(lieu, titre, vaut):
    texte, constats = rediger(**lieu)
    assert titre in texte
    assert vaut in texte
    assert ("L. 113-2" in texte) == ("code de la voirie routière" in texte) == (lieu is not AUTRE)
    assert ("les ancrages sont retirés" in texte) == (lieu is EMPRISE)
    assert not constats


@pytest.mark.parametrize("departement", ["49", "57", "67", "68"])
@pytest.mark.parametrize("lieu", [{}, EMPRISE, AUTRE], ids=["stationnement", "voirie", "autre"])
def test_the_police_of_parking_is_cited_where_it_applies_only(departement, lieu):
    texte, _ = rediger(collectivite=collectivite(departement), **lieu)
    assert ("L. 2213-6" in texte) == (departement == "49" and lieu is not EMPRISE)


@pytest.mark.parametrize(
    ("selection", "dit"),
    [
        ("selection", "a été retenu au terme de la procédure de sélection préalable"),
        ("courte_duree", "qu’elle est de courte durée"),
        ("non_limite", "le nombre d’autorisations disponibles pour cette activité n’est pas limité"),
        ("spontanee", "aucune manifestation d’intérêt concurrente"),
        (
            "non_applicable",
            "L. 2122-1-2 du code général de la propriété des personnes publiques, parce qu’il y a urgence",
        ),
        (
            "non_justifiee",
            "L. 2122-1-3 du code général de la propriété des personnes publiques, parce qu’il y a urgence",
        ),
    ],
)
def test_an_economic_occupation_says_by_what_procedure(selection, dit):
    exception = selection in {"non_applicable", "non_justifiee"}
    preuve = {"exception_motif": "il y a urgence"} if exception else {"publicite_date": "2026-10-01"}
    texte, constats = rediger(economique=True, selection=selection, **preuve)
    assert dit in texte
    assert ("Vu la publicité préalable faite le 1er octobre 2026" in texte) != exception
    assert ("Il est en outre publié" in texte) == (selection == "non_justifiee")
    assert "L. 2122-1-1 A" in texte
    assert not constats


def test_an_occupation_that_earns_nothing_says_nothing_of_it():
    texte, _ = rediger()
    assert "exploitation économique" not in texte
    assert "chauffage" not in texte


@pytest.mark.parametrize(
    ("gratuite", "dit"),
    [
        ("travaux", "en application du 1° de l’article L. 2125-1 du"),
        ("conservation", "en application du 2° de l’article L. 2125-1 du"),
        ("interet_general", "en application de l’article L. 2125-1 du"),
        ("deliberation", "en application de l’article L. 2125-1-2 du"),
    ],
)
def test_what_is_free_says_by_what_text_and_what_fact(gratuite, dit):
    fait = (
        {"gratuite_deliberation": {"numero": "2024-031", "date": "2024-06-06"}}
        if gratuite == "deliberation"
        else {"gratuite_fait": "elle entretient le lavoir"}
    )
    texte, constats = rediger(**GRATUITE, gratuite=gratuite, **fait)
    assert dit in texte
    assert ("en ce qu’elle entretient le lavoir" in texte) == (gratuite != "deliberation")
    assert ("Vu la délibération n° 2024-031 du 6 juin 2024" in texte) == (gratuite == "deliberation")
    assert "redevance versée d’avance" not in texte
    assert "fixant les tarifs" not in texte
    assert not constats


@pytest.mark.parametrize(
    ("paiement", "dit"),
    [
        ({"paiement": "totalite"}, "en une fois, d’avance"),
        ({"paiement": "annuel"}, "redevance annuelle de 1 234,50 €"),
        ({"paiement": "acomptes", "acomptes": "le 1er de chaque mois"}, "par acomptes, le 1er de chaque mois"),
    ],
)
def test_the_fee_is_the_sum_of_its_lines(paiement, dit):
    droits = [{"detail": "terrasse", "montant": "1 200"}, {"detail": "droit fixe", "montant": "34,50"}]
    texte, constats = rediger(droits=droits, **paiement)
    assert dit in texte
    assert "1 234,50 € (mille deux cent trente-quatre euros et cinquante centimes)" in texte
    assert not constats


@pytest.mark.parametrize(
    ("horaires", "dit"),
    [
        ({"regime_horaire": "jour_et_nuit"}, "du 1er au 15 décembre 2026, jour et nuit."),
        (
            {"regime_horaire": "quotidien", "heure_debut": "9 h", "heure_fin": "0 h 30", "jours_exclus": "le mercredi"},
            "du 1er au 15 décembre 2026, chaque jour de 9 h au lendemain à 0 h 30, sauf le mercredi.",
        ),
        (
            {"regime_horaire": "continu", "heure_debut": "9 h", "heure_fin": "8 h"},
            "du mardi 1er décembre 2026 à 9 h au mardi 15 décembre 2026 à 8 h.",
        ),
        (
            {"regime_horaire": "quotidien", "heure_debut": "9 h", "heure_fin": "18 h", "date_fin": "2026-12-01"},
            "le mardi 1er décembre 2026 de 9 h à 18 h.",
        ),
    ],
)
def test_the_time_is_said_whole(horaires, dit):
    assert f"L’autorisation est accordée {dit}" in rediger(**horaires)[0]


def test_no_rule_finds_anything_in_any_case():
    personne = {"beneficiaire_sorte": "personne"}
    societe = {"beneficiaire_sorte": "societe", "personne": ..., "organisme": {"nom": "la société Untel"}}
    gratuit = GRATUITE | {"gratuite": "interet_general", "gratuite_fait": "elle entretient le lavoir"}
    options = [
        {},
        {"remise_jours": 8, "etat_des_lieux": True, "assurance": False, "passage_libre": ..., "signalisation": ...},
    ]
    for parts in itertools.product([{}, EMPRISE, AUTRE], [personne, societe], [{}, ECONOMIQUE], [{}, gratuit], options):
        changements = {cle: valeur for part in parts for cle, valeur in part.items()}
        assert not rediger(**changements)[1], changements


@pytest.mark.parametrize(
    "changements",
    [
        {"date_fin": "2026-11-30"},
        {"demande": {"date": "2026-12-02"}},
        {"economique": True, "selection": "selection", "publicite_date": "2026-12-02"},
        {"economique": True},
        {"economique": True, "selection": "non_justifiee"},
        {"redevance": "gratuite"},
        {**GRATUITE, "gratuite": "interet_general"},
        {"emprise": True},
    ],
)
def test_what_is_missing_or_out_of_order_is_refused(changements):
    with pytest.raises(SaisieRefusee):
        validate(MODELE, make_saisie(**changements))
