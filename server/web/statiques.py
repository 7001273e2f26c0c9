"""Serve the page at ``/`` and its files under ``/static``, with a strict policy and caches that never lie.

The files are read once, when the application is built. Their address holds the digest of all of them: a browser keeps
them for good, and asks for others as soon as one has changed. There is no build step: ES modules name each other by
relative addresses, which the digest in the path covers. As they are read, the style sheets of a page are joined, and
modules lose the lines that are comments alone (docs/decisions/0019).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from fastapi import Request, Response
from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fastapi import FastAPI

DOSSIER: Final = Path(__file__).with_name("static")
PAGE: Final = "index.html"
VERSION: Final = b"{{version}}"
MODULES: Final = b"{{modules}}"
# The page runs it; it fetches the screens it does not import once the first one is shown.
PREMIERS: Final = ("js/app.js",)
PRECHARGE: Final = '<link rel="modulepreload" href="/static/{version}/{nom}">'

# The style sheets of each page, joined in this order: a browser shows nothing before it has all of them.
FEUILLES: Final = {
    "css/page-entiere.css": ("base", "page", "formulaire", "large", "suivi", "texte", "relecture"),
    "css/volet-entier.css": ("base", "formulaire", "suivi", "volet"),
}

_IMPORT: Final = re.compile(rb'^(?:import|export) [^"]*"(\.[^"]+)";', re.MULTILINE)
_PLUS_TARD: Final = re.compile(rb'\bimport\("(\.[^"]+)"\)')
_COMMENTAIRE: Final = re.compile(rb"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*)$", re.MULTILINE | re.DOTALL)

TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}

# The page runs its own modules and talks to its own server; the preview of an act is the only frame. No text is ever
# parsed as HTML, which `require-trusted-types-for` makes the browser hold.
POLITIQUE: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
# The page must be asked for again each time (a 304 is cheap): it names the version of all the rest.
CACHE_PAGE: Final = "no-cache"
CACHE_FICHIERS: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Fichier:
    """A file of the page, ready to be sent."""

    octets: bytes
    type: str
    etag: str


def _read(chemin: Path) -> bytes:
    octets = chemin.read_bytes()
    return drop_commentaires(octets) if chemin.suffix == ".js" else octets


def _make_fichier(octets: bytes, suffixe: str) -> Fichier:
    return Fichier(octets, TYPES[suffixe], f'"{hashlib.sha256(octets).hexdigest()[:32]}"')


def drop_commentaires(source: bytes) -> bytes:
    """Empty the lines of a module that are comments alone: the others keep their number."""
    return _COMMENTAIRE.sub(lambda trouve: b"\n" * trouve[0].count(b"\n"), source)


def load_fichiers(dossier: Path = DOSSIER) -> tuple[str, Mapping[str, Fichier]]:
    """Read the files of the page.

    Returns:
        The version (a digest of all names and bytes), and the files by their path under the folder.
    """
    bruts = {
        chemin.relative_to(dossier).as_posix(): _read(chemin)
        for chemin in sorted(dossier.rglob("*"))
        if chemin.suffix in TYPES
    }
    jointes = {nom: b"".join(bruts[f"css/{une}.css"] for une in unes) for nom, unes in FEUILLES.items()}
    bruts = {nom: octets for nom, octets in bruts.items() if not nom.endswith(".css")} | jointes
    somme = hashlib.sha256()
    for nom, octets in bruts.items():
        somme.update(f"{nom}\0{len(octets)}\0".encode() + octets)
    version = somme.hexdigest()[:16]
    modules = make_precharges(version, list_modules(bruts, PREMIERS))
    bruts[PAGE] = bruts[PAGE].replace(MODULES, modules.encode()).replace(VERSION, version.encode())
    return version, {nom: _make_fichier(octets, Path(nom).suffix) for nom, octets in bruts.items()}


def list_modules(fichiers: Mapping[str, bytes], premiers: Iterable[str], *, tous: bool = False) -> list[str]:
    """List the first modules of a page and what they import, in that order; `tous`: what they fetch later as well."""
    trouves: list[str] = []
    reste = [*premiers][::-1]
    while reste:
        nom = reste.pop()
        if nom in trouves:
            continue
        trouves.append(nom)
        octets = fichiers[nom]
        cibles = [*_IMPORT.findall(octets), *(_PLUS_TARD.findall(octets) if tous else ())]
        reste += (resolve(PurePosixPath(nom).parent, cible.decode()) for cible in reversed(cibles))
    return trouves


def resolve(dossier: PurePosixPath, cible: str) -> str:
    """Give the place of a module that another of this folder imports as `cible`."""
    pas = list(dossier.parts)
    for partie in cible.split("/"):
        if partie == "..":
            pas.pop()
        elif partie != ".":
            pas.append(partie)
    return "/".join(pas)


def make_precharges(version: str, modules: Iterable[str]) -> str:
    """Ask for modules at once: a browser learns of one only as it reads what imports it, ten trips one by one."""
    return "".join(PRECHARGE.format(version=version, nom=nom) for nom in modules)


def _answer(requete: Request, fichier: Fichier, cache: str) -> Response:
    entetes = {"Cache-Control": cache, "ETag": fichier.etag, "Content-Security-Policy": POLITIQUE}
    if fichier.etag in requete.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=entetes)
    return Response(fichier.octets, media_type=fichier.type, headers=entetes)


def mount_page(app: FastAPI) -> None:
    """Add ``/`` and ``/static/{version}/…`` to the application."""
    version, fichiers = load_fichiers()

    # async: nothing waits here, and a browser asks for forty files at once; a plain function takes a thread for each.
    async def page(requete: Request) -> Response:
        """Donner la page de rédaction."""
        return _answer(requete, fichiers[PAGE], CACHE_PAGE)

    async def statique(requete: Request, demandee: str, chemin: str) -> Response:
        """Donner un fichier de la page."""
        if demandee != version or chemin not in fichiers or chemin == PAGE:
            raise HTTPException(404)
        return _answer(requete, fichiers[chemin], CACHE_FICHIERS)

    app.get("/", include_in_schema=False)(page)
    app.get("/static/{demandee}/{chemin:path}", include_in_schema=False)(statique)
