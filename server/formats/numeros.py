"""Markers of lists and headings: from a value to what is shown ("iv)"), and back to how it can be computed.

Formats have the names of OOXML's `w:numFmt`; the .odt side translates its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PUCE: Final = "•"
_ROMAINS: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_ROMAIN: Final = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_JETON: Final = re.compile(r"\d+|[^\W\d_]+")
_LETTRES_MAX: Final = 780
VALEUR_MAX: Final = 32767
"""The highest start value that Word takes."""


def format_numero(valeur: int, sorte: str) -> str:
    """Show a value: 4 as "lowerRoman" is "iv". An unknown format shows figures, as Word does."""
    match sorte:
        case "lowerLetter" | "upperLetter":
            lettres = _letters(valeur)
            return lettres if sorte == "lowerLetter" else lettres.upper()
        case "lowerRoman" | "upperRoman":
            romain = _roman(valeur)
            return romain if sorte == "lowerRoman" else romain.upper()
        case "ordinal":
            return f"{valeur}er" if valeur == 1 else f"{valeur}e"
        case "decimalZero":
            return f"{valeur:02d}"
        case "none" | "bullet":
            return ""
        case _:
            return str(valeur)


def _letters(valeur: int) -> str:
    """Count a … z, aa, bb …, as word processors do; nothing for zero, figures past thirty z (Word's own limit)."""
    if valeur < 1:
        return ""
    if valeur > _LETTRES_MAX:
        return str(valeur)
    tours, rang = divmod(valeur - 1, 26)
    return chr(ord("a") + rang) * (tours + 1)


def _roman(valeur: int) -> str:
    if not 0 < valeur < 4000:
        return str(valeur)
    chiffres = []
    for poids, signe in _ROMAINS:
        nombre, valeur = divmod(valeur, poids)
        chiffres.append(signe * nombre)
    return "".join(chiffres)


@dataclass(frozen=True, slots=True)
class Marqueur:
    """A marker as a level can compute it: "(" + 4 as "lowerRoman" + ")".

    `sorte` "none" is a marker that no count gives: `avant` is the whole of it. "bullet" is a sign without letter.
    """

    avant: str
    sorte: str
    valeur: int
    apres: str

    def shows(self) -> str:
        """Give the marker as it is shown."""
        return self.avant + format_numero(self.valeur, self.sorte) + self.apres


@lru_cache(maxsize=4096)
def parse_marqueur(numero: str) -> tuple[Marqueur, ...]:
    """Give the ways to compute a marker, the likeliest first: "i)" is roman one, else the ninth letter."""
    if not any(c.isalnum() for c in numero):
        return (Marqueur(numero, "bullet", 1, ""),)
    *_, jeton = _JETON.finditer(numero)
    avant, signe, apres = numero[: jeton.start()], jeton[0], numero[jeton.end() :]
    lectures = (Marqueur(avant, sorte, valeur, apres) for sorte, valeur in _values(signe))
    return (*(m for m in lectures if m.shows() == numero), Marqueur(numero, "none", 1, ""))


def _values(signe: str) -> Iterable[tuple[str, int]]:
    if signe.isascii() and signe.isdecimal() and len(signe) <= 5:
        valeur = int(signe)
        if valeur <= VALEUR_MAX:
            yield "decimal", valeur
            yield "decimalZero", valeur
        return
    bas = signe.lower()
    if signe not in {bas, signe.upper()} or not signe.isascii():
        return
    casse = "lower" if signe == bas else "upper"
    if _ROMAIN.fullmatch(bas):
        yield f"{casse}Roman", _value_of_roman(bas)
    if len(set(bas)) == 1 and len(bas) <= 3:
        yield f"{casse}Letter", ord(bas[0]) - ord("a") + 1 + 26 * (len(bas) - 1)


def _value_of_roman(romain: str) -> int:
    valeur = 0
    for poids, signe in _ROMAINS:
        while romain.startswith(signe):
            valeur += poids
            romain = romain[len(signe) :]
    return valeur


def plan_series(numeros: Sequence[str]) -> list[Marqueur]:
    """Read the markers of one list so that as many as possible follow each other in one count.

    "a)", "b)" is one series; "h)", "i)" too, although "i)" alone would be roman.
    """
    plan: list[Marqueur] = []
    while len(plan) < len(numeros):
        debut = len(plan)
        series = [_follow(premier, numeros, debut) for premier in parse_marqueur(numeros[debut])]
        longue: list[Marqueur] = max(series, key=len)
        plan.extend(longue)
    return plan


def _follow(premier: Marqueur, numeros: Sequence[str], debut: int) -> list[Marqueur]:
    serie = [premier]
    # A marker that is not counted is repeated as it is.
    pas = 0 if premier.sorte in {"bullet", "none"} else 1
    for numero in numeros[debut + 1 :]:
        suivant = Marqueur(premier.avant, premier.sorte, serie[-1].valeur + pas, premier.apres)
        if suivant.valeur > VALEUR_MAX or suivant.shows() != numero:
            break
        serie.append(suivant)
    return serie
