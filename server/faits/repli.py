"""Folding of a text before it is searched, with the way back to the text as given.

Word writes « 1 000 » with three kinds of no-break space, « août » in one or two code points, apostrophes in four
shapes: the searches would need every variant. They run on a folded copy, and facts are cut out of the original.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.faits.fait import Fait

if TYPE_CHECKING:
    from server.faits.fait import Genre

# Marks that a reader does not see as characters: combining accents, soft hyphen, zero-width signs.
_INVISIBLES = re.compile(r"[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]")
_FIXES = {
    **dict.fromkeys("\u00a0\u202f\u2007\u2008\u2009\u200a\u2002\u2003\u2004\u2005\u2006\u205f\u3000\t", " "),
    **dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4`", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"),
    "\u00ba": "°",  # « nº » typed with the Spanish ordinal sign
}


class _Table(dict[int, str]):
    """Fold one character to one character, computed once per character met."""

    def __missing__(self, point: int) -> str:
        plie = self[point] = _fold_caractere(chr(point))
        return plie


def _fold_caractere(caractere: str) -> str:
    if caractere in _FIXES:
        return _FIXES[caractere]
    if caractere.isdecimal():
        return str(unicodedata.decimal(caractere))
    decompose = unicodedata.normalize("NFD", caractere)
    base = decompose[0]
    if all(unicodedata.combining(m) for m in decompose[1:]) and len(base.lower()) == 1:
        lettre = unicodedata.normalize("NFKC", base)
        # « 1ᵉʳ » is « 1er »; but « m² » is not « m2 », so only letters are brought down.
        return lettre if len(lettre) == 1 and lettre.isalpha() else base
    return caractere


_TABLE = _Table()


@dataclass(frozen=True, slots=True)
class Repli:
    """Hold a text and its folded copies: `casse` without accents, `plie` in lower case too.

    Both copies have the same length. `positions` gives, for each of their characters and for their end, the offset in
    `texte`; it is None when the offsets are the same.
    """

    texte: str
    casse: str
    plie: str
    positions: tuple[int, ...] | None

    def to_plie(self, position: int) -> int:
        """Give the offset in the folded copies of an offset of the text as given."""
        return position if self.positions is None else bisect_left(self.positions, position)

    def fait(self, genre: Genre, debut: int, fin: int, valeur: str) -> Fait:
        """Make the fact found between two offsets of the folded copies."""
        if self.positions is not None:
            debut, fin = self.positions[debut], self.positions[fin]
        return Fait(genre, debut, fin, self.texte[debut:fin], valeur)


def fold(texte: str) -> Repli:
    """Fold a text: accents, kinds of space, of apostrophe and of hyphen, digits of every script."""
    positions: tuple[int, ...] | None = None
    visible = texte
    if _INVISIBLES.search(texte):
        gardes = [i for i, c in enumerate(texte) if not _INVISIBLES.match(c)]
        positions = (*gardes, len(texte))
        visible = "".join(texte[i] for i in gardes)
    casse = visible.translate(_TABLE)
    return Repli(texte, casse, casse.lower(), positions)
