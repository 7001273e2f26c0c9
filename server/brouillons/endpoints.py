"""Drafts over HTTP; each only for its author.

What writes opens its transaction itself, and closes it in the same thread: with `SessionDep` it would last until
FastAPI has found a thread to check the answer, and every writer of SQLite would wait with it.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from server import formats
from server.brouillons import controle, repository, service, vue
from server.brouillons.schemas import (
    BrouillonRepris,
    BrouillonResume,
    Brouillons,
    BrouillonVu,
    DateDecalee,
    DemandeReprise,
    NouveauBrouillon,
    PassageModifie,
    RevisionVue,
    SaisieModifiee,
)
from server.brut import Texte
from server.comptes.dependances import CompteActif, InstallationDep
from server.comptes.schemas import describe_refus
from server.controle.endpoints import CORPS, RecuDep, run_document
from server.controle.schemas import ConstatVu
from server.db import MoteurDep, SessionDep, transaction
from server.redaction.nommage import make_base

router = APIRouter(prefix="/api/brouillons", tags=["Brouillons"])

TYPES: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
# Framed by our own page only; nothing in it runs, nothing is fetched, and it cannot reach the page around it.
ENTETES_APERCU: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "base-uri 'none'; form-action 'none'; sandbox",
    "X-Frame-Options": "SAMEORIGIN",
}

Id = Annotated[UUID, Path(description="Identifiant du brouillon.")]
NomPassage = Annotated[Texte, Path(max_length=80, description="Nom du passage.", examples=["motifs"])]


@router.get("", summary="Chercher ses brouillons")
def search_brouillons(
    *,
    compte: CompteActif,
    session: SessionDep,
    q: Annotated[
        Texte, Query(max_length=200, description="Mots à trouver dans le titre ou la saisie.", examples=["tanneurs"])
    ] = "",
    genre: Annotated[
        Literal["arrete", "deliberation", "courrier", "note"] | None, Query(description="Genre d’acte.")
    ] = None,
    modele: Annotated[Texte | None, Query(max_length=80, description="Code d’un modèle.")] = None,
    page: Annotated[int, Query(ge=1, le=100_000, description="Page de 50 brouillons, à partir de 1.")] = 1,
    corbeille: Annotated[bool, Query(description="true : ceux de la corbeille, et eux seuls.")] = False,
) -> Brouillons:
    """Les brouillons du compte, et eux seuls, du plus récemment modifié au plus ancien.

    La recherche ignore accents et majuscules.
    """
    total, trouves = repository.search(
        session, compte.id, q=q, genre=genre, modele=modele, page=page, supprimes=corbeille
    )
    return Brouillons(total=total, page=page, elements=[vue.summarize(brouillon) for brouillon in trouves])


@router.post("", status_code=201, summary="Créer un brouillon", responses=describe_refus(404))
def create_brouillon(
    demande: NouveauBrouillon, compte: CompteActif, moteur: MoteurDep, installation: InstallationDep
) -> BrouillonResume:
    """Garde ce qui est saisi, complet ou non : rien n’est vérifié avant la rédaction."""
    modele = installation.catalogue.get(demande.modele)
    with transaction(moteur) as session:
        return vue.summarize(service.create(session, compte, modele, demande.saisie))


@router.get("/{brouillon_id}", summary="Lire un brouillon")
def get_brouillon(
    brouillon_id: Id, compte: CompteActif, session: SessionDep, installation: InstallationDep
) -> BrouillonVu:
    """La saisie et, une fois le brouillon rédigé, l’acte, ses passages avec leur origine et les constats des règles."""
    return vue.describe(session, compte, installation, repository.get_own(session, compte.id, brouillon_id))


@router.put("/{brouillon_id}", summary="Enregistrer la saisie d’un brouillon", responses=describe_refus(409))
def update_brouillon(
    brouillon_id: Id,
    demande: SaisieModifiee,
    compte: CompteActif,
    moteur: MoteurDep,
    installation: InstallationDep,
) -> RevisionVue:
    """Remplace la saisie entière. 409 avec la révision actuelle si le brouillon a changé ailleurs entre-temps.

    Une demande dont la réponse s’est perdue se répète avec `repetee` : déjà faite, elle donne la révision actuelle.
    """
    with transaction(moteur) as session:
        brouillon = service.update_saisie(session, compte, installation, brouillon_id, demande)
    return RevisionVue(revision=brouillon.revision)


@router.delete("/{brouillon_id}", status_code=204, summary="Supprimer un brouillon")
def delete_brouillon(
    *,
    brouillon_id: Id,
    compte: CompteActif,
    moteur: MoteurDep,
    definitif: Annotated[bool, Query(description="true : sans passer par la corbeille, sans retour possible.")] = False,
) -> None:
    """Met le brouillon à la corbeille : on ne le trouve plus, et il peut être restauré pendant 30 jours."""
    with transaction(moteur) as session:
        service.delete(session, compte, brouillon_id, definitif=definitif)


@router.post("/{brouillon_id}/restauration", summary="Restaurer un brouillon supprimé")
def restore_brouillon(brouillon_id: Id, compte: CompteActif, moteur: MoteurDep) -> BrouillonResume:
    """Sort le brouillon de la corbeille, tel qu’il était ; sans effet sur un brouillon qui n’y est pas."""
    with transaction(moteur) as session:
        return vue.summarize(service.restore(session, compte, brouillon_id))


@router.post("/{brouillon_id}/reprise", status_code=201, summary="Reprendre un brouillon à une autre date")
def repeat_brouillon(
    brouillon_id: Id,
    demande: DemandeReprise,
    compte: CompteActif,
    moteur: MoteurDep,
    installation: InstallationDep,
) -> BrouillonRepris:
    """Crée un brouillon de même saisie.

    Avec une nouvelle date, toutes les dates se décalent d’autant de jours ; la réponse les liste.
    """
    with transaction(moteur) as session:
        nouveau, reprise = service.repeat(session, compte, installation, brouillon_id, demande)
    return BrouillonRepris(
        **vue.summarize(nouveau).model_dump(),
        dates=[DateDecalee(champ=d.champ, ancienne=d.ancienne, nouvelle=d.nouvelle) for d in reprise.dates],
        a_relire=list(reprise.a_relire),
    )


@router.put("/{brouillon_id}/passages/{nom}", summary="Écrire un passage à la main", responses=describe_refus(409))
def edit_passage(
    brouillon_id: Id,
    nom: NomPassage,
    demande: PassageModifie,
    compte: CompteActif,
    moteur: MoteurDep,
    installation: InstallationDep,
) -> RevisionVue:
    """Met le texte de l’agent à la place du passage, ou le ramène à ses points (`repli`).

    Un passage écrit par le modèle de langage devient `ia_retouchee`, et `agent` une fois remplacé tout entier.
    """
    with transaction(moteur) as session:
        brouillon = service.edit_passage(session, compte, installation, brouillon_id, nom, demande)
    return RevisionVue(revision=brouillon.revision)


@router.get(
    "/{brouillon_id}/apercu",
    summary="Voir l’acte",
    response_class=HTMLResponse,
    responses={
        200: {"description": "L’acte, en une page HTML sans script, que seule notre page peut encadrer."},
        **describe_refus(409),
    },
)
def preview_brouillon(
    brouillon_id: Id, compte: CompteActif, session: SessionDep, installation: InstallationDep
) -> HTMLResponse:
    """L’acte tel qu’il a été rédigé, à l’aspect de son document, marques PROJET et IA comprises."""
    brouillon = repository.get_own(session, compte.id, brouillon_id)
    _, acte = vue.build_acte(installation, brouillon)
    return HTMLResponse(formats.write(acte, "html", installation.charte), headers=ENTETES_APERCU)


@router.get(
    "/{brouillon_id}/fichiers/{extension}",
    summary="Télécharger l’acte",
    response_class=Response,
    responses={
        200: {
            "description": "Le document, sous un nom qui dit PROJET.",
            "content": {type_.partition(";")[0]: {"schema": {"type": "string"}} for type_ in TYPES.values()},
        },
        **describe_refus(409),
    },
)
def download_brouillon(
    brouillon_id: Id,
    extension: Annotated[Literal["docx", "odt", "html", "txt"], Path(description="Format du document.")],
    compte: CompteActif,
    session: SessionDep,
    installation: InstallationDep,
) -> Response:
    """L’acte tel qu’il a été rédigé, en Word, LibreOffice, HTML ou texte."""
    brouillon = repository.get_own(session, compte.id, brouillon_id)
    modele, acte = vue.build_acte(installation, brouillon)
    nom = f"{make_base(modele, acte)}.{extension}"
    return Response(
        formats.write(acte, extension, installation.charte),
        media_type=TYPES[extension],
        headers={"Content-Disposition": f'attachment; filename="{nom}"'},
    )


@router.post(
    "/{brouillon_id}/controle",
    summary="Contrôler le document d’un brouillon",
    openapi_extra=CORPS,
    responses=describe_refus(409, 415),
)
async def check_document(
    requete: Request,
    brouillon_id: Id,
    compte: CompteActif,
    recu: RecuDep,
    moteur: MoteurDep,
    installation: InstallationDep,
) -> list[ConstatVu]:
    """Les constats des règles sur le document ouvert dans Word, sa saisie connue. Rien n’en est gardé.

    Un fait que le modèle de langage a repris de la saisie n’est pas signalé.
    """

    def check() -> list[ConstatVu]:
        with transaction(moteur, ecriture=False) as session:
            modele, saisie = controle.find_saisie(session, compte, installation, brouillon_id)
        return controle.check(recu, modele, saisie)

    return await run_document(requete, check)
