"""Write to the ledger and read it; what is written is durable with the transaction that it was written in."""

from __future__ import annotations

import json
import logging
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, select, text

from server.db import now
from server.registre.chaine import Entree, make_entree, write_instant
from server.registre.models import Identite, LigneRegistre

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, Row
    from sqlalchemy.orm import Session

journal = logging.getLogger("minutier")

# Names our lock among the advisory locks of one PostgreSQL base: "registre" in ASCII. SQLite has one writer anyway.
VERROU: Final = int.from_bytes(b"registre", "big")
PAR_LOT: Final = 500


@dataclass(frozen=True, slots=True)
class Personne:
    """Who does what is written down."""

    id: uuid.UUID
    prenom: str
    nom: str


@dataclass(frozen=True, slots=True)
class Inscription:
    """A row that was just written: its rank, its digest and the moment that it says."""

    rang: int
    empreinte: str
    instant: datetime


def append(  # noqa: PLR0913, PLR0917 -- who did what to what, with whom
    session: Session,
    genre: str,
    acteur: Personne | None,
    donnees: Mapping[str, Any],
    dossier_id: uuid.UUID | None,
    autres: Mapping[str, Personne] = MappingProxyType({}),
) -> Inscription:
    """Write a row at the end, in this transaction.

    Args:
        session: the transaction; until it ends, nobody else writes to the ledger.
        genre: what happened ("visa", "renvoi" …).
        acteur: who did it, kept under a pseudonym; None for the service itself.
        donnees: plain values, no names in them.
        dossier_id: what it is about.
        autres: other persons, by what they are in it; kept under their pseudonyms too.
    """
    # The lock first: under it, nobody else gives a person a pseudonym.
    precedente = _lock_last(session)
    instant, recul = _read_clock(precedente)
    contenu = {
        "genre": genre,
        "acteur": None if acteur is None else find_pseudonyme(session, acteur),
        "instant": write_instant(instant),
        "donnees": {**donnees, **{nom: find_pseudonyme(session, une) for nom, une in autres.items()}},
        **({"horloge": write_instant(recul)} if recul else {}),
    }
    entree = make_entree(precedente, contenu, None if dossier_id is None else dossier_id.hex)
    session.add(
        LigneRegistre(rang=entree.rang, dossier_id=dossier_id, contenu=entree.contenu, empreinte=entree.empreinte)
    )
    session.flush()
    return Inscription(entree.rang, entree.empreinte, instant)


def _lock_last(session: Session) -> Entree | None:
    """Give the last row, and hold back whoever would write after it too."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:verrou)"), {"verrou": VERROU})
    derniere = session.execute(select(*_COLONNES).order_by(LigneRegistre.rang.desc()).limit(1)).one_or_none()
    return None if derniere is None else _as_entree(derniere)


_COLONNES: Final = (LigneRegistre.rang, LigneRegistre.dossier_id, LigneRegistre.contenu, LigneRegistre.empreinte)


def _as_entree(ligne: Row[int, uuid.UUID | None, str, str]) -> Entree:
    rang, dossier, contenu, empreinte = ligne
    return Entree(rang, None if dossier is None else dossier.hex, contenu, empreinte)


def _read_clock(precedente: Entree | None) -> tuple[datetime, datetime | None]:
    """Give the moment to write, and what the clock said where that is before the last row: time never goes back."""
    maintenant = now()
    if precedente is None:
        return maintenant, None
    dernier = datetime.fromisoformat(json.loads(precedente.contenu)["instant"]).astimezone(UTC)
    if maintenant >= dernier:
        return maintenant, None
    journal.warning("registre : l’horloge de la machine retarde sur la ligne %d", precedente.rang)
    return dernier, maintenant


def find_pseudonyme(session: Session, personne: Personne) -> str:
    """Give the pseudonym of a person; one who has none, or whose was erased, is given a new one."""
    identite = session.scalars(select(Identite).where(Identite.compte_id == personne.id)).one_or_none()
    if identite is None:
        identite = Identite(pseudonyme=secrets.token_hex(16), compte_id=personne.id, prenom="", nom="")
        session.add(identite)
    identite.prenom, identite.nom = personne.prenom, personne.nom
    session.flush()
    return identite.pseudonyme


def find_connu(session: Session, compte_id: uuid.UUID) -> str | None:
    """Give the pseudonym of a person; None when they have none."""
    return session.scalar(select(Identite.pseudonyme).where(Identite.compte_id == compte_id))


def forget(session: Session, compte_id: uuid.UUID) -> None:
    """Erase who stands behind a pseudonym; the rows stay, and name nobody."""
    session.execute(delete(Identite).where(Identite.compte_id == compte_id))


def read_lignes(connexion: Connection) -> Iterator[Entree]:
    """Give every row in the order of their ranks, some at a time."""
    demande = select(*_COLONNES).order_by(LigneRegistre.rang)
    for ligne in connexion.execution_options(yield_per=PAR_LOT).execute(demande):
        yield _as_entree(ligne)


def list_lignes(session: Session, dossier_id: uuid.UUID) -> list[dict[str, Any]]:
    """Give what the ledger says of a dossier, the oldest row first."""
    demande = select(LigneRegistre).where(LigneRegistre.dossier_id == dossier_id).order_by(LigneRegistre.rang)
    return [{**json.loads(ligne.contenu), "empreinte": ligne.empreinte} for ligne in session.scalars(demande)]


def list_identites(session: Session) -> dict[str, tuple[str, str]]:
    """Give the first name and the name behind each pseudonym that was not erased."""
    return {une.pseudonyme: (une.prenom, une.nom) for une in session.scalars(select(Identite))}
