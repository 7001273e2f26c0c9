import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.redacteurs.base import Demande
from server.redacteurs.donnees import read_version
from server.redacteurs.garde import check
from server.redacteurs.marques import mark

POINTS = ("travaux rue des Tanneurs du 2 au 6 novembre 2026", "chaussée étroite, croisement impossible")
HONNETE = (
    "Considérant que des travaux ont lieu ⟦VOIE_1⟧ du ⟦DATE_1⟧ au ⟦DATE_2⟧ ;",
    "Considérant que la chaussée est étroite et que le croisement est impossible.",
)


def codes(*paragraphes, points=POINTS, sorte="considerants", champs=None, longueur_max=5000) -> set[str]:
    demande = Demande("motifs", sorte, "motifs", points, champs or {}, longueur_max=longueur_max)
    return {refus.code for refus in check(paragraphes, mark(demande))}


def test_an_honest_passage_is_accepted():
    assert codes(*HONNETE) == set()


def test_a_verdict_says_what_to_the_agent_and_to_the_model():
    demande = Demande("motifs", "considerants", "motifs", POINTS)
    for refus in check((HONNETE[0] + " 12", "x"), mark(demande)):
        assert refus.message
        assert refus.pour_modele
        assert "Tanneurs" not in refus.pour_modele


def with_end(fin: str) -> tuple[str, ...]:
    return HONNETE[0], HONNETE[1].rstrip(".") + fin


@pytest.mark.parametrize(
    ("fin", "code"),
    [
        (" le ⟦DATE_9⟧.", "marque_inconnue"),
        (" ⟦DATE_1.", "marque_inconnue"),
        (" sur 12 mètres.", "chiffre"),
        (" au point XIV.", "chiffre"),
        (" sur vingt-trois mètres.", "nombre_en_lettres"),
        (" sur dix-sept mètres.", "nombre_en_lettres"),
        (" sur ½ voie.", "chiffre"),
        (" en octobre.", "moment"),
        (" mardi.", "moment"),
        (" pendant deux semaines.", "moment"),
        (" demain.", "moment"),
        (" selon le code de la route.", "reference"),
        (" rue des Lilas.", "reference"),
        (" selon Mme Vasseur.", "nom_propre"),
        (" pour ASPTT.", "nom_propre"),
        (" voir http://exemple.fr.", "balise"),
        (" **fin**.", "balise"),
        (" \u200b.", "caractere"),
        (" привет.", "caractere"),
        (" and this is the end of it.", "langue"),
        (" ; il est décidé de fermer la voie.", "trame"),
        (" ; ARRÊTE.", "trame"),
        (" ; une sanction est méritée.", "sanction"),
        (" ; la gêne est considérable.", "jugement"),
        (" ; en tant que modèle de langage.", "meta"),
        (" ; il convient de noter que la voie est étroite.", "remplissage"),
        (" ; la demande est acceptée.", "sens"),
        (" ; la circulation ne sera pas coupée.", "negation"),
        (" ; le maire ordonne les travaux.", "operatoire"),
        (" et la", "forme"),
    ],
)
def test_each_lie_is_refused_by_its_check(fin, code):
    assert code in codes(*with_end(fin))


def test_a_missing_fact_is_refused():
    assert "marque_manquante" in codes(HONNETE[0].replace("⟦DATE_2⟧", "⟦DATE_1⟧"), HONNETE[1])


def test_a_period_that_runs_backwards_is_refused():
    assert "ordre_inverse" in codes(
        "Considérant que des travaux ont lieu ⟦VOIE_1⟧ du ⟦DATE_2⟧ au ⟦DATE_1⟧ ;", HONNETE[1]
    )


def test_a_weekday_before_another_date_is_refused():
    juste = HONNETE[0].replace("du ⟦DATE_1⟧", "du ⟦JOUR_1⟧ ⟦DATE_1⟧")
    assert codes(juste, HONNETE[1]) == set()
    assert "jour_faux" in codes(juste.replace("JOUR_1", "JOUR_2"), HONNETE[1])


@pytest.mark.parametrize(("civilite", "attendu"), [("Mme", set()), ("M.", {"civilite"})])
def test_the_civilite_is_the_given_one(civilite, attendu):
    champs = {"agent": {"civilite": "Mme", "prenom": "Claire", "nom": "Simonet"}}
    assert codes(f"Considérant la demande de {civilite} ⟦P1⟧ ;", points=("demande",), champs=champs) == attendu


@pytest.mark.parametrize(
    ("sens", "phrase", "attendu"),
    [
        ("accord", "Je vous accorde cette place.", set()),
        ("refus", "Je vous accorde cette place.", {"sens"}),
        ("refus", "Il ne m’est pas possible de vous accorder cette place.", set()),
        (None, "Je refuse cette place.", {"sens", "negation"}),
    ],
)
def test_the_sense_of_a_decision_comes_from_the_inputs(sens, phrase, attendu):
    champs = {"sens": sens} if sens else {}
    assert codes(phrase, points=("demande de place",), champs=champs, sorte="paragraphes") == attendu


def test_the_fact_of_another_beneficiary_is_refused():
    champs = {"b": ({"nom": "Les Palmes", "objet": "bassin", "aide": "800 €"}, {"nom": "Le Cercle", "aide": "200 €"})}
    juste = "⟦ORG_1⟧ recevrait ⟦MONTANT_1⟧. ⟦ORG_2⟧ recevrait ⟦MONTANT_2⟧."
    faux = "⟦ORG_1⟧ recevrait ⟦MONTANT_2⟧. ⟦ORG_2⟧ recevrait ⟦MONTANT_1⟧."
    assert codes(juste, points=("aides",), champs=champs, sorte="expose") == set()
    assert {"autre_beneficiaire", "rattachement"} & codes(faux, points=("aides",), champs=champs, sorte="expose")


@pytest.mark.parametrize(
    "phrase",
    [
        "Les deux-roues passent d’une part, les piétons d’autre part.",
        "En premier lieu, le Conseil départemental et l’État sont saisis.",
        "Un agent et une équipe attendent devant l’Hôtel de ville.",
    ],
)
def test_locutions_and_institutions_are_no_facts(phrase):
    assert codes(phrase, points=("agents, équipe, piétons, saisine",), sorte="expose") == set()


@pytest.mark.parametrize(
    ("paragraphes", "code"),
    [
        ((), "vide"),
        (("",), "vide"),
        (("Les travaux.",), "forme"),
        (("Considérant que " + "la voie est étroite " * 300 + ".",), "longueur"),
        (("Considérant que la voie.",) * 9, "nombre"),
    ],
)
def test_form_and_length(paragraphes, code):
    assert code in codes(*paragraphes)


def test_a_huge_answer_is_refused_unread():
    debut = time.perf_counter()
    assert codes("A" * 100_000) == {"longueur"}
    assert time.perf_counter() - debut < 0.5


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(max_size=200) | st.sampled_from([*HONNETE, "⟦DATE_1⟧" * 40, "ne pas " * 60]), max_size=4))
def test_any_answer_has_a_verdict(paragraphes):
    assert all(refus.code and refus.message for refus in check(paragraphes, mark(Demande("m", "expose", "p", POINTS))))


@pytest.mark.parametrize(
    "nom",
    [
        "anglais", "capitales", "decisions", "formules_refus", "initiaux", "jugements", "licences", "locutions", "meta",
        "negations", "negations_vides", "remplissage", "roles", "sanctions", "sigles", "surnoms", "temps", "trame", "vides",
    ],
)  # fmt: skip
def test_every_lexicon_says_its_version(nom):
    assert read_version(nom) >= 1
