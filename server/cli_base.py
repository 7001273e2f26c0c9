"""Open the database for a command: brought up to date first, so that the first command on a fresh machine works."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import InterfaceError, OperationalError

from server.db import describe, migrate, open_engine
from server.errors import BaseIndisponible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from server.settings import Settings


@contextmanager
def open_base(settings: Settings) -> Iterator[Engine]:
    """Open the database of these settings.

    Raises:
        BaseIndisponible: it does not answer.
        ReglageInvalide: its address cannot be read.
    """
    moteur = open_engine(settings)
    try:
        migrate(moteur)
        yield moteur
    except (OperationalError, InterfaceError) as erreur:
        raise BaseIndisponible(describe(erreur)) from None
    finally:
        moteur.dispose()
