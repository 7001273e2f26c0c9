"""The XML namespaces of OpenDocument 1.3, and names in the form that lxml wants.

Source: OASIS OpenDocument 1.3, part 3, section 1.3 (namespaces); `loext` and `field` are LibreOffice's own extensions.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
ESPACES = {
    "office": f"{_OASIS}office:1.0",
    "style": f"{_OASIS}style:1.0",
    "text": f"{_OASIS}text:1.0",
    "table": f"{_OASIS}table:1.0",
    "draw": f"{_OASIS}drawing:1.0",
    "fo": f"{_OASIS}xsl-fo-compatible:1.0",
    "svg": f"{_OASIS}svg-compatible:1.0",
    "meta": f"{_OASIS}meta:1.0",
    "form": f"{_OASIS}form:1.0",
    "script": f"{_OASIS}script:1.0",
    "config": f"{_OASIS}config:1.0",
    "manifest": f"{_OASIS}manifest:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "math": "http://www.w3.org/1998/Math/MathML",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "ooo": "http://openoffice.org/2004/office",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "field": "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",
}
PREFIXES = {uri: prefixe for prefixe, uri in ESPACES.items()}

MIME_ODT = "application/vnd.oasis.opendocument.text"
MIME_OTT = "application/vnd.oasis.opendocument.text-template"


@cache
def q(nom: str) -> str:
    """Give the name that lxml uses: "text:p" → "{urn:…text:1.0}p"."""
    prefixe, local = nom.split(":")
    return f"{{{ESPACES[prefixe]}}}{local}"


def attribute(element: _Element, nom: str, defaut: str = "") -> str:
    """Give an attribute by its prefixed name, `defaut` when it is absent."""
    valeur = element.get(q(nom))
    return defaut if valeur is None else str(valeur)


def short_name(element: _Element) -> str:
    """Give the prefixed name of an element: "draw:frame"; the prefix "?" for a namespace that we do not know."""
    etiquette = element.tag
    if not isinstance(etiquette, str) or not etiquette.startswith("{"):
        return f"?:{etiquette}"
    uri, local = etiquette[1:].split("}")
    return f"{PREFIXES.get(uri, '?')}:{local}"


def declare(*prefixes: str) -> str:
    """Give the namespace declarations of a root element."""
    return " ".join(f'xmlns:{p}="{ESPACES[p]}"' for p in prefixes)
