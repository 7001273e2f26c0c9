"""Two texts, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

_MOT: Final = re.compile(r"\w+")
_JETON: Final = re.compile(r"\w+|\s+|[^\w\s]")
SUITE: Final = 4
"""Words in a row: two texts on the same facts share three by chance, a fourth was kept."""
PART_MAX: Final = 0.5
"""Share of the words of a paragraph that may be another's too: beyond, its sentence was only turned round."""
_LETTRES: Final = 4
"""Letters of a word that counts for the share: articles and prepositions are in every text."""
_PRODUIT_MAX: Final = 4_000_000
"""Tokens of one text times those of the other; beyond, all that differs is said to be replaced."""


class Sort(StrEnum):
    """What became of some words."""

    EGAL = "egal"
    RETIRE = "retire"
    AJOUTE = "ajoute"


@dataclass(frozen=True, slots=True)
class Mot:
    """Some words, and what became of them."""

    sort: Sort
    texte: str


@dataclass(frozen=True, slots=True)
class Ecart:
    """A stretch of one text and what stands for it in the other, in characters."""

    egal: bool
    debut_avant: int
    fin_avant: int
    debut_apres: int
    fin_apres: int


def list_words(texte: str) -> list[str]:
    """Give the words of a text, whatever their capitals."""
    return _MOT.findall(texte.casefold())


def list_ecarts(avant: str, apres: str) -> list[Ecart]:
    """Cut two texts into stretches that are the same and stretches that differ, at the bounds of words."""
    a, b = _JETON.findall(avant), _JETON.findall(apres)
    tete = _count_common(a, b)
    queue = _count_common(a[tete:][::-1], b[tete:][::-1])
    milieu_a, milieu_b = a[tete : len(a) - queue], b[tete : len(b) - queue]
    codes = [(True, 0, tete, 0, tete)]
    codes += [(egal, i1 + tete, i2 + tete, j1 + tete, j2 + tete) for egal, i1, i2, j1, j2 in _match(milieu_a, milieu_b)]
    codes.append((True, len(a) - queue, len(a), len(b) - queue, len(b)))
    places_a, places_b = _list_places(a), _list_places(b)
    return [
        Ecart(egal, places_a[i1], places_a[i2], places_b[j1], places_b[j2])
        for egal, i1, i2, j1, j2 in codes
        if i2 > i1 or j2 > j1
    ]


def _count_common(a: Sequence[str], b: Sequence[str]) -> int:
    return next((rang for rang, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _match(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    if not a or not b or len(a) * len(b) > _PRODUIT_MAX:
        yield False, 0, len(a), 0, len(b)
        return
    for code, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        yield code == "equal", i1, i2, j1, j2


def _list_places(jetons: Sequence[str]) -> list[int]:
    places = [0]
    for jeton in jetons:
        places.append(places[-1] + len(jeton))
    return places


def compare_mots(avant: str, apres: str) -> tuple[Mot, ...]:
    """Give the words of both texts in one sequence: kept, taken out, put in."""
    mots: list[Mot] = []
    for ecart in list_ecarts(avant, apres):
        ancien, nouveau = avant[ecart.debut_avant : ecart.fin_avant], apres[ecart.debut_apres : ecart.fin_apres]
        if ecart.egal:
            mots.append(Mot(Sort.EGAL, nouveau))
            continue
        if ancien:
            mots.append(Mot(Sort.RETIRE, ancien))
        if nouveau:
            mots.append(Mot(Sort.AJOUTE, nouveau))
    return tuple(mots)


def measure_likeness(a: Counter[str], b: Counter[str]) -> float:
    """Give the share of words that two texts have in common, from 0 to 1."""
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 1.0


def keeps_words(texte: str, autres: Sequence[Sequence[str]]) -> bool:
    """Tell a text that keeps words of others from one that was written anew.

    Args:
        texte: the text.
        autres: the words of each of the others.
    """
    mots = list_words(texte)
    suites = {suite for autre in autres for suite in _runs(autre)}
    if any(suite in suites for suite in _runs(mots)):
        return True
    pleins = [mot for mot in mots if len(mot) >= _LETTRES] or mots
    connus = {mot for autre in autres for mot in autre}
    communs = sum(mot in connus for mot in pleins)
    return communs > PART_MAX * len(pleins)


def _runs(mots: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(mots[i : i + SUITE]) for i in range(len(mots) - SUITE + 1))
