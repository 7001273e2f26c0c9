"""One request to the model server, as a stream with deadlines; every fault is a `PanneError`."""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

import httpx2
import openai

from server.redacteurs.base import Cout
from server.redacteurs.vllm.incidents import PASSAGERES, Panne, PanneError
from server.redacteurs.vllm.reponse import TAILLE_MAX

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from server.redacteurs.vllm.reglages import Reglages

T = TypeVar("T")

_PAR_STATUT = {
    400: Panne.REQUETE_REFUSEE,
    401: Panne.CLE_REFUSEE,
    403: Panne.CLE_REFUSEE,
    404: Panne.MODELE_INCONNU,
    413: Panne.REQUETE_REFUSEE,
    422: Panne.REQUETE_REFUSEE,
    429: Panne.OCCUPE,
    502: Panne.INJOIGNABLE,
    503: Panne.OCCUPE,
    504: Panne.INJOIGNABLE,
}


@dataclass(frozen=True, slots=True)
class Requete:
    """What is asked: the model, the prompt, the schema of the answer and how many tokens it may have."""

    modele: str
    messages: list[dict[str, str]]
    schema: dict[str, Any]
    jetons: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer as text, and what it cost."""

    texte: str
    cout: Cout


async def ask(
    client: openai.AsyncOpenAI, reglages: Reglages, requete: Requete, recevoir: Callable[[str], None]
) -> Answer:
    """Ask, again after a wait only while nothing was generated (server busy or away).

    Args:
        client: from `make_client`.
        reglages: the server and its deadlines; the caller holds that of the whole passage.
        requete: what to ask.
        recevoir: called with each piece of the answer as it comes.

    Raises:
        PanneError: any other end than a complete answer.
    """
    return await insist(reglages, lambda: _ask_once(client, reglages, requete, recevoir))


async def insist(reglages: Reglages, faire: Callable[[], Awaitable[T]]) -> T:
    """Do what a busy or unreachable server may refuse: again, a bounded number of times, after growing waits.

    Raises:
        PanneError: the last refusal, or another fault at once.
    """
    for essai in range(1, reglages.essais_occupe):
        try:
            return await faire()
        except PanneError as faute:
            if faute.panne not in PASSAGERES:
                raise
        # Jitter: the passages of an act were refused together and must not come back together.
        await asyncio.sleep(reglages.attente * 2 ** (essai - 1) * random.uniform(0.75, 1.25))  # noqa: S311
    return await faire()


@contextmanager
def name_faults(entamee: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Turn whatever the client raises into a `PanneError`; `entamee` tells whether an answer had begun."""
    try:
        yield
    except TimeoutError as faute:
        raise PanneError(Panne.SILENCE) from faute
    except openai.APIStatusError as faute:
        raise PanneError(_PAR_STATUT.get(faute.status_code, Panne.ERREUR_SERVEUR)) from faute
    except (openai.APIConnectionError, httpx2.HTTPError, httpx2.StreamError) as faute:
        if isinstance(faute.__cause__, PanneError):  # ours, of the transport, seen through the client
            raise faute.__cause__ from None
        if isinstance(faute, openai.APITimeoutError) and not isinstance(faute.__cause__, httpx2.ConnectTimeout):
            raise PanneError(Panne.SILENCE) from faute
        # Once an answer has begun, asking again would have the model write it twice.
        raise PanneError(Panne.COUPE if entamee() else Panne.INJOIGNABLE) from faute
    except openai.OpenAIError as faute:  # an error inside the stream, after HTTP 200
        raise PanneError(Panne.ERREUR_SERVEUR) from faute
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as faute:
        # Events that are no chunks: not JSON, null, a list, nested a thousand times.
        raise PanneError(Panne.ILLISIBLE) from faute


async def _ask_once(
    client: openai.AsyncOpenAI, reglages: Reglages, requete: Requete, recevoir: Callable[[str], None]
) -> Answer:
    lecture = _Lecture(recevoir)
    delais = reglages.delais
    horloge = asyncio.get_running_loop().time
    try:
        with name_faults(lambda: bool(lecture.morceaux)):
            async with asyncio.timeout(delais.premier) as limite, await _open(client, requete) as flux:
                # Not `async for`: it would keep the stream behind a generator of its own, still open after a fault.
                while (evenement := await anext(flux, _FIN)) is not _FIN:
                    if lecture.take(evenement):
                        limite.reschedule(horloge() + delais.entre)
        return lecture.finish()
    except PanneError as faute:
        faute.cout = lecture.sum_up()
        raise


_FIN = object()


async def _open(client: openai.AsyncOpenAI, requete: Requete) -> Any:
    creer: Any = client.chat.completions.create  # our messages are plain dicts of role and content
    return await creer(
        model=requete.modele,
        messages=requete.messages,
        temperature=0,
        seed=0,
        max_tokens=requete.jetons,
        stream=True,
        stream_options={"include_usage": True},
        response_format={
            "type": "json_schema",
            "json_schema": {"name": "passage", "schema": requete.schema, "strict": True},
        },
    )


@dataclass(slots=True)
class _Lecture:
    """An answer while it is read."""

    recevoir: Callable[[str], None]
    morceaux: list[str] = field(default_factory=list)
    taille: int = 0
    fin: str | None = None
    cout: Cout = field(default_factory=Cout)
    debut: float = field(default_factory=time.perf_counter)

    def take(self, evenement: Any) -> bool:
        """Take an event of the stream; tell whether it brought text.

        Raises:
            PanneError: the answer is longer than any passage, or is no text.
        """
        if evenement.usage:
            self.cout = _read_usage(evenement.usage, self.cout)
        texte = ""
        for choix in evenement.choices[:1]:
            self.fin = choix.finish_reason or self.fin
            texte = choix.delta.content or ""
        if not isinstance(texte, str):
            raise PanneError(Panne.ILLISIBLE)
        if texte:
            self._add(texte)
        return bool(texte)

    def _add(self, texte: str) -> None:
        self.taille += len(texte)
        if self.taille > TAILLE_MAX:
            raise PanneError(Panne.TROP_LONG)
        if not self.morceaux:
            self.cout = replace(self.cout, premier_s=time.perf_counter() - self.debut)
        self.morceaux.append(texte)
        self.recevoir(texte)

    def finish(self) -> Answer:
        """Give the whole answer.

        Raises:
            PanneError: it does not say that it is whole: cut at its limit, or by a killed engine, whose stream ends
                with a mere [DONE].
        """
        if self.fin != "stop":
            raise PanneError(Panne.TROP_LONG if self.fin == "length" else Panne.COUPE)
        return Answer("".join(self.morceaux), self.sum_up())

    def sum_up(self) -> Cout:
        """Give what it cost so far."""
        return replace(self.cout, total_s=time.perf_counter() - self.debut)


def _read_usage(usage: Any, cout: Cout) -> Cout:
    details = getattr(usage, "prompt_tokens_details", None)
    return replace(
        cout,
        jetons_invite=_count(usage, "prompt_tokens"),
        jetons_ecrits=_count(usage, "completion_tokens"),
        jetons_caches=_count(details, "cached_tokens"),
    )


def _count(usage: Any, nom: str) -> int:
    """Read a count; a server that counts badly may still write well."""
    valeur = getattr(usage, nom, 0)
    return valeur if isinstance(valeur, int) and valeur > 0 else 0
