"""Drafts, drafting and its events, favourite templates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the four tables."""
    op.create_table(
        "favoris",
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("modele", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("compte_id", "modele", name="pk_favoris"),
        sa.ForeignKeyConstraint(["compte_id"], ["comptes.id"], name="fk_favoris_compte_id", ondelete="CASCADE"),
    )
    op.create_table(
        "brouillons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("modele", sa.String(80), nullable=False),
        sa.Column("genre", sa.String(20), nullable=False),
        sa.Column("titre", sa.String(300), nullable=False),
        sa.Column("recherche", sa.Text(), nullable=False),
        sa.Column("saisie", sa.JSON(), nullable=False),
        sa.Column("redige", sa.JSON(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("modifie_le", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_brouillons"),
        sa.ForeignKeyConstraint(["compte_id"], ["comptes.id"], name="fk_brouillons_compte_id"),
    )
    op.create_index("ix_brouillons_compte_id_modifie_le", "brouillons", ["compte_id", "modifie_le"])
    op.create_index("ix_brouillons_modifie_le", "brouillons", ["modifie_le"])
    _make_redactions()


def _make_redactions() -> None:
    op.create_table(
        "redactions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("brouillon_id", sa.Uuid(), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("passage", sa.String(80), nullable=True),
        sa.Column("redacteur", sa.String(20), nullable=False),
        sa.Column("garder", sa.JSON(), nullable=False),
        sa.Column("etat", sa.String(20), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vu_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ecoute_le", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_redactions"),
        sa.ForeignKeyConstraint(
            ["brouillon_id"], ["brouillons.id"], name="fk_redactions_brouillon_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["compte_id"], ["comptes.id"], name="fk_redactions_compte_id"),
    )
    for colonne in ("brouillon_id", "compte_id", "cree_le"):
        op.create_index(f"ix_redactions_{colonne}", "redactions", [colonne])
    op.create_table(
        "redaction_evenements",
        sa.Column("redaction_id", sa.Uuid(), nullable=False),
        sa.Column("rang", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("genre", sa.String(20), nullable=False),
        sa.Column("donnees", sa.JSON(), nullable=False),
        sa.Column("provisoire", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("redaction_id", "rang", name="pk_redaction_evenements"),
        sa.ForeignKeyConstraint(
            ["redaction_id"], ["redactions.id"], name="fk_redaction_evenements_redaction_id", ondelete="CASCADE"
        ),
    )
