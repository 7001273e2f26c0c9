"""numbering.xml: definitions that show exactly the markers of the tree.

Each run of markers that count up is a `w:num` of its own that starts at its first value, so that nothing depends on how
lists before it restart. Bullets share number 1.
"""

from __future__ import annotations

from functools import lru_cache
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
_HORS_LISTE: Final = -1

Motif = tuple[int, str, str, str]
"""Level (−1: a marker before a paragraph that is no item of a list), text before, format, text after."""


class Numerotation:
    """Hands out numbers to lists as they are written."""

    def __init__(self) -> None:
        self._motifs: dict[Motif, int] = {}
        self._numeros: list[tuple[int, int, int]] = []

    def number_liste(self, liste: Liste, niveau: int) -> list[int]:
        """Give the `w:numId` of each item of a list at this level (from 0)."""
        numeros: list[int] = []
        precedent: Marqueur | None = None
        for marqueur in plan_series([puce.numero or PUCE for puce in liste.elements]):
            if marqueur.avant == PUCE:
                numeros.append(NUM_PUCES)
            elif precedent is not None and _continues(precedent, marqueur) and numeros[-1] != NUM_PUCES:
                numeros.append(numeros[-1])
            else:
                numeros.append(self._start(niveau, marqueur))
            precedent = marqueur
        return numeros

    def number_alone(self, numero: str) -> int:
        """Give the `w:numId` that shows this marker before a paragraph that is no item of a list."""
        return self._start(_HORS_LISTE, parse_marqueur(numero)[0])

    def _start(self, niveau: int, marqueur: Marqueur) -> int:
        motif = (niveau, marqueur.avant, marqueur.sorte, marqueur.apres)
        abstrait = self._motifs.setdefault(motif, len(self._motifs) + 1)
        numero = NUM_PUCES + 1 + len(self._numeros)
        self._numeros.append((numero, abstrait, marqueur.valeur))
        return numero

    @property
    def vide(self) -> bool:
        """Tell whether only bullets were handed out: the part is then the same for every act."""
        return not self._numeros

    def render(self, charte: Charte) -> str:
        """Give numbering.xml."""
        niveaux = {rang: max(motif[0], 0) for motif, rang in self._motifs.items()}
        return "".join(
            (
                f"{XML}<w:numbering {RACINE}>",
                _bullets(charte),
                *(_abstract(charte, rang, motif) for motif, rang in self._motifs.items()),
                f'<w:num w:numId="{NUM_PUCES}"><w:abstractNumId w:val="0"/></w:num>',
                *(_num(numero, rang, niveaux[rang], valeur) for numero, rang, valeur in self._numeros),
                "</w:numbering>",
            )
        )


def _continues(precedent: Marqueur, marqueur: Marqueur) -> bool:
    if (precedent.avant, precedent.sorte, precedent.apres) != (marqueur.avant, marqueur.sorte, marqueur.apres):
        return False
    return marqueur.sorte in {"none", "bullet"} or marqueur.valeur == precedent.valeur + 1


def _num(numero: int, abstrait: int, niveau: int, valeur: int) -> str:
    return (
        f'<w:num w:numId="{numero}"><w:abstractNumId w:val="{abstrait}"/><w:lvlOverride w:ilvl="{niveau}">'
        f'<w:startOverride w:val="{valeur}"/></w:lvlOverride></w:num>'
    )


@lru_cache(maxsize=32)
def _bullets(charte: Charte) -> str:
    niveaux = (_level(charte, rang, "bullet", PUCE) for rang in range(len(NIVEAUX_LISTE)))
    return f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>{"".join(niveaux)}</w:abstractNum>'


@lru_cache(maxsize=1024)
def _abstract(charte: Charte, rang: int, motif: Motif) -> str:
    """Give one definition; the levels that the act does not use are there for who goes on typing."""
    niveau, avant, sorte, apres = motif
    if niveau == _HORS_LISTE:
        corps = _level_alone(avant, sorte, apres)
    else:
        corps = "".join(
            _level(charte, n, sorte, _level_text(avant, n, sorte, apres))
            if n == niveau
            else _level(charte, n, "bullet", PUCE)
            for n in range(len(NIVEAUX_LISTE))
        )
    return (
        f'<w:abstractNum w:abstractNumId="{rang}"><w:multiLevelType w:val="hybridMultilevel"/>{corps}</w:abstractNum>'
    )


def _level_text(avant: str, niveau: int, sorte: str, apres: str) -> str:
    if "%" in avant + apres:
        raise EcritureImpossible("document", f"le numéro « {avant}…{apres} » contient « % », que Word n’affiche pas.")
    return avant if sorte in {"none", "bullet"} else f"{avant}%{niveau + 1}{apres}"


def _level(charte: Charte, niveau: int, sorte: str, texte: str) -> str:
    gauche, marqueur = twips(charte.listes.retrait * (niveau + 1)), twips(charte.listes.marqueur)
    return (
        f'<w:lvl w:ilvl="{niveau}"><w:start w:val="1"/><w:numFmt w:val="{sorte}"/><w:lvlText w:val={quoteattr(texte)}/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{gauche}" w:hanging="{marqueur}"/></w:pPr></w:lvl>'
    )


def _level_alone(avant: str, sorte: str, apres: str) -> str:
    """Give the level of a marker that leaves the indents of the paragraph's own style as they are."""
    texte = _level_text(avant, 0, sorte, apres)
    return (
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{sorte}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val={quoteattr(texte)}/><w:lvlJc w:val="left"/></w:lvl>'
    )
