"""The checks, in the order in which their verdicts are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.redacteurs.garde import (
    contrat,
    faits_hors_marques,
    fidelite,
    forme,
    mots_interdits,
    negation,
    noms,
    sens,
)
from server.redacteurs.garde.base import Examen, Refus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from server.redacteurs.marques import Marquage

    Controle = Callable[[Examen], Iterator[Refus]]

CONTROLES: tuple[Controle, ...] = (
    forme.check_vide,
    forme.check_caracteres,
    forme.check_balises,
    forme.check_langue,
    forme.check_forme,
    forme.check_bredouille,
    forme.check_longueur,
    contrat.check_nombre,
    contrat.check_inconnues,
    contrat.check_marques,
    contrat.check_calculs,
    contrat.check_evolution,
    contrat.check_jours,
    contrat.check_voisins,
    contrat.check_unites,
    contrat.check_civilite,
    faits_hors_marques.check_chiffres,
    faits_hors_marques.check_faits,
    faits_hors_marques.check_mois,
    faits_hors_marques.check_temps,
    faits_hors_marques.check_article,
    noms.check_noms,
    noms.check_prenoms,
    mots_interdits.check_trame,
    mots_interdits.check_operatoires,
    mots_interdits.check_sanctions,
    mots_interdits.check_jugements,
    mots_interdits.check_meta,
    mots_interdits.check_remplissage,
    sens.check_sens,
    negation.check_negation,
    fidelite.check_fidelite,
    fidelite.check_segments,
    fidelite.check_obligation,
    fidelite.check_redites,
    fidelite.check_bornes,
    fidelite.check_accompli,
    fidelite.check_predicat,
    fidelite.check_personne,
    fidelite.check_verbe,
)
# Characters read at most, whatever the template allows: a longer answer is refused unread.
_MAX = 30_000


def check(paragraphes: Sequence[str], marquage: Marquage) -> tuple[Refus, ...]:
    """Check a passage as the model wrote it, marks in place, against the request.

    Args:
        paragraphes: the paragraphs, with marks.
        marquage: the marked request that they answer.

    Returns:
        The reasons to refuse it, in the order of `CONTROLES`; () when it is accepted. Never raises on a text.
    """
    longueur = sum(map(len, paragraphes))
    if longueur > min(_MAX, 2 * marquage.demande.longueur_max + 1000):
        return (
            Refus(
                "longueur",
                f"Le passage est trop long : {longueur} caractères.",
                f"Le passage est trop long : {marquage.demande.longueur_max} caractères au plus.",
            ),
        )
    examen = Examen(tuple(paragraphes), marquage)
    return tuple(refus for controle in CONTROLES for refus in controle(examen))
