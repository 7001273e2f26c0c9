"""A server on loopback that passes calls on to Minutier, but for those that a test answers itself."""

import http.client
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

PASSES = ("content-type", "authorization", "accept", "last-event-id")


class Relais(BaseHTTPRequestHandler):
    """Pass on; `self.server.reponses` maps a path to what answers in place of Minutier."""

    def log_message(self, *_arguments: Any) -> None:
        pass

    def _serve(self) -> None:
        self.corps = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        propre = self.server.reponses.get(self.path)
        if propre is not None:
            lisible = self.headers.get("Content-Type", "application/json") == "application/json"
            self.server.vus.append(json.loads(self.corps or b"null") if lisible else self.corps)
            propre(self)
        else:
            self.pass_on()

    do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 -- the names that http.server calls

    def pass_on(self) -> None:
        self.answer(*self.reach())

    def reach(self) -> tuple[int, bytes, str]:
        """Have Minutier do what is asked; give its answer, which who asked does not have yet."""
        entetes = {nom: self.headers[nom] for nom in PASSES if nom in self.headers}
        # Closed whatever happens: who asked may be gone before the answer.
        with closing(http.client.HTTPConnection(urlsplit(self.server.cible).netloc, timeout=60)) as ailleurs:
            ailleurs.request(self.command, self.path, self.corps or None, entetes)
            reponse = ailleurs.getresponse()
            return reponse.status, reponse.read(), reponse.headers.get("Content-Type", "application/json")

    def answer(self, statut: int, corps: bytes, genre: str = "application/json") -> None:
        self.send_response(statut)
        self.send_header("Content-Type", genre)
        self.send_header("Content-Length", str(len(corps)))
        self.end_headers()
        self.wfile.write(corps)

    def answer_json(self, valeur: Any, statut: int = 200) -> None:
        genre = "application/json" if statut < 400 else "application/problem+json"
        self.answer(statut, json.dumps(valeur).encode(), genre)

    def wait_gone(self) -> bool:
        """Wait until who asked is gone."""
        return self.rfile.read(1) == b""


@contextmanager
def answering(serveur: ThreadingHTTPServer, chemin: str, answer: Callable[[Relais], None]) -> Iterator[None]:
    """Answer what is asked at this path in place of Minutier, for a while."""
    serveur.reponses[chemin] = answer
    try:
        yield
    finally:
        del serveur.reponses[chemin]


@contextmanager
def holding(
    serveur: ThreadingHTTPServer, chemin: str, puis: Callable[[Relais], None] = Relais.pass_on
) -> Iterator[threading.Event]:
    """Hold what is asked at this path until the event is set; then Minutier answers, or `puis` does."""
    suite = threading.Event()

    def answer(appel: Relais) -> None:
        suite.wait()
        puis(appel)

    with answering(serveur, chemin, answer):
        try:
            yield suite
        finally:
            suite.set()


def fail(dit: str) -> Callable[[Relais], None]:
    """Answer as a server that fails, which says why."""
    return lambda appel: appel.answer_json({"title": "Panne", "detail": dit}, 500)


def failing(serveur: ThreadingHTTPServer, chemin: str, dit: str) -> AbstractContextManager[None]:
    """Have what is asked at this path fail, for a while."""
    return answering(serveur, chemin, fail(dit))


@contextmanager
def relaying(cible: str, contexte: ssl.SSLContext | None = None) -> Iterator[ThreadingHTTPServer]:
    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Relais)
    serveur.cible, serveur.reponses, serveur.vus = cible, {}, []
    serveur.daemon_threads = True
    if contexte is not None:
        serveur.socket = contexte.wrap_socket(serveur.socket, server_side=True)
    serveur.url = f"http{'' if contexte is None else 's'}://127.0.0.1:{serveur.server_address[1]}"
    fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.02})
    fil.start()
    try:
        yield serveur
    finally:
        serveur.shutdown()
        serveur.server_close()
        fil.join()
