"""The signed envelope: DSSE (Dead Simple Signing Envelope) around an in-toto statement, signed Ed25519.

What is signed is the pre-authentication encoding of type and payload, so that nothing of an envelope is parsed before
its signature was checked.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, Final

TYPE_CHARGE: Final = "application/vnd.in-toto+json"
_CHARGE_MAX: Final = 16 * 1024 * 1024


class EnveloppeIllisibleError(ValueError):
    """Say that bytes are no envelope."""


@dataclass(frozen=True, slots=True)
class Enveloppe:
    """A payload, its type, the id that the signer gives its key, and the signature."""

    charge: bytes
    type_charge: str
    cle: str
    signature: bytes


def encode_pae(type_charge: str, charge: bytes) -> bytes:
    """Give the bytes that are signed (DSSE, protocol, « PAE »)."""
    nom = type_charge.encode()
    return b" ".join((b"DSSEv1", str(len(nom)).encode(), nom, str(len(charge)).encode(), charge))


def render(enveloppe: Enveloppe) -> dict[str, Any]:
    """Give an envelope as DSSE writes it."""
    return {
        "payloadType": enveloppe.type_charge,
        "payload": base64.b64encode(enveloppe.charge).decode("ascii"),
        "signatures": [{"keyid": enveloppe.cle, "sig": base64.b64encode(enveloppe.signature).decode("ascii")}],
    }


def render_bytes(enveloppe: Enveloppe) -> bytes:
    """Give an envelope as a JSON file."""
    return json.dumps(render(enveloppe), separators=(",", ":")).encode()


def parse(valeur: Any) -> Enveloppe:
    """Read an envelope from JSON already decoded; exactly one signature.

    Raises:
        EnveloppeIllisibleError: it is none.
    """
    try:
        (signature,) = valeur["signatures"]
        brute = valeur["payload"]
        if not isinstance(brute, str) or len(brute) > 2 * _CHARGE_MAX:
            raise EnveloppeIllisibleError("payload")
        enveloppe = Enveloppe(
            _decode(brute), valeur["payloadType"], signature.get("keyid", ""), _decode(signature["sig"])
        )
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error) as erreur:
        raise EnveloppeIllisibleError(str(erreur)) from erreur
    if not isinstance(enveloppe.type_charge, str) or not isinstance(enveloppe.cle, str):
        raise EnveloppeIllisibleError("type")
    return enveloppe


def _decode(texte: str) -> bytes:
    return base64.b64decode(texte, validate=True)
