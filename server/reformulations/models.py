"""What the model put into other words for somebody: their document, when it comes back, holds words of a machine."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, now


class Reformulation(Base):
    """One request that was sent to the model.

    Attributes:
        textes: the paragraphs as the model wrote them, and only those that were given.
    """

    __tablename__ = "reformulations"
    __table_args__ = (Index(None, "compte_id", "cree_le"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    compte_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"))
    action: Mapped[str] = mapped_column(String(20))
    textes: Mapped[list[str]]
    cree_le: Mapped[datetime] = mapped_column(default=now, index=True)
