from __future__ import annotations


def read_mots(texte: str) -> frozenset[str]:
    """Read a word list written on lines: a lexicon stays readable, and a word is found by eye."""
    return frozenset(texte.split())
