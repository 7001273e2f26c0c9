"""The demonstration: the arrêté and the délibération of the examples, in Word, LibreOffice and PDF; the arrêté sealed.

Its second half, from the draft to the seal, is in `cli_demo_visa`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server import formats, libreoffice
from server.catalogue import load_exemple
from server.cli_actes import draft_document
from server.cli_demo_visa import run_relecture
from server.cli_sorties import warn, write_ensemble
from server.errors import EcritureImpossible
from server.redaction.nommage import make_base
from server.regles.rendu import constat_as_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from server.cli_demo_visa import Demonstration
    from server.installation import Installation
    from server.redaction import Brouillon

MODELES = ("arrete_circulation_temporaire", "deliberation_subvention")
A_SCELLER = MODELES[0]
EXEMPLE = "01"
FORMATS = ("docx", "odt")


def run_demo(installation: Installation, dossier: Path) -> dict[str, tuple[Brouillon, dict[str, Path]]]:
    """Draft the examples into a folder.

    Returns:
        For each template, the draft and the path of each of its files, by extension; "pdf" only where LibreOffice is
        there and could convert.
    """
    brouillons: dict[str, tuple[Brouillon, dict[str, Path]]] = {}
    for code in MODELES:
        modele = installation.catalogue.get(code)
        brouillon = draft_document(installation, modele, load_exemple(modele, EXEMPLE))
        contenus = {ext: formats.write(brouillon.acte, ext, installation.charte) for ext in FORMATS}
        if pdf := make_pdf(contenus["docx"]):
            contenus["pdf"] = pdf
        brouillons[code] = brouillon, write_ensemble(dossier, make_base(modele, brouillon.acte), contenus)
    return brouillons


def seal_demo(
    installation: Installation, brouillons: Mapping[str, tuple[Brouillon, dict[str, Path]]], dossier: Path
) -> Demonstration:
    """Have the arrêté of `run_demo` reviewed and sealed, into the same folder."""
    modele = installation.catalogue.get(A_SCELLER)
    brouillon, _ = brouillons[A_SCELLER]
    return run_relecture(installation, modele, load_exemple(modele, EXEMPLE), brouillon, dossier)


def as_json(brouillons: Mapping[str, tuple[Brouillon, dict[str, Path]]], scelles: Demonstration) -> dict[str, Any]:
    """Give what `demo --json` prints: the files of each template, the sealed ones, and the findings by template."""
    return {
        "fichiers": {code: {ext: str(f) for ext, f in fichiers.items()} for code, (_, fichiers) in brouillons.items()},
        "scelles": {nom: str(chemin) for nom, chemin in scelles.fichiers.items()},
        "constats": [
            {"modele": code, **constat_as_json(constat)}
            for code, (brouillon, _) in brouillons.items()
            for constat in brouillon.constats
        ],
    }


def make_pdf(docx: bytes) -> bytes | None:
    """Convert a .docx into PDF; None where LibreOffice is not installed, or failed, which is said on standard error."""
    if libreoffice.find_soffice() is None:
        return None
    try:
        return libreoffice.convert(docx, "docx", "pdf")
    except EcritureImpossible as erreur:
        warn(f"LibreOffice n’a pas pu faire le PDF ({erreur.raison}) ; les autres fichiers sont faits.")
        return None
