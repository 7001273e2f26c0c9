"""What a table style of a .docx says of each cell, by its place: first row, last column, bands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.formats.docx.espaces import W
from server.sceau.aspect_docx import Aspect, Palette, StylesAspect, read_aspect, read_shading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from server.sceau.couleurs import Couleurs

_VAL: Final = f"{{{W}}}val"
_BITS: Final = {
    "firstRow": 0x0020, "lastRow": 0x0040, "firstColumn": 0x0080, "lastColumn": 0x0100, "noHBand": 0x0200,
    "noVBand": 0x0400,
}  # fmt: skip


class TableauAspect:
    """The look that one table gives to its cells.

    `lignes` are the cells of each row, rows and cells in content controls included, as ranks count them.
    """

    def __init__(self, tableau: etree._Element, lignes: Sequence[int], styles: StylesAspect, palette: Palette) -> None:
        self._palette = palette
        proprietes = tableau.find(f"{{{W}}}tblPr")
        style = None if proprietes is None else proprietes.find(f"{{{W}}}tblStyle")
        self._parties = _conditional_parts(styles, "" if style is None else style.get(_VAL, ""), palette)
        self._options = _read_look(None if proprietes is None else proprietes.find(f"{{{W}}}tblLook"))
        self._fond = read_shading(None if proprietes is None else proprietes.find(f"{{{W}}}shd"), palette)
        self._lignes = lignes
        self._vus: dict[tuple[str, ...], tuple[Couleurs | None, Aspect]] = {}

    def look_of(self, case: etree._Element, rangee: int, colonne: int) -> tuple[Couleurs | None, Aspect]:
        """Give the background of a cell (None: what is behind the table), and what its text is given."""
        noms = tuple(nom for nom in self._names(rangee, colonne) if nom in self._parties)
        if noms not in self._vus:
            fond, texte = self._fond, Aspect()
            for nom in noms:
                fond = self._parties[nom][0] or fond
                texte |= self._parties[nom][1]
            self._vus[noms] = fond, texte
        fond, texte = self._vus[noms]
        propre = read_shading(case.find(f"{{{W}}}tcPr/{{{W}}}shd"), self._palette)
        return propre or fond, texte

    def _names(self, rangee: int, colonne: int) -> Iterator[str]:
        """Give the conditional parts that a place belongs to, the weakest first (ISO/IEC 29500-1, 17.7.6)."""
        options = self._options
        premiere, derniere = options["firstRow"] and not rangee, options["lastRow"] and rangee == len(self._lignes) - 1
        largeur = self._lignes[rangee]
        gauche, droite = options["firstColumn"] and not colonne, options["lastColumn"] and colonne == largeur - 1
        yield "wholeTable"
        if not options["noVBand"]:
            yield "band2Vert" if (colonne - options["firstColumn"]) % 2 else "band1Vert"
        if not options["noHBand"]:
            yield "band2Horz" if (rangee - options["firstRow"]) % 2 else "band1Horz"
        # As LibreOffice does: where a row and a column meet, the row has the last word.
        yield from ["firstCol"] * gauche
        yield from ["lastCol"] * droite
        yield from ["firstRow"] * premiere
        yield from ["lastRow"] * derniere
        for oui, nom in ((premiere and droite, "neCell"), (premiere and gauche, "nwCell")):
            yield from [nom] * oui
        for oui, nom in ((derniere and droite, "seCell"), (derniere and gauche, "swCell")):
            yield from [nom] * oui


def _read_look(look: etree._Element | None) -> dict[str, bool]:
    """Read which parts a table shows, from the attributes or from the old mask of bits."""
    if look is None:
        return dict.fromkeys(_BITS, False)
    try:
        masque = int(look.get(_VAL, "0"), 16)
    except ValueError:
        masque = 0
    return {
        nom: look.get(f"{{{W}}}{nom}") in {"1", "true", "on"} if look.get(f"{{{W}}}{nom}") else bool(masque & bit)
        for nom, bit in _BITS.items()
    }


def _conditional_parts(styles: StylesAspect, ident: str, palette: Palette) -> dict[str, tuple[Couleurs | None, Aspect]]:
    parties: dict[str, tuple[Couleurs | None, Aspect]] = {}
    for style in reversed(list(styles.chain(ident))):
        sources = [("wholeTable", style)]
        sources += [(e.get(f"{{{W}}}type", ""), e) for e in style.iterchildren(f"{{{W}}}tblStylePr")]
        for nom, element in sources:
            fond, texte = parties.get(nom, (None, {}))
            propre = read_shading(element.find(f"{{{W}}}tcPr/{{{W}}}shd"), palette)
            parties[nom] = propre or fond, texte | read_aspect(element.find(f"{{{W}}}rPr"), palette)
    return parties
