"""Who puts a passage into words: a Protocol, and the plain one that needs no model."""

from server.redacteurs.aucun import Aucun
from server.redacteurs.base import Demande, Redacteur, Redige

__all__ = ["Aucun", "Demande", "Redacteur", "Redige"]
