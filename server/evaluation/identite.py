"""What was evaluated: the model as served, the prompts, the guard, the cases, the day."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from server.evaluation.cas import DOSSIER
from server.redacteurs import garde, invites, marques
from server.redacteurs.donnees import lexiques

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_LONGUEUR: Final = 12


@dataclass(frozen=True, slots=True)
class Identite:
    """What two runs must share to be compared.

    Attributes:
        modele: name of the model as served; which weights it stands for is known to whoever runs the server.
        invites: version of the prompts and the start of their SHA-256.
        garde: start of the SHA-256 of the guard, the marks and their lexicons.
        cas: start of the SHA-256 of the cases.
        date: when the run began, ISO 8601.
        prevus, faits: cases chosen, and cases done; fewer when the run was interrupted.
        simultanes: cases asked at once, without which no time can be compared.
    """

    modele: str
    invites: str
    garde: str
    cas: str
    minutier: str
    date: str
    prevus: int = 0
    faits: int = 0
    simultanes: int = 1


def identify(modele: str, instant: datetime, *, prevus: int, simultanes: int) -> Identite:
    """Say what a run that begins at `instant` evaluates; `faits` is for its end."""
    racines = [Path(module.__file__ or "").parent for module in (garde, marques, lexiques)]
    return Identite(
        modele=modele,
        invites=f"{invites.VERSION} ({digest([Path(invites.__file__).parent])})",
        garde=digest(racines),
        cas=digest([DOSSIER]),
        minutier=version("minutier"),
        date=instant.isoformat(timespec="seconds"),
        prevus=prevus,
        simultanes=simultanes,
    )


def digest(dossiers: Iterable[Path]) -> str:
    """Give the start of the SHA-256 of the sources and data of some folders, names included."""
    empreinte = hashlib.sha256()
    for dossier in dossiers:
        for fichier in sorted(f for f in dossier.rglob("*") if f.suffix in {".py", ".txt", ".yaml"}):
            contenu = fichier.read_bytes()
            # The length before the bytes: no content can pass for the end of one file and the start of the next.
            empreinte.update(f"{fichier.relative_to(dossier).as_posix()}\0{len(contenu)}\0".encode() + contenu)
    return empreinte.hexdigest()[:_LONGUEUR]
