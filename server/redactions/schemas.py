"""How drafting is asked for, and what its stream tells."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from server.brouillons.schemas import Revision
from server.brut import Texte

RedacteurDemande = Annotated[
    Literal["aucun", "vllm"] | None,
    Field(
        description="Qui met les passages en mots : aucun (les points de l’agent), vllm (le modèle de langage), "
        "ou null pour vllm si l’installation en a un.",
        examples=["aucun"],
    ),
]


class DemandeRedaction(BaseModel):
    """La rédaction d’un brouillon entier."""

    revision: Revision
    redacteur: RedacteurDemande = None
    garder: list[Annotated[Texte, Field(max_length=80)]] = Field(
        default_factory=list,
        max_length=50,
        description="Passages retouchés ou écrits à la main, à garder tels quels.",
        examples=[[]],
    )


class DemandePassage(BaseModel):
    """La rédaction d’un seul passage."""

    revision: Revision
    redacteur: RedacteurDemande = None


class RedactionLancee(BaseModel):
    """La rédaction à écouter : `GET /api/redactions/{redaction}/evenements`."""

    redaction: UUID
