"""What the address of the collectivité receives and answers."""

from __future__ import annotations

import uuid
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class CollectiviteDecrite(BaseModel):
    """A collectivité, with everything that was described once and is never typed again; from the settings, no id."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID | None
    nom: str
    donnees: dict[str, Any]


class DescriptionCollectivite(BaseModel):
    """A description, as in the YAML file of MINUTIER_COLLECTIVITE."""

    model_config = ConfigDict(extra="forbid")

    donnees: dict[str, Any] = Field(
        examples=[{"nom": "Saint-Aubin-sur-Loire", "type": "commune", "siren": "213801234", "departement": "49"}]
    )
