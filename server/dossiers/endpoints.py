"""Dossiers over HTTP: made, sent, given back, read; reviewing and signing off is in `endpoints_relecture`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from server.acte.noeuds import Acte
from server.acte.parcours import strip
from server.brouillons.endpoints import TYPES
from server.brouillons.etat import build_brouillon, read_etat
from server.brut import Texte
from server.comptes.dependances import CompteActif, CompteConnecte, InstallationDep
from server.comptes.schemas import describe_refus
from server.controle.endpoints import CORPS, RecuDep, run_document
from server.db import MoteurDep, SessionDep, transaction
from server.dossiers import creation, listes, service, vue
from server.dossiers.acces import get_dossier
from server.dossiers.courriers import announce
from server.dossiers.examens import find_modele, prepare
from server.dossiers.lectures import compare_actes, compare_versions
from server.dossiers.models import Dossier
from server.dossiers.schemas import (
    ARelire,
    ComparaisonVue,
    DemandeTransmission,
    Dossiers,
    DossierVu,
    EtapeVue,
    Etat,
    NouveauDossier,
    RegistreVu,
    VersionVisee,
    VersionVue,
)
from server.dossiers.versions import Lue, find_version, load_acte, read_version
from server.errors import Conflit, SaisieRefusee
from server.installation import Installation
from server.reformulations.service import list_textes

router = APIRouter(prefix="/api/dossiers", tags=["Dossiers"])

Id = Annotated[UUID, Path(description="Identifiant du dossier.")]
NumeroVersion = Annotated[int, Path(ge=1, le=2**31 - 1, description="Numéro de la version.", examples=[1])]
FICHIER: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Le document, exactement comme il est gardé.",
        "content": {TYPES[nom].partition(";")[0]: {"schema": {"type": "string"}} for nom in ("docx", "odt", "txt")},
    }
}


def answer(
    requete: Request,
    moteur: Engine,
    compte: CompteConnecte,
    act: Callable[[Session], Dossier],
    *,
    ecriture: bool = True,
    nouveau: bool = True,
) -> DossierVu:
    """Do something to a dossier and show it; mail leaves once the transaction is over: what it says is true then.

    `nouveau` is False where nothing has happened: a click that came twice is not told twice.
    """
    with transaction(moteur, ecriture=ecriture) as session:
        dossier = act(session)
        courriels = announce(session, requete.app.state.settings, dossier, compte) if nouveau else []
        vu = vue.describe(session, compte, dossier)
    requete.app.state.facteur.post(courriels)
    return vu


@router.get("", summary="Chercher des dossiers")
def search_dossiers(
    compte: CompteActif,
    session: SessionDep,
    etat: Annotated[Etat | None, Query(description="L’état cherché.")] = None,
    page: Annotated[int, Query(ge=1, le=100_000, description="Page de 50 dossiers, à partir de 1.")] = 1,
    brouillon: Annotated[UUID | None, Query(description="Le brouillon dont ils viennent.")] = None,
) -> Dossiers:
    """Les dossiers que ce compte a faits, porte, modifiés ou visés ; pour qui administre ou audite, tous."""
    total, trouves = listes.search(session, compte, etat=etat, page=page, brouillon_id=brouillon)
    return Dossiers(total=total, page=page, elements=vue.summarize_all(session, trouves))


@router.get("/a-relire", summary="Lister ce qui attend sa relecture")
def list_a_relire(compte: CompteActif, session: SessionDep) -> ARelire:
    """Les dossiers dont l’étape en cours est à ce compte, par son rôle ou par délégation, le plus ancien d’abord."""
    return ARelire(elements=vue.summarize_all(session, listes.list_a_relire(session, compte)))


@router.post("", status_code=201, summary="Faire un dossier d’un brouillon", responses=describe_refus(404, 409))
def create_dossier(
    requete: Request, demande: NouveauDossier, compte: CompteActif, moteur: MoteurDep, installation: InstallationDep
) -> DossierVu:
    """Le fichier du brouillon devient la première version. Rien n’est encore envoyé : `POST …/soumission` l’envoie."""
    with transaction(moteur, ecriture=False) as session:
        dossier, lue = creation.prepare_brouillon(session, compte, installation, demande)
    return _create(requete, moteur, installation, compte, dossier, lue)


def _create(
    requete: Request, moteur: Engine, installation: Installation, compte: CompteConnecte, dossier: Dossier, lue: Lue
) -> DossierVu:
    with transaction(moteur) as session:
        vu = vue.describe(session, compte, service.create(session, compte, dossier, lue))
    prepare(moteur, installation, requete.app.state.scelleur, vu.id)
    return vu


@router.post(
    "/document",
    status_code=201,
    summary="Faire un dossier d’un document",
    openapi_extra=CORPS,
    responses=describe_refus(404, 415),
)
async def create_from_document(
    requete: Request,
    compte: CompteActif,
    recu: RecuDep,
    moteur: MoteurDep,
    installation: InstallationDep,
    modele: Annotated[Texte, Query(max_length=80, description="Code du modèle.", examples=["note_service"])],
) -> DossierVu:
    """Le document ouvert dans Word ou LibreOffice devient la première version.

    S’il vient d’un brouillon de ce compte, l’origine de chaque texte est celle du brouillon.
    """

    def make() -> DossierVu:
        with transaction(moteur, ecriture=False) as session:
            dossier, lue = creation.prepare_document(session, compte, installation, recu, modele)
        return _create(requete, moteur, installation, compte, dossier, lue)

    return await run_document(requete, make)


@router.get("/{dossier_id}", summary="Lire un dossier")
def get_one(dossier_id: Id, compte: CompteActif, session: SessionDep) -> DossierVu:
    """Où il en est, qui a visé quoi, ses versions, et ce que ce compte peut faire maintenant."""
    return vue.describe(session, compte, get_dossier(session, compte, dossier_id))


@router.post(
    "/{dossier_id}/versions",
    status_code=201,
    summary="Déposer une version",
    openapi_extra=CORPS,
    responses=describe_refus(409, 415),
)
async def add_version(
    requete: Request,
    dossier_id: Id,
    compte: CompteActif,
    recu: RecuDep,
    moteur: MoteurDep,
    installation: InstallationDep,
    version: Annotated[int, Query(ge=1, le=2**31 - 1, description="La version dont on est parti.", examples=[1])],
) -> DossierVu:
    """Le document revenu de Word ou de LibreOffice devient la version suivante ; les visas sont à redonner.

    Qui dépose une version ne pourra viser ni celle-ci, ni celles qui suivent.
    """

    def add() -> DossierVu:
        vu = _add_version(requete, moteur, compte, dossier_id, version, recu)
        prepare(moteur, installation, requete.app.state.scelleur, dossier_id)
        return vu

    return await run_document(requete, add)


def _add_version(
    requete: Request, moteur: Engine, compte: CompteConnecte, dossier_id: UUID, numero: int, recu: RecuDep
) -> DossierVu:
    with transaction(moteur, ecriture=False) as session:
        dossier = get_dossier(session, compte, dossier_id)
        service.check_depot(session, compte, dossier, numero)
        avant = load_acte(find_version(session, dossier), dossier.genre)
        genre, machine = dossier.genre, list(dossier.machine)
        reformules = list_textes(session, {dossier.auteur_id, dossier.responsable_id, compte.id})
    lue = read_version(recu.nom, recu.donnees, genre, avant, machine, reformules=reformules)
    return answer(requete, moteur, compte, lambda s: service.add_version(s, compte, dossier_id, numero, lue))


@router.get("/{dossier_id}/versions/{numero}", summary="Lire une version")
def get_version(
    requete: Request,
    dossier_id: Id,
    numero: NumeroVersion,
    compte: CompteActif,
    session: SessionDep,
    installation: InstallationDep,
) -> VersionVue:
    """L’acte tel qu’il sera scellé, l’origine de chaque texte, les constats des règles, les passages à examiner."""
    dossier = get_dossier(session, compte, dossier_id)
    version, scelleur = find_version(session, dossier, numero), requete.app.state.scelleur
    return vue.describe_version(session, compte, installation, scelleur, dossier, version)


@router.get(
    "/{dossier_id}/versions/{numero}/fichier",
    summary="Télécharger une version",
    response_class=Response,
    responses=FICHIER,
)
def download_version(dossier_id: Id, numero: NumeroVersion, compte: CompteActif, session: SessionDep) -> Response:
    """Le fichier déposé, octet pour octet."""
    dossier = get_dossier(session, compte, dossier_id)
    version = find_version(session, dossier, numero)
    return Response(version.octets, media_type=TYPES[version.format], headers=name_file(version.nom, version.format))


def name_file(nom: str, extension: str) -> dict[str, str]:
    """Give the header that names a download, whatever a client had called it."""
    lisible = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "_" for c in nom).strip() or "document"
    lisible = lisible if lisible.lower().endswith(f".{extension}") else f"{lisible}.{extension}"
    return {"Content-Disposition": f'attachment; filename="{lisible}"'}


@router.get(
    "/{dossier_id}/versions/{numero}/comparaison", summary="Comparer une version", responses=describe_refus(409)
)
def compare_version(
    dossier_id: Id,
    numero: NumeroVersion,
    compte: CompteActif,
    session: SessionDep,
    installation: InstallationDep,
    avec: Annotated[
        Literal["precedente", "redige"], Query(description="`redige` : l’acte tel que Minutier l’avait composé.")
    ] = "precedente",
    version: Annotated[
        int | None, Query(ge=1, le=2**31 - 1, description="Une autre version, au lieu d’`avec`.")
    ] = None,
) -> ComparaisonVue:
    """Paragraphe par paragraphe et mot par mot, tableaux compris : ce qui a changé, bougé, disparu, apparu."""
    dossier = get_dossier(session, compte, dossier_id)
    apres = find_version(session, dossier, numero)
    if version is None and avec == "redige":
        blocs = compare_actes(_build_redige(installation, dossier), load_acte(apres, dossier.genre))
        return ComparaisonVue(avant="redige", apres=numero, blocs=blocs)
    autre = version or max(1, numero - 1)
    avant = apres if autre == numero else find_version(session, dossier, autre)
    blocs = compare_versions(installation.reserve, avant, apres, dossier.genre)
    return ComparaisonVue(avant=str(autre), apres=numero, blocs=blocs)


def _build_redige(installation: Installation, dossier: Dossier) -> Acte:
    """Build the act of a dossier as it was drafted.

    Raises:
        Conflit: it came as a document, or its template has changed since.
    """
    modele = find_modele(installation, dossier.modele)
    if dossier.redige is None or modele is None:
        raise Conflit("Cet acte n’a pas été composé par Minutier.")
    try:
        return strip(build_brouillon(modele, read_etat(dossier.redige), installation.charte, str(dossier.id)).acte)
    except SaisieRefusee:
        raise Conflit("Le modèle d’acte a changé depuis : l’acte ne peut plus être recomposé.") from None


@router.post("/{dossier_id}/soumission", summary="Envoyer à la relecture", responses=describe_refus(409))
def submit(
    requete: Request, dossier_id: Id, demande: VersionVisee, compte: CompteActif, moteur: MoteurDep
) -> DossierVu:
    """Envoie la version actuelle à la première étape du circuit qu’elle n’a pas encore."""
    return answer(requete, moteur, compte, lambda s: service.submit(s, compte, dossier_id, demande))


@router.post("/{dossier_id}/retrait", summary="Retirer de la relecture", responses=describe_refus(409))
def take_back(dossier_id: Id, demande: EtapeVue, compte: CompteActif, moteur: MoteurDep) -> DossierVu:
    """Reprend le dossier, tant que personne n’a visé l’étape en cours."""
    with transaction(moteur) as session:
        return vue.describe(session, compte, service.take_back(session, compte, dossier_id, demande))


@router.post(
    "/{dossier_id}/transmission", status_code=204, summary="Remettre à quelqu’un", responses=describe_refus(409)
)
def hand_over(
    requete: Request, dossier_id: Id, demande: DemandeTransmission, compte: CompteActif, moteur: MoteurDep
) -> None:
    """Remet le dossier à un autre responsable, ou la relecture de l’étape à une autre personne de même rôle."""
    with transaction(moteur) as session:
        dossier = service.hand_over(session, compte, dossier_id, demande)
        courriels = announce(session, requete.app.state.settings, dossier, compte, remis=demande.quoi == "dossier")
    requete.app.state.facteur.post(courriels)


@router.post("/{dossier_id}/cloture", summary="Clore un dossier", responses=describe_refus(409))
def close(dossier_id: Id, compte: CompteActif, moteur: MoteurDep) -> DossierVu:
    """Clôt un dossier dont l’acte est scellé."""
    with transaction(moteur) as session:
        return vue.describe(session, compte, service.close(session, compte, dossier_id))


@router.get("/{dossier_id}/registre", summary="Lire le registre d’un dossier")
def get_registre(dossier_id: Id, compte: CompteActif, session: SessionDep) -> RegistreVu:
    """Chaque dépôt, envoi, visa, renvoi, et le scellement : ce que `minutier ledger verify` contrôle."""
    return vue.describe_registre(session, get_dossier(session, compte, dossier_id))
