"""Facts with their dates and sources: administrative courts, @ctes matières and natures, legal references."""

from server.referentiel.matieres import MATIERES
from server.referentiel.natures import NATURES
from server.referentiel.references import REFERENCES, ReferenceLegale, Statut, find_reference, statut
from server.referentiel.tribunaux import DEPARTEMENTS, Departement

__all__ = [
    "DEPARTEMENTS",
    "MATIERES",
    "NATURES",
    "REFERENCES",
    "Departement",
    "ReferenceLegale",
    "Statut",
    "find_reference",
    "statut",
]
