"""How fast the pane of Word is: its first view with nothing kept, the findings of a ten-page document from the click.

The real service on loopback, the system's Chromium, the office.js of npm with the stand-in of the tests for Word. The
first view does not wait for that script, which comes over a network in production: it is measured while the address of
Microsoft is that of somebody who never answers. Beside it, in the same run, the least that a browser can show: a page
of one module that makes an empty form.
"""

from __future__ import annotations

import os
import socket
import statistics
import tempfile
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from benchmarks.page import ATTENDRE
from server.settings import OFFICE_JS
from tests.e2e.conftest import AGENTS, running
from tests.e2e.volet import WORD, holding, open_volet
from tests.e2e.vues_word import make_docx
from tests.web.navigateur import open_contexte, open_navigateur

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.e2e.service import ServiceReel

TOURS = 10
VOLET = f"/volet?vue=rediger&{WORD}"
PLANCHER = (b"<!DOCTYPE html><title>Plancher</title><body><script type=module src=/module.js></script>", "text/html")
MODULE = (b'document.body.innerHTML = "<form class=connexion>Vide</form>";', "text/javascript")
# Longer than the pane waits before it fetches its other views.
RESTE_MS = 1_000
REPOS_MS = 500
MICROSOFT = urlsplit(OFFICE_JS).netloc
# What the view of each way of opening shows once it can be used.
VUES = {"connexion": "form.connexion", "rediger": ".modele .bouton"}
CONTROLER = "main .bouton.principal"
# Forty lines of eleven words are a page.
LIGNES = 400
LIGNE = "Le conseil prend acte de la communication faite en séance, numéro {}."


def measure_volet() -> dict[str, float]:
    """Give the figures of the pane.

    Returns:
        `volet_connexion_ms`, `volet_rediger_ms`: medians from nothing to the first view that can be used, signed out
            and signed in, nothing in any cache, the script of Microsoft not there yet;
        `volet_connexion_suivante_ms`, `volet_rediger_suivante_ms`: the same the next time, the files of the pane kept;
        `volet_plancher_ms`: the same from nothing of a page of one module, which makes an empty form;
        `volet_constats_ms`: median from the click on « Contrôler le document » until the findings of ten pages are
            shown.
    """
    with (
        socket.create_server(("127.0.0.1", 0)) as muet,
        tempfile.TemporaryDirectory() as dossier,
        running(Path(dossier)) as service,
        serving_plancher() as plancher,
        open_navigateur(f"--host-resolver-rules=MAP {MICROSOFT} 127.0.0.1:{muet.getsockname()[1]}") as navigateur,
    ):
        tours = [_measure_tour(navigateur, service, plancher) for _ in range(TOURS)]
        mesures = {nom: statistics.median(tour[nom] for tour in tours) for nom in tours[0]}
        mesures["volet_constats_ms"] = statistics.median(_measure_constats(navigateur, service))
    for nom, duree in mesures.items():
        print(f"{nom:30} {duree:5.0f} ms, {duree / mesures['volet_plancher_ms']:.1f} fois le plancher")
    print(f"charge de la machine {os.getloadavg()[0]:.1f}")
    return mesures


def _measure_tour(navigateur: Browser, service: ServiceReel, plancher: str) -> dict[str, float]:
    """Open each once: the floor, then the pane with nothing kept but who is signed in, then with its files kept."""
    durees = {}
    with open_contexte(navigateur, plancher) as contexte:
        contexte.unroute_all()
        durees["volet_plancher_ms"] = _open(contexte.new_page(), "/", VUES["connexion"])
    for nom, vue in VUES.items():
        with open_volet(navigateur, service, AGENTS[0] if nom == "rediger" else None) as volet:
            # To watch the requests would be measured too.
            volet.page.context.unroute_all()
            durees[f"volet_{nom}_ms"] = _open(volet.page, VOLET, vue)
            volet.page.wait_for_timeout(RESTE_MS)
            durees[f"volet_{nom}_suivante_ms"] = _open(volet.page.context.new_page(), VOLET, vue)
    return durees


def _open(page: Page, adresse: str, vue: str) -> float:
    # The browser still ends the windows that were closed just before: nobody opens the pane at that moment.
    page.wait_for_timeout(REPOS_MS)
    page.goto(adresse, wait_until="commit")
    duree: float = page.evaluate(ATTENDRE, [vue, "ouverture"])
    return duree


class Plancher(BaseHTTPRequestHandler):
    """Serve a page of one module, which makes an empty form."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        texte, genre = PLANCHER if self.path == "/" else MODULE
        self.send_response(200)
        self.send_header("Content-Type", genre)
        self.send_header("Content-Length", str(len(texte)))
        self.end_headers()
        self.wfile.write(texte)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: the figures are on the screen."""


@contextmanager
def serving_plancher() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Plancher) as serveur:
        serveur.daemon_threads = True
        threading.Thread(target=serveur.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serveur.server_address[1]}"
        serveur.shutdown()


def _measure_constats(navigateur: Browser, service: ServiceReel) -> list[float]:
    octets = make_docx("DÉLIBÉRATION", *(LIGNE.format(rang) for rang in range(LIGNES)), "[à compléter]")
    durees: list[float] = []
    with open_volet(navigateur, service, AGENTS[0]) as volet:
        for _ in range(TOURS):
            page = volet.open("controler", **holding(octets))
            page.locator(".etat-document", has_text="Document sans visa").wait_for()
            page.locator(CONTROLER).wait_for()
            page.unroute_all()
            page.context.unroute_all()
            durees.append(page.evaluate(ATTENDRE, [".constat", CONTROLER]))
    return durees


if __name__ == "__main__":
    print(measure_volet())
