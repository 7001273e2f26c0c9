"""Build the LibreOffice extension out of its sources: the same bytes for the same sources, version and settings."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from server.ressources import find_dossier

if TYPE_CHECKING:
    from pathlib import Path

IDENTIFIANT: Final = "fr.minutier.libreoffice"
DESCRIPTION: Final = "description.xml"
REGLAGES: Final = "reglages.json"
MISE_A_JOUR: Final = "/oxt/mise-a-jour.xml"
FICHIER: Final = "/oxt/minutier.oxt"
# What is in the extension; a folder of sources may hold more (caches, settings of our tools).
SUFFIXES: Final = frozenset({".xml", ".xcu", ".xdl", ".py", ".png", ".txt"})
# A zip holds no date before 1980: the date of a build says nothing that the version does not.
INSTANT: Final = (1980, 1, 1, 0, 0, 0)
_INFORMATIONS: Final = "  <update-information>\n    <src xlink:href={}/>\n  </update-information>\n"
_BOUCLE: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def check_serveur(adresse: str) -> str | None:
    """Say in French what is wrong with an address of the server; None when it can be given to every post."""
    try:
        parties = urlsplit(adresse)
        port = parties.port
    except ValueError:
        return "ce n’est pas une adresse"
    if parties.scheme not in {"http", "https"} or not parties.hostname or port == 0:
        return "attendue : https://minutier.ville.fr"
    if parties.username or parties.query or parties.fragment or not adresse.isascii() or not adresse.isprintable():
        return "attendue : https://minutier.ville.fr"
    if parties.scheme == "http" and parties.hostname not in _BOUCLE:
        return "en https://, sans quoi les mots de passe passeraient en clair"
    return None


def build_oxt(version: str, serveur: str = "") -> bytes:
    """Build the extension.

    Args:
        version: that of Minutier.
        serveur: address of the server, set for everybody; without one, each user gives it, or a file of the post does.
    """
    sources = find_dossier("addin-manifest") / "libreoffice"
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for nom, octets in sorted(_list_parties(sources, version, serveur.rstrip("/")).items()):
            entree = zipfile.ZipInfo(nom, INSTANT)
            entree.compress_type = zipfile.ZIP_DEFLATED
            entree.external_attr = 0o644 << 16
            archive.writestr(entree, octets)
    return sortie.getvalue()


def _list_parties(sources: Path, version: str, serveur: str) -> dict[str, bytes]:
    parties = {
        chemin.relative_to(sources).as_posix(): chemin.read_bytes()
        for chemin in sources.rglob("*")
        if chemin.suffix in SUFFIXES
    }
    parties[DESCRIPTION] = _describe(parties[DESCRIPTION].decode(), version, serveur).encode()
    if serveur:
        parties[REGLAGES] = json.dumps({"serveur": serveur}, indent=2).encode()
    return parties


def _describe(description: str, version: str, serveur: str) -> str:
    adresse = _INFORMATIONS.format(quoteattr(serveur + MISE_A_JOUR)) if serveur else ""
    return description.replace("@VERSION@", version).replace("</description>", adresse + "</description>")


def describe_mise_a_jour(version: str, serveur: str) -> str:
    """Write what LibreOffice asks for to learn whether there is a newer extension, and where."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<description xmlns="http://openoffice.org/extensions/update/2006"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink">\n'
        f"  <identifier value={quoteattr(IDENTIFIANT)}/>\n"
        f"  <version value={quoteattr(version)}/>\n"
        f"  <update-download>\n    <src xlink:href={quoteattr(serveur + FICHIER)}/>\n  </update-download>\n"
        "</description>\n"
    )
