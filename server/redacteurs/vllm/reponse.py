"""What a model answers is parsed and validated again: a schema constrains the tokens, not what the network cuts."""

from __future__ import annotations

import json
from typing import Any

from server.redacteurs.vllm.grammaire import PARAGRAPHES_MAX
from server.redacteurs.vllm.incidents import Panne, PanneError

TAILLE_MAX = 40_000
"""Characters of a whole answer. The longest passage that a template may ask for has 10,000."""


def parse_reponse(texte: str) -> tuple[str, ...]:
    """Read the paragraphs of an answer.

    Raises:
        PanneError: not JSON, a key twice, another shape, no paragraph, half a character, or too long.
    """
    if len(texte) > TAILLE_MAX:
        raise PanneError(Panne.TROP_LONG)
    try:
        objet = json.loads(texte, object_pairs_hook=_refuse_doubles)
    except (ValueError, RecursionError) as faute:
        raise PanneError(Panne.ILLISIBLE) from faute
    paragraphes = objet["paragraphes"] if isinstance(objet, dict) and set(objet) == {"paragraphes"} else None
    if not isinstance(paragraphes, list) or not 0 < len(paragraphes) <= PARAGRAPHES_MAX:
        raise PanneError(Panne.ILLISIBLE)
    if not all(isinstance(p, str) and _is_whole(p) for p in paragraphes):
        raise PanneError(Panne.ILLISIBLE)
    return tuple(p.strip() for p in paragraphes)


def _refuse_doubles(paires: list[tuple[str, Any]]) -> dict[str, Any]:
    objet = dict(paires)
    if len(objet) != len(paires):
        raise ValueError("a key occurs twice")
    return objet


def _is_whole(texte: str) -> bool:
    """Tell a text that can be written from one with half of a surrogate pair, which JSON lets through."""
    return not any("\ud800" <= c <= "\udfff" for c in texte)
