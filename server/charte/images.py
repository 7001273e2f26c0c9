"""Tell the kind and size of a picture from its first bytes, without decoding it."""

from __future__ import annotations

import struct
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mesure:
    """The kind of a picture ("png", "jpeg", "gif") and its size in pixels."""

    sorte: str
    largeur: int
    hauteur: int


def measure(donnees: bytes) -> Mesure | None:
    """Measure a PNG, a JPEG or a GIF; None for anything else, or for a picture without a size."""
    if donnees.startswith(b"\x89PNG\r\n\x1a\n") and len(donnees) >= 24:
        return _sized("png", *struct.unpack(">II", donnees[16:24]))
    if donnees[:6] in {b"GIF87a", b"GIF89a"} and len(donnees) >= 10:
        return _sized("gif", *struct.unpack("<HH", donnees[6:10]))
    if donnees.startswith(b"\xff\xd8\xff"):
        return _measure_jpeg(donnees)
    return None


def _sized(sorte: str, largeur: int, hauteur: int) -> Mesure | None:
    return Mesure(sorte, largeur, hauteur) if largeur and hauteur else None


def _measure_jpeg(donnees: bytes) -> Mesure | None:
    """Walk the segments to the frame header (SOF0 to SOF15, but for the three that are no frame)."""
    place = 2
    while place + 9 <= len(donnees) and donnees[place] == 0xFF:
        marqueur = donnees[place + 1]
        if 0xC0 <= marqueur <= 0xCF and marqueur not in {0xC4, 0xC8, 0xCC}:
            hauteur, largeur = struct.unpack(">HH", donnees[place + 5 : place + 9])
            return _sized("jpeg", largeur, hauteur)
        place += 2 + int(struct.unpack(">H", donnees[place + 2 : place + 4])[0])
    return None
