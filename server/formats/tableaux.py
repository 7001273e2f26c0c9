"""Lay a table on its grid: columns, spans, widths, and which cells hold figures. Shared by the writers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from server.acte.noeuds import Alinea, Cellule, Feuille, Ligne, Liste

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.acte.noeuds import Bloc, Tableau

_CHIFFRES: Final = re.compile(r"[-–+]?\s?\d[\d\s.,]*(?:\s?(?:€|%|m²|m|km|h|ha|kg))?(?:\s(?:HT|TTC))?")
# A column of long text must not crush the others: past this many characters a cell wraps anyway.
_LONGUEUR_UTILE: Final = 44
_LONGUEUR_MIN: Final = 7
_COUPURES: Final = re.compile(r"[ \t\n]|(?<=-)")
# A line of the default charte holds some 90 characters of a table; inner margins take the place of three of them.
_LIGNE: Final = 90
_MARGES: Final = 3
_MOT_MAX: Final = 30
"""A longer word (an address) is cut rather than given a third of the page."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the grid: a cell, or (`suite`) where a cell of a row above spans down."""

    cellule: Cellule
    colonne: int
    colonnes: int
    lignes: int
    suite: bool = False


def lay_out(tableau: Tableau) -> tuple[list[list[Place]], int]:
    """Give the places of each row from left to right, and the number of columns of the grid.

    Spans are cut at the end of the table and where another cell stands. A row too short to reach a cell that spans
    down is filled up with an empty cell; otherwise rows may be of different lengths.
    """
    rangees: list[list[Place]] = []
    dessus: dict[int, Place] = {}
    for i, ligne in enumerate(tableau.lignes):
        places = list(_row(ligne, dessus, len(tableau.lignes) - i))
        rangees.append(places)
        dessus = {place.colonne: place for place in places if place.lignes > 1}
    largeur = max((place.colonne + place.colonnes for places in rangees for place in places), default=0)
    return rangees, largeur


def _row(ligne: Ligne, dessus: dict[int, Place], hauteur: int) -> Iterator[Place]:
    colonne = 0
    cellules = iter(ligne.cellules)
    suivante = next(cellules, None)
    while True:
        au_dessus = dessus.get(colonne)
        if au_dessus is not None:
            yield Place(au_dessus.cellule, colonne, au_dessus.colonnes, au_dessus.lignes - 1, suite=True)
            colonne += au_dessus.colonnes
            continue
        bord = min((c for c in dessus if c > colonne), default=None)
        if suivante is not None:
            colonnes = max(suivante.colonnes, 1) if bord is None else max(min(suivante.colonnes, bord - colonne), 1)
            yield Place(suivante, colonne, colonnes, max(min(suivante.lignes, hauteur), 1))
            colonne += colonnes
            suivante = next(cellules, None)
        elif bord is not None:
            yield Place(Cellule(), colonne, bord - colonne, 1)
            colonne = bord
        else:
            return


def share_width(rangees: Sequence[Sequence[Place]], largeur: int, total: int) -> list[int]:
    """Share `total` (any unit) between the columns by the length of what they hold; the sum is exact.

    A column is wide enough for its longest word (an amount is one: its spaces do not break), as far as all can be.
    """
    poids = [_LONGUEUR_MIN] * largeur
    mots = [0] * largeur
    for places in rangees:
        for place in places:
            if place.colonnes == 1 and not place.suite:
                longueur, mot = _measure(place.cellule)
                poids[place.colonne] = max(poids[place.colonne], min(longueur, _LONGUEUR_UTILE))
                mots[place.colonne] = max(mots[place.colonne], mot)
    parts = _raise_to(poids, [mot + _MARGES for mot in mots])
    somme = sum(parts)
    bords = [round(total * sum(parts[:i]) / somme) for i in range(largeur + 1)]
    return [bords[i + 1] - bords[i] for i in range(largeur)]


def _raise_to(poids: list[int], minima: list[int]) -> list[float]:
    """Give parts of a line in proportion to `poids`, none under its minimum unless the minima are more than a line."""
    if sum(minima) >= _LIGNE:
        return list(map(float, minima))
    fixes: set[int] = set()
    while True:
        reste = _LIGNE - sum(minima[i] for i in fixes)
        somme = sum(poids[i] for i in range(len(poids)) if i not in fixes) or 1
        parts = [float(minima[i]) if i in fixes else reste * poids[i] / somme for i in range(len(poids))]
        courts = {i for i in range(len(poids)) if parts[i] < minima[i]}
        if not courts:
            return parts
        fixes |= courts


def _measure(cellule: Cellule) -> tuple[int, int]:
    """Give the lengths, in characters, of the longest line of a cell and of its longest word."""
    longueur = max((_longest(bloc) for bloc in cellule.corps), default=0)
    textes = (bloc.texte for bloc in cellule.corps if isinstance(bloc, Feuille))
    mots = (len(mot) for texte in textes for mot in _COUPURES.split(texte))
    return longueur, min(max(mots, default=0), _MOT_MAX)


def _longest(bloc: Bloc) -> int:
    if isinstance(bloc, Feuille):
        return max((len(ligne) for ligne in bloc.texte.split("\n")), default=0)
    if isinstance(bloc, Liste):
        return 4 + max(_longest(puce) for puce in bloc.elements)
    return _LONGUEUR_UTILE


def find_flush_right(tableau: Tableau, rangees: Sequence[Sequence[Place]]) -> frozenset[tuple[int, int]]:
    """Give the places (row, column) whose one paragraph is set flush right: figures, and the header of their column."""
    chiffres: set[tuple[int, int]] = set()
    autres: set[int] = set()
    entetes: list[tuple[int, int]] = []
    for i, (ligne, places) in enumerate(zip(tableau.lignes, rangees, strict=True)):
        for place in places:
            if place.suite or not place.cellule.corps:
                continue
            if ligne.entete:
                entetes += [(i, place.colonne)] if place.colonnes == 1 and _is_one_line(place.cellule) else []
            elif is_chiffre(place.cellule):
                chiffres.add((i, place.colonne))
            else:
                autres.add(place.colonne)
    colonnes = {colonne for _, colonne in chiffres} - autres
    return frozenset(chiffres | {(i, colonne) for i, colonne in entetes if colonne in colonnes})


def _is_one_line(cellule: Cellule) -> bool:
    match cellule.corps:
        case (Alinea(centre=False),):
            return True
        case _:
            return False


def is_chiffre(cellule: Cellule) -> bool:
    """Tell whether a cell holds one figure or amount, to be set flush right."""
    match cellule.corps:
        case (Alinea(centre=False) as alinea,) if len(alinea.contenu) == 1:
            return bool(_CHIFFRES.fullmatch(alinea.texte.strip()))
        case _:
            return False
