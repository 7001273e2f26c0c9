"""What the DSI sets for everybody, and what this user keeps: the token, never in a document."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

NOM = "libreoffice.json"
JETON = "minutier-jeton.json"
ADRESSE = "minutier-adresse.json"


class Reglages(NamedTuple):
    """Where the server is, and how to reach it."""

    adresse: str = ""
    autorites: str = ""
    mandataire: str = ""
    impose: bool = False
    """The address comes from the DSI: the panel shows it and does not let it be changed."""


def list_fichiers(livre: Path) -> list[Path]:
    """List the files of the DSI, of the machine then in the extension: the first that exists counts."""
    if sys.platform == "win32":
        machine = Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "Minutier" / NOM
    elif sys.platform == "darwin":
        machine = Path("/Library/Application Support/Minutier") / NOM
    else:
        machine = Path("/etc/minutier") / NOM
    return [machine, livre]


def load_reglages(fichiers: list[Path], profil: Path) -> Reglages:
    """Read the settings: those of the DSI, else the address that this user gave."""
    for fichier in fichiers:
        donnees = read_json(fichier)
        if texte_of(donnees, "serveur"):
            return Reglages(
                texte_of(donnees, "serveur"), texte_of(donnees, "autorites"), texte_of(donnees, "mandataire"), True
            )
    return Reglages(texte_of(read_json(profil / ADRESSE), "serveur"))


def save_adresse(profil: Path, adresse: str) -> None:
    """Keep the address that this user gave, where the DSI set none."""
    write_prive(profil / ADRESSE, {"serveur": adresse})


def load_jeton(profil: Path, adresse: str) -> str:
    """Give the token for this server; nothing for another one."""
    donnees = read_json(profil / JETON)
    return texte_of(donnees, "jeton") if texte_of(donnees, "serveur") == adresse else ""


def save_jeton(profil: Path, adresse: str, jeton: str) -> None:
    """Keep the token for this user alone."""
    write_prive(profil / JETON, {"serveur": adresse, "jeton": jeton})


def delete_jeton(profil: Path) -> None:
    """Forget the token."""
    with contextlib.suppress(OSError):
        (profil / JETON).unlink()


def read_json(fichier: Path) -> dict[str, Any]:
    """Read a file of settings; one that is missing or broken says nothing."""
    try:
        donnees = json.loads(fichier.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return {}
    return donnees if isinstance(donnees, dict) else {}


def texte_of(donnees: dict[str, Any], nom: str) -> str:
    """Give a setting that is a text."""
    valeur = donnees.get(nom, "")
    return valeur.strip() if isinstance(valeur, str) else ""


def write_prive(fichier: Path, donnees: dict[str, Any]) -> None:
    """Write a file whole, readable by this user alone.

    Raises:
        OSError: the profile cannot be written.
    """
    fichier.parent.mkdir(parents=True, exist_ok=True)
    temporaire = fichier.with_name(fichier.name + ".tmp")
    with contextlib.suppress(OSError):
        temporaire.unlink()
    descripteur = os.open(str(temporaire), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descripteur, "w", encoding="utf-8") as sortie:
        json.dump(donnees, sortie)
    temporaire.replace(fichier)
