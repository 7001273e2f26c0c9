"""Cut plain text into paragraphs: which lines belong together, and which line opens another block."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from server.formats.reconnaissance import classify
from server.formats.texte.jetons import MOTIF

_PUCE = re.compile(
    r"^(?P<retrait>[ \t]*)(?P<marque>[-–—•*·▪]|\d{1,3}[.)°]|[a-z][.)]|\d{1,3}°\)|[ivx]{1,4}[.)])\s+(?=\S)"
)
_RANGEE = re.compile(r"^\s*\|.*\|\s*$")
_SEPARATEUR = re.compile(r"^\s*\|(?:\s*:?-{2,}:?\s*\|)+\s*$")
_DIRECTIVE = re.compile(r"^\[(?P<nom>[^\]\d]+?(?: \d)?)\](?:\s+|$)")


_PART_DE_MARGE = 0.6
"""A line shorter than this share of the longest one was ended by its author, not by the margin."""

_OUVERTURES_FAIBLES = frozenset(
    {"autorite", "appel", "politesse", "objet", "reference", "piece_jointe", "titre_annexe", "mention_fait"}
)
"""Kinds whose words also occur inside sentences: they open a block only where a paragraph starts, not on a line that
follows another."""


@dataclass(slots=True)
class Paragraphe:
    """Lines that make one paragraph, or one table row.

    `sorte`: a key of `genres`, "puce", "rangee", "separateur", "page", or "" when the words do not say. `marque` and
    `niveau` (from 1) are those of a list item.
    """

    ligne: int
    sorte: str
    lignes: list[str] = field(default_factory=list)
    marque: str = ""
    niveau: int = 1


def match_puce(ligne: str, *, strict: bool) -> re.Match[str] | None:
    """Match a list item: bullet or typed number, indented by two spaces a level.

    `strict` (templates): only « - », and markers as the format defines them.
    """
    trouve = _PUCE.match(ligne)
    if trouve and strict and trouve["marque"] in "–—•*·▪":
        return None
    return trouve


def match_directive(ligne: str) -> re.Match[str] | None:
    """Match « [directive] » at the start of a template line."""
    return _DIRECTIVE.match(ligne)


def split_paragraphes(texte: str, *, enveloppe: bool) -> list[Paragraphe]:
    """Cut free text into paragraphs.

    `enveloppe`: lines are cut by a margin (text from a PDF), so that a line goes on the paragraph before it unless a
    blank line or an opening stands between; else every line is a paragraph.
    """
    lignes = texte.split("\n")
    largeur = max(map(len, lignes), default=0)
    paragraphes: list[Paragraphe] = []
    precedente = ""
    for numero, brute in enumerate(lignes, 1):
        ligne = brute.rstrip()
        suite = enveloppe and _goes_on(precedente, ligne, largeur)
        nouveau = open_paragraphe(numero, ligne, suite=suite) if ligne.strip() else None
        if nouveau is not None:
            paragraphes.append(nouveau)
        elif suite:
            paragraphes[-1].lignes.append(ligne.strip())
        elif ligne.strip():
            paragraphes.append(Paragraphe(numero, "", [ligne.strip()]))
        fini = not ligne.strip() or paragraphes[-1].sorte in {"rangee", "separateur", "formule"}
        precedente = "" if fini else ligne
    return paragraphes


def _goes_on(precedente: str, ligne: str, largeur: int) -> bool:
    """Tell whether a line goes on the paragraph of the one before: it was cut by the margin, or this one starts low."""
    debut = ligne.strip()[:1]
    return bool(precedente) and bool(debut) and (debut.islower() or len(precedente) >= _PART_DE_MARGE * largeur)


def open_paragraphe(numero: int, ligne: str, *, suite: bool, strict: bool = False) -> Paragraphe | None:
    """Give the paragraph that this line opens by its own words or marks, or None when it opens none.

    `suite`: the line follows another of the same paragraph; `strict`: it is a template's line, whose tokens stand for
    values that open nothing.
    """
    if _SEPARATEUR.match(ligne):
        return Paragraphe(numero, "separateur")
    if _RANGEE.match(ligne):
        return Paragraphe(numero, "rangee", [ligne.strip()])
    if puce := match_puce(ligne, strict=strict):
        niveau = len(puce["retrait"].expandtabs(2)) // 2 + 1
        return Paragraphe(numero, "puce", [ligne[puce.end() :].strip()], puce["marque"], niveau)
    sorte = classify(MOTIF.sub("0", ligne))
    if sorte == "alinea" or (suite and sorte in _OUVERTURES_FAIBLES):
        return None
    return Paragraphe(numero, sorte, [ligne.strip()])
