"""The matières of @ctes at level 2: what an act sent to the contrôle de légalité is about.

Levels 3 to 5 belong to each préfecture and are not here.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from server.referentiel.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOUTES = {rangee["code"]: rangee["libelle"] for rangee in read_table("matieres")}

THEMES: Mapping[str, str] = MappingProxyType({code: nom for code, nom in _TOUTES.items() if "." not in code})
"""The nine codes of level 1."""

MATIERES: Mapping[str, str] = MappingProxyType({code: nom for code, nom in _TOUTES.items() if "." in code})
"""The 57 codes of level 2 with their labels. Codes are strings: "7.10" (Divers) is not "7.1"."""
