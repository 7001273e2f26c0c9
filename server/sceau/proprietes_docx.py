"""The custom properties of a .docx: read with their duplicates, and written over what the package holds."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from lxml import etree

from server.formats.docx.espaces import PAQUET_RELATIONS, PAQUET_TYPES, PROPRIETES_PERSO, TYPES_VT, R
from server.formats.docx.parties import read_relations
from server.sceau.paquet_modifie import to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from server.formats.paquet import Paquet

_PROPRIETE: Final = f"{{{PROPRIETES_PERSO}}}property"
_CLE: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_PARTIE: Final = "docProps/custom.xml"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_VIDES: Final = f'<Properties xmlns="{PROPRIETES_PERSO}" xmlns:vt="{TYPES_VT}"/>'
_TYPES: Final = "[Content_Types].xml"
_RELATIONS: Final = "_rels/.rels"


def _parts(paquet: Paquet) -> list[str]:
    """Give the parts of custom properties, as many as relationships name."""
    relations = read_relations(paquet, "").values()
    noms = [r.cible for r in relations if r.sorte == "custom-properties" and not r.externe and r.cible in paquet]
    if not noms and _PARTIE in paquet:
        noms = [_PARTIE]
    return list({posixpath.normpath(nom).lower(): nom for nom in noms}.values())


def list_paires(paquet: Paquet) -> list[tuple[str, str]]:
    """Give every custom property, duplicates included."""
    return [
        (element.get("name", ""), "".join(str(t) for t in element.itertext()))
        for nom in _parts(paquet)
        for element in paquet.read_xml(nom).iterchildren(_PROPRIETE)
    ]


def replace_paires(paquet: Paquet, keep: Callable[[str], bool], ajouts: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Give the parts to change so that properties whose name `keep` refuses go, and `ajouts` come."""
    changements: dict[str, bytes] = {}
    noms = _parts(paquet)
    racines = {nom: paquet.read_xml(nom) for nom in noms}
    if not noms:
        racines[_PARTIE] = etree.fromstring(_VIDES)
        changements |= declare(paquet, _PARTIE, _TYPE, f"{R}/custom-properties")
    for rang, (nom, racine) in enumerate(racines.items()):
        for element in list(racine.iterchildren(_PROPRIETE)):
            if not keep(element.get("name", "")):
                racine.remove(element)
        if not rang:
            for nom_propriete, valeur in ajouts:
                element = etree.SubElement(racine, _PROPRIETE, fmtid=_CLE, pid="0", name=nom_propriete)
                etree.SubElement(element, f"{{{TYPES_VT}}}lpwstr").text = valeur
        # Word wants the ids of properties to follow each other, from 2.
        for pid, element in enumerate(racine.iterchildren(_PROPRIETE), 2):
            element.set("pid", str(pid))
        changements[nom] = to_bytes(racine)
    return changements


def declare(paquet: Paquet, partie: str, type_: str, relation: str) -> dict[str, bytes]:
    """Give the parts to change so that a package names a part that it did not have."""
    types = paquet.read_xml(_TYPES)
    etree.SubElement(types, f"{{{PAQUET_TYPES}}}Override", PartName=f"/{partie}", ContentType=type_)
    if _RELATIONS in paquet:
        relations = paquet.read_xml(_RELATIONS)
    else:
        relations = etree.fromstring(f'<Relationships xmlns="{PAQUET_RELATIONS}"/>')
    pris = {element.get("Id") for element in relations}
    ident = next(f"rMinutier{i}" for i in range(len(pris) + 1) if f"rMinutier{i}" not in pris)
    etree.SubElement(relations, f"{{{PAQUET_RELATIONS}}}Relationship", Id=ident, Type=relation, Target=partie)
    return {_TYPES: to_bytes(types), _RELATIONS: to_bytes(relations)}
