"""Serve the task pane of Word at ``/volet``: the modules of the page, office.js, and a policy of its own.

office.js is the one script that comes from elsewhere: Microsoft supports it from its own address alone. It makes
elements of script by itself, which ``require-trusted-types-for`` would refuse, and Word on the web frames the pane.
Everything else of the policy is that of the page.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

from fastapi import Request, Response

from server.ressources import find_dossier
from server.web.statiques import CACHE_PAGE, list_modules, load_fichiers, make_precharges

if TYPE_CHECKING:
    from fastapi import FastAPI

    from server.settings import Settings

PAGE: Final = Path(__file__).with_name("volet.html")
# The page runs the first; it fetches the others, and what these import, as soon as it knows who is signed in.
PREMIERS: Final = ("js/volet/volet.js", "js/volet/rediger.js")
POLITIQUE: Final = (
    "default-src 'none'; script-src 'self' {office}; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors {cadres}"
)
# Office fetches the icons from its own pages, and shows none that may not be kept.
ENTETES_ICONE: Final = {"Cache-Control": "public, max-age=86400", "Cross-Origin-Resource-Policy": "cross-origin"}


def make_politique(settings: Settings) -> str:
    """Write the policy of the pane: where office.js comes from, and who may frame it."""
    parties = urlsplit(settings.office_js)
    cadres = " ".join(settings.volet_cadres) or "'none'"
    return POLITIQUE.format(office=f"{parties.scheme}://{parties.netloc}", cadres=cadres)


def make_page(settings: Settings) -> bytes:
    """Write the page of the pane for this installation."""
    version, fichiers = load_fichiers()
    octets = {nom: fichier.octets for nom, fichier in fichiers.items()}
    modules = make_precharges(version, list_modules(octets, PREMIERS))
    valeurs = {"version": version, "modules": modules, "office": settings.office_js}
    texte = PAGE.read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda trouve: valeurs[trouve[1]], texte).encode()


def mount_volet(app: FastAPI, settings: Settings) -> None:
    """Add ``/volet`` and the icons of the add-in to the application."""
    octets, politique = make_page(settings), make_politique(settings)
    entetes = {
        "Cache-Control": CACHE_PAGE,
        "Content-Security-Policy": politique,
        "ETag": f'"{hashlib.sha256(octets + politique.encode()).hexdigest()[:32]}"',
    }
    icones = {
        taille: (find_dossier("addin-manifest") / "word" / f"icone-{taille}.png").read_bytes()
        for taille in ("16", "32", "64", "80")
    }

    async def volet(requete: Request) -> Response:
        """Donner le volet de Word."""
        if entetes["ETag"] in requete.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=entetes)
        return Response(octets, media_type="text/html; charset=utf-8", headers=entetes)

    async def icone(taille: Literal["16", "32", "64", "80"]) -> Response:
        """Donner une icône du complément."""
        return Response(icones[taille], media_type="image/png", headers=ENTETES_ICONE)

    app.get("/volet", include_in_schema=False)(volet)
    app.get("/volet/icones/{taille}.png", include_in_schema=False)(icone)
