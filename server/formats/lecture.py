"""What a reader gives back: the tree, and what it has to say about the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.acte.noeuds import Acte


@dataclass(frozen=True, slots=True)
class Lecture:
    """Hold the act that was read, and French sentences about what the reader left out or could not settle."""

    acte: Acte
    avertissements: tuple[str, ...] = ()
