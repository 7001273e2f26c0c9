#!/usr/bin/env python3
"""Draw the icons of the Word add-in, as `server/web/static/icone.svg` shows them: python3 scripts/icones.py."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

DOSSIER = Path(__file__).resolve().parents[1] / "addin-manifest" / "word"
TAILLES = (16, 32, 64, 80)
# The drawing is 32 wide; each pixel is the mean of this many points a side.
COTE = 32
POINTS = 4

FOND = (0x1F, 0x3F, 0x87, 255)
FEUILLE = (255, 255, 255, 255)
PLI = (0xB9, 0xC6, 0xE6, 255)
RIEN = (0, 0, 0, 0)
RAYON = 6
# Lines of text: from, to, height of the middle.
LIGNES = ((12, 21, 16), (12, 21, 19.5), (12, 17, 23))
EPAISSEUR = 0.8


def find_couleur(x: float, y: float) -> tuple[int, int, int, int]:
    """Give the colour of a point of the drawing."""
    dx, dy = max(RAYON - x, x - COTE + RAYON, 0), max(RAYON - y, y - COTE + RAYON, 0)
    if dx * dx + dy * dy > RAYON * RAYON:
        return RIEN
    if any(debut <= x <= fin and abs(y - milieu) <= EPAISSEUR for debut, fin, milieu in LIGNES):
        return FOND
    if 19 <= x <= 24 and 7 <= y <= 12:
        return PLI if x - 19 <= y - 7 else FOND
    return FEUILLE if 9 <= x <= 24 and 7 <= y <= 25 else FOND


def draw(taille: int) -> bytes:
    """Draw the icon at a size; give its PNG."""
    pas = COTE / taille / POINTS
    lignes = []
    for rang in range(taille):
        ligne = bytearray([0])
        for colonne in range(taille):
            points = [
                find_couleur((colonne * POINTS + i + 0.5) * pas, (rang * POINTS + j + 0.5) * pas)
                for i in range(POINTS)
                for j in range(POINTS)
            ]
            opaques = [point for point in points if point[3]]
            fond = opaques or [RIEN]
            ligne += bytes(round(sum(point[canal] for point in fond) / len(fond)) for canal in range(3))
            ligne.append(round(255 * len(opaques) / len(points)))
        lignes.append(bytes(ligne))
    entete = struct.pack(">IIBBBBB", taille, taille, 8, 6, 0, 0, 0)
    morceaux = ((b"IHDR", entete), (b"IDAT", zlib.compress(b"".join(lignes), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(corps)) + genre + corps + struct.pack(">I", zlib.crc32(genre + corps))
        for genre, corps in morceaux
    )


if __name__ == "__main__":
    for taille in TAILLES:
        (DOSSIER / f"icone-{taille}.png").write_bytes(draw(taille))
