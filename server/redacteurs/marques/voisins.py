"""What may not leave a mark: the civilité before a name, the noun that a code numbers, the noun that is counted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.redacteurs.donnees import fold_texte, read_mots
from server.redacteurs.marques.modele import Nature

if TYPE_CHECKING:
    from server.redacteurs.marques.modele import FaitMarque

_CIVILITE = re.compile(r"\b(?:Mme|M\.)[ \u00a0]$")
_NUMEROTE = re.compile(r"(?<![\w’'-])(?:n°|(?P<nom>[a-zà-öø-ÿœ]{3,})(?:[ \u00a0]n°)?)[ \u00a0]$")
_COMPTE = re.compile(r"[ \u00a0](?P<nom>[a-zà-öø-ÿœ]{3,})(?![\w’'-])")


def find_civilite(avant: str) -> str:
    """Give « M. » or « Mme » that ends a text, with its space; "" when it ends otherwise."""
    trouve = _CIVILITE.search(avant)
    return trouve[0] if trouve else ""


def find_numerote(avant: str) -> str:
    """Give « lot », « n° » or « lot n° » that ends a text, with its space; "" when it ends otherwise."""
    trouve = _NUMEROTE.search(avant)
    return trouve[0] if trouve and not is_vide(trouve["nom"] or "n°") else ""


def find_compte(fait: FaitMarque, suite: str) -> str:
    """Give the noun that begins a text, with the space before it: « élèves » after their number; "" for none.

    A measure (« 5,20 m ») holds what it counts.
    """
    if fait.nature is not Nature.NOMBRE or has_unite(fait):
        return ""
    trouve = _COMPTE.match(suite)
    return trouve[0] if trouve and not is_vide(trouve["nom"]) else ""


def has_unite(fait: FaitMarque) -> bool:
    """Tell a number with its unit: « 5,20 m », « 12 % »."""
    return fait.nature is Nature.MONTANT or re.match(r"(?:[-–] ?)?[0-9].*[^\W\d_]|.*[%°€]", fait.texte) is not None


def is_vide(mot: str) -> bool:
    """Tell a small word, which names nothing: « dont », « pour »."""
    return fold_texte(mot) in read_mots("vides")
