"""Text as OpenDocument writes it: escaped, and with the white space that XML would collapse made explicit."""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

from server.errors import EcritureImpossible

_A_TRAITER = re.compile(r"[&<>\t\n]|  |^ ")
# What XML 1.0 cannot hold, and the carriage return, which a parser would turn into a line feed.
_INTERDITS = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
# The first space of a run stays, unless it opens the text or follows a tab or a line break, where it would be dropped.
_ESPACES = re.compile(r"(^|[\t\n])( +)|(?<= )( +)")


def escape_text(texte: str, *, fin: bool = False) -> str:
    """Write text as the content of a paragraph; `fin` says that it ends it, where spaces would be dropped."""
    if fin and texte.endswith(" "):
        corps = texte.rstrip(" ")
        return (escape_text(corps) if corps else "") + _spaces(len(texte) - len(corps))
    if not _A_TRAITER.search(texte):
        return texte
    texte = texte.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    texte = _ESPACES.sub(lambda m: (m[1] or "") + _spaces(len(m[2] or m[3])), texte)
    return texte.replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")


def check_characters(texte: str) -> None:
    """Raise `EcritureImpossible` when a whole part holds a character that XML cannot hold."""
    if interdit := _INTERDITS.search(texte):
        raise EcritureImpossible(
            "document", f"le caractère U+{ord(interdit[0]):04X} n’a pas sa place dans un document."
        )


def _spaces(nombre: int) -> str:
    return "<text:s/>" if nombre == 1 else f'<text:s text:c="{nombre}"/>'


def escape_attribute(texte: str) -> str:
    """Write text as an attribute, quotes included."""
    return quoteattr(texte)


def escape_plain(texte: str) -> str:
    """Write text where spaces are kept as they are (meta.xml, descriptions of pictures)."""
    return texte.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
