"""Listen to drafting, from the process that does it or from another: what was missed is in the database."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from anyio import to_thread

from server.db import now, transaction
from server.redactions import repository
from server.redactions.models import ACTIFS, EtatRedaction

if TYPE_CHECKING:
    import uuid
    from collections.abc import AsyncGenerator, AsyncIterator

    from server.redactions.atelier import Atelier
    from server.redactions.models import EvenementRedaction, Redaction

PAS: Final = 0.15
"""Seconds between two looks at what another process writes; at first fewer: without a model, all is soon written."""
PREMIER_PAS: Final = 0.02
PAS_ICI: Final = 1.0
"""Seconds, for one that is drafted here: the workshop wakes us."""
COMMENTAIRE: Final = 10.0
"""Seconds of silence after which a comment says that the stream lives: proxies cut silent ones."""
VIE: Final = b": en cours\n\n"


@dataclass(frozen=True, slots=True)
class Lecture:
    """What is new, and whether anything may follow."""

    evenements: tuple[EvenementRedaction, ...]
    fini: bool


ECOUTES_MAX: Final = 20
"""Streams of one account on one process: more than the windows that anybody keeps open."""


async def listen(atelier: Atelier, redaction_id: uuid.UUID, depuis: int, compte_id: uuid.UUID) -> AsyncIterator[bytes]:
    """Give the events that follow a rank as they come, until the last one."""
    atelier.ecoutes[compte_id] += 1
    try:
        async with aclosing(_listen(atelier, redaction_id, depuis)) as morceaux:
            async for morceau in morceaux:
                yield morceau
    finally:
        atelier.ecoutes[compte_id] -= 1
        if not atelier.ecoutes[compte_id]:
            del atelier.ecoutes[compte_id]


async def _listen(atelier: Atelier, redaction_id: uuid.UUID, depuis: int) -> AsyncGenerator[bytes]:
    dit = time.monotonic()
    pas = PREMIER_PAS
    while True:
        chantier = atelier.find_chantier(redaction_id)
        avance = chantier.avance if chantier else None
        lecture = await to_thread.run_sync(read_after, atelier, redaction_id, depuis, limiter=atelier.lectures)
        for evenement in lecture.evenements:
            depuis = evenement.rang
            yield format_event(evenement)
        if lecture.fini:
            return
        if lecture.evenements:
            dit = time.monotonic()
        elif time.monotonic() - dit > COMMENTAIRE:
            dit = time.monotonic()
            yield VIE
        if avance is None:
            await asyncio.sleep(pas)
            pas = min(2 * pas, PAS)
        else:
            with suppress(TimeoutError):
                await asyncio.wait_for(avance.wait(), PAS_ICI)


def format_event(evenement: EvenementRedaction) -> bytes:
    """Write one event as the stream carries it."""
    donnees = json.dumps(evenement.donnees, ensure_ascii=False, separators=(",", ":"))
    return f"id: {evenement.rang}\nevent: {evenement.genre}\ndata: {donnees}\n\n".encode()


def read_after(atelier: Atelier, redaction_id: uuid.UUID, rang: int) -> Lecture:
    """Read what follows a rank; meanwhile note that somebody listens, and that a process died."""
    with transaction(atelier.moteur, ecriture=False) as session:
        redaction = repository.find(session, redaction_id)
        if redaction is None:
            return Lecture((), fini=True)
        # The state is read before the events: they are written together.
        evenements = tuple(repository.list_after(session, redaction_id, rang))
    if redaction.etat not in ACTIFS:
        return Lecture(evenements, fini=True)
    _look_after(atelier, redaction)
    return Lecture(evenements, fini=False)


def _look_after(atelier: Atelier, redaction: Redaction) -> None:
    if now() - redaction.vu_le > repository.SILENCE:
        atelier.interrupt(redaction.id, repository.SILENCE)
    elif redaction.etat == EtatRedaction.ATTENTE:
        # Asked of a process that has not begun, or is gone: whoever is first takes it.
        atelier.start(redaction.id)
    if now() - redaction.ecoute_le > atelier.delais.ecoute / 3:
        with transaction(atelier.moteur) as session:
            ecoutee = repository.find(session, redaction.id, verrou=True)
            if ecoutee is not None:
                ecoutee.ecoute_le = now()
