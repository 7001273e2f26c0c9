"""Numbers written in words: « mille deux cent trente-quatre », « vingt-et-unième », « nonante-neuf »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.faits.jetons import Jetons

_UNITES = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
}  # fmt: skip
_DIZAINE = {"dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16}
_DIZAINES = {
    "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80, "octante": 80,
    "nonante": 90,
}  # fmt: skip
_ECHELLES = {"million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9}
_AUTRES = {"zero": 0, "vingt": 20, "vingts": 20, "cent": 100, "cents": 100, "mille": 1000, "mil": 1000}
_RADICAUX = {
    "unieme": "un", "deuxieme": "deux", "troisieme": "trois", "quatrieme": "quatre", "cinquieme": "cinq",
    "sixieme": "six", "septieme": "sept", "huitieme": "huit", "neuvieme": "neuf", "dixieme": "dix", "onzieme": "onze",
    "douzieme": "douze", "treizieme": "treize", "quatorzieme": "quatorze", "quinzieme": "quinze", "seizieme": "seize",
    "vingtieme": "vingt", "trentieme": "trente", "quarantieme": "quarante", "cinquantieme": "cinquante",
    "soixantieme": "soixante", "centieme": "cent", "millieme": "mille",
}  # fmt: skip
_SEULS = {"premier": 1, "premiere": 1, "premiers": 1, "premieres": 1, "second": 2, "seconde": 2, "seconds": 2}
ORDINAUX = {**_RADICAUX, **{mot + "s": radical for mot, radical in _RADICAUX.items()}}

_MOTS = frozenset((*_UNITES, *_DIZAINE, *_DIZAINES, *_ECHELLES, *_AUTRES, *ORDINAUX, *_SEULS))
_LIEN = re.compile(r"(?: ?- ?| {1,2})(et(?: |-))?")


@dataclass(slots=True)
class _Compteur:
    """Read the words of one number in turn; `accept` refuses the word that cannot continue it."""

    total: int = 0
    courant: int = 0
    echelle: int = 10**12
    dernier: str = ""
    clos: bool = False

    @property
    def valeur(self) -> int:
        return self.total + self.courant

    def accept(self, mot: str, *, apres_et: bool) -> bool:
        if self.clos or (apres_et and not self._can_follow_et(mot)):
            return False
        radical = ORDINAUX.get(mot, mot)
        if mot in _SEULS or mot == "zero" or self.dernier == "zero":
            return self._accept_seul(mot)
        accepte = self._accept_radical(radical)
        if accepte:
            self.dernier, self.clos = radical, mot in ORDINAUX
        return accepte

    def _can_follow_et(self, mot: str) -> bool:
        radical = ORDINAUX.get(mot, mot)
        return self.courant % 100 in range(20, 71, 10) and (
            radical in {"un", "une"} or (radical == "onze" and self.courant % 100 == 60)
        )

    def _accept_seul(self, mot: str) -> bool:
        if self.dernier:
            return False
        self.courant, self.dernier, self.clos = _SEULS.get(mot, 0), mot, mot != "zero"
        return True

    def _accept_radical(self, mot: str) -> bool:
        reste = self.courant % 100
        if mot in _UNITES:
            return self._add(_UNITES[mot], possible=self._takes_unite(reste, _UNITES[mot]))
        if mot in _DIZAINE:
            libre = reste == 0 or (reste == 60 and self.dernier == "soixante") or (reste == 80 and self._in_vingts())
            return self._add(_DIZAINE[mot], possible=libre)
        if mot in {"vingt", "vingts"} and reste == 4 and self.dernier == "quatre":
            return self._add(76, possible=True)
        if mot in _DIZAINES or mot in {"vingt", "vingts"}:
            return self._add(_DIZAINES.get(mot, 20), possible=reste == 0)
        if mot in {"cent", "cents"}:
            return self._multiply_cent()
        return self._close_group(_ECHELLES.get(mot, 1000))

    def _in_vingts(self) -> bool:
        return self.dernier in {"vingt", "vingts"}

    def _takes_unite(self, reste: int, unite: int) -> bool:
        if self.dernier == "dix":
            return unite >= 7
        return reste == 0 or (reste >= 20 and reste % 10 == 0)

    def _add(self, valeur: int, *, possible: bool) -> bool:
        if possible:
            self.courant += valeur
        return possible

    def _multiply_cent(self) -> bool:
        if self.courant not in {0, *range(2, 10)}:
            return False
        self.courant = (self.courant or 1) * 100
        return True

    def _close_group(self, echelle: int) -> bool:
        if echelle >= self.echelle or (not self.courant and (echelle > 1000)):
            return False
        self.total += (self.courant or 1) * echelle
        self.courant, self.echelle = 0, echelle
        return True


@dataclass(frozen=True, slots=True)
class NombreEnMots:
    """Hold a number found in words; `seul` is true for « un » and « une », which are mostly articles."""

    debut: int
    fin: int
    valeur: int
    ordinal: bool
    seul: bool


def find_nombres_en_mots(plie: str, jetons: Jetons) -> Iterator[NombreEnMots]:
    """Find the numbers in words of a folded text, from zéro to 999 milliards, in either spelling.

    A number that is a part of a compound (« deux-roues », « Trois-Rivières ») is not one.
    """
    mots = jetons.occurrences(_MOTS)
    i = 0
    while i < len(mots):
        compteur, j = _read(plie, mots, i)
        if j == i:  # « millions » with nothing before it
            i += 1
            continue
        debut, fin = mots[i][0], _end(mots[j - 1])
        if not _is_compound(plie, debut, fin):
            seul = j == i + 1 and mots[i][1] in {"un", "une"}
            yield NombreEnMots(debut, fin, compteur.valeur, compteur.clos, seul)
        i = j


def _read(plie: str, mots: list[tuple[int, str]], i: int) -> tuple[_Compteur, int]:
    compteur = _Compteur()
    j = i
    while j < len(mots):
        apres_et = False
        if j > i:
            lien = _LIEN.fullmatch(plie, _end(mots[j - 1]), mots[j][0])
            if lien is None:
                break
            apres_et = lien.group(1) is not None
        if not compteur.accept(mots[j][1], apres_et=apres_et):
            break
        j += 1
    return compteur, j


def _end(occurrence: tuple[int, str]) -> int:
    return occurrence[0] + len(occurrence[1])


def _is_compound(plie: str, debut: int, fin: int) -> bool:
    avant = plie[max(0, debut - 2) : debut]
    apres = plie[fin : fin + 2]
    return (len(avant) == 2 and avant[1] == "-" and avant[0].isalpha()) or (
        len(apres) == 2 and apres[0] == "-" and apres[1].isalpha()
    )
