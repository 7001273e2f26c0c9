"""Bound what a request may weigh, how long it may take to come, and how many may come in a minute."""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser
from starlette.requests import Request

from server.errors import TropDeDemandes
from server.provenance import find_adresse, find_reseau
from server.reponses import answer_error, problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from server.settings import Settings

CORPS_MAX: Final = 2 * 1024 * 1024
"""Bytes. A saisie has at most 20,000 values; those of 200 beneficiaries weigh a tenth of this."""
DOCUMENT_MAX: Final = 20 * 1024 * 1024
"""Bytes. An act with scanned annexes; the readers bound what it unpacks to."""
DOCUMENTS: Final = re.compile(r"/api/(?:lint|lire|verification(?:/pdf)?|dossiers/(?:document|[^/]+/versions))")
RECEPTION: Final = 60.0
"""Seconds that a body may take to come: 20 MiB at 3 Mbit/s."""
LIBRES: Final = frozenset({"/sante", "/metrics"})
SEAUX_MAX: Final = 20_000
"""Callers remembered at once."""

# Documents stay in memory while they are read: a temporary file would leave acts on a disk.
MultiPartParser.spool_max_size = DOCUMENT_MAX + 1


class Poids:
    """Refuse a body that is too heavy (413) or too slow (408), whatever its headers say."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        maximum = DOCUMENT_MAX if DOCUMENTS.fullmatch(scope["path"]) else CORPS_MAX
        annonce = Headers(scope=scope).get("content-length", "0")
        if annonce.isdecimal() and int(annonce) > maximum:
            await problem(413, "Requête trop lourde", say_maximum(maximum))(scope, receive, send)
            return
        await self.app(scope, _Compteur(receive, maximum), send)


def say_maximum(maximum: int) -> str:
    """Say how much is accepted."""
    return f"Le corps de cette requête ne peut dépasser {maximum // 1024 // 1024} Mio."


class _Compteur:
    """Receives a body, counted and timed; what follows the body (a client that goes away) may take its time."""

    def __init__(self, receive: Receive, maximum: int) -> None:
        self._receive = receive
        self._maximum = maximum
        self._recus = 0
        self._fini = False
        self._limite = time.monotonic() + RECEPTION

    async def __call__(self) -> Message:
        if self._fini:
            return await self._receive()
        try:
            async with asyncio.timeout(self._limite - time.monotonic()):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(408) from None
        self._recus += len(message.get("body", b""))
        if self._recus > self._maximum:
            raise HTTPException(413)
        self._fini = not message.get("more_body", False)
        return message


class Seaux:
    """Buckets, one for each caller: each holds a minute's worth and fills steadily; the oldest are forgotten."""

    def __init__(self, par_minute: int, nombre: int = SEAUX_MAX) -> None:
        self._plein = float(par_minute)
        self._par_seconde = par_minute / 60
        self._nombre = nombre
        self._seaux: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seaux)

    def take(self, qui: bytes) -> float:
        """Take one from a bucket; give the seconds to wait when it is empty, 0 when it was not."""
        maintenant = time.monotonic()
        reste, vu = self._seaux.pop(qui, (self._plein, maintenant))
        reste = min(self._plein, reste + (maintenant - vu) * self._par_seconde)
        accepte = reste >= 1
        self._seaux[qui] = (reste - 1 if accepte else reste, maintenant)
        if len(self._seaux) > self._nombre:
            self._seaux.popitem(last=False)
        return 0.0 if accepte else (1 - reste) / self._par_seconde


class Cadence:
    """Refuse (429) who asks more often than the settings allow, in this process.

    Who is told by the proof sent (only its digest is kept) and the network it comes from; whether the proof is worth
    anything is not known yet.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self._seaux = Seaux(settings.limite_requetes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "http" and scope["path"] not in LIBRES:
            attente = self._seaux.take(self._identify(Request(scope)))
            if attente > 0:
                maximum = self.settings.limite_requetes
                refus = TropDeDemandes(f"Plus de {maximum} requêtes en une minute : attendez un peu.", int(attente) + 1)
                await answer_error(refus)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _identify(self, requete: Request) -> bytes:
        preuve = requete.headers.get("authorization", "") + requete.headers.get("cookie", "")
        reseau = find_reseau(find_adresse(requete, self.settings))
        return hashlib.sha256(f"{reseau} {preuve}".encode("utf-8", "replace")).digest()
