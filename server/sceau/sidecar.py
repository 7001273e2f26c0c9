"""The sidecar `.visa.json`: the envelope as DSSE writes it, the lines of the canon, and what attests it later."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from server.sceau import enveloppe as dsse
from server.sceau.enveloppe import Enveloppe, EnveloppeIllisibleError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.sceau.cles import ClePrivee

FORMAT: Final = "minutier-visa/1"
TYPE_ATTESTATION: Final = "urn:minutier:attestation:1"
SIDECAR_MAX: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar holds.

    `attestations` are signed by later keys: they say that the ledger held this envelope, which proves that a visa is
    older than the revocation of its key.
    """

    enveloppe: Enveloppe
    lignes: tuple[str, ...] = ()
    attestations: tuple[Enveloppe, ...] = ()


def render_sidecar(sidecar: Sidecar) -> bytes:
    """Give the bytes of a sidecar."""
    valeur = {
        "format": FORMAT,
        "enveloppe": dsse.render(sidecar.enveloppe),
        "lignes": list(sidecar.lignes),
        "attestations": [dsse.render(attestation) for attestation in sidecar.attestations],
    }
    return (json.dumps(valeur, ensure_ascii=False, indent=1) + "\n").encode()


def parse_sidecar(donnees: bytes) -> Sidecar:
    """Read a sidecar.

    Raises:
        EnveloppeIllisibleError: it is none.
    """
    try:
        if len(donnees) > SIDECAR_MAX:
            raise EnveloppeIllisibleError("size")
        valeur: Any = json.loads(donnees)
        if valeur["format"] != FORMAT:
            raise EnveloppeIllisibleError("format")
        lignes = tuple(valeur.get("lignes", ()))
        if not all(isinstance(ligne, str) for ligne in lignes):
            raise EnveloppeIllisibleError("lines")
        attestations = tuple(map(dsse.parse, valeur.get("attestations", ())))
        return Sidecar(dsse.parse(valeur["enveloppe"]), lignes, attestations)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as erreur:
        raise EnveloppeIllisibleError("not a sidecar") from erreur


def digest_enveloppe(enveloppe: Enveloppe) -> str:
    """Give the SHA-256 of what is signed of an envelope."""
    return hashlib.sha256(dsse.encode_pae(enveloppe.type_charge, enveloppe.charge)).hexdigest()


def attest(donnees: bytes, cle: ClePrivee) -> bytes:
    """Give a sidecar again with an attestation by another key.

    Only for an envelope that the caller found in its own ledger: the key that made it may have been stolen since.

    Raises:
        EnveloppeIllisibleError: it is no sidecar.
    """
    lu = parse_sidecar(donnees)
    charge = json.dumps({"enveloppe": digest_enveloppe(lu.enveloppe)}).encode()
    return render_sidecar(Sidecar(lu.enveloppe, lu.lignes, (*lu.attestations, cle.sign(TYPE_ATTESTATION, charge))))


def read_cle(donnees: bytes) -> str:
    """Give the id of the key that the envelope of a sidecar names.

    Raises:
        EnveloppeIllisibleError: it is no sidecar.
    """
    return parse_sidecar(donnees).enveloppe.cle


def is_attestation(attestation: Enveloppe, enveloppe: Enveloppe) -> bool:
    """Tell whether a signed envelope attests another one; its own signature is for the caller to check."""
    if attestation.type_charge != TYPE_ATTESTATION:
        return False
    try:
        return bool(json.loads(attestation.charge)["enveloppe"] == digest_enveloppe(enveloppe))
    except (KeyError, TypeError, ValueError, RecursionError):
        return False


def match_lignes(lignes: Sequence[str], feuilles: Sequence[str]) -> bool:
    """Tell whether lines are those whose digests were signed."""
    return len(lignes) == len(feuilles) and all(
        hashlib.sha256(ligne.encode("utf-8", "surrogatepass")).hexdigest() == empreinte
        for ligne, empreinte in zip(lignes, feuilles, strict=True)
    )
