"""The drafts, each of one author."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.brouillons.titre import TITRE_MAX
from server.db import Base, now
from server.modeles.models import CODE_MAX


class BrouillonEnregistre(Base):
    """What an author typed and, once drafted, what the act is built from (`EtatRedige`); never the act itself.

    Attributes:
        recherche: title and typed text, without accents or capitals.
        revision: grows with each change; who changes says which one was seen.
        redige: None until it is drafted.
        supprime_le: when its author put it in the bin; None for all others.
    """

    __tablename__ = "brouillons"
    __table_args__ = (Index(None, "compte_id", "modifie_le"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    compte_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"))
    modele: Mapped[str] = mapped_column(String(CODE_MAX))
    genre: Mapped[str] = mapped_column(String(20))
    titre: Mapped[str] = mapped_column(String(TITRE_MAX))
    recherche: Mapped[str] = mapped_column(Text)
    saisie: Mapped[dict[str, Any]]
    redige: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    revision: Mapped[int] = mapped_column(default=1)
    cree_le: Mapped[datetime] = mapped_column(default=now)
    modifie_le: Mapped[datetime] = mapped_column(default=now, index=True)
    supprime_le: Mapped[datetime | None] = mapped_column(index=True)
