"""D05: members in office are those present and those absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.regles.base import Certitude, Regle, Source
from server.regles.deliberations.seance import Compte, Seance, read_seance, to_count
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.vue import Vue


def _check(vue: Vue) -> Iterator[Ecart]:
    seance = read_seance(vue)
    en_exercice, presents = seance.get("en_exercice"), seance.get("presents")
    if en_exercice is None:
        return
    if presents is not None:
        yield from _check_somme(vue, seance, en_exercice, presents)
    representes = seance.value("representes")
    absents = _absents_of_saisie(vue)
    if representes is not None and absents is not None and representes > absents:
        message = (
            f"{representes} pouvoirs pour {absents} absents : un pouvoir vient toujours d’un absent. Corrigez l’un"
            " des deux."
        )
        yield _ecart(seance.get("representes"), message)


def _absents_of_saisie(vue: Vue) -> int | None:
    return to_count(vue.saisie("effectif.absents"))


def _check_somme(vue: Vue, seance: Seance, en_exercice: Compte, presents: Compte) -> Iterator[Ecart]:
    if presents.valeur > en_exercice.valeur:
        message = f"{presents.valeur} présents pour {en_exercice.valeur} membres en exercice : corrigez l’un des deux."
        yield _ecart(presents, message)
        return
    attendus = en_exercice.valeur - presents.valeur
    absents = _list_absents(vue, seance)
    if absents and attendus not in absents:
        message = (
            f"En exercice ({en_exercice.valeur}) ≠ présents ({presents.valeur}) + absents ({min(absents)}) :"
            f" on attend {attendus}"
            " absents, représentés compris. Vérifiez le décompte."
        )
        yield _ecart(seance.get("absents") or presents, message)
    representes = seance.value("representes") or 0
    if not absents and representes > attendus:
        message = (
            f"{representes} pouvoirs pour {attendus} absents ({en_exercice.valeur} en exercice,"
            f" {presents.valeur} présents) : un"
            " pouvoir vient toujours d’un absent."
        )
        yield _ecart(seance.get("representes"), message)


def _list_absents(vue: Vue, seance: Seance) -> set[int]:
    """Give every total of the absent that the document may mean; empty when it does not count them.

    « Absents : 8, pouvoirs : 4 » counts those represented among the absent, « Représentés : 4, absents : 4 » apart.
    """
    de_la_saisie = _absents_of_saisie(vue)
    if de_la_saisie is not None:
        return {de_la_saisie}
    absents, excuses = seance.value("absents"), seance.value("excuses")
    non_representes = seance.value("non_representes")
    representes = seance.value("representes")
    if absents is None and excuses is None and non_representes is None:
        return set()
    bases = {v for v in (absents, excuses, non_representes) if v is not None}
    if absents is not None and excuses is not None:
        bases = {absents, absents + excuses}
    return bases | {base + (representes or 0) for base in bases}


def _ecart(compte: Compte | None, message: str) -> Ecart:
    if compte is None or compte.paragraphe is None:
        return Ecart.on(None, message)
    return Ecart(message, compte.paragraphe, compte.debut, compte.fin)


REGLE = Regle(
    code="D05",
    titre="En exercice = présents + absents",
    niveau=Niveau.ERREUR,
    quoi=(
        "Le nombre de membres en exercice est celui des présents plus celui des absents ; les représentés sont"
        " comptés parmi les"
        " absents, et un pouvoir vient toujours d’un absent."
    ),
    pourquoi="Le quorum et le résultat du vote se calculent sur ces nombres : faux, ils font douter de la régularité du"
    " vote.",
    source=Source(
        "Décompte des membres (arithmétique)", "domaine 06, D05 [I] : arithmétique", Certitude.INTERPRETATION
    ),
    exemple_refuse="Conseillers en exercice : 27\n\nPrésents : 19\n\nAbsents : 7",
    exemple_accepte="Conseillers en exercice : 27\n\nPrésents : 19\n\nAbsents : 8",
    genres=frozenset({Genre.DELIBERATION}),
    verdict=_check,
    limites=(
        "Les listes de noms ne sont pas comptées. Un document où le même nombre est donné deux fois avec deux"
        " valeurs (arrivée en"
        " cours de séance) n’est pas jugé. « Représentés » peut être compté à part des absents."
    ),
)
