"""Numbers with what makes them a quantity: their unit, or the word that they number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.redacteurs.marques.modele import Nature
from server.redacteurs.marques.rangs import name_before
from server.redacteurs.marques.repere import Repere

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.faits import Fait

_UNITE = re.compile(
    r"[ \u00a0\u202f]?(?P<u>km/h|kilometres?(?: par heure| a l'heure| carres?)?|km²?|mg|grammes?|g|ufc"
    r"|metres?(?: carres?| cubes?| lineaires?)?|m[²³23]?|ml|cm|centimetres?|mm|millimetres?|hectares?|ha|kg"
    r"|kilogrammes?|kilos?|tonnes?|t|litres?|l|kva|kwh?c?|mw|db|decibels?|degres?|°c|ares?)"
    r"(?:/(?:m[²³23]?|l|h|an|mois|jour|semaine|ha|km|agent|habitant)(?![\w²³]))?(?![\w²³'’])"
)
_UNITES = {
    "kilometre par heure": "km/h", "kilometre a l'heure": "km/h", "kilometre": "km", "kilometre carre": "km²",
    "metre": "m", "metre carre": "m²", "m2": "m²", "metre cube": "m³", "m3": "m³", "metre lineaire": "ml",
    "centimetre": "cm", "millimetre": "mm", "hectare": "ha", "kilogramme": "kg", "kilo": "kg", "tonne": "t",
    "litre": "l", "decibel": "db", "degre": "°", "are": "are",
}  # fmt: skip
# « premier » agrees with its noun, which a mark cannot: it stays a word, and the guard asks that the source says it.
_PREMIERS = re.compile(r"premi(?:er|ère|ere)s?|seconde?s?", re.IGNORECASE)


def cut_nombre(texte: str, plie: str, fait: Fait) -> Iterator[Repere]:
    """Take the unit of a quantity with it, so that « 5,20 m » cannot become « 5,20 km »."""
    if _PREMIERS.fullmatch(fait.texte):
        return
    nom = name_before(texte, fait.debut)
    if nom and fait.texte.isdigit():
        yield Repere(fait.debut, fait.fin, Nature.CODE, f"{nom} {fait.texte}", fait.texte)
        return
    unite = None if fait.valeur[-1] in "e%‰~" else _UNITE.match(plie, fait.fin)
    if unite is None:
        yield Repere(fait.debut, fait.fin, Nature.NOMBRE, fait.valeur, fait.texte)
        return
    mot = " ".join(m.rstrip("s") if len(m) > 2 else m for m in unite["u"].split())
    valeur = f"{fait.valeur} {_UNITES.get(mot, mot)}"
    yield Repere(fait.debut, unite.end(), Nature.NOMBRE, valeur, texte[fait.debut : unite.end()])
