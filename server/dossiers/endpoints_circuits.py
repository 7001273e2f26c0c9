"""Circuits, delegations and persons over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path

from server.brut import Texte
from server.comptes.dependances import Administrateur, CompteActif, InstallationDep
from server.comptes.schemas import describe_refus
from server.db import SessionDep
from server.dossiers import circuits, vue
from server.dossiers.acces import list_personnes
from server.dossiers.schemas import (
    CircuitModifie,
    Circuits,
    CircuitVu,
    Delegations,
    DelegationVue,
    NouvelleDelegation,
    PersonneDuCircuit,
    Personnes,
)

router = APIRouter(prefix="/api", tags=["Circuits"])

Code = Annotated[Texte, Path(max_length=80, description="Code du modèle.", examples=["note_service"])]


@router.get("/personnes", summary="Lister les personnes de sa collectivité")
def list_all_personnes(compte: CompteActif, session: SessionDep) -> Personnes:
    """Prénom, nom et rôles de qui est actif dans la collectivité : à qui remettre, à qui déléguer."""
    personnes = [PersonneDuCircuit.model_validate(une) for une in list_personnes(session, compte.collectivite_id)]
    return Personnes(personnes=personnes)


@router.get("/circuits", summary="Lister les circuits de visa")
def list_circuits(compte: CompteActif, session: SessionDep, installation: InstallationDep) -> Circuits:
    """Pour chaque modèle d’acte, les rôles qui visent, dans l’ordre."""
    propres = circuits.list_propres(session, compte.collectivite_id)
    modeles, _ = installation.catalogue.check()
    return Circuits(
        circuits=[
            CircuitVu(
                modele=modele.code,
                titre=modele.titre,
                roles=propres.get(modele.code, [str(role) for role in modele.circuit]),
                propre=modele.code in propres,
            )
            for modele in modeles
        ]
    )


@router.put(
    "/circuits/{modele}", status_code=204, summary="Changer un circuit", responses=describe_refus(403, 404, 409)
)
def set_circuit(
    modele: Code,
    demande: CircuitModifie,
    compte: Administrateur,
    session: SessionDep,
    installation: InstallationDep,
) -> None:
    """Remplace, pour la collectivité, le circuit d’un modèle : `[elu]` seul, ou un référent éthique de plus.

    Les dossiers déjà faits gardent le leur. Rôle `administrateur`.
    """
    circuits.set_circuit(session, compte.collectivite_id, installation.catalogue.get(modele), demande.roles)


@router.delete("/circuits/{modele}", status_code=204, summary="Revenir au circuit du modèle")
def reset_circuit(modele: Code, compte: Administrateur, session: SessionDep, installation: InstallationDep) -> None:
    """Rend au modèle son circuit. Rôle `administrateur`."""
    circuits.reset_circuit(session, compte.collectivite_id, installation.catalogue.get(modele))


@router.get("/delegations", summary="Lister les délégations")
def list_delegations(compte: CompteActif, session: SessionDep) -> Delegations:
    """Celles que ce compte a données ou reçues, en cours ou à venir ; toutes pour un administrateur."""
    return Delegations(delegations=vue.describe_delegations(session, circuits.list_delegations(session, compte)))


@router.post("/delegations", status_code=201, summary="Déléguer sa relecture", responses=describe_refus(404))
def create_delegation(demande: NouvelleDelegation, compte: CompteActif, session: SessionDep) -> DelegationVue:
    """Laisse quelqu’un relire et viser à sa place, du premier au dernier jour compris : délégation, ou absence.

    Le visa dira qui a visé, et à la place de qui. Qui a rédigé un acte ne le vise pas davantage par délégation.
    """
    (vu,) = vue.describe_delegations(session, [circuits.create_delegation(session, compte, demande)])
    return vu


@router.delete("/delegations/{delegation_id}", status_code=204, summary="Mettre fin à une délégation")
def revoke_delegation(
    delegation_id: Annotated[UUID, Path(description="Identifiant de la délégation.")],
    compte: CompteActif,
    session: SessionDep,
) -> None:
    """Y met fin tout de suite ; les visas déjà donnés restent."""
    circuits.revoke_delegation(session, compte, delegation_id)
