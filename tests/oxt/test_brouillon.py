"""A draft of the panel on its server, without LibreOffice: what is saved last is what was typed last."""

import threading

import pytest

from tests.oxt.panneau import brouillon, reseau
from tests.oxt.relais import relaying

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
    assert finies == ["enregistré", "demandé", "enregistré"]
