"""A03: a temporary measure says from when to when, days and hours."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.faits.durees import durees_of
from server.faits.heures import heures_of
from server.regles.base import Regle, Source
from server.regles.vue import Ecart, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.vue import Paragraphe, Vue

_POLICE = re.compile(r"circul|stationn|(?<!\w)vitesse|deviation|chaussee|voirie")
_TEMPORAIRE = re.compile(
    r"temporair|provisoire|(?:pendant|durant) (?:la duree|les travaux|l'execution|toute la duree)|a l'occasion d"
)
_PERMANENT = re.compile(
    r"permanent|definitif|a titre perpetuel|instaur|creation d'une zone|zone (?:30|de rencontre)|delegation|nomination"
)
_CONTINU = re.compile(
    r"(?<!\w)(?:jour et nuit|nuit et jour|24 ?h(?:eures)? ?(?:/|sur) ?24|24 heures|en continu|"
    r"sans interruption|a toute heure|toute la journee|journee entiere)(?!\w)"
)
_EXCLUS = frozenset({
    "visa", "considerant", "mention_fait", "signature", "mention_recours", "mention_ampliation", "mention_publicite",
    "mention_notification", "mention_executoire", "en_tete", "numero", "intitule",
})  # fmt: skip
_SEULE_BORNE = re.compile(
    r"(?<!\w)(?:du|a compter du|a partir du|jusqu'au|a dater du|des le|avant le|au plus tard le) $"
)


def _check(vue: Vue) -> Iterator[Ecart]:
    niveau = _level(vue)
    if niveau is None:
        return
    mesures = [
        p for p in vue.corps if p.cle not in _EXCLUS and (not vue.dispositif or p.rang >= vue.dispositif[0].rang)
    ]
    cible = next((p for p in mesures if _POLICE.search(p.plie) and p.cle != "titre_article"), None)
    bornes = _count_bornes(vue, mesures)
    if bornes < 2:
        quoi = "sa date de début et sa date de fin" if not bornes else "son début ou sa fin"
        message = f"La mesure est temporaire mais ne dit pas {quoi} : écrivez « du … à … h au … à … h »."
        yield Ecart.on(cible, message, niveau)
    if not _says_hours(vue, mesures):
        message = "La mesure est temporaire mais ne dit pas ses heures : écrivez-les, ou « jour et nuit »."
        yield Ecart.on(cible, message, niveau)


def _level(vue: Vue) -> Niveau | None:
    """Give the level: erreur where the act is clearly temporary, avertissement where only its body says so."""
    if vue.modele is not None:
        code = vue.modele.code
        return Niveau.ERREUR if "temporaire" in code and ("circulation" in code or "stationnement" in code) else None
    if _PERMANENT.search(vue.tete):
        return None
    if not _POLICE.search(vue.tete) and not any(_POLICE.search(p.plie) for p in vue.dispositif[:8]):
        return None
    if re.search(r"temporair|provisoire", vue.tete):
        return Niveau.ERREUR if _POLICE.search(vue.tete) else Niveau.AVERTISSEMENT
    temporaire = _TEMPORAIRE.search(vue.tete) or any(_TEMPORAIRE.search(p.plie) for p in vue.dispositif)
    return Niveau.AVERTISSEMENT if temporaire else None


def _count_bornes(vue: Vue, mesures: list[Paragraphe]) -> int:
    """Count the ends of the measure that are known: 2 for a period, a single day, or a start with a duration."""
    bornes = 0
    for p in mesures:
        dates = [d for d in vue.dates(p) if d.date is not None and not _is_reference(p, d.fait.debut)]
        if len(dates) >= 2:
            return 2
        for d in dates:
            avant = p.plie[max(0, d.fait.debut - 20) : d.fait.debut]
            if not _SEULE_BORNE.search(avant):
                return 2
            bornes += 1
        if dates and durees_of(vue.analyse(p)):
            return 2
    if bornes == 1 and any(re.search(r"(?:pour une|d'une|la) duree (?:maximale )?(?:de|est)", p.plie) for p in mesures):
        return 2
    return min(bornes, 2)


def _is_reference(p: Paragraphe, debut: int) -> bool:
    """Tell whether a date belongs to another text: « l'arrêté du 24 novembre 1967 »."""
    return bool(
        re.search(
            r"(?<!\w)(?:arrete|loi|decret|deliberation|instruction|circulaire|ordonnance|"
            r"demande)(?: [^\d,;.]{0,40}| n° ?[\w/-]+)? ?(?:du|en date du) $",
            p.plie[max(0, debut - 80) : debut],
        )
    )


def _says_hours(vue: Vue, mesures: list[Paragraphe]) -> bool:
    return any(_CONTINU.search(p.plie) or heures_of(vue.analyse(p)) for p in mesures)


REGLE = Regle(
    code="A03",
    titre="Une mesure temporaire dit ses jours et ses heures",
    niveau=Niveau.ERREUR,
    quoi=(
        "Le dispositif d’un arrêté temporaire de circulation ou de stationnement donne la date de début, la"
        " date de fin et les"
        " heures, ou dit « jour et nuit »."
    ),
    pourquoi=(
        "Une mesure de police doit être nécessaire et proportionnée, donc limitée dans le temps ; l’usager"
        " doit savoir quand elle"
        " s’applique. « Jusqu’à la fin des travaux » ne borne rien."
    ),
    source=Source(
        "CGCT, articles L. 2213-1 et L. 2213-2 (nécessité de la mesure)",
        "domaine 06, A03 [V:pmpp] ; domaine 01 §2.1 et §2.4 ; table des références communes, L2213-1 (B) et"
        " L2213-2 (B)",
        date=dt.date(2026, 11, 23),
    ),
    exemple_refuse=(
        "Arrêté portant réglementation temporaire de la circulation\n\nARRÊTE\n\nArticle 1er\n\nLa circulation"
        " est interdite rue"
        " Basse jusqu’à la fin des travaux."
    ),
    exemple_accepte=(
        "Arrêté portant réglementation temporaire de la circulation\n\nARRÊTE\n\nArticle 1er\n\nLa circulation"
        " est interdite rue"
        " Basse du 2 novembre 2026 à 8 h au 6 novembre 2026 à 18 h."
    ),
    genres=frozenset({Genre.ARRETE}),
    verdict=_check,
    limites=(
        "Sur un document que Minutier n’a pas rédigé, c’est une erreur si l’intitulé dit l’arrêté temporaire,"
        " un avertissement si"
        " seul son corps le laisse entendre."
    ),
)
