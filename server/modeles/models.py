"""The templates that an account has marked as its own first choices."""

from __future__ import annotations

import uuid

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base

CODE_MAX = 80
"""Characters of the code of a template."""


class Favori(Base):
    """A template that an account uses often."""

    __tablename__ = "favoris"

    compte_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), primary_key=True)
    modele: Mapped[str] = mapped_column(String(CODE_MAX), primary_key=True)
