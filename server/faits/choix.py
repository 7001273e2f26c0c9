from __future__ import annotations

from typing import TYPE_CHECKING

from server.faits.fait import Genre

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.faits.fait import Fait

# At equal length the kind that says more wins: « 2 novembre 2026 » is a date before it is an identifier.
_PRIORITES = (
    Genre.DATE,
    Genre.HEURE,
    Genre.MONTANT,
    Genre.DUREE,
    Genre.REFERENCE,
    Genre.ADRESSE,
    Genre.VOIE,
    Genre.NOM,
    Genre.JOUR,
    Genre.IDENTIFIANT,
    Genre.NOMBRE,
)
_RANGS = {genre: rang for rang, genre in enumerate(_PRIORITES)}
# What any string of figures can be: they yield to every other kind, even a shorter one.
_GENERIQUES = frozenset({Genre.IDENTIFIANT, Genre.NOMBRE})


def keep_longest(faits: Iterable[Fait]) -> tuple[Fait, ...]:
    """Keep, among facts that overlap, the most specific then the longest; sort what is left by place."""
    candidats = sorted(faits, key=lambda f: (f.genre in _GENERIQUES, f.debut - f.fin, _RANGS[f.genre], f.debut))
    occupe = bytearray(max((f.fin for f in candidats), default=0))
    gardes = []
    for fait in candidats:
        # One search per fact over its own length: linear in the text, whatever the number of facts.
        if occupe.find(1, fait.debut, fait.fin) < 0:
            occupe[fait.debut : fait.fin] = b"\1" * (fait.fin - fait.debut)
            gardes.append(fait)
    return tuple(sorted(gardes, key=lambda f: f.debut))
