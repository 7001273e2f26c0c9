"""Marks: facts and persons leave the request as typed marks, and come back into what the model wrote."""

from server.redacteurs.marques.marquage import mark
from server.redacteurs.marques.modele import MARQUE, FaitMarque, Marquage, Nature, say_marques
from server.redacteurs.marques.remise import put_back, unmark

__all__ = ["MARQUE", "FaitMarque", "Marquage", "Nature", "mark", "put_back", "say_marques", "unmark"]
