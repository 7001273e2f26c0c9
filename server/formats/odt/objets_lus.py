"""The things that stand in a paragraph of an .odt beside its text: fields, pictures, foreign objects."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

from server.acte.fragments import Champ, Image, Inconnu, NatureChamp
from server.formats.odt.espaces import attribute, q, short_name
from server.formats.odt.mesures import to_mm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from server.formats.odt.contexte import Contexte

_BLANCS = re.compile(r"[ \t\r\n]+")
# Fields whose value the word processor computes (OpenDocument 1.3, part 3, sections 7.3 to 7.8).
CHAMPS = frozenset(
    map(q, (
        "text:date", "text:time", "text:page-continuation", "text:sender-firstname", "text:sender-lastname",
        "text:sender-initials", "text:sender-title", "text:sender-position", "text:sender-email",
        "text:sender-phone-private", "text:sender-fax", "text:sender-company", "text:sender-phone-work",
        "text:sender-street", "text:sender-city", "text:sender-postal-code", "text:sender-country",
        "text:sender-state-or-province", "text:author-name", "text:author-initials", "text:chapter", "text:file-name",
        "text:template-name", "text:sheet-name", "text:variable-set", "text:variable-get", "text:variable-input",
        "text:user-field-get", "text:user-field-input", "text:sequence", "text:expression", "text:text-input",
        "text:initial-creator", "text:creation-date", "text:creation-time", "text:description", "text:user-defined",
        "text:print-time", "text:print-date", "text:printed-by", "text:title", "text:subject", "text:keywords",
        "text:editing-cycles", "text:editing-duration", "text:modification-time", "text:modification-date",
        "text:creator", "text:database-display", "text:database-row-number", "text:database-name",
        "text:page-variable-set", "text:page-variable-get", "text:placeholder", "text:conditional-text",
        "text:paragraph-count", "text:word-count", "text:character-count", "text:table-count", "text:image-count",
        "text:object-count", "text:reference-ref", "text:bookmark-ref", "text:note-ref", "text:sequence-ref",
        "text:bibliography-mark", "text:meta-field", "text:dde-connection", "text:measure", "text:drop-down",
        "field:fieldmark",
    ))
)  # fmt: skip
# A field of ours that the tree knows only by its instruction is written as a placeholder that carries it.
PREFIXE_INSTRUCTION = "champ : "
TEXTE_ABSENT = "……"
"""Shown by a slot that nothing fills yet, so that it can be seen and selected; the same as in .docx."""

FORMES = frozenset({"draw:custom-shape", "draw:rect", "draw:ellipse", "draw:circle", "draw:polygon", "draw:path"})
_MUETS = frozenset(map(q, ("svg:title", "svg:desc", "office:binary-data", "office:annotation")))


def visible_text(element: _Element) -> str:
    """Give the text under an element, white space made single; descriptions and binary data left out."""
    return _BLANCS.sub(" ", "".join(_texts(element))).strip()


def shown_text(element: _Element) -> str:
    """Give the text of a slot, white space included."""
    texte = "".join(_shown_texts(element))
    return "" if texte == TEXTE_ABSENT else texte


def _shown_texts(element: _Element) -> Iterator[str]:
    yield _BLANCS.sub(" ", element.text or "")
    for enfant in element:
        nature = short_name(enfant)
        if nature == "text:s":
            nombre = attribute(enfant, "text:c", "1")
            yield " " * (int(nombre) if nombre.isdecimal() and len(nombre) < 5 else 1)
        elif nature in _BLANCS_ECRITS:
            yield _BLANCS_ECRITS[nature]
        elif enfant.tag not in _MUETS:
            yield from _shown_texts(enfant)
        yield _BLANCS.sub(" ", enfant.tail or "")


_BLANCS_ECRITS = {"text:tab": "\t", "text:line-break": "\n"}


def _texts(element: _Element) -> list[str]:
    textes = [element.text or ""]
    for enfant in element:
        if enfant.tag not in _MUETS:
            textes += _texts(enfant)
        textes.append(enfant.tail or "")
    return textes


def field_of(element: _Element) -> Champ:
    """Read a field that the tree knows only by what it is."""
    nature = short_name(element)
    texte = visible_text(element)
    description = attribute(element, "text:description")
    if nature == "text:placeholder" and description.startswith(PREFIXE_INSTRUCTION):
        return Champ(NatureChamp.AUTRE, texte, description.removeprefix(PREFIXE_INSTRUCTION))
    return Champ(NatureChamp.AUTRE, texte, nature)


def image_of(cadre: _Element, contexte: Contexte) -> Image | None:
    """Read the first picture of a frame whose bytes are in the package; None when the frame is no picture."""
    if any(cadre.find(q(nom)) is not None for nom in _OBJETS):
        return None
    for image in cadre.iterfind(q("draw:image")):
        donnees = _bytes_of(image, contexte)
        if donnees is not None:
            description = _child_text(cadre, "svg:desc") or _child_text(cadre, "svg:title")
            largeur, hauteur = (to_mm(attribute(cadre, nom)) for nom in ("svg:width", "svg:height"))
            return Image.from_bytes(donnees, description, largeur, hauteur)
    return None


_OBJETS = ("draw:object", "draw:object-ole", "draw:plugin", "draw:applet", "draw:floating-frame")


def _bytes_of(image: _Element, contexte: Contexte) -> bytes | None:
    encodees = image.find(q("office:binary-data"))
    if encodees is None:
        return contexte.fetch(attribute(image, "xlink:href"))
    try:
        return base64.b64decode(encodees.text or "")
    except (binascii.Error, ValueError):
        return None


def _child_text(element: _Element, nom: str) -> str:
    enfant = element.find(q(nom))
    return "" if enfant is None else visible_text(enfant)


def unknown_frame(cadre: _Element) -> Inconnu:
    """Say what a frame holds that is neither text nor a picture of the package."""
    objet = next((e for e in cadre if short_name(e) in _OBJETS), None)
    if objet is not None:
        return Inconnu(short_name(objet), visible_text(cadre))
    image = cadre.find(q("draw:image"))
    if image is None:
        return Inconnu("draw:frame", visible_text(cadre))
    return Inconnu("image externe", attribute(image, "xlink:href"))
