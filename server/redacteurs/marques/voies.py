"""The gender and the article of streets and roads."""

from __future__ import annotations

from server.francais.elision import takes_elision

_MASCULINS = frozenset(
    [
        "boulevard",
        "chemin",
        "quai",
        "square",
        "passage",
        "cours",
        "sentier",
        "rond-point",
        "faubourg",
        "parvis",
        "pont",
        "lotissement",
        "carrefour",
        "hameau",
        "lieu-dit",
        "lieudit",
        "mail",
        "clos",
        "giratoire",
        "parking",
        "jardin",
        "cr",
    ]
)


def accord_voie(valeur: str) -> str:
    """Give the gender of a street by the first word of its name: « rue », « RD » feminine, « quai » masculine."""
    premier = valeur.split(" ", 1)[0].lower()
    return "masculin" if premier in _MASCULINS or valeur.startswith("chemin") else "féminin"


def article_voie(preposition: str, texte: str, accord: str) -> str:
    """Write « de », « à » or nothing with the article before a street: « de la rue », « au quai », « l’avenue »."""
    if takes_elision(texte):
        return {"de": "de l’", "à": "à l’", "": "l’"}[preposition]
    if accord == "féminin":
        return {"de": "de la ", "à": "à la ", "": "la "}[preposition]
    return {"de": "du ", "à": "au ", "": "le "}[preposition]
