"""A draft of the panel on its server, without LibreOffice: what is saved last is what was typed last."""

import json
import threading

import pytest

from tests.e2e.conftest import AGENTS
from tests.e2e.vues_word import Api
from tests.oxt.panneau import brouillon, reseau
from tests.oxt.relais import answering, relaying
from tests.redacteurs.serveurs import paced

REPOS_S = 0.5


def test_an_older_page_is_not_saved_over_a_newer_one():
    with relaying("") as relais:
        relais.reponses["/api/brouillons"] = relais.reponses["/api/brouillons/b"] = lambda appel: appel.answer_json(
            {"id": "b", "revision": 1}
        )
        projet = brouillon.Brouillon(reseau.Client(relais.url), "note_service")
        ancien, neuf = projet.number(), projet.number()
        projet.save({"page": 2}, neuf)
        projet.save({"page": 1}, ancien)
    assert relais.vus == [{"modele": "note_service", "saisie": {"page": 2}}]


def test_nothing_is_saved_between_a_draft_and_its_demand():
    """The server refuses a demand that names another revision than the last."""
    finies, tour, arret = [], threading.Event(), reseau.Arret()

    def saved(appel):
        finies.append("enregistré")
        # The other save waits for its turn from now on.
        tour.set()
        appel.answer_json({"id": "b", "revision": len(finies)})

    def demanded(appel):
        autre.join(REPOS_S)
        finies.append("demandé")
        arret.ask()
        appel.answer_json({"redaction": "r"}, 202)

    with relaying("") as relais:
        relais.reponses["/api/brouillons"] = relais.reponses["/api/brouillons/b"] = saved
        relais.reponses["/api/brouillons/b/redaction"] = demanded
        relais.reponses["/api/redactions/r"] = lambda appel: appel.answer_json({})
        projet = brouillon.Brouillon(reseau.Client(relais.url), "note_service")
        autre = threading.Thread(target=lambda: tour.wait() and projet.save({"page": 2}, projet.number()))
        autre.start()
        with pytest.raises(reseau.Abandon):
            projet.draft({"page": 1}, arret, lambda *_: None)
        autre.join()
    # The demand was given up, and may have been heard: what it was made from may be saved once more.
    assert finies[:3] == ["enregistré", "demandé", "enregistré"]


@pytest.fixture
def api(mairie):
    return Api(mairie, AGENTS[0])


@pytest.fixture
def projet(relais, api):
    """Give a draft that is on the server."""
    jeton = api.options["headers"]["Authorization"].removeprefix("Bearer ")
    projet = brouillon.Brouillon(reseau.Client(relais.url, jeton), "note_service")
    projet.save({"objet": "Le premier"}, projet.number())
    return projet


def read_saisie(api, projet):
    return api.ask("GET", f"/brouillons/{projet.id}")["saisie"]


def lose_save(relais, projet, objet, *, arrivee):
    """Save, and lose the answer, or the demand itself."""
    perdre = answering(relais, f"/api/brouillons/{projet.id}", lambda appel: appel.reach() if arrivee else None)
    with perdre, pytest.raises(reseau.Injoignable):
        projet.save({"objet": objet}, projet.number())


@pytest.mark.parametrize("arrivee", [True, False])
def test_a_save_whose_answer_was_lost_is_not_somebody_else_s_change(projet, relais, api, arrivee):
    lose_save(relais, projet, "Le deuxième", arrivee=arrivee)
    projet.save({"objet": "Le troisième"}, projet.number())
    assert read_saisie(api, projet) == {"objet": "Le troisième"}


@pytest.mark.parametrize("statut", [401, 429, 503])
def test_a_refusal_that_passes_says_nothing_of_what_was_lost(projet, relais, api, statut):
    lose_save(relais, projet, "Le deuxième", arrivee=True)
    refuser = answering(
        relais, f"/api/brouillons/{projet.id}", lambda appel: appel.answer_json({"detail": "Plus tard."}, statut)
    )
    with refuser, pytest.raises(reseau.Refus, match="Plus tard"):
        projet.save({"objet": "Le troisième"}, projet.number())
    projet.save({"objet": "Le troisième"}, projet.number())
    assert read_saisie(api, projet) == {"objet": "Le troisième"}


