"""Who puts a passage into words: a Protocol, and the plain one that needs no model."""

from server.redacteurs.aucun import Aucun
from server.redacteurs.base import Cout, Demande, Ecoute, Etape, Evenement, Incident, Redacteur, Redige, ignore
from server.redacteurs.choix import make_redacteur

__all__ = [
    "Aucun",
    "Cout",
    "Demande",
    "Ecoute",
    "Etape",
    "Evenement",
    "Incident",
    "Redacteur",
    "Redige",
    "ignore",
    "make_redacteur",
]
