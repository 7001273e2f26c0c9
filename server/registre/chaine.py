"""The chain of rows as values: how one is written, and what is wrong with some that were read."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

VERSION: Final = "registre/1"
ORIGINE: Final = "0" * 64
"""What the first row follows."""
FAUTES_MAX: Final = 100
"""Of a ledger that was written again whole, the first faults say enough."""


@dataclass(frozen=True, slots=True)
class Entree:
    """A row: its rank, the dossier that it was filed under, its canonical JSON and the digest of that."""

    rang: int
    dossier: str | None
    contenu: str
    empreinte: str


@dataclass(frozen=True, slots=True)
class Repere:
    """A row that is known from elsewhere: what was there once is still there."""

    rang: int
    empreinte: str


@dataclass(frozen=True, slots=True)
class FauteRegistre:
    """What is wrong at a row, in French."""

    rang: int
    raison: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a reading of the whole chain found.

    Attributes:
        lignes: how many rows there are.
        dernier: the last of them, None in an empty ledger.
        reculs: rows written while the clock of the machine was behind the row before.
    """

    lignes: int
    dernier: Repere | None
    fautes: tuple[FauteRegistre, ...]
    reculs: tuple[int, ...]


def canonicalise(valeur: Mapping[str, Any]) -> str:
    """Write plain values in the one way that is digested: sorted keys, no spaces, no floating-point number.

    Raises:
        TypeError: a value that would not be written the same everywhere.
    """
    _refuse_floats(valeur)
    return json.dumps(valeur, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _refuse_floats(valeur: Any) -> None:
    if isinstance(valeur, float):
        raise TypeError("a floating-point number is written differently here and there")
    for dedans in valeur.values() if isinstance(valeur, dict) else valeur if isinstance(valeur, list | tuple) else ():
        _refuse_floats(dedans)


def digest(contenu: str) -> str:
    """Give the SHA-256 of a row, in hexadecimal."""
    return hashlib.sha256(contenu.encode()).hexdigest()


def make_entree(precedente: Entree | None, contenu: Mapping[str, Any], dossier: str | None) -> Entree:
    """Make the row that follows another."""
    rang = 1 if precedente is None else precedente.rang + 1
    texte = canonicalise(
        {
            "v": VERSION,
            "rang": rang,
            "precedent": ORIGINE if precedente is None else precedente.empreinte,
            "dossier": dossier,
            **contenu,
        }
    )
    return Entree(rang, dossier, texte, digest(texte))


def verify(entrees: Iterable[Entree], repere: Repere | None = None) -> Verification:
    """Read a chain from its first row to its last, and say everything that is wrong with it.

    Args:
        entrees: in the order of their ranks.
        repere: a row kept elsewhere (a checkpoint): without one, a tail that was cut leaves no trace.
    """
    lecteur = _Lecteur(repere)
    for entree in entrees:
        lecteur.read(entree)
    return lecteur.conclude()


class _Lecteur:
    def __init__(self, repere: Repere | None) -> None:
        self._repere = repere
        self._vu = repere is None
        self._lignes = 0
        self._precedente: Entree | None = None
        self._instant = ""
        self._fautes: list[FauteRegistre] = []
        self._reculs: list[int] = []

    def _refuse(self, rang: int, raison: str) -> None:
        if len(self._fautes) < FAUTES_MAX:
            self._fautes.append(FauteRegistre(rang, raison))

    def read(self, entree: Entree) -> None:
        attendu = self._precedente.rang + 1 if self._precedente else 1
        if entree.rang != attendu:
            self._refuse(entree.rang, f"la ligne {attendu} est attendue ici : une ligne manque ou a été déplacée.")
        if digest(entree.contenu) != entree.empreinte:
            self._refuse(entree.rang, "son contenu n’est plus celui dont elle porte l’empreinte.")
        self._read_contenu(entree)
        if self._repere is not None and entree.rang == self._repere.rang:
            self._vu = True
            if entree.empreinte != self._repere.empreinte:
                self._refuse(
                    entree.rang, "le point de contrôle connaît une autre ligne à ce rang : tout a été réécrit."
                )
        self._precedente = entree
        self._lignes += 1

    def _read_contenu(self, entree: Entree) -> None:
        try:
            contenu = json.loads(entree.contenu)
            version, rang, precedent = contenu["v"], contenu["rang"], contenu["precedent"]
            instant, dossier, recul = _read_instant(contenu["instant"]), contenu["dossier"], contenu.get("horloge")
        except (ValueError, KeyError, TypeError, RecursionError):
            self._refuse(entree.rang, "son contenu est illisible.")
            return
        if version != VERSION:
            self._refuse(entree.rang, f"sa version ({str(version)[:20]}) n’est pas connue.")
        if rang != entree.rang or dossier != entree.dossier:
            self._refuse(entree.rang, "son contenu est celui d’une autre ligne.")
        attendu = self._precedente.empreinte if self._precedente else ORIGINE
        if precedent != attendu:
            self._refuse(entree.rang, "elle ne suit pas la ligne qui la précède : l’une des deux a été remplacée.")
        if instant < self._instant:
            self._refuse(entree.rang, "elle se dit plus ancienne que la ligne qui la précède.")
        self._instant = max(self._instant, instant)
        if recul is not None:
            self._reculs.append(entree.rang)

    def conclude(self) -> Verification:
        derniere = self._precedente
        if not self._vu and self._repere is not None:
            self._refuse(
                self._repere.rang,
                "le point de contrôle connaît cette ligne, et elle n’y est plus : la fin a été coupée.",
            )
        dernier = None if derniere is None else Repere(derniere.rang, derniere.empreinte)
        return Verification(self._lignes, dernier, tuple(self._fautes), tuple(self._reculs))


def _read_instant(texte: str) -> str:
    """Check a moment; written as we write it, moments sort as texts do."""
    if write_instant(datetime.fromisoformat(texte)) != texte:
        raise ValueError(texte)
    return texte


def write_instant(instant: datetime) -> str:
    """Write a moment in UTC, to the microsecond, always with as many characters."""
    return instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
