"""What the pipeline asks of a redacteur, and what it gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
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
        ton: courtois | ferme | neutre, for a letter; "" elsewhere.
        longueur_max: characters of the whole passage.
        personnels: names that the saisie declares, of this passage's fields or not: none may leave in clear.
    """

    nom: str
    sorte: str
    champ_points: str
    points: tuple[str, ...]
    champs: Mapping[str, Any] = field(default_factory=dict)
    instruction: str = ""
    ton: str = ""
    longueur_max: int = 5000
    personnels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """Why a model's text was not used: `code` of the fault or of the guard's check, and a French sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Cout:
    """What a passage cost, over all its attempts: seconds, tokens."""

    premier_s: float = 0.0
    total_s: float = 0.0
    jetons_invite: int = 0
    jetons_caches: int = 0
    jetons_ecrits: int = 0

    def __add__(self, autre: Cout) -> Cout:
        """Add what another attempt cost; the first token is that of the first attempt that gave one."""
        return Cout(
            self.premier_s or autre.premier_s,
            self.total_s + autre.total_s,
            self.jetons_invite + autre.jetons_invite,
            self.jetons_caches + autre.jetons_caches,
            self.jetons_ecrits + autre.jetons_ecrits,
        )


@dataclass(frozen=True, slots=True)
class Redige:
    """A passage put into words: paragraphs of fragments with their origin.

    Attributes:
        essais: times a model was asked; 0 when none was.
        incidents: why an attempt was not used; when `origine` is not `ia`, why the plain words stand instead.
        cout: what the model cost; None when none was asked.
    """

    nom: str
    paragraphes: tuple[tuple[Fragment, ...], ...]
    origine: Origine
    essais: int = 0
    incidents: tuple[Incident, ...] = ()
    cout: Cout | None = None


class Etape(StrEnum):
    """What happens to a passage while it is written: DEBUT at the first token of an attempt, then its end.

    After REFUSE the passage is asked again, and what was shown of it is void; REPLI says that the agent's words stand.
    """

    DEBUT = "debut"
    JETON = "jeton"
    ACCEPTE = "accepte"
    REFUSE = "refuse"
    REPLI = "repli"


@dataclass(frozen=True, slots=True)
class Evenement:
    """Something to show while a passage is written. The text of a JETON is provisional and never enters an act."""

    passage: str
    etape: Etape
    texte: str = ""


Ecoute = Callable[[Evenement], None]
"""Called in the event loop: it must not wait."""


def ignore(_evenement: Evenement) -> None:
    """Listen to nothing."""


class Redacteur(Protocol):
    """Writes the passages of one act. `nom` and `modele` go into the document's properties."""

    @property
    def nom(self) -> str:
        """Name of the redacteur: "aucun", "vllm"."""

    @property
    def modele(self) -> str:
        """Name of the model as served; empty without a model."""

    async def write(self, demandes: Sequence[Demande], ecoute: Ecoute = ignore) -> tuple[Redige, ...]:
        """Write the passages, one Redige per Demande, in the same order; `ecoute` is told what happens meanwhile."""
