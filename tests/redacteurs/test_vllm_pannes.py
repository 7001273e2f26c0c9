"""A faulty model server: every fault ends in a complete passage, in the agent's own words, with its reason."""

import asyncio
import gzip
import json
import time
from types import SimpleNamespace

import pytest

from server.acte.fragments import Origine
from server.redacteurs import Demande, Etape
from server.redacteurs.aucun import write_plain
from server.redacteurs.vllm import VLLM, Delais, Panne, Reglages, flux
from server.redacteurs.vllm.connexion import OCTETS_MAX
from server.redacteurs.vllm.incidents import MESSAGES
from tests.ports import gone_url
from tests.redacteurs.serveurs import (
    DONE,
    MODELE,
    Envoi,
    Serveur,
    as_answer,
    evenement,
    fragment,
    honest,
    in_turn,
    refuse,
    stream,
)

DEMANDE = Demande("motifs", "considerants", "motifs", ("les travaux durent du 2 au 6 novembre 2026",))
BON = as_answer("Considérant que les travaux durent du ⟦DATE_1⟧ au ⟦DATE_2⟧ ;")
LONG = 300.0
# Short where silence is looked for, and nowhere else: a machine that is late for a moment must not be taken for it.
PATIENTS = Delais(connexion=30, premier=60, entre=60, passage=60)
COURTS = Delais(connexion=30, premier=1.5, entre=0.6, passage=60)
DELAIS = {Panne.SILENCE: COURTS, Panne.LENTEUR: Delais(connexion=30, premier=60, entre=60, passage=2)}


def write(url, *demandes, delais=PATIENTS, ecoute=lambda _: None, **reglages):
    vllm = VLLM(Reglages(url, delais=delais, attente=0.02, **reglages))
    return asyncio.run(vllm.write(demandes or (DEMANDE,), ecoute))


def raw(*morceaux):
    return Envoi(morceaux=list(morceaux))


