"""The file of a backup: a ZIP with a manifest that gives the SHA-256 of everything else in it."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from server.errors import FichierIllisible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MANIFESTE: Final = "manifeste.json"
FORMAT: Final = "minutier-sauvegarde/1"
MORCEAU: Final = 1024 * 1024
ETRANGER: Final = "ce n’est pas une sauvegarde de Minutier, ou elle est tronquée."


@dataclass(frozen=True, slots=True)
class Manifeste:
    """Say what a backup holds.

    Attributes:
        version: of Minutier, when it was made.
        revision: of the schema of its database.
        cree_le: ISO 8601, in UTC.
        tables: rows by table.
        empreintes: SHA-256 by name of entry.
    """

    version: str
    revision: str
    cree_le: str
    format: str = FORMAT
    tables: dict[str, int] = field(default_factory=dict)
    empreintes: dict[str, str] = field(default_factory=dict)


def name_table(table: str) -> str:
    """Name the entry of a table."""
    return f"base/{table}.jsonl"


def write_lignes(archive: zipfile.ZipFile, manifeste: Manifeste, table: str, lignes: Iterable[str]) -> None:
    """Write the rows of a table, one line each."""
    nom, somme, total = name_table(table), hashlib.sha256(), 0
    with archive.open(nom, "w", force_zip64=True) as entree:
        for ligne in lignes:
            octets = f"{ligne}\n".encode()
            somme.update(octets)
            entree.write(octets)
            total += 1
    manifeste.tables[table] = total
    manifeste.empreintes[nom] = somme.hexdigest()


def write_fichier(archive: zipfile.ZipFile, manifeste: Manifeste, nom: str, chemin: Path) -> None:
    """Write a file as it is."""
    somme = hashlib.sha256()
    with chemin.open("rb") as source, archive.open(nom, "w", force_zip64=True) as entree:
        while morceau := source.read(MORCEAU):
            somme.update(morceau)
            entree.write(morceau)
    manifeste.empreintes[nom] = somme.hexdigest()


def write_manifeste(archive: zipfile.ZipFile, manifeste: Manifeste) -> None:
    """Write the manifest, last: a file that was cut has none."""
    archive.writestr(MANIFESTE, json.dumps(asdict(manifeste), ensure_ascii=False, indent=2))


@contextmanager
def open_archive(fichier: Path) -> Iterator[tuple[zipfile.ZipFile, Manifeste]]:
    """Open a backup, every entry checked against the manifest before anything is done with it.

    Raises:
        FichierIllisible: not a backup, cut, altered, or with an entry that would be written elsewhere.
    """
    with _open_zip(fichier) as archive:
        manifeste = _read_manifeste(fichier, archive)
        _check(fichier, archive, manifeste)
        yield archive, manifeste


def _open_zip(fichier: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(fichier)
    except FileNotFoundError:
        raise FichierIllisible(fichier, "ce fichier n’existe pas.") from None
    except (zipfile.BadZipFile, OSError):
        raise FichierIllisible(fichier, ETRANGER) from None


def _read_manifeste(fichier: Path, archive: zipfile.ZipFile) -> Manifeste:
    try:
        lu: dict[str, Any] = json.loads(archive.read(MANIFESTE))
        if lu["format"] != FORMAT:
            raise FichierIllisible(fichier, "cette sauvegarde vient d’une version plus récente de Minutier.")
        return Manifeste(**lu)
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile):
        raise FichierIllisible(fichier, ETRANGER) from None


def _check(fichier: Path, archive: zipfile.ZipFile, manifeste: Manifeste) -> None:
    noms = archive.namelist()
    if sorted(noms) != sorted([MANIFESTE, *manifeste.empreintes]):
        raise FichierIllisible(fichier, "son contenu n’est pas celui que son manifeste annonce.")
    for nom, empreinte in manifeste.empreintes.items():
        chemin = PurePosixPath(nom)
        if chemin.is_absolute() or ".." in chemin.parts or "\\" in nom or str(chemin) != nom:
            raise FichierIllisible(fichier, f"l’entrée « {nom} » sortirait du dossier.")
        if _digest(archive, nom) != empreinte:
            raise FichierIllisible(fichier, f"l’entrée « {nom} » a été altérée.")


def _digest(archive: zipfile.ZipFile, nom: str) -> str:
    somme = hashlib.sha256()
    with archive.open(nom) as entree:
        try:
            while morceau := entree.read(MORCEAU):
                somme.update(morceau)
        except (zipfile.BadZipFile, zlib.error):
            # ZIP has a check of its own, and its word is the same as ours.
            return ""
    return somme.hexdigest()
