"""Model servers of the tests, on loopback, in a thread with a loop of its own: honest, slow, faulty or lying.

A server is a script: a function from a request to what is sent back. It records every request, bodies included, and
sees when a client goes away.
"""

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from server.redacteurs.aucun import write_plain
from server.redacteurs.base import Demande
from server.redacteurs.invites import read_prefixe

MODELE = "essai"
CLE = "cle-d-essai"


@dataclass(frozen=True)
class Requete:
    """A request as it came; `rang` counts the chat requests from 0."""

    methode: str
    chemin: str
    entetes: dict[str, str]
    brut: bytes
    rang: int = -1

    @property
    def corps(self) -> dict[str, Any]:
        return json.loads(self.brut)

    @property
    def propres(self) -> list[dict[str, str]]:
        """Give the messages of this request, without those that open every request."""
        return self.corps["messages"][len(read_prefixe()) :]

    @property
    def consigne(self) -> str:
        return self.propres[0]["content"].split("\n")[0].removeprefix("Consigne : ")

    @property
    def donnees(self) -> dict[str, Any]:
        """Give what the prompt says of the passage."""
        return json.loads(self.propres[0]["content"].split("\n")[1].removeprefix("Données : "))


@dataclass
class Envoi:
    """What is sent back: pieces of body, and what comes between them.

    A pause in seconds, an event to wait for, or "coupe", which resets the connection.
    """

    statut: int = 200
    morceaux: list[bytes | float | threading.Event | str] = field(default_factory=list)
    type: str = "text/event-stream"
    entetes: dict[str, str] = field(default_factory=dict)


Script = Callable[[Requete], Envoi]


def evenement(objet: Any) -> bytes:
    texte = objet if isinstance(objet, str) else json.dumps(objet)
    return f"data: {texte}\n\n".encode()


