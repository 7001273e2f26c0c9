"""What stands around a mark, in the request and in the passage, so that the two can be compared."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from server.redacteurs.donnees import fold_texte, read_mots, read_roles, stem
from server.redacteurs.marques import MARQUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Profil = dict[str, float]
"""How near each word (its stem) and each other mark stands: 1 beside, less farther, by word."""

_JETON = re.compile(rf"{MARQUE.pattern}|[^\W_]+(?:-[^\W_]+)*|[,;.:()]")
_PONCTUATION = frozenset(",;.:()")
_LIENS = frozenset({"et", "ou", "puis", "mais", "dont", "contre", "alors"})
# A comma or « et » keeps apart what it separates; a stop keeps apart two sentences.
_COUT_VIRGULE, _COUT_LIEN, _COUT_POINT = 3.0, 2.0, 12.0
_PORTEE = 40
"""Words looked at on each side: a considérant is seldom longer, and the cost stays linear."""


def find_profils(textes: Iterable[str]) -> Mapping[str, list[Profil]]:
    """Give, for each mark, the profile of each place where it stands."""
    profils: dict[str, list[Profil]] = defaultdict(list)
    for texte in textes:
        jetons, places = _read(texte)
        for i, jeton in enumerate(jetons):
            if jeton.startswith("⟦"):
                profils[jeton].append(_profile(jetons, places, i))
    return profils


def _read(texte: str) -> tuple[list[str], list[float]]:
    """Read the stems and marks of a text, each with its place on a line where separations count."""
    jetons: list[str] = []
    places: list[float] = []
    position = 0.0
    for m in _JETON.finditer(texte):
        jeton = m.group()
        if jeton.startswith("⟦JOUR"):
            # « du lundi 1er mars » and « du 1er mars » surround the date with the same words.
            continue
        if jeton in _PONCTUATION:
            position += {",": _COUT_VIRGULE, ":": 0.5, "(": 1.0, ")": 1.0}.get(jeton, _COUT_POINT)
            continue
        mot = jeton if jeton.startswith("⟦") else fold_texte(jeton)
        position += 1 + (_COUT_LIEN if mot in _LIENS else 0)
        if mot.startswith("⟦") or mot in _small_words() or (len(mot) > 2 and mot not in read_mots("vides")):
            jetons.append(mot if mot.startswith("⟦") else stem(mot))
            places.append(position)
    return jetons, places


def _small_words() -> frozenset[str]:
    """Give the small words that say which end of a period or of a change a fact is: « jusqu’au », « depuis », « avant »."""
    return frozenset(mot for suite in read_roles().values() for mot in suite) - {"de", "a", "du", "au", "nee", "ne"} | {
        "avant", "apres", "depuis", "jusque", "jusqu", "des",
    }  # fmt: skip


def _profile(jetons: list[str], places: list[float], i: int) -> Profil:
    profil: Profil = {}
    for j in range(max(0, i - _PORTEE), min(len(jetons), i + _PORTEE + 1)):
        if j != i and jetons[j] != jetons[i]:
            poids = 1.0 / (1.0 + abs(places[j] - places[i]))
            profil[jetons[j]] = max(poids, profil.get(jetons[j], 0.0))
    return profil


def likeness(ecrit: Profil, donnes: list[Profil], ignores: frozenset[str] = frozenset()) -> float:
    """Measure how alike a place of the passage is to the places of the request that give a mark; the best one counts."""
    return max((_dot(ecrit, donne, ignores) for donne in donnes), default=0.0)


def _dot(a: Profil, b: Profil, ignores: frozenset[str]) -> float:
    court, long = (a, b) if len(a) < len(b) else (b, a)
    return sum(poids * long[cle] for cle, poids in court.items() if cle in long and cle not in ignores)
