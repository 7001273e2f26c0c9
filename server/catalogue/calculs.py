"""Computed fields and constraints between fields, on validated values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from server.catalogue.modele import Calcul, Modele, Operation, Ordre, TypeChamp, find_chemin
from server.francais.dates import add_mois_quantieme

if TYPE_CHECKING:
    import datetime as dt

    from server.catalogue.documents import Chemin
    from server.catalogue.modele import Champ

_JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def lookup(valeurs: Mapping[str, Any], chemin: str) -> Any:
    """Give the value at a dotted path through blocs; None where a bloc was not given."""
    valeur: Any = valeurs
    for nom in chemin.split("."):
        valeur = valeur.get(nom) if isinstance(valeur, Mapping) else None
    return valeur


def compute(modele: Modele, valeurs: Mapping[str, Any]) -> dict[str, Any]:
    """Compute the fields of `calculs`; None where an operand was not given.

    somme: of a field over the items of a groupe (Decimal for euros, else int). nombre: of items. jours: days from the
    first date to the second, both counted. difference: first less second. jour_semaine: « lundi ». quantieme: the date
    that many months later, de quantième à quantième (two months after 31 December is the last day of February).
    """
    return {calcul.nom: _compute(calcul, valeurs, modele.champs) for calcul in modele.calculs}


def _compute(calcul: Calcul, valeurs: Mapping[str, Any], champs: tuple[Champ, ...]) -> Any:
    if calcul.operation is Operation.SOMME:
        return _sum(calcul, valeurs, champs)
    operandes = [int(o) if o.isdecimal() else lookup(valeurs, o) for o in calcul.operandes]
    if any(operande is None for operande in operandes):
        return None
    return _OPERATIONS[calcul.operation](*operandes)


def _sum(calcul: Calcul, valeurs: Mapping[str, Any], champs: tuple[Champ, ...]) -> Decimal | int:
    groupe, _, nom = calcul.operandes[0].partition(".")
    montants = [lookup(element, nom) for element in valeurs.get(groupe) or ()]
    zero = Decimal("0.00") if find_chemin(champs, calcul.operandes[0])[-1].type is TypeChamp.MONTANT else 0
    return sum((montant for montant in montants if montant is not None), start=zero)


def _count_jours(debut: dt.date, fin: dt.date) -> int:
    return (fin - debut).days + 1


_OPERATIONS: dict[Operation, Callable[..., Any]] = {
    Operation.NOMBRE: len,
    Operation.JOURS: _count_jours,
    Operation.DIFFERENCE: lambda a, b: a - b,
    Operation.JOUR_SEMAINE: lambda d: _JOURS[d.weekday()],
    Operation.QUANTIEME: add_mois_quantieme,
}


def check_ordre(ordre: Ordre, valeurs: Mapping[str, Any], champs: tuple[Champ, ...]) -> Iterator[Chemin]:
    """Give the place of each moment that comes before the one that it should follow.

    A constraint on the fields of a groupe is checked in each item. Where a time is missing the dates alone compare;
    where a date is missing nothing does.
    """
    groupe = ordre.debut[0].partition(".")[0]
    champ = find_chemin(champs, groupe)[0]
    if champ.type is not TypeChamp.GROUPE:
        if _is_apres(valeurs, ordre.debut, ordre.fin):
            yield tuple(ordre.fin[-1].split("."))
        return
    debut, fin = (tuple(chemin.partition(".")[2] for chemin in cote) for cote in (ordre.debut, ordre.fin))
    for rang, element in enumerate(valeurs.get(groupe) or ()):
        if _is_apres(element, debut, fin):
            yield (groupe, rang, *fin[-1].split("."))


def _is_apres(valeurs: Mapping[str, Any], debut: tuple[str, ...], fin: tuple[str, ...]) -> bool:
    moments = [[lookup(valeurs, chemin) for chemin in cote] for cote in (debut, fin)]
    (jour_debut, *heure_debut), (jour_fin, *heure_fin) = moments
    if jour_debut is None or jour_fin is None:
        return False
    if jour_debut != jour_fin:
        return bool(jour_debut > jour_fin)
    if not heure_debut or not heure_fin or heure_debut[0] is None or heure_fin[0] is None:
        return False
    return bool(heure_debut[0] > heure_fin[0])
