import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect, select, text

import server.comptes.models
import server.dossiers.models
import server.modeles.models
import server.redactions.models
import server.reformulations.models
from server import db
from server.db import Base, list_revisions, make_config, migrate, open_engine, transaction
from server.errors import BaseIndisponible, ReglageInvalide
from server.settings import Settings
from tests.base.fabrique import fill

RACINE = Path(__file__).resolve().parents[2]
SCRIPTS = ScriptDirectory.from_config(make_config())
REVISIONS = list_revisions()
# Columns that a revision takes away, because nothing read them.
RETIREES = {("commentaires", "partie"), ("commentaires", "empreinte")}


def revision_of(moteur):
    with moteur.connect() as connexion:
        return MigrationContext.configure(connexion).get_current_revision()


def rows(moteur):
    """Give every row of every table, as the database has it."""
    tables = MetaData()
    tables.reflect(moteur)
    with moteur.connect() as connexion:
        return {
            nom: [dict(ligne) for ligne in connexion.execute(select(table)).mappings()]
            for nom, table in tables.tables.items()
            if nom != "alembic_version"
        }


def test_there_is_one_line_of_revisions_and_each_says_its_number():
    assert SCRIPTS.get_heads() == [REVISIONS[-1]]
    assert [f"{numero:04d}" for numero in range(1, len(REVISIONS) + 1)] == REVISIONS


def test_from_nothing_the_schema_is_the_one_that_the_models_declare(moteur_vide):
    migrate(moteur_vide)
    assert server.comptes.models.Compte.metadata is Base.metadata
    with moteur_vide.connect() as connexion:
        contexte = MigrationContext.configure(connexion, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(contexte, Base.metadata) == []
    assert revision_of(moteur_vide) == REVISIONS[-1]


def test_twice_is_once(moteur):
    with transaction(moteur) as session:
        session.execute(text("INSERT INTO tentatives (cle, echecs, dernier_le) VALUES ('x', 1, '2026-01-01 00:00:00')"))
    avant = rows(moteur)
    migrate(moteur)
    assert rows(moteur) == avant


@pytest.mark.parametrize("depart", REVISIONS[:-1])
def test_from_each_earlier_revision_what_was_there_is_kept(moteur_vide, depart):
    migrate(moteur_vide, depart)
    fill(moteur_vide)
    avant = rows(moteur_vide)
    assert all(avant.values())
    migrate(moteur_vide)
    apres = rows(moteur_vide)
    for table, lignes in avant.items():
        # A later revision may add columns: those that were there have not changed.
        gardes = [nom for nom in lignes[0] if (table, nom) not in RETIREES]
        assert [{nom: ligne[nom] for nom in gardes} for ligne in apres[table]] == [
            {nom: ligne[nom] for nom in gardes} for ligne in lignes
        ]


def test_a_migration_that_fails_leaves_nothing(moteur_vide, monkeypatch, tmp_path):
    copie = tmp_path / "migrations"
    shutil.copytree(db.DOSSIER_MIGRATIONS, copie)
    (copie / "versions" / "r9999_panne.py").write_text(PANNE.format(precedente=REVISIONS[-1]), encoding="utf-8")
    monkeypatch.setattr(db, "DOSSIER_MIGRATIONS", copie)
    migrate(moteur_vide, REVISIONS[0])
    with pytest.raises(ZeroDivisionError):
        migrate(moteur_vide)
    assert revision_of(moteur_vide) == REVISIONS[0]
    assert not {"a_moitie", "sessions"} & set(inspect(moteur_vide).get_table_names())


PANNE = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9999", "{precedente}"
def upgrade():
    op.create_table("a_moitie", sa.Column("id", sa.Integer()))
    raise ZeroDivisionError
"""

CODE = """
from server.db import migrate, open_engine
from server.settings import load_settings
moteur = open_engine(load_settings())
print("prêt", flush=True)
input()
migrate(moteur)
"""


def test_processes_that_start_together_migrate_once(reglages):
    env = {**os.environ, "MINUTIER_DONNEES": str(reglages.donnees), "PYTHONUTF8": "1"}
    if reglages.database_url is not None:
        env["MINUTIER_DATABASE_URL"] = reglages.database_url.get_secret_value()
    processus = [
        subprocess.Popen(
            [sys.executable, "-c", CODE],
            cwd=RACINE,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for un in processus:
        assert un.stdout.readline() == "prêt\n"
    for un in processus:
        un.stdin.write("\n")
        un.stdin.flush()
    fins = [(*un.communicate(timeout=120), un.returncode) for un in processus]
    assert fins == [("", "", 0)] * 3
    moteur = open_engine(reglages)
    assert revision_of(moteur) == REVISIONS[-1]
    moteur.dispose()


def test_a_base_of_a_later_version_is_left_alone(moteur):
    with transaction(moteur) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ReglageInvalide, match="une version plus récente de Minutier"):
        migrate(moteur)
    assert revision_of(moteur) == "9999"


def test_a_base_that_does_not_answer_is_said_without_its_password(tmp_path):
    moteur = open_engine(Settings(database_url="postgresql://moi:tresor@127.0.0.1:1/x"))
    with pytest.raises(BaseIndisponible, match="La base de données ne répond pas") as capture:
        migrate(moteur)
    assert "tresor" not in str(capture.value)
    with pytest.raises(BaseIndisponible):
        migrate(open_engine(Settings(database_url=f"sqlite:///{tmp_path}/absent/x.db")))
