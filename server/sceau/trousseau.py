"""The private keys of an installation: made at first need, in a folder that their owner alone can read.

The folder holds `publiques.json`, the public file to hand out, and the private key of the present epoch alone: a key
that is retired or revoked is deleted, so that nobody can sign with it. Every operation reads the folder again, under a
lock, so that several processes agree.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from server.errors import Introuvable, ReglageInvalide
from server.sceau.cles import ClePrivee, ClePublique, Cles, parse_cles, render_cles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOSSIER: Final = "cles"
PUBLIQUES: Final = "publiques.json"
_VERROU: Final = ".verrou"
_REGLAGE: Final = "MINUTIER_DONNEES"
_AUTRUI: Final = 0o077
"""Rights that nobody but the account of the service may have."""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Trousseau:
    """The keys kept in a folder (`<données>/cles`)."""

    dossier: Path

    @classmethod
    def of(cls, donnees: Path) -> Trousseau:
        """Give the keys of a data folder."""
        return cls(donnees / DOSSIER)

    def signataire(self) -> ClePrivee:
        """Give the key that signs today; the first one is made when there is none.

        Raises:
            ReglageInvalide: folder or key may be read by others, or the private key of the epoch is gone or revoked.
        """
        with self._lock():
            cles = self._read()
            if not cles:
                return self._begin(cles, 1)
            courante = cles.cles[-1]
            if courante.revoquee_le is not None:
                raise self._refuse("la clé est révoquée : « minutier cles renouveler » en crée une autre.")
            return self._load(courante)

    def publiques(self) -> Cles:
        """Give the public keys; none when no visa was ever given here.

        Raises:
            ReglageInvalide: the folder may be read by others.
            FichierIllisible: the file is damaged.
        """
        if not (self.dossier / PUBLIQUES).exists():
            return Cles()
        self._check(self.dossier)
        return self._read()

    def rotate(self) -> ClePublique:
        """Begin a new epoch; the key of the one before is deleted, what it signed stays valid."""
        with self._lock():
            cles = self._read()
            nouvelle = self._begin(cles, cles.cles[-1].epoque + 1 if cles else 1)
            for ancienne in cles:
                self._path(ancienne.epoque).unlink(missing_ok=True)
            return nouvelle.publique

    def revoke(self, epoque: int, motif: str, instant: dt.datetime | None = None) -> ClePublique:
        """Revoke the key of an epoch from an instant on (now by default), and delete it.

        Raises:
            Introuvable: there is no such epoch.
        """
        with self._lock():
            cles = self._read()
            cle = next((c for c in cles if c.epoque == epoque), None)
            if cle is None:
                raise Introuvable(
                    f"Il n’y a pas de clé d’époque {epoque}. « minutier cles lister » donne celles qui existent."
                )
            quand = instant or _now()
            # The earlier of two revocations stands.
            revoquee = replace(cle, revoquee_le=min(quand, cle.revoquee_le or quand), motif=cle.motif or motif)
            self._write(self.dossier / PUBLIQUES, render_cles(cles.change(revoquee)))
            self._path(epoque).unlink(missing_ok=True)
            return revoquee

    def _begin(self, cles: Cles, epoque: int) -> ClePrivee:
        secrete = Ed25519PrivateKey.generate()
        brute = secrete.public_key().public_bytes_raw()
        publique = ClePublique(epoque, brute, _now())
        pem = secrete.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        # The private half first: an epoch that is announced can always sign.
        self._write(self._path(epoque), pem)
        self._write(self.dossier / PUBLIQUES, render_cles(cles.add(publique)))
        return ClePrivee(secrete, publique)

    def _load(self, publique: ClePublique) -> ClePrivee:
        chemin = self._path(publique.epoque)
        try:
            self._check(chemin)
            secrete = load_pem_private_key(chemin.read_bytes(), None)
        except FileNotFoundError:
            raise self._refuse(
                f"la clé privée « {chemin} » manque : restaurez-la, ou « minutier cles renouveler »."
            ) from None
        except (OSError, ValueError):
            raise self._refuse(f"la clé privée « {chemin} » est illisible.") from None
        if not isinstance(secrete, Ed25519PrivateKey) or secrete.public_key().public_bytes_raw() != publique.cle:
            raise self._refuse(f"la clé privée « {chemin} » n’est pas celle de l’époque {publique.epoque}.")
        return ClePrivee(secrete, publique)

    def _read(self) -> Cles:
        chemin = self.dossier / PUBLIQUES
        try:
            return parse_cles(chemin.read_bytes(), str(chemin))
        except FileNotFoundError:
            return Cles()

    def _path(self, epoque: int) -> Path:
        return self.dossier / f"visa-{epoque}.pem"

    def _write(self, chemin: Path, donnees: bytes) -> None:
        """Write a file whole beside its place, for its owner alone, then give it its name."""
        temporaire = chemin.with_name(f".{chemin.name}.tmp")
        temporaire.unlink(missing_ok=True)
        descripteur = os.open(temporaire, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with open(descripteur, "wb") as fichier:  # noqa: PTH123 -- a descriptor made with its permissions
            fichier.write(donnees)
            fichier.flush()
            os.fsync(fichier.fileno())
        temporaire.replace(chemin)
        dossier = os.open(self.dossier, os.O_RDONLY)
        try:
            os.fsync(dossier)
        finally:
            os.close(dossier)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Hold the folder, made when it is not there, against other processes."""
        try:
            self.dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._check(self.dossier)
            descripteur = os.open(self.dossier / _VERROU, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as erreur:
            raise self._refuse(
                f"le dossier des clés « {self.dossier} » ne peut pas servir ({erreur.strerror})."
            ) from erreur
        try:
            fcntl.flock(descripteur, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descripteur)

    def _check(self, chemin: Path) -> None:
        etat = chemin.stat(follow_symlinks=False)
        if stat.S_ISLNK(etat.st_mode) or etat.st_uid != os.geteuid() or etat.st_mode & _AUTRUI:
            droits = "700" if stat.S_ISDIR(etat.st_mode) else "600"
            raise self._refuse(
                f"« {chemin} » doit appartenir au compte du service et n’être lisible que par lui (chmod {droits})."
            )

    @staticmethod
    def _refuse(raison: str) -> ReglageInvalide:
        return ReglageInvalide(_REGLAGE, raison)