def test_what_a_proxy_refuses_is_not_sent_for_ever(projet, relais, api):
    lose_save(relais, projet, "Trop lourd", arrivee=False)

    def answer(appel):
        if json.loads(appel.corps)["saisie"]["objet"] == "Trop lourd":
            appel.answer(413, b"<html>", "text/html")
        else:
            appel.pass_on()

    with answering(relais, f"/api/brouillons/{projet.id}", answer):
        with pytest.raises(reseau.ErreurReseau, match="413"):
            projet.save({"objet": "Le troisième"}, projet.number())
        projet.save({"objet": "Le quatrième"}, projet.number())
    assert read_saisie(api, projet) == {"objet": "Le quatrième"}


def test_words_that_were_changed_by_hand_elsewhere_are_not_drafted_over(projet, api):
    saisie = api.read_exemple("note_service", "01")
    vu = projet.draft(saisie, reseau.Arret(), lambda *_: None)
    passage = next(iter(vu["passages"]))["nom"]
    corps = {"revision": vu["revision"], "paragraphes": ["Écrit à la main."]}
    api.ask("PUT", f"/brouillons/{projet.id}/passages/{passage}", json=corps)
    with pytest.raises(reseau.Refus, match="modifié ailleurs"):
        projet.draft(saisie, reseau.Arret(), lambda *_: None)
    assert "Écrit à la main." in str(api.ask("GET", f"/brouillons/{projet.id}")["acte"])


def test_after_a_lost_answer_somebody_else_s_change_is_still_one(projet, relais, api):
    lose_save(relais, projet, "Le deuxième", arrivee=True)
    api.ask("PUT", f"/brouillons/{projet.id}", json={"saisie": {"objet": "D’ailleurs"}, "revision": 2})
    for _ in range(2):
        with pytest.raises(reseau.Refus, match="modifié ailleurs"):
            projet.save({"objet": "Le troisième"}, projet.number())
    assert read_saisie(api, projet) == {"objet": "D’ailleurs"}


def test_an_answer_that_is_cut_is_an_answer_that_is_lost(projet, relais, api):
    def cut(appel):
        statut, corps, genre = appel.reach()
        appel.send_response(statut)
        appel.send_header("Content-Type", genre)
        appel.send_header("Content-Length", str(len(corps)))
        appel.end_headers()
        appel.wfile.write(corps[:-3])

    with answering(relais, f"/api/brouillons/{projet.id}", cut), pytest.raises(reseau.Injoignable):
        projet.save({"objet": "Le deuxième"}, projet.number())
    projet.save({"objet": "Le troisième"}, projet.number())
    assert read_saisie(api, projet) == {"objet": "Le troisième"}


def test_after_a_drafting_that_was_stopped_words_that_were_changed_elsewhere_stay(
    projet, mairie, api, modele_rejoue, monkeypatch
):
    # The relay passes a stream on once it has ended.
    projet.client.adresse = mairie.url
    saisie = api.read_exemple("note_service", "01")
    vu = projet.draft(saisie, reseau.Arret(), lambda *_: None)
    monkeypatch.setattr(modele_rejoue, "script", paced(0.5, pas=1))
    arret = reseau.Arret()
    with pytest.raises(reseau.Abandon):
        projet.draft(saisie, arret, lambda *_: arret.ask())
    passage = next(iter(vu["passages"]))["nom"]
    corps = {"revision": projet.revision, "paragraphes": ["Écrit à la main."]}
    api.ask("PUT", f"/brouillons/{projet.id}/passages/{passage}", json=corps)
    with pytest.raises(reseau.Refus, match="modifié ailleurs"):
        projet.draft(saisie, reseau.Arret(), lambda *_: None)


def test_a_draft_whose_end_was_not_heard_is_saved_again(projet, api):
    arret = reseau.Arret()
    saisie = api.read_exemple("note_service", "01")
    with pytest.raises(reseau.Abandon):
        projet.draft(saisie, arret, lambda nom, _donnees: arret.ask() if nom == "fin" else None)
    assert api.ask("GET", f"/brouillons/{projet.id}")["acte"]
    projet.save({**saisie, "objet": "Un autre"}, projet.number())
    assert read_saisie(api, projet)["objet"] == "Un autre"
