"""How fast the page is for who uses it: opened with nothing kept, then from the click that drafts to the preview.

The real service, without a model, on loopback; the system's Chromium, as the tests drive it.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.conftest import running, seated
from tests.web.navigateur import open_contexte, open_navigateur

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.e2e.conftest import Poste
    from tests.e2e.service import ServiceReel

TOURS = 10
ACTE = ("deliberation_subvention", "02")
# Until the browser has painted what it found: what a person sees, measured by the clock of the page itself.
# The page tells of each change by itself: to look again at each frame would make frames, which cost the browser as much
# as the page does.
ATTENDRE = """([selecteur, cadre]) => new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error(`rien pour ${selecteur}`)), 60000);
  const debut = cadre === "ouverture" ? 0 : performance.now();
  const finir = () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - debut)));
  const regarder = () => {
    const vu = document.querySelector(selecteur);
    if (!vu) return;
    guetteur.disconnect();
    if (vu.tagName === "IFRAME") vu.addEventListener("load", finir, { once: true });
    else finir();
  };
  const guetteur = new MutationObserver(regarder);
  guetteur.observe(document, { childList: true, subtree: true });
  if (cadre !== "ouverture") document.querySelector(cadre).click();
  regarder();
})"""
POIDS = """() => performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation"))
  .reduce((somme, e) => somme + e.transferSize, 0)"""


def measure_page() -> dict[str, float]:
    """Give the figures of the page.

    Returns:
        `page_prete_ms`: median from nothing to a page that can be used, the list of acts shown, nothing in any cache;
        `page_poids_kio`: what the browser received for it;
        `page_apercu_ms`: median from the click on « Rédiger le projet » until the preview of the document is shown,
            the time of the text and that of the preview together.
    """
    with tempfile.TemporaryDirectory() as dossier, running(Path(dossier)) as service, open_navigateur() as navigateur:
        with seated(navigateur, service) as poste:
            textes, apercus = _measure_redactions(poste)
        pretes, poids = _measure_ouvertures(navigateur, service)
    texte, apercu, prete = (statistics.median(mesures) for mesures in (textes, apercus, pretes))
    charge = os.getloadavg()[0]
    print(f"Page : prête en {prete:.0f} ms pour {poids / 1024:.0f} Kio ; du clic au texte {texte:.0f} ms, ", end="")
    print(f"puis du clic à l’aperçu {apercu:.0f} ms, charge de la machine {charge:.1f}")
    return {"page_prete_ms": prete, "page_poids_kio": poids / 1024, "page_apercu_ms": texte + apercu}


def _measure_ouvertures(navigateur: Browser, service: ServiceReel) -> tuple[list[float], int]:
    """Open the page in browsers that kept nothing but who is signed in."""
    durees: list[float] = []
    poids = 0
    etat = next(iter(service.sessions.values()))
    for _ in range(TOURS):
        with open_contexte(navigateur, service.url, storage_state=etat) as contexte:
            # A browser that watches each request would be measured with its watcher.
            contexte.unroute_all()
            page = contexte.new_page()
            page.goto("/", wait_until="commit")
            durees.append(_wait(page, ".actes a, .vide", "ouverture"))
            poids = page.evaluate(POIDS)
    return durees, poids


def _measure_redactions(poste: Poste) -> tuple[list[float], list[float]]:
    textes, apercus = [], []
    poste.contexte.unroute_all()
    identifiant = poste.start_from(*ACTE)
    for _ in range(TOURS):
        poste.open(f"acte/{identifiant}")
        poste.page.get_by_text("Tout est rempli").wait_for()
        textes.append(_wait(poste.page, ".texte-acte", ".barre .bouton.principal"))
        apercus.append(_wait(poste.page, "iframe", ".barre a[href$='/apercu']"))
    return textes, apercus


def _wait(page: Page, selecteur: str, clic: str) -> float:
    duree: float = page.evaluate(ATTENDRE, [selecteur, clic])
    return duree


if __name__ == "__main__":
    print(measure_page())
