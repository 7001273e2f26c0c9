"""Walks over the tree: every leaf with its place, and the removal of what a draft adds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar, assert_never

from server.acte.assemblage import flatten
from server.acte.fragments import Inconnu, Note
from server.acte.noeuds import (
    Annexe,
    Article,
    AvisIA,
    Cadre,
    EnTetePage,
    Feuille,
    Liste,
    MarqueProjet,
    PiedPage,
    Puce,
    Section,
    Signatures,
    Tableau,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from server.acte.noeuds import Acte, Bloc


P = TypeVar("P", EnTetePage, PiedPage)
_COLONNES_MAX = 4096
"""Spans are numbers that a file only claims: columns further than this are not followed."""


@dataclass(frozen=True, slots=True)
class Place:
    """A leaf and where it stands: `partie` such as "corps", "tete/defaut", "corps/tableau1/2/1", "corps/note3".

    `entete` says that it stands in a header row of a table. A cell is told by the row and the column that it stands in
    ("2/1"), by all of them when it spans several ("2/1-3").
    """

    partie: str
    feuille: Feuille | Inconnu
    entete: bool = False


def walk(acte: Acte) -> Iterator[Place]:
    """Give every leaf in a fixed order: body (notes right after the paragraph that calls them), headers, footers."""
    yield from _Compteur("corps").walk(acte.corps)
    for tete in sorted(acte.en_tetes, key=lambda t: t.sorte):
        yield from _Compteur(f"tete/{tete.sorte}").walk(tete.corps)
    for pied in sorted(acte.pieds, key=lambda p: p.sorte):
        yield from _Compteur(f"pied/{pied.sorte}").walk(pied.corps)


class _Compteur:
    """Numbers the tables, text boxes and notes of one part."""

    def __init__(self, partie: str, *, entete: bool = False) -> None:
        self._partie = partie
        self._entete = entete
        self._rangs = {"tableau": 0, "cadre": 0, "note": 0}

    def _next(self, sorte: str) -> str:
        self._rangs[sorte] += 1
        return f"{self._partie}/{sorte}{self._rangs[sorte]}"

    def walk(self, blocs: Iterable[Bloc]) -> Iterator[Place]:
        for bloc in flatten(blocs):
            yield from self._walk_bloc(bloc)

    def _walk_bloc(self, bloc: Bloc) -> Iterator[Place]:
        match bloc:
            case Liste():
                for puce in bloc.elements:
                    yield from self._walk_puce(puce)
            case Feuille():
                yield from self._walk_feuille(bloc)
            case Inconnu():
                yield Place(self._partie, bloc, self._entete)
            case Tableau():
                yield from self._walk_tableau(bloc)
            case Signatures():
                partie = self._next("tableau")
                for rang, signature in enumerate(bloc.colonnes, 1):
                    yield from _Compteur(f"{partie}/1/{rang}").walk((signature,))
            case Cadre():
                yield from _Compteur(self._next("cadre")).walk(bloc.corps)
            case Article() | Section() | Annexe():  # flatten has opened them
                yield from self.walk((bloc,))
            case _:
                assert_never(bloc)

    def _walk_puce(self, puce: Puce) -> Iterator[Place]:
        yield from self._walk_feuille(puce)
        for liste in puce.enfants:
            yield from self._walk_bloc(liste)

    def _walk_feuille(self, feuille: Feuille) -> Iterator[Place]:
        yield Place(self._partie, feuille, self._entete)
        for element in feuille.contenu:
            if isinstance(element, Note):
                yield from _Compteur(self._next("note")).walk(element.corps)

    def _walk_tableau(self, tableau: Tableau) -> Iterator[Place]:
        partie = self._next("tableau")
        # Columns that a cell of a row above still covers, and how many rows further.
        couvertes: dict[int, int] = {}
        for i, ligne in enumerate(tableau.lignes, 1):
            dessous = {colonne: reste - 1 for colonne, reste in couvertes.items() if reste > 1}
            colonne = 1
            for cellule in ligne.cellules:
                while colonne in couvertes:
                    colonne += 1
                place = f"{_span(i, cellule.lignes)}/{_span(colonne, cellule.colonnes)}"
                yield from _Compteur(f"{partie}/{place}", entete=ligne.entete).walk(cellule.corps)
                if cellule.lignes > 1:
                    fin = min(colonne + cellule.colonnes, _COLONNES_MAX)
                    dessous |= dict.fromkeys(range(colonne, fin), cellule.lignes - 1)
                colonne += cellule.colonnes
            couvertes = dessous


def _span(debut: int, nombre: int) -> str:
    return f"{debut}-{debut + nombre - 1}" if nombre > 1 else str(debut)


def strip(acte: Acte) -> Acte:
    """Remove exactly what a draft adds and a sealed act does not have: the PROJET marks and the AI notice."""
    return replace(
        acte,
        corps=_strip_blocs(acte.corps),
        en_tetes=tuple(t for t in map(_strip_page, acte.en_tetes) if t.corps),
        pieds=tuple(p for p in map(_strip_page, acte.pieds) if p.corps),
    )


def _strip_page(page: P) -> P:
    return replace(page, corps=_strip_blocs(page.corps))


def _strip_blocs(blocs: tuple[Bloc, ...]) -> tuple[Bloc, ...]:
    return tuple(b for b in blocs if not isinstance(b, MarqueProjet | AvisIA))