def fragment(texte: Any = None, fin: str | None = None, **autres: Any) -> bytes:
    """Make a chunk of a chat completion, as vLLM writes it."""
    delta = {} if texte is None else {"content": texte}
    choix = [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": fin}]
    corps = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": MODELE, "choices": choix}
    return evenement(corps | autres)


USAGE = {"prompt_tokens": 1000, "completion_tokens": 50, "total_tokens": 1050, "prompt_tokens_details": None}
DONE = evenement("[DONE]")


def stream(texte: str, *, pas: int = 8, pause: float = 0.0, fin: str | None = "stop", cache: int = 896) -> Envoi:
    """Send a text as a stream, `pas` characters at a time, `pause` seconds before each."""
    morceaux: list[bytes | float | threading.Event | str] = [
        fragment(None, choices=[{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None}])
    ]
    for debut in range(0, len(texte), pas):
        morceaux += [pause, fragment(texte[debut : debut + pas])] if pause else [fragment(texte[debut : debut + pas])]
    usage = USAGE | {"prompt_tokens_details": {"cached_tokens": cache}}
    morceaux += [fragment(None, fin), fragment(None, choices=[], usage=usage), DONE]
    return Envoi(morceaux=morceaux)


def as_answer(*paragraphes: str) -> str:
    return json.dumps({"paragraphes": list(paragraphes)}, ensure_ascii=False)


def write_honestly(requete: Requete) -> tuple[str, ...]:
    """Put the marked points into the plain form of their kind: what a model that only obeys would send."""
    donnees = requete.donnees
    demande = Demande("x", donnees["sorte"], "x", tuple(donnees["points"]))
    return tuple("".join(f.texte for f in p) for p in write_plain(demande).paragraphes)


def honest(requete: Requete) -> Envoi:
    return stream(as_answer(*write_honestly(requete)))


def paced(pause: float, pas: int = 8) -> Script:
    return lambda requete: stream(as_answer(*write_honestly(requete)), pas=pas, pause=pause)


def held(suite: threading.Event) -> Script:
    """Write the first half of each answer, and the rest once `suite` is set: who looks meanwhile has all their time."""

    def write(requete: Requete) -> Envoi:
        morceaux = honest(requete).morceaux
        milieu = len(morceaux) // 2
        return Envoi(morceaux=[*morceaux[:milieu], suite, *morceaux[milieu:]])

    return write


def refuse(statut: int, corps: Any = None) -> Envoi:
    """Refuse as vLLM does."""
    corps = {"error": {"message": "tresor", "type": "x", "param": None, "code": statut}} if corps is None else corps
    return Envoi(statut, [json.dumps(corps).encode()], "application/json")


class Serveur:
    """A model server on loopback; `with Serveur(script) as serveur` and ask `serveur.url`."""

    def __init__(
        self,
        script: Script = honest,
        *,
        modeles: tuple[Any, ...] = (MODELE,),
        cle: str = "",
        liste: Envoi | None = None,
    ) -> None:
        self.script = script
        self.liste = liste or Envoi(
            morceaux=[json.dumps({"object": "list", "data": [{"id": m, "object": "model"} for m in modeles]}).encode()],
            type="application/json",
        )
        self.cle = cle
        self.requetes: list[Requete] = []
        self.partis = threading.Event()
        self.ecrits: list[float] = []
        """When each piece of the last answer was written, by `time.perf_counter`."""
        self.url = ""
        self._boucle = asyncio.new_event_loop()
        self._fil = threading.Thread(target=self._run, daemon=True)
        self._pret = threading.Event()
        self._fin: asyncio.Event

    @property
    def demandes(self) -> list[Requete]:
        """Give the chat requests."""
        return [r for r in self.requetes if r.chemin.endswith("/chat/completions")]

    def __enter__(self) -> Self:
        self._fil.start()
        assert self._pret.wait(60)
        return self

    def __exit__(self, *_: object) -> None:
        self._boucle.call_soon_threadsafe(self._fin.set)
        self._fil.join(60)
        assert not self._fil.is_alive()

    def _run(self) -> None:
        self._boucle.run_until_complete(self._serve())
        self._boucle.close()

    async def _serve(self) -> None:
        self._fin = asyncio.Event()
        taches: set[asyncio.Task[None]] = set()

        def accept(lecteur: asyncio.StreamReader, ecrivain: asyncio.StreamWriter) -> None:
            tache = asyncio.ensure_future(self._talk(lecteur, ecrivain))
            taches.add(tache)
            tache.add_done_callback(taches.discard)

        serveur = await asyncio.start_server(accept, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{serveur.sockets[0].getsockname()[1]}"
        self._pret.set()
        await self._fin.wait()
        serveur.close()
        for tache in list(taches):
            tache.cancel()
        await asyncio.gather(*taches, return_exceptions=True)
        await asyncio.sleep(0.01)  # the transports close one turn later

    async def _talk(self, lecteur: asyncio.StreamReader, ecrivain: asyncio.StreamWriter) -> None:
        try:
            while True:
                requete = await self._read(lecteur)
                self.requetes.append(requete)
                await self._answer(requete, lecteur, ecrivain)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            ecrivain.close()
            with contextlib.suppress(ConnectionError):
                await ecrivain.wait_closed()

    async def _read(self, lecteur: asyncio.StreamReader) -> Requete:
        tete = (await lecteur.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        methode, chemin, _ = tete[0].split(" ")
        entetes = {nom.lower(): valeur for nom, _, valeur in (ligne.partition(": ") for ligne in tete[1:] if ligne)}
        brut = await lecteur.readexactly(int(entetes.get("content-length", 0)))
        return Requete(methode, chemin, entetes, brut, len(self.demandes))

    async def _answer(self, requete: Requete, lecteur: asyncio.StreamReader, ecrivain: asyncio.StreamWriter) -> None:
        envoi = self._choose(requete)
        lignes = [f"HTTP/1.1 {envoi.statut} X", f"content-type: {envoi.type}", "transfer-encoding: chunked"]
        lignes += [f"{nom}: {valeur}" for nom, valeur in envoi.entetes.items()]
        ecrivain.write("\r\n".join([*lignes, "", ""]).encode())
        self.ecrits = []
        try:
            for morceau in envoi.morceaux:
                if isinstance(morceau, float):
                    await ecrivain.drain()
                    await self._pause(morceau, lecteur)
                elif isinstance(morceau, threading.Event):
                    await ecrivain.drain()
                    while not morceau.is_set():
                        await self._pause(0.02, lecteur)
                elif morceau == "coupe":
                    await ecrivain.drain()
                    ecrivain.transport.abort()
                    raise ConnectionResetError
                else:
                    self.ecrits.append(time.perf_counter())
                    ecrivain.write(b"%x\r\n%s\r\n" % (len(morceau), morceau))
            ecrivain.write(b"0\r\n\r\n")
            await ecrivain.drain()
        except ConnectionError:
            self.partis.set()
            raise

    async def _pause(self, secondes: float, lecteur: asyncio.StreamReader) -> None:
        """Wait; see at once a client that goes away."""
        fin = asyncio.get_running_loop().time() + secondes
        while (reste := fin - asyncio.get_running_loop().time()) > 0:
            if lecteur.at_eof():
                raise ConnectionResetError
            await asyncio.sleep(min(reste, 0.02))

    def _choose(self, requete: Requete) -> Envoi:
        if self.cle and requete.entetes.get("authorization") != f"Bearer {self.cle}":
            return refuse(401, {"error": "Unauthorized"})
        if requete.chemin == "/health":
            return Envoi()
        if requete.chemin == "/v1/models":
            return self.liste
        if requete.chemin == "/v1/chat/completions":
            return self.script(requete)
        return refuse(404)


def in_turn(*scripts: Script | Envoi) -> Script:
    """Follow one script per request; the last one for all that come after."""

    def choose(requete: Requete) -> Envoi:
        choisi = scripts[min(requete.rang, len(scripts) - 1)]
        return choisi if isinstance(choisi, Envoi) else choisi(requete)

    return choose
