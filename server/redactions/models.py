"""Drafting under way, and what it tells: any process can listen, whichever one does the work."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from server.brouillons.models import BrouillonEnregistre
from server.db import Base, now


class EtatRedaction(StrEnum):
    """Where drafting stands; the last three are ends without a draft."""

    ATTENTE = "attente"
    EN_COURS = "en_cours"
    FINIE = "finie"
    ANNULEE = "annulee"
    INTERROMPUE = "interrompue"
    ECHOUEE = "echouee"


ACTIFS = (EtatRedaction.ATTENTE, EtatRedaction.EN_COURS)


class Redaction(Base):
    """One drafting of one draft, whole or of one passage.

    Attributes:
        passage: the only one to write again; None for the whole act.
        garder: passages changed by hand that are kept as they are.
        rang: of its last event; they are counted from 1.
        vu_le: when the process that does the work last said so; a process that died says nothing.
        ecoute_le: when somebody last listened.
    """

    __tablename__ = "redactions"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    brouillon_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("brouillons.id", ondelete="CASCADE"), index=True)
    compte_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"), index=True)
    passage: Mapped[str | None] = mapped_column(String(80))
    redacteur: Mapped[str] = mapped_column(String(20))
    garder: Mapped[list[str]]
    etat: Mapped[str] = mapped_column(String(20), default=EtatRedaction.ATTENTE)
    rang: Mapped[int] = mapped_column(default=0)
    cree_le: Mapped[datetime] = mapped_column(default=now, index=True)
    vu_le: Mapped[datetime] = mapped_column(default=now)
    ecoute_le: Mapped[datetime] = mapped_column(default=now)


class EvenementRedaction(Base):
    """One event of the stream. What is `provisoire` (words while they are written) is gone when drafting ends."""

    __tablename__ = "redaction_evenements"

    redaction_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("redactions.id", ondelete="CASCADE"), primary_key=True)
    rang: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    genre: Mapped[str] = mapped_column(String(20))
    donnees: Mapped[dict[str, Any]]
    provisoire: Mapped[bool] = mapped_column(default=False)


__all__ = ["ACTIFS", "BrouillonEnregistre", "EtatRedaction", "EvenementRedaction", "Redaction"]
