"""Cases and results made by hand, and a model server that answers as told."""

import contextlib
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

from server.acte.fragments import Fragment, Origine
from server.evaluation.cas import Cas, Difficulte
from server.evaluation.resultat import Resultat, make_resultat
from server.redacteurs import Cout, Demande, Incident, Redige


def make_cas(
    nom: str = "consignes-01",
    *points: str,
    sorte: str = "consignes",
    difficulte: Difficulte = Difficulte.SIMPLE,
    regarder: str = "",
) -> Cas:
    demande = Demande(nom, sorte, "points", points or ("fermer le portail",))
    return Cas(nom, "note", difficulte, demande, regarder)


def make_redige(cas: Cas, *paragraphes: str, ia: bool = True, essais: int = 1, codes: tuple[str, ...] = (), cout=None):
    origine = Origine.IA if ia else Origine.SAISIE
    fragments = tuple((Fragment(p, origine),) for p in paragraphes)
    incidents = tuple(Incident(code, f"message de {code}") for code in codes)
    return Redige(cas.nom, fragments, origine, essais, incidents, cout or Cout(1.0, 2.0, 100, 60, 10))


def make_fini(cas: Cas, *paragraphes: str, refuses: tuple[str, ...] = (), **autres: Any) -> Resultat:
    return make_resultat(cas, make_redige(cas, *paragraphes, **autres), refuses, 2.5)


Repondre = Callable[[dict[str, Any]], list[str]]


def say_points(donnees: dict[str, Any]) -> list[str]:
    """Answer as an honest model does: the points as sentences, marks in place."""
    return [f"{point[0].upper()}{point[1:]}." for point in donnees["points"]]


@contextlib.contextmanager
def model_server(
    repondre: Repondre = say_points, modeles: tuple[str, ...] = ("essai",), cle: str = "", statut: int = 200
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Serve a model on loopback; give its address and the bodies of the requests that it got.

    `statut` is that of every generation; the list of models is always given.
    """
    demandes: list[dict[str, Any]] = []

    class Reponse(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if cle and self.headers.get("Authorization") != f"Bearer {cle}":
                self.send(401, "application/json", {"error": "Unauthorized"})
            else:
                self.send(200, "application/json", {"object": "list", "data": [{"id": nom} for nom in modeles]})

        def do_POST(self):
            corps = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            demandes.append(corps)
            if statut != 200:
                self.send(statut, "application/json", {"error": {"message": "non"}})
                return
            contenu = corps["messages"][-1]["content"]
            donnees = json.loads(contenu[contenu.index("{") : contenu.rindex("}") + 1])
            texte = json.dumps({"paragraphes": repondre(donnees)}, ensure_ascii=False)
            usage = {
                "prompt_tokens": 500,
                "completion_tokens": 20,
                "total_tokens": 520,
                "prompt_tokens_details": {"cached_tokens": 384},
            }
            evenements = [
                {"choices": [{"index": 0, "delta": {"content": texte[:7]}, "finish_reason": None}]},
                {"choices": [{"index": 0, "delta": {"content": texte[7:]}, "finish_reason": "stop"}]},
                {"choices": [], "usage": usage},
            ]
            entete = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": modeles[0]}
            lignes = [json.dumps(entete | e, ensure_ascii=False) for e in evenements]
            self.send(200, "text/event-stream", "".join(f"data: {ligne}\n\n" for ligne in (*lignes, "[DONE]")))

        def send(self, code, sorte, corps):
            octets = (corps if isinstance(corps, str) else json.dumps(corps)).encode()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.send_response(code)
                self.send_header("Content-Type", sorte)
                self.send_header("Content-Length", str(len(octets)))
                self.end_headers()
                self.wfile.write(octets)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Reponse) as serveur:
        fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.01})
        fil.start()
        try:
            yield f"http://127.0.0.1:{serveur.server_address[1]}", demandes
        finally:
            serveur.shutdown()
            fil.join(timeout=5)
