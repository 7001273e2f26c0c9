import ast
import re
import sqlite3
import stat
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from server import db
from server.collectivites.models import CollectiviteEnregistree
from server.db import SessionDep, find_url, open_engine, transaction
from server.errors import ReglageInvalide
from server.settings import Settings

RACINE = Path(__file__).resolve().parents[2]


def names(moteur):
    with transaction(moteur, ecriture=False) as session:
        return sorted(session.scalars(select(CollectiviteEnregistree.nom)))


def add(moteur, nom):
    with transaction(moteur) as session:
        session.add(CollectiviteEnregistree(nom=nom, donnees={}))


# --- where the database is


def test_without_an_address_it_is_a_file_of_the_data_folder_that_nobody_else_reads(tmp_path):
    moteur = open_engine(Settings(donnees=tmp_path / "a" / "b"))
    assert moteur.url.database == str(tmp_path / "a" / "b" / "minutier.db")
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


def test_without_a_data_folder_it_is_where_the_system_keeps_such_things(monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", "/srv/x")
    assert find_url(Settings()).database == "/srv/x/minutier/minutier.db"
    monkeypatch.setenv("XDG_DATA_HOME", "relatif")
    monkeypatch.setenv("HOME", "/home/agent")
    assert find_url(Settings()).database == "/home/agent/.local/share/minutier/minutier.db"


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "fichier").touch()
    with pytest.raises(ReglageInvalide, match=r"MINUTIER_DONNEES : le dossier « .*/fichier/x » ne peut pas être créé"):
        open_engine(Settings(donnees=tmp_path / "fichier" / "x"))


def test_sqlite_is_told_what_keeps_an_acknowledged_write(tmp_path):
    with open_engine(Settings(donnees=tmp_path)).connect() as connexion:
        lus = {nom: connexion.exec_driver_sql(f"PRAGMA {nom}").scalar() for nom in ("journal_mode", "synchronous")}
        drapeaux = [connexion.exec_driver_sql(f"PRAGMA {n}").scalar() for n in ("foreign_keys", "recursive_triggers")]
    assert (lus, drapeaux) == ({"journal_mode": "wal", "synchronous": 2}, [1, 1])


class Curseur:
    """Refuse so many times, with this code of SQLite, as it does to the first processes of a new base."""

    def __init__(self, refus, code):
        self.refus, self.code, self.demandes = refus, code, 0

    def execute(self, _):
        self.demandes += 1
        if self.demandes <= self.refus:
            erreur = sqlite3.OperationalError("database is locked")
            erreur.sqlite_errorcode = self.code
            raise erreur


def test_a_new_base_that_others_are_turning_to_wal_is_asked_again():
    curseur = Curseur(2, sqlite3.SQLITE_BUSY)
    db._turn_to_wal(curseur)  # noqa: SLF001
    assert curseur.demandes == 3
    with pytest.raises(sqlite3.OperationalError):
        db._turn_to_wal(Curseur(1, sqlite3.SQLITE_CORRUPT))  # noqa: SLF001


# --- transactions


def test_what_is_written_is_kept_and_what_fails_is_undone_whole(moteur):
    add(moteur, "Aix")

    def fail_after(session):
        session.add(CollectiviteEnregistree(nom="Gap", donnees={}))
        session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction(moteur) as session:
        fail_after(session)
    assert names(moteur) == ["Aix"]


def test_no_error_quotes_what_was_being_written(moteur):
    add(moteur, "Sentinelle")
    with pytest.raises(IntegrityError) as capture:
        add(moteur, "Sentinelle")
    assert "Sentinelle" not in str(capture.value).partition("DETAIL")[0]
    assert "hidden" in str(capture.value)


