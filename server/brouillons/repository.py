"""Find and keep drafts; each only for its author."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import delete, func, select

from server.brouillons.models import BrouillonEnregistre
from server.brouillons.titre import make_motifs
from server.errors import Introuvable

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import CursorResult
    from sqlalchemy.orm import Session

PAR_PAGE: Final = 50
CORBEILLE: Final = timedelta(days=30)
"""How long a deleted draft can be brought back."""


def get_own(
    session: Session, compte_id: uuid.UUID, brouillon_id: uuid.UUID, *, verrou: bool = False, supprime: bool = False
) -> BrouillonEnregistre:
    """Give a draft of this account.

    Args:
        session: the transaction of the request.
        compte_id: who asks.
        brouillon_id: what is asked for.
        verrou: nobody else may change it until the end of the transaction.
        supprime: also when it is in the bin.

    Raises:
        Introuvable: it does not exist, is somebody else's, or is in the bin.
    """
    requete = select(BrouillonEnregistre).where(
        BrouillonEnregistre.id == brouillon_id, BrouillonEnregistre.compte_id == compte_id
    )
    if verrou:
        requete = requete.with_for_update()
    brouillon = session.scalars(requete).one_or_none()
    if brouillon is None or (brouillon.supprime_le is not None and not supprime):
        raise Introuvable("Ce brouillon n’existe pas.")
    return brouillon


def search(  # noqa: PLR0913 -- what a list is narrowed by
    session: Session,
    compte_id: uuid.UUID,
    *,
    q: str,
    genre: str | None,
    modele: str | None,
    page: int,
    supprimes: bool = False,
) -> tuple[int, Sequence[BrouillonEnregistre]]:
    """Find the drafts of an account, the last changed first.

    Args:
        session: the transaction of the request.
        compte_id: who asks.
        q: words that must all be in the title or in what was typed, whatever their accents and capitals.
        genre: kind of act, None for all.
        modele: code of a template, None for all.
        page: from 1.
        supprimes: those of the bin, and they alone.

    Returns:
        How many there are, and those of the page.
    """
    supprime_le = BrouillonEnregistre.supprime_le
    corbeille = supprime_le.is_not(None) if supprimes else supprime_le.is_(None)
    conditions = [BrouillonEnregistre.compte_id == compte_id, corbeille]
    conditions += [BrouillonEnregistre.recherche.like(motif, escape="\\") for motif in make_motifs(q)]
    if genre is not None:
        conditions.append(BrouillonEnregistre.genre == genre)
    if modele is not None:
        conditions.append(BrouillonEnregistre.modele == modele)
    total = session.scalar(select(func.count()).select_from(BrouillonEnregistre).where(*conditions)) or 0
    requete = (
        select(BrouillonEnregistre)
        .where(*conditions)
        .order_by(BrouillonEnregistre.modifie_le.desc(), BrouillonEnregistre.id)
        .offset((page - 1) * PAR_PAGE)
        .limit(PAR_PAGE)
    )
    return total, session.scalars(requete).all()


def delete_untouched(session: Session, avant: datetime) -> int:
    """Delete the drafts that nobody has touched since a moment, with what was written of them; give how many."""
    perimes = delete(BrouillonEnregistre).where(BrouillonEnregistre.modifie_le < avant)
    return cast("CursorResult[Any]", session.execute(perimes)).rowcount


def empty_corbeille(session: Session, maintenant: datetime) -> int:
    """Delete for good what has been in the bin for too long; give how many."""
    perimes = delete(BrouillonEnregistre).where(BrouillonEnregistre.supprime_le < maintenant - CORBEILLE)
    return cast("CursorResult[Any]", session.execute(perimes)).rowcount
