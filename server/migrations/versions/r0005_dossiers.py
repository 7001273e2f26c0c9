"""The ledger and the dossiers, and what the database itself refuses of them."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_INSTANT: Final = sa.DateTime(timezone=True)
_EMPREINTE: Final = sa.String(64)

# Rows that are written once and stay as they are.
IMMUABLES: Final = ("registre", "dossier_versions", "visas", "fichiers_scelles")
REFUS: Final = "ces lignes ne se changent ni ne se suppriment"


def upgrade() -> None:
    """Make the tables, then what guards them."""
    _make_registre()
    _make_dossiers()
    _make_versions()
    _make_visas()
    _make_relecture()
    _make_circuits()
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _compte(table: str, colonne: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([colonne], ["comptes.id"], name=f"fk_{table}_{colonne}")


def _version(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["version_id"], ["dossier_versions.id"], name=f"fk_{table}_version_id")


def _make_registre() -> None:
    op.create_table(
        "registre",
        sa.Column("rang", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("contenu", sa.Text(), nullable=False),
        sa.Column("empreinte", _EMPREINTE, nullable=False),
        sa.PrimaryKeyConstraint("rang", name="pk_registre"),
        sa.UniqueConstraint("empreinte", name="uq_registre_empreinte"),
    )
    op.create_index("ix_registre_dossier_id", "registre", ["dossier_id"])
    op.create_table(
        "identites",
        sa.Column("pseudonyme", sa.String(32), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("prenom", sa.String(80), nullable=False),
        sa.Column("nom", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("pseudonyme", name="pk_identites"),
        sa.UniqueConstraint("compte_id", name="uq_identites_compte_id"),
        _compte("identites", "compte_id"),
    )


def _make_dossiers() -> None:
    op.create_table(
        "dossiers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("collectivite_id", sa.Uuid(), nullable=True),
        sa.Column("auteur_id", sa.Uuid(), nullable=False),
        sa.Column("responsable_id", sa.Uuid(), nullable=False),
        sa.Column("assigne_id", sa.Uuid(), nullable=True),
        sa.Column("brouillon_id", sa.Uuid(), nullable=True),
        sa.Column("modele", sa.String(80), nullable=False),
        sa.Column("version_modele", sa.String(20), nullable=False),
        sa.Column("genre", sa.String(20), nullable=False),
        sa.Column("titre", sa.String(300), nullable=False),
        sa.Column("redige", sa.JSON(), nullable=True),
        sa.Column("machine", sa.JSON(), nullable=False),
        sa.Column("circuit", sa.JSON(), nullable=False),
        sa.Column("etat", sa.String(20), nullable=False),
        sa.Column("etape", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cree_le", _INSTANT, nullable=False),
        sa.Column("modifie_le", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dossiers"),
        sa.ForeignKeyConstraint(["collectivite_id"], ["collectivites.id"], name="fk_dossiers_collectivite_id"),
        *(_compte("dossiers", colonne) for colonne in ("auteur_id", "responsable_id", "assigne_id")),
        sa.ForeignKeyConstraint(
            ["brouillon_id"], ["brouillons.id"], name="fk_dossiers_brouillon_id", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_dossiers_collectivite_id_etat", "dossiers", ["collectivite_id", "etat"])
    for colonne in ("auteur_id", "responsable_id", "brouillon_id"):
        op.create_index(f"ix_dossiers_{colonne}", "dossiers", [colonne])


def _make_versions() -> None:
    op.create_table(
        "dossier_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("nom", sa.String(255), nullable=False),
        sa.Column("format", sa.String(10), nullable=False),
        sa.Column("octets", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", _EMPREINTE, nullable=False),
        sa.Column("canon", _EMPREINTE, nullable=False),
        sa.Column("origines", sa.JSON(), nullable=False),
        sa.Column("cree_le", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_versions"),
        sa.UniqueConstraint("dossier_id", "numero", name="uq_dossier_versions_dossier_id_numero"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name="fk_dossier_versions_dossier_id"),
        _compte("dossier_versions", "compte_id"),
    )
    op.create_index("ix_dossier_versions_compte_id", "dossier_versions", ["compte_id"])
    op.create_table(
        "fichiers_scelles",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("visa_rang", sa.Integer(), nullable=False),
        sa.Column("nom", sa.String(255), nullable=False),
        sa.Column("octets", sa.LargeBinary(), nullable=False),
        sa.Column("sidecar", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", _EMPREINTE, nullable=False),
        sa.Column("cree_le", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", name="pk_fichiers_scelles"),
        sa.UniqueConstraint("version_id", name="uq_fichiers_scelles_version_id"),
        sa.UniqueConstraint("visa_rang", name="uq_fichiers_scelles_visa_rang"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name="fk_fichiers_scelles_dossier_id"),
        sa.ForeignKeyConstraint(["visa_rang"], ["registre.rang"], name="fk_fichiers_scelles_visa_rang"),
        _version("fichiers_scelles"),
    )


def _make_visas() -> None:
    op.create_table(
        "visas",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("etape", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("pour_id", sa.Uuid(), nullable=True),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("cree_le", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visas"),
        sa.UniqueConstraint("version_id", "etape", name="uq_visas_version_id_etape"),
        sa.UniqueConstraint("rang", name="uq_visas_rang"),
        sa.ForeignKeyConstraint(["rang"], ["registre.rang"], name="fk_visas_rang"),
        _version("visas"),
        _compte("visas", "compte_id"),
        _compte("visas", "pour_id"),
    )
    op.create_index("ix_visas_compte_id", "visas", ["compte_id"])


def _make_relecture() -> None:
    op.create_table(
        "ouvertures",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("ouvert_le", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("version_id", "compte_id", name="pk_ouvertures"),
        _version("ouvertures"),
        _compte("ouvertures", "compte_id"),
    )
    op.create_table(
        "examens_passages",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("bloc", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("decision", sa.String(20), nullable=False),
        sa.Column("texte", sa.Text(), nullable=True),
        sa.Column("decide_le", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("version_id", "compte_id", "bloc", name="pk_examens_passages"),
        _version("examens_passages"),
        _compte("examens_passages", "compte_id"),
    )
    op.create_table(
        "commentaires",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("genre", sa.String(20), nullable=False),
        sa.Column("bloc", sa.Integer(), nullable=True),
        sa.Column("partie", sa.String(200), nullable=True),
        sa.Column("empreinte", _EMPREINTE, nullable=True),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("cree_le", _INSTANT, nullable=False),
        sa.Column("resolu_le", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_commentaires"),
        _version("commentaires"),
        _compte("commentaires", "compte_id"),
    )
    op.create_index("ix_commentaires_version_id", "commentaires", ["version_id"])


def _make_circuits() -> None:
    op.create_table(
        "delegations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("delegant_id", sa.Uuid(), nullable=False),
        sa.Column("delegataire_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("motif", sa.String(20), nullable=False),
        sa.Column("debut", sa.String(10), nullable=False),
        sa.Column("fin", sa.String(10), nullable=False),
        sa.Column("cree_le", _INSTANT, nullable=False),
        sa.Column("revoque_le", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_delegations"),
        _compte("delegations", "delegant_id"),
        _compte("delegations", "delegataire_id"),
    )
    for colonne in ("delegant_id", "delegataire_id"):
        op.create_index(f"ix_delegations_{colonne}", "delegations", [colonne])
    op.create_table(
        "circuits",
        sa.Column("collectivite_id", sa.Uuid(), nullable=False),
        sa.Column("modele", sa.String(80), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("modifie_le", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("collectivite_id", "modele", name="pk_circuits"),
        sa.ForeignKeyConstraint(["collectivite_id"], ["collectivites.id"], name="fk_circuits_collectivite_id"),
    )


# Who wrote the act: made it, carries it, or gave one of its versions up to this one.
_REDACTEURS: Final = """
    SELECT 1 FROM dossier_versions v JOIN dossiers d ON d.id = v.dossier_id
    WHERE v.id = NEW.version_id AND (
        d.auteur_id IN (NEW.compte_id, NEW.pour_id) OR d.responsable_id IN (NEW.compte_id, NEW.pour_id)
        OR EXISTS (
            SELECT 1 FROM dossier_versions p
            WHERE p.dossier_id = v.dossier_id AND p.numero <= v.numero AND p.compte_id IN (NEW.compte_id, NEW.pour_id)
        )
    )
