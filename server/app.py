"""Serve the HTTP API: its health, its errors and its security headers.

Errors are RFC 9457 problem details with a French ``detail``; nothing of a page is fetched from elsewhere, so FastAPI's
own documentation pages (scripts from a CDN) are off.
"""

from __future__ import annotations

import logging
import multiprocessing.connection
import os
import signal
import threading
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, Literal

import httpx2
import uvicorn
from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, Request, Response
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from uvicorn.supervisors import Multiprocess

import server.brouillons.endpoints
import server.collectivites.endpoints
import server.comptes.endpoints
import server.comptes.repository
import server.controle.endpoints
import server.controle.endpoints_visa
import server.dossiers.endpoints
import server.dossiers.endpoints_circuits
import server.dossiers.endpoints_relecture
import server.metriques
import server.modeles.endpoints
import server.modeles.service
import server.redactions.endpoints
import server.reformulations.endpoints
from server.courriel import Facteur
from server.db import migrate, open_engine, transaction
from server.discretion import Discretion
from server.dossiers.sceau_reel import SceauReel
from server.dossiers.scellement import finish_all
from server.errors import ReglageInvalide
from server.installation import Installation, open_reserve
from server.limites import Cadence, Poids
from server.metriques import Mesure, Metriques
from server.openapi import describe
from server.prise import listen, share
from server.provenance import KnownHosts, list_hotes
from server.redactions.atelier import Atelier
from server.reponses import ENTETES, SecurityHeaders, add_handlers
from server.sceau import Trousseau
from server.settings import load_settings
from server.web import mount_oxt, mount_page, mount_volet

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Engine

    from server.dossiers.scelleur import Scelleur
    from server.reserve import Reserve
    from server.settings import Settings

__all__ = ["ENTETES", "create_app", "serve"]

journal = logging.getLogger("minutier")

Etat = Literal["sans", "disponible", "indisponible"]

# A probe that hangs is a probe that fails: orchestrators ask every few seconds.
DELAI_SONDE: Final = 2.0

# Long documents are read two at a time: the other addresses keep the rest of the machine.
DOCUMENTS_SIMULTANES: Final = 2

ROUTERS: Final = (
    server.comptes.endpoints.router,
    server.collectivites.endpoints.router,
    server.modeles.endpoints.router,
    server.brouillons.endpoints.router,
    server.redactions.endpoints.router,
    server.reformulations.endpoints.router,
    server.dossiers.endpoints.router,
    server.dossiers.endpoints_relecture.router,
    server.dossiers.endpoints_circuits.router,
    server.controle.endpoints.router,
    server.controle.endpoints_visa.router,
    server.metriques.router,
)

SANS_COMPTE: Final = (
    "Aucun compte n’existe encore : personne ne peut se connecter. Créez le premier, avec les mêmes réglages, par :\n"
    "  minutier compte creer IDENTIFIANT --prenom PRÉNOM --nom NOM --role administrateur"
)

# proxy_headers: who calls us is who connects; a header that anybody can write does not say it.
# access_log: addresses hold what people search for.
# timeout_graceful_shutdown: a stream of events lasts as long as a model writes; a stop must not wait for it. Who
# listened comes back to another process, or to this one once it is up again, and is told what became of the drafting.
# timeout_keep_alive: longer than proxies keep a connection (nginx: 60 s), so that it is they who close it; the other
# way round, a request may meet a connection that we are closing.
OPTIONS: Final[dict[str, Any]] = {
    "timeout_keep_alive": 75,
    "server_header": False,
    "proxy_headers": False,
    "access_log": False,
    "timeout_graceful_shutdown": 5,
}


@dataclass(frozen=True, slots=True)
class Sondes:
    """Hold what the health check asks: the database, and the model server, None when not configured."""

    moteur: Engine
    client: httpx2.Client
    vllm_url: str | None

    def check_base(self) -> Literal["disponible", "indisponible"]:
        """Tell whether the database answers ``SELECT 1``; the reason of a failure goes to the log only."""
        try:
            # Reads only: a probe takes no lock that a writer waits for.
            with transaction(self.moteur, ecriture=False) as session:
                session.execute(text("SELECT 1"))
        except SQLAlchemyError as erreur:
            # The driver's own words: SQLAlchemy's would add the statement, and neither repeats the password.
            journal.warning("base indisponible : %s", getattr(erreur, "orig", None) or type(erreur).__name__)
            return "indisponible"
        return "disponible"

    def check_modele(self) -> Etat:
        """Tell whether the model server says that it is well, at ``/health``."""
        if self.vllm_url is None:
            return "sans"
        try:
            self.client.get(f"{self.vllm_url}/health").raise_for_status()
        except httpx2.HTTPError as erreur:
            journal.warning("serveur de modèle indisponible : %s", type(erreur).__name__)
            return "indisponible"
        return "disponible"


class Sante(BaseModel):
    """Tell how the service is.

    ``etat`` is ``dégradé`` when only the model server fails: every draft can still be made without it.
    """

    etat: Literal["disponible", "dégradé", "indisponible"]
    version: str
    base: Literal["disponible", "indisponible"]
    modele: Etat


