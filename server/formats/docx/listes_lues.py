"""The markers that automatic numbering shows, computed as Word does (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from server.formats.docx.espaces import W
from server.formats.docx.styles_lus import is_on, read_numbering
from server.formats.numeros import PUCE, format_numero

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

_VAL: Final = f"{{{W}}}val"
_ILVL: Final = f"{{{W}}}ilvl"
_RENVOI: Final = re.compile(r"%([1-9])")
_PROFONDEUR_MAX: Final = 9


@dataclass(frozen=True, slots=True)
class _Niveau:
    """One level: first value, format, text with %1 … %9, level after which it starts again (None: any higher one)."""

    debut: int = 1
    sorte: str = "decimal"
    texte: str = ""
    reprise: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _Liste:
    """A definition of levels, and where its counts stand. Numbers (`w:num`) of one definition count together."""

    niveaux: dict[int, _Niveau]
    comptes: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Num:
    """A number: its definition, the levels and starts that it has of its own, and the starts it still has to give."""

    liste: _Liste
    niveaux: dict[int, _Niveau]
    debuts: dict[int, int]
    dus: dict[int, int] = field(default_factory=dict)


class NumerotationLue:
    """The numbering of one document. Paragraphs must be asked for in the order of the text."""

    def __init__(self, racine: etree._Element | None, styles: Iterable[tuple[str, str]] = ()) -> None:
        self._nums: dict[str, _Num] = {}
        if racine is None:
            return
        definitions = {e.get(f"{{{W}}}abstractNumId", ""): e for e in racine.iterchildren(f"{{{W}}}abstractNum")}
        liens = dict(styles)
        listes: dict[str, _Liste] = {}
        elements = {e.get(f"{{{W}}}numId", ""): e for e in racine.iterchildren(f"{{{W}}}num")}
        for numid, element in elements.items():
            abstrait = _abstract_of(element, elements, definitions, liens)
            if abstrait in definitions and abstrait not in listes:
                listes[abstrait] = _Liste(_read_levels(definitions[abstrait]))
            if abstrait in listes:
                self._nums[numid] = _read_num(element, listes[abstrait])

    def restart(self) -> None:
        """Count from the start again: each page header and footer counts for itself."""
        for num in self._nums.values():
            num.liste.comptes.clear()
            num.dus = dict(num.debuts)

    def level_of_style(self, numid: str, style: str) -> int:
        """Give the level that a definition ties to a paragraph style, 0 when it ties none."""
        num = self._nums.get(numid)
        if num is not None:
            for rang, niveau in num.liste.niveaux.items():
                if niveau.style == style:
                    return rang
        return 0

    def next_marker(self, numid: str, rang: int) -> str:
        """Count one paragraph and give what stands before it: "•" for any bullet, "" when nothing is shown."""
        num = self._nums.get(numid)
        if num is None:
            return ""
        rang = min(max(rang, 0), _PROFONDEUR_MAX - 1)
        comptes = num.liste.comptes
        niveau = num.niveaux.get(rang, _Niveau())
        if rang in num.dus:
            comptes[rang] = num.dus.pop(rang)
        else:
            comptes[rang] = comptes[rang] + 1 if rang in comptes else niveau.debut
        for dessous in [n for n in comptes if n > rang]:
            reprise = num.niveaux.get(dessous, _Niveau()).reprise
            if reprise is None or (reprise and rang < reprise):
                del comptes[dessous]
        return _show(num, rang)


def _show(num: _Num, rang: int) -> str:
    niveau = num.niveaux.get(rang, _Niveau())
    if niveau.sorte == "bullet":
        return PUCE if niveau.texte else ""

    def count(renvoi: re.Match[str]) -> str:
        autre = int(renvoi[1]) - 1
        la = num.niveaux.get(autre, _Niveau())
        valeur = num.liste.comptes.get(autre, la.debut)
        return format_numero(valeur, "decimal" if niveau.legal and la.sorte != "none" else la.sorte)

    return _RENVOI.sub(count, niveau.texte)


def _abstract_of(
    num: etree._Element,
    nums: dict[str, etree._Element],
    definitions: dict[str, etree._Element],
    liens: dict[str, str],
) -> str:
    """Give the id of the definition of a number, through a list style when it has one."""
    vus: set[str] = set()
    while True:
        abstrait = _child(num, "abstractNumId")
        definition = definitions.get(abstrait)
        if definition is None or abstrait in vus:
            return abstrait
        vus.add(abstrait)
        style = _child(definition, "numStyleLink")
        suivant = nums.get(liens.get(style, "")) if style else None
        if suivant is None:
            return abstrait
        num = suivant


def _child(element: etree._Element, nom: str) -> str:
    enfant = element.find(f"{{{W}}}{nom}")
    return "" if enfant is None else enfant.get(_VAL, "")


def _number(texte: str, defaut: int) -> int:
    return int(texte) if texte.isascii() and texte.isdecimal() and len(texte) < 10 else defaut


def _read_levels(definition: etree._Element) -> dict[int, _Niveau]:
    return {_number(e.get(_ILVL, "0"), 0): _read_level(e) for e in definition.iterchildren(f"{{{W}}}lvl")}


def _read_level(element: etree._Element) -> _Niveau:
    reprise = _child(element, "lvlRestart")
    image = element.find(f"{{{W}}}lvlPicBulletId") is not None
    return _Niveau(
        _number(_child(element, "start"), 0),
        "bullet" if image else _child(element, "numFmt") or "decimal",
        PUCE if image else _child(element, "lvlText"),
        _number(reprise, 0) if reprise else None,
        is_on(element.find(f"{{{W}}}isLgl")),
        _child(element, "pStyle"),
    )


def _read_num(element: etree._Element, liste: _Liste) -> _Num:
    niveaux = dict(liste.niveaux)
    debuts: dict[int, int] = {}
    for surcharge in element.iterchildren(f"{{{W}}}lvlOverride"):
        rang = _number(surcharge.get(_ILVL, "0"), 0)
        niveau = surcharge.find(f"{{{W}}}lvl")
        if niveau is not None:
            niveaux[rang] = _read_level(niveau)
        debut = _child(surcharge, "startOverride")
        if debut:
            debuts[rang] = _number(debut, 1)
    return _Num(liste, niveaux, debuts, dict(debuts))


def list_styles(racine: etree._Element | None) -> Iterable[tuple[str, str]]:
    """Give (style id, numId) of the list styles of styles.xml, which definitions may refer to."""
    if racine is None:
        return
    for element in racine.iterchildren(f"{{{W}}}style"):
        if element.get(f"{{{W}}}type") == "numbering":
            numerotation = read_numbering(element.find(f"{{{W}}}pPr/{{{W}}}numPr"))
            if numerotation:
                yield element.get(f"{{{W}}}styleId", ""), numerotation[0]