"""
_SUIVANTES: Final = "SELECT 1 FROM registre WHERE rang >= NEW.rang"
QUATRE_YEUX: Final = "qui a redige ou modifie un acte ne le vise pas"
AUTEUR: Final = "l auteur d un dossier ne change pas"
FIN: Final = "une ligne s ajoute a la fin du registre"


def _guard_sqlite() -> None:
    for table in IMMUABLES:
        for verbe in ("UPDATE", "DELETE"):
            # recursive_triggers (server.db) makes REPLACE meet the second one too.
            op.execute(
                f"CREATE TRIGGER {table}_{verbe.lower()} BEFORE {verbe} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} : {REFUS}'); END"
            )
    op.execute(
        f"CREATE TRIGGER registre_insert BEFORE INSERT ON registre WHEN EXISTS ({_SUIVANTES}) "
        f"BEGIN SELECT RAISE(ABORT, 'registre : {FIN}'); END"
    )
    op.execute(
        f"CREATE TRIGGER visas_insert BEFORE INSERT ON visas WHEN EXISTS ({_REDACTEURS}) "
        f"BEGIN SELECT RAISE(ABORT, 'visas : {QUATRE_YEUX}'); END"
    )
    op.execute(
        "CREATE TRIGGER dossiers_auteur BEFORE UPDATE OF auteur_id ON dossiers WHEN NEW.auteur_id <> OLD.auteur_id "
        f"BEGIN SELECT RAISE(ABORT, 'dossiers : {AUTEUR}'); END"
    )


def _guard_postgresql() -> None:
    _make_function("minutier_refuse", f"RAISE EXCEPTION '% : {REFUS}', TG_TABLE_NAME;")
    for table in IMMUABLES:
        for quand, quoi in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER {table}_{quoi.lower()} BEFORE {quand} ON {table} "
                f"FOR EACH {quoi} EXECUTE FUNCTION minutier_refuse()"
            )
    _make_trigger("registre", "INSERT", f"IF EXISTS ({_SUIVANTES}) THEN RAISE EXCEPTION 'registre : {FIN}'; END IF;")
    _make_trigger("visas", "INSERT", f"IF EXISTS ({_REDACTEURS}) THEN RAISE EXCEPTION 'visas : {QUATRE_YEUX}'; END IF;")
    _make_trigger(
        "dossiers",
        "UPDATE",
        f"IF NEW.auteur_id <> OLD.auteur_id THEN RAISE EXCEPTION 'dossiers : {AUTEUR}'; END IF;",
    )


def _make_function(nom: str, corps: str) -> None:
    # OR REPLACE: a restore drops the tables, and the functions stay.
    op.execute(
        f"CREATE OR REPLACE FUNCTION {nom}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {corps} RETURN NEW; END $$"
    )


def _make_trigger(table: str, verbe: str, corps: str) -> None:
    nom = f"minutier_{table}_{verbe.lower()}"
    _make_function(nom, corps)
    op.execute(f"CREATE TRIGGER {nom} BEFORE {verbe} ON {table} FOR EACH ROW EXECUTE FUNCTION {nom}()")
