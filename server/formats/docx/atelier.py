"""What is gathered while an act is written: relationships of each part, pictures, notes, numbering."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

from server.charte.images import measure
from server.errors import EcritureImpossible
from server.formats.docx.espaces import PAQUET_RELATIONS, XML, R
from server.formats.docx.numerotation import Numerotation

if TYPE_CHECKING:
    from server.acte.fragments import Image, Note
    from server.charte.description import Charte

EXTENSIONS: Final = {"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif"}


@dataclass(slots=True)
class Atelier:
    """What the parts of one document share."""

    charte: Charte
    numerotation: Numerotation = field(default_factory=Numerotation)
    images: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    emplacements: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)
    rang_dessin: int = 0
    rang_revision: int = 0

    def add_image(self, image: Image) -> str:
        """Keep a picture once, and give the target of its relationship."""
        connue = self.images.get(image.empreinte)
        if connue is not None:
            return connue[0]
        mesure = measure(image.donnees)
        if mesure is None:
            raise EcritureImpossible(
                "document", f"l’image « {image.description or image.empreinte[:12]} » n’est ni PNG, ni JPEG, ni GIF."
            )
        cible = f"media/image{len(self.images) + 1}.{mesure.sorte}"
        self.images[image.empreinte] = (cible, image.donnees)
        return cible

    def add_note(self, note: Note) -> int:
        """Keep a note, to be written in its own part, and give its id."""
        self.notes.append(note)
        return len(self.notes)

    def next_dessin(self) -> int:
        """Give the id of the next drawing."""
        self.rang_dessin += 1
        return self.rang_dessin

    def next_revision(self) -> int:
        """Give the id of the next tracked change."""
        self.rang_revision += 1
        return self.rang_revision


@dataclass(slots=True)
class Partie:
    """A part being written: its relationships, and the style that a plain paragraph has in it.

    `gardees` are the leaves (by `id`) that stay on the page of what follows them.
    """

    atelier: Atelier
    style_alinea: str
    relations: dict[tuple[str, str], str] = field(default_factory=dict)
    gardees: frozenset[int] = frozenset()

    def relate(self, sorte: str, cible: str) -> str:
        """Give the id of a relationship ("image", "hyperlink" …) to a target, the same for the same target."""
        return self.relations.setdefault((sorte, cible), f"rId{len(self.relations) + 1}")

    def render_relations(self) -> str:
        """Give the .rels part; "" when there is none to write."""
        return render_relations(self.relations) if self.relations else ""


def render_relations(relations: dict[tuple[str, str], str]) -> str:
    """Give a .rels part: (type, target) → id."""
    lignes = (
        f'<Relationship Id="{rid}" Type="{R}/{sorte}" Target={quoteattr(cible)}'
        + (' TargetMode="External"/>' if sorte == "hyperlink" else "/>")
        for (sorte, cible), rid in relations.items()
    )
    return f'{XML}<Relationships xmlns="{PAQUET_RELATIONS}">{"".join(lignes)}</Relationships>'
