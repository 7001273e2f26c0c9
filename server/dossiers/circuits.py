"""Circuits: those of the templates, those that a collectivité has in their place, and delegations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from server.catalogue.modele import Role
from server.comptes.dependances import ADMINISTRATEUR
from server.comptes.models import Compte
from server.db import now
from server.dossiers.acces import find_personne, read_jour
from server.dossiers.journal import write_registre
from server.dossiers.models import CircuitPropre, Delegation
from server.errors import AccesRefuse, Conflit, Faute, Introuvable, SaisieRefusee

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from server.catalogue import Modele
    from server.comptes.dependances import CompteConnecte
    from server.dossiers.schemas import NouvelleDelegation

ROLES_DE_CIRCUIT: Final = tuple(str(role) for role in Role if role is not Role.REDACTEUR)
"""Who drafts signs nothing off."""
SANS_COLLECTIVITE: Final = "Décrivez d’abord la collectivité : un circuit propre est le sien."


def find_circuit(session: Session, collectivite_id: uuid.UUID | None, modele: Modele) -> list[str]:
    """Give the roles that sign off the acts of a template in a collectivité, in order."""
    propre = None if collectivite_id is None else session.get(CircuitPropre, (collectivite_id, modele.code))
    return [str(role) for role in modele.circuit] if propre is None else list(propre.roles)


def list_propres(session: Session, collectivite_id: uuid.UUID | None) -> dict[str, list[str]]:
    """Give the circuits that a collectivité has in the place of those of the templates, by template."""
    demande = select(CircuitPropre).where(CircuitPropre.collectivite_id == collectivite_id)
    return {propre.modele: list(propre.roles) for propre in session.scalars(demande)}


def set_circuit(session: Session, collectivite_id: uuid.UUID | None, modele: Modele, roles: Sequence[str]) -> None:
    """Give a collectivité a circuit of its own; dossiers that are on their way keep theirs.

    Raises:
        Conflit: no collectivité is described yet.
        SaisieRefusee: a role comes twice.
    """
    if collectivite_id is None:
        raise Conflit(SANS_COLLECTIVITE)
    if len(set(roles)) < len(roles):
        raise SaisieRefusee((Faute("roles", "un rôle ne vise qu’une fois"),))
    propre = session.get(CircuitPropre, (collectivite_id, modele.code))
    if propre is None:
        propre = CircuitPropre(collectivite_id=collectivite_id, modele=modele.code)
        session.add(propre)
    propre.roles, propre.modifie_le = list(roles), now()


def reset_circuit(session: Session, collectivite_id: uuid.UUID | None, modele: Modele) -> None:
    """Go back to the circuit of the template."""
    propre = None if collectivite_id is None else session.get(CircuitPropre, (collectivite_id, modele.code))
    if propre is not None:
        session.delete(propre)


def list_delegations(session: Session, compte: CompteConnecte) -> Sequence[Delegation]:
    """List the delegations that an account gave or received and that may still count; for who administers, all."""
    demande = select(Delegation).where(Delegation.revoque_le.is_(None), Delegation.fin >= read_jour())
    if ADMINISTRATEUR in compte.roles:
        collegues = select(Compte.id).where(Compte.collectivite_id.is_not_distinct_from(compte.collectivite_id))
        demande = demande.where(Delegation.delegant_id.in_(collegues))
    else:
        demande = demande.where(or_(Delegation.delegant_id == compte.id, Delegation.delegataire_id == compte.id))
    return session.scalars(demande.order_by(Delegation.debut, Delegation.id)).all()


def create_delegation(session: Session, compte: CompteConnecte, demande: NouvelleDelegation) -> Delegation:
    """Let somebody review in the place of another for some days.

    Raises:
        AccesRefuse: in the place of somebody else than oneself, without administering.
        Introuvable: no such person.
        SaisieRefusee: days in disorder or past, a role that is not theirs, oneself.
    """
    delegant_id = demande.delegant_id or compte.id
    if delegant_id != compte.id and ADMINISTRATEUR not in compte.roles:
        raise AccesRefuse("Seul un administrateur délègue à la place d’un autre.")
    delegant = find_personne(session, compte, delegant_id)
    delegataire = find_personne(session, compte, demande.delegataire_id)
    fautes = []
    if demande.role not in delegant.roles:
        fautes.append(Faute("role", "qui délègue n’a pas ce rôle"))
    if delegataire.id == delegant.id:
        fautes.append(Faute("delegataire_id", "on ne se délègue rien à soi-même"))
    if demande.fin < demande.debut:
        fautes.append(Faute("fin", "elle vient avant le début"))
    elif demande.fin.isoformat() < read_jour():
        fautes.append(Faute("fin", "elle est passée"))
    if fautes:
        raise SaisieRefusee(tuple(fautes))
    delegation = Delegation(
        delegant_id=delegant.id,
        delegataire_id=delegataire.id,
        role=demande.role,
        motif=demande.motif,
        debut=demande.debut.isoformat(),
        fin=demande.fin.isoformat(),
    )
    session.add(delegation)
    session.flush()
    donnees = {
        "delegation": delegation.id.hex,
        "role": delegation.role,
        "motif": delegation.motif,
        "debut": delegation.debut,
        "fin": delegation.fin,
    }
    write_registre(session, "delegation", compte, donnees, None, delegant=delegant, delegataire=delegataire)
    return delegation


def revoke_delegation(session: Session, compte: CompteConnecte, delegation_id: uuid.UUID) -> None:
    """End a delegation now.

    Raises:
        Introuvable: there is none that this account may end.
    """
    connues = {une.id: une for une in list_delegations(session, compte)}
    delegation = connues.get(delegation_id)
    peut = delegation is not None and (compte.id == delegation.delegant_id or ADMINISTRATEUR in compte.roles)
    if delegation is None or not peut:
        raise Introuvable("Cette délégation n’existe pas.")
    delegation.revoque_le = now()
    write_registre(session, "revocation", compte, {"delegation": delegation.id.hex}, None)
