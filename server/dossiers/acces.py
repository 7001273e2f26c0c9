"""Who may see a dossier, and in which roles: their own, and those that others delegated to them for some days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from server.comptes.dependances import ADMINISTRATEUR
from server.comptes.models import Compte
from server.comptes.schemas import AUDITEUR
from server.db import now
from server.dossiers.models import Delegation, Dossier, EtatDossier, VersionDossier, Visa
from server.errors import AccesRefuse, Introuvable

if TYPE_CHECKING:
    import uuid
    from collections.abc import Container, Iterable, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from server.comptes.dependances import CompteConnecte

ABSENT: Final = "Ce dossier n’existe pas."
QUATRE_YEUX: Final = "Qui a rédigé ou modifié un acte ne le vise pas : un autre relecteur doit le faire."
DEUX_ETAPES: Final = "Vous avez déjà visé une étape de cet acte : une autre personne doit viser celle-ci."


@dataclass(frozen=True, slots=True)
class Mandat:
    """A role that somebody may exercise today.

    Attributes:
        pour_id: in whose place; None for a role of one's own.
        motif: why: "delegation" or "absence".
        delegation_id: by which delegation.
    """

    role: str
    pour_id: uuid.UUID | None = None
    motif: str | None = None
    delegation_id: uuid.UUID | None = None


def read_jour() -> str:
    """Give the day that delegations are judged on, where the server stands."""
    return now().astimezone().date().isoformat()


def _in_force() -> tuple[ColumnElement[bool], ...]:
    jour = read_jour()
    return (Delegation.revoque_le.is_(None), Delegation.debut <= jour, Delegation.fin >= jour)


def list_mandats(session: Session, compte: CompteConnecte) -> tuple[Mandat, ...]:
    """List what an account may exercise today, its own roles first."""
    propres = tuple(Mandat(role) for role in compte.roles)
    demande = (
        select(Delegation, Compte)
        .join(Compte, Compte.id == Delegation.delegant_id)
        .where(
            Delegation.delegataire_id == compte.id,
            *_in_force(),
            Compte.actif,
            Compte.collectivite_id.is_not_distinct_from(compte.collectivite_id),
        )
        .order_by(Delegation.cree_le, Delegation.id)
    )
    return propres + tuple(
        Mandat(une.role, une.delegant_id, une.motif, une.id)
        for une, delegant in session.execute(demande)
        if une.role in delegant.roles
    )


def get_dossier(session: Session, compte: CompteConnecte, dossier_id: uuid.UUID, *, verrou: bool = False) -> Dossier:
    """Give a dossier that this account may see.

    Raises:
        Introuvable: it does not exist, is of another collectivité, or is not for this account.
    """
    demande = select(Dossier).where(
        Dossier.id == dossier_id, Dossier.collectivite_id.is_not_distinct_from(compte.collectivite_id)
    )
    if verrou:
        demande = demande.with_for_update()
    dossier = session.scalars(demande).one_or_none()
    if dossier is None or not _may_see(session, compte, dossier):
        raise Introuvable(ABSENT)
    return dossier


def _may_see(session: Session, compte: CompteConnecte, dossier: Dossier) -> bool:
    if compte.id in {dossier.auteur_id, dossier.responsable_id, dossier.assigne_id}:
        return True
    # A dossier that was not sent yet is its author's alone.
    envoye = dossier.etat != EtatDossier.BROUILLON
    # What asks nothing of the database first.
    if {ADMINISTRATEUR, AUDITEUR} & set(compte.roles) or (envoye and set(compte.roles) & set(dossier.circuit)):
        return True
    if compte.id in list_redacteurs(session, dossier) or _has_signed(session, compte, dossier):
        return True
    return envoye and any(mandat.role in dossier.circuit for mandat in list_mandats(session, compte))


def _has_signed(session: Session, compte: CompteConnecte, dossier: Dossier) -> bool:
    demande = select(Visa.id).join(VersionDossier, VersionDossier.id == Visa.version_id)
    demande = demande.where(VersionDossier.dossier_id == dossier.id, Visa.compte_id == compte.id)
    return session.scalar(demande.limit(1)) is not None


def list_redacteurs(session: Session, dossier: Dossier) -> set[uuid.UUID]:
    """List who may not sign off: who made the dossier, carries it, or gave one of its versions."""
    demande = select(VersionDossier.compte_id).where(VersionDossier.dossier_id == dossier.id)
    return {dossier.auteur_id, dossier.responsable_id, *session.scalars(demande)}


def list_signataires(session: Session, dossier: Dossier) -> set[uuid.UUID]:
    """List who signed off a step of the present version: nobody signs two, by whatever right."""
    demande = select(Visa.compte_id).join(VersionDossier, VersionDossier.id == Visa.version_id)
    demande = demande.where(VersionDossier.dossier_id == dossier.id, VersionDossier.numero == dossier.version)
    return set(session.scalars(demande))


def find_mandat(session: Session, compte: CompteConnecte, dossier: Dossier) -> Mandat | None:
    """Give by what right this account reviews the present step; None when by none."""
    if dossier.etat != EtatDossier.EN_RELECTURE:
        return None
    redacteurs = list_redacteurs(session, dossier)
    if compte.id in redacteurs or _has_signed_a_step(session, compte, dossier):
        return None
    return choose_mandat(compte, dossier, list_mandats(session, compte), redacteurs)


def _has_signed_a_step(session: Session, compte: CompteConnecte, dossier: Dossier) -> bool:
    # At the first step nobody has.
    return dossier.etape > 0 and compte.id in list_signataires(session, dossier)


def choose_mandat(
    compte: CompteConnecte, dossier: Dossier, mandats: Sequence[Mandat], redacteurs: Container[uuid.UUID | None]
) -> Mandat | None:
    """Give the first right that the present step takes, of those of an account; never in the place of who wrote."""
    return next(
        (
            mandat
            for mandat in mandats
            if mandat.role == dossier.circuit[dossier.etape]
            and mandat.pour_id not in redacteurs
            and (dossier.assigne_id is None or dossier.assigne_id == (mandat.pour_id or compte.id))
        ),
        None,
    )


def require_mandat(session: Session, compte: CompteConnecte, dossier: Dossier) -> Mandat:
    """Give by what right this account reviews the present step.

    Raises:
        AccesRefuse: by none.
    """
    mandat = find_mandat(session, compte, dossier)
    if mandat is not None:
        return mandat
    if compte.id in list_redacteurs(session, dossier):
        raise AccesRefuse(QUATRE_YEUX)
    if dossier.etat == EtatDossier.EN_RELECTURE and _has_signed_a_step(session, compte, dossier):
        raise AccesRefuse(DEUX_ETAPES)
    raise AccesRefuse("Cette étape n’est pas à vous : ni votre rôle, ni une délégation en cours, ne vous la donne.")


def require_responsable(compte: CompteConnecte, dossier: Dossier) -> None:
    """Refuse who does not carry the dossier.

    Raises:
        AccesRefuse: somebody else does.
    """
    if compte.id != dossier.responsable_id:
        raise AccesRefuse("Seul le responsable du dossier peut le faire.")


def find_personne(session: Session, compte: CompteConnecte, personne_id: uuid.UUID) -> Compte:
    """Give an account that is at work in the same collectivité.

    Raises:
        Introuvable: there is none.
    """
    demande = select(Compte).where(
        Compte.id == personne_id, Compte.actif, Compte.collectivite_id.is_not_distinct_from(compte.collectivite_id)
    )
    personne = session.scalars(demande).one_or_none()
    if personne is None:
        raise Introuvable("Cette personne n’existe pas, ou son compte est désactivé.")
    return personne


def list_personnes(session: Session, collectivite_id: uuid.UUID | None) -> Sequence[Compte]:
    """List the accounts at work in a collectivité."""
    demande = select(Compte).where(Compte.actif, Compte.collectivite_id.is_not_distinct_from(collectivite_id))
    return session.scalars(demande.order_by(Compte.nom, Compte.prenom, Compte.id)).all()


def list_relecteurs(session: Session, dossier: Dossier, role: str) -> list[Compte]:
    """List who could sign off a step today: who has its role or stands in, but for those who wrote or signed."""
    redacteurs = list_redacteurs(session, dossier)
    personnes = {une.id: une for une in list_personnes(session, dossier.collectivite_id)}
    titulaires = {une.id for une in personnes.values() if role in une.roles} - redacteurs
    if dossier.assigne_id is not None and dossier.etat == EtatDossier.EN_RELECTURE:
        titulaires &= {dossier.assigne_id}
    remplacants = _list_remplacants(session, titulaires, role)
    relecteurs = (titulaires | remplacants) - redacteurs - list_signataires(session, dossier)
    return [personnes[i] for i in personnes if i in relecteurs]


def _list_remplacants(session: Session, titulaires: Iterable[uuid.UUID], role: str) -> set[uuid.UUID]:
    demande = select(Delegation.delegataire_id).where(
        Delegation.delegant_id.in_(list(titulaires)), Delegation.role == role, *_in_force()
    )
    return set(session.scalars(demande))
