"""Kinship of words: which word of a passage says a word of its point, inflected, derived, or written out."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from server.redacteurs.donnees import cut_mots, read_familles, read_mots, read_sigles, stem
from server.redacteurs.marques import MARQUE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

_SIGLE = re.compile(r"(?<![^\W_])[A-ZÉÈÀ]{2,7}(?![^\W_])")
# « hab », « sté », « suppl »: a longer word is no abbreviation.
_ABREGE_MAX, _CONTRACTE_MAX, _ENTIER_MIN = 6, 4, 5
_POINTE_MAX = 8
"""Letters of an abbreviation that ends with a point: « comport. »."""


def are_alike(x: str, y: str) -> bool:
    """Tell two words that begin alike, « accès » and « accessible »."""
    court = min(len(x), len(y))
    commun = next((i for i, (c, d) in enumerate(zip(x, y, strict=False)) if c != d), court)
    return x == y or commun >= max(4, round(0.6 * court))


def is_among(mot: str, autres: Iterable[str]) -> bool:
    """Tell whether another word says this one."""
    return any(are_kin(mot, autre) for autre in autres)


@lru_cache(maxsize=32768)
def are_kin(x: str, y: str) -> bool:
    """Tell two words that begin alike (« taille », « tailler »), one that derives from the other or abbreviates it."""
    if "⟦" in x + y:
        return x == y
    return stem(x) == stem(y) or are_alike(x, y) or _are_derived(x, y) or abbreviates(x, y) or abbreviates(y, x)


def abbreviates(court: str, mot: str, longueur: int = _ABREGE_MAX) -> bool:
    """Tell « hab » for « habitant », « assos » for « associations », « sté » for « société », « dsi » for its words."""
    sens = read_sigles().get(court)
    if sens is not None and stem(mot) in {stem(m) for m in cut_mots(sens)}:
        return True
    debut = court.rstrip("s")
    if len(mot) < max(_ENTIER_MIN, len(court) + 1) or len(debut) < 2 or len(court) > longueur:
        return False
    return mot.startswith(debut) or (_may_contract(court, mot) and _contracts(debut, mot.rstrip("s")))


def _may_contract(court: str, mot: str) -> bool:
    """Tell « logts » for « logements » from « ports », which is a word and no « passeports »."""
    return len(court) <= _CONTRACTE_MAX or (
        len(court) == _CONTRACTE_MAX + 1 and court[-2:] == "ts" and mot[:3] == court[:3]
    )


def _contracts(court: str, mot: str) -> bool:
    """Tell « pdt » for « pendant »: the first letter, the last, and the others on the way."""
    lettres = iter(mot)
    return mot[:1] == court[:1] and mot[-1:] == court[-1:] and all(lettre in lettres for lettre in court)


def spell_sigles(point: str, ecrit: str) -> frozenset[str]:
    """Give the words of a paragraph that write out an acronym of its point by their initials, and those acronyms.

    « QF » is said by « quotient familial », « PV » by « procès-verbal ».
    """
    mots = [m for mot in cut_mots(MARQUE.sub(" ", ecrit)) for m in mot.split("-")]
    entiers = {mot for mot in cut_mots(MARQUE.sub(" ", ecrit)) if "-" in mot}
    dits: set[str] = set()
    for m in _SIGLE.finditer(MARQUE.sub(" ", point)):
        sigle = m.group().lower()
        for i in range(len(mots)):
            if suite := _spell(sigle, mots[i:]):
                dits |= {sigle, *suite}
    return frozenset(dits | {e for e in entiers if set(e.split("-")) <= dits})


def _spell(sigle: str, mots: Sequence[str]) -> list[str]:
    """Give the words whose initials spell an acronym, small words between them left out; [] for none."""
    pris: list[str] = []
    for mot in mots:
        if mot.startswith(sigle[len(pris)]):
            pris.append(mot)
        elif not pris or mot not in read_mots("vides"):
            return []
        if len(pris) == len(sigle):
            return pris
    return []


def find_ecrits_en_entier(abreges: Iterable[str], mots: Collection[str]) -> frozenset[str]:
    """Give the words that write out one of the given abbreviations (« fav. » gives « favorable »)."""
    return frozenset(mot for abrege in abreges for mot in mots if abbreviates(abrege, mot, _POINTE_MAX))


def _are_derived(mot: str, autre: str) -> bool:
    return any(famille.holds(mot) and famille.holds(autre) for famille in read_familles("derives"))
