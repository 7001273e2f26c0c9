from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from server.francais.mots_h import H_MUET, H_MUET_PROPRES, SANS_ELISION, Y_VOYELLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

_APOSTROPHE = "’"
_PREMIER_MOT = re.compile(r"[«“\"(\s]*([^\W_]*)")
_ARTICLE = re.compile(r"(le|les)([ \u00a0]+)(?=\S)", re.IGNORECASE)
_DETERMINE = re.compile(r"(?:l['’]|(?:la|le|les|un|une|des|ce|cet|cette|ces|son|sa|ses)[ \u00a0])", re.IGNORECASE)
# The common nouns that a collectivité names itself and others by; any other noun is taken as masculine.
_FEMININS = frozenset(
    (
        "agence", "amicale", "association", "autorite", "cantine", "commission", "commune", "communaute", "compagnie",
        "cooperative", "direction", "ecole", "entreprise", "federation", "fondation", "gendarmerie", "ludotheque",
        "mairie", "mediatheque", "metropole", "mission", "paroisse", "police", "prefecture", "regie", "region",
        "societe", "sous-prefecture", "tresorerie", "ville",
    )
)  # fmt: skip


def de(nom: str) -> str:
    """Put « de » before a noun, contracted or elided as it needs: « d’Aix », « du Havre », « des Ulis ».

    « La » and « L’ » stay whole: « de La Rochelle », « de L’Haÿ-les-Roses » (a commune keeps its capital).
    The name of a person that starts with « Le » must come after its civilité or first name, or it would be contracted.
    """
    return _contract(nom, {"le": "du", "les": "des"}) or f"{'d’' if takes_elision(nom) else 'de '}{nom}"


def a(nom: str) -> str:
    """Put « à » before a noun, contracted as it needs: « à Aix », « au Havre », « aux Ulis », « à La Rochelle »."""
    return _contract(nom, {"le": "au", "les": "aux"}) or f"à {nom}"


def le(nom: str) -> str:
    """Put the definite article before a singular noun: « l’association », « la commune », « le syndicat ».

    What has an article or another determiner already, « Le Havre » included, is left as it is.
    """
    if _DETERMINE.match(nom):
        return nom
    if takes_elision(nom):
        return f"l’{nom}"
    return f"{'la' if _fold(_first_word(nom)) in _FEMININS else 'le'} {nom}"


def que(suite: str) -> str:
    """Put « que » before the rest of a sentence: « que le maire », « qu’il », « qu’Aix »."""
    return f"qu’{suite}" if takes_elision(suite) else f"que {suite}"


def takes_elision(suite: str) -> bool:
    """Tell whether « de », « que », « le » are elided before these words (h, y, œ, figures and « onze » included)."""
    premier = _first_word(suite)
    mot = _fold(premier)
    if not mot or mot in SANS_ELISION:
        return False
    if mot[0] == "h":
        return mot in H_MUET_PROPRES or (premier[0] == "h" and mot.startswith(H_MUET))
    if mot[0] == "y":
        return mot in Y_VOYELLE or (len(mot) > 1 and mot[1] not in "aeiouy")
    return mot[0] in "aeiou"


def join_liste(elements: Sequence[str], mot: str = "et") -> str:
    """Join the parts of a list: « a, b et c ». `mot` is « et » or « ou »; an empty list gives an empty text."""
    if len(elements) < 2:
        return "".join(elements)
    return f"{', '.join(elements[:-1])} {mot} {elements[-1]}"


def accord(nombre: float | Decimal, singulier: str, pluriel: str) -> str:
    """Choose the singular or the plural: in French the plural starts at two (0 and 1,5 are singular)."""
    return singulier if -2 < nombre < 2 else pluriel


def _contract(nom: str, formes: dict[str, str]) -> str:
    m = _ARTICLE.match(nom)
    return f"{formes[m[1].lower()]}{m[2]}{nom[m.end() :]}" if m else ""


def _first_word(suite: str) -> str:
    m = _PREMIER_MOT.match(suite)
    return m[1] if m else ""


def _fold(mot: str) -> str:
    sans = "".join(c for c in unicodedata.normalize("NFD", mot.lower()) if not unicodedata.combining(c))
    return sans.replace("œ", "oe").replace("æ", "ae")
