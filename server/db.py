"""Open the database, hold one transaction per request, bring the schema up to date.

SQLite in the data folder when nothing is configured, PostgreSQL by its address; the same tables and tests on both.
Nobody commits but `transaction`: services and repositories are given a session and leave it open.
"""

from __future__ import annotations

import sqlite3
import time
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from fastapi import Depends, Request
from sqlalchemy import JSON, DateTime, Engine, MetaData, TypeDecorator, Uuid, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

from server.errors import BaseIndisponible, ReglageInvalide
from server.file_ecriture import FileEcriture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Dialect
    from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
    from sqlalchemy.pool import ConnectionPoolEntry

    from server.settings import Settings

DOSSIER_MIGRATIONS: Final = Path(__file__).parent / "migrations"
FICHIER_BASE: Final = "minutier.db"

# Seconds. Writers of SQLite wait for each other; past this, the answer is « indisponible » and nothing was written.
ATTENTE_VERROU: Final = 10
# A migration of a large base holds the others back for longer than a request may wait.
ATTENTE_MIGRATION: Final = 300
# Two replicas of a server behind one address, one of them gone: the second must still be tried in time.
ATTENTE_CONNEXION: Final = 5
# Names our lock among the advisory locks of one PostgreSQL base: "minutier" in ASCII, as a 64-bit integer.
VERROU_MIGRATION: Final = int.from_bytes(b"minutier", "big")

METHODES_SURES: Final = frozenset({"GET", "HEAD", "OPTIONS"})

# SQLite only: a transaction that will write takes the lock at once. Taken later, after a read, it would be refused
# without waiting when another process has written in between.
_ECRITURE: Final = "minutier_ecriture"

_PRAGMAS: Final = (
    f"PRAGMA busy_timeout = {ATTENTE_VERROU * 1000}",
    # What was acknowledged survives a power cut; WAL alone keeps NORMAL, which may lose the last commits.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Without it INSERT OR REPLACE goes round the triggers that forbid a deletion.
    "PRAGMA recursive_triggers = ON",
)


class Instant(TypeDecorator[datetime]):
    """Keep a moment in UTC: SQLite has no time zones, and a naive value is a moment for nobody."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse what has no zone, turn the rest into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be kept")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Hold the tables of every room; each table is declared in the ``models.py`` of its noun."""

    metadata = MetaData(
        # Without names of our own, a migration could not drop a constraint on both databases.
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy's way
        datetime: Instant,
        uuid.UUID: Uuid,
        dict[str, Any]: JSON,
        list[str]: JSON,
    }


def now() -> datetime:
    """Give the present moment, in UTC."""
    return datetime.now(UTC)


def find_url(settings: Settings) -> URL:
    """Give the address of the database that these settings choose.

    Raises:
        ReglageInvalide: it cannot be read; the message does not repeat it.
    """
    if settings.database_url is None:
        return make_url("sqlite://").set(database=str(settings.find_donnees() / FICHIER_BASE))
    try:
        return make_url(settings.database_url.get_secret_value())
    except (ArgumentError, ValueError):
        # The cause is left out: its message repeats the address, which may hold a password.
        raise ReglageInvalide("MINUTIER_DATABASE_URL", "l’adresse de la base est illisible.") from None


def open_engine(settings: Settings) -> Engine:
    """Prepare the database; nothing is connected yet.

    Raises:
        ReglageInvalide: the address cannot be read, or the data folder cannot be made.
    """
    url = find_url(settings)
    if settings.database_url is None:
        _make_donnees(settings.find_donnees())
    if url.get_backend_name() != "sqlite":
        # hide_parameters: no error, hence no log, quotes what was being written.
        return create_engine(
            url,
            connect_args={"connect_timeout": ATTENTE_CONNEXION, "application_name": "minutier"},
            pool_pre_ping=True,
            hide_parameters=True,
        )
    moteur = create_engine(url, hide_parameters=True)
    event.listen(moteur, "connect", _prepare_sqlite)
    file = FileEcriture(moteur, ATTENTE_VERROU)
    event.listen(moteur, "begin", partial(_begin_sqlite, file))
    return moteur


def _make_donnees(dossier: Path) -> None:
    """Make the data folder, for this user alone."""
    try:
        dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as erreur:
        raise ReglageInvalide(
            "MINUTIER_DONNEES", f"le dossier « {dossier} » ne peut pas être créé ({erreur.strerror})."
        ) from erreur


