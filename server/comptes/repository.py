"""Look up accounts and what proves that they are signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from server.comptes.models import Compte, Jeton, SessionOuverte

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


def find_compte(session: Session, identifiant: str) -> Compte | None:
    """Find an account by its name, as `service.normalise` writes it."""
    return session.scalars(select(Compte).where(Compte.identifiant == identifiant)).one_or_none()


def has_comptes(session: Session) -> bool:
    """Tell whether somebody can sign in at all."""
    return session.scalar(select(Compte.id).where(Compte.actif).limit(1)) is not None


def list_comptes(session: Session, collectivite_id: uuid.UUID | None) -> Sequence[Compte]:
    """List the accounts of a collectivité, or those that have none, in the order of their names."""
    demande = select(Compte).where(Compte.collectivite_id.is_not_distinct_from(collectivite_id))
    return session.scalars(demande.order_by(Compte.nom, Compte.prenom, Compte.identifiant)).all()


def lock_comptes(session: Session, collectivite_id: uuid.UUID | None) -> Sequence[Compte]:
    """List them again, as they are now, and hold the others back until the end of the transaction."""
    demande = select(Compte).where(Compte.collectivite_id.is_not_distinct_from(collectivite_id)).order_by(Compte.id)
    return session.scalars(demande.with_for_update(of=Compte), execution_options={"populate_existing": True}).all()


def list_all(session: Session) -> Sequence[Compte]:
    """List every account of the installation."""
    return session.scalars(select(Compte).order_by(Compte.identifiant)).all()


def find_session(session: Session, empreinte: str) -> SessionOuverte | None:
    """Find what a cookie opens."""
    return session.get(SessionOuverte, empreinte)


def find_jeton(session: Session, empreinte: str) -> Jeton | None:
    """Find what a token opens."""
    return session.scalars(select(Jeton).where(Jeton.empreinte == empreinte)).one_or_none()


def list_jetons(session: Session, compte_id: uuid.UUID, maintenant: datetime) -> Sequence[Jeton]:
    """List the tokens of an account that still open something, the newest first."""
    demande = select(Jeton).where(Jeton.compte_id == compte_id, Jeton.expire_le > maintenant)
    return session.scalars(demande.order_by(Jeton.cree_le.desc())).all()


def delete_preuves(session: Session, compte_id: uuid.UUID, sauf: str = "") -> None:
    """Sign an account out everywhere, but for one session."""
    session.execute(
        delete(SessionOuverte).where(SessionOuverte.compte_id == compte_id, SessionOuverte.empreinte != sauf)
    )
    session.execute(delete(Jeton).where(Jeton.compte_id == compte_id))
