"""What the model put into other words for somebody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "reformulations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("textes", sa.JSON(), nullable=False),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reformulations"),
        sa.ForeignKeyConstraint(["compte_id"], ["comptes.id"], name="fk_reformulations_compte_id"),
    )
    op.create_index("ix_reformulations_compte_id_cree_le", "reformulations", ["compte_id", "cree_le"])
    op.create_index("ix_reformulations_cree_le", "reformulations", ["cree_le"])