def _prepare_sqlite(connexion: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Set what each connection must be told, and take BEGIN away from the driver, which would skip it before reads."""
    connexion.isolation_level = None
    curseur = connexion.cursor()
    for pragma in _PRAGMAS:
        curseur.execute(pragma)
    _turn_to_wal(curseur)
    curseur.close()


def _turn_to_wal(curseur: DBAPICursor) -> None:
    """Let readers and a writer work at the same time; a new file is turned once, and the first processes race for it.

    SQLite does not wait there, whatever its busy_timeout: it refuses at once, so we ask again.
    """
    fin = time.monotonic() + ATTENTE_VERROU
    while True:
        try:
            curseur.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as erreur:
            if erreur.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > fin:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(file: FileEcriture, connexion: Connection) -> None:
    if not connexion.get_execution_options().get(_ECRITURE, True):
        connexion.exec_driver_sql("BEGIN")
        return
    file.enter(connexion)
    try:
        connexion.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        file.leave(connexion.info)
        raise


@contextmanager
def transaction(moteur: Engine, *, ecriture: bool = True) -> Iterator[Session]:
    """Hold one transaction: commit at the end, undo everything when an exception comes out.

    Args:
        moteur: the database.
        ecriture: False where nothing will be written: readers of SQLite then wait for nobody.
    """
    with Session(moteur.execution_options(**{_ECRITURE: ecriture}), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def hold_lecture(moteur: Engine) -> Iterator[Connection]:
    """Hold a connection that sees the database as it is now, whatever others write meanwhile."""
    options: dict[str, Any] = {_ECRITURE: False}
    if moteur.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with moteur.connect().execution_options(**options) as connexion:
        yield connexion


# async: a plain function would wait for a thread, for nothing.
async def get_moteur(requete: Request) -> Engine:
    """Give the database of the application."""
    moteur: Engine = requete.app.state.moteur
    return moteur


MoteurDep = Annotated[Engine, Depends(get_moteur)]


def open_session(requete: Request, moteur: MoteurDep) -> Iterator[Session]:
    """Hold the transaction of one request; a request that may not change anything only reads."""
    with transaction(moteur, ecriture=requete.method not in METHODES_SURES) as session:
        yield session


# Requests that hold a transaction, of the 40 threads that FastAPI has for all. Those that wait for a lock or a
# connection wait in a thread, while who holds it needs another one to check its answer before it commits: they must
# never have all of them.
TRANSACTIONS_SIMULTANEES: Final = 12

# scope: the commit comes before the answer is sent. FastAPI's own default answers first, so that a client could be told
# that something is kept when it is not.
SessionDep = Annotated[Session, Depends(open_session, scope="function", max_concurrency=TRANSACTIONS_SIMULTANEES)]


def make_config(connexion: Connection | None = None) -> Config:
    """Make the configuration of Alembic: our migrations, on this connection."""
    config = Config()
    config.set_main_option("script_location", str(DOSSIER_MIGRATIONS))
    config.attributes["connexion"] = connexion
    return config


def migrate(moteur: Engine, revision: str = "head") -> None:
    """Bring the schema up to date, all or nothing; of several processes, one does it and the others wait.

    Raises:
        BaseIndisponible: the database does not answer, or another process held it for too long.
        ReglageInvalide: a later version has changed it.
    """
    try:
        with hold_schema(moteur) as connexion:
            _check_revision(connexion)
            command.upgrade(make_config(connexion), revision)
    except (OperationalError, InterfaceError) as erreur:
        raise BaseIndisponible(describe(erreur)) from None


def list_revisions() -> list[str]:
    """List the revisions of the schema that this version knows, the first first."""
    return [script.revision for script in ScriptDirectory.from_config(make_config()).walk_revisions()][::-1]


def _check_revision(connexion: Connection) -> None:
    revision = MigrationContext.configure(connexion).get_current_revision()
    if revision is not None and revision not in list_revisions():
        raison = "cette base a été mise à jour par une version plus récente de Minutier : installez-la, ou restaurez."
        raise ReglageInvalide("MINUTIER_DATABASE_URL", raison)


@contextmanager
def hold_schema(moteur: Engine) -> Iterator[Connection]:
    """Hold one transaction in which the schema may change, alone."""
    if moteur.dialect.name == "sqlite":
        with _hold_sqlite(moteur) as connexion:
            yield connexion
        return
    with moteur.connect() as connexion, connexion.begin():
        # Given back by the end of the transaction, whatever that end is.
        connexion.execute(text("SELECT pg_advisory_xact_lock(:verrou)"), {"verrou": VERROU_MIGRATION})
        yield connexion


@contextmanager
def _hold_sqlite(moteur: Engine) -> Iterator[Connection]:
    """Hold SQLite's one write lock, foreign keys off: a table that is rebuilt is dropped first, with what points to it.

    The connection is not given back to the pool: it is not what other requests expect.
    """
    with moteur.connect() as connexion:
        brute = connexion.connection
        curseur = brute.cursor()
        curseur.execute("PRAGMA foreign_keys = OFF")
        curseur.execute(f"PRAGMA busy_timeout = {ATTENTE_MIGRATION * 1000}")
        curseur.close()
        try:
            with connexion.begin():
                yield connexion
                orphelins = connexion.exec_driver_sql("PRAGMA foreign_key_check").all()
                if orphelins:
                    raise RuntimeError(f"foreign keys lead nowhere in {sorted({ligne[0] for ligne in orphelins})}")
        finally:
            connexion.invalidate()


def describe(erreur: OperationalError | InterfaceError) -> str:
    """Give the driver's own words, on one line: they repeat neither the statement nor the password."""
    return " ".join(str(erreur.orig or type(erreur).__name__).split())
