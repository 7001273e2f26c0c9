"""The passages of an act, asked at once; whatever the server does, each ends with words."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from server.redacteurs.aucun import write_plain
from server.redacteurs.base import Ecoute, Evenement, Incident, Redige, ignore
from server.redacteurs.marques import mark
from server.redacteurs.vllm.connexion import make_client
from server.redacteurs.vllm.incidents import MESSAGES, Panne, PanneError
from server.redacteurs.vllm.passage import Passage, give_up
from server.redacteurs.vllm.sante import find_modele

if TYPE_CHECKING:
    from collections.abc import Sequence

    import openai

    from server.redacteurs.base import Demande
    from server.redacteurs.vllm.reglages import Reglages

journal = logging.getLogger("minutier")


class VLLM:
    """Writes passages with a model served by vLLM. One instance per process: it holds the limit of passages at once."""

    nom = "vllm"

    def __init__(self, reglages: Reglages) -> None:
        """Prepare to ask; nothing is sent yet."""
        self._reglages = reglages
        self._modele = ""
        self._places: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

    @property
    def modele(self) -> str:
        """Name of the model as served; the one that was wished for until the server has been asked."""
        return self._modele or self._reglages.modele

    async def write(self, demandes: Sequence[Demande], ecoute: Ecoute = ignore) -> tuple[Redige, ...]:
        """Write all passages of an act at once.

        Args:
            demandes: the passages; one without points is not asked for.
            ecoute: told what happens meanwhile; when it fails, it is not told any more.

        Returns:
            One Redige per Demande, in order. It never raises but when cancelled: the streams are then closed.
        """
        if not any(demande.points for demande in demandes):
            return tuple(write_plain(demande) for demande in demandes)
        ecoute = _Prudente(ecoute)
        async with make_client(self._reglages) as client:
            try:
                await self._identify(client)
            except PanneError as faute:
                incident = Incident(str(faute.panne), faute.message)
                return tuple(_give_up(demande, ecoute, incident) for demande in demandes)
            async with asyncio.TaskGroup() as groupe:
                taches = [groupe.create_task(self._write(client, demande, ecoute)) for demande in demandes]
        return tuple(tache.result() for tache in taches)

    async def _identify(self, client: openai.AsyncOpenAI) -> None:
        """Learn the name of the model, once: a wrong key or name is told once, before any text is sent."""
        if not self._modele:
            self._modele = await find_modele(client, self._reglages)

    async def _write(self, client: openai.AsyncOpenAI, demande: Demande, ecoute: Ecoute) -> Redige:
        if not demande.points:
            return write_plain(demande)
        async with self._limit():
            try:
                marquage = mark(demande, demande.personnels)
                redige = await Passage(client, self._reglages, self._modele, demande, marquage, ecoute).write()
            except Exception as faute:  # noqa: BLE001 -- a fault of ours must not cost the agent the whole draft
                # The kind only: a message may quote the text.
                journal.error("passage « %s » : %s", demande.nom, type(faute).__name__)
                return _give_up(demande, ecoute, Incident(str(Panne.INTERNE), MESSAGES[Panne.INTERNE]))
        if any(incident.code == Panne.MODELE_INCONNU for incident in redige.incidents):
            self._modele = ""  # the server was restarted with another model: its name is asked for next time
        return redige

    def _limit(self) -> asyncio.Semaphore:
        """Give the limit of this event loop: a semaphore may not be waited for from two."""
        return self._places.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self._reglages.concurrence))


class _Prudente:
    """A listener that cannot cost the draft: when it fails, it is not told any more."""

    def __init__(self, ecoute: Ecoute) -> None:
        self._ecoute = ecoute

    def __call__(self, evenement: Evenement) -> None:
        try:
            self._ecoute(evenement)
        except Exception as faute:  # noqa: BLE001 -- whoever listens, the draft goes on
            journal.warning("l’écoute d’une rédaction a échoué : %s", type(faute).__name__)
            self._ecoute = ignore


def _give_up(demande: Demande, ecoute: Ecoute, incident: Incident) -> Redige:
    return give_up(demande, ecoute, (incident,)) if demande.points else write_plain(demande)
