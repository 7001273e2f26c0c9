"""D10: every vote is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.regles.base import Certitude, Regle, Source
from server.regles.deliberations.seance import Compte, Seance, read_seance
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.vue import Vue

_VOIX = ("pour", "contre", "abstentions", "blancs_nuls")


def _check(vue: Vue) -> Iterator[Ecart]:
    seance = read_seance(vue)
    pour = seance.get("pour")
    # Two results in one document (an amendment, then the whole): nobody can tell which figures go together.
    if pour is None or seance.multiples & {*_VOIX, "presents", "representes", "votants"}:
        return
    total = sum(seance.value(role) or 0 for role in _VOIX)
    yield from _check_votants(seance, pour, total)
    yield from _check_exprimes(seance, pour)


def _check_votants(seance: Seance, pour: Compte, total: int) -> Iterator[Ecart]:
    presents, representes, votants = (seance.value(role) for role in ("presents", "representes", "votants"))
    detail = " + ".join(f"{_nom(role)} {seance.value(role)}" for role in _VOIX if seance.get(role))
    if presents is not None and not seance.npp_nommes:
        npp = seance.value("npp") or 0
        attendu = presents + (representes or 0) - npp
        if total != attendu:
            message = (
                f"Le vote ({detail} = {total}) ne correspond pas aux votants : {presents} présents +"
                f" {representes or 0} pouvoirs −"
                f" {npp} qui ne prennent pas part = {attendu}. Vérifiez le décompte et dites les abstentions."
            )
            yield _ecart(pour, message)
            return
    if votants is not None and total not in {votants, votants - (seance.value("npp") or 0)}:
        message = (
            f"Le vote ({detail} = {total}) ne correspond pas au nombre de votants ({votants}) : vérifiez le décompte."
        )
        yield _ecart(pour, message)


def _check_exprimes(seance: Seance, pour: Compte) -> Iterator[Ecart]:
    exprimes = seance.value("exprimes")
    suffrages = pour.valeur + (seance.value("contre") or 0)
    if exprimes is not None and exprimes != suffrages:
        message = (
            f"Les suffrages exprimés ({exprimes}) sont les voix pour et contre ({suffrages}) : abstentions,"
            " blancs et nuls n’en sont"
            " pas. Vérifiez le décompte."
        )
        yield _ecart(seance.get("exprimes"), message)


def _nom(role: str) -> str:
    return role.replace("blancs_nuls", "blancs et nuls")


def _ecart(compte: Compte | None, message: str) -> Ecart:
    if compte is None or compte.paragraphe is None:
        return Ecart.on(None, message)
    return Ecart(message, compte.paragraphe, compte.debut, compte.fin)


REGLE = Regle(
    code="D10",
    titre="Le décompte des voix est complet",
    niveau=Niveau.ERREUR,
    quoi=(
        "Pour + contre + abstentions + bulletins blancs et nuls = présents + représentés − membres qui ne"
        " prennent pas part au vote ;"
        " les suffrages exprimés sont les voix pour et contre."
    ),
    pourquoi="Un décompte qui ne tombe pas juste laisse douter du résultat et de la majorité.",
    source=Source(
        "Décompte des voix (arithmétique) ; CGCT, article L. 2121-20",
        "domaine 06, D10 [I] : arithmétique ; table des références communes, L2121-20 (B)",
        Certitude.INTERPRETATION,
    ),
    exemple_refuse=(
        "Conseillers en exercice : 27\n\nPrésents : 19\n\nPouvoirs : 4\n\nAprès en avoir délibéré, par 21 voix"
        " pour, 1 voix contre et 0"
        " abstention, le conseil municipal"
    ),
    exemple_accepte=(
        "Conseillers en exercice : 27\n\nPrésents : 19\n\nPouvoirs : 4\n\nAprès en avoir délibéré, par 20 voix"
        " pour, 1 voix contre et 2"
        " abstentions, le conseil municipal"
    ),
    genres=frozenset({Genre.DELIBERATION}),
    verdict=_check,
    limites=(
        "Un document qui porte plusieurs votes n’est pas jugé, ni le rapport aux présents quand des membres"
        " sont nommés comme ne"
        " prenant pas part au vote sans que leur nombre soit donné."
    ),
)
