"""Two acts, paragraph by paragraph: kept, changed, moved, put in, taken out; cells of tables too."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from server.acte.canon import tokens
from server.acte.fragments import Fragment, Inconnu, text_of
from server.acte.parcours import walk
from server.comparaison.mots import Mot, compare_mots, list_words, measure_likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from server.acte.fragments import EnLigne
    from server.acte.noeuds import Acte
    from server.acte.parcours import Place

MEME: Final = 0.4
"""Likeness of two paragraphs that stand in the same place, one of which became the other."""
MEME_AILLEURS: Final = 0.7
"""Likeness of two paragraphs that stand elsewhere: a chance likeness must not pass for a move."""
_MEME_CELLULE: Final = 0.5
"""A cell that stands where a cell stood is the same cell, even when « 12 » became « 13 »."""
_PAIRES_MAX: Final = 250_000


class Changement(StrEnum):
    """What became of a paragraph."""

    EGAL = "egal"
    MODIFIE = "modifie"
    DEPLACE = "deplace"
    AJOUTE = "ajoute"
    RETIRE = "retire"


@dataclass(frozen=True, slots=True)
class BlocCompare:
    """A paragraph of either act.

    Attributes:
        avant, apres: ranks in the order of `walk`; None where it is not there.
        partie: where it stands (in the first act when it was taken out).
        mots: its words; a paragraph that moved may have changed too.
    """

    changement: Changement
    avant: int | None
    apres: int | None
    partie: str
    mots: tuple[Mot, ...]


@dataclass(frozen=True, slots=True)
class _Vue:
    """A paragraph that shows something."""

    rang: int
    partie: str
    texte: str
    cle: tuple[object, ...]
    mots: Counter[str]


def compare(avant: Acte, apres: Acte) -> tuple[BlocCompare, ...]:
    """Compare two acts; every paragraph that shows something is in the answer once, in the order of the second."""
    a, b = _list_vues(avant), _list_vues(apres)
    paires = _pair(a, b)
    venus = {j: i for i, j in paires.items()}
    ordre = _Ordre(paires)
    return tuple(
        _describe(None if i is None else a[i], None if j is None else b[j], deplace=ordre.is_moved(j))
        for i, j in _interleave(len(a), len(b), paires, venus)
    )


def pair_ranks(avant: Acte, apres: Acte) -> dict[int, int]:
    """Give the rank in the first act of each paragraph of the second that comes from it, moved ones too."""
    a, b = _list_vues(avant), _list_vues(apres)
    return {b[j].rang: a[i].rang for i, j in _pair(a, b).items()}


def _list_vues(acte: Acte) -> list[_Vue]:
    vues = []
    for rang, place in enumerate(walk(acte)):
        texte, cle = _read_place(place)
        if cle:
            vues.append(_Vue(rang, place.partie, texte, cle, Counter(list_words(texte))))
    return vues


def _read_place(place: Place) -> tuple[str, tuple[object, ...]]:
    feuille = place.feuille
    if isinstance(feuille, Inconnu):
        return feuille.texte, ("inconnu", feuille.nature, feuille.texte)
    if not feuille.contenu:
        return "", ()
    numero = f"{feuille.numero} " if feuille.numero else ""
    return numero + _text_of_all(feuille.contenu), (feuille.numero, *tokens(feuille.contenu))


def _text_of_all(contenu: Iterable[EnLigne]) -> str:
    """Give all the text, struck and hidden included: a change that hides is a change."""
    return "".join(e.texte if isinstance(e, Fragment) else text_of((e,)) for e in contenu)


def _pair(a: Sequence[_Vue], b: Sequence[_Vue]) -> dict[int, int]:
    """Give which paragraph of the second each of the first became."""
    cles_a, cles_b = [vue.cle for vue in a], [vue.cle for vue in b]
    paires: dict[int, int] = {}
    for code, i1, i2, j1, j2 in SequenceMatcher(None, cles_a, cles_b, autojunk=False).get_opcodes():
        if code == "equal":
            paires |= zip(range(i1, i2), range(j1, j2), strict=True)
        elif code == "replace":
            paires |= _pair_gap(a, b, range(i1, i2), range(j1, j2))
    _pair_moved(a, b, paires)
    return paires


def _pair_gap(a: Sequence[_Vue], b: Sequence[_Vue], rangs_a: range, rangs_b: range) -> dict[int, int]:
    """Pair what stands between two places that did not change, without crossing, by the greatest likeness in all."""
    if len(rangs_a) * len(rangs_b) > _PAIRES_MAX:
        return dict(zip(rangs_a, rangs_b, strict=False))
    scores = [[0.0] * (len(rangs_b) + 1) for _ in range(len(rangs_a) + 1)]
    for x in range(len(rangs_a) - 1, -1, -1):
        for y in range(len(rangs_b) - 1, -1, -1):
            ensemble = _score(a[rangs_a[x]], b[rangs_b[y]])
            scores[x][y] = max(
                scores[x + 1][y], scores[x][y + 1], scores[x + 1][y + 1] + ensemble if ensemble >= MEME else 0.0
            )
    return dict(_trace(a, b, rangs_a, rangs_b, scores))


def _trace(
    a: Sequence[_Vue], b: Sequence[_Vue], rangs_a: range, rangs_b: range, scores: Sequence[Sequence[float]]
) -> Iterable[tuple[int, int]]:
    x = y = 0
    while x < len(rangs_a) and y < len(rangs_b):
        ensemble = _score(a[rangs_a[x]], b[rangs_b[y]])
        if ensemble >= MEME and scores[x][y] == scores[x + 1][y + 1] + ensemble:
            yield rangs_a[x], rangs_b[y]
            x, y = x + 1, y + 1
        elif scores[x][y] == scores[x + 1][y]:
            x += 1
        else:
            y += 1


def _score(a: _Vue, b: _Vue) -> float:
    if a.partie == b.partie:
        ressemblance = measure_likeness(a.mots, b.mots)
        return max(ressemblance, _MEME_CELLULE) if "/tableau" in a.partie else ressemblance
    # Rows and columns are counted anew when one is put in: a cell may come from a cell of another number.
    return measure_likeness(a.mots, b.mots) if a.partie.partition("/")[0] == b.partie.partition("/")[0] else 0.0


def _pair_moved(a: Sequence[_Vue], b: Sequence[_Vue], paires: dict[int, int]) -> None:
    """Pair what is left: the same elsewhere, then what is much like it."""
    restes_a = [i for i in range(len(a)) if i not in paires]
    pris = set(paires.values())
    restes_b = [j for j in range(len(b)) if j not in pris]
    if not restes_a or not restes_b or len(restes_a) * len(restes_b) > _PAIRES_MAX:
        return
    candidats = [
        (ressemblance, -i, -j)
        for i in restes_a
        for j in restes_b
        if (ressemblance := _score_moved(a[i], b[j])) >= MEME_AILLEURS
    ]
    for _, moins_i, moins_j in sorted(candidats, reverse=True):
        if -moins_i not in paires and -moins_j not in pris:
            paires[-moins_i] = -moins_j
            pris.add(-moins_j)


def _score_moved(a: _Vue, b: _Vue) -> float:
    if not a.mots:
        return 0.0
    return 2.0 if a.cle == b.cle else measure_likeness(a.mots, b.mots)


class _Ordre:
    """Tells the pairs that crossed others: all but a longest run that kept its order."""

    def __init__(self, paires: dict[int, int]) -> None:
        suite = [paires[i] for i in sorted(paires)]
        precedents = [-1] * len(suite)
        bouts: list[int] = []
        for rang, j in enumerate(suite):
            place = bisect_left(bouts, j, key=suite.__getitem__)
            precedents[rang] = bouts[place - 1] if place else -1
            bouts[place : place + 1] = [rang]
        self._restes: set[int] = set()
        rang = bouts[-1] if bouts else -1
        while rang >= 0:
            self._restes.add(suite[rang])
            rang = precedents[rang]
        self._venus = set(suite)

    def is_moved(self, j: int | None) -> bool:
        return j in self._venus and j not in self._restes


def _interleave(
    total_a: int, total_b: int, paires: dict[int, int], venus: dict[int, int]
) -> Iterable[tuple[int | None, int | None]]:
    """Give every paragraph once: those of the second act in order, those taken out where they stood."""
    i = 0
    for j in range(total_b):
        vient = venus.get(j)
        if vient is not None and vient >= i:
            yield from ((reste, None) for reste in range(i, vient) if reste not in paires)
            i = vient + 1
        yield vient, j
    yield from ((reste, None) for reste in range(i, total_a) if reste not in paires)


def _describe(a: _Vue | None, b: _Vue | None, *, deplace: bool) -> BlocCompare:
    mots = compare_mots(a.texte if a else "", b.texte if b else "")
    rangs = (a.rang if a else None, b.rang if b else None)
    partie = b.partie if b else a.partie if a else ""
    if a is None or b is None:
        return BlocCompare(Changement.RETIRE if b is None else Changement.AJOUTE, *rangs, partie, mots)
    if deplace:
        return BlocCompare(Changement.DEPLACE, *rangs, partie, mots)
    return BlocCompare(Changement.EGAL if a.cle == b.cle else Changement.MODIFIE, *rangs, partie, mots)
