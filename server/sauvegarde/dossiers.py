"""The folders that go with the database: the data folder (keys), the collectivité's own templates, its charte."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from server.db import FICHIER_BASE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from server.settings import Settings

DONNEES: Final = "donnees"
# Our own folders, on their way in or out: never saved.
PREFIXE: Final = ".minutier-"


@dataclass(frozen=True, slots=True)
class Partie:
    """A folder of the installation, and the name that it has in a backup."""

    nom: str
    dossier: Path


def list_parties(settings: Settings) -> list[Partie]:
    """List the folders to save; the first is the data folder, there may be no others."""
    parties = [Partie(DONNEES, settings.find_donnees())]
    for nom, dossier in (("modeles", settings.modeles), ("charte", settings.charte)):
        if dossier is not None:
            parties.append(Partie(nom, dossier))
    return parties


def find_destination(nom: str, settings: Settings) -> Path:
    """Give the folder that a part is brought back to: the one that is set, else one of the data folder."""
    reglees = {partie.nom: partie.dossier for partie in list_parties(settings)}
    return reglees.get(nom, settings.find_donnees() / nom)


def list_fichiers(partie: Partie, autres: list[Partie]) -> list[Path]:
    """List the files of a part: not the database, which is saved row by row, nor what another part holds."""
    if not partie.dossier.is_dir():
        return []
    exclus = [autre.dossier for autre in autres if autre != partie and autre.dossier != partie.dossier]
    return sorted(
        chemin
        for chemin in partie.dossier.rglob("*")
        if chemin.is_file()
        and not chemin.is_symlink()
        and not (partie.nom == DONNEES and chemin.parent == partie.dossier and chemin.name.startswith(FICHIER_BASE))
        and not any(partie_du_chemin.startswith(PREFIXE) for partie_du_chemin in chemin.parts)
        and not any(chemin.is_relative_to(exclu) for exclu in exclus if exclu.is_relative_to(partie.dossier))
    )


@contextmanager
def replace_all(remplacements: Mapping[Path, Path | None]) -> Iterator[None]:
    """Put files and folders in the place of others while something else is done; put all back when it fails.

    Args:
        remplacements: by place, what comes there, from the same disk; None where nothing does.
    """
    poses: list[tuple[Path, Path | None]] = []
    try:
        for place, nouveau in remplacements.items():
            poses.append((place, _set_aside(place)))
            if nouveau is not None:
                nouveau.rename(place)
        yield
    except BaseException:
        for place, ancien in reversed(poses):
            _put_back(place, ancien)
        raise
    for _, ancien in poses:
        if ancien is not None:
            shutil.rmtree(ancien.parent)


def _set_aside(place: Path) -> Path | None:
    """Move what stands in a place to a folder of its own beside it."""
    if not place.exists():
        return None
    ancien = Path(tempfile.mkdtemp(prefix=PREFIXE, dir=place.parent)) / place.name
    place.rename(ancien)
    return ancien


def _put_back(place: Path, ancien: Path | None) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
    if ancien is not None:
        ancien.rename(place)
        ancien.parent.rmdir()
