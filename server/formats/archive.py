"""Write zip packages: deterministic, and fast because static members are prepared once.

A member is prepared (compressed, its checksum taken) apart from being placed, so that the static parts of a document
cost one copy per document.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

# 1 January 1980, 00:00: the first date that zip knows. The same act gives the same bytes, whenever it is written.
_DATE_HEURE: Final = (0x0021 << 16) | 0x0000
_VERSION: Final = 20
_UTF8: Final = 0x0800
_PETIT: Final = 4096
_LOCAL: Final = struct.Struct("<4sHHHIIIIHH")
_CENTRAL: Final = struct.Struct("<4sHHHHIIIIHHHHHII")
_FIN: Final = struct.Struct("<4sHHHHIIH")


@dataclass(frozen=True, slots=True)
class Membre:
    """A member ready to be placed: its local header and data, and the two halves of its directory entry."""

    local: bytes
    central: bytes
    nom: bytes


def prepare(nom: str, donnees: bytes | str, niveau: int = 6) -> Membre:
    """Compress a member; `niveau` 0 stores it (the `mimetype` of an .odt must be, a picture gains nothing)."""
    brut = donnees.encode() if isinstance(donnees, str) else donnees
    methode, corps = 0, brut
    if niveau:
        # A small window costs less to set up than a small part takes to compress.
        fenetre, memoire = (-12, 5) if len(brut) < _PETIT else (-15, 8)
        deflate = zlib.compressobj(niveau, zlib.DEFLATED, fenetre, memoire)
        corps = deflate.compress(brut) + deflate.flush()
        methode = 8
    octets = nom.encode()
    drapeaux = 0 if nom.isascii() else _UTF8
    commun = (_VERSION, drapeaux, methode, _DATE_HEURE, zlib.crc32(brut), len(corps), len(brut), len(octets), 0)
    local = _LOCAL.pack(b"PK\x03\x04", *commun) + octets + corps
    # The last field, the place of the local header, is known only when the archive is put together.
    central = _CENTRAL.pack(b"PK\x01\x02", _VERSION, *commun, 0, 0, 0, 0, 0)[:-4]
    return Membre(local, central, octets)


def build_archive(membres: Iterable[Membre]) -> bytes:
    """Put members together in the order given; ValueError when two have one name."""
    locaux: list[bytes] = []
    centraux: list[bytes] = []
    noms: set[bytes] = set()
    place = 0
    for membre in membres:
        if membre.nom in noms:
            raise ValueError(f"two members are named {membre.nom!r}")
        noms.add(membre.nom)
        locaux.append(membre.local)
        centraux.append(membre.central + struct.pack("<I", place) + membre.nom)
        place += len(membre.local)
    annuaire = b"".join(centraux)
    fin = _FIN.pack(b"PK\x05\x06", 0, 0, len(noms), len(noms), len(annuaire), place, 0)
    return b"".join([*locaux, annuaire, fin])
