"""What writing one .odt gathers for the package, and for each of its XML parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from server.acte.fragments import Marque
from server.errors import EcritureImpossible

if TYPE_CHECKING:
    from server.acte.fragments import Image
    from server.charte.description import Charte

# By their first bytes: the media type of the manifest, the extension of the part.
_IMAGES = (
    (b"\x89PNG", "png", "image/png"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"GIF8", "gif", "image/gif"),
    (b"BM", "bmp", "image/bmp"),
)

_PROPRIETES_MARQUE = {
    Marque.GRAS: 'fo:font-weight="bold"',
    Marque.ITALIQUE: 'fo:font-style="italic"',
    Marque.SOULIGNE: 'style:text-underline-style="solid" style:text-underline-width="auto"'
    ' style:text-underline-color="font-color"',
    Marque.BARRE: 'style:text-line-through-style="solid" style:text-line-through-type="single"',
    Marque.CACHE: 'text:display="none"',
    Marque.EXPOSANT: 'style:text-position="super 58%"',
    Marque.INDICE: 'style:text-position="sub 58%"',
}
_ORDRE = tuple(_PROPRIETES_MARQUE)


@dataclass(slots=True)
class DocumentEcrit:
    """State of the writing of one document: pictures by part name, slots, counters."""

    charte: Charte
    images: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    emplacements: dict[str, None] = field(default_factory=dict)
    notes: int = 0
    cadres: int = 0
    changements: int = 0
    tableaux: int = 0
    dessins: int = 0

    def next_image(self) -> int:
        """Give the rank of one more picture: names of frames are unique in a document."""
        self.dessins += 1
        return self.dessins

    def add_image(self, image: Image) -> str:
        """Keep a picture for the package, once; give the name of its part. Refuse bytes that are no known picture."""
        for debut, extension, mime in _IMAGES:
            if image.donnees.startswith(debut):
                nom = f"Pictures/{image.empreinte[:40]}.{extension}"
                self.images[nom] = (image.donnees, mime)
                return nom
        raise EcritureImpossible(
            "document", "une image n’est ni PNG, ni JPEG, ni GIF, ni BMP, ou ses données manquent."
        )


@dataclass(slots=True)
class Automatiques:
    """The automatic styles of one XML part, by name."""

    styles: dict[str, str] = field(default_factory=dict)

    def for_marks(self, marques: frozenset[Marque]) -> str:
        """Give the name of the text style of these marks; "" when they show nothing."""
        nom, xml = _mark_style(marques)
        if nom:
            self.styles[nom] = xml
        return nom

    def for_page_break(self, parent: str) -> str:
        """Give the name of a paragraph style that starts a page."""
        nom = f"Saut_{parent}"
        if nom not in self.styles:
            self.styles[nom] = _paragraph_style(nom, parent, 'fo:break-before="page"')
        return nom

    def for_column(self, parent: str) -> str:
        """Give the name of a signature style without its indent: the column makes the place."""
        nom = f"Colonne_{parent}"
        if nom not in self.styles:
            self.styles[nom] = _paragraph_style(
                nom, parent, 'fo:margin-left="0mm" fo:margin-right="0mm" fo:text-indent="0mm"'
            )
        return nom

    def for_kept(self, parent: str) -> str:
        """Give the name of a paragraph style that no page break parts from what follows."""
        nom = f"Garde_{parent}"
        if nom not in self.styles:
            self.styles[nom] = _paragraph_style(nom, parent, 'fo:keep-with-next="always"')
        return nom

    def for_figures(self, parent: str) -> str:
        """Give the name of a style of cell that sets figures flush right."""
        nom = f"Chiffres_{parent}"
        if nom not in self.styles:
            self.styles[nom] = _paragraph_style(nom, parent, 'fo:text-align="end"')
        return nom

    def add(self, nom: str, xml: str) -> str:
        """Keep a style of any other kind; give its name."""
        self.styles[nom] = xml
        return nom

    def xml(self) -> str:
        """Give all of them."""
        return "".join(self.styles.values())


def _paragraph_style(nom: str, parent: str, proprietes: str) -> str:
    return (
        f'<style:style style:name="{nom}" style:family="paragraph" style:parent-style-name="{parent}">'
        f"<style:paragraph-properties {proprietes}/></style:style>"
    )


@lru_cache(maxsize=256)
def _mark_style(marques: frozenset[Marque]) -> tuple[str, str]:
    presentes = [marque for marque in _ORDRE if marque in marques]
    if not presentes:
        return "", ""
    nom = "T_" + "_".join(presentes)
    proprietes = " ".join(_PROPRIETES_MARQUE[marque] for marque in presentes)
    return nom, (
        f'<style:style style:name="{nom}" style:family="text"><style:text-properties {proprietes}/></style:style>'
    )
