"""Text without accents or capitals: for names of files, and for a search that forgives both."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def fold(texte: str) -> str:
    """Write a text in lower case, without accents, ligatures spelt out."""
    decompose = unicodedata.normalize("NFKD", texte.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(c for c in decompose if not unicodedata.combining(c))


def make_slug(texte: str, *, sauf: Collection[str] = (), longueur: int = 60) -> str:
    """Make a piece of file name out of a title: ASCII lower case, words joined by hyphens, cut at a word.

    Args:
        texte: the title.
        sauf: words left out, in ASCII lower case.
        longueur: characters at most.
    """
    slug = ""
    for mot in re.findall(r"[a-z0-9]+", fold(texte)):
        if mot in sauf:
            continue
        if len(slug) + len(mot) + 1 > longueur:
            break
        slug = f"{slug}-{mot}" if slug else mot
    return slug
