"""The bin: a draft that its author deleted can be brought back for some time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say of each draft when it was deleted: none was."""
    op.add_column("brouillons", sa.Column("supprime_le", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_brouillons_supprime_le", "brouillons", ["supprime_le"])
