"""Lengths in the units of .docx, and the ids of styles."""

from functools import lru_cache


def twips(mm: float) -> int:
    """Give millimetres in twentieths of a point."""
    return round(mm * 1440 / 25.4)


def emu(mm: float) -> int:
    """Give millimetres in English Metric Units (360,000 to the centimetre)."""
    return round(mm * 36000)


@lru_cache(maxsize=512)
def style_id(nom: str) -> str:
    """Give the id of the style of this name: "Acte En-tete Page" → "ActeEntetePage"."""
    return "".join(c for c in nom if c.isalnum())
