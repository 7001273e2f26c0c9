"""The markers that an .odt shows before its paragraphs, computed as LibreOffice computes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.formats.numeros import PUCE, format_numero
from server.formats.odt.espaces import attribute, q

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

_MARQUEUR = re.compile(r"%(\d+)%")
# Roman numerals and letters stay readable far below this; above it a figure is shown.
_PLUS_GRAND = 3999


@dataclass(frozen=True, slots=True)
class NiveauListe:
    """How one level of a list shows its number; `puce`: a bullet or a picture; `format_num` "" shows no number."""

    puce: bool = False
    format_num: str = ""
    prefixe: str = ""
    suffixe: str = ""
    depart: int = 1
    niveaux_affiches: int = 1
    synchro: bool = False
    gabarit: str = ""


def read_levels(style: _Element | None) -> dict[int, NiveauListe]:
    """Read the levels of a text:list-style or text:outline-style, by level from 1."""
    niveaux: dict[int, NiveauListe] = {}
    for element in () if style is None else style:
        niveau = attribute(element, "text:level")
        if niveau.isdecimal():
            niveaux[int(niveau)] = _read_level(element)
    return niveaux


def _read_level(element: _Element) -> NiveauListe:
    if element.tag in {q("text:list-level-style-bullet"), q("text:list-level-style-image")}:
        # LibreOffice keeps numbered levels whose number is nothing as bullets of zero width or of a space.
        vide = element.tag == q("text:list-level-style-bullet") and not attribute(
            element, "text:bullet-char", "•"
        ).strip("\u200b \u00a0")
        return NiveauListe(puce=not vide)
    return NiveauListe(
        format_num=attribute(element, "style:num-format"),
        prefixe=attribute(element, "style:num-prefix"),
        suffixe=attribute(element, "style:num-suffix"),
        depart=_integer(attribute(element, "text:start-value"), 1),
        niveaux_affiches=_integer(attribute(element, "text:display-levels"), 1),
        synchro=attribute(element, "style:num-letter-sync") == "true",
        gabarit=attribute(element, "loext:num-list-format") or attribute(element, "style:num-list-format"),
    )


def _integer(texte: str, defaut: int) -> int:
    return int(texte) if texte.isdecimal() and len(texte) < 9 else defaut


class Compteurs:
    """The numbers reached in one list, level by level."""

    def __init__(self) -> None:
        self._valeurs: dict[int, int] = {}

    def restart(self, niveau: int) -> None:
        """Forget a level and those under it: a nested list starts again."""
        self._valeurs = {n: v for n, v in self._valeurs.items() if n < niveau}

    def advance(self, niveau: int, niveaux: Mapping[int, NiveauListe], depart: str = "") -> None:
        """Count one more item at a level; `depart`: the number that the item itself imposes, or ""."""
        defaut = niveaux.get(niveau, NiveauListe()).depart
        actuel = self._valeurs.get(niveau)
        self.restart(niveau + 1)
        self._valeurs[niveau] = _integer(depart, defaut if actuel is None else actuel + 1)

    def label(self, niveau: int, niveaux: Mapping[int, NiveauListe]) -> str:
        """Give what the list shows before its item of this level: "2.1.", "a)", nothing, "•" for whatever sign."""
        definition = niveaux.get(niveau)
        if definition is None:
            return ""
        texte = PUCE if definition.puce else self._computed(niveau, definition, niveaux).strip()
        return PUCE if texte and not any(c.isalnum() for c in texte) else texte

    def _computed(self, niveau: int, definition: NiveauListe, niveaux: Mapping[int, NiveauListe]) -> str:
        if definition.gabarit:
            return self._fill(definition.gabarit, niveaux)
        premier = max(1, niveau - definition.niveaux_affiches + 1)
        numeros = [self._number(n, niveaux) for n in range(premier, niveau + 1)]
        return f"{definition.prefixe}{'.'.join(numero for numero in numeros if numero)}{definition.suffixe}"

    def _fill(self, gabarit: str, niveaux: Mapping[int, NiveauListe]) -> str:
        """Fill "%1%.%2%)"; a level without number takes away what stands between it and the next one."""
        morceaux = _MARQUEUR.split(gabarit)
        rendu = morceaux[0]
        for rang in range(1, len(morceaux), 2):
            numero = self._number(int(morceaux[rang]), niveaux)
            dernier = rang == len(morceaux) - 2
            rendu += numero + (morceaux[rang + 1] if numero or dernier else "")
        return rendu

    def _number(self, niveau: int, niveaux: Mapping[int, NiveauListe]) -> str:
        definition = niveaux.get(niveau, NiveauListe())
        return format_number(self._valeurs.get(niveau, definition.depart), definition)


def format_number(valeur: int, niveau: NiveauListe) -> str:
    """Write a number as a level does: "1", "a", "A", "i", "I"; "" when the level shows none."""
    forme = niveau.format_num[:1]
    if not forme:
        return ""
    if not 1 <= valeur <= _PLUS_GRAND or forme not in _SORTES:
        return str(valeur)
    if forme in "aA" and not niveau.synchro:
        lettres = _letters(valeur)
        return lettres if forme == "a" else lettres.upper()
    return format_numero(valeur, _SORTES[forme])


_SORTES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def _letters(valeur: int) -> str:
    """Count in letters as a level that is not synchronised does: after "z", "aa", "ab"."""
    lettres = ""
    while valeur:
        valeur, rang = divmod(valeur - 1, 26)
        lettres = chr(ord("a") + rang) + lettres
    return lettres
