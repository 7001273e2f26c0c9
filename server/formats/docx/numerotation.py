"""numbering.xml: definitions that show exactly the markers of the tree.

A list whose every level counts in one way is one `w:num` with its levels, so that it goes on as expected when someone
types in it. Otherwise each run of markers that count up has a `w:num` of its own. Bullets alone share number 1.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

from server.errors import EcritureImpossible
from server.formats.docx.espaces import RACINE, XML
from server.formats.docx.mesures import twips
from server.formats.genres import NIVEAUX_LISTE
from server.formats.numeros import PUCE, Marqueur, parse_marqueur, plan_series

if TYPE_CHECKING:
    from server.acte.noeuds import Liste
    from server.charte.description import Charte

NUM_PUCES: Final = 1
NIVEAU_MAX: Final = len(NIVEAUX_LISTE) - 1
_BULLET: Final = Marqueur(PUCE, "bullet", 1, "")
Niveaux = tuple[Marqueur | None, ...]
"""The first marker of each level; None: a bullet, for who goes on typing."""


class Numerotation:
    """Hands out numbers to lists as they are written."""

    def __init__(self) -> None:
        self._series: list[tuple[Niveaux, bool]] = []

    def number_liste(self, liste: Liste) -> list[int]:
        """Give the `w:numId` of each item of a list, and of the lists under it, in the order of the text."""
        niveaux = _read_levels(liste)
        if niveaux is not None:
            numero = NUM_PUCES if all(m is None or m == _BULLET for m in niveaux) else self._start(niveaux)
            return [numero] * _count(liste)
        numeros: list[int] = []
        self._number_series(liste, 0, numeros)
        return numeros

    def _number_series(self, liste: Liste, niveau: int, numeros: list[int]) -> None:
        """Number a list that counts in several ways, one series of markers after the other."""
        rang = min(niveau, NIVEAU_MAX)
        precedent: Marqueur | None = None
        numero = NUM_PUCES
        for puce, marqueur in zip(liste.elements, _plan(liste), strict=True):
            if precedent is None or not _continues(precedent, marqueur):
                numero = NUM_PUCES if marqueur == _BULLET else self._start((None,) * rang + (marqueur,))
            numeros.append(numero)
            precedent = marqueur
            for enfant in puce.enfants:
                self._number_series(enfant, niveau + 1, numeros)

    def number_alone(self, numero: str) -> int:
        """Give the `w:numId` that shows this marker before a paragraph that is no item of a list."""
        return self._start((parse_marqueur(numero)[0],), seul=True)

    def _start(self, niveaux: Niveaux, *, seul: bool = False) -> int:
        self._series.append((niveaux, seul))
        return NUM_PUCES + len(self._series)

    @property
    def vide(self) -> bool:
        """Tell whether only bullets were handed out: the part is then the same for every act."""
        return not self._series

    def render(self, charte: Charte) -> str:
        """Give numbering.xml.

        Each number has a definition of its own and says its first value as the definition does: where numbers
        share one, LibreOffice mixes up their counts on its way through .odt, and forgets first values in headers.
        """
        series = [((), False), *self._series]
        definitions = (
            f'<w:abstractNum w:abstractNumId="{rang}">{_levels(charte, niveaux, seul)}</w:abstractNum>'
            for rang, (niveaux, seul) in enumerate(series, NUM_PUCES)
        )
        numeros = (_num(rang, niveaux) for rang, (niveaux, _) in enumerate(series, NUM_PUCES))
        return f"{XML}<w:numbering {RACINE}>{''.join(definitions)}{''.join(numeros)}</w:numbering>"


def _plan(liste: Liste) -> list[Marqueur]:
    return plan_series([puce.numero or PUCE for puce in liste.elements])


def _count(liste: Liste) -> int:
    return sum(1 + sum(_count(enfant) for enfant in puce.enfants) for puce in liste.elements)


def _read_levels(liste: Liste) -> Niveaux | None:
    """Give the first marker of each level when every list of a level counts alike from it; None otherwise."""
    premiers: dict[int, Marqueur] = {}
    return tuple(premiers[n] for n in sorted(premiers)) if _count_alike(liste, 0, premiers) else None


def _count_alike(liste: Liste, niveau: int, premiers: dict[int, Marqueur]) -> bool:
    if niveau > NIVEAU_MAX:
        return False
    plan = _plan(liste)
    premier = premiers.setdefault(niveau, plan[0])
    # The plan of a short list may be another reading of the same marker ("i)"): the way it shows is what counts.
    if plan[0].shows() != premier.shows() or any(not _continues(a, b) for a, b in pairwise(plan)):
        return False
    if plan[0] != premier and len(plan) > 1:
        return False
    return all(_count_alike(enfant, niveau + 1, premiers) for puce in liste.elements for enfant in puce.enfants)


def _continues(precedent: Marqueur, marqueur: Marqueur) -> bool:
    if (precedent.avant, precedent.sorte, precedent.apres) != (marqueur.avant, marqueur.sorte, marqueur.apres):
        return False
    return marqueur.sorte in {"none", "bullet"} or marqueur.valeur == precedent.valeur + 1


def _num(numero: int, niveaux: Niveaux) -> str:
    departs = "".join(
        f'<w:lvlOverride w:ilvl="{n}"><w:startOverride w:val="{marqueur.valeur}"/></w:lvlOverride>'
        for n, marqueur in enumerate(niveaux)
        # Only the level that starts the list: those under it start again by themselves.
        if marqueur is not None and not any(niveaux[:n])
    )
    return f'<w:num w:numId="{numero}"><w:abstractNumId w:val="{numero}"/>{departs}</w:num>'


@lru_cache(maxsize=1024)
def _levels(charte: Charte, niveaux: Niveaux, seul: bool) -> str:  # noqa: FBT001 -- a cache key
    """Give the levels of a definition; those that the act does not use are bullets, for who goes on typing."""
    if seul:
        corps = _level_alone(niveaux[0] or _BULLET)
    else:
        complets = (*niveaux, *(None,) * (NIVEAU_MAX + 1 - len(niveaux)))
        corps = "".join(_level(charte, n, marqueur or _BULLET) for n, marqueur in enumerate(complets))
    return f'<w:multiLevelType w:val="hybridMultilevel"/>{corps}'


def _level_text(marqueur: Marqueur, niveau: int) -> str:
    if "%" in marqueur.avant + marqueur.apres:
        raise EcritureImpossible(
            "document", f"le numéro « {marqueur.shows()} » contient « % », que Word n’affiche pas."
        )
    return marqueur.avant if marqueur.sorte in {"none", "bullet"} else f"{marqueur.avant}%{niveau + 1}{marqueur.apres}"


def _level(charte: Charte, niveau: int, marqueur: Marqueur) -> str:
    gauche, largeur = twips(charte.listes.retrait * (niveau + 1)), twips(charte.listes.marqueur)
    return (
        f'<w:lvl w:ilvl="{niveau}"><w:start w:val="{marqueur.valeur}"/><w:numFmt w:val="{marqueur.sorte}"/>'
        f'<w:lvlText w:val={quoteattr(_level_text(marqueur, niveau))}/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{gauche}" w:hanging="{largeur}"/></w:pPr></w:lvl>'
    )


def _level_alone(marqueur: Marqueur) -> str:
    """Give the level of a marker that leaves the indents of the paragraph's own style as they are."""
    return (
        f'<w:lvl w:ilvl="0"><w:start w:val="{marqueur.valeur}"/><w:numFmt w:val="{marqueur.sorte}"/>'
        f'<w:suff w:val="space"/><w:lvlText w:val={quoteattr(_level_text(marqueur, 0))}/>'
        '<w:lvlJc w:val="left"/></w:lvl>'
    )
