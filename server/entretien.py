"""Delete by rule what is no longer needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from server.brouillons import repository as brouillons
from server.comptes import service as comptes
from server.reformulations import service as reformulations

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Purge:
    """Say how many went.

    Attributes:
        acces: sessions, tokens and tries that no longer opened or meant anything.
        brouillons: drafts that nobody had touched, or that had been in the bin for long enough.
        reformulations: requests whose words no document is compared with any more.
    """

    acces: int
    brouillons: int
    reformulations: int


def purge(session: Session, maintenant: datetime, conservation: int | None) -> Purge:
    """Delete what the rules say.

    Args:
        session: the transaction.
        maintenant: the moment that delays are counted from.
        conservation: days that an untouched draft is kept; None keeps them all.
    """
    supprimes = brouillons.empty_corbeille(session, maintenant)
    if conservation is not None:
        supprimes += brouillons.delete_untouched(session, maintenant - timedelta(days=conservation))
    return Purge(comptes.purge(session, maintenant), supprimes, reformulations.purge(session, maintenant))
