"""Keep what any process would compute again from what never changes: on disk for all of a server, in memory for one.

Nothing here is the only copy of anything: a value that is missing, damaged or of another release is computed again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import TypeAdapter

C = TypeVar("C")
V = TypeVar("V")

DOSSIER: Final = "lectures"
"""In the data folder: whoever may write there holds the key of the seal already."""
VALEURS_MAX: Final = 512
"""In memory; one takes a few to a few dozen KiB."""
GARDE: Final = 30 * 86_400
"""Seconds. An act that is opened later is read again."""
_SOMME: Final = hashlib.sha256().digest_size


class Memoire(Generic[C, V]):
    """The last values that were made, by key; the oldest are forgotten."""

    def __init__(self, nombre: int) -> None:
        self._nombre = nombre
        self._valeurs: OrderedDict[C, V] = OrderedDict()
        self._verrou = threading.Lock()

    def get(self, cle: C) -> V | None:
        """Give a value, None when it is not known any more."""
        with self._verrou:
            if cle in self._valeurs:
                self._valeurs.move_to_end(cle)
            return self._valeurs.get(cle)

    def clear(self) -> None:
        """Forget everything."""
        with self._verrou:
            self._valeurs.clear()

    def keep(self, cle: C, valeur: V) -> None:
        """Keep a value."""
        with self._verrou:
            self._valeurs[cle] = valeur
            self._valeurs.move_to_end(cle)
            if len(self._valeurs) > self._nombre:
                self._valeurs.popitem(last=False)


class Reserve:
    """Values by key, as JSON.

    Attributes:
        memoire: those that this process saw last.
    """

    def __init__(self, dossier: Path | None = None, programme: str = "") -> None:
        """Open a reserve; nothing is read yet.

        Args:
            dossier: shared by the processes; None for memory alone.
            programme: digest of what computes the values (`digest_programme`): another one finds none of them.
        """
        self._dossier = dossier
        self._programme = programme
        self.memoire: Memoire[str, bytes] = Memoire(VALEURS_MAX)

    def recall(self, cle: tuple[str, ...], genre: TypeAdapter[V], make: Callable[[], V]) -> V:
        """Give a value as it was computed, computed now if it never was; a failure is not kept."""
        nom = hashlib.sha256("\0".join((self._programme, *cle)).encode()).hexdigest()
        connu = self.memoire.get(nom) or self._read(nom)
        if connu is None:
            valeur = make()
            connu = genre.dump_json(valeur)
            self._write(nom, connu)
        else:
            valeur = genre.validate_json(connu)
        self.memoire.keep(nom, connu)
        return valeur

    def _read(self, nom: str) -> bytes | None:
        if self._dossier is None:
            return None
        try:
            lu = (self._dossier / nom).read_bytes()
        except OSError:
            return None
        # A power cut may leave half a file: its sum says so.
        somme, valeur = lu[:_SOMME], lu[_SOMME:]
        return valeur if hashlib.sha256(valeur).digest() == somme else None

    def _write(self, nom: str, valeur: bytes) -> None:
        """Write a value, whole or not at all; a full or read-only disk keeps nothing, and nobody waits for it."""
        if self._dossier is None:
            return
        with suppress(OSError):
            self._dossier.mkdir(mode=0o700, exist_ok=True)
            descripteur, provisoire = tempfile.mkstemp(dir=self._dossier)
            try:
                with os.fdopen(descripteur, "wb") as fichier:
                    fichier.write(hashlib.sha256(valeur).digest() + valeur)
                Path(provisoire).replace(self._dossier / nom)
            except OSError:
                Path(provisoire).unlink(missing_ok=True)
                raise

    def purge(self) -> None:
        """Delete what was written long ago, by whatever release."""
        if self._dossier is None or not self._dossier.is_dir():
            return
        limite = time.time() - GARDE
        for chemin in self._dossier.iterdir():
            # Another process may delete it first.
            with suppress(OSError):
                if chemin.stat().st_mtime < limite:
                    chemin.unlink()


@cache
def digest_programme(*dossiers: Path) -> str:
    """Give the digest of what answers are computed by: our code and its data, and these folders of templates."""
    somme = hashlib.sha256()
    for dossier in (Path(__file__).parent, *dossiers):
        for chemin in sorted(dossier.rglob("*")):
            if chemin.is_file() and "__pycache__" not in chemin.parts:
                contenu = chemin.read_bytes()
                somme.update(f"{chemin.relative_to(dossier)}\0{len(contenu)}\0".encode())
                somme.update(contenu)
    return somme.hexdigest()
