"""Colours and their contrast, as WCAG 2.1 defines it (relative luminance)."""

from __future__ import annotations

import colorsys
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from server.charte.champs import contrast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BLANC: Final = "FFFFFF"
NOIR: Final = "000000"
CONTRASTE_MIN: Final = 1.5
TAILLE_MIN_PT: Final = 6.0
ECHELLE_MIN: Final = 50
"""Width of characters, in percent."""
ESPACEMENT_MIN_PT: Final = -3.0
FAUTES: Final = {
    "taille": f"du texte est plus petit que {TAILLE_MIN_PT:.0f} points : agrandissez-le.",
    "contraste": "du texte ne se distingue pas de son fond : changez sa couleur.",
    "police": "du texte est dans une police de symboles : changez sa police.",
    "cache": "du texte est écrasé, transparent ou hors de la page : rendez-le visible.",
}
"""What a reviewer is told of text that cannot be read, by the code of the refusal."""
_HEX: Final = re.compile(r"[0-9A-F]{6}")

Couleurs = tuple[str, ...]
"""What a thing may look like, by program: Word follows the theme, others the value written beside it."""

POLICES_SYMBOLES: Final = frozenset(
    {"symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "opensymbol", "marlett", "zapf dingbats"}
    | {"mt extra", "starsymbol", "bookshelf symbol 7", "zapfdingbats"}
)
"""Fonts that show another sign than the character that is written."""


def parse_couleur(texte: str | None) -> str | None:
    """Read "#1f497d" or "1F497D"; None for anything else ("auto", a name)."""
    code = (texte or "").lstrip("#").upper()
    return code if _HEX.fullmatch(code) else None


measure_contrast = lru_cache(maxsize=4096)(contrast)
"""Give the contrast ratio of two colours, from 1 to 21; a document holds few colours and many runs."""


def is_readable(avants: Iterable[str], fonds: Iterable[str]) -> bool:
    """Tell whether every colour stands out from every background."""
    arriere = tuple(fonds)
    return all(measure_contrast(avant, fond) >= CONTRASTE_MIN for avant in avants for fond in arriere)


def lighten(couleur: str, teinte: int) -> str:
    """Apply a tint (255 changes nothing, 0 gives white)."""
    return _with_lightness(couleur, lambda clarte: clarte * teinte / 255 + 1 - teinte / 255)


def darken(couleur: str, ombre: int) -> str:
    """Apply a shade (255 changes nothing, 0 gives black)."""
    return _with_lightness(couleur, lambda clarte: clarte * ombre / 255)


def _with_lightness(couleur: str, change: Callable[[float], float]) -> str:
    teinte, clarte, saturation = colorsys.rgb_to_hls(*(int(couleur[i : i + 2], 16) / 255 for i in (0, 2, 4)))
    nouvelle = change(clarte)
    return "".join(f"{round(c * 255):02X}" for c in colorsys.hls_to_rgb(teinte, nouvelle, saturation))


def mix(dessus: str, dessous: str, part: float) -> str:
    """Lay one colour over another, `part` of it from 0 to 1."""
    paires = ((int(dessus[i : i + 2], 16), int(dessous[i : i + 2], 16)) for i in (0, 2, 4))
    return "".join(f"{round(a * part + b * (1 - part)):02X}" for a, b in paires)
