"""Départements, and the administrative court that each comes under (CJA R221-3)."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from server.referentiel.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Departement:
    """A département, or an overseas collectivité that has its own code.

    Attributes:
        code: as in addresses ("49", "2A", "974").
        nom: « Maine-et-Loire ».
        avec_de: the name after « de », as usage has it: « de Maine-et-Loire », « de l’Ain », « du Nord ».
        tribunal: « tribunal administratif de Nantes ».
        siege: the town where that court sits.
        source: the article that gives the court, and the state of it that was read.
        verifie_le: ISO date of that reading.
    """

    code: str
    nom: str
    avec_de: str
    tribunal: str
    siege: str
    source: str
    verifie_le: str


def _read() -> Mapping[str, Departement]:
    departements = (
        Departement(r["departement"], r["nom"], r["avec_de"], r["tribunal"], r["siege"], r["source"], r["verifie_le"])
        for r in read_table("tribunaux")
    )
    return MappingProxyType({departement.code: departement for departement in departements})


DEPARTEMENTS: Mapping[str, Departement] = _read()
"""By code."""
