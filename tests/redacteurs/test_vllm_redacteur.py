"""An honest model server: its words are used at the first try, shown meanwhile, and cost one request a passage."""

import asyncio
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.acte.fragments import Origine
from server.redacteurs import Demande, Etape
from server.redacteurs.vllm import VLLM, Delais, Panne, Reglages
from server.redacteurs.vllm import redacteur as module
from tests.attente import wait_for
from tests.redacteurs.serveurs import (
    CLE,
    MODELE,
    Envoi,
    Serveur,
    as_answer,
    fragment,
    held,
    honest,
    in_turn,
    paced,
    stream,
)

MOTIFS = Demande(
    "motifs",
    "considerants",
    "motifs",
    ("les travaux durent du 2 au 6 novembre 2026", "la chaussée ne permet pas le croisement"),
    instruction="Un considérant par motif.",
)
EXPOSE = Demande("expose", "expose", "expose", ("Le club demande 1 200 € pour son tournoi.",))
VIDE = Demande("vide", "expose", "vide", ())
DELAIS = Delais(connexion=30, premier=30, entre=30, passage=60)


def write(url, *demandes, ecoute=lambda _: None, **reglages):
    return asyncio.run(VLLM(Reglages(url, delais=DELAIS, attente=0.01, **reglages)).write(demandes, ecoute))


def text_of(redige):
    return ["".join(f.texte for f in p) for p in redige.paragraphes]


def test_honest_words_are_used_at_the_first_try():
    with Serveur() as serveur:
        motifs, expose = write(serveur.url, MOTIFS, EXPOSE)
    assert text_of(motifs) == [
        "Considérant que les travaux durent du 2 au 6\u00a0novembre 2026\u00a0;",
        "Considérant que la chaussée ne permet pas le croisement\u00a0;",
    ]
    assert text_of(expose) == ["Le club demande 1 200\u00a0€ pour son tournoi."]
    assert {f.origine for r in (motifs, expose) for p in r.paragraphes for f in p} == {Origine.IA}
    assert [(r.nom, r.origine, r.essais, r.incidents) for r in (motifs, expose)] == [
        ("motifs", Origine.IA, 1, ()),
        ("expose", Origine.IA, 1, ()),
    ]
    assert len(serveur.demandes) == 2


def test_a_passage_without_points_is_asked_of_nobody():
    with Serveur() as serveur:
        assert text_of(write(serveur.url, VIDE)[0]) == []
        assert serveur.requetes == []
        vide, motifs = write(serveur.url, VIDE, MOTIFS)
    assert (vide.essais, motifs.essais, len(serveur.demandes)) == (0, 1, 1)


def test_what_is_asked():
    with Serveur(cle=CLE) as serveur:
        write(serveur.url, MOTIFS, cle=CLE)
    (requete,) = serveur.demandes
    corps = requete.corps
    assert (corps["model"], corps["temperature"], corps["stream"]) == (MODELE, 0, True)
    assert corps["response_format"]["json_schema"]["schema"]["properties"]["paragraphes"]["maxItems"] == 2
    assert 100 < corps["max_tokens"] < 1500
    assert requete.consigne == MOTIFS.instruction
    assert set(requete.entetes) == {
        "host", "connection", "accept", "content-type", "content-length", "accept-encoding", "user-agent",
        "authorization",
    }  # fmt: skip


def test_the_tokens_asked_for_follow_what_the_template_allows():
    with Serveur() as serveur:
        longue = Demande("x", "expose", "x", ("a " * 250,) * 40)
        courte = Demande("y", "expose", "y", ("a " * 250,) * 40, longueur_max=200)
        write(serveur.url, longue, courte)
    assert {r.corps["max_tokens"] for r in serveur.demandes} == {250, 1500}


def test_the_environment_decides_nothing_of_what_is_sent(monkeypatch):
    for nom in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "OPENAI_BASE_URL"):
        monkeypatch.setenv(nom, "http://127.0.0.1:9")
    for nom in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(nom, "tresor")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Tresor: tresor")
    with Serveur() as serveur:
        assert write(serveur.url, MOTIFS)[0].origine is Origine.IA
    assert all("tresor" not in str(r.entetes) + r.brut.decode() for r in serveur.requetes)
    assert all("authorization" not in r.entetes for r in serveur.requetes)


