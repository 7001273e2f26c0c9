"""Open zip packages that may be hostile; see `archive` for the writing side.

Caps are checked on what the central directory declares, before anything is inflated; `zipfile` then refuses to give
more bytes than declared, so that the declared sizes are the real ones.
"""

from __future__ import annotations

import io
import lzma
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from server.errors import FichierIllisible

if TYPE_CHECKING:
    from collections.abc import Iterator

MIO: Final = 1024 * 1024
COMPRESSE_MAX: Final = 50 * MIO
TOTAL_MAX: Final = 200 * MIO
PARTIE_MAX: Final = 50 * MIO
XML_MAX: Final = 24 * MIO
"""An XML part costs 20 to 50 times its size once parsed; real acts stay under 1 MiB."""
MEMBRES_MAX: Final = 2000
RATIO_MAX: Final = 200
RATIO_SEUIL: Final = MIO
"""Small parts may compress as well as they like: a styles.xml full of repetition is no bomb."""

_DOMMAGES: Final = (
    *(zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, NotImplementedError, RuntimeError),
    *(ValueError, OverflowError),
)

_PRUDENCE: Final[dict[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "huge_tree": False,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
}
_XML_PARSER: Final = etree.XMLParser(**_PRUDENCE)
# Only to see whether there is a DOCTYPE in what the first one refused.
_XML_SCOUT: Final = etree.XMLParser(recover=True, **_PRUDENCE)
# LibreOffice writes a list inside a text box with an xml:id that it has used already. `collect_ids=False` lets it
# through, but makes libxml2 open the external DTD of a DOCTYPE, local files included: it never sees XML that has one.
_XML_LENIENT: Final = etree.XMLParser(collect_ids=False, **_PRUDENCE)


class Paquet:
    """A zip package whose directory was checked; parts are read on demand.

    Raises `FichierIllisible` for what is no zip, is truncated, encrypted, too large, or holds duplicate members,
    links or names that leave the package. `nom` is the file as the user named it.
    """

    def __init__(self, donnees: bytes, nom: str = "") -> None:
        self.nom = nom or "le fichier"
        if len(donnees) > COMPRESSE_MAX:
            raise self.refuse(f"il dépasse {COMPRESSE_MAX // MIO} Mio.")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(donnees))
            membres = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as erreur:
            raise self.refuse("ce n’est pas une archive lisible (fichier tronqué ou d’un autre type).") from erreur
        if len(membres) > MEMBRES_MAX:
            raise self.refuse(f"l’archive contient plus de {MEMBRES_MAX} parties.")
        self._membres: dict[str, zipfile.ZipInfo] = {}
        for membre in membres:
            self._add(membre)
        if sum(m.file_size for m in membres) > TOTAL_MAX:
            raise self.refuse(f"une fois décompressé, il dépasse {TOTAL_MAX // MIO} Mio.")

    def refuse(self, raison: str) -> FichierIllisible:
        """Make the error that names this file."""
        return FichierIllisible(self.nom, raison)

    def _add(self, membre: zipfile.ZipInfo) -> None:
        nom = membre.filename
        segments = nom.replace("\\", "/").split("/")
        if nom.startswith(("/", "\\")) or ".." in segments or ":" in segments[0] or "\x00" in membre.orig_filename:
            raise self.refuse(f"la partie « {nom[:80]} » sort de l’archive.")
        # OPC names are compared without case: « Word/document.xml » beside « word/document.xml » is a duplicate too.
        if nom.lower() in self._membres:
            raise self.refuse(f"la partie « {nom[:80]} » y est en double.")
        if membre.flag_bits & 0x1:
            raise self.refuse("il est protégé par un mot de passe.")
        if stat.S_ISLNK(membre.external_attr >> 16):
            raise self.refuse(f"la partie « {nom[:80]} » est un lien.")
        if membre.file_size > PARTIE_MAX:
            raise self.refuse(f"la partie « {nom[:80]} » dépasse {PARTIE_MAX // MIO} Mio.")
        if membre.file_size > RATIO_SEUIL and membre.file_size > RATIO_MAX * max(membre.compress_size, 1):
            raise self.refuse(f"la partie « {nom[:80]} » est comprimée plus de {RATIO_MAX} fois.")
        self._membres[nom.lower()] = membre

    def __contains__(self, nom: str) -> bool:
        return nom.lower() in self._membres

    def __iter__(self) -> Iterator[str]:
        return (membre.filename for membre in self._membres.values())

    def read(self, nom: str) -> bytes:
        """Give the bytes of a part; KeyError when there is none of this name (letter case aside)."""
        membre = self._membres[nom.lower()]
        try:
            return self._zip.read(membre)
        # zlib and lzma raise their own errors on damaged streams, struct and seek on damaged places; zipfile lets
        # them through.
        except (zipfile.BadZipFile, *_DOMMAGES) as erreur:
            raise self.refuse(f"la partie « {nom[:80]} » est endommagée.") from erreur

    def read_xml(self, nom: str) -> etree._Element:
        """Parse a part: no DOCTYPE, no entity, no network, nesting at most 256; KeyError when there is none."""
        if self._membres[nom.lower()].file_size > XML_MAX:
            raise self.refuse(f"la partie « {nom[:80]} » dépasse {XML_MAX // MIO} Mio.")
        return parse_xml(self.read(nom), nom, self.nom)


