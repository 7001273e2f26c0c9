"""Find in the open document the paragraph that the server speaks of."""

from __future__ import annotations

from typing import Sequence


def normalise(texte: str) -> str:
    """Give a text as both sides see it: Writer and the server do not keep the same blanks."""
    return " ".join(texte.replace("\u00ad", "").replace("\ufffc", " ").split())


def find_paragraphes(blocs: Sequence[str], rangs: Sequence[int], paragraphes: Sequence[str]) -> list[int | None]:
    """Find blocks among the paragraphs of the document; None for one that is no longer there.

    The n-th of the blocks that read the same is the n-th of such paragraphs. A block whose text is not found as it is
    (a computed number stands before it, a field is in it) is the paragraph that holds it, or that it holds.
    """
    connus = [normalise(texte) for texte in blocs]
    vus = [normalise(texte) for texte in paragraphes]
    return [_find(connus, rang, vus) if 0 <= rang < len(connus) else None for rang in rangs]


def _find(connus: Sequence[str], rang: int, vus: Sequence[str]) -> int | None:
    cherche = connus[rang]
    egaux = [place for place, texte in enumerate(vus) if texte == cherche]
    if egaux and cherche:
        return egaux[min(connus[:rang].count(cherche), len(egaux) - 1)]
    proches = [place for place, texte in enumerate(vus) if texte and cherche and (cherche in texte or texte in cherche)]
    return max(proches, key=lambda place: len(vus[place])) if proches else None


def cut_utf16(texte: str, debut: int, fin: int) -> str:
    """Give what stands between two offsets counted in UTF-16 units."""
    return texte.encode("utf-16-le")[2 * debut : 2 * fin].decode("utf-16-le", "replace")