def test_nothing_asked_or_answered_is_in_a_log(caplog):
    caplog.set_level(logging.DEBUG)
    for nom in ("openai", "openai._base_client", "httpx2", "httpcore2"):
        logging.getLogger(nom).setLevel(logging.NOTSET)
    with Serveur(in_turn(lambda _: stream(as_answer("Perlimpinpin 3.")), honest), cle=CLE) as serveur:
        write(serveur.url, MOTIFS, cle=CLE)
    assert len(serveur.demandes) == 2
    for tu in ("croisement", "novembre", "Perlimpinpin", CLE, "paragraphes"):
        assert tu not in caplog.text


def test_what_happens_is_told_and_values_are_shown_in_place_of_marks():
    vus = []
    with Serveur() as serveur:
        write(serveur.url, MOTIFS, ecoute=vus.append)
    assert [e.etape for e in vus if e.etape is not Etape.JETON] == [Etape.DEBUT, Etape.ACCEPTE]
    assert vus[0].etape is Etape.DEBUT
    texte = "".join(e.texte for e in vus).replace("\u00a0", " ")
    assert "les travaux durent du 2 novembre 2026 au 6 novembre 2026" in texte
    assert "⟦" not in texte


def test_a_listener_that_fails_costs_nothing_but_its_own_news():
    def fail(_):
        raise RuntimeError

    with Serveur() as serveur:
        assert write(serveur.url, MOTIFS, ecoute=fail)[0].origine is Origine.IA


def test_words_arrive_while_they_are_written():
    instants = []
    with Serveur(paced(0.05)) as serveur:
        write(serveur.url, MOTIFS, ecoute=lambda e: instants.append(time.monotonic()))
    assert instants[-1] - instants[0] > 0.3
    assert len(instants) > 5


@pytest.mark.parametrize("concurrence", [1, 4, 6])
def test_the_passages_of_an_act_are_asked_at_once_and_no_more_than_allowed(concurrence):
    demandes = [Demande(f"p{i}", "expose", f"p{i}", ("Le club demande une aide.",)) for i in range(6)]
    suite = threading.Event()
    ouvertes = []

    def look():
        """Let the answers end once as many as may be are asked, and none more a while after."""
        wait_for(lambda: len(serveur.demandes) >= concurrence)
        time.sleep(0.3)
        ouvertes.append(len(serveur.demandes))
        suite.set()

    with Serveur(held(suite)) as serveur, ThreadPoolExecutor(1) as fils:
        fils.submit(look)
        rediges = write(serveur.url, *demandes, concurrence=concurrence)
    assert ouvertes == [concurrence]
    assert [redige.origine for redige in rediges] == 6 * [Origine.IA]


def test_one_redacteur_serves_several_event_loops():
    demandes = [Demande(f"p{i}", "expose", f"p{i}", ("Le club demande une aide.",)) for i in range(4)]
    with Serveur() as serveur:
        vllm = VLLM(Reglages(serveur.url, concurrence=1, delais=DELAIS))
        for _ in range(2):
            assert all(r.origine is Origine.IA for r in asyncio.run(vllm.write(demandes)))
    assert [r.chemin for r in serveur.requetes].count("/v1/models") == 1


def test_a_caller_that_goes_away_closes_the_stream():
    async def cancel(url):
        tache = asyncio.create_task(VLLM(Reglages(url)).write([MOTIFS, EXPOSE], lambda _: commence.set()))
        commence = asyncio.Event()
        await commence.wait()
        tache.cancel()
        with pytest.raises(asyncio.CancelledError):
            await tache

    with Serveur(lambda _: Envoi(morceaux=[fragment('{"par'), 60.0])) as serveur:
        asyncio.run(cancel(serveur.url))
        assert serveur.partis.wait(30)


def test_a_fault_of_ours_does_not_cost_the_draft_nor_tell_its_text(monkeypatch, caplog):
    def fail(*_):
        raise RuntimeError("les travaux durent")

    monkeypatch.setattr(module, "mark", fail)
    with Serveur() as serveur:
        (redige,) = write(serveur.url, MOTIFS)
    assert redige.origine is Origine.SAISIE
    assert [i.code for i in redige.incidents] == [Panne.INTERNE]
    assert "RuntimeError" in caplog.text
    assert "travaux" not in caplog.text
    assert serveur.demandes == []


def test_what_it_cost_is_measured():
    with Serveur() as serveur:
        (redige,) = write(serveur.url, MOTIFS)
    cout = redige.cout
    assert (cout.jetons_invite, cout.jetons_caches, cout.jetons_ecrits) == (1000, 896, 50)
    assert 0 < cout.premier_s <= cout.total_s < 5
