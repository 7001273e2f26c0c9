"""A passage that a model was to write and did not is said, once per reason."""

from server.acte.fragments import Fragment, Origine
from server.redacteurs import Incident, Redige
from server.redaction.replis import find_replis


def redige(nom, *messages, origine=Origine.SAISIE):
    incidents = tuple(Incident("x", m) for m in messages)
    return Redige(nom, ((Fragment("a", origine),),), origine, 2, incidents)


def test_passages_with_one_reason_are_told_together():
    constats = find_replis([redige("a", "le serveur dort"), redige("b", "le serveur dort"), redige("c", "Un chiffre.")])
    assert [c.message for c in constats] == [
        "Les passages « a », « b » reprennent les termes de l’agent, sans le modèle : le serveur dort.",
        "Le passage « c » reprend les termes de l’agent, sans le modèle : Un chiffre.",
    ]
    assert {(c.code, str(c.niveau), c.bloc) for c in constats} == {("IA-REPLI", "avertissement", None)}


def test_the_reasons_of_one_passage_are_told_once_each():
    (constat,) = find_replis([redige("a", "Un chiffre.", "Un nom.", "Un chiffre.")])
    assert constat.message.endswith(" : Un chiffre ; Un nom.")


def test_nothing_is_said_of_words_that_stand_nor_where_no_model_was_asked():
    assert find_replis([redige("a", "Un chiffre.", origine=Origine.IA), redige("b")]) == ()


def test_of_many_reasons_the_first_are_told_and_the_others_counted():
    (constat,) = find_replis([redige("a", *(f"Raison {i}." for i in range(5)))])
    assert constat.message.endswith(" : Raison 0 ; Raison 1 ; Raison 2 ; et 2 autres.")
