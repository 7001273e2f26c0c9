"""A selection in other words: what the guard lets through, what it stops, who is named to whom, and what is kept."""

import json
import socket
from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import select, update

from server.db import now, transaction
from server.reformulations import service as reformulations
from server.reformulations.models import Reformulation
from tests.api.outils import serving
from tests.api.test_redactions import with_model
from tests.attente import wait_for
from tests.ports import gone_url
from tests.redacteurs.serveurs import Envoi, as_answer, stream

HAIE = "Votre haie, qui déborde de 80 cm sur le trottoir, est à tailler avant le 3 mars 2027."
CLAIRE = "Votre haie déborde de {0} sur le trottoir. Elle est à tailler avant le {1}."


def answer(phrase: str):
    """Make a model that writes a sentence with the marks that it was given, in their order."""
    return lambda requete: stream(as_answer(phrase.format(*marks_of(requete))))


def marks_of(requete) -> list[str]:
    (point,) = requete.donnees["points"]
    return [f"⟦{morceau.partition('⟧')[0]}⟧" for morceau in point.split("⟦")[1:]]


def ask(agent, *paragraphes, statut=200, action="clair", **suite):
    corps = {"action": action, "paragraphes": list(paragraphes), "genre": "courrier", **suite}
    return agent.ask("POST", "/reformulations", statut, json=corps).json()


def test_a_paragraph_comes_back_in_other_words_with_its_facts(reglages) -> None:
    with with_model(reglages, answer(CLAIRE)) as (service, serveur):
        vu = ask(service.agent(), HAIE)
        (demande,) = serveur.demandes
    apres = "Votre haie déborde de 80 cm sur le trottoir. Elle est à tailler avant le 3\u00a0mars 2027."
    assert (vu["action"], vu["redacteur"], vu["modele"]) == ("clair", "vllm", "essai")
    assert vu["paragraphes"] == [{"avant": HAIE, "apres": apres, "etat": "reformule", "motifs": []}]
    assert (demande.donnees["sorte"], demande.donnees["ton"]) == ("paragraphes", "neutre")
    assert "clairement" in demande.consigne
    assert "2027" not in demande.donnees["points"][0]


@pytest.mark.parametrize(
    "mensonge",
    [
        "Votre haie déborde de {0} sur le trottoir. Elle est à tailler avant le 4 mars 2027.",
        "Votre haie déborde de {0} sur le trottoir.",
        "Votre haie ne déborde pas de {0} sur le trottoir. Elle est à tailler avant le {1}.",
        "Votre haie déborde de {0} sur le trottoir. Elle est à tailler avant le {1}, sous peine de poursuites pénales.",
    ],
    ids=["autre date", "fait perdu", "négation", "menace"],
)
def test_a_lie_is_not_given_and_its_reason_is(reglages, mensonge) -> None:
    with with_model(reglages, answer(mensonge)) as (service, serveur):
        (vu,) = ask(service.agent(), HAIE)["paragraphes"]
        assert len(serveur.demandes) == 2
        with transaction(service.app.state.moteur, ecriture=False) as session:
            assert session.scalars(select(Reformulation.textes)).all() == [[]]
    assert (vu["etat"], vu["avant"], vu["apres"]) == ("refuse", HAIE, HAIE)
    assert vu["motifs"]
    assert "⟦" not in "".join(vu["motifs"])


def test_one_refused_paragraph_does_not_cost_the_others(reglages) -> None:
    def script(requete):
        (point,) = requete.donnees["points"]
        return stream(as_answer(point.replace("est fermée", "sera démolie")))

    with with_model(reglages, script) as (service, _):
        vu = ask(service.agent(), "La salle est fermée le lundi.", "La mairie est ouverte le mardi.")["paragraphes"]
    assert [p["etat"] for p in vu] == ["refuse", "inchange"]


@pytest.mark.parametrize(
    ("action", "genre", "sorte", "ton"),
    [
        ("considerants", "arrete", "considerants", None),
        ("courtois", None, "paragraphes", "courtois"),
        ("developper", "deliberation", "expose", None),
        ("corriger", "note", "sections", None),
        ("court", None, "sections", None),
    ],
)
def test_an_action_is_asked_in_the_kind_of_the_document(reglages, action, genre, sorte, ton) -> None:
    with with_model(reglages, answer("Considérant que la salle est fermée ;")) as (service, serveur):
        ask(service.agent(), "- la salle est fermée", action=action, genre=genre)
        donnees = serveur.demandes[0].donnees
    assert (donnees["sorte"], donnees.get("ton")) == (sorte, ton)
    assert donnees["points"] == ["la salle est fermée"]


