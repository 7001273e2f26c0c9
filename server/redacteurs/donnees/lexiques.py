"""Readers of the lexicon files of this folder; each says its version in its first line and its purpose under it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from server.redacteurs.donnees.mots import fold_texte

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DOSSIER = Path(__file__).resolve().parent
_VERSION = re.compile(r"# version: ([0-9]+)")


@dataclass(frozen=True, slots=True)
class Famille:
    """Words of one family: when a text uses one of them, its source must use one too, or one of `permettent`."""

    entiers: frozenset[str]
    debuts: tuple[str, ...]
    permettent: tuple[str, ...] = ()

    def holds(self, mot: str) -> bool:
        """Tell whether a folded word belongs to the family."""
        return mot in self.entiers or mot.startswith(self.debuts)

    def is_permitted_by(self, mot: str) -> bool:
        """Tell whether a folded word of the source permits the family."""
        return self.holds(mot) or (bool(self.permettent) and mot.startswith(self.permettent))


def read_version(nom: str) -> int:
    """Read the version of a lexicon.

    Raises:
        ValueError: the file does not say it in its first line.
    """
    premiere = _text(nom).split("\n", 1)[0]
    m = _VERSION.fullmatch(premiere)
    if m is None:
        raise ValueError(f"donnees/{nom}.txt, ligne 1 : « # version: N » attendu, pas « {premiere} »")
    return int(m[1])


@cache
def read_mots(nom: str) -> frozenset[str]:
    """Read the folded words of a lexicon, whatever its lines and sections."""
    return frozenset(mot for ligne in _lines(nom) for mot in fold_texte(ligne).split())


@cache
def read_familles(nom: str, section: str = "") -> tuple[Famille, ...]:
    """Read the families of words of a lexicon, or of one of its sections."""
    return tuple(_make_famille(fold_texte(ligne)) for ligne in _lines(nom, section))


@cache
def read_expressions(nom: str, section: str = "") -> re.Pattern[str]:
    """Read the phrases of a lexicon, or of one of its sections, as one pattern for folded text."""
    expressions = sorted((fold_texte(ligne) for ligne in _lines(nom, section)), key=len, reverse=True)
    return re.compile("|".join(_pattern(e) for e in expressions))


@cache
def read_sigles() -> Mapping[str, str]:
    """Read the acronyms with what they stand for, folded: {"ccas": "centre communal d'action sociale"}."""
    return dict(_pairs("sigles"))


def _pairs(nom: str) -> Iterator[tuple[str, str]]:
    for ligne in _lines(nom):
        gauche, signe, droite = ligne.partition("=")
        if not signe:
            raise ValueError(f"donnees/{nom}.txt : « = » attendu dans « {ligne} »")
        yield fold_texte(gauche.strip()), fold_texte(droite.strip())


def _make_famille(ligne: str) -> Famille:
    mots = [m for m in ligne.split() if m[0] != "+"]
    return Famille(
        frozenset(m for m in mots if not m.endswith("*")),
        tuple(m[:-1] for m in mots if m.endswith("*")),
        tuple(m[1:].rstrip("*") for m in ligne.split() if m[0] == "+"),
    )


def _pattern(expression: str) -> str:
    mots = r"\s+".join(re.escape(mot).replace(r"\*", r"\w*") for mot in expression.split())
    debut = r"(?<![\w-])" if expression[0].isalnum() else ""
    fin = r"(?![\w-])" if expression[-1].isalnum() else ""
    return debut + mots + fin


def _text(nom: str) -> str:
    return (_DOSSIER / f"{nom}.txt").read_text(encoding="utf-8")


def _lines(nom: str, section: str = "") -> Iterator[str]:
    courante = ""
    for brute in _text(nom).splitlines():
        ligne = brute.strip()
        if not ligne or ligne.startswith("#"):
            continue
        if ligne.startswith("["):
            courante = ligne.strip("[]")
        elif not section or courante == section:
            yield ligne
