"""What a model reads of a request: data, never instructions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from server.redacteurs.marques import MARQUE, Nature
from server.redacteurs.vllm.grammaire import make_schema

if TYPE_CHECKING:
    from server.redacteurs.marques import FaitMarque, Marquage

_OBSCURES: Final = {Nature.NOMBRE: "nombre", Nature.CODE: "numéro", Nature.NOM: "nom propre", Nature.ORG: "organisme"}
_NOMBRES: Final = {
    "année": re.compile("(?:19|20)[0-9]{2}"),
    "rang": re.compile("[0-9]+er?|[a-zé]+ième|premi.*|second.*"),
    "mesure": re.compile("[0-9].*[a-zA-Z%°].*"),
}
"""What the name of a mark does not say. A small model copies such a word into its text: each is short and plain."""


def make_donnees(marquage: Marquage) -> dict[str, Any]:
    """Give the data of a request: what the passage is, what was marked, then the points, nearest to the answer."""
    demande = marquage.demande
    lues = marquage.as_json()
    donnees: dict[str, Any] = {"sorte": demande.sorte}
    if demande.ton:
        donnees["ton"] = demande.ton
    if lues["champs"]:
        donnees["champs"] = lues["champs"]
    utiles = frozenset(MARQUE.findall(str(make_schema(marquage))))
    natures = {m: nature for m in sorted(utiles) if (nature := _say_nature(marquage.table[m]))}
    if natures:
        donnees["marques"] = natures
    calculs = {f.marque: f.calcul for f in marquage.table.values() if f.calcul and f.marque in utiles}
    if calculs:
        donnees["calculs"] = calculs
    return donnees | {"points": lues["points"]}


def _say_nature(fait: FaitMarque) -> str:
    """Say what a mark stands for where its name does not: a rank, a year, a measure that holds its unit, a woman."""
    nature = _OBSCURES.get(fait.nature, "")
    if fait.nature is Nature.NOMBRE:
        nature = next((nom for nom, motif in _NOMBRES.items() if motif.fullmatch(fait.texte)), nature)
    return ", ".join(filter(None, (nature, fait.accord)))
