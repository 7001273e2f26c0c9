"""Where drafting happens: one workshop per process, in its event loop; the database tells the other processes.

Nothing is held while a model writes: no transaction, no connection, no thread.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from anyio import CapacityLimiter, to_thread

from server.db import now, transaction
from server.installation import make_redacteur_installe
from server.redactions import repository, travail
from server.redactions.flux import Flux
from server.redactions.models import EtatRedaction
from server.redactions.service import INTERROMPUE, fail, stop

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Sequence

    from sqlalchemy import Engine

    from server.installation import Installation
    from server.metriques import Metriques
    from server.redacteurs import Demande, Redacteur, Redige
    from server.redactions.travail import Travail

journal = logging.getLogger("minutier")
T = TypeVar("T")

ETAPES_SIMULTANEES: Final = 6
"""Steps of drafting at once; a model may write for many more."""
LECTURES_SIMULTANEES: Final = 6
"""Readings of events at once; many more may listen."""


@dataclass(frozen=True, slots=True)
class Delais:
    """How often the workshop looks up from its work.

    Attributes:
        pas: between two looks at what the model wrote.
        battement: between two signs of life; far under `repository.SILENCE`.
        ecoute: without a listener for this long, drafting stops: nobody waits for it.
    """

    pas: float = 0.1
    battement: float = 1.0
    ecoute: timedelta = timedelta(seconds=15)


class ArretError(Exception):
    """Drafting was called off, or nobody listens."""


@dataclass(slots=True)
class Chantier:
    """One drafting of this process, and what wakes those who listen to it here."""

    tache: asyncio.Task[None]
    avance: asyncio.Event = field(default_factory=asyncio.Event)

    def notify(self) -> None:
        """Wake the listeners; the next ones wait for what follows."""
        self.avance.set()
        self.avance = asyncio.Event()


class Atelier:
    """Drafts what is asked for."""

    def __init__(self, moteur: Engine, installation: Installation, metriques: Metriques) -> None:
        self.moteur = moteur
        self.installation = installation
        self.metriques = metriques
        self.delais = Delais()
        # One per process: that of vLLM holds the limit of passages at once.
        self._redacteurs: dict[str, Redacteur] = {}
        self._chantiers: dict[uuid.UUID, Chantier] = {}
        self._places = CapacityLimiter(ETAPES_SIMULTANEES)
        self.lectures = CapacityLimiter(LECTURES_SIMULTANEES)
        self.ecoutes: Counter[uuid.UUID] = Counter()
        self._boucle: asyncio.AbstractEventLoop | None = None

    def open(self) -> None:
        """Begin, in the running event loop; a model server that is configured is made ready.

        Raises:
            ReglageInvalide: the files of the model are not those that were approved.
        """
        self._boucle = asyncio.get_running_loop()
        if self.installation.settings.vllm_url is not None:
            self.find_redacteur("vllm")

    async def close(self) -> None:
        """Stop what is being drafted, and say so to who listens."""
        ouverts = dict(self._chantiers)
        for chantier in ouverts.values():
            chantier.tache.cancel()
        await asyncio.gather(*(chantier.tache for chantier in ouverts.values()), return_exceptions=True)
        for redaction_id in ouverts:
            await self.run_step(self.interrupt, redaction_id)

    async def run_step(self, faire: Callable[..., T], *arguments: Any) -> T:
        """Run a step in a thread: never in all of them, see `db.TRANSACTIONS_SIMULTANEES`."""
        return await to_thread.run_sync(partial(faire, *arguments), limiter=self._places)

    def start(self, redaction_id: uuid.UUID) -> None:
        """Draft, if no other process does already; called from any thread."""
        if self._boucle is not None:
            self._boucle.call_soon_threadsafe(self._start, redaction_id)

    def _start(self, redaction_id: uuid.UUID) -> None:
        if redaction_id in self._chantiers:
            return
        tache = asyncio.get_running_loop().create_task(self._run(redaction_id), name="redaction")
        self._chantiers[redaction_id] = Chantier(tache)
        tache.add_done_callback(lambda _: self._chantiers.pop(redaction_id).notify())

    def find_chantier(self, redaction_id: uuid.UUID) -> Chantier | None:
        """Give the drafting of this process, None when another one has it."""
        return self._chantiers.get(redaction_id)

    @property
    def en_cours(self) -> int:
        """Count what this process is drafting."""
        return len(self._chantiers)

    def interrupt(self, redaction_id: uuid.UUID, silence: timedelta = timedelta()) -> None:
        """Note that drafting died with the process that did it, which was silent for this long."""
        with transaction(self.moteur) as session:
            redaction = repository.find(session, redaction_id, verrou=True)
            if redaction is not None and now() - redaction.vu_le >= silence:
                stop(session, redaction, EtatRedaction.INTERROMPUE, INTERROMPUE)

    async def _run(self, redaction_id: uuid.UUID) -> None:
        """Draft, whatever happens: the end is always told."""
        try:
            pris = await self.run_step(travail.take, self.moteur, self.installation, redaction_id)
            if pris is not None:
                await self._draft(pris)
        except ArretError:
            return
        except Exception as erreur:  # noqa: BLE001 -- a fault of ours must not leave who listens without an end
            # The kind only: a message may quote the act.
            journal.error("rédaction %s : %s", redaction_id, type(erreur).__name__)
            with suppress(Exception):
                await self.run_step(self._fail, redaction_id, erreur)

    def _fail(self, redaction_id: uuid.UUID, erreur: Exception) -> None:
        with transaction(self.moteur) as session:
            redaction = repository.find(session, redaction_id, verrou=True)
            if redaction is not None:
                fail(session, redaction, erreur)

    async def _draft(self, pris: Travail) -> None:
        debut = time.perf_counter()
        issue = "echouee"
        rediges: tuple[Redige, ...] = ()
        try:
            rediges = await self._write_act(pris)
            issue = "finie"
        except (ArretError, asyncio.CancelledError):
            issue = "arretee"
            raise
        finally:
            self.metriques.count_redaction(pris.redacteur, issue, time.perf_counter() - debut, rediges)

    async def _write_act(self, pris: Travail) -> tuple[Redige, ...]:
        flux = Flux()
        flux.tell_etape("preparation")
        redacteur = await self.run_step(self.find_redacteur, pris.redacteur)
        demandes = await self.run_step(travail.list_demandes, pris)
        passages = [{"nom": d.nom, "libelle": pris.modele.label_passage(d.nom)} for d in demandes]
        flux.tell_etape("passages", passages=passages)
        rediges = await self._write(pris, redacteur, demandes, flux)
        flux.tell_etape("composition")
        fini = await self.run_step(
            travail.finish, self.moteur, self.installation, pris, redacteur, rediges, flux.take()
        )
        if not fini:
            raise ArretError
        return rediges

    def find_redacteur(self, nom: str) -> Redacteur:
        """Give the redacteur of this name: one for the whole process."""
        if nom not in self._redacteurs:
            self._redacteurs[nom] = make_redacteur_installe(self.installation.settings, nom)
        return self._redacteurs[nom]

    async def _write(
        self, pris: Travail, redacteur: Redacteur, demandes: Sequence[Demande], flux: Flux
    ) -> tuple[Redige, ...]:
        """Have the passages written; meanwhile tell what comes, and stop when nobody wants it any more."""
        ecriture = asyncio.ensure_future(redacteur.write(demandes, flux.listen))
        dit = time.monotonic()
        try:
            while not (await asyncio.wait({ecriture}, timeout=self.delais.pas))[0]:
                if flux or time.monotonic() - dit > self.delais.battement:
                    dit = time.monotonic()
                    await self._beat(pris.redaction_id, flux)
            return ecriture.result()
        finally:
            ecriture.cancel()
            await asyncio.gather(ecriture, return_exceptions=True)

    async def _beat(self, redaction_id: uuid.UUID, flux: Flux) -> None:
        suite = await self.run_step(travail.beat, self.moteur, redaction_id, flux.take(), self.delais.ecoute)
        if not suite:
            raise ArretError
        self._chantiers[redaction_id].notify()
