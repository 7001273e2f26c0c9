"""Collectivités and accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "collectivites",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nom", sa.String(120), nullable=False),
        sa.Column("donnees", sa.JSON(), nullable=False),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("modifie_le", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_collectivites"),
        sa.UniqueConstraint("nom", name="uq_collectivites_nom"),
    )
    op.create_table(
        "comptes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("identifiant", sa.String(64), nullable=False),
        sa.Column("nom", sa.String(80), nullable=False),
        sa.Column("prenom", sa.String(80), nullable=False),
        sa.Column("courriel", sa.String(254), nullable=True),
        sa.Column("mot_de_passe", sa.String(255), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("collectivite_id", sa.Uuid(), nullable=True),
        sa.Column("actif", sa.Boolean(), nullable=False),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("modifie_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("connecte_le", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_comptes"),
        sa.UniqueConstraint("identifiant", name="uq_comptes_identifiant"),
        sa.ForeignKeyConstraint(["collectivite_id"], ["collectivites.id"], name="fk_comptes_collectivite_id"),
    )
    op.create_index("ix_comptes_collectivite_id", "comptes", ["collectivite_id"])