def sante(requete: Request, reponse: Response) -> Sante:
    """Dire si le service est disponible : 200, ou 503 quand la base configurée ne répond pas."""
    sondes: Sondes = requete.app.state.sondes
    base, modele = sondes.check_base(), sondes.check_modele()
    if base == "indisponible":
        reponse.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        return Sante(etat="indisponible", version=version("minutier"), base=base, modele=modele)
    etat: Literal["disponible", "dégradé"] = "dégradé" if modele == "indisponible" else "disponible"
    return Sante(etat=etat, version=version("minutier"), base=base, modele=modele)


def create_app(settings: Settings, scelleur: Scelleur | None = None) -> FastAPI:
    """Build the application for these settings.

    Args:
        settings: read once by the caller; the application looks at nothing else.
        scelleur: makes the final files; without one, no act is signed off.

    Raises:
        ReglageInvalide: when the address of the database cannot be understood, or the data folder cannot be made.
    """
    moteur = open_engine(settings)
    installation = Installation(settings, open_reserve(settings))
    metriques = Metriques()
    atelier = Atelier(moteur, installation, metriques)
    facteur = Facteur(settings)

    @asynccontextmanager
    async def hold_sondes(app: FastAPI) -> AsyncIterator[None]:
        # trust_env: a proxy of the environment is not something that the settings name.
        with httpx2.Client(timeout=DELAI_SONDE, trust_env=False, follow_redirects=False) as client:
            app.state.sondes = Sondes(moteur, client, settings.vllm_url)
            atelier.open()
            if scelleur is not None:
                # What a crash left between the ledger and the file.
                await to_thread.run_sync(_finish, moteur, installation.reserve, scelleur)
            yield
            await atelier.close()
            await to_thread.run_sync(facteur.close)
        moteur.dispose()

    app = FastAPI(
        title="Minutier",
        version=version("minutier"),
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=hold_sondes,
    )
    app.state.settings = settings
    app.state.moteur = moteur
    app.state.installation = installation
    app.state.atelier = atelier
    app.state.facteur = facteur
    app.state.scelleur = scelleur
    app.state.metriques = metriques
    app.state.documents = CapacityLimiter(DOCUMENTS_SIMULTANES)
    # The last added is the first to see a request.
    app.add_middleware(Poids)
    app.add_middleware(Cadence, settings=settings)
    app.add_middleware(KnownHosts, hotes=list_hotes(settings))
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Discretion, debug=settings.debug)
    app.add_middleware(Mesure, metriques=metriques)
    add_handlers(app)
    app.get(
        "/sante",
        tags=["Surveillance"],
        summary="Dire si le service est disponible",
        responses={503: {"model": Sante, "description": "La base de données ne répond pas."}},
    )(sante)
    for router in ROUTERS:
        app.include_router(router)
    mount_page(app)
    mount_volet(app, settings)
    mount_oxt(app, settings)
    describe(app)
    return app


def _finish(moteur: Engine, reserve: Reserve, scelleur: Scelleur) -> None:
    """Seal what is signed off and has no file yet; a base that does not answer is asked again by the first request."""
    try:
        finish_all(moteur, reserve, scelleur)
    except SQLAlchemyError as erreur:
        journal.warning("scellements en attente : %s", type(erreur).__name__)


def create_worker() -> FastAPI:
    """Build the application in a process of its own, from the same environment."""
    threading.Thread(target=_follow_parent, daemon=True).start()
    return _create_ready(load_settings())


def _follow_parent() -> None:
    """Stop when the process that started this one is no more, even killed: its port is for who starts it again."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


def _create_ready(settings: Settings) -> FastAPI:
    """Build the application, its templates read: else the first who come, all at nine, would each read them all."""
    app = create_app(settings, SceauReel(Trousseau.of(settings.find_donnees()), open_reserve(settings)))
    server.modeles.service.list_modeles(app.state.installation, ())
    return app


def _prepare(settings: Settings) -> None:
    """Bring the database up to date, have a key to seal with, and say what is missing before anybody can sign in."""
    open_reserve(settings).purge()
    moteur = open_engine(settings)
    migrate(moteur)
    with transaction(moteur, ecriture=False) as session:
        if not server.comptes.repository.has_comptes(session):
            journal.warning(SANS_COMPTE)
    moteur.dispose()
    try:
        # The first start makes the key; one that cannot sign stops sign-offs, which say so, and nothing else.
        Trousseau.of(settings.find_donnees()).signataire()
    except ReglageInvalide as erreur:
        journal.error("aucun acte ne pourra être visé : %s", erreur)


def serve(settings: Settings) -> None:
    """Serve until the process is told to stop (Ctrl-C, SIGTERM).

    Raises:
        ReglageInvalide: when the address or the port cannot be listened on.
        BaseIndisponible: when the database does not answer.
    """
    _prepare(settings)
    if settings.processus == 1:
        with listen(settings) as prise, suppress(KeyboardInterrupt):
            uvicorn.Server(uvicorn.Config(_create_ready(settings), **OPTIONS)).run(sockets=[prise])
        return
    config = uvicorn.Config("server.app:create_worker", factory=True, workers=settings.processus, **OPTIONS)
    with share(settings) as prise, suppress(KeyboardInterrupt):
        Multiprocess(config, sockets=[prise]).run()
