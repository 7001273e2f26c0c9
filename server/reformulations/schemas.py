"""What is asked of a selection, and what is given back."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from server.brut import Texte

PARAGRAPHES_MAX = 20
PARAGRAPHE_MAX = 4_000
ACTE_MAX = 200_000


class Action(StrEnum):
    """What the model is asked to do with a selection."""

    CLAIR = "clair"
    COURT = "court"
    COURTOIS = "courtois"
    CORRIGER = "corriger"
    CONSIDERANTS = "considerants"
    DEVELOPPER = "developper"


class DemandeReformulation(BaseModel):
    """Des paragraphes choisis dans un document, et ce qu’il faut en faire."""

    action: Action = Field(
        description="clair : plus clair ; court : plus court ; courtois : plus courtois ; corriger : orthographe et "
        "grammaire ; considerants : un considérant par paragraphe ; developper : chaque point en phrases.",
        examples=["clair"],
    )
    paragraphes: list[Annotated[Texte, Field(min_length=1, max_length=PARAGRAPHE_MAX, pattern=r"\S")]] = Field(
        min_length=1,
        max_length=PARAGRAPHES_MAX,
        description="Les paragraphes choisis, dans leur ordre.",
        examples=[["La haie déborde sur le trottoir, il faut la tailler avant le 3 mars 2027."]],
    )
    genre: Literal["arrete", "deliberation", "courrier", "note"] | None = Field(
        None, description="Genre du document, s’il est connu.", examples=["courrier"]
    )
    acte: Texte = Field(
        "",
        max_length=ACTE_MAX,
        description="Le texte entier du document. Il ne part pas vers le modèle : les noms de personnes qu’il porte y "
        "sont cherchés pour être masqués.",
        examples=[""],
    )


class ParagrapheReformule(BaseModel):
    """Un paragraphe, avant et après."""

    avant: str = Field(examples=["La haie déborde sur le trottoir, il faut la tailler avant le 3 mars 2027."])
    apres: str = Field(
        description="Le même texte qu’avant s’il n’est pas reformulé.",
        examples=["La haie déborde sur le trottoir. Il faut la tailler avant le 3 mars 2027."],
    )
    etat: Literal["reformule", "inchange", "refuse"] = Field(
        description="refuse : rien de ce que le modèle a proposé n’est gardé.", examples=["reformule"]
    )
    motifs: list[str] = Field(description="Pourquoi des propositions du modèle ont été écartées.", examples=[[]])


class Reformulations(BaseModel):
    """Chaque paragraphe demandé, dans le même ordre."""

    action: Action
    redacteur: str = Field(examples=["vllm"])
    modele: str = Field(description="Nom du modèle, tel qu’il est servi.", examples=["mistral-small"])
    paragraphes: list[ParagrapheReformule]
