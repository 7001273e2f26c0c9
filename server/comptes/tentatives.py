"""Slow down who tries passwords: per account name and per address, on every worker, across restarts.

A try is counted before the password is checked, and taken back when it was right: a hundred tries sent at once are a
hundred tries, not one.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from server.comptes.models import Tentative
from server.errors import TropDeDemandes

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

# A hesitating hand needs three or four tries.
SEUIL_COMPTE: Final = 5
# One address may be that of a whole town hall.
SEUIL_ADRESSE: Final = 30
DELAI_PREMIER: Final = timedelta(seconds=30)
DELAI_MAX: Final = timedelta(minutes=15)
# Tries that nobody followed up are forgotten.
OUBLI: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Cle:
    """Name what is slowed down, and after how many tries."""

    valeur: str
    seuil: int


def make_cles(identifiant: str, reseau: str) -> tuple[Cle, Cle]:
    """Give the keys of one try, always in this order: two tries never wait for each other."""
    return Cle(_digest(f"compte {identifiant}"), SEUIL_COMPTE), Cle(_digest(f"adresse {reseau}"), SEUIL_ADRESSE)


def _digest(texte: str) -> str:
    return hashlib.sha256(texte.encode("utf-8", "surrogatepass")).hexdigest()


def reserve(session: Session, cles: tuple[Cle, ...], maintenant: datetime) -> None:
    """Count one try in advance.

    Raises:
        TropDeDemandes: too many before it; this one is not counted.
    """
    lignes = [_lock(session, cle, maintenant) for cle in cles]
    fin = max((ligne.bloque_jusqu_a for ligne in lignes if ligne.bloque_jusqu_a), default=maintenant)
    if fin > maintenant:
        attente = math.ceil((fin - maintenant).total_seconds())
        raise TropDeDemandes(f"Trop d’essais : recommencez dans {_say(attente)}.", attente)
    for cle, ligne in zip(cles, lignes, strict=True):
        _count(ligne, cle.seuil, maintenant)


def _lock(session: Session, cle: Cle, maintenant: datetime) -> Tentative:
    """Find the row of a key, made if it is missing, and hold it until the end of the transaction."""
    inserer = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(inserer(Tentative).values(cle=cle.valeur, echecs=0, dernier_le=maintenant).on_conflict_do_nothing())
    return session.scalars(select(Tentative).where(Tentative.cle == cle.valeur).with_for_update()).one()


def _count(ligne: Tentative, seuil: int, maintenant: datetime) -> None:
    if ligne.dernier_le < maintenant - OUBLI:
        ligne.echecs = 0
    ligne.echecs += 1
    ligne.dernier_le = maintenant
    depassement = ligne.echecs - seuil
    # Capped before it is computed: 2 to the power of a patient attacker does not fit in a timedelta.
    delai = min(DELAI_PREMIER * 2 ** min(depassement, 10), DELAI_MAX) if depassement >= 0 else None
    ligne.bloque_jusqu_a = maintenant + delai if delai else None


def forgive(session: Session, cles: tuple[Cle, Cle]) -> None:
    """Take a try back whose password was right. The others of the address stay: they were on other accounts."""
    compte, adresse = cles
    session.execute(delete(Tentative).where(Tentative.cle == compte.valeur))
    ligne = session.scalars(select(Tentative).where(Tentative.cle == adresse.valeur).with_for_update()).one_or_none()
    if ligne is not None:
        ligne.echecs = max(ligne.echecs - 1, 0)
        ligne.bloque_jusqu_a = None


def _say(secondes: int) -> str:
    if secondes < 60:
        return f"{secondes} seconde{'s' if secondes > 1 else ''}"
    minutes = math.ceil(secondes / 60)
    return f"{minutes} minute{'s' if minutes > 1 else ''}"
