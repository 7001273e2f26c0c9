"""Serve the LibreOffice extension, and what tells LibreOffice that there is a newer one; both hold nothing secret."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from fastapi import Request, Response

from server.oxt import FICHIER, MISE_A_JOUR, build_oxt, describe_mise_a_jour

if TYPE_CHECKING:
    from fastapi import FastAPI

    from server.settings import Settings


def mount_oxt(app: FastAPI, settings: Settings) -> None:
    """Add the two addresses that the extension was given when it was built."""

    @lru_cache(maxsize=8)
    def build(serveur: str) -> bytes:
        return build_oxt(version("minutier"), serveur)

    def name_serveur(requete: Request) -> str:
        return settings.url_publique or str(requete.base_url).rstrip("/")

    def extension(requete: Request) -> Response:
        """Donner l’extension LibreOffice, réglée pour ce serveur."""
        return Response(build(name_serveur(requete)), media_type="application/vnd.openofficeorg.extension")

    def mise_a_jour(requete: Request) -> Response:
        """Dire quelle est la version de l’extension."""
        return Response(describe_mise_a_jour(version("minutier"), name_serveur(requete)), media_type="text/xml")

    app.get(FICHIER, include_in_schema=False)(extension)
    app.get(MISE_A_JOUR, include_in_schema=False)(mise_a_jour)
