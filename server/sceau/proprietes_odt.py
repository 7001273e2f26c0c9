"""The user-defined properties of an .odt: read with their duplicates, and written over what the package holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from server.formats.odt.espaces import ESPACES, attribute, q
from server.sceau.paquet_modifie import to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from server.formats.paquet import Paquet

_PARTIE: Final = "meta.xml"
_MANIFESTE: Final = "META-INF/manifest.xml"


def list_paires(paquet: Paquet) -> list[tuple[str, str]]:
    """Give every user-defined property, duplicates included."""
    if _PARTIE not in paquet:
        return []
    elements = paquet.read_xml(_PARTIE).iter(q("meta:user-defined"))
    return [(attribute(element, "meta:name"), element.text or "") for element in elements]


def replace_paires(paquet: Paquet, keep: Callable[[str], bool], ajouts: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Give the parts to change so that properties whose name `keep` refuses go, and `ajouts` come."""
    changements: dict[str, bytes] = {}
    if _PARTIE in paquet:
        racine = paquet.read_xml(_PARTIE)
    else:
        espaces = {nom: ESPACES[nom] for nom in ("office", "meta", "dc", "xlink")}
        racine = etree.Element(q("office:document-meta"), {q("office:version"): "1.3"}, nsmap=espaces)
        changements |= _declare(paquet)
    meta = racine.find(q("office:meta"))
    if meta is None:
        meta = etree.SubElement(racine, q("office:meta"))
    for element in list(racine.iter(q("meta:user-defined"))):
        parent = element.getparent()
        if parent is not None and not keep(attribute(element, "meta:name")):
            parent.remove(element)
    for nom, valeur in ajouts:
        element = etree.SubElement(meta, q("meta:user-defined"))
        element.set(q("meta:name"), nom)
        element.set(q("meta:value-type"), "string")
        element.text = valeur
    return changements | {_PARTIE: to_bytes(racine)}


def _declare(paquet: Paquet) -> dict[str, bytes]:
    """Name meta.xml in the manifest of a package that has none."""
    if _MANIFESTE not in paquet:
        return {}
    manifeste = paquet.read_xml(_MANIFESTE)
    entree = etree.SubElement(manifeste, q("manifest:file-entry"))
    entree.set(q("manifest:full-path"), _PARTIE)
    entree.set(q("manifest:media-type"), "text/xml")
    return {_MANIFESTE: to_bytes(manifeste)}
