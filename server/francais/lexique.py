from __future__ import annotations


def read_mots(texte: str) -> frozenset[str]:
    """Read a word list written on lines, so that a lexicon stays readable."""
    return frozenset(texte.split())
