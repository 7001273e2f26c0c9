"""What the commands on acts do: open the installation, draft, write, read, check."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server import formats
from server.catalogue import read_saisie, validate
from server.cli_francais import UsageInvalideError
from server.cli_sorties import say, warn, write_ensemble
from server.errors import FichierIllisible, SaisieRefusee
from server.installation import Installation, make_redacteur_installe
from server.redacteurs import Aucun
from server.redaction import draft, holds_ia
from server.redaction.nommage import make_base
from server.regles import Controle, render_texte
from server.regles.rendu import constat_as_json
from server.settings import load_settings, read_vllm_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.catalogue import Modele, Saisie
    from server.catalogue.documents import Document
    from server.formats.lecture import Lecture
    from server.redacteurs import Redacteur
    from server.redaction import Brouillon
    from server.settings import Settings

TIRET = "-"
"""Stands for standard input where a file is expected."""

TAILLE_MAX = 64 * 1024 * 1024
"""Bytes. More than the readers of .docx and .odt take: they say themselves what is too large."""


def open_installation() -> Installation:
    """Read the settings.

    Raises:
        ReglageInvalide: one of them is wrong.
    """
    return Installation(load_settings())


def read_fichier(nom: str) -> bytes:
    """Read a file named on the command line, or standard input for « - ».

    Raises:
        FichierIllisible: it does not exist, is a folder, may not be read, or is too large.
    """
    try:
        if nom == TIRET:
            donnees = sys.stdin.buffer.read(TAILLE_MAX + 1)
        else:
            with Path(nom).open("rb") as fichier:
                donnees = fichier.read(TAILLE_MAX + 1)
    except OSError as erreur:
        raise FichierIllisible(nom, _say_lecture(erreur)) from erreur
    except ValueError as erreur:  # a null character in the name
        raise FichierIllisible(nom, "ce nom de fichier n’est pas valable.") from erreur
    if len(donnees) > TAILLE_MAX:
        raise FichierIllisible(nom, f"le fichier dépasse {TAILLE_MAX // 1024 // 1024} Mio.")
    return donnees


def _say_lecture(erreur: OSError) -> str:
    raisons = {
        FileNotFoundError: "le fichier n’existe pas.",
        IsADirectoryError: "c’est un dossier, pas un fichier.",
        PermissionError: "vous n’avez pas le droit de le lire.",
        NotADirectoryError: "le fichier n’existe pas.",
    }
    return raisons.get(type(erreur), f"la lecture a échoué ({erreur.strerror or erreur}).")


def validate_saisie(installation: Installation, modele: Modele, document: Document) -> Saisie:
    """Validate a saisie read from a file.

    Raises:
        SaisieRefusee: each fault ends with the line of the file where it is known.
    """
    propre = "collectivite" in document.valeur
    try:
        return validate(modele, document.valeur, None if propre else installation.collectivite)
    except SaisieRefusee as refus:
        faults = ((faute, document.find_ligne_de(faute.champ)) for faute in refus.faults)
        situees = (replace(f, raison=f"{f.raison} (ligne {ligne})") if ligne else f for f, ligne in faults)
        raise SaisieRefusee(tuple(situees)) from refus


def open_redacteur(
    settings: Settings, nom: str | None = None, url: str | None = None, modele: str | None = None
) -> Redacteur:
    """Make the redacteur that the command line asks for, else the one of the settings.

    Args:
        settings: give what the command line leaves out; the key of the model server comes from nowhere else.
        nom: "vllm", "aucun", or None for vllm where a URL is known.
        url: address of the model server.
        modele: name of the model.

    Raises:
        ReglageInvalide: vllm without a URL, or files of the model that are not those that were approved.
    """
    if url is not None:
        # Checked like the setting that it stands for.
        settings = settings.model_copy(update={"vllm_url": read_vllm_url("--vllm-url", url)})
    return make_redacteur_installe(settings, nom, modele)


def make_manifeste_modele(dossier: str) -> dict[str, str]:
    """Give the SHA-256 of each file of a model folder, by its name in the folder.

    Raises:
        FichierIllisible: it is no folder, holds no file, or one of them may not be read.
    """
    from server.redacteurs.vllm.manifeste import make_manifeste  # noqa: PLC0415 -- as in server.redacteurs.choix

    if not Path(dossier).is_dir():
        raise FichierIllisible(dossier, "ce n’est pas un dossier.")
    try:
        manifeste = make_manifeste(Path(dossier))
    except OSError as erreur:
        raise FichierIllisible(erreur.filename or dossier, _say_lecture(erreur)) from erreur
    if not manifeste:
        raise FichierIllisible(dossier, "le dossier ne contient aucun fichier.")
    return manifeste


def read_extensions(texte: str) -> list[str]:
    """Read a list of formats separated by commas.

    Raises:
        UsageInvalideError: one of them is not a format that we write.
    """
    extensions = list(dict.fromkeys(extension.strip().lower().lstrip(".") for extension in texte.split(",")))
    for extension in extensions:
        if extension not in formats.FORMATS:
            raise UsageInvalideError(
                f"Format inconnu : « {extension} ». Formats possibles : {', '.join(formats.FORMATS)}."
            )
    return extensions


def draft_fichier(
    installation: Installation, code: str, nom: str, redacteur: Redacteur | None = None
) -> tuple[Modele, Brouillon]:
    """Draft an act from the file of a saisie; without a model when no redacteur is given."""
    modele = installation.catalogue.get(code)
    document = read_saisie(read_fichier(nom), nom)
    return modele, draft_document(installation, modele, document, redacteur)


def draft_document(
    installation: Installation, modele: Modele, document: Document, redacteur: Redacteur | None = None
) -> Brouillon:
    """Draft an act from a saisie already read; without a model when no redacteur is given."""
    saisie = validate_saisie(installation, modele, document)
    return asyncio.run(draft(modele, saisie, redacteur or Aucun(), installation.charte))


def write_brouillon(
    installation: Installation, modele: Modele, brouillon: Brouillon, dossier: Path, extensions: Sequence[str]
) -> dict[str, Path]:
    """Write a draft in several formats, under a name that says PROJET, what it is and when it was made.

    Raises:
        EcritureImpossible: nothing was written.
    """
    contenus = {ext: formats.write(brouillon.acte, ext, installation.charte) for ext in extensions}
    return write_ensemble(dossier, make_base(modele, brouillon.acte), contenus)


def brouillon_as_json(brouillon: Brouillon, fichiers: dict[str, Path]) -> dict[str, Any]:
    """Give what `draft --json` prints."""
    return {
        "fichiers": {extension: str(chemin) for extension, chemin in fichiers.items()},
        "constats": [constat_as_json(constat) for constat in brouillon.constats],
        "passages": [
            {"nom": redige.nom, "origine": str(redige.origine), "essais": redige.essais}
            for redige in brouillon.passages
        ],
    }


def print_brouillon(brouillon: Brouillon, fichiers: dict[str, Path]) -> None:
    """Say to a person where the files are and what the rules found."""
    for chemin in fichiers.values():
        say(f"Écrit : {chemin}")
    say(render_texte([Controle("Contrôle", brouillon.constats, brouillon.acte)]))
    comment = "avec" if holds_ia(brouillon.passages) else "sans"
    say(f"Projet composé {comment} modèle de langage : à relire et à valider par une personne avant signature.")


def read_acte(nom: str) -> Lecture:
    """Read an act from a .docx, .odt or text file, and warn of what the reader left out.

    Raises:
        FichierIllisible: it is none of these, or is not sound.
    """
    lecture = formats.read(read_fichier(nom), nom)
    for avertissement in lecture.avertissements:
        warn(f"{nom} : {avertissement}")
    return lecture
