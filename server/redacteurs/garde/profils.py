"""What stands around a mark, in the request and in the passage, so that the two can be compared."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from server.redacteurs.donnees import fold_texte, read_mots, read_roles, stem
from server.redacteurs.marques import MARQUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Profil = dict[str, float]
"""How near each word (its stem) and each other mark stands: 1 beside, less farther, by word."""

_JETON = re.compile(rf"{MARQUE.pattern}|[^\W_]+(?:-[^\W_]+)*|[,;.:()]")
_JOUR_DATE = re.compile(r"⟦JOUR_[0-9]+⟧ (?=⟦DATE)")
_PONCTUATION = frozenset(",;.:()")
_LIENS = frozenset({"et", "ou", "puis", "mais", "dont", "contre", "alors"})
# A comma or « et » keeps apart what it separates; a stop keeps apart two sentences.
_COUT_VIRGULE, _COUT_LIEN, _COUT_POINT = 3.0, 2.0, 12.0
_PREPOSITIONS = frozenset(
    [
        "en",
        "du",
        "au",
        "depuis",
        "avant",
        "apres",
        "des",
        "jusqu",
        "le",
        "de",
        "a",
        "sur",
        "dont",
        "soit",
        "contre",
        "n°",
    ]
)
_POIDS_VOISIN = 0.2
# Letters of a stem that count: « réunion » and « réunira », « convocation » and « convoqué » meet.
_RADICAL = 6
# Evidence below which words say little, and the order of the request decides.
_DOUTE = 0.1
_PORTEE = 40
"""Words looked at on each side: a considérant is seldom longer, and the cost stays linear."""


def find_profils(textes: Iterable[str]) -> Mapping[str, list[Profil]]:
    """Give, for each mark, the profile of each place where it stands."""
    profils: dict[str, list[Profil]] = defaultdict(list)
    for texte in textes:
        jetons = _read(texte)
        for i, jeton in enumerate(jetons):
            if jeton.mot.startswith("⟦"):
                profils[jeton.mot].append(_profile(jetons, i))
    return profils


class _Jeton(NamedTuple):
    """A stem or a mark, its place on a line where separations count, and what touches it."""

    mot: str
    place: float
    voisins: tuple[str, ...]


def _read(texte: str) -> list[_Jeton]:
    """Read the stems and marks of a text."""
    # « du lundi 1er mars » and « du 1er mars » surround the date with the same words.
    bruts = _JETON.findall(_JOUR_DATE.sub("", texte))
    mots = [j if j.startswith("⟦") else fold_texte(j) for j in bruts]
    jetons: list[_Jeton] = []
    position = 0.0
    for i, mot in enumerate(mots):
        if mot in _PONCTUATION:
            position += {",": _COUT_VIRGULE, ":": 0.5, "(": 1.0, ")": 1.0}.get(mot, _COUT_POINT)
            continue
        position += 1 + (_COUT_LIEN if mot in _LIENS else 0)
        if mot.startswith("⟦"):
            jetons.append(_Jeton(mot, position, _touching(mots, i)))
        elif mot in _small_words() or (len(mot) > 2 and mot not in read_mots("vides")):
            jetons.append(_Jeton(stem(mot)[:_RADICAL], position, ()))
    return jetons


def _touching(mots: Sequence[str], i: int) -> tuple[str, ...]:
    """Say what touches a mark: the small word before it, and whether a noun follows, as in « 12 élèves »."""
    avant = mots[i - 1] if i else ""
    apres = mots[i + 1] if i + 1 < len(mots) else ""
    compte = apres.isalpha() and len(apres) > 3 and apres not in read_mots("vides")
    return (f"<{avant}" if avant in _PREPOSITIONS else "", ">nom" if compte else ">fin")


def _small_words() -> frozenset[str]:
    """Give the small words that say which end of a period a fact is: « jusqu’au », « depuis », « avant »."""
    return frozenset(mot for suite in read_roles().values() for mot in suite) - {"de", "a", "du", "au", "nee", "ne"} | {
        "avant", "apres", "depuis", "jusque", "jusqu", "des",
    }  # fmt: skip


def _profile(jetons: Sequence[_Jeton], i: int) -> Profil:
    ici = jetons[i]
    profil: Profil = dict.fromkeys(filter(None, ici.voisins), _POIDS_VOISIN)
    for jeton in jetons[max(0, i - _PORTEE) : i + _PORTEE + 1]:
        if jeton.mot != ici.mot:
            poids = 1.0 / (1.0 + abs(jeton.place - ici.place))
            profil[jeton.mot] = max(poids, profil.get(jeton.mot, 0.0))
    return profil


def merge(profils: Iterable[Profil]) -> Profil:
    """Put together the places of one mark: what stands near any of them, at its nearest."""
    entier: Profil = {}
    for profil in profils:
        for cle, poids in profil.items():
            entier[cle] = max(poids, entier.get(cle, 0.0))
    return entier


def compare(ecrits: tuple[Profil, Profil], donnes: tuple[Profil, Profil], ignores: frozenset[str]) -> float:
    """Weigh two facts as written against the two exchanged: 1 when all words are for it, -1 when all are against.

    Each word or mark near the facts in the passage and in the request has a voice: for, when it stands nearer to the
    same fact in both; the louder the nearer, and the more it tells the two facts apart.
    """
    pour = total = 0.0
    for cle in (ecrits[0].keys() | ecrits[1].keys()) & (donnes[0].keys() | donnes[1].keys()) - ignores:
        ecrit_a, ecrit_b = (p.get(cle, 0.0) for p in ecrits)
        donne_a, donne_b = (p.get(cle, 0.0) for p in donnes)
        force = max(ecrit_a, ecrit_b) * max(donne_a, donne_b)
        pour += force * (ecrit_a - ecrit_b) / (ecrit_a + ecrit_b) * (donne_a - donne_b) / (donne_a + donne_b)
        total += force
    return pour / (total + _DOUTE)


def likeness(ecrit: Profil, donne: Profil, ignores: frozenset[str]) -> float:
    """Measure how alike a place of the passage is to the places of the request that give a mark."""
    return sum(poids * donne[cle] for cle, poids in ecrit.items() if cle in donne and cle not in ignores)
