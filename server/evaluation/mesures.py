"""Figures over several cases: counts, shares, medians."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.evaluation.cas import SORTES, Difficulte
from server.evaluation.resultat import Issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.evaluation.resultat import Resultat

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Ligne:
    """One line of the table.

    Attributes:
        groupe: a kind of passage, a difficulty, or "total".
        premier, retente, repli: cases accepted at the first answer, at the second, or left in the agent's words.
        en_forme: accepted ones with one well-formed paragraph for each point.
        rapport: median, over the accepted ones, of words written for each word given; None when there is none.
        premier_s, total_s: medians in seconds over the cases that were answered.
        jetons_invite, jetons_ecrits: sums.
        part_cache: share of the prompt's tokens that the prefix cache served; None when the server does not say.
    """

    groupe: str
    cas: int
    premier: int
    retente: int
    repli: int
    en_forme: int
    rapport: float | None
    premier_s: float | None
    total_s: float | None
    jetons_invite: int
    jetons_ecrits: int
    part_cache: float | None

    @property
    def acceptes(self) -> int:
        """Count the accepted ones."""
        return self.premier + self.retente

    @property
    def part_acceptee(self) -> float:
        """Give the share accepted, from 0 to 1."""
        return self.acceptes / self.cas if self.cas else 0.0


def measure(groupe: str, resultats: Sequence[Resultat]) -> Ligne:
    """Sum up some results."""
    issues = Counter(r.issue for r in resultats)
    acceptes = [r for r in resultats if r.accepte]
    couts = [r.cout for r in resultats]
    invite, caches = sum(c.jetons_invite for c in couts), sum(c.jetons_caches for c in couts)
    return Ligne(
        groupe=groupe,
        cas=len(resultats),
        premier=issues[Issue.PREMIER],
        retente=issues[Issue.RETENTE],
        repli=issues[Issue.REPLI],
        en_forme=sum(r.en_forme for r in acceptes),
        rapport=_median([r.rapport for r in acceptes]),
        premier_s=_median([c.premier_s for c in couts if c.premier_s]),
        total_s=_median([c.total_s for c in couts if c.premier_s]),
        jetons_invite=invite,
        jetons_ecrits=sum(c.jetons_ecrits for c in couts),
        part_cache=caches / invite if caches else None,
    )


def measure_all(resultats: Sequence[Resultat]) -> tuple[Ligne, ...]:
    """Give one line for each kind of passage and each difficulty that occurs, then the total."""
    groupes: dict[str, list[Resultat]] = {nom: [] for nom in (*SORTES, *Difficulte)}
    for resultat in resultats:
        groupes[resultat.cas.demande.sorte].append(resultat)
        groupes[resultat.cas.difficulte].append(resultat)
    return (*(measure(str(nom), gardes) for nom, gardes in groupes.items() if gardes), measure(TOTAL, resultats))


def count_codes(resultats: Sequence[Resultat]) -> dict[str, int]:
    """Count the cases in which each reason occurred, most frequent first."""
    comptes = Counter(code for r in resultats for code in {i.code for i in r.incidents})
    return dict(sorted(comptes.items(), key=lambda c: (-c[1], c[0])))


def _median(valeurs: Sequence[float]) -> float | None:
    return statistics.median(valeurs) if valeurs else None
