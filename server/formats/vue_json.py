"""An act as plain values, for a program: each leaf with its kind, its text, and where each piece of it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.acte.canon import digest
from server.acte.fragments import Fragment, Inconnu, text_of
from server.acte.parcours import walk
from server.formats.genres import key_of

if TYPE_CHECKING:
    from server.acte.noeuds import Acte


def acte_as_json(acte: Acte) -> dict[str, Any]:
    """Give what `lire --json` prints: each leaf with its kind, its text, and where each piece of it comes from."""
    return {
        "genre": str(acte.genre),
        "canon": digest(acte),
        "blocs": [_feuille_as_json(place.feuille) for place in walk(acte)],
    }


def _feuille_as_json(feuille: Any) -> dict[str, Any]:
    if isinstance(feuille, Inconnu):
        return {"genre": "inconnu", "texte": feuille.texte, "fragments": []}
    fragments = [
        {"texte": text_of((element,)), "origine": str(element.origine) if isinstance(element, Fragment) else "trame"}
        for element in feuille.contenu
        if text_of((element,))
    ]
    return {"genre": key_of(feuille), "texte": feuille.texte, "fragments": fragments}
