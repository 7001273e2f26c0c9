"""What the styles of a .docx say: names, marks, headings, numbering, through inheritance.

Bold, italic and underline of a paragraph style are its look; strike-through, hidden text and super- or subscript change
what is said, wherever they come from (ISO/IEC 29500-1, 17.7).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from server.acte.fragments import Marque
from server.formats.docx.espaces import W
from server.formats.genres import CLE_DE_STYLE, PREFIXE_EMPLACEMENT, STYLE_IA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_VAL: Final = f"{{{W}}}val"
_FAUX: Final = frozenset({"0", "false", "off", "none"})
# A lift of two points or more is read as what it looks like; less is typography.
_LEVEE_MIN: Final = 4
_VERTICAL: Final = {"superscript": Marque.EXPOSANT, "subscript": Marque.INDICE}
_TITRE: Final = re.compile(r"(?:heading|titre)\s*([1-9])", re.IGNORECASE)
_BASCULES: Final = {
    f"{{{W}}}b": Marque.GRAS,
    f"{{{W}}}i": Marque.ITALIQUE,
    f"{{{W}}}u": Marque.SOULIGNE,
    f"{{{W}}}strike": Marque.BARRE,
    f"{{{W}}}dstrike": Marque.BARRE,
    f"{{{W}}}vanish": Marque.CACHE,
    f"{{{W}}}specVanish": Marque.CACHE,
}
_STYLES_LIEN: Final = frozenset({"hyperlink", "followedhyperlink", "internet link", "visited internet link"})
_ALLURE: Final = frozenset({Marque.GRAS, Marque.ITALIQUE, Marque.SOULIGNE})

Proprietes = dict[Marque, bool]
"""What is said of each mark; one that is absent is inherited."""


def is_on(element: etree._Element | None) -> bool:
    """Tell whether an on/off element is there and on."""
    return element is not None and element.get(_VAL, "1").lower() not in _FAUX


def read_marques(rpr: etree._Element | None) -> Proprietes:
    """Read what run properties say of the marks."""
    proprietes: Proprietes = {}
    if rpr is None:
        return proprietes
    for element in rpr:
        tag = element.tag
        marque = _BASCULES.get(tag)
        if marque is not None:
            # strike and dstrike are one mark: one of them on is on.
            proprietes[marque] = is_on(element) or (marque is Marque.BARRE and proprietes.get(marque, False))
        elif tag == _VERT_ALIGN:
            vertical = element.get(_VAL)
            proprietes |= {m: m is _VERTICAL.get(vertical or "") for m in (Marque.EXPOSANT, Marque.INDICE)}
        elif tag == _POSITION:
            _read_lift(element, proprietes)
    return proprietes


_VERT_ALIGN: Final = f"{{{W}}}vertAlign"
_POSITION: Final = f"{{{W}}}position"


def _read_lift(element: etree._Element, proprietes: Proprietes) -> None:
    try:
        levee = int(element.get(_VAL, "0"))
    except ValueError:
        return
    if abs(levee) >= _LEVEE_MIN:
        proprietes[Marque.EXPOSANT if levee > 0 else Marque.INDICE] = True


@dataclass(frozen=True, slots=True)
class StyleLu:
    """A style with what it inherits.

    `nom` is that of its nearest ancestor that we know (ours, « IA », a slot), else its own. `numerotation` is
    (numId, ilvl or None).
    """

    ident: str = ""
    nom: str = ""
    marques: Proprietes = field(default_factory=dict)
    titre: int = 0
    saut: bool = False
    centre: bool = False
    numerotation: tuple[str, int | None] | None = None
    table_marques: Proprietes = field(default_factory=dict)
    lien: bool = False

    @property
    def ia(self) -> bool:
        """Whether this is the style of model text."""
        return self.nom == STYLE_IA

    @property
    def emplacement(self) -> str:
        """The name of the slot that this style marks, "" for none."""
        return self.nom.removeprefix(PREFIXE_EMPLACEMENT) if self.nom.startswith(PREFIXE_EMPLACEMENT) else ""


_VIDE: Final = StyleLu()


class Styles:
    """The styles of one document, resolved when asked for."""

    def __init__(self, racine: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._lus: dict[str, StyleLu] = {}
        self._nus: dict[str, frozenset[Marque]] = {}
        self.defaut = ""
        self.base: Proprietes = {}
        if racine is None:
            return
        for element in racine.iterchildren(f"{{{W}}}style"):
            ident = element.get(f"{{{W}}}styleId", "")
            self._elements[ident] = element
            if element.get(f"{{{W}}}type") == "paragraph" and element.get(f"{{{W}}}default") in {"1", "true", "on"}:
                self.defaut = ident
        self.base = read_marques(racine.find(f"{{{W}}}docDefaults/{{{W}}}rPrDefault/{{{W}}}rPr"))

    def get(self, ident: str | None) -> StyleLu:
        """Give a style by its id; an unknown id says nothing."""
        if not ident:
            return _VIDE
        if ident not in self._lus:
            self._lus[ident] = self._resolve(ident)
        return self._lus[ident]

    def paragraph(self, ident: str | None) -> StyleLu:
        """Give a paragraph style, the default one for None or an unknown id."""
        return self.get(ident if ident in self._elements else self.defaut)

    def combined(self, paragraphe: StyleLu) -> frozenset[Marque]:
        """Give the marks of a run that says nothing of itself."""
        marques = self._nus.get(paragraphe.ident)
        if marques is None:
            marques = self._nus[paragraphe.ident] = combine(self, paragraphe, _VIDE, {})
        return marques

    def _chain(self, ident: str) -> Iterator[etree._Element]:
        vus: set[str] = set()
        while ident in self._elements and ident not in vus:
            vus.add(ident)
            element = self._elements[ident]
            yield element
            base = element.find(f"{{{W}}}basedOn")
            ident = "" if base is None else base.get(_VAL, "")

    def _resolve(self, ident: str) -> StyleLu:
        chaine = list(self._chain(ident))
        if not chaine:
            return _VIDE
        marques: Proprietes = {}
        for element in reversed(chaine):
            marques |= read_marques(element.find(f"{{{W}}}rPr"))
        lien = _name_of(chaine[0]).lower() in _STYLES_LIEN
        if lien:
            # The underline of a link is the look of links, not something the author said.
            marques.pop(Marque.SOULIGNE, None)
        noms = [_name_of(element) for element in chaine]
        connu = next((nom for nom in noms if _is_known(nom)), noms[0])
        ppr = _gather_properties(chaine)
        return StyleLu(
            ident,
            connu,
            marques,
            _heading_level(ppr.get(_OUTLINE), noms),
            is_on(ppr.get(_PAGE_BREAK)),
            _value(ppr.get(_JC)) == "center",
            _inherit_numbering(chaine) if _NUMPR in ppr else None,
            _table_marks(chaine),
            lien,
        )


def _name_of(element: etree._Element) -> str:
    nom = element.find(f"{{{W}}}name")
    return "" if nom is None else nom.get(_VAL, "")


def _is_known(nom: str) -> bool:
    return nom in CLE_DE_STYLE or nom == STYLE_IA or nom.startswith(PREFIXE_EMPLACEMENT)


_OUTLINE: Final = f"{{{W}}}outlineLvl"
_PAGE_BREAK: Final = f"{{{W}}}pageBreakBefore"
_JC: Final = f"{{{W}}}jc"
_NUMPR: Final = f"{{{W}}}numPr"
_PPR: Final = f"{{{W}}}pPr"


def _gather_properties(chaine: list[etree._Element]) -> dict[str, etree._Element]:
    """Give the paragraph properties of a style with those that it inherits, by tag."""
    proprietes: dict[str, etree._Element] = {}
    for element in reversed(chaine):
        ppr = element.find(_PPR)
        if ppr is not None:
            proprietes |= {str(e.tag): e for e in ppr}
    return proprietes


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(_VAL, "")


def read_level(element: etree._Element | None) -> int:
    """Read an outline level: 1 to 9, 0 for body text."""
    valeur = _value(element)
    return int(valeur) + 1 if valeur in {"0", "1", "2", "3", "4", "5", "6", "7", "8"} else 0


def _heading_level(element: etree._Element | None, noms: list[str]) -> int:
    if element is not None:
        return read_level(element)
    for nom in noms:
        titre = _TITRE.fullmatch(nom)
        if titre:
            return int(titre[1])
    return 0


def read_numbering(numpr: etree._Element | None) -> tuple[str, int | None] | None:
    """Read (numId, ilvl) of a w:numPr."""
    if numpr is None:
        return None
    niveau = _value(numpr.find(f"{{{W}}}ilvl"))
    return _value(numpr.find(f"{{{W}}}numId")), int(niveau) if niveau.isascii() and niveau.isdecimal() else None


def _inherit_numbering(chaine: list[etree._Element]) -> tuple[str, int | None]:
    """Give the numbering of a style: one that says only a level has the number of the style it is based on."""
    numid, niveau = "", None
    for element in reversed(chaine):
        propre = read_numbering(element.find(f"{_PPR}/{_NUMPR}"))
        if propre is not None:
            numid, niveau = propre[0] or numid, propre[1]
    return numid, niveau


def _table_marks(chaine: list[etree._Element]) -> Proprietes:
    """Give the marks that a table style, or any of its conditional parts, puts on the text of the table."""
    marques: Proprietes = {}
    for element in chaine:
        if element.get(f"{{{W}}}type") == "table":
            for rpr in element.iter(f"{{{W}}}rPr"):
                marques |= {m: True for m, oui in read_marques(rpr).items() if oui and m not in _ALLURE}
    return marques


def combine(styles: Styles, paragraphe: StyleLu, caractere: StyleLu, direct: Proprietes) -> frozenset[Marque]:
    """Give the marks that a run shows, from document defaults, paragraph style, character style and itself."""
    marques = set()
    for marque in _TOUTES:
        if marque in direct:
            oui = direct[marque]
        elif marque in _ALLURE:
            oui = caractere.marques.get(marque, False)
        elif marque in _XOR:
            # Toggle properties: on in both the paragraph and the character style is off.
            oui = paragraphe.marques.get(marque, styles.base.get(marque, False)) != caractere.marques.get(marque, False)
        else:
            oui = caractere.marques.get(marque, paragraphe.marques.get(marque, styles.base.get(marque, False)))
        if oui:
            marques.add(marque)
    return frozenset(marques)


_XOR: Final = frozenset({Marque.BARRE, Marque.CACHE})
_TOUTES: Final = (*_ALLURE, Marque.BARRE, Marque.CACHE, Marque.EXPOSANT, Marque.INDICE)
