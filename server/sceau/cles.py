"""The public keys that visas are checked with: epochs, retirement, revocation. See `trousseau` for the private ones.

A key is known by the SHA-256 of its 32 public bytes. Its epoch is the time when it signs; a visa dated after its end,
or after its revocation, is not valid. A key that comes with a document is never taken.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from server.errors import FichierIllisible
from server.sceau.enveloppe import Enveloppe, encode_pae
from server.sceau.releve import read_instant, write_instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FORMAT: Final = "minutier-cles/1"
ED25519: Final = "ed25519"
TAILLE_CLE: Final = 32
GRACE: Final = dt.timedelta(hours=1)
"""A sign-off begun with a key that is retired in the meantime is not lost."""


@dataclass(frozen=True, slots=True)
class ClePublique:
    """A public key and its epoch.

    Attributes:
        epoque: rank of the epoch, from 1.
        cle: the raw key.
        valable_depuis: when the epoch began.
        algorithme: "ed25519"; any other is one that this version does not know.
        retiree_le: when another key took its place.
        revoquee_le: from when it is not to be trusted any more.
        motif: why it was revoked.
    """

    epoque: int
    cle: bytes
    valable_depuis: dt.datetime
    algorithme: str = ED25519
    retiree_le: dt.datetime | None = None
    revoquee_le: dt.datetime | None = None
    motif: str = ""

    @property
    def id(self) -> str:
        """SHA-256 of the key."""
        return hashlib.sha256(self.cle).hexdigest()

    def signs(self, enveloppe: Enveloppe) -> bool:
        """Tell whether this key made the signature of an envelope."""
        try:
            public = Ed25519PublicKey.from_public_bytes(self.cle)
            public.verify(enveloppe.signature, encode_pae(enveloppe.type_charge, enveloppe.charge))
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class ClePrivee:
    """The key that signs, and its public half."""

    secrete: Ed25519PrivateKey
    publique: ClePublique

    def sign(self, type_charge: str, charge: bytes) -> Enveloppe:
        """Sign a payload."""
        signature = self.secrete.sign(encode_pae(type_charge, charge))
        return Enveloppe(charge, type_charge, self.publique.id, signature)

    def __repr__(self) -> str:
        return f"ClePrivee(epoque={self.publique.epoque})"


@dataclass(frozen=True, slots=True)
class Cles:
    """The public keys that are trusted, oldest first."""

    cles: tuple[ClePublique, ...] = ()

    def __iter__(self) -> Iterator[ClePublique]:
        return iter(self.cles)

    def __bool__(self) -> bool:
        return bool(self.cles)

    def find(self, ident: str) -> ClePublique | None:
        """Give a key by its id."""
        return next((cle for cle in self.cles if cle.id == ident), None)

    def change(self, nouvelle: ClePublique) -> Cles:
        """Give the keys with one of them in its new state."""
        return Cles(tuple(nouvelle if cle.id == nouvelle.id else cle for cle in self.cles))

    def add(self, cle: ClePublique) -> Cles:
        """Give the keys with one more; those before it are retired when it begins."""
        anciennes = (replace(c, retiree_le=c.retiree_le or cle.valable_depuis) for c in self.cles)
        return Cles((*anciennes, cle))


def render_cles(cles: Cles) -> bytes:
    """Give the public key file, which whoever checks a visa is given."""
    valeur = {"format": FORMAT, "cles": [_as_json(cle) for cle in cles]}
    return (json.dumps(valeur, ensure_ascii=False, indent=2) + "\n").encode()


def _as_json(cle: ClePublique) -> dict[str, Any]:
    return {
        "epoque": cle.epoque,
        "id": cle.id,
        "algorithme": cle.algorithme,
        "cle": base64.b64encode(cle.cle).decode("ascii"),
        "valable_depuis": write_instant(cle.valable_depuis),
        "retiree_le": None if cle.retiree_le is None else write_instant(cle.retiree_le),
        "revoquee_le": None if cle.revoquee_le is None else write_instant(cle.revoquee_le),
        "motif": cle.motif,
    }


def parse_cles(donnees: bytes, nom: str) -> Cles:
    """Read a public key file.

    Raises:
        FichierIllisible: it is none; no key of a damaged file is taken.
    """
    try:
        valeur = json.loads(donnees)
        if valeur["format"] != FORMAT:
            raise FichierIllisible(nom, "ce fichier de clés vient d’une version plus récente de Minutier.")
        cles = Cles(tuple(map(_from_json, valeur["cles"])))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as erreur:
        raise FichierIllisible(nom, "ce n’est pas un fichier de clés publiques de Minutier.") from erreur
    if len({cle.id for cle in cles}) != len(cles.cles):
        raise FichierIllisible(nom, "la même clé y figure deux fois.")
    return cles


def _from_json(valeur: Any) -> ClePublique:
    cle = ClePublique(
        int(valeur["epoque"]),
        base64.b64decode(valeur["cle"], validate=True),
        read_instant(valeur["valable_depuis"]),
        str(valeur["algorithme"]),
        _optional_instant(valeur["retiree_le"]),
        _optional_instant(valeur["revoquee_le"]),
        str(valeur.get("motif", "")),
    )
    if valeur["id"] != cle.id or (cle.algorithme == ED25519 and len(cle.cle) != TAILLE_CLE):
        raise ValueError("key and id")
    return cle


def _optional_instant(valeur: Any) -> dt.datetime | None:
    return None if valeur is None else read_instant(valeur)
