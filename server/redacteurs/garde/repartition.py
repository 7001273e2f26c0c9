"""One paragraph per point: each says its own point, with its own facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.redacteurs.garde.base import Refus
from server.redacteurs.marques import MARQUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.redacteurs.marques import FaitMarque, Marquage


def check_repartition(paragraphes: Sequence[str], marquage: Marquage) -> tuple[Refus, ...]:
    """Refuse a fact of one point in the paragraph of another, where one paragraph per point was asked.

    A fact that a field holds too may stand anywhere, a computed one too. Seen with a small model: the length of a crane
    (first point) given as the width of a road (second point), in good French.

    Args:
        paragraphes: the marked text, as the model wrote it.
        marquage: the request; with another number of paragraphs than of points, nothing is said.
    """
    if len(paragraphes) != len(marquage.demande.points):
        return ()
    return tuple(_find(paragraphes, marquage))


def _find(paragraphes: Sequence[str], marquage: Marquage) -> Iterator[Refus]:
    champ = marquage.demande.champ_points
    for rang, paragraphe in enumerate(paragraphes):
        for marque in dict.fromkeys(m.group() for m in MARQUE.finditer(paragraphe)):
            fait = marquage.table.get(marque)
            if fait is not None and _is_elsewhere(fait, champ, rang):
                yield Refus(
                    "autre_point",
                    f"Un fait d’un autre point est écrit dans le paragraphe {rang + 1} : « {fait.texte} ».",
                    f"{marque} appartient à un autre point que le paragraphe {rang + 1} : laissez-la dans le sien.",
                    marque,
                )


def _is_elsewhere(fait: FaitMarque, champ: str, rang: int) -> bool:
    points = {p for p in fait.proprietaires if p.startswith(f"{champ}[")}
    return bool(points) and points == fait.proprietaires and f"{champ}[{rang}]" not in points
