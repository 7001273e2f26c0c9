"""Templates, checked at load, and the saisies that they accept."""

from server.catalogue.catalogue import Catalogue, CatalogueInvalide, load_catalogue, load_exemple, load_modele
from server.catalogue.collectivite import Collectivite, load_collectivite, parse_collectivite
from server.catalogue.modele import Champ, Modele, Passage, Reference, TypeChamp
from server.catalogue.saisie import Saisie, read_saisie, validate
from server.catalogue.schema import json_schema
from server.catalogue.validation import Valeurs

__all__ = [
    "Catalogue",
    "CatalogueInvalide",
    "Champ",
    "Collectivite",
    "Modele",
    "Passage",
    "Reference",
    "Saisie",
    "TypeChamp",
    "Valeurs",
    "json_schema",
    "load_catalogue",
    "load_collectivite",
    "load_exemple",
    "load_modele",
    "parse_collectivite",
    "read_saisie",
    "validate",
]
