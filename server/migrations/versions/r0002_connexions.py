"""Sessions of browsers, tokens of office programs, tries that failed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "sessions",
        sa.Column("empreinte", sa.String(64), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vu_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expire_le", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("empreinte", name="pk_sessions"),
        sa.ForeignKeyConstraint(["compte_id"], ["comptes.id"], name="fk_sessions_compte_id", ondelete="CASCADE"),
    )
    op.create_table(
        "jetons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("empreinte", sa.String(64), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("nom", sa.String(80), nullable=False),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vu_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expire_le", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_jetons"),
        sa.UniqueConstraint("empreinte", name="uq_jetons_empreinte"),
        sa.ForeignKeyConstraint(["compte_id"], ["comptes.id"], name="fk_jetons_compte_id", ondelete="CASCADE"),
    )
    op.create_table(
        "tentatives",
        sa.Column("cle", sa.String(64), nullable=False),
        sa.Column("echecs", sa.Integer(), nullable=False),
        sa.Column("dernier_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bloque_jusqu_a", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("cle", name="pk_tentatives"),
    )
    for table, colonne in (
        ("sessions", "compte_id"),
        ("sessions", "expire_le"),
        ("jetons", "compte_id"),
        ("jetons", "expire_le"),
        ("tentatives", "dernier_le"),
    ):
        op.create_index(f"ix_{table}_{colonne}", table, [colonne])
