"""People, the proofs that they are signed in, and the tries that failed. Of each proof only a digest is kept."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.collectivites.models import CollectiviteEnregistree
from server.db import Base, now

# SHA-256 in hexadecimal.
_EMPREINTE = String(64)


class Compte(Base):
    """Somebody who drafts, reviews or administers. Never deleted: acts name who made them. Switched off instead."""

    __tablename__ = "comptes"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    identifiant: Mapped[str] = mapped_column(String(64), unique=True)
    nom: Mapped[str] = mapped_column(String(80))
    prenom: Mapped[str] = mapped_column(String(80))
    courriel: Mapped[str | None] = mapped_column(String(254))
    mot_de_passe: Mapped[str] = mapped_column(String(255))
    roles: Mapped[list[str]]
    collectivite_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("collectivites.id"), index=True)
    actif: Mapped[bool] = mapped_column(default=True)
    cree_le: Mapped[datetime] = mapped_column(default=now)
    modifie_le: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    connecte_le: Mapped[datetime | None]

    collectivite: Mapped[CollectiviteEnregistree | None] = relationship(lazy="joined")


class SessionOuverte(Base):
    """A browser that is signed in."""

    __tablename__ = "sessions"

    empreinte: Mapped[str] = mapped_column(_EMPREINTE, primary_key=True)
    compte_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), index=True)
    cree_le: Mapped[datetime] = mapped_column(default=now)
    vu_le: Mapped[datetime] = mapped_column(default=now)
    expire_le: Mapped[datetime] = mapped_column(index=True)

    compte: Mapped[Compte] = relationship(lazy="joined", innerjoin=True)


class Jeton(Base):
    """An office program that is signed in."""

    __tablename__ = "jetons"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    empreinte: Mapped[str] = mapped_column(_EMPREINTE, unique=True)
    compte_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), index=True)
    nom: Mapped[str] = mapped_column(String(80))
    cree_le: Mapped[datetime] = mapped_column(default=now)
    vu_le: Mapped[datetime | None]
    expire_le: Mapped[datetime] = mapped_column(index=True)

    compte: Mapped[Compte] = relationship(lazy="joined", innerjoin=True)


class Tentative(Base):
    """Tries to sign in that have not succeeded, for one account name or one address.

    The key is a digest: what people type as their name is now and then their password.
    """

    __tablename__ = "tentatives"

    cle: Mapped[str] = mapped_column(_EMPREINTE, primary_key=True)
    echecs: Mapped[int]
    dernier_le: Mapped[datetime] = mapped_column(index=True)
    bloque_jusqu_a: Mapped[datetime | None]
