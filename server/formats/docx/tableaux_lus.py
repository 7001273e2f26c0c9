"""Tables of a .docx: spans, header rows, nested tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from server.acte.fragments import Inconnu, Marque
from server.acte.noeuds import Bloc, Cellule, Feuille, Ligne
from server.formats.docx.espaces import W
from server.formats.docx.styles_lus import is_on
from server.formats.plat import build_tableau

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from server.formats.docx.contexte import Contexte

_VAL: Final = f"{{{W}}}val"
_TR: Final = f"{{{W}}}tr"
_TC: Final = f"{{{W}}}tc"
_COLONNES_MAX: Final = 63
"""Word's own limit."""


@dataclass(slots=True)
class _Case:
    """A cell being read, and the rows that it spans so far."""

    corps: tuple[Bloc, ...]
    colonnes: int
    lignes: int = 1

    def make(self) -> Cellule:
        return Cellule(self.corps, self.colonnes, self.lignes)


def read_table(
    tableau: etree._Element, contexte: Contexte, marques: frozenset[Marque], read: Callable[..., tuple[Bloc, ...]]
) -> Bloc:
    """Read a table; `read` reads the blocks of a cell."""
    style = tableau.find(f"{{{W}}}tblPr/{{{W}}}tblStyle")
    marques |= frozenset(contexte.styles.get(None if style is None else style.get(_VAL)).table_marques)
    lignes: list[tuple[list[_Case], bool]] = []
    dessus: dict[int, _Case] = {}
    for element in _under(tableau, _TR):
        trpr = element.find(f"{{{W}}}trPr")
        propres = marques | _row_marks(trpr, contexte)
        cases, dessus = _read_row(
            element,
            dessus,
            _count(trpr, "gridBefore", 0),
            partial(read, contexte=contexte, corps=False, marques=propres),
        )
        entete = trpr is not None and is_on(trpr.find(f"{{{W}}}tblHeader"))
        lignes.append((cases, entete))
    return build_tableau(Ligne(tuple(c.make() for c in cases), entete) for cases, entete in lignes)


def _under(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Give the rows or cells of an element, those in content controls and other wrappers included."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _ENVELOPPES:
            yield from _under(element, tag)


_ENVELOPPES: Final = frozenset(f"{{{W}}}{nom}" for nom in ("sdt", "sdtContent", "customXml", "ins", "del"))


def _row_marks(trpr: etree._Element | None, contexte: Contexte) -> frozenset[Marque]:
    if trpr is None:
        return frozenset()
    marques = set()
    for nom, marque in (("ins", Marque.INSERTION), ("del", Marque.SUPPRESSION), ("hidden", Marque.CACHE)):
        element = trpr.find(f"{{{W}}}{nom}")
        if element is not None and (nom != "hidden" or is_on(element)):
            marques.add(marque)
            contexte.revisions = contexte.revisions or nom != "hidden"
    return frozenset(marques)


def _count(parent: etree._Element | None, nom: str, defaut: int) -> int:
    element = None if parent is None else parent.find(f"{{{W}}}{nom}")
    valeur = "" if element is None else element.get(_VAL, "")
    return min(int(valeur), _COLONNES_MAX) if valeur.isascii() and valeur.isdecimal() and len(valeur) < 6 else defaut


def _read_row(
    ligne: etree._Element, dessus: dict[int, _Case], depart: int, read: Callable[[Any], tuple[Bloc, ...]]
) -> tuple[list[_Case], dict[int, _Case]]:
    """Give the cells that start in a row, and by column those that may go on in the next one."""
    cases: list[_Case] = []
    dessous: dict[int, _Case] = {}
    colonne = depart
    for element in _under(ligne, _TC):
        tcpr = element.find(f"{{{W}}}tcPr")
        colonnes = max(_count(tcpr, "gridSpan", 1), 1)
        fusion = None if tcpr is None else tcpr.find(f"{{{W}}}vMerge")
        case = _Case(read(element), colonnes)
        if fusion is not None and fusion.get(_VAL) != "restart" and colonne in dessus:
            _extend(dessus[colonne], case)
            case = dessus[colonne]
        elif tcpr is not None and _is_continued(tcpr) and cases:
            cases[-1].colonnes += colonnes
            colonne += colonnes
            continue
        else:
            cases.append(case)
        if fusion is not None:
            dessous[colonne] = case
        colonne += colonnes
    return cases, dessous


def _is_continued(tcpr: etree._Element) -> bool:
    """Tell whether a cell goes on with the one at its left, in the old way (w:hMerge)."""
    element = tcpr.find(f"{{{W}}}hMerge")
    return element is not None and element.get(_VAL) != "restart"


def _extend(case: _Case, suite: _Case) -> None:
    """Make a cell one row taller; what stands in the covered place is not shown, and is kept as unknown."""
    case.lignes += 1
    cache = "".join(_text_of(bloc) for bloc in suite.corps)
    if suite.corps:
        case.corps = (*case.corps, Inconnu("w:vMerge", cache))


def _text_of(bloc: Bloc) -> str:
    return bloc.texte if isinstance(bloc, Feuille | Inconnu) else ""
