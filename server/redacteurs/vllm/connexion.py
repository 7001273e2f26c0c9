"""The connection to the model server: nothing of the environment, nothing but our key, and no answer without an end."""

from __future__ import annotations

import logging
import ssl
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import httpx2
import openai

from server.redacteurs.vllm.incidents import Panne, PanneError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from server.redacteurs.vllm.reglages import Reglages

OCTETS_MAX: Final = 8 << 20
"""Bytes of one answer as sent. 1,500 events of 400 bytes make 0.6 MiB."""
# The openai client adds headers of its own (system, versions) and those of OPENAI_… variables: none of them is ours.
_ENTETES: Final = frozenset({"host", "connection", "content-length", "content-type", "accept"})
# At DEBUG these write the prompts and the answers, or the headers of requests.
_BAVARDS: Final = ("openai", "httpx2", "httpcore2")


def make_client(reglages: Reglages) -> openai.AsyncOpenAI:
    """Make the client: no proxy, key or header of the environment, no redirection, no retry but ours, silent logs."""
    for nom in _BAVARDS:
        logging.getLogger(nom).setLevel(logging.WARNING)
    delais = reglages.delais
    http = httpx2.AsyncClient(
        transport=_Plafond(reglages.concurrence + 2),
        trust_env=False,
        follow_redirects=False,
        timeout=httpx2.Timeout(delais.passage, connect=delais.connexion),
        event_hooks={"request": [_Entetes(reglages.cle)]},
    )
    # The key goes with `_Entetes`; without one here the client would look for OPENAI_API_KEY.
    return openai.AsyncOpenAI(base_url=f"{reglages.url}/v1", api_key="sans", max_retries=0, http_client=http)


class _Entetes:
    """Leaves only the headers that HTTP needs, and puts ours."""

    def __init__(self, cle: str) -> None:
        self._cle = cle

    async def __call__(self, requete: httpx2.Request) -> None:
        for nom in set(requete.headers) - _ENTETES:
            del requete.headers[nom]
        requete.headers["Accept-Encoding"] = "identity"
        requete.headers["User-Agent"] = "minutier"
        if self._cle:
            requete.headers["Authorization"] = f"Bearer {self._cle}"


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """Read the authorities of the system once: it takes longer than a request."""
    return ssl.create_default_context()


class _Plafond(httpx2.AsyncBaseTransport):
    """Carries requests; cuts an answer that outgrows `OCTETS_MAX`, or that would grow when it is unpacked."""

    def __init__(self, connexions: int) -> None:
        limites = httpx2.Limits(max_connections=connexions, max_keepalive_connections=connexions)
        self._transport = httpx2.AsyncHTTPTransport(verify=_tls(), retries=0, limits=limites, trust_env=False)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request; the body of the answer comes through a counter."""
        reponse = await self._transport.handle_async_request(request)
        return httpx2.Response(
            reponse.status_code, headers=reponse.headers, stream=_Compteur(reponse), extensions=reponse.extensions
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()


class _Compteur(httpx2.AsyncByteStream):
    """The body of an answer, counted; one that is compressed although we refuse it would not be counted right."""

    def __init__(self, reponse: httpx2.Response) -> None:
        self._comprime = reponse.headers.get("content-encoding", "identity") != "identity"
        self._corps: Any = reponse.stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self._comprime:
            raise PanneError(Panne.ILLISIBLE)
        recus = 0
        async for octets in self._corps:
            recus += len(octets)
            if recus > OCTETS_MAX:
                raise PanneError(Panne.TROP_LONG)
            yield octets

    async def aclose(self) -> None:
        await self._corps.aclose()
