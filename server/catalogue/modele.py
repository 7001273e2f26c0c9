"""A template as a value: what modele.yaml says, and the text of its body."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from pathlib import Path

    from server.acte.noeuds import Genre


class TypeChamp(StrEnum):
    """The types that a field may have."""

    PHRASE = "phrase"
    TEXTE = "texte"
    POINTS = "points"
    ENTIER = "entier"
    MONTANT = "montant"
    DATE = "date"
    HEURE = "heure"
    OUI_NON = "oui_non"
    CHOIX = "choix"
    SIREN = "siren"
    SIRET = "siret"
    COURRIEL = "courriel"
    TELEPHONE = "telephone"
    URL = "url"
    GROUPE = "groupe"
    BLOC = "bloc"


TYPES_COMPOSES = frozenset({TypeChamp.GROUPE, TypeChamp.BLOC})
TYPES_REPETES = frozenset({TypeChamp.GROUPE, TypeChamp.POINTS})
TYPES_TEXTE = frozenset({TypeChamp.PHRASE, TypeChamp.TEXTE, TypeChamp.POINTS})

LONGUEUR_MAX = 10_000
"""Characters. No field holds more, whatever its template says."""
LONGUEURS = {TypeChamp.PHRASE: 500, TypeChamp.TEXTE: 5_000, TypeChamp.POINTS: 500}
"""Characters allowed where the template says nothing; for points, in each."""
NOMBRE_MAX = {TypeChamp.GROUPE: 200, TypeChamp.POINTS: 50}
"""Items allowed where the template says nothing."""


class Caractere(StrEnum):
    """Whom the act addresses; decides how it takes effect and how it is made public (CRPA L221-2, L221-8)."""

    REGLEMENTAIRE = "reglementaire"
    INDIVIDUEL = "individuel"
    NI_L_UN_NI_L_AUTRE = "ni_l_un_ni_l_autre"


class Publicite(StrEnum):
    """How the act is made public (CGCT L2131-1; CRPA L221-8)."""

    PUBLICATION = "publication"
    NOTIFICATION = "notification"
    PUBLICATION_ET_NOTIFICATION = "publication_et_notification"
    AUCUNE = "aucune"


class Maturite(StrEnum):
    """Whether a jurist has signed the template off."""

    A_VALIDER = "a_valider"
    VALIDE = "valide"


class SortePassage(StrEnum):
    """What a passage becomes in the act."""

    CONSIDERANTS = "considerants"
    EXPOSE = "expose"
    PARAGRAPHES = "paragraphes"
    SECTIONS = "sections"
    CONSIGNES = "consignes"


class Role(StrEnum):
    """Who may have to sign off."""

    REDACTEUR = "redacteur"
    RELECTEUR_JURIDIQUE = "relecteur_juridique"
    DIRECTION = "direction"
    ELU = "elu"
    REFERENT_ETHIQUE = "referent_ethique"


class NomEmplacement(StrEnum):
    """What is known only after sign-off."""

    NUMERO = "numero"
    DATE = "date"
    CACHET = "cachet"


class Operation(StrEnum):
    """What a computed field does with its operands."""

    SOMME = "somme"
    NOMBRE = "nombre"
    JOURS = "jours"
    DIFFERENCE = "difference"
    JOUR_SEMAINE = "jour_semaine"
    QUANTIEME = "quantieme"


@dataclass(frozen=True, slots=True)
class Choix:
    """One answer of a field of type choix."""

    valeur: str
    label: str


@dataclass(frozen=True, slots=True)
class Condition:
    """The field is asked only when `champ` (a sibling, else a field of the top level) has one of `valeurs`."""

    champ: str
    valeurs: tuple[str | bool, ...]


@dataclass(frozen=True, slots=True)
class Champ:
    """One field of the saisie.

    Attributes:
        exemple, defaut: as written in modele.yaml, checked against the type; None when there is none.
        longueur_max: characters; for points, of each point.
        minimum, maximum: bounds of an entier or a montant (euros), or of the number of items of points and groupe.
        champs: fields of a groupe or bloc.
        si: conditions, all needed; empty when the field is always asked.
    """

    nom: str
    type: TypeChamp
    label: str
    aide: str = ""
    exemple: Any = None
    obligatoire: bool = True
    donnee_personnelle: bool = False
    defaut: Any = None
    longueur_max: int | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    choix: tuple[Choix, ...] = ()
    champs: tuple[Champ, ...] = ()
    si: tuple[Condition, ...] = ()

    @property
    def longueur(self) -> int:
        """Give the number of characters allowed."""
        return self.longueur_max or LONGUEURS.get(self.type, 500)

    def find_champ(self, nom: str) -> Champ | None:
        """Find a field of this groupe or bloc."""
        return find_champ(self.champs, nom)


def find_champ(champs: tuple[Champ, ...], nom: str) -> Champ | None:
    """Find a field by its name."""
    return next((champ for champ in champs if champ.nom == nom), None)


def find_chemin(champs: tuple[Champ, ...], chemin: str) -> tuple[Champ, ...]:
    """Find the fields along a dotted path ("seance.date"); empty when a step does not exist."""
    trouves: list[Champ] = []
    for nom in chemin.split("."):
        champ = find_champ(champs, nom)
        if champ is None:
            return ()
        trouves.append(champ)
        champs = champ.champs
    return tuple(trouves)


def find_groupe(champs: tuple[Champ, ...], chemin: str) -> str:
    """Name the groupe that a dotted path goes through; empty when it goes through none."""
    trouves = find_chemin(champs, chemin)
    return trouves[0].nom if trouves and trouves[0].type is TypeChamp.GROUPE else ""


@dataclass(frozen=True, slots=True)
class Calcul:
    """A computed field: `operation` on the fields at these dotted paths, or on a number where it takes one."""

    nom: str
    operation: Operation
    operandes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ordre:
    """A constraint: the first moment is not after the second.

    Attributes:
        debut, fin: dotted paths: (a date,) or (a date, a time); inside a groupe both start with its name.
        message: French sentence for the user.
    """

    debut: tuple[str, ...]
    fin: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What a template opens to the model; `champs` are the only fields that it may use, `points` the agent's own.

    Points that stand in a groupe make a passage for each of its items, written from the fields of that item alone and
    from those of no groupe.
    """

    nom: str
    sorte: SortePassage
    points: str
    champs: tuple[str, ...]
    instruction: str
    longueur_max: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A legal reference that the template relies on; `verifie` says what it rests on.

    Attributes:
        en_vigueur_depuis: ISO date of the present wording, None when not known.
    """

    code: str
    article: str
    sujet: str
    en_vigueur_depuis: str | None
    verifie: str


@dataclass(frozen=True)
class Modele:
    """A template, checked.

    Attributes:
        nature: @ctes nature (DE AR AI CC BF AU), None for a letter or a note.
        matiere: @ctes matière as a string ("7.10" is not "7.1"), None for a letter or a note.
        motive: the act must state its reasons.
        transmission: the act goes to the contrôle de légalité.
        dossier: its folder; `corps` is the text of corps.txt.j2.
        exemples: names of its examples ("01").
    """

    code: str
    titre: str
    resume: str
    genre: Genre
    nature: str | None
    matiere: str | None
    caractere: Caractere | None
    motive: bool
    publicite: Publicite
    transmission: bool
    maturite: Maturite
    version: str
    references: tuple[Reference, ...]
    champs: tuple[Champ, ...]
    calculs: tuple[Calcul, ...]
    contraintes: tuple[Ordre, ...]
    passages: tuple[Passage, ...]
    circuit: tuple[Role, ...]
    apres_visa: tuple[NomEmplacement, ...]
    ne_couvre_pas: tuple[str, ...]
    dossier: Path
    corps: str
    exemples: tuple[str, ...] = ()

    @cached_property
    def fichier(self) -> Path:
        """Give the path of modele.yaml."""
        return self.dossier / "modele.yaml"

    def find_champ(self, chemin: str) -> Champ | None:
        """Find a field by its dotted path ("seance.date", "beneficiaires.montant")."""
        trouves = find_chemin(self.champs, chemin)
        return trouves[-1] if trouves else None

    @cached_property
    def repetes(self) -> Mapping[str, str]:
        """Give the groupe of each passage that is written for every item of one."""
        groupes = {passage.nom: find_groupe(self.champs, passage.points) for passage in self.passages}
        return MappingProxyType({nom: groupe for nom, groupe in groupes.items() if groupe})

    def find_passage(self, nom: str) -> Passage | None:
        """Find a passage by its name, with or without the rank of the item that it was written for."""
        return next((passage for passage in self.passages if passage.nom == nom.partition("[")[0]), None)

    def label_passage(self, nom: str) -> str:
        """Give the words for a passage: those of the field that holds its points, its own name when it has none."""
        passage = self.find_passage(nom)
        champ = self.find_champ(passage.points) if passage else None
        return champ.label if champ else nom
