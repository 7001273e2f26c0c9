"""Drafting over HTTP: asked for, listened to, called off."""

from __future__ import annotations

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from fastapi.responses import StreamingResponse

from server.brouillons.endpoints import Id, NomPassage
from server.comptes.dependances import CompteActif, InstallationDep
from server.comptes.schemas import describe_refus
from server.db import MoteurDep, SessionDep, transaction
from server.errors import TropDeDemandes
from server.redactions import repository, service
from server.redactions.atelier import Atelier
from server.redactions.ecoute import ECOUTES_MAX, listen
from server.redactions.models import ACTIFS
from server.redactions.schemas import DemandePassage, DemandeRedaction, RedactionLancee

router = APIRouter(prefix="/api", tags=["Rédaction"])

# A proxy that gathers a stream before it passes it on would show nothing until the end (nginx obeys the second).
ENTETES_FLUX: Final = {"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}
_FLUX: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Un flux d’événements : etape, passage, constats, puis fin ou erreur. Chacun a un `id`, et des "
        "lignes de commentaire tiennent la liaison ouverte.",
        "content": {
            "text/event-stream": {
                # As OpenAPI 3.2 describes streams, and FastAPI its own: one schema for each event.
                "itemSchema": {
                    "type": "object",
                    "properties": {
                        "id": {"type": "string"},
                        "event": {"enum": ["etape", "passage", "constats", "fin", "erreur"]},
                        "data": {"type": "string", "contentMediaType": "application/json"},
                    },
                    "required": ["id", "event", "data"],
                },
                "example": 'id: 1\nevent: etape\ndata: {"nom":"preparation","libelle":"Préparation de l’acte"}\n\n'
                'id: 2\nevent: passage\ndata: {"passage":"motifs","etape":"jeton","texte":"Considérant"}\n\n'
                'id: 9\nevent: fin\ndata: {"brouillon":"3f0c…","revision":4}\n\n',
            }
        },
    },
    204: {"description": "La rédaction est finie et tout a déjà été lu : un EventSource ne revient plus."},
}


async def get_atelier(requete: Request) -> Atelier:
    """Give the workshop of the application."""
    atelier: Atelier = requete.app.state.atelier
    return atelier


AtelierDep = Annotated[Atelier, Depends(get_atelier)]
RedactionId = Annotated[UUID, Path(description="Identifiant de la rédaction.")]


@router.post(
    "/brouillons/{brouillon_id}/redaction",
    status_code=202,
    summary="Rédiger un brouillon",
    responses=describe_refus(409),
)
def draft_brouillon(
    brouillon_id: Id,
    demande: DemandeRedaction,
    compte: CompteActif,
    moteur: MoteurDep,
    installation: InstallationDep,
    atelier: AtelierDep,
) -> RedactionLancee:
    """Vérifie la saisie et lance la rédaction de l’acte entier ; la suite se lit dans son flux d’événements.

    422 avec toutes les fautes si la saisie ne peut pas être rédigée. 409 si une rédaction est déjà en cours.
    """
    with transaction(moteur) as session:
        redaction = service.ask(
            session,
            compte,
            installation,
            brouillon_id,
            revision=demande.revision,
            redacteur=demande.redacteur,
            garder=demande.garder,
        )
    atelier.start(redaction.id)
    return RedactionLancee(redaction=redaction.id)


@router.post(
    "/brouillons/{brouillon_id}/passages/{nom}/redaction",
    status_code=202,
    summary="Rédiger un passage de nouveau",
    responses=describe_refus(409),
)
def draft_passage(
    brouillon_id: Id,
    nom: NomPassage,
    demande: DemandePassage,
    compte: CompteActif,
    moteur: MoteurDep,
    installation: InstallationDep,
    atelier: AtelierDep,
) -> RedactionLancee:
    """Lance la rédaction d’un seul passage d’un acte déjà rédigé ; les autres ne changent pas."""
    with transaction(moteur) as session:
        redaction = service.ask(
            session,
            compte,
            installation,
            brouillon_id,
            revision=demande.revision,
            redacteur=demande.redacteur,
            passage=nom,
        )
    atelier.start(redaction.id)
    return RedactionLancee(redaction=redaction.id)


@router.get(
    "/redactions/{redaction_id}/evenements",
    summary="Écouter une rédaction",
    response_class=StreamingResponse,
    responses=_FLUX,
)
def listen_redaction(
    redaction_id: RedactionId,
    compte: CompteActif,
    session: SessionDep,
    atelier: AtelierDep,
    dernier: Annotated[
        str | None,
        Header(alias="Last-Event-ID", max_length=20, description="Dernier événement reçu : le flux reprend après lui."),
    ] = None,
) -> Response:
    """Le flux d’événements de la rédaction, depuis son début ou après `Last-Event-ID`, sur n’importe quel processus.

    `etape` {nom, libelle, passages : ceux qui vont être écrits, quand leur rédaction commence} ; `passage` {passage,
    etape : debut, jeton, accepte, refuse ou repli, texte} : le texte des jetons est provisoire et ne va jamais dans
    l’acte ; `constats` {constats} ; `fin` {brouillon, revision} ; `erreur` : un problème RFC 9457. Sans personne pour
    l’écouter pendant 15 secondes, la rédaction s’arrête.
    """
    redaction = repository.get_own(session, compte.id, redaction_id)
    depuis = int(dernier) if dernier and dernier.isascii() and dernier.isdigit() else 0
    if redaction.etat not in ACTIFS and depuis >= redaction.rang:
        return Response(status_code=204)
    if atelier.ecoutes[compte.id] >= ECOUTES_MAX:
        raise TropDeDemandes(f"Plus de {ECOUTES_MAX} rédactions écoutées à la fois : fermez des fenêtres.", 10)
    return StreamingResponse(
        listen(atelier, redaction_id, depuis, compte.id), media_type="text/event-stream", headers=ENTETES_FLUX
    )


@router.delete("/redactions/{redaction_id}", status_code=204, summary="Annuler une rédaction")
def cancel_redaction(redaction_id: RedactionId, compte: CompteActif, moteur: MoteurDep) -> None:
    """Arrête la rédaction : le brouillon reste comme il était. Sans effet sur une rédaction finie."""
    with transaction(moteur) as session:
        service.cancel(session, compte, redaction_id)
