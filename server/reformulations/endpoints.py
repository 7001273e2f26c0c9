"""Put a selection into other words over HTTP; a client that goes away stops the model."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Final, TypeVar

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException

from server.comptes.dependances import CompteActif, InstallationDep
from server.comptes.schemas import describe_refus
from server.db import MoteurDep, transaction
from server.redactions.endpoints import AtelierDep
from server.reformulations import service
from server.reformulations.consignes import make_demandes
from server.reformulations.schemas import DemandeReformulation, Reformulations

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")

router = APIRouter(prefix="/api", tags=["Rédaction"])

REDACTEUR: Final = "vllm"
REGARD: Final = 0.2
"""Seconds between two looks at whether the client is still there."""


@router.post("/reformulations", summary="Reformuler des paragraphes", responses=describe_refus(409, 503))
async def reword(
    requete: Request,
    demande: DemandeReformulation,
    compte: CompteActif,
    moteur: MoteurDep,
    installation: InstallationDep,
    atelier: AtelierDep,
) -> Reformulations:
    """Le modèle met chaque paragraphe en d’autres mots ; rien n’y est ajouté, changé ni retiré de ce qu’il dit.

    La garde compare chaque paragraphe à ce qu’il disait : un fait de plus, de moins ou déplacé, et il reste comme il
    était (`refuse`, avec ses motifs). Le texte de l’acte n’est pas gardé ; ce que le modèle a écrit l’est 90 jours,
    pour le reconnaître dans le document qui revient. 409 sans modèle, 503 s’il ne répond pas. Qui raccroche l’arrête.
    """
    numero = await atelier.run_step(_open, moteur, installation.settings, compte.id, str(demande.action))
    demandes = await atelier.run_step(make_demandes, demande)
    redacteur = await atelier.run_step(atelier.find_redacteur, REDACTEUR)
    debut = time.perf_counter()
    rediges = await _while_there(requete, redacteur.write(demandes))
    atelier.metriques.count_redaction(REDACTEUR, "finie", time.perf_counter() - debut, rediges)
    paragraphes = service.tell(demande.paragraphes, demandes, rediges)
    await atelier.run_step(_keep, moteur, numero, paragraphes)
    return Reformulations(
        action=demande.action, redacteur=redacteur.nom, modele=redacteur.modele, paragraphes=paragraphes
    )


def _open(moteur: Any, *arguments: Any) -> Any:
    with transaction(moteur) as session:
        return service.open_demande(session, *arguments)


def _keep(moteur: Any, *arguments: Any) -> None:
    with transaction(moteur) as session:
        service.keep_textes(session, *arguments)


async def _while_there(requete: Request, ecriture: Coroutine[Any, Any, T]) -> T:
    """Wait for the model as long as the client does; cancelled, its streams are closed."""
    tache = asyncio.ensure_future(ecriture)
    try:
        while not (await asyncio.wait({tache}, timeout=REGARD))[0]:
            if await requete.is_disconnected():
                raise HTTPException(408)  # read by nobody
        return tache.result()
    finally:
        tache.cancel()
        await asyncio.gather(tache, return_exceptions=True)
