"""Serve the HTTP API: its health, its errors and its security headers.

Errors are RFC 9457 problem details with a French ``detail``; nothing of a page is fetched from elsewhere, so FastAPI's
own documentation pages (scripts from a CDN) are off.
"""

from __future__ import annotations

import errno
import logging
import socket
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from http import HTTPStatus
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, Literal

import httpx2
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException

import server.brouillons.endpoints
import server.modeles.endpoints
import server.redactions.endpoints
from server.db import migrate, open_engine
from server.errors import Conflit, MinutierError, ReglageInvalide, SaisieRefusee
from server.installation import Installation
from server.redactions.atelier import Atelier
from server.web import mount_page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Engine
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from server.settings import Settings

journal = logging.getLogger("minutier")

Etat = Literal["sans", "disponible", "indisponible"]

# A probe that hangs is a probe that fails: orchestrators ask every few seconds.
DELAI_SONDE: Final = 2.0

# An API that serves JSON: no page of it may load, embed or be embedded anywhere, nothing is kept by a cache.
ENTETES: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

ROUTERS: Final = (
    server.modeles.endpoints.router,
    server.brouillons.endpoints.router,
    server.redactions.endpoints.router,
)

# Status -> title, detail.
REFUS: Final = {
    404: ("Adresse inconnue", "Rien ne se trouve à cette adresse."),
    405: ("Méthode refusée", "Cette adresse n’accepte pas la méthode {methode}."),
}

# Why a socket could not be opened -> the setting at fault, the reason.
ECOUTES: Final = {
    errno.EADDRINUSE: ("MINUTIER_PORT", "le port {port} est déjà pris par un autre programme."),
    errno.EACCES: ("MINUTIER_PORT", "le port {port} demande des droits d’administration."),
    errno.EADDRNOTAVAIL: ("MINUTIER_HOST", "cette machine n’a pas l’adresse {host}."),
}


class SecurityHeaders:
    """Add `ENTETES` to each answer that does not say otherwise itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                entetes = MutableHeaders(scope=message)
                for nom, valeur in ENTETES.items():
                    entetes.setdefault(nom, valeur)
            await send(message)

        await self.app(scope, receive, send_with_headers)


@dataclass(frozen=True, slots=True)
class Sondes:
    """Hold what the health check asks: the database and the model server, each None when not configured."""

    moteur: Engine | None
    client: httpx2.Client
    vllm_url: str | None

    def check_base(self) -> Etat:
        """Tell whether the database answers ``SELECT 1``; the reason of a failure goes to the log only."""
        if self.moteur is None:
            return "sans"
        try:
            with self.moteur.connect() as connexion:
                connexion.execute(text("SELECT 1"))
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


def problem(statut: int, titre: str, detail: str, **autres: Any) -> JSONResponse:
    """Build an RFC 9457 answer.

    Args:
        statut: HTTP status.
        titre: short French title, the same for each occurrence of this kind of problem.
        detail: French sentence on this occurrence.
        autres: extension members.
    """
    corps = {"type": "about:blank", "title": titre, "status": statut, "detail": detail, **autres}
    # The headers are given here too: the answer to an unforeseen fault is sent outside every middleware.
    return JSONResponse(corps, statut, {**ENTETES, "Content-Language": "fr"}, media_type="application/problem+json")


async def _answer_minutier_error(_: Request, erreur: Exception) -> JSONResponse:
    """Answer a fault that we name; where it is the server's, what it says of our files stays in the log."""
    if not isinstance(erreur, MinutierError):
        raise erreur
    if erreur.statut_http >= HTTPStatus.INTERNAL_SERVER_ERROR:
        journal.error("%s : %s", erreur.titre, erreur)
        return problem(erreur.statut_http, erreur.titre, "Le détail est dans le journal du serveur.")
    membres: dict[str, Any] = {}
    if isinstance(erreur, SaisieRefusee):
        membres["fautes"] = [asdict(faute) for faute in erreur.faults]
    elif isinstance(erreur, Conflit):
        membres |= erreur.membres
    return problem(erreur.statut_http, erreur.titre, str(erreur), **membres)


async def _answer_http_exception(requete: Request, erreur: Exception) -> JSONResponse:
    """Answer what the router refuses."""
    if not isinstance(erreur, HTTPException):
        raise erreur
    titre, detail = REFUS.get(erreur.status_code, ("Requête refusée", "Le serveur refuse cette requête."))
    reponse = problem(erreur.status_code, titre, detail.format(methode=requete.method))
    reponse.headers.update(erreur.headers or {})
    return reponse


async def _answer_unforeseen(_: Request, _erreur: Exception) -> JSONResponse:
    """Answer an unforeseen fault without a word of it; the server logs it once this is sent."""
    return problem(500, "Erreur interne", "Le détail est dans le journal du serveur.")


class Sante(BaseModel):
    """Tell how the service is.

    ``etat`` is ``dégradé`` when only the model server fails: every draft can still be made without it.
    """

    etat: Literal["disponible", "dégradé", "indisponible"]
    version: str
    base: Etat
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


def create_app(settings: Settings) -> FastAPI:
    """Build the application for these settings.

    Args:
        settings: read once by the caller; the application looks at nothing else.

    Raises:
        ReglageInvalide: when the address of the database cannot be understood.
    """
    moteur = open_engine(settings)
    installation = Installation(settings)

    @asynccontextmanager
    async def hold_sondes(app: FastAPI) -> AsyncIterator[None]:
        # trust_env: a proxy of the environment is not something that the settings name.
        with httpx2.Client(timeout=DELAI_SONDE, trust_env=False, follow_redirects=False) as client:
            app.state.sondes = Sondes(moteur, client, settings.vllm_url)
            app.state.atelier.open()
            yield
            await app.state.atelier.close()

    app = FastAPI(
        title="Minutier",
        version=version("minutier"),
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=hold_sondes,
    )
    app.state.moteur = moteur
    app.state.installation = installation
    app.state.atelier = Atelier(moteur, installation)
    app.add_middleware(SecurityHeaders)
    app.add_exception_handler(MinutierError, _answer_minutier_error)
    app.add_exception_handler(HTTPException, _answer_http_exception)
    app.add_exception_handler(Exception, _answer_unforeseen)
    app.get("/sante", responses={503: {"model": Sante}})(sante)
    for router in ROUTERS:
        app.include_router(router)
    mount_page(app)
    return app


def _listen(settings: Settings) -> socket.socket:
    """Open the socket ourselves: uvicorn would end the process with a code that says nothing."""
    famille = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=famille, backlog=2048)
    except OSError as erreur:
        reglage, raison = ECOUTES.get(erreur.errno or 0, ("MINUTIER_PORT", "impossible d’écouter ({erreur})."))
        raise ReglageInvalide(reglage, raison.format(erreur=erreur, **settings.model_dump())) from erreur


def serve(settings: Settings) -> None:
    """Serve until the process is told to stop (Ctrl-C, SIGTERM).

    Raises:
        ReglageInvalide: when the address or the port cannot be listened on.
    """
    app = create_app(settings)
    migrate(app.state.moteur)
    # proxy_headers: who calls us is who connects; a header that anybody can write does not say it.
    config = uvicorn.Config(app, server_header=False, proxy_headers=False)
    with _listen(settings) as prise, suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[prise])
