"""The favourites of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from server.modeles.models import Favori

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session


def list_favoris(session: Session, compte_id: uuid.UUID) -> frozenset[str]:
    """List the codes of the templates that an account prefers."""
    return frozenset(session.scalars(select(Favori.modele).where(Favori.compte_id == compte_id)))


def add_favori(session: Session, compte_id: uuid.UUID, code: str) -> None:
    """Add a favourite; twice is once."""
    session.merge(Favori(compte_id=compte_id, modele=code))


def remove_favori(session: Session, compte_id: uuid.UUID, code: str) -> None:
    """Remove a favourite, if it is one."""
    session.execute(delete(Favori).where(Favori.compte_id == compte_id, Favori.modele == code))