def parse_xml(donnees: bytes, partie: str, nom: str) -> etree._Element:
    """Parse XML that may be hostile: a DOCTYPE, bad XML or nesting over 256 raise `FichierIllisible`."""
    try:
        racine = etree.fromstring(donnees, _XML_PARSER)
    except (etree.XMLSyntaxError, ValueError) as erreur:
        racine = _parse_again(donnees, partie, nom, erreur)
    _refuse_doctype(racine, partie, nom)
    return racine


def _parse_again(donnees: bytes, partie: str, nom: str, erreur: Exception) -> etree._Element:
    """Parse XML whose only fault is an identifier used twice; refuse any other, and a DOCTYPE first of all."""
    illisible = FichierIllisible(nom, f"la partie « {partie[:80]} » n’est pas du XML lisible.")
    if getattr(erreur, "code", None) != etree.ErrorTypes.DTD_ID_REDEFINED:
        raise illisible from erreur
    eclaireur = etree.fromstring(donnees, _XML_SCOUT)
    if eclaireur is None:
        raise illisible from erreur
    _refuse_doctype(eclaireur, partie, nom)
    try:
        return etree.fromstring(donnees, _XML_LENIENT)
    except (etree.XMLSyntaxError, ValueError) as autre:
        raise illisible from autre


def _refuse_doctype(racine: etree._Element, partie: str, nom: str) -> None:
    if racine.getroottree().docinfo.internalDTD is not None:
        raise FichierIllisible(nom, f"la partie « {partie[:80]} » contient une déclaration DOCTYPE, refusée.")


_SIGNATURES: Final = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
)
_TYPES_ODT: Final = (
    b"application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.text-template",
)


def detect(donnees: bytes) -> str:
    """Tell what bytes are, by content and never by file name.

    Answers "docx" (.docx, .dotx, .docm …), "odt" (.odt, .ott), "fodt", "pdf", "rtf", "ole" (old .doc, or a .docx with
    a password), "image", "zip" (any other package), "texte", or "inconnu". Never raises.
    """
    if donnees.startswith(b"PK"):
        return _detect_zip(donnees)
    for debut, sorte in _SIGNATURES:
        if donnees.startswith(debut):
            return sorte
    if b"office:document" in donnees[:4096] and b"<" in donnees[:100]:
        return "fodt"
    if b"\x00" in donnees[:8192]:
        return "inconnu"
    try:
        donnees.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "texte" if _is_latin(donnees) else "inconnu"
    return "texte"


def _detect_zip(donnees: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(donnees)) as archive:
            noms = {membre.filename.lower(): membre for membre in archive.infolist()}
            mimetype = noms.get("mimetype")
            if mimetype is not None and mimetype.file_size < 200 and archive.read(mimetype).strip() in _TYPES_ODT:
                return "odt"
    except Exception:  # noqa: BLE001 -- zipfile raises many kinds on damaged input; the reader will say what is wrong
        return "zip"
    if "[content_types].xml" in noms and any(nom.startswith("word/") for nom in noms):
        return "docx"
    return "zip"


def _is_latin(donnees: bytes) -> bool:
    """Tell whether bytes look like text of Windows-1252: no control character but line ends and tabs."""
    return not any(octet < 32 and octet not in {9, 10, 12, 13} for octet in donnees[:8192])
