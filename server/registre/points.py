"""Checkpoints: a signed word on the last row, to be kept elsewhere; and the ledger as a file, with its reading.

A checkpoint is a DSSE envelope, as the statement of a seal is; the kind of what is signed is part of what is signed, so
that neither can be taken for the other.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from server.errors import FichierIllisible
from server.registre.chaine import Entree, Repere, canonicalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    # Signs, and gives the name of its key with the signature.
    Signataire = Callable[[bytes], tuple[str, bytes]]

GENRE: Final = "application/vnd.minutier.registre.point+json"


def make_signature_base(genre: str, contenu: bytes) -> bytes:
    """Give what is signed: DSSE's encoding of a kind and a content, in which neither can pass for the other."""
    nom = genre.encode()
    return b"DSSEv1 %d %b %d %b" % (len(nom), nom, len(contenu), contenu)


def make_point(dernier: Repere, instant: str, sign: Signataire) -> dict[str, Any]:
    """Make a checkpoint of the last row of the ledger.

    Args:
        dernier: that row.
        instant: when, as the ledger writes moments.
        sign: signs with a key of this installation.
    """
    contenu = canonicalise({"rang": dernier.rang, "empreinte": dernier.empreinte, "instant": instant}).encode()
    cle, signature = sign(make_signature_base(GENRE, contenu))
    return {
        "payloadType": GENRE,
        "payload": base64.b64encode(contenu).decode("ascii"),
        "signatures": [{"keyid": cle, "sig": base64.b64encode(signature).decode("ascii")}],
    }


def read_point(fichier: Path, cle: Ed25519PublicKey) -> Repere:
    """Read a checkpoint, if this key signed it; a key that it would bring along is not looked at.

    Raises:
        FichierIllisible: it is none, or another key signed it.
    """
    try:
        enveloppe = json.loads(fichier.read_bytes())
        contenu = base64.b64decode(enveloppe["payload"], validate=True)
        signatures = [base64.b64decode(s["sig"], validate=True) for s in enveloppe["signatures"]]
        if enveloppe["payloadType"] != GENRE:
            raise FichierIllisible(fichier, "ce n’est pas un point de contrôle du registre.")
        if not any(_is_signed(cle, contenu, signature) for signature in signatures):
            raise FichierIllisible(fichier, "cette clé n’a pas signé ce point de contrôle.")
        lu = json.loads(contenu)
        return Repere(int(lu["rang"]), str(lu["empreinte"]))
    except FileNotFoundError:
        raise FichierIllisible(fichier, "ce fichier n’existe pas.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, binascii.Error, RecursionError):
        raise FichierIllisible(fichier, "ce n’est pas un point de contrôle du registre.") from None


def _is_signed(cle: Ed25519PublicKey, contenu: bytes, signature: bytes) -> bool:
    try:
        cle.verify(signature, make_signature_base(GENRE, contenu))
    except InvalidSignature:
        return False
    return True


def load_signataire(fichier: Path) -> Signataire:
    """Read a private key, for `make_point`.

    Raises:
        FichierIllisible: it holds no Ed25519 key in clear.
    """
    cle = _load(fichier, lambda octets: load_pem_private_key(octets, None))
    if not isinstance(cle, Ed25519PrivateKey):
        raise FichierIllisible(fichier, "ce n’est pas une clé privée Ed25519.")
    nom = hashlib.sha256(cle.public_key().public_bytes_raw()).hexdigest()
    return lambda octets: (nom, cle.sign(octets))


def load_cle(fichier: Path) -> Ed25519PublicKey:
    """Read a public key, for `read_point`.

    Raises:
        FichierIllisible: it holds no Ed25519 key.
    """
    cle = _load(fichier, load_pem_public_key)
    if not isinstance(cle, Ed25519PublicKey):
        raise FichierIllisible(fichier, "ce n’est pas une clé publique Ed25519.")
    return cle


def _load(fichier: Path, read: Callable[[bytes], Any]) -> Any:
    try:
        return read(fichier.read_bytes())
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
        raise FichierIllisible(fichier, "aucune clé (PEM, sans mot de passe) ne s’y lit.") from None


def write_ligne(entree: Entree) -> str:
    """Write a row as a line of an exported ledger."""
    dossier = json.dumps(entree.dossier)
    return f'{{"rang":{entree.rang},"dossier":{dossier},"empreinte":"{entree.empreinte}","contenu":{entree.contenu}}}'


def read_export(fichier: Path) -> Iterator[Entree]:
    """Read the rows of an exported ledger, one a line.

    Raises:
        FichierIllisible: a line is none.
    """
    try:
        with fichier.open(encoding="utf-8", newline="\n") as lignes:
            for numero, ligne in enumerate(lignes, 1):
                yield _read_ligne(fichier, numero, ligne)
    except (OSError, UnicodeDecodeError):
        raise FichierIllisible(fichier, "ce registre exporté ne peut pas être lu.") from None


def _read_ligne(fichier: Path, numero: int, ligne: str) -> Entree:
    try:
        lu = json.loads(ligne)
        return Entree(int(lu["rang"]), lu["dossier"], canonicalise(lu["contenu"]), str(lu["empreinte"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise FichierIllisible(fichier, f"la ligne {numero} n’est pas d’un registre exporté.") from None
