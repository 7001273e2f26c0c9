"""The parts of a .docx that is read, found by their relationships."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from server.formats.docx.espaces import PAQUET_RELATIONS, PAQUET_TYPES

if TYPE_CHECKING:
    from lxml import etree

    from server.formats.paquet import Paquet

_RELATION: Final = f"{{{PAQUET_RELATIONS}}}Relationship"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship: the last word of its type, its target (a part of the package, or anything when external)."""

    sorte: str
    cible: str
    externe: bool


@dataclass
class PartieLue:
    """A part: its name in the package, its XML, and its relationships."""

    paquet: Paquet
    nom: str
    relations: dict[str, Relation] = field(default_factory=dict)

    @classmethod
    def open(cls, paquet: Paquet, nom: str) -> PartieLue:
        """Open a part by its name; KeyError when the package has none."""
        if nom not in paquet:
            raise KeyError(nom)
        return cls(paquet, nom, read_relations(paquet, nom))

    @cached_property
    def racine(self) -> etree._Element:
        """The XML of the part."""
        return self.paquet.read_xml(self.nom)

    def follow(self, sorte: str) -> PartieLue | None:
        """Give the first part of the package that a relationship of this type leads to."""
        for relation in self.relations.values():
            if relation.sorte == sorte and not relation.externe and relation.cible in self.paquet:
                return PartieLue.open(self.paquet, relation.cible)
        return None

    def part(self, rid: str) -> PartieLue | None:
        """Give the part that a relationship leads to, None when it leads nowhere."""
        relation = self.relations.get(rid)
        if relation is None or relation.externe or relation.cible not in self.paquet:
            return None
        return PartieLue.open(self.paquet, relation.cible)


def read_relations(paquet: Paquet, nom: str) -> dict[str, Relation]:
    """Give the relationships of a part ("" for the package itself), by id."""
    dossier, base = posixpath.split(nom)
    fichier = posixpath.join(dossier, "_rels", f"{base}.rels")
    if fichier not in paquet:
        return {}
    relations = {}
    for element in paquet.read_xml(fichier).iter(_RELATION):
        externe = element.get("TargetMode") == "External"
        cible = element.get("Target", "")
        if not externe:
            cible = posixpath.normpath(posixpath.join(dossier, unquote(cible))) if cible[:1] != "/" else cible[1:]
        relations[element.get("Id", "")] = Relation(element.get("Type", "").rpartition("/")[2], cible, externe)
    return relations


def find_document(paquet: Paquet) -> PartieLue:
    """Give the main part; `FichierIllisible` when the package has none."""
    racine = PartieLue(paquet, "", read_relations(paquet, ""))
    document = racine.follow("officeDocument")
    if document is None:
        if "word/document.xml" not in paquet:
            raise paquet.refuse("ce n’est pas un document Word : la partie principale manque.")
        document = PartieLue.open(paquet, "word/document.xml")
    return document


def has_macro(paquet: Paquet) -> bool:
    """Tell whether a package carries macros, whatever its name says."""
    if any(nom.lower().endswith(("vbaproject.bin", "vbadata.xml")) for nom in paquet):
        return True
    if "[Content_Types].xml" not in paquet:
        return False
    types = paquet.read_xml("[Content_Types].xml")
    return any(
        "macroenabled" in (element.get("ContentType") or "").lower()
        for element in types.iter(f"{{{PAQUET_TYPES}}}Override", f"{{{PAQUET_TYPES}}}Default")
    )


def is_strict(document: PartieLue) -> bool:
    """Tell whether a document is in the strict variant of the format, whose namespaces are others."""
    return document.racine.tag.startswith("{http://purl.oclc.org/ooxml/")
