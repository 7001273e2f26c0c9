"""Make the manifest that Word installs the add-in from: the template of `addin-manifest/word/`, for one address."""

from __future__ import annotations

import re
import uuid
from importlib.metadata import version
from typing import Final
from xml.sax.saxutils import escape

from server.errors import ReglageInvalide
from server.ressources import find_dossier

MODELE: Final = "manifest.xml"
# Internet domain names alone: Office follows no other.
_HOTE: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?")


def read_adresse(texte: str) -> str:
    """Read the address of the installation, as its users type it, into an origin in lower case.

    Raises:
        ReglageInvalide: it is no ``https://`` origin; Office opens no other.
    """
    adresse = texte.strip().lower().rstrip("/")
    if not adresse.startswith("https://"):
        raise ReglageInvalide("--url", "une adresse « https://… » est attendue : Word n’en ouvre pas d’autre.")
    if not _HOTE.fullmatch(adresse.removeprefix("https://")):
        raise ReglageInvalide("--url", "l’adresse s’arrête après le nom du serveur (et son port).")
    return adresse


def make_id(url: str) -> str:
    """Give the GUID of an installation: the same address gives the same one, so that a new manifest is an update."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, url))


def make_manifeste(url: str) -> bytes:
    """Make the manifest of an installation.

    Args:
        url: its address, as `read_adresse` gives it.
    """
    valeurs = {
        "id": make_id(url),
        "version": _make_version(version("minutier")),
        "url": url,
        "hote": url.removeprefix("https://"),
    }
    texte = (find_dossier("addin-manifest") / "word" / MODELE).read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda trouve: escape(valeurs[trouve[1]], {'"': "&quot;"}), texte).encode()


def _make_version(version_projet: str) -> str:
    """Write our version with the four numbers that Office wants; it takes none that begins below 1."""
    nombres = [int(nombre) for nombre in re.findall(r"\d+", version_projet)[:3]]
    return ".".join(str(nombre) for nombre in (1, *nombres))
