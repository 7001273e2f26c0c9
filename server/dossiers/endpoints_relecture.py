"""Reviewing over HTTP: opened, judged, commented, sent back, signed off, and the final file."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from server.brouillons.endpoints import TYPES
from server.comptes.dependances import CompteActif, InstallationDep
from server.comptes.schemas import describe_refus
from server.db import MoteurDep, SessionDep, transaction
from server.dossiers import commentaires, derives, examens, service, visas, vue
from server.dossiers.acces import get_dossier
from server.dossiers.endpoints import FICHIER, Id, answer, name_file
from server.dossiers.models import Dossier, FichierScelle
from server.dossiers.scellement import SCELLABLES, try_finish
from server.dossiers.scelleur import Scelleur
from server.dossiers.schemas import (
    Commentaires,
    CommentaireVu,
    DemandeExamen,
    DemandeRenvoi,
    DemandeVisa,
    DossierVu,
    ExamenGarde,
    NouveauCommentaire,
    VersionVisee,
    VisaVu,
)
from server.errors import Conflit

router = APIRouter(prefix="/api/dossiers", tags=["Relecture"])

SANS_SCEAU: Final = "Cette installation ne sait pas sceller : aucun acte ne peut y être visé."
PAS_ENCORE: Final = "Cet acte n’est pas scellé."
SIDECAR: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "Le sceau à part.", "content": {"application/json": {"schema": {"type": "object"}}}}
}
PDF: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "Le PDF.", "content": {"application/pdf": {"schema": {"type": "string"}}}}
}


async def get_scelleur(requete: Request) -> Scelleur:
    """Give what seals.

    Raises:
        Conflit: nothing does, here.
    """
    scelleur: Scelleur | None = requete.app.state.scelleur
    if scelleur is None:
        raise Conflit(SANS_SCEAU)
    return scelleur


ScelleurDep = Annotated[Scelleur, Depends(get_scelleur)]


@router.post("/{dossier_id}/ouverture", status_code=204, summary="Ouvrir une version", responses=describe_refus(409))
def open_version(dossier_id: Id, demande: VersionVisee, compte: CompteActif, moteur: MoteurDep) -> None:
    """Note que ce compte a la version actuelle sous les yeux : sans cela, il ne peut ni viser ni renvoyer."""
    with transaction(moteur) as session:
        service.open_version(session, compte, dossier_id, demande)


@router.put("/{dossier_id}/examens", summary="Juger des passages", responses=describe_refus(409))
def decide(
    dossier_id: Id, demande: DemandeExamen, compte: CompteActif, moteur: MoteurDep, installation: InstallationDep
) -> ExamenGarde:
    """Accepte, corrige ou rejette chaque passage `ia`, `ia_retouchee`, `indetermine` ; une décision peut changer."""
    with transaction(moteur) as session:
        return ExamenGarde(restants=examens.decide(session, installation.reserve, compte, dossier_id, demande))


@router.post("/{dossier_id}/renvoi", summary="Renvoyer au responsable", responses=describe_refus(409))
def send_back(
    requete: Request, dossier_id: Id, demande: DemandeRenvoi, compte: CompteActif, moteur: MoteurDep
) -> DossierVu:
    """Renvoie le dossier avec un motif, qui s’ajoute à ses remarques."""
    return answer(requete, moteur, compte, lambda s: service.send_back(s, compte, dossier_id, demande))


@router.post("/{dossier_id}/visa", summary="Viser une étape", responses=describe_refus(409))
def approve(
    requete: Request,
    dossier_id: Id,
    demande: DemandeVisa,
    compte: CompteActif,
    moteur: MoteurDep,
    installation: InstallationDep,
    scelleur: ScelleurDep,
) -> VisaVu:
    """Vise la version qui a été lue. Quand la réponse arrive, le registre l’a pour de bon.

    Deux clics donnent un visa et la même réponse. 409 si la version ou l’étape n’est plus celle qui a été lue, si elle
    n’a pas été ouverte, s’il reste des passages à accepter (`passages`), des erreurs sans dérogation (`constats`), ou
    si le fichier ne peut pas être scellé (`refus`). Au dernier visa, le fichier final est scellé.
    """
    donne = visas.approve(moteur, scelleur, installation, compte, dossier_id, demande)
    if donne.dernier:
        try_finish(moteur, installation.reserve, scelleur, dossier_id)
    vu = answer(
        requete, moteur, compte, lambda s: get_dossier(s, compte, dossier_id), ecriture=False, nouveau=donne.nouveau
    )
    return VisaVu(version=donne.version, etape=donne.etape, rang=donne.rang, dossier=vu)


@router.get("/{dossier_id}/commentaires", summary="Lire les remarques")
def list_commentaires(
    dossier_id: Id, compte: CompteActif, session: SessionDep, installation: InstallationDep
) -> Commentaires:
    """Les remarques et les motifs de renvoi, chacun au paragraphe où il en est dans la version actuelle."""
    return vue.describe_commentaires(session, installation.reserve, get_dossier(session, compte, dossier_id))


@router.post("/{dossier_id}/commentaires", status_code=201, summary="Faire une remarque", responses=describe_refus(409))
def comment(
    dossier_id: Id, demande: NouveauCommentaire, compte: CompteActif, moteur: MoteurDep, installation: InstallationDep
) -> CommentaireVu:
    """Une remarque sur un paragraphe de la version actuelle, ou sur l’acte entier."""
    # What a version holds never changes: its paragraphs are looked for before anybody is held back.
    with transaction(moteur, ecriture=False) as session:
        commentaires.check_bloc(session, installation.reserve, compte, dossier_id, demande)
    with transaction(moteur) as session:
        return vue.describe_commentaire(session, commentaires.comment(session, compte, dossier_id, demande))


@router.post("/{dossier_id}/commentaires/{commentaire_id}/resolution", status_code=204, summary="Clore une remarque")
def resolve(
    dossier_id: Id,
    commentaire_id: Annotated[UUID, Path(description="Identifiant de la remarque.")],
    compte: CompteActif,
    moteur: MoteurDep,
) -> None:
    """Note que la remarque est traitée ; son auteur et le responsable du dossier le peuvent."""
    with transaction(moteur) as session:
        commentaires.resolve(session, compte, dossier_id, commentaire_id)


def find_final(
    dossier_id: Id, requete: Request, compte: CompteActif, moteur: MoteurDep, installation: InstallationDep
) -> derives.FichierFinal:
    """Give the final file of a dossier, made now if a crash left it unmade.

    Raises:
        Conflit: the act is not signed off to the end, or cannot be sealed now.
    """
    with transaction(moteur, ecriture=False) as session:
        dossier = get_dossier(session, compte, dossier_id)
        manque = dossier.etat in SCELLABLES and session.get(FichierScelle, dossier_id) is None
    if manque and requete.app.state.scelleur is not None:
        try_finish(moteur, installation.reserve, requete.app.state.scelleur, dossier_id)
    with transaction(moteur, ecriture=False) as session:
        final = derives.find_final(session, installation, dossier_id)
        if final is None:
            raise Conflit(PAS_ENCORE, {"etat": session.get_one(Dossier, dossier_id).etat})
        return final


@router.get(
    "/{dossier_id}/scelle/fichier",
    summary="Télécharger le fichier final",
    response_class=Response,
    responses={**FICHIER, **describe_refus(409)},
)
def download_scelle(
    final: Annotated[derives.FichierFinal, Depends(find_final)],
    installation: InstallationDep,
    format: Annotated[  # noqa: A002 -- the name of the parameter
        Literal["docx", "odt"] | None, Query(description="L’autre format, avec le même sceau ; celui du dossier sinon.")
    ] = None,
) -> Response:
    """Le fichier scellé. Un arrêt du service entre le dernier visa et le fichier se répare ici, ou au démarrage.

    L’autre format n’est donné que s’il dit exactement la même chose (409 sinon). Si l’acte a été retouché hors de
    Minutier, LibreOffice le fait : 503 s’il n’est pas installé sur le serveur.
    """
    if format is None or format == final.format:
        return Response(final.octets, media_type=TYPES[final.format], headers=name_file(final.nom, final.format))
    octets = derives.convert(final, installation.charte)
    return Response(octets, media_type=TYPES[format], headers=name_file(final.base, format))


@router.get(
    "/{dossier_id}/scelle/pdf",
    summary="Télécharger le PDF du fichier final",
    response_class=Response,
    responses={**PDF, **describe_refus(409)},
)
def download_pdf(final: Annotated[derives.FichierFinal, Depends(find_final)]) -> Response:
    """Un PDF/A-2b et PDF/UA-1 tiré du fichier scellé. Il n’est pas scellé lui-même : seul le fichier scellé se vérifie.

    Le pied de page dit qui a visé et quand, sauf si la collectivité ne le veut pas (`mention_visa_pdf`). LibreOffice le
    fait : 503 s’il n’est pas installé sur le serveur.
    """
    return Response(derives.make_pdf(final), media_type="application/pdf", headers=name_file(final.base, "pdf"))


@router.get(
    "/{dossier_id}/scelle/sidecar",
    summary="Télécharger le sceau à part",
    response_class=Response,
    responses={**SIDECAR, **describe_refus(409)},
)
def download_sidecar(final: Annotated[derives.FichierFinal, Depends(find_final)], requete: Request) -> Response:
    """Le même sceau, hors du fichier : `.visa.json`.

    Si la clé qui l’a signé a été révoquée depuis, la clé du jour y atteste que le registre tient ce visa.
    """
    sidecar = derives.give_sidecar(final, requete.app.state.scelleur)
    return Response(sidecar, media_type="application/json", headers=name_file(f"{final.base}.visa.json", "json"))
