"""Run: each case asked on its own, several at once, with what happened meanwhile."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from server.evaluation.resultat import Resultat, make_resultat
from server.redacteurs import Etape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from server.evaluation.cas import Cas
    from server.redacteurs import Evenement, Redacteur


async def run_cas(
    cas: Sequence[Cas], redacteur: Redacteur, simultanes: int, suivre: Callable[[Resultat], None]
) -> tuple[Resultat, ...]:
    """Ask for every case.

    Args:
        cas: the cases.
        redacteur: who writes; never raises.
        simultanes: cases asked at once.
        suivre: told each result as it comes.

    Returns:
        One result for each case, in the order of the cases.
    """
    places = asyncio.Semaphore(simultanes)

    async def run_one(un: Cas) -> Resultat:
        async with places:
            resultat = await _run_one(un, redacteur)
        suivre(resultat)
        return resultat

    async with asyncio.TaskGroup() as groupe:
        taches = [groupe.create_task(run_one(un)) for un in cas]
    return tuple(tache.result() for tache in taches)


async def _run_one(cas: Cas, redacteur: Redacteur) -> Resultat:
    essais = _Essais()
    debut = time.perf_counter()
    (redige,) = await redacteur.write([cas.demande], essais.listen)
    return make_resultat(cas, redige, essais.refuses, time.perf_counter() - debut)


class _Essais:
    """Keeps what was shown of the attempts that were refused: what a person has to see to judge the guard."""

    def __init__(self) -> None:
        self._montre = ""
        self.refuses: list[str] = []

    def listen(self, evenement: Evenement) -> None:
        """Take one event."""
        if evenement.etape is Etape.JETON:
            self._montre += evenement.texte
        elif evenement.etape in {Etape.REFUSE, Etape.REPLI}:
            # REPLI after REFUSE has nothing more to show; REPLI alone ends an attempt that a fault cut.
            if self._montre.strip():
                self.refuses.append(self._montre.strip())
            self._montre = ""
