"""Hash passwords (argon2id), check them in the same time whether the account exists or not, refuse weak ones."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LONGUEUR_MIN: Final = 12
# Nobody types more; a longer one would only be a way to keep the server busy.
LONGUEUR_MAX: Final = 256
# « 121212121212 » is long and is nothing.
CARACTERES_MIN: Final = 5

# The library's own parameters: RFC 9106, second recommended option (64 MiB, 3 passes).
HACHEUR = PasswordHasher()

# Each check takes 64 MiB: forty at once, as many as the server has threads, would take 2.5 GiB.
_PLACES: Final = threading.BoundedSemaphore(4)


def _normalise(mot_de_passe: str) -> bytes:
    """Make one password of the several ways to type « é »; what cannot be encoded is nobody's password."""
    return unicodedata.normalize("NFC", mot_de_passe).encode("utf-8", "surrogatepass")


def hash_mot_de_passe(mot_de_passe: str) -> str:
    """Give what is kept of a password."""
    with _PLACES:
        return HACHEUR.hash(_normalise(mot_de_passe))


@cache
def _make_leurre(hacheur: PasswordHasher) -> str:
    return hacheur.hash(b"le mot de passe de personne")


def verify(garde: str | None, mot_de_passe: str) -> bool:
    """Tell whether a password is the one that is kept; without any, take the time that it would have taken."""
    # Made before the places are asked for: the first time, it takes one more hash.
    leurre = _make_leurre(HACHEUR)
    with _PLACES:
        try:
            return HACHEUR.verify(garde or leurre, _normalise(mot_de_passe)) and garde is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(garde: str) -> bool:
    """Tell whether what is kept was made with weaker parameters than today's."""
    return HACHEUR.check_needs_rehash(garde)


def find_faute(mot_de_passe: str, identifiant: str) -> str | None:
    """Say why a new password is refused, None when it is not."""
    if len(mot_de_passe) < LONGUEUR_MIN:
        return f"{LONGUEUR_MIN} caractères au moins sont attendus"
    if len(mot_de_passe) > LONGUEUR_MAX:
        return f"{LONGUEUR_MAX} caractères au plus sont acceptés"
    if len(set(mot_de_passe)) < CARACTERES_MIN:
        return f"{CARACTERES_MIN} caractères différents au moins sont attendus"
    if identifiant in mot_de_passe.casefold():
        return "il ne doit pas contenir l’identifiant"
    return None
