"""Lengths of OpenDocument: "2.54cm", "12pt" (OpenDocument 1.3, part 3, section 18.3.18)."""

from __future__ import annotations

import re

_LONGUEUR = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)(mm|cm|in|pt|pc|px)?$")
# px: 96 to the inch, as in CSS, which the unit comes from.
_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "px": 25.4 / 96}


def to_mm(longueur: str) -> float:
    """Give a length in millimetres; 0.0 for what is no length."""
    lu = _LONGUEUR.match(longueur.strip())
    return float(lu[1]) * _MM[lu[2] or "cm"] if lu else 0.0
