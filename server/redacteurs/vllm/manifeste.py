"""The files of the model that was approved, by their SHA-256: a change of one of them is seen at start."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from server.errors import ReglageInvalide

if TYPE_CHECKING:
    from pathlib import Path

_BLOC = 1 << 20
_REGLAGE = "MINUTIER_VLLM_MANIFESTE"


def make_manifeste(dossier: Path) -> dict[str, str]:
    """Give the SHA-256 of every file of a model folder, by relative path, sorted; links are followed.

    Raises:
        OSError: a file cannot be read.
    """
    fichiers = sorted(f for f in dossier.rglob("*") if not f.is_dir())
    return {f.relative_to(dossier).as_posix(): _digest(f) for f in fichiers}


def check_manifeste(dossier: Path, manifeste: Path) -> None:
    """Refuse a model folder that is not, file for file, the one that the manifest describes.

    Raises:
        ReglageInvalide: names the first file that is missing, added or changed.
    """
    attendu = read_manifeste(manifeste)
    try:
        trouve = make_manifeste(dossier)
    except OSError as faute:
        raise ReglageInvalide(_REGLAGE, f"le modèle ne peut être lu ({faute.strerror} : {faute.filename}).") from faute
    for nom in sorted(attendu.keys() | trouve.keys()):
        if attendu.get(nom) != trouve.get(nom):
            etat = "manque" if nom not in trouve else "est en trop" if nom not in attendu else "a changé"
            raise ReglageInvalide(_REGLAGE, f"modèle refusé : le fichier « {nom} » {etat}.")


def read_manifeste(manifeste: Path) -> dict[str, str]:
    """Read a manifest.

    Raises:
        ReglageInvalide: it is no manifest, or describes nothing.
    """
    try:
        lu = json.loads(manifeste.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as faute:
        raise ReglageInvalide(_REGLAGE, f"« {manifeste} » n’est pas un manifeste lisible.") from faute
    if not isinstance(lu, dict) or not lu or not all(isinstance(v, str) for v in lu.values()):
        raise ReglageInvalide(_REGLAGE, f"« {manifeste} » n’est pas un manifeste : « fichier » : « SHA-256 » attendus.")
    return lu


def _digest(fichier: Path) -> str:
    empreinte = hashlib.sha256()
    with fichier.open("rb") as flux:
        while bloc := flux.read(_BLOC):
            empreinte.update(bloc)
    return empreinte.hexdigest()
