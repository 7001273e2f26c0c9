"""The system's Chromium, driven by Playwright: one for a module of tests, a fresh context for each."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

# No service of the browser may look outside: the network of tests is closed.
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str:
    """Give the path of the system's Chromium; `make paquets` installs it."""
    chemin = shutil.which("chromium")
    assert chemin, "Chromium manque : make paquets"
    return chemin


@contextmanager
def open_navigateur(*options: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(executable_path=find_chromium(), args=[*OPTIONS, *options])
        try:
            yield navigateur
        finally:
            navigateur.close()


@contextmanager
def open_contexte(navigateur: Browser, url: str, **options) -> Iterator[BrowserContext]:
    """Open a context that reaches this server and nothing else, and fails on any error of the page."""
    contexte = navigateur.new_context(base_url=url, locale="fr-FR", timezone_id="Europe/Paris", **options)
    contexte.set_default_timeout(60_000)
    dehors: list[str] = []
    erreurs: list[str] = []

    def sort(route, requete):
        if requete.url.startswith(url):
            route.fallback()
        else:
            dehors.append(requete.url)
            route.abort()

    contexte.route("**/*", sort)
    contexte.on("weberror", lambda e: erreurs.append(str(e.error)))
    # A refused policy, a failed module: whatever the console calls an error, but the answers that the page handles.
    contexte.on(
        "console",
        lambda m: (
            erreurs.append(m.text) if m.type == "error" and "status of" not in m.text and "ERR_" not in m.text else None
        ),
    )
    try:
        yield contexte
    finally:
        contexte.close()
    assert not dehors
    assert not erreurs


AXE = Path(__file__).resolve().parents[1] / "e2e" / "node_modules" / "axe-core" / "axe.min.js"
