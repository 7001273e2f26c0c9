"""Let the threads of this process write to SQLite one after the other, in the order in which they came.

SQLite itself has no queue: who finds it locked looks again later and later, up to ten times a second, and of forty that
look, the same one may be unlucky until it gives up. Between processes SQLite's own waiting remains.
"""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_TOUR: Final = "minutier_tour"
"""In what SQLAlchemy keeps of a connection: it is this one's turn."""


class FileEcriture:
    """The queue of one engine."""

    def __init__(self, moteur: Engine, attente: float) -> None:
        self._place = threading.Semaphore(1)
        self._attente = attente
        for fin in ("commit", "rollback"):
            event.listen(moteur, fin, lambda connexion: self.leave(connexion.info))
        # A connection that is given up without an end, whatever the reason, keeps nobody waiting.
        event.listen(moteur, "checkin", lambda _, fiche: self.leave(fiche.info))
        event.listen(moteur, "invalidate", lambda _, fiche, __: self.leave(fiche.info))

    def enter(self, connexion: Connection) -> None:
        """Wait for the turn of a connection.

        Raises:
            OperationalError: as SQLite's own, when it does not come in time.
        """
        if not self._place.acquire(timeout=self._attente):
            raise OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked"))
        connexion.info[_TOUR] = True

    def leave(self, fiche: dict[Any, Any]) -> None:
        """Give the turn to the next, if it was this one's."""
        if fiche.pop(_TOUR, False):
            self._place.release()
