"""Count what the service does, for Prometheus: no text, no name, no identifier ever becomes a label."""

from __future__ import annotations

import hmac
import ipaddress
import os
import time
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from server.errors import AccesRefuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from server.redacteurs import Redige
    from server.settings import Settings

router = APIRouter(tags=["Surveillance"])

_DUREES: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0)
_DUREES_REDACTION: Final = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 60.0, 180.0, 600.0)
_AILLEURS: Final = "inconnue"
"""Instead of an address that we do not have: people would otherwise fill the memory with addresses."""


class Metriques:
    """The counters of one process. Each process answers for itself, and says which one it is."""

    def __init__(self) -> None:
        self.registre = CollectorRegistry()
        requete = ("processus", "methode", "route", "statut")
        r = self.registre
        self.processus = str(os.getpid())
        self.requetes = Counter("minutier_requetes", "Requêtes répondues.", requete, registry=r)
        self.durees = Histogram(
            "minutier_requete_secondes",
            "Durée jusqu’au début de la réponse.",
            ("processus", "route"),
            registry=r,
            buckets=_DUREES,
        )
        self.redactions = Counter(
            "minutier_redactions", "Rédactions terminées, par issue.", ("processus", "redacteur", "issue"), registry=r
        )
        self.durees_redaction = Histogram(
            "minutier_redaction_secondes",
            "Durée d’une rédaction menée à son terme.",
            ("processus", "redacteur"),
            registry=r,
            buckets=_DUREES_REDACTION,
        )
        self.passages = Counter(
            "minutier_passages", "Passages rédigés, par origine.", ("processus", "origine"), registry=r
        )
        self.incidents = Counter(
            "minutier_incidents", "Textes du modèle de langage non gardés.", ("processus", "code"), registry=r
        )
        self.jetons = Counter("minutier_jetons", "Jetons du modèle de langage.", ("processus", "sens"), registry=r)
        self.en_cours = Gauge("minutier_redactions_en_cours", "Rédactions en cours.", ("processus",), registry=r)

    def count_redaction(self, redacteur: str, issue: str, secondes: float, rediges: Sequence[Redige] = ()) -> None:
        """Count one drafting that ended."""
        self.redactions.labels(self.processus, redacteur, issue).inc()
        if issue == "finie":
            self.durees_redaction.labels(self.processus, redacteur).observe(secondes)
        for redige in rediges:
            self.passages.labels(self.processus, str(redige.origine)).inc()
            for incident in redige.incidents:
                self.incidents.labels(self.processus, incident.code).inc()
            if redige.cout is not None:
                self.jetons.labels(self.processus, "invite").inc(redige.cout.jetons_invite)
                self.jetons.labels(self.processus, "ecrits").inc(redige.cout.jetons_ecrits)


class Mesure:
    """Count each request under the address as it is declared (``/api/brouillons/{brouillon_id}``)."""

    def __init__(self, app: ASGIApp, metriques: Metriques) -> None:
        self.app = app
        self.metriques = metriques

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        debut = time.perf_counter()

        async def send_and_count(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._count(scope, message["status"], time.perf_counter() - debut)
            await send(message)

        await self.app(scope, receive, send_and_count)

    def _count(self, scope: Scope, statut: int, duree: float) -> None:
        route = getattr(scope.get("route"), "path", _AILLEURS)
        methode = scope["method"] if scope["method"] in _METHODES else _AILLEURS
        m = self.metriques
        m.requetes.labels(m.processus, methode, route, str(statut)).inc()
        m.durees.labels(m.processus, route).observe(duree)


_METHODES: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def check_acces(requete: Request) -> None:
    """Let in who shows the token of the settings or, where none is set, who asks from this machine, with no proxy.

    Raises:
        AccesRefuse: anybody else.
    """
    settings: Settings = requete.app.state.settings
    if settings.metriques_jeton is not None:
        attendu = f"Bearer {settings.metriques_jeton.get_secret_value()}"
        if hmac.compare_digest(requete.headers.get("authorization", "").encode(), attendu.encode()):
            return
        raise AccesRefuse("Les mesures demandent le jeton du réglage MINUTIER_METRIQUES_JETON.")
    hote = requete.client.host if requete.client else ""
    relaye = any(nom in requete.headers for nom in ("x-forwarded-for", "forwarded", "x-real-ip"))
    if relaye or not _is_loopback(hote):
        raise AccesRefuse("Les mesures se lisent de cette machine, ou avec le réglage MINUTIER_METRIQUES_JETON.")


def _is_loopback(hote: str) -> bool:
    try:
        return ipaddress.ip_address(hote).is_loopback
    except ValueError:
        return False


@router.get(
    "/metrics",
    summary="Lire les mesures",
    dependencies=[Depends(check_acces)],
    response_class=Response,
    responses={
        200: {"description": "Les mesures, au format texte de Prometheus.", "content": {"text/plain": {}}},
        403: {"description": "Les mesures ne sont pas pour tout le monde."},
    },
)
def read_metriques(requete: Request) -> Response:
    """Les mesures du processus qui répond : requêtes, rédactions, passages, jetons. Ni texte, ni nom."""
    metriques: Metriques = requete.app.state.metriques
    metriques.en_cours.labels(metriques.processus).set(requete.app.state.atelier.en_cours)
    return Response(generate_latest(metriques.registre), media_type=CONTENT_TYPE_LATEST)
