"""Run the service for tests: accounts with tokens, clients, streams of events."""

import contextlib
import hashlib
import json
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2
import uvicorn

from server.app import create_app
from server.catalogue import load_catalogue, load_exemple
from server.catalogue.lecture_json import to_plain
from server.comptes.models import Compte, Jeton
from server.db import migrate, now, transaction
from server.ressources import find_dossier
from server.settings import Settings
from tests.dossiers.faux_sceau import FauxSceau

CATALOGUE = load_catalogue([find_dossier("templates_actes")])
ARRETE = "arrete_circulation_temporaire"


def exemple(code: str = ARRETE, nom: str = "01") -> dict[str, Any]:
    """Give the saisie of an example as a client sends it."""
    return to_plain(load_exemple(CATALOGUE.get(code), nom).valeur)


def make_jeton(moteur, identifiant: str) -> str:
    """Make an account, and a token for it; the password opens nothing."""
    jeton = f"mntr_{secrets.token_urlsafe(32)}"
    with transaction(moteur) as session:
        compte = Compte(
            identifiant=identifiant, nom="Essai", prenom=identifiant, mot_de_passe="x", roles=[], collectivite_id=None
        )
        session.add(compte)
        session.flush()
        empreinte = hashlib.sha256(jeton.encode()).hexdigest()
        session.add(
            Jeton(empreinte=empreinte, compte_id=compte.id, nom="essai", vu_le=now(), expire_le=now() + timedelta(1))
        )
    return jeton


@dataclass
class Evenement:
    id: int
    genre: str
    donnees: dict[str, Any]


@dataclass
class Agent:
    """Somebody who drafts: a client with a token."""

    client: httpx2.Client
    jeton: str = field(repr=False)

    def ask(self, methode: str, chemin: str, statut: int | None = 200, **suite: Any) -> httpx2.Response:
        entetes = {"Authorization": f"Bearer {self.jeton}", **suite.pop("headers", {})}
        reponse = self.client.request(methode, f"/api{chemin}", headers=entetes, **suite)
        assert statut is None or reponse.status_code == statut, reponse.text
        return reponse

    def create(self, saisie: dict[str, Any] | None = None, modele: str = ARRETE) -> dict[str, Any]:
        corps = {"modele": modele, "saisie": exemple(modele) if saisie is None else saisie}
        return self.ask("POST", "/brouillons", 201, json=corps).json()

    def read(self, brouillon: dict[str, Any]) -> dict[str, Any]:
        return self.ask("GET", f"/brouillons/{brouillon['id']}").json()

    def launch(self, brouillon: dict[str, Any], **suite: Any) -> str:
        corps = {"revision": brouillon["revision"], **suite}
        return self.ask("POST", f"/brouillons/{brouillon['id']}/redaction", 202, json=corps).json()["redaction"]

    @contextlib.contextmanager
    def listen(self, redaction: str, depuis: int | None = None) -> Iterator[Iterator[Evenement]]:
        entetes = {"Authorization": f"Bearer {self.jeton}"}
        if depuis is not None:
            entetes["Last-Event-ID"] = str(depuis)
        with self.client.stream("GET", f"/api/redactions/{redaction}/evenements", headers=entetes) as reponse:
            assert reponse.status_code == 200
            assert reponse.headers["content-type"].startswith("text/event-stream")
            with contextlib.closing(read_events(reponse)) as evenements:
                yield evenements

    def hear(self, redaction: str, depuis: int | None = None) -> list[Evenement]:
        with self.listen(redaction, depuis) as evenements:
            return list(evenements)

    def draft(self, brouillon: dict[str, Any], **suite: Any) -> dict[str, Any]:
        """Draft to the end; give the draft as it then is."""
        evenements = self.hear(self.launch(brouillon, **suite))
        assert evenements[-1].genre == "fin", evenements[-1].donnees
        return self.read(brouillon)


def read_events(reponse: httpx2.Response) -> Iterator[Evenement]:
    champs: dict[str, str] = {}
    for ligne in reponse.iter_lines():
        if ligne.startswith(":"):
            continue
        if ligne:
            nom, _, valeur = ligne.partition(": ")
            champs[nom] = valeur
        elif champs:
            yield Evenement(int(champs["id"]), champs["event"], json.loads(champs["data"]))
            champs = {}


@contextlib.contextmanager
def running(app) -> Iterator[str]:
    """Serve an application with a real uvicorn on loopback, in a thread; give its address."""
    prise = socket.create_server(("127.0.0.1", 0))
    # As `server.prise` does: without it each body would wait 40 ms for the receipt of its headers.
    prise.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    serveur = uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            server_header=False,
            access_log=False,
            timeout_graceful_shutdown=2,
            timeout_keep_alive=75,
        )
    )
    fil = threading.Thread(target=serveur.run, kwargs={"sockets": [prise]})
    fil.start()
    try:
        while not serveur.started:
            assert fil.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{prise.getsockname()[1]}"
    finally:
        serveur.should_exit = True
        fil.join(timeout=20)
        prise.close()
        assert not fil.is_alive()


@dataclass
class Service:
    """A running service, its application and its database."""

    app: Any
    url: str
    agents: dict[str, Agent] = field(default_factory=dict)

    def agent(self, nom: str = "alice") -> Agent:
        if nom not in self.agents:
            client = httpx2.Client(base_url=self.url, trust_env=False, timeout=60)
            self.agents[nom] = Agent(client, make_jeton(self.app.state.moteur, nom))
        return self.agents[nom]


@contextlib.contextmanager
def serving(reglages: Settings, **suite: Any) -> Iterator[Service]:
    """Run the service on this database."""
    app = create_app(reglages.model_copy(update=suite), FauxSceau())
    migrate(app.state.moteur)
    with running(app) as url:
        service = Service(app, url)
        try:
            yield service
        finally:
            for agent in service.agents.values():
                agent.client.close()
