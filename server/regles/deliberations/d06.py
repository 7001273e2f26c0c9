"""D06: more than half of the members in office are present."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.regles.base import Regle, Source
from server.regles.deliberations.seance import Seance, read_seance, to_count
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.vue import Vue

_SANS_QUORUM = re.compile(
    "(?:seconde|deuxieme|2e(?:me)?|nouvelle) convocation|sans condition de quorum|quelque? soit le nombre|"
    "quel que soit le nombre"
)
_QUORUM_DU_TIERS = re.compile(r"quorum.{0,80}(?<!\w)tiers(?!\w)|(?<!\w)tiers(?!\w).{0,80}quorum")
# Members named under CGCT L. 1111-6, II leave the base of the quorum; those of L. 2131-11 do not.
_RETIRES = ("effectif.l1111_6_ii", "effectif.membres_l1111_6_ii", "effectif.designes_l1111_6")


def _check(vue: Vue) -> Iterator[Ecart]:
    seance = read_seance(vue)
    en_exercice, presents = seance.get("en_exercice"), seance.get("presents")
    if en_exercice is None or presents is None or _is_second_convocation(vue):
        return
    retires = to_count(vue.saisie(*_RETIRES)) or 0
    base = en_exercice.valeur - retires
    if presents.valeur * 2 <= base:
        yield _ecart(seance, _message(presents.valeur, base, seance.value("representes")), _level(vue))
        return
    absents_du_vote = seance.value("npp") or 0
    if absents_du_vote and (presents.valeur - absents_du_vote) * 2 <= base:
        message = (
            f"Le quorum ({base // 2 + 1} présents) n’est atteint qu’en comptant {absents_du_vote} membre(s)"
            " qui ne prennent pas part au"
            " vote : indéterminé. Faites vérifier s’ils étaient dans la salle et s’ils comptent."
        )
        yield _ecart(seance, message, Niveau.AVERTISSEMENT)


def _message(presents: int, base: int, pouvoirs: int | None) -> str:
    suite = " Les pouvoirs ne comptent pas pour le quorum." if pouvoirs else ""
    return (
        f"Le quorum n’est pas atteint : {presents} présents pour {base} membres, il en faut"
        f" {base // 2 + 1}.{suite} Une seconde"
        " convocation, à trois jours au moins, permet de délibérer sans quorum : si c’est le cas, écrivez-le."
    )


def _is_second_convocation(vue: Vue) -> bool:
    return bool(vue.saisie("seance.seconde_convocation", "seance.sans_quorum")) or bool(_SANS_QUORUM.search(vue.plie))


def _level(vue: Vue) -> Niveau | None:
    """Lower the level where the act itself says that a text of exception sets the quorum at a third."""
    return Niveau.AVERTISSEMENT if _QUORUM_DU_TIERS.search(vue.plie) else None


def _ecart(seance: Seance, message: str, niveau: Niveau | None) -> Ecart:
    compte = seance.get("presents")
    if compte is None or compte.paragraphe is None:
        return Ecart.on(None, message, niveau)
    return Ecart(message, compte.paragraphe, compte.debut, compte.fin, niveau)


REGLE = Regle(
    code="D06",
    titre="Le quorum est atteint sans les pouvoirs",
    niveau=Niveau.ERREUR,
    quoi=(
        "Les membres présents sont plus de la moitié des membres en exercice. Les pouvoirs ne comptent pas ;"
        " les membres désignés au"
        " sens du II de l’article L. 1111-6 sont retirés du nombre des membres en exercice."
    ),
    pourquoi=(
        "Le conseil ne délibère valablement que si la majorité de ses membres en exercice est présente (CGCT,"
        " L. 2121-17 ; L. 3121-14"
        " pour le département). Depuis la loi n° 2025-1249 du 22 décembre 2025 (art. 32), être présent n’est"
        " pas prendre part, et les"
        " membres visés au II de L. 1111-6 (commande publique) ne sont pas comptés comme membres en exercice"
        " pour le quorum. Un membre"
        " intéressé au sens de L. 2131-11 reste dans ce nombre."
    ),
    source=Source(
        "CGCT, articles L. 2121-17, L. 2131-11 et L. 1111-6, II",
        "domaine 06, D06 [V:amf][V:loi2025-32] ; domaine 01 §0.1 ; table des références communes : L2121-17"
        " (B), L2131-11 (A), L1111-6 (A)",
        date=dt.date(2026, 11, 23),
    ),
    exemple_refuse="Conseillers en exercice : 27\n\nPrésents : 13\n\nPouvoirs : 6",
    exemple_accepte="Conseillers en exercice : 27\n\nPrésents : 14\n\nPouvoirs : 6",
    genres=frozenset({Genre.DELIBERATION}),
    verdict=_check,
    limites=(
        "Une seconde convocation dite dans l’acte lève la règle. Si le quorum ne tient qu’aux membres qui ne"
        " prennent pas part au vote,"
        " l’effet est indéterminé et l’écart un avertissement. Un quorum réduit par un texte d’exception (« le"
        " tiers ») aussi."
    ),
)
