"""What is asked for a rewording, and which words it changes, without LibreOffice."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oxt.panneau import reformulation, reseau
from tests.oxt.test_reseau import serving

Question, Retouche = reformulation.Question, reformulation.Retouche
PHRASE = "Il est rappelé aux agents que la réunion se tiendra le 4 mai à 9 h."
COURTE = "La réunion se tiendra le 4 mai à 9 h."


def apply(avant, retouches):
    for debut, fin, apres in reversed(retouches):
        avant = avant[:debut] + apres + avant[fin:]
    return avant


@given(*[st.text("a b\t\n\u00a0é😀", max_size=40)] * 2)
def test_the_changes_lead_from_one_text_to_the_other(avant, apres):
    retouches = reformulation.compare(avant, apres)
    assert apply(avant, retouches) == apres
    assert all(une.fin <= autre.debut for une, autre in itertools.pairwise(retouches))


def test_only_the_words_that_change_are_struck_out():
    assert reformulation.compare(PHRASE, PHRASE) == []
    assert reformulation.compare(PHRASE, COURTE) == [Retouche(0, PHRASE.index("réunion"), "La ")]


def test_changes_that_few_words_separate_are_one():
    (seule,) = reformulation.compare("un deux trois quatre cinq six", "un DEUX trois QUATRE cinq six")
    assert seule.apres == "DEUX trois QUATRE "


def test_a_sentence_that_keeps_little_is_struck_out_whole():
    assert reformulation.compare(PHRASE, "Réunion : 4 mai.") == [Retouche(0, len(PHRASE), "Réunion : 4 mai.")]


def test_what_is_too_much_is_not_sent():
    assert reformulation.find_empechement(["a"] * 20) == ""
    assert "21 paragraphes" in reformulation.find_empechement(["a"] * 21)
    assert reformulation.find_empechement(["a" * 4000]) == ""
    assert "4000 signes" in reformulation.find_empechement(["a" * 4001])


def test_an_act_that_is_too_long_is_cut_between_two_letters():
    coupe = reformulation.cut_acte("x" + "é" * 200_000)
    assert len(coupe.encode()) == 199_999


def ask(question, paragraphes, statut=200):
    corps = json.dumps({"action": "court", "redacteur": "vllm", "paragraphes": paragraphes}).encode()
    with serving(lambda r: r.answer(statut, corps)) as (serveur, adresse):
        vues = reformulation.ask_reformulation(reseau.Client(adresse), question, reseau.Arret())
    return vues, json.loads(serveur.corps)


def test_each_paragraph_has_its_proposal():
    paragraphes = [
        {"avant": "x", "apres": COURTE, "etat": "reformule", "motifs": []},
        {"avant": "x", "apres": "x", "etat": "refuse", "motifs": ["Un nombre n’est pas dans le texte."]},
        {"avant": "x", "apres": "Rien.", "etat": "inchange", "motifs": []},
    ]
    vues, corps = ask(Question("court", [PHRASE, "Deux.", "Rien."], "note", "acte"), paragraphes)
    assert corps == {"action": "court", "paragraphes": [PHRASE, "Deux.", "Rien."], "genre": "note", "acte": "acte"}
    assert [reformulation.say_etat(vue) for vue in vues] == ["reformulé", "gardé tel quel", "inchangé"]
    assert [bool(vue.retouches) for vue in vues] == [True, False, False]
    assert vues[1].motifs == ["Un nombre n’est pas dans le texte."]


def test_a_kind_that_the_server_does_not_know_is_none():
    vu = {"avant": "x", "apres": "x", "etat": "inchange", "motifs": []}
    assert ask(Question("clair", ["x"], "inconnu"), [vu])[1]["genre"] is None


@pytest.mark.parametrize("paragraphes", [[], None, [{"apres": "x"}], ["x"], [{}, {}]])
def test_an_answer_to_something_else_is_told(paragraphes):
    with pytest.raises(reseau.ErreurReseau, match="pas répondu à ce qui lui était demandé"):
        ask(Question("clair", ["x"]), paragraphes)
