"""The collectivités that this installation drafts for."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, now


class CollectiviteEnregistree(Base):
    """A collectivité as described once; `donnees` is what `catalogue.collectivite.parse_collectivite` accepted."""

    __tablename__ = "collectivites"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    nom: Mapped[str] = mapped_column(String(120), unique=True)
    donnees: Mapped[dict[str, Any]]
    cree_le: Mapped[datetime] = mapped_column(default=now)
    modifie_le: Mapped[datetime] = mapped_column(default=now, onupdate=now)
