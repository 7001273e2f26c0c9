"""Readers and writers: .docx, .odt, text, HTML, from and into the tree of `server.acte`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.errors import FichierIllisible
from server.formats import docx, html, odt, texte
from server.formats.lecture import Lecture
from server.formats.paquet import detect
from server.formats.texte_ecriture import write_texte

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.acte.noeuds import Acte
    from server.charte import Charte

__all__ = ["FORMATS", "Lecture", "read", "write"]

_ECRITURES: dict[str, Callable[[Acte, Charte], bytes]] = {
    "docx": docx.write,
    "odt": odt.write,
    "html": lambda acte, charte: html.write(acte, charte).encode(),
    "txt": lambda acte, _charte: write_texte(acte).encode(),
}
_LECTURES: dict[str, Callable[[bytes, str], Lecture]] = {"docx": docx.read, "odt": odt.read, "texte": texte.read}

FORMATS = tuple(_ECRITURES)
"""The formats that `write` knows, by file extension."""

_REFUS = {
    "fodt": "c’est un document LibreOffice « plat » (.fodt) : enregistrez-le en .odt.",
    "pdf": "c’est un PDF : donnez le fichier .docx ou .odt dont il vient.",
    "rtf": "c’est un document RTF : enregistrez-le en .docx ou en .odt.",
    "ole": "c’est un ancien document Word (.doc), ou un document protégé par un mot de passe : "
    "enregistrez-le en .docx sans mot de passe.",
    "image": "c’est une image : il faut un document .docx ou .odt, ou du texte.",
    "zip": "ce n’est ni un document Word (.docx) ni un document LibreOffice (.odt).",
    "inconnu": "ce n’est ni un document .docx, ni un document .odt, ni du texte.",
}


def write(acte: Acte, sorte: str, charte: Charte) -> bytes:
    """Write an act as "docx", "odt", "html" or "txt"; the same act gives the same bytes.

    Raises:
        EcritureImpossible: the act holds what cannot be written faithfully.
        KeyError: `sorte` is none of FORMATS.
    """
    return _ECRITURES[sorte](acte, charte)


def read(donnees: bytes, nom: str = "") -> Lecture:
    """Read a .docx, an .odt or plain text into the tree; the kind is told by content, never by name.

    Args:
        donnees: the file.
        nom: how the user named it, for messages.

    Raises:
        FichierIllisible: not a document that we read, or a damaged or hostile one.
    """
    sorte = detect(donnees)
    if sorte not in _LECTURES:
        raise FichierIllisible(nom, _REFUS[sorte])
    return _LECTURES[sorte](donnees, nom)
