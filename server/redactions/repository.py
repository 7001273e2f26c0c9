"""Find drafting under way, add what it tells, end it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, func, select

from server.db import now
from server.errors import Introuvable
from server.redactions.models import ACTIFS, EtatRedaction, EvenementRedaction, Redaction

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

SILENCE: Final = timedelta(seconds=15)
"""Past this without a word, the process that drafted is gone: a living one says so every second."""
CONSERVATION: Final = timedelta(hours=1)
"""What ended is kept for who comes back late, and for the count of a minute; not longer."""


def find_active(session: Session, brouillon_id: uuid.UUID) -> Redaction | None:
    """Give the drafting of a draft that is under way."""
    return session.scalars(
        select(Redaction)
        .where(Redaction.brouillon_id == brouillon_id, Redaction.etat.in_(ACTIFS), Redaction.vu_le >= now() - SILENCE)
        .limit(1)
    ).one_or_none()


def get_own(session: Session, compte_id: uuid.UUID, redaction_id: uuid.UUID, *, verrou: bool = False) -> Redaction:
    """Give a drafting that this account asked for.

    Raises:
        Introuvable: it does not exist, or is somebody else's.
    """
    redaction = find(session, redaction_id, verrou=verrou)
    if redaction is None or redaction.compte_id != compte_id:
        raise Introuvable("Cette rédaction n’existe pas.")
    return redaction


def find(session: Session, redaction_id: uuid.UUID, *, verrou: bool = False) -> Redaction | None:
    """Give a drafting, None when it is gone with its draft."""
    requete = select(Redaction).where(Redaction.id == redaction_id)
    return session.scalars(requete.with_for_update() if verrou else requete).one_or_none()


def count_recent(session: Session, compte_id: uuid.UUID) -> int:
    """Count what an account asked for in the last minute, on every process."""
    requete = select(func.count()).where(
        Redaction.compte_id == compte_id, Redaction.cree_le > now() - timedelta(minutes=1)
    )
    return session.scalar(requete) or 0


def forget_old(session: Session, brouillon_id: uuid.UUID) -> None:
    """Delete the drafting of a draft that ended long ago, or died."""
    session.execute(
        delete(Redaction).where(Redaction.brouillon_id == brouillon_id, Redaction.cree_le < now() - CONSERVATION)
    )


def forget(session: Session, brouillon_id: uuid.UUID) -> None:
    """Delete the drafting of a draft: who drafts it finds nothing any more, and stops."""
    session.execute(delete(Redaction).where(Redaction.brouillon_id == brouillon_id))


def append(
    session: Session, redaction: Redaction, genre: str, donnees: dict[str, Any], *, provisoire: bool = False
) -> None:
    """Add an event; the caller holds the row of the drafting, so that ranks follow each other."""
    redaction.rang += 1
    session.add(
        EvenementRedaction(
            redaction_id=redaction.id, rang=redaction.rang, genre=genre, donnees=donnees, provisoire=provisoire
        )
    )


def end(session: Session, redaction: Redaction, etat: EtatRedaction) -> None:
    """End drafting: the words that were shown while they came are deleted."""
    redaction.etat = etat
    session.flush()
    session.execute(
        delete(EvenementRedaction).where(
            EvenementRedaction.redaction_id == redaction.id, EvenementRedaction.provisoire.is_(True)
        )
    )


def list_after(session: Session, redaction_id: uuid.UUID, rang: int) -> Sequence[EvenementRedaction]:
    """List the events that follow a rank."""
    return session.scalars(
        select(EvenementRedaction)
        .where(EvenementRedaction.redaction_id == redaction_id, EvenementRedaction.rang > rang)
        .order_by(EvenementRedaction.rang)
    ).all()