def test_a_moment_comes_back_in_utc_and_one_without_a_zone_is_refused(moteur):
    paris = datetime(2026, 7, 14, 12, tzinfo=timezone(timedelta(hours=2)))
    with transaction(moteur) as session:
        session.add(CollectiviteEnregistree(nom="Aix", donnees={}, cree_le=paris))
    with transaction(moteur) as session:
        (lue,) = session.scalars(select(CollectiviteEnregistree))
        assert (lue.cree_le, lue.cree_le.tzinfo) == (paris, UTC)
        lue.cree_le = datetime(2026, 7, 14)  # noqa: DTZ001 -- what is refused
        with pytest.raises(Exception, match="without a time zone"):
            session.flush()
        session.rollback()
    assert names(moteur) == ["Aix"]


def test_two_writers_that_read_first_both_succeed(moteur):
    """On SQLite a transaction that reads, then writes after another has, is refused at once: so writers lock first."""
    add(moteur, "0")
    pret = threading.Barrier(2, timeout=30)
    fautes = []

    def count_up():
        try:
            pret.wait()
            for _ in range(20):
                with transaction(moteur) as session:
                    (ligne,) = session.scalars(select(CollectiviteEnregistree).with_for_update())
                    ligne.nom = str(int(ligne.nom) + 1)
        except Exception as erreur:  # noqa: BLE001 -- shown by the assertion below
            fautes.append(erreur)

    fils = [threading.Thread(target=count_up) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=60)
    assert fautes == []
    assert names(moteur) == ["40"]


def test_readers_wait_for_no_writer(moteur):
    add(moteur, "Aix")
    with transaction(moteur) as session:
        session.add(CollectiviteEnregistree(nom="Gap", donnees={}))
        session.flush()
        assert names(moteur) == ["Aix"]


def test_a_writer_that_waits_too_long_is_told_so(tmp_path, monkeypatch):
    monkeypatch.setattr(db, "_PRAGMAS", ("PRAGMA busy_timeout = 1",))
    moteur = open_engine(Settings(donnees=tmp_path))
    with transaction(moteur) as session:
        session.connection()
        with pytest.raises(OperationalError, match="database is locked"):
            add(moteur, "Gap")
    moteur.dispose()


# --- one request, one transaction


def serve_writer(moteur, fail):
    app = FastAPI()
    app.state.moteur = moteur

    @app.post("/ecrit")
    def ecrit(session: SessionDep):
        session.add(CollectiviteEnregistree(nom="Aix", donnees={}))
        if fail == "apres":
            session.flush()
            raise ZeroDivisionError
        if fail == "validation":
            session.add(CollectiviteEnregistree(nom="Aix", donnees={}))
        return "enregistré"

    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("fail", "statut", "gardes"), [("", 200, ["Aix"]), ("apres", 500, []), ("validation", 500, [])]
)
def test_an_answer_that_says_kept_is_sent_after_the_commit(moteur, fail, statut, gardes):
    """Above all the last case: what the commit itself refuses was once answered 200 by this framework."""
    assert serve_writer(moteur, fail).post("/ecrit").status_code == statut
    assert names(moteur) == gardes


def test_nobody_commits_but_the_transaction():
    for fichier in (RACINE / "server").rglob("*.py"):
        arbre = ast.parse(fichier.read_text(encoding="utf-8"))
        appels = [n.func.attr for n in ast.walk(arbre) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
        assert not {"commit", "rollback"} & set(appels), fichier


def test_the_password_of_the_base_is_in_no_message(monkeypatch):
    with pytest.raises(ReglageInvalide) as capture:
        open_engine(Settings(database_url="postgresql://moi:tresor@base:port/x"))
    assert not re.search("tresor", str(capture.value))


def test_the_database_of_the_tests_is_the_one_asked_for(moteur, reglages):
    genre = "sqlite" if reglages.database_url is None else "postgresql"
    with moteur.connect() as connexion:
        version = str(
            connexion.execute(text("SELECT sqlite_version()" if genre == "sqlite" else "SELECT version()")).scalar()
        )
    assert version.startswith("3." if genre == "sqlite" else "PostgreSQL")
