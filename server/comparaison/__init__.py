"""Two acts side by side: which paragraphs, which words changed, and whose the words are that did not."""

from __future__ import annotations

from server.comparaison.blocs import BlocCompare, Changement, compare
from server.comparaison.mots import Mot, Sort, compare_mots
from server.comparaison.origines import read_origines, settle, write_origines

__all__ = [
    "BlocCompare",
    "Changement",
    "Mot",
    "Sort",
    "compare",
    "compare_mots",
    "read_origines",
    "settle",
    "write_origines",
]
