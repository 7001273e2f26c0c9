"""Lexicons of the guard and of the marks: versioned text files that a jurist can read and correct."""

from server.redacteurs.donnees.lexiques import (
    Famille,
    read_expressions,
    read_familles,
    read_mots,
    read_sigles,
    read_version,
)
from server.redacteurs.donnees.mots import cut_mots, fold_texte, stem

__all__ = [
    "Famille",
    "cut_mots",
    "fold_texte",
    "read_expressions",
    "read_familles",
    "read_mots",
    "read_sigles",
    "read_version",
    "stem",
]
