"""The PDF of a sealed file (PDF/A-2b, PDF/UA-1), made by LibreOffice: derived, the sealed file alone is verified."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from server import formats, libreoffice
from server.acte.fragments import Image
from server.acte.parcours import walk
from server.formats.paquet import Paquet
from server.francais.dates import format_date
from server.sceau.enonce import parse_enonce
from server.sceau.examen import detect_sorte
from server.sceau.mention import annotate
from server.sceau.sidecar import parse_sidecar

if TYPE_CHECKING:
    import datetime as dt

    from server.acte.noeuds import Acte
    from server.sceau.releve import Relecteur, Releve

DERIVE: Final = "PDF tiré du fichier scellé par Minutier, qui seul se vérifie."
_NBSP: Final = "\u00a0"


def derive_pdf(fichier: bytes, nom: str, releve: Releve, *, mention: bool = True) -> bytes:
    """Make the PDF of a sealed file that was verified, or that comes from where only sealed files are kept.

    It does not claim PDF/UA-1 where a picture has no words in its place.

    Args:
        fichier: the sealed file.
        nom: how it is named.
        releve: what its visa states.
        mention: whether a last line says who signed off.

    Raises:
        LibreOfficeIndisponible: LibreOffice is not installed, or does not answer.
        EcritureImpossible: LibreOffice could not make it.
        FichierIllisible: the sealed file is none.
    """
    sorte = detect_sorte(fichier, nom)
    accessible = _describes_images(formats.read(fichier, nom).acte)
    texte = f"{say_visas(releve)} {DERIVE}" if mention else DERIVE
    copie = annotate(Paquet(fichier, nom), sorte, releve.acte.intitule, texte, texte if mention else "")
    return libreoffice.convert(copie, sorte, "pdf", _write_options(accessible=accessible))


def read_releve(sidecar: bytes) -> Releve:
    """Give what the visa of a sidecar of ours states; its signature is not checked.

    Raises:
        ValueError: it is no sidecar.
    """
    return parse_enonce(parse_sidecar(sidecar).enveloppe.charge).releve


def say_visas(releve: Releve) -> str:
    """Say who signed off: « Visé par Prénom Nom (élu) le 2 novembre 2026 ; visa n° 12 du registre. »."""
    etapes = [(visa.relecteur, visa.instant) for visa in releve.precedents]
    *debut, fin = [_say_visa(*etape) for etape in (*etapes, (releve.relecteur, releve.instant))]
    qui = f"{', '.join(debut)} et {fin}" if debut else fin
    return f"Visé {qui}{_NBSP}; visa n°{_NBSP}{releve.rang} du registre."


def _say_visa(relecteur: Relecteur, instant: dt.datetime) -> str:
    delegation = f", {relecteur.delegation}" if relecteur.delegation else ""
    return f"par {relecteur.nom} ({relecteur.fonction}{delegation}) le {format_date(instant.astimezone().date())}"


def _describes_images(acte: Acte) -> bool:
    """Tell whether every picture has words for who does not see it."""
    images = (e for place in walk(acte) for e in getattr(place.feuille, "contenu", ()) if isinstance(e, Image))
    return all(image.description.strip() for image in images)


def _write_options(*, accessible: bool) -> str:
    """Write the options of the PDF filter. Comments are no part of the act."""
    choix: dict[str, object] = {
        "SelectPdfVersion": 2,  # PDF/A-2b
        "PDFUACompliance": accessible,
        "UseTaggedPDF": True,
        "ExportBookmarks": True,
        "DisplayPDFDocumentTitle": True,
        "ExportNotes": False,
    }
    types = {bool: "boolean", int: "long"}
    return json.dumps({nom: {"type": types[type(v)], "value": str(v).lower()} for nom, v in choix.items()})
