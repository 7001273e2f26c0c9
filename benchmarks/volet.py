"""How fast the pane of Word is: its first view with nothing kept, the findings of a ten-page document from the click.

The real service on loopback, the system's Chromium, the office.js of npm with the stand-in of the tests for Word. The
first view does not wait for that script, which comes over a network in production: it is also measured with the script
held back.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.page import ATTENDRE
from tests.e2e.conftest import AGENTS, running
from tests.e2e.volet import ADRESSE, WORD, holding, open_volet
from tests.e2e.vues_word import make_docx
from tests.web.navigateur import open_navigateur

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

    from tests.e2e.service import ServiceReel

TOURS = 10
# What the view of each way of opening shows once it can be used.
VUES = {"connexion": "form.connexion", "rediger": ".modele .bouton"}
# Forty lines of eleven words are a page.
LIGNES = 400
LIGNE = "Le conseil prend acte de la communication faite en séance, numéro {}."


def measure_volet() -> dict[str, float]:
    """Give the figures of the pane.

    Returns:
        `volet_connexion_ms`, `volet_rediger_ms`: medians from nothing to the first view that can be used, signed out
            and signed in, the script of Microsoft not there yet;
        `volet_constats_ms`: median from the click on « Contrôler le document » until the findings of ten pages are
            shown.
    """
    with tempfile.TemporaryDirectory() as dossier, running(Path(dossier)) as service, open_navigateur() as navigateur:
        ouvertures = {nom: _measure_ouverture(navigateur, service, nom) for nom in VUES}
        constats = _measure_constats(navigateur, service)
    charge = os.getloadavg()[0]
    connexion, rediger = (statistics.median(ouvertures[nom]) for nom in ("connexion", "rediger"))
    print(f"Volet : connexion {connexion:.0f} ms, modèles {rediger:.0f} ms, ", end="")
    print(f"constats de dix pages {statistics.median(constats):.0f} ms, charge de la machine {charge:.1f}")
    return {
        "volet_connexion_ms": connexion,
        "volet_rediger_ms": rediger,
        "volet_constats_ms": statistics.median(constats),
    }


def _measure_ouverture(navigateur: Browser, service: ServiceReel, nom: str) -> list[float]:
    """Open the pane in browsers that kept nothing but, for the list of templates, who is signed in."""
    durees: list[float] = []
    retenus: list[Route] = []
    for _ in range(TOURS):
        with open_volet(navigateur, service, AGENTS[0] if nom == "rediger" else None) as volet:
            page = volet.page
            # Only the script of Microsoft is held: to watch each request would be measured too.
            page.context.unroute_all()
            page.route(f"{ADRESSE}**", lambda route, _requete: retenus.append(route))
            page.goto(f"/volet?vue=rediger&{WORD}", wait_until="commit")
            durees.append(page.evaluate(ATTENDRE, [VUES[nom], "ouverture"]))
            retenus.pop().abort()
    return durees


def _measure_constats(navigateur: Browser, service: ServiceReel) -> list[float]:
    octets = make_docx("DÉLIBÉRATION", *(LIGNE.format(rang) for rang in range(LIGNES)), "[à compléter]")
    durees: list[float] = []
    with open_volet(navigateur, service, AGENTS[0]) as volet:
        for _ in range(TOURS):
            page = volet.open("controler", **holding(octets))
            page.locator(".etat-document", has_text="Document sans visa").wait_for()
            page.unroute_all()
            page.context.unroute_all()
            durees.append(page.evaluate(ATTENDRE, [".constat", "main .bouton.principal"]))
    return durees


if __name__ == "__main__":
    print(measure_volet())
