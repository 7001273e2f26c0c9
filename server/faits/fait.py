from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Genre(StrEnum):
    """Name the kinds of fact that a text can state."""

    NOMBRE = "nombre"
    MONTANT = "montant"
    DATE = "date"
    JOUR = "jour"  # a weekday that belongs to no date: « tous les lundis »
    HEURE = "heure"
    DUREE = "duree"
    REFERENCE = "reference"  # a code, an article of it, a law, a decree, a numbered act
    NOM = "nom"
    VOIE = "voie"
    IDENTIFIANT = "identifiant"  # letters and figures mixed, « AB-123-CD », « 2026-045 »
    ADRESSE = "adresse"  # a web or mail address


@dataclass(frozen=True, slots=True)
class Fait:
    """Hold one fact: where it stands in the text and what it says.

    `debut` and `fin` count code points of the text that was searched, so that `texte == source[debut:fin]`.
    `valeur` is the normalised form: two facts of one genre say the same thing when their values are equal.
    """

    genre: Genre
    debut: int
    fin: int
    texte: str
    valeur: str
