"""Two processes, one database: drafted by one, listened to and called off through the other, and one of them killed."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx2

from server.db import migrate, open_engine
from tests.api.outils import Agent, make_jeton
from tests.ports import free_port
from tests.redacteurs.serveurs import Serveur, held, paced

RACINE = Path(__file__).resolve().parents[2]
CODE = "from server.app import serve; from server.settings import load_settings; serve(load_settings())"
LENT = paced(0.05, pas=6)
SANS_FIN = paced(0.2, pas=1)


@dataclass
class Processus:
    processus: subprocess.Popen
    url: str


def start(reglages, vllm_url: str) -> Processus:
    port = free_port()
    env = {**os.environ, "MINUTIER_PORT": str(port), "MINUTIER_VLLM_URL": vllm_url, "MINUTIER_PROCESSUS": "1"}
    env["MINUTIER_DONNEES"] = str(reglages.donnees)
    if reglages.database_url is not None:
        env["MINUTIER_DATABASE_URL"] = reglages.database_url.get_secret_value()
    processus = subprocess.Popen([sys.executable, "-c", CODE], cwd=RACINE, env=env, stderr=subprocess.DEVNULL)
    return Processus(processus, f"http://127.0.0.1:{port}")


def wait_until_up(un: Processus) -> None:
    fin = time.monotonic() + 120
    while time.monotonic() < fin:
        assert un.processus.poll() is None
        with contextlib.suppress(httpx2.HTTPError):
            if httpx2.get(f"{un.url}/sante", trust_env=False).status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the process does not answer")


@dataclass
class Deux:
    """Two processes, the same agent on each, and their model server."""

    premier: Processus
    second: Processus
    la: Agent
    ici: Agent
    modele: Serveur


@contextlib.contextmanager
def running_two(reglages, script) -> Iterator[Deux]:
    moteur = open_engine(reglages)
    migrate(moteur)
    jeton = make_jeton(moteur, "alice")
    moteur.dispose()
    with Serveur(script) as modele, contextlib.ExitStack() as pile:
        processus = [start(reglages, modele.url) for _ in range(2)]
        for un in processus:
            pile.callback(un.processus.wait, 20)
            pile.callback(un.processus.terminate)
        agents = []
        for un in processus:
            wait_until_up(un)
            agents.append(Agent(pile.enter_context(httpx2.Client(base_url=un.url, trust_env=False, timeout=60)), jeton))
        yield Deux(*processus, *agents, modele)


def test_what_one_process_drafts_is_heard_resumed_and_read_through_the_other(reglages) -> None:
    suite_modele = threading.Event()
    with running_two(reglages, held(suite_modele)) as deux:
        brouillon = deux.la.create()
        redaction = deux.la.launch(brouillon)
        with deux.ici.listen(redaction) as evenements:
            dernier = next(e for e in evenements if e.donnees.get("etape") == "jeton")
        suite_modele.set()
        with deux.la.listen(redaction, dernier.id) as evenements:
            dernier = next(evenements)
        suite = deux.ici.hear(redaction, dernier.id)
        assert suite[0].id > dernier.id
        assert suite[-1].genre == "fin"
        assert len(deux.modele.demandes) == 1
        assert deux.ici.read(brouillon) == deux.la.read(brouillon)
        assert deux.ici.read(brouillon)["passages"][0]["origine"] == "ia"
        fichiers = [
            agent.ask("GET", f"/brouillons/{brouillon['id']}/fichiers/docx").content for agent in (deux.ici, deux.la)
        ]
        assert fichiers[0] == fichiers[1]


def test_drafting_is_called_off_through_the_other_process(reglages) -> None:
    with running_two(reglages, SANS_FIN) as deux:
        redaction = deux.la.launch(brouillon := deux.la.create())
        with deux.ici.listen(redaction) as evenements:
            next(e for e in evenements if e.donnees.get("etape") == "jeton")
            deux.ici.ask("DELETE", f"/redactions/{redaction}", 204)
            assert list(evenements)[-1].donnees["title"] == "Rédaction annulée"
        assert deux.modele.partis.wait(30)
        assert deux.la.read(brouillon)["etat"] == "saisie"


def test_of_two_that_ask_at_once_one_drafts(reglages) -> None:
    with running_two(reglages, LENT) as deux, ThreadPoolExecutor(8) as fils:
        brouillon = deux.la.create()
        chemin, corps = f"/brouillons/{brouillon['id']}/redaction", {"revision": 1}
        agents = [deux.la, deux.ici] * 4
        reponses = list(fils.map(lambda agent: agent.ask("POST", chemin, None, json=corps), agents))
        assert sorted(r.status_code for r in reponses) == [202] + [409] * 7
        (redaction,) = {r.json()["redaction"] for r in reponses}
        assert deux.ici.hear(redaction)[-1].genre == "fin"
        assert len(deux.modele.demandes) == 1


def test_of_two_that_save_at_once_one_is_told(reglages) -> None:
    with running_two(reglages, LENT) as deux, ThreadPoolExecutor(8) as fils:
        brouillon = deux.la.create({})
        agents = [deux.la, deux.ici] * 4

        def save(rang: int) -> int:
            corps = {"saisie": {"operation": f"essai {rang}"}, "revision": 1}
            return agents[rang].ask("PUT", f"/brouillons/{brouillon['id']}", None, json=corps).status_code

        assert sorted(fils.map(save, range(8))) == [200] + [409] * 7


def test_a_process_that_is_killed_in_the_middle_is_found_out_by_the_other(reglages) -> None:
    with running_two(reglages, SANS_FIN) as deux:
        redaction = deux.la.launch(brouillon := deux.la.create())
        with deux.ici.listen(redaction) as evenements:
            next(e for e in evenements if e.donnees.get("etape") == "jeton")
            deux.premier.processus.send_signal(signal.SIGKILL)
            assert list(evenements)[-1].donnees["title"] == "Rédaction interrompue"
        lu = deux.ici.read(brouillon)
        assert (lu["etat"], lu["redaction_en_cours"]) == ("saisie", None)
        assert deux.ici.draft(brouillon, redacteur="aucun")["etat"] == "redige"


def test_a_process_that_stops_in_the_middle_says_so_at_once(reglages) -> None:
    with running_two(reglages, SANS_FIN) as deux:
        redaction = deux.la.launch(deux.la.create())
        with deux.ici.listen(redaction) as evenements:
            next(e for e in evenements if e.donnees.get("etape") == "jeton")
            with deux.la.listen(redaction) as coupes:
                next(coupes)
                deux.premier.processus.terminate()
                # Who listens to the one that stops does not keep it from stopping.
                with contextlib.suppress(httpx2.HTTPError):
                    list(coupes)
            assert list(evenements)[-1].donnees["title"] == "Rédaction interrompue"
        assert deux.premier.processus.wait(30) == -signal.SIGTERM