def test_a_point_becomes_a_considerant(reglages) -> None:
    with with_model(reglages, answer("Considérant que la salle est fermée ;")) as (service, _):
        (vu,) = ask(service.agent(), "- salle fermée", action="considerants", genre="arrete")["paragraphes"]
    assert (vu["etat"], vu["apres"]) == ("reformule", "Considérant que la salle est fermée\u00a0;")


def test_nobody_that_the_act_names_is_named_to_the_model(reglages) -> None:
    acte = "Monsieur le Maire\n\nVu la demande de Mme Odile Verchère, demeurant 4 rue du Puits ;\n"
    with with_model(reglages, answer("{0} a écrit le {1}.")) as (service, serveur):
        ask(service.agent(), "Verchère a écrit le 3 mars 2027.", acte=acte)
        corps = b"".join(r.brut for r in serveur.requetes).decode()
    assert serveur.demandes
    assert "Verch" not in corps.encode().decode("unicode_escape")
    assert "Puits" not in corps


def test_without_a_model_it_is_said(service) -> None:
    assert ask(service.agent(), HAIE, statut=409)["detail"] == reformulations.SANS_MODELE


def test_a_model_that_is_away_is_said(reglages) -> None:
    with serving(reglages, vllm_url=gone_url()) as service:
        refus = ask(service.agent(), HAIE, statut=503)
    assert refus["title"] == "Modèle de langage indisponible"
    assert refus["detail"].startswith("Votre texte n’a pas changé. ")


def test_who_hangs_up_stops_the_model(reglages) -> None:
    def slow(_requete):
        return Envoi(morceaux=[b": attente\n\n", *[0.1, b": attente\n\n"] * 600])

    with with_model(reglages, slow) as (service, serveur):
        corps = json.dumps({"action": "clair", "paragraphes": [HAIE]}).encode()
        url = httpx2.URL(service.url)
        entete = (
            f"POST /api/reformulations HTTP/1.1\r\nHost: {url.host}\r\nAuthorization: Bearer {service.agent().jeton}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(corps)}\r\n\r\n"
        )
        with socket.create_connection((url.host, url.port)) as prise:
            prise.sendall(entete.encode() + corps)
            wait_for(lambda: serveur.demandes)
        assert serveur.partis.wait(30)


@pytest.mark.parametrize(
    "corps",
    [
        {"action": "clair", "paragraphes": []},
        {"action": "clair", "paragraphes": [" "]},
        {"action": "clair", "paragraphes": ["x"] * 21},
        {"action": "clair", "paragraphes": ["x" * 4001]},
        {"action": "decider", "paragraphes": ["x"]},
        {"action": "clair", "paragraphes": ["x"], "acte": "x" * 200_001},
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_name(service, corps) -> None:
    refus = service.agent().ask("POST", "/reformulations", 422, json=corps).json()
    assert refus["fautes"]


def test_too_many_in_a_minute_are_refused(reglages) -> None:
    with with_model(reglages.model_copy(update={"limite_redactions": 1}), answer(CLAIRE)) as (service, _):
        agent = service.agent()
        ask(agent, HAIE)
        assert ask(agent, HAIE, statut=429)["title"] == "Trop de demandes"


def test_what_was_written_is_forgotten_after_ninety_days(reglages) -> None:
    with with_model(reglages, answer(CLAIRE)) as (service, _):
        ask(service.agent(), HAIE)
        with transaction(service.app.state.moteur) as session:
            (compte,) = session.scalars(select(Reformulation.compte_id))
            assert len(reformulations.list_textes(session, {compte})) == 1
            assert reformulations.purge(session, now()) == 0
            session.execute(update(Reformulation).values(cree_le=now() - timedelta(days=91)))
            assert reformulations.list_textes(session, {compte}) == ()
            assert reformulations.purge(session, now()) == 1
