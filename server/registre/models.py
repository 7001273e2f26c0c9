"""The ledger, and the names behind its pseudonyms."""

from __future__ import annotations

import uuid
from typing import Final

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base

EMPREINTE: Final = String(64)
"""SHA-256 in hexadecimal."""


class LigneRegistre(Base):
    """One row; the database refuses to change or delete it (migration 0005), its digest shows it if it is done anyway.

    Attributes:
        rang: counted from 1, without a gap.
        dossier_id: to find the rows of a dossier; what counts is written in `contenu`. Bound to no table: the ledger
            stays when what it speaks of goes.
        contenu: canonical JSON, exactly the bytes whose digest is `empreinte`.
    """

    __tablename__ = "registre"

    rang: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    dossier_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    contenu: Mapped[str] = mapped_column(Text)
    empreinte: Mapped[str] = mapped_column(EMPREINTE, unique=True)


class Identite(Base):
    """Who stands behind a pseudonym of the ledger. Deleted, the ledger stays sound and names nobody any more."""

    __tablename__ = "identites"

    pseudonyme: Mapped[str] = mapped_column(String(32), primary_key=True)
    compte_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"), unique=True)
    prenom: Mapped[str] = mapped_column(String(80))
    nom: Mapped[str] = mapped_column(String(80))
