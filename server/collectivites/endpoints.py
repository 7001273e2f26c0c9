"""The address of the collectivité: what it is, described once."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from server.collectivites import service
from server.collectivites.schemas import CollectiviteDecrite, DescriptionCollectivite
from server.comptes.dependances import Administrateur, CompteActif, InstallationDep
from server.comptes.schemas import describe_refus
from server.db import SessionDep

router: Final = APIRouter(prefix="/api", tags=["Collectivité"])


@router.get("/collectivite", summary="Lire la collectivité", responses=describe_refus(401, 404))
def lire_collectivite(compte: CompteActif, session: SessionDep, installation: InstallationDep) -> CollectiviteDecrite:
    """Donne la collectivité pour laquelle le compte rédige : nom, SIREN, adresse, exécutif.

    C’est la sienne, sinon celle du réglage MINUTIER_COLLECTIVITE, alors sans identifiant.
    """
    reglee = installation.collectivite
    if compte.collectivite_id is None and reglee is not None:
        return CollectiviteDecrite(id=None, nom=reglee.nom, donnees=reglee.as_json())
    return CollectiviteDecrite.model_validate(service.find_collectivite(session, compte.collectivite_id))


@router.put("/collectivite", summary="Décrire la collectivité", responses=describe_refus(401, 403, 409, 422))
def decrire_collectivite(
    corps: DescriptionCollectivite, compte: Administrateur, session: SessionDep
) -> CollectiviteDecrite:
    """Remplace la description de la collectivité, ou donne la première (rôle `administrateur`).

    `fautes` nomme chaque champ refusé par son chemin : `collectivite.executif.nom`.
    """
    return CollectiviteDecrite.model_validate(
        service.describe_collectivite(session, corps.donnees, compte.collectivite_id)
    )
