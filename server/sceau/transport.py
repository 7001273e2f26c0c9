"""The envelope as document properties: chunks that desktop Word does not cut and LibreOffice carries between formats.

Each chunk says its rank and how many there are, so that a missing one shows. The payload is stored as it is and
compressed, without the base64 of DSSE inside the base64 of the property.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from server.sceau.enveloppe import Enveloppe, EnveloppeIllisibleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VERSION: Final = "v1"
MORCEAU: Final = 200
PREFIXE: Final = "Minutier Visa "
_NOM: Final = re.compile(r"Minutier Visa ([0-9]{3,6}) sur ([0-9]{3,6})")
_TAILLE_MAX: Final = 16 * 1024 * 1024
MORCEAUX_MAX: Final = 100_000


@dataclass(frozen=True, slots=True)
class Porte:
    """What the properties of a file carry.

    Attributes:
        enveloppe: the seal; None when there is none, or none that can be read.
        defaut: "" for none, else "manque" (a chunk is missing), "double" (two seals), "abime" (it cannot be read) or
            "version" (of a later Minutier).
        present: whether the file has anything of a seal.
    """

    enveloppe: Enveloppe | None = None
    defaut: str = ""
    present: bool = False


def encode(enveloppe: Enveloppe) -> list[tuple[str, str]]:
    """Give the properties that carry an envelope: name and value, in order."""
    parties = [
        enveloppe.charge.decode(),
        enveloppe.type_charge,
        enveloppe.cle,
        base64.b64encode(enveloppe.signature).decode("ascii"),
    ]
    brut = zlib.compress(json.dumps(parties, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    code = f"{VERSION}:{base64.b64encode(brut).decode('ascii')}"
    morceaux = [code[i : i + MORCEAU] for i in range(0, len(code), MORCEAU)]
    return [(f"{PREFIXE}{rang:03d} sur {len(morceaux):03d}", m) for rang, m in enumerate(morceaux, 1)]


def decode(paires: Iterable[tuple[str, str]]) -> Porte:
    """Read the seal that properties carry; never raises."""
    morceaux: dict[int, str] = {}
    totaux: set[int] = set()
    for nom, valeur in paires:
        trouve = _NOM.fullmatch(nom)
        if trouve is None:
            continue
        rang, total = int(trouve[1]), int(trouve[2])
        totaux.add(total)
        if morceaux.setdefault(rang, valeur) != valeur:
            return Porte(None, "double", present=True)
    if not totaux:
        return Porte()
    if len(totaux) > 1:
        return Porte(None, "double", present=True)
    (total,) = totaux
    if total > MORCEAUX_MAX or set(morceaux) - set(range(1, total + 1)):
        return Porte(None, "abime", present=True)
    if len(morceaux) < total:
        return Porte(None, "manque", present=True)
    return _open([morceaux[rang] for rang in range(1, total + 1)])


def _open(morceaux: Sequence[str]) -> Porte:
    version, _, code = "".join(morceaux).partition(":")
    if version != VERSION:
        connue = re.fullmatch(r"v[0-9]{1,4}", version) is not None
        return Porte(None, "version" if connue else "abime", present=True)
    try:
        return Porte(_inflate(code), present=True)
    except (ValueError, TypeError, zlib.error, binascii.Error, RecursionError):
        return Porte(None, "abime", present=True)


def _inflate(code: str) -> Enveloppe:
    inflate = zlib.decompressobj()
    brut = inflate.decompress(base64.b64decode(code, validate=True), _TAILLE_MAX)
    if not inflate.eof:
        raise EnveloppeIllisibleError("too large, or cut")
    parties = json.loads(brut)
    if not isinstance(parties, list) or not all(isinstance(partie, str) for partie in parties):
        raise EnveloppeIllisibleError("parts")
    charge, type_charge, cle, signature = parties
    return Enveloppe(charge.encode(), type_charge, cle, base64.b64decode(signature, validate=True))
