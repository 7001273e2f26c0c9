"""Numbers that name rather than count: « lot 2 », « article 6 », « n° 214 », « salle 3 »."""

from __future__ import annotations

import re

from server.redacteurs.donnees import fold_texte

NOMMES = (
    "phase|option|tranche|étape|hypothèse|scénario|variante|lot|ligne|circuit|catégorie|niveau|axe|point|annexe|chapitre"
    "|secteur|bâtiment|salle|bureau|carré|section|pièce|page|module|titre|article|art[.]|n°|numéro|zone"
)
_DEVANT = re.compile(rf"(?<!\w)(?P<mot>{NOMMES})s? ?(?:[A-Z]{{1,2}} )?$", re.IGNORECASE)
# What numbers the terms of one list: a passage may say « la première » and « la seconde » instead.
_ENUMERES = frozenset(["phase", "option", "tranche", "etape", "hypothese", "scenario", "variante", "axe", "point"])


def name_before(texte: str, debut: int) -> str:
    """Give the word that a number names a thing with (« lot », « article »), or "" when the number counts."""
    m = _DEVANT.search(texte.replace("\u00a0", " "), max(0, debut - 16), debut)
    return fold_texte(m["mot"]).replace("numero", "n°").replace("art.", "article") if m else ""


def is_enumere(valeur: str) -> bool:
    """Tell, by its value (« phase 2 »), a number that only tells the terms of a list apart."""
    return valeur.split(" ", 1)[0] in _ENUMERES
