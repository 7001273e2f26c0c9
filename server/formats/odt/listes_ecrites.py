"""Lists of an .odt whose markers show exactly what the tree says.

Items whose markers follow each other are one text:list; where they do not, another one starts at the number that is
due. Readers join them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from server.formats.genres import NIVEAUX_LISTE
from server.formats.numeros import Marqueur, parse_marqueur, plan_series
from server.formats.odt.styles_ecrits import mm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.acte.noeuds import Puce
    from server.charte.description import Listes, StyleParagraphe

_FORMATS = {"decimal": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
"""Format of `numeros` → style:num-format; what is not here is written as text that does not count."""


@dataclass(frozen=True, slots=True)
class Suite:
    """Items whose markers follow each other, and the first of these markers."""

    depart: Marqueur
    puces: tuple[Puce, ...]


def split_suites(puces: Sequence[Puce]) -> Iterator[Suite]:
    """Part items where their markers stop following each other."""
    marqueurs = [_writable(marqueur) for marqueur in plan_series([puce.numero for puce in puces])]
    debut = 0
    for i in range(1, len(puces) + 1):
        if i == len(puces) or not _continues(marqueurs[i - 1], marqueurs[i]):
            yield Suite(marqueurs[debut], tuple(puces[debut:i]))
            debut = i


def _writable(marqueur: Marqueur) -> Marqueur:
    """Give a marker that a level can show: one sign is a bullet, several are text that does not count."""
    if marqueur.sorte in _FORMATS or (marqueur.sorte == "bullet" and len(marqueur.avant) == 1):
        return marqueur
    return Marqueur(marqueur.shows(), "none", 1, "")


def _continues(precedent: Marqueur, marqueur: Marqueur) -> bool:
    pas = 0 if precedent.sorte in {"none", "bullet"} else 1
    return marqueur == Marqueur(precedent.avant, precedent.sorte, precedent.valeur + pas, precedent.apres)


def marker_alone(numero: str) -> Marqueur:
    """Give the marker of a paragraph that is no item of a list."""
    return _writable(parse_marqueur(numero)[0])


StyleListe = tuple[Marqueur, ...]
"""The first marker of each level, from the outermost."""


def profile(suite: Suite) -> StyleListe:
    """Give the first marker met at each depth of a run of items."""
    niveaux = [suite.depart]
    enfants: Sequence[Puce] = suite.puces
    while len(niveaux) < NIVEAUX_LISTE[-1]:
        enfants = [petite for puce in enfants for liste in puce.enfants for petite in liste.elements]
        if not enfants:
            break
        niveaux.append(marker_alone(enfants[0].numero))
    return tuple(niveaux)


@lru_cache(maxsize=512)
def list_style(nom: str, premier: int, style: StyleListe, listes: Listes) -> str:
    """Give a list style whose levels from `premier` on are those of `style`; the last one goes on below."""
    niveaux = (
        _level(niveau, style[min(max(niveau - premier, 0), len(style) - 1)], listes)
        for niveau in range(1, PROFONDEUR + 1)
    )
    return f'<text:list-style style:name="{nom}">{"".join(niveaux)}</text:list-style>'


PROFONDEUR = 10
"""Levels that OpenDocument word processors know."""


def _level(niveau: int, marqueur: Marqueur, listes: Listes) -> str:
    return _marker(niveau, marqueur, _label(listes.retrait * niveau, -listes.marqueur, "listtab"))


@lru_cache(maxsize=512)
def style_alone(nom: str, marqueur: Marqueur, style: StyleParagraphe) -> str:
    """Give the list style of a marker that leaves the indents of the paragraph's own style as they are."""
    niveau = _marker(1, marqueur, _label(style.retrait_gauche, style.premiere_ligne, "space"))
    return f'<text:list-style style:name="{nom}">{niveau}</text:list-style>'


def _label(gauche: float, premiere_ligne: float, suite: str) -> str:
    tabulation = f' text:list-tab-stop-position="{mm(gauche)}"' if suite == "listtab" else ""
    return (
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        f'<style:list-level-label-alignment text:label-followed-by="{suite}"{tabulation}'
        f' fo:text-indent="{mm(premiere_ligne)}" fo:margin-left="{mm(gauche)}"/></style:list-level-properties>'
    )


def _marker(niveau: int, marqueur: Marqueur, retrait: str) -> str:
    if marqueur.sorte == "bullet":
        signe = quoteattr(marqueur.avant)
        return (
            f'<text:list-level-style-bullet text:level="{niveau}" text:bullet-char={signe}>{retrait}'
            "</text:list-level-style-bullet>"
        )
    # Letters go on « aa », « bb », as everywhere else here.
    synchro = ' style:num-letter-sync="true"' if marqueur.sorte.endswith("Letter") else ""
    return (
        f'<text:list-level-style-number text:level="{niveau}" style:num-prefix={quoteattr(marqueur.avant)}'
        f' style:num-suffix={quoteattr(marqueur.apres)} style:num-format="{_FORMATS.get(marqueur.sorte, "")}"{synchro}'
        f' text:start-value="{marqueur.valeur}">{retrait}</text:list-level-style-number>'
    )
