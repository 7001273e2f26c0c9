"""The PDF of a sealed file, and what it costs a client when it cannot be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.errors import Conflit, EcritureImpossible, LibreOfficeIndisponible
from server.sceau import derive_pdf

if TYPE_CHECKING:
    from server.sceau import Releve


def print_scelle(fichier: bytes, nom: str, releve: Releve, *, mention: bool) -> bytes:
    """Give the PDF of a sealed file that was verified.

    Raises:
        LibreOfficeIndisponible: LibreOffice is not there, or does not answer.
        Conflit: LibreOffice could not make it.
    """
    try:
        return derive_pdf(fichier, nom, releve, mention=mention)
    except LibreOfficeIndisponible:
        raise
    except EcritureImpossible as erreur:
        raise Conflit(f"Le PDF n’a pas pu être fait. {erreur.raison}") from erreur
