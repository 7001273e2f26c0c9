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


DEFAUTS: Final = f"{{{W}}}docDefaults/{{{W}}}rPrDefault/{{{W}}}rPr"


def index_styles(racine: etree._Element | None) -> tuple[dict[str, etree._Element], str]:
    """Give the styles of a document by their id, and the id of the default one of paragraphs; "" for none."""
    elements: dict[str, etree._Element] = {}
    defaut = ""
    for element in () if racine is None else racine.iterchildren(f"{{{W}}}style"):
        ident = element.get(f"{{{W}}}styleId", "")
        elements[ident] = element
        if element.get(f"{{{W}}}type") == "paragraph" and element.get(f"{{{W}}}default") in {"1", "true", "on"}:
            defaut = ident
    return elements, defaut


class Styles:
    """The styles of one document, resolved when asked for."""

    def __init__(self, racine: etree._Element | None) -> None:
        self._elements, self.defaut = index_styles(racine)
        self._lus: dict[str, StyleLu] = {}
        self._nus: dict[str, frozenset[Marque]] = {}
        self.base: Proprietes = {} if racine is None else read_marques(racine.find(DEFAUTS))

    def get(self, ident: str | None) -> StyleLu:
        """Give a style by its id; an unknown id says nothing."""
        if not ident:
            return _VIDE
        # Upwards to what is known or to the root, never twice through one style; then down again.
        attente: list[str] = []
        while ident in self._elements and ident not in self._lus and ident not in attente:
            attente.append(ident)
            base = self._elements[ident].find(_BASE)
            ident = "" if base is None else base.get(_VAL, "")
        style = self._lus.get(ident, _VIDE)
        for dessous in reversed(attente):
            style = self._lus[dessous] = _derive(dessous, self._elements[dessous], style)
        return style

    def paragraph(self, ident: str | None) -> StyleLu:
        """Give a paragraph style, the default one for None or an unknown id."""
        return self.get(ident if ident in self._elements else self.defaut)

    def own_name(self, ident: str | None) -> str:
        """Give the name that a style itself has, whatever it is based on; "" for an unknown id."""
        element = self._elements.get(ident or "")
        return "" if element is None else _value(element.find(_NAME))

    def combined(self, paragraphe: StyleLu) -> frozenset[Marque]:
        """Give the marks of a run that says nothing of itself."""
        marques = self._nus.get(paragraphe.ident)
        if marques is None:
            marques = self._nus[paragraphe.ident] = combine(self, paragraphe, _VIDE, {})
        return marques


_NAME: Final = f"{{{W}}}name"
_BASE: Final = f"{{{W}}}basedOn"
_OUTLINE: Final = f"{{{W}}}outlineLvl"
_PAGE_BREAK: Final = f"{{{W}}}pageBreakBefore"
_JC: Final = f"{{{W}}}jc"
_NUMPR: Final = f"{{{W}}}numPr"
_PPR: Final = f"{{{W}}}pPr"
_RPR: Final = f"{{{W}}}rPr"


def _derive(ident: str, element: etree._Element, base: StyleLu) -> StyleLu:
    """Read a style over the one that it is based on."""
    dedans = {str(e.tag): e for e in element}
    nom = _value(dedans.get(_NAME))
    ppr = {str(e.tag): e for e in dedans.get(_PPR, ())}
    marques = base.marques | read_marques(dedans.get(_RPR))
    lien = base.lien or nom.lower() in _STYLES_LIEN
    if lien:
        # The underline of a link is the look of links, not something the author said.
        marques.pop(Marque.SOULIGNE, None)
    saut, jc = ppr.get(_PAGE_BREAK), ppr.get(_JC)
    return StyleLu(
        ident,
        base.nom if _is_known(base.nom) and not _is_known(nom) else nom,
        marques,
        _heading_level(ppr.get(_OUTLINE), nom, base.titre),
        base.saut if saut is None else is_on(saut),
        base.centre if jc is None else _value(jc) == "center",
        _inherit_numbering(read_numbering(ppr.get(_NUMPR)), base.numerotation),
        base.table_marques | _table_marks(element),
        lien,
    )


def _is_known(nom: str) -> bool:
    return nom in CLE_DE_STYLE or nom == STYLE_IA or nom.startswith(PREFIXE_EMPLACEMENT)


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(_VAL, "")


def read_level(element: etree._Element | None) -> int:
    """Read an outline level: 1 to 9, 0 for body text."""
    valeur = _value(element)
    return int(valeur) + 1 if valeur in {"0", "1", "2", "3", "4", "5", "6", "7", "8"} else 0


def _heading_level(element: etree._Element | None, nom: str, herite: int) -> int:
    if element is not None:
        return read_level(element)
    titre = _TITRE.fullmatch(nom)
    return int(titre[1]) if titre else herite


def read_numbering(numpr: etree._Element | None) -> tuple[str, int | None] | None:
    """Read (numId, ilvl) of a w:numPr."""
    if numpr is None:
        return None
    niveau = _value(numpr.find(f"{{{W}}}ilvl"))
    # Bounded: Python refuses to read thousands of digits.
    rang = int(niveau) if niveau.isascii() and niveau.isdecimal() and len(niveau) < 5 else None
    return _value(numpr.find(f"{{{W}}}numId")), rang


def _inherit_numbering(
    propre: tuple[str, int | None] | None, base: tuple[str, int | None] | None
) -> tuple[str, int | None] | None:
    """Give the numbering of a style: one that says only a level has the number of the style it is based on."""
    if propre is None or base is None or propre[0]:
        return propre or base
    return base[0], propre[1]


def _table_marks(element: etree._Element) -> Proprietes:
    """Give the marks that a table style, or any of its conditional parts, puts on the text of the table."""
    marques: Proprietes = {}
    if element.get(f"{{{W}}}type") == "table":
        for rpr in element.iter(_RPR):
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
