"""What a client may send as free JSON: bounded, and such that both databases can keep it and give it back."""

from __future__ import annotations

import math
from typing import Annotated, Any, Final

from pydantic import AfterValidator

from server.catalogue.document import NOEUDS_MAX, PROFONDEUR_MAX

# A saisie is typed by hand; what no keyboard sends is refused before it is kept. Line breaks and tabs are typed.
_CONTROLES: Final = frozenset(map(chr, (*range(9), 11, 12, *range(14, 32), *range(127, 160))))
ENTIER_MAX: Final = 10**18


def check_texte(texte: str) -> str:
    """Refuse what PostgreSQL cannot keep (U+0000, half characters) and other control characters.

    Raises:
        ValueError: says which, in French.
    """
    for c in texte:
        if c in _CONTROLES or "\ud800" <= c <= "\udfff":
            raise ValueError(f"le caractère U+{ord(c):04X} n’est pas admis")
    return texte


def check_brut(valeur: dict[str, Any]) -> dict[str, Any]:
    """Check a mapping of plain values: depth, number, characters, finite numbers.

    Raises:
        ValueError: says what is wrong, in French.
    """
    reste: list[Any] = [valeur]
    for _ in range(PROFONDEUR_MAX):
        if not reste:
            return valeur
        if len(reste) > NOEUDS_MAX:
            raise ValueError(f"plus de {NOEUDS_MAX} valeurs")
        reste = [enfant for element in reste for enfant in _check_element(element)]
    if reste:
        raise ValueError(f"plus de {PROFONDEUR_MAX} niveaux")
    return valeur


def _check_element(valeur: Any) -> list[Any]:
    """Check one value; give those inside it."""
    if isinstance(valeur, str):
        check_texte(valeur)
    elif isinstance(valeur, dict):
        for cle in valeur:
            check_texte(cle)
        return list(valeur.values())
    elif isinstance(valeur, list):
        return valeur
    elif isinstance(valeur, float) and not math.isfinite(valeur):
        raise ValueError("un nombre fini est attendu")
    elif isinstance(valeur, int) and abs(valeur) > ENTIER_MAX:
        raise ValueError("un nombre est trop grand")
    return []


SaisieBrute = Annotated[dict[str, Any], AfterValidator(check_brut)]
"""What was typed in a form, by name of field; complete or not."""
Texte = Annotated[str, AfterValidator(check_texte)]
