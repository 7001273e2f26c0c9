"""The tables of an .odt: rows, header rows, spans, nested tables, signatures side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.acte.fragments import Marque
from server.acte.noeuds import Cellule, Ligne
from server.formats.odt.espaces import attribute, q
from server.formats.plat import build_tableau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from server.acte.noeuds import Bloc
    from server.formats.odt.contexte import Contexte

# Repetition and spans are numbers that a file only claims: a table of Writer has at most 1024 columns here.
_REPETITIONS_MAX = 1024


def read_tableau(contexte: Contexte, element: _Element) -> Bloc:
    """Read a table; one row whose cells hold one signature each is signatures side by side."""
    avant, contexte.saut = contexte.saut, False
    lignes = tuple(_read_rows(contexte, element, entete=False))
    contexte.saut = avant
    return build_tableau(lignes)


def _read_rows(contexte: Contexte, element: _Element, *, entete: bool) -> Iterator[Ligne]:
    for enfant in element:
        if enfant.tag == q("table:table-row"):
            for _ in range(_number(enfant, "table:number-rows-repeated")):
                yield _read_row(contexte, enfant, entete=entete)
        elif enfant.tag == q("table:table-header-rows"):
            yield from _read_rows(contexte, enfant, entete=True)
        elif enfant.tag in {q("table:table-rows"), q("table:table-row-group")}:
            yield from _read_rows(contexte, enfant, entete=entete)
        elif enfant.tag == q("text:change-start"):
            contexte.open_change(attribute(enfant, "text:change-id"))
        elif enfant.tag == q("text:change-end"):
            contexte.close_change(attribute(enfant, "text:change-id"))


def _read_row(contexte: Contexte, element: _Element, *, entete: bool) -> Ligne:
    avant = contexte.marques
    if attribute(element, "table:visibility") in {"collapse", "filter"}:
        contexte.marques = avant | {Marque.CACHE}
    cellules = tuple(
        cellule for enfant in element if enfant.tag == q("table:table-cell") for cellule in _read_cell(contexte, enfant)
    )
    contexte.marques = avant
    return Ligne(cellules, entete)


def _read_cell(contexte: Contexte, element: _Element) -> Iterator[Cellule]:
    colonnes = _number(element, "table:number-columns-spanned")
    lignes = _number(element, "table:number-rows-spanned")
    for _ in range(_number(element, "table:number-columns-repeated")):
        yield Cellule(contexte.read_blocs(contexte, element), colonnes, lignes)


def _number(element: _Element, nom: str) -> int:
    texte = attribute(element, nom, "1")
    return min(max(int(texte), 1), _REPETITIONS_MAX) if texte.isdecimal() and len(texte) < 9 else 1
