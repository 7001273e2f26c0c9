"""Inputs made clean before they are searched."""

from __future__ import annotations

import re
import unicodedata

# Accents that found no letter to join, soft hyphens, zero-width and bidirectional signs: nobody sees them.
_INVISIBLES = re.compile(r"[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CROCHETS = str.maketrans("⟦⟧", "[]")


def clean_entree(texte: str) -> str:
    """Put a text in NFC without invisible characters, and neutralise the brackets of marks that a person typed.

    The folded copy of such a text has its length, so that offsets are the same in both.
    """
    return _INVISIBLES.sub("", unicodedata.normalize("NFC", texte)).translate(_CROCHETS)
