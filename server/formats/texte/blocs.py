"""From list items and table rows that follow each other to lists and tables."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from server.acte.noeuds import Alinea, Cellule, Ligne, Liste, Puce, Tableau

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from server.acte.fragments import EnLigne
    from server.formats.texte.lignes import Paragraphe

_SUITES = (frozenset({"puce"}), frozenset({"rangee", "separateur"}))
"""Kinds of line that make one list, or one table, when they follow each other."""
_BARRE = re.compile(r"(?<!\\)\|")


def end_of_run(paragraphes: Sequence[Paragraphe], debut: int) -> int:
    """Give the place after the last paragraph that makes one block with the one at `debut`: a list or a table."""
    sortes = next((suite for suite in _SUITES if paragraphes[debut].sorte in suite), frozenset[str]())
    fin = debut + 1
    while fin < len(paragraphes) and paragraphes[fin].sorte in sortes:
        fin += 1
    return fin


def make_liste(puces: Sequence[tuple[int, Puce]]) -> Liste:
    """Nest items by their level (from 1): an item holds the deeper ones that follow it."""
    elements: list[Puce] = []
    i = 0
    while i < len(puces):
        niveau, puce = puces[i]
        fin = i + 1
        while fin < len(puces) and puces[fin][0] > niveau:
            fin += 1
        if fin > i + 1:
            puce = replace(puce, enfants=(make_liste(puces[i + 1 : fin]),))
        elements.append(puce)
        i = fin
    return Liste(tuple(elements))


def make_tableau(rangees: Sequence[Paragraphe], parse: Callable[[str], tuple[EnLigne, ...]]) -> Tableau:
    """Make a table from « | a | b | » rows; those above a « |---|---| » line are header rows."""
    separateur = next((i for i, r in enumerate(rangees) if r.sorte == "separateur"), 0)
    lignes = [
        Ligne(tuple(_make_cellule(c, parse) for c in _split_row(rangee.lignes[0])), entete=i < separateur)
        for i, rangee in enumerate(rangees)
        if rangee.sorte == "rangee"
    ]
    return Tableau(tuple(lignes))


def _split_row(rangee: str) -> list[str]:
    return [cellule.strip().replace("\\|", "|") for cellule in _BARRE.split(rangee.strip()[1:-1])]


def _make_cellule(texte: str, parse: Callable[[str], tuple[EnLigne, ...]]) -> Cellule:
    contenu = parse(texte)
    return Cellule((Alinea(contenu),) if contenu else ())
