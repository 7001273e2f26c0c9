"""A place of a text that holds a fact, before it gets its mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.redacteurs.marques.modele import Nature


@dataclass(frozen=True, slots=True)
class Repere:
    """A fact found between two offsets of a text: its kind, its value and what is put back for it."""

    debut: int
    fin: int
    nature: Nature
    valeur: str
    texte: str
    civilite: str = ""
    accord: str = ""


def keep_first(reperes: Iterable[Repere]) -> tuple[Repere, ...]:
    """Keep each place unless it overlaps one given before it, and sort them by place."""
    tous = tuple(reperes)
    occupe = bytearray(max((r.fin for r in tous), default=0))
    gardes: list[Repere] = []
    for repere in tous:
        if repere.debut < repere.fin and occupe.find(1, repere.debut, repere.fin) < 0:
            occupe[repere.debut : repere.fin] = b"\1" * (repere.fin - repere.debut)
            gardes.append(repere)
    return tuple(sorted(gardes, key=lambda r: r.debut))
