"""The grammar of an answer: one paragraph for each point, with the marks of that point, each once, in their order.

What a model cannot write needs no refusal: no figure, no mark of another point, none left out, none made up. Only what
xgrammar compiles at once is used: no bounded repetition (seconds), no control character.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from server.redacteurs.marques import MARQUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.redacteurs.marques import Marquage

PARAGRAPHES_MAX: Final = 51
"""One more than the points that a template takes where it says nothing, as the guard allows."""
_MOT: Final = "[a-zA-ZÀ-ÖØ-öø-ÿŒœ'’,:()«».°–-]+"
"""A word with its punctuation: no figure, no bracket, no « ; »."""
_COLLE: Final = "([a-zA-Z]+['’]|[(])?"
_SUIVI: Final = "[,.:)]?"
"""What touches a mark: « l’⟦ORG_1⟧ », « (⟦REF_1⟧) », « ⟦DATE_1⟧, »."""
_DEBUTS: Final = {"considerants": "Considérant qu(e |’)"}
_FINS: Final = {"considerants": " ;"}
# Words between two marks: those of the point there, twice, and what makes a sentence of it (« Je vous informe que … »).
# Without a bound a small model goes on for ever; a bound on characters would take seconds to compile.
_FOIS, _EN_PLUS = 2, 8
_PERIODE = re.compile(rf"durée du ({MARQUE.pattern}) au ({MARQUE.pattern})")
_JOUR_DATE = re.compile(r"⟦JOUR_[0-9]+⟧ (?=⟦DATE)")
_CIVILITE = re.compile(rf"\b(?P<c>Mme|M\.) (?P<m>{MARQUE.pattern})")


def make_schema(marquage: Marquage) -> dict[str, Any]:
    """Give the JSON Schema of the answer to a marked request."""
    points = marquage.demande.points[:PARAGRAPHES_MAX]
    paragraphes = [{"type": "string", "pattern": make_motif(point, marquage)} for point in points]
    return {
        "type": "object",
        "properties": {
            "paragraphes": {
                "type": "array",
                "prefixItems": paragraphes,
                "items": False,
                "minItems": len(paragraphes),
                "maxItems": len(paragraphes),
            }
        },
        "required": ["paragraphes"],
        "additionalProperties": False,
    }


def make_motif(point: str, marquage: Marquage) -> str:
    """Give the pattern of the paragraph that says one point.

    A weekday may stand before its date and a duration after its period: they were computed, and can stand nowhere else.
    """
    sorte = marquage.demande.sorte
    debut, fin = _DEBUTS.get(sorte, ""), _FINS.get(sorte, "[.]")
    avant, *entre = [_FOIS * len(morceau.split()) + _EN_PLUS for morceau in MARQUE.split(point)]
    if not entre:
        return f"^{debut}{_MOT}( {_MOT}){{0,{avant}}}{fin}$"
    places = (_place(marque, point, marquage) for marque in MARQUE.findall(point))
    corps = " ".join(f"{_COLLE}{place}{_SUIVI}( {_MOT}){{0,{n}}}" for place, n in zip(places, entre, strict=True))
    return f"^{debut}({_MOT} ){{0,{avant}}}{corps}{fin}$"


def _place(marque: str, point: str, marquage: Marquage) -> str:
    """Give what may stand for a mark: itself, with its civilité or its weekday before it, its duration after it."""
    sens = f"jour de la semaine de {marque}"
    jour = next((f"({f.marque} )?" for f in marquage.table.values() if f.calcul == sens), "")
    civilite = next((f"{re.escape(m['c'])} " for m in _CIVILITE.finditer(point) if m["m"] == marque), "")
    durees = "|".join(_durees(marque, _JOUR_DATE.sub("", point), marquage))
    return f"{civilite}{jour}{marque}{f'(, soit ({durees}))?' if durees else ''}"


def _durees(marque: str, point: str, marquage: Marquage) -> Iterator[str]:
    """Give the durations of the period « du … au … » that ends with this mark."""
    for fait in marquage.table.values():
        periode = _PERIODE.match(fait.calcul)
        if periode and periode[2] == marque and f"du {periode[1]} au {marque}" in point and "⟦DUREE" not in point:
            yield fait.marque
