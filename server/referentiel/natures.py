"""The natures of @ctes."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from server.referentiel.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

NATURES: Mapping[str, str] = MappingProxyType({rangee["code"]: rangee["libelle"] for rangee in read_table("natures")})
"""By code: DE, AR, AI, CC, BF, AU."""
