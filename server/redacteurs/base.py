"""What the pipeline asks of a redacteur, and what it gets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from server.acte.fragments import Fragment, Origine


@dataclass(frozen=True, slots=True)
class Demande:
    """One passage to write.

    Attributes:
        nom: name of the passage in its template.
        sorte: considerants | expose | paragraphes | sections | consignes.
        champ_points: path of the field that holds the points ("motifs").
        points: the agent's own points, in order.
        champs: the only fields that the passage may use, by name.
        instruction: what the template asks of a model.
        longueur_max: characters of the whole passage.
    """

    nom: str
    sorte: str
    champ_points: str
    points: tuple[str, ...]
    champs: Mapping[str, Any] = field(default_factory=dict)
    instruction: str = ""
    longueur_max: int = 5000


@dataclass(frozen=True, slots=True)
class Redige:
    """A passage put into words: paragraphs of fragments with their origin.

    `essais` counts the times a model was asked: 0 when none was.
    """

    nom: str
    paragraphes: tuple[tuple[Fragment, ...], ...]
    origine: Origine
    essais: int = 0


class Redacteur(Protocol):
    """Writes the passages of one act. `nom` and `modele` go into the document's properties."""

    @property
    def nom(self) -> str:
        """Name of the redacteur: "aucun", "vllm"."""

    @property
    def modele(self) -> str:
        """Name of the model as served; empty without a model."""

    async def write(self, demandes: Sequence[Demande]) -> tuple[Redige, ...]:
        """Write the passages, one Redige per Demande, in the same order."""