DEBUT = fragment('{"paragraphes": ["Consid')
PANNES = {
    # name: (script, how many times the server is asked, attempts told, kind)
    "400": (refuse(400), 1, 1, Panne.REQUETE_REFUSEE),
    "401": (refuse(401, {"error": "Unauthorized"}), 1, 1, Panne.CLE_REFUSEE),
    "403": (refuse(403), 1, 1, Panne.CLE_REFUSEE),
    "404": (refuse(404), 1, 1, Panne.MODELE_INCONNU),
    "500": (refuse(500), 1, 1, Panne.ERREUR_SERVEUR),
    "503 for ever": (refuse(503), 3, 1, Panne.OCCUPE),
    "429 for ever": (refuse(429), 3, 1, Panne.OCCUPE),
    "a redirection": (Envoi(302, [b""], entetes={"location": "/v1/chat/completions"}), 1, 1, Panne.ERREUR_SERVEUR),
    "an error page": (Envoi(500, [b"<html>"], "text/html"), 1, 1, Panne.ERREUR_SERVEUR),
    "a reset before the first token": (raw("coupe"), 3, 1, Panne.INJOIGNABLE),
    "a reset in the middle": (raw(DEBUT, "coupe"), 1, 1, Panne.COUPE),
    "an error in the stream": (raw(DEBUT, evenement({"error": {"message": "x", "code": 500}})), 1, 1, Panne.ERREUR_SERVEUR),
    "an error first in the stream": (raw(evenement({"error": "x"})), 1, 1, Panne.ERREUR_SERVEUR),
    "a killed engine": (raw(DEBUT, DONE), 1, 1, Panne.COUPE),
    "a killed engine before the first token": (raw(DONE), 1, 1, Panne.COUPE),
    "a stream that just ends": (raw(DEBUT), 1, 1, Panne.COUPE),
    "an empty stream": (raw(), 1, 1, Panne.COUPE),
    "silence before the first token": (raw(LONG), 1, 1, Panne.SILENCE),
    "signs of life and no token": (raw(*[fragment(""), b": ping\n\n", 0.1] * 50), 1, 1, Panne.SILENCE),
    "silence between tokens": (raw(DEBUT, LONG), 1, 1, Panne.SILENCE),
    "no end after the last token": (raw(fragment(BON), LONG), 1, 1, Panne.SILENCE),
    "a drip": (raw(*[fragment(" "), 0.2] * 100), 1, 1, Panne.LENTEUR),
    "an event that is no JSON": (raw(evenement("{")), 2, 2, Panne.ILLISIBLE),
    "an event that is null": (raw(evenement(None)), 2, 2, Panne.ILLISIBLE),
    "an event that is a list": (raw(evenement([1])), 2, 2, Panne.ILLISIBLE),
    "an event without choices": (raw(fragment("a", choices=None)), 2, 2, Panne.ILLISIBLE),
    "a choice without delta": (raw(fragment(choices=[{"index": 0, "delta": None}])), 2, 2, Panne.ILLISIBLE),
    "text that is a number": (raw(fragment(12)), 2, 2, Panne.ILLISIBLE),
    "text that is a list": (raw(fragment(["a"])), 2, 2, Panne.ILLISIBLE),
    "an event nested without end": (raw(evenement("[" * 100_000)), 2, 2, Panne.ILLISIBLE),
    "bytes that are no UTF-8": (raw(b"data: \xff\xfe\n\n"), 2, 2, Panne.ILLISIBLE),
    "a cut answer": (stream(BON[:-5]), 2, 2, Panne.ILLISIBLE),
    "an answer cut at its limit": (stream(BON[:-5], fin="length"), 2, 2, Panne.TROP_LONG),
    "an unknown end": (stream(BON, fin="content_filter"), 1, 1, Panne.COUPE),
    "100 kB of text": (stream(as_answer("Considérant " * 9000), pas=4000), 2, 2, Panne.TROP_LONG),
    "a line without end": (raw(*[b"data: " + b"x" * (1 << 20)] * (OCTETS_MAX // (1 << 20) + 2)), 2, 2, Panne.TROP_LONG),
    "a compressed answer": (Envoi(morceaux=[gzip.compress(b"data: {}\n\n")], entetes={"content-encoding": "gzip"}), 2, 2, Panne.ILLISIBLE),
}  # fmt: skip


@pytest.mark.parametrize("nom", PANNES)
def test_each_fault_ends_in_the_agents_own_words(nom):
    envoi, demandes, essais, panne = PANNES[nom]
    vus = []
    with Serveur(lambda _: envoi) as serveur:
        debut = time.monotonic()
        (redige,) = write(serveur.url, delais=DELAIS.get(panne, PATIENTS), ecoute=vus.append)
        duree = time.monotonic() - debut
    assert redige.paragraphes == write_plain(DEMANDE).paragraphes
    assert redige.origine is Origine.SAISIE
    assert redige.incidents[-1].code == panne
    assert redige.incidents[-1].message == MESSAGES[panne]
    assert (len(serveur.demandes), redige.essais) == (demandes, essais)
    assert vus[-1].etape is Etape.REPLI
    assert duree < LONG / 2


@pytest.mark.parametrize(
    "envoi",
    [refuse(503), refuse(429), raw("coupe")],
)
def test_a_server_that_was_busy_is_asked_again_and_its_words_are_used(envoi):
    with Serveur(in_turn(envoi, honest)) as serveur:
        (redige,) = write(serveur.url)
    assert (redige.origine, redige.essais, redige.incidents, len(serveur.demandes)) == (Origine.IA, 1, (), 2)


def test_waits_grow(monkeypatch):
    attentes = []

    async def note(secondes):
        attentes.append(secondes)

    monkeypatch.setattr(flux, "asyncio", SimpleNamespace(**vars(asyncio) | {"sleep": note}))
    with Serveur(lambda _: refuse(503)) as serveur:
        asyncio.run(VLLM(Reglages(serveur.url, attente=0.2)).write([DEMANDE]))
    assert len(serveur.demandes) == 3
    premiere, seconde = attentes
    assert 0.15 <= premiere <= 0.25
    assert 0.3 <= seconde <= 0.5


@pytest.mark.parametrize("envoi", [stream(BON[:-5]), stream(BON, fin="length"), raw(evenement(None))])
def test_an_answer_that_is_none_is_asked_again_once_and_the_model_is_told(envoi):
    with Serveur(in_turn(envoi, honest)) as serveur:
        (redige,) = write(serveur.url)
    assert (redige.origine, redige.essais, len(redige.incidents)) == (Origine.IA, 2, 1)
    premiere, seconde = (r.propres for r in serveur.demandes)
    assert "réponse précédente a été refusée" in seconde[0]["content"]
    assert "réponse précédente a été refusée" not in premiere[0]["content"]


def test_one_passage_that_fails_leaves_the_others():
    autre = Demande("expose", "expose", "expose", ("Le club demande une aide.",))

    def script(requete):
        return honest(requete) if requete.donnees["sorte"] == "expose" else refuse(500)

    with Serveur(script) as serveur:
        motifs, expose = write(serveur.url, DEMANDE, autre)
    assert (motifs.origine, expose.origine) == (Origine.SAISIE, Origine.IA)


# --- before anything is asked: is this the server, the key, the model?


def test_a_server_that_is_gone_is_told_once_and_soon():
    debut = time.monotonic()
    rediges = write(gone_url(), DEMANDE, DEMANDE)
    assert time.monotonic() - debut < PATIENTS.connexion
    assert [i.code for r in rediges for i in r.incidents] == [Panne.INJOIGNABLE] * 2
    assert [r.essais for r in rediges] == [0, 0]


def test_a_server_that_says_nothing_is_given_up():
    with Serveur(liste=raw(LONG)) as serveur:
        debut = time.monotonic()
        (redige,) = write(serveur.url, delais=Delais(premier=0.2, passage=0.4))
        assert time.monotonic() - debut < LONG / 2
    assert redige.incidents[0].code == Panne.SILENCE


LISTES = [
    ({"modeles": ()}, "servis : aucun"),
    ({"modeles": ("a", "b")}, "le modèle à utiliser n’est pas nommé (--modele ou réglage MINUTIER_VLLM_MODEL) ; servis : a, b"),
    ({"cle": "autre"}, MESSAGES[Panne.CLE_REFUSEE]),
    ({"liste": refuse(404)}, "cette adresse n’est pas celle d’un serveur de modèle"),
    ({"liste": refuse(500)}, MESSAGES[Panne.ERREUR_SERVEUR]),
    ({"liste": Envoi(morceaux=[b"<html>"], type="text/html")}, "cette adresse n’est pas celle d’un serveur de modèle"),
    ({"liste": Envoi(morceaux=[b"{}"], type="application/json")}, "cette adresse n’est pas celle d’un serveur de modèle"),
    ({"liste": Envoi(morceaux=[b'{"data": [{"id": 3}]}'], type="application/json")}, "cette adresse n’est pas"),
    ({"modeles": ("a\nb",)}, "cette adresse n’est pas celle d’un serveur de modèle"),
    ({"liste": Envoi(302, [b""], entetes={"location": "http://192.0.2.1/v1/models"})}, MESSAGES[Panne.ERREUR_SERVEUR]),
]  # fmt: skip


@pytest.mark.parametrize(("serveur", "message"), LISTES)
def test_what_is_wrong_with_the_settings_is_told_before_any_text_is_sent(serveur, message):
    with Serveur(**serveur) as ouvert:
        (redige,) = write(ouvert.url)
    assert message in redige.incidents[0].message
    assert (redige.origine, redige.essais, len(redige.incidents)) == (Origine.SAISIE, 0, 1)
    assert ouvert.demandes == []
    assert all(r.brut == b"" for r in ouvert.requetes)


def test_a_model_that_is_not_served_is_named_with_those_that_are():
    with Serveur(modeles=("un", "deux")) as serveur:
        (redige,) = write(serveur.url, modele="trois")
        assert redige.incidents[0].message == "le modèle « trois » n’est pas servi ; servis : un, deux"
        (redige,) = write(serveur.url, modele="deux")
    assert redige.origine is Origine.IA
    assert [r.corps["model"] for r in serveur.demandes] == ["deux"]


def test_a_server_restarted_with_another_model_is_asked_its_name_again():
    with Serveur(in_turn(refuse(404), honest)) as serveur:
        vllm = VLLM(Reglages(serveur.url, delais=PATIENTS))
        (perdu,) = asyncio.run(vllm.write([DEMANDE]))
        assert vllm.modele == ""
        (trouve,) = asyncio.run(vllm.write([DEMANDE]))
    assert (perdu.origine, trouve.origine, vllm.modele) == (Origine.SAISIE, Origine.IA, MODELE)


def test_counts_that_are_none_do_not_cost_the_passage():
    envoi = stream(BON)
    envoi.morceaux[-2] = fragment(choices=[], usage={"prompt_tokens": "beaucoup", "prompt_tokens_details": 3})
    with Serveur(lambda _: envoi) as serveur:
        (redige,) = write(serveur.url)
    assert redige.origine is Origine.IA
    assert redige.cout.jetons_invite == 0


def test_the_fault_of_the_server_is_not_repeated():
    """What a server says of a request may quote it."""
    with Serveur(lambda _: refuse(400, {"error": {"message": "tresor"}})) as serveur:
        (redige,) = write(serveur.url)
    assert "tresor" not in json.dumps([i.message for i in redige.incidents])


def test_an_answer_that_is_not_used_is_counted_all_the_same():
    with Serveur(in_turn(stream(BON, fin="length"), honest)) as serveur:
        (redige,) = write(serveur.url)
    assert (redige.origine, redige.essais) == (Origine.IA, 2)
    assert (redige.cout.jetons_invite, redige.cout.jetons_ecrits) == (2000, 100)
    with Serveur(lambda _: raw(DEBUT, "coupe")) as serveur:
        (redige,) = write(serveur.url)
    assert 0 < redige.cout.premier_s <= redige.cout.total_s
