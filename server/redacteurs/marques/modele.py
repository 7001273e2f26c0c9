"""Marks as values: what each stands for, and the whole of one request."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.redacteurs.base import Demande

MARQUE = re.compile(r"⟦[A-Z]{1,8}_?[0-9]{1,4}⟧")
"""A mark as it is written to the model and expected back."""


def say_marques(texte: str) -> str:
    """Put plain words in place of marks, so that the verbs beside them are seen: « deux élèves passent »."""
    return MARQUE.sub("x", re.sub(r"⟦NOMBRE_[0-9]+⟧", "deux", texte))


class Nature(StrEnum):
    """The kinds of mark; the value is what the mark is called."""

    DATE = "DATE"
    JOUR = "JOUR"
    HEURE = "HEURE"
    DUREE = "DUREE"
    MONTANT = "MONTANT"
    NOMBRE = "NOMBRE"
    REF = "REF"
    PERSONNE = "P"
    VOIE = "VOIE"
    LIEU = "LIEU"
    ORG = "ORG"
    NOM = "NOM"
    CODE = "CODE"
    ADRESSE = "ADRESSE"
    TEL = "TEL"
    COURRIEL = "COURRIEL"
    SITE = "SITE"
    IBAN = "IBAN"
    NIR = "NIR"
    SIRET = "SIRET"

    @property
    def label(self) -> str:
        """Name the kind in French, for the model and for messages."""
        return _LABELS[self]


_LABELS = {
    Nature.DATE: "date, avec son mois et son année",
    Nature.JOUR: "jour de la semaine",
    Nature.HEURE: "heure",
    Nature.DUREE: "durée, avec son unité",
    Nature.MONTANT: "montant, avec sa monnaie",
    Nature.NOMBRE: "nombre",
    Nature.REF: "référence d’un texte ou d’un acte",
    Nature.PERSONNE: "nom d’une personne, sans sa civilité",
    Nature.VOIE: "voie, sans son article",
    Nature.LIEU: "lieu, sans préposition",
    Nature.ORG: "organisme",
    Nature.NOM: "nom propre",
    Nature.CODE: "numéro ou code",
    Nature.ADRESSE: "adresse",
    Nature.TEL: "numéro de téléphone",
    Nature.COURRIEL: "adresse électronique",
    Nature.SITE: "adresse d’un site",
    Nature.IBAN: "numéro de compte",
    Nature.NIR: "numéro de sécurité sociale",
    Nature.SIRET: "numéro SIRET ou SIREN",
}
PERSONNELLES = frozenset(
    {Nature.PERSONNE, Nature.ADRESSE, Nature.TEL, Nature.COURRIEL, Nature.IBAN, Nature.NIR, Nature.SIRET, Nature.NOM}
)
ENTITES = frozenset({Nature.PERSONNE, Nature.ORG})
"""Whom a fact may belong to."""


@dataclass(frozen=True, slots=True)
class FaitMarque:
    """What one mark stands for.

    Attributes:
        marque: "⟦DATE_1⟧".
        nature: its kind.
        texte: what is put back in its place.
        valeur: normalised value; two facts of one kind are the same when it is equal.
        champ: where it was first met ("motifs[0]", "beneficiaires[1].montant"); "" for a computed fact.
        proprietaires: the points and items that hold it ("motifs[0]", "beneficiaires[1]").
        requis: it must occur in the passage: a fact of the points.
        personnel: personal data.
        accord: "masculin", "féminin" or "", so that the model agrees with it.
        civilite: "M.", "Mme", "" for a person.
        calcul: for a computed fact, what it is, in French with marks; "" otherwise.
    """

    marque: str
    nature: Nature
    texte: str
    valeur: str
    champ: str = ""
    proprietaires: frozenset[str] = frozenset()
    requis: bool = False
    personnel: bool = False
    accord: str = ""
    civilite: str = ""
    calcul: str = ""


@dataclass(frozen=True)
class Marquage:
    """A request whose facts and persons are marks, and the table that gives them back. In memory only.

    Attributes:
        demande: the request, points and fields with marks in place of facts; `champs` is nested by item
            ({"beneficiaires": [{"nom": "⟦ORG_1⟧", "montant": "⟦MONTANT_1⟧"}]}).
        table: every mark, by its text, in the order met.
        clair: what the request said, without marks, for the checks that compare words.
    """

    demande: Demande
    table: Mapping[str, FaitMarque]
    clair: str = field(default="", repr=False)

    def __repr__(self) -> str:
        """Show the counts only: a table holds persons, and reprs end in logs."""
        return f"Marquage({self.demande.nom!r}, {len(self.table)} marques)"
