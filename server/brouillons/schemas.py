"""What a client says of a draft, and is told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from server.brouillons.titre import TITRE_MAX
from server.brut import SaisieBrute, Texte
from server.controle.schemas import BlocVu, ConstatVu
from server.modeles.models import CODE_MAX

PARAGRAPHES_MAX = 60
PARAGRAPHE_MAX = 5_000
REVISION_MAX = 2**31 - 1

Revision = Annotated[
    int,
    Field(ge=1, le=REVISION_MAX, description="Révision du brouillon que le client a vue en dernier.", examples=[3]),
]


class NouveauBrouillon(BaseModel):
    """Un brouillon à créer."""

    modele: Texte = Field(
        max_length=CODE_MAX, description="Code du modèle.", examples=["arrete_circulation_temporaire"]
    )
    saisie: SaisieBrute = Field(
        default_factory=dict,
        description="Ce qui est déjà saisi, par nom de champ ; peut être incomplet ou vide.",
        examples=[{"operation": "les travaux de renouvellement du réseau d’eau potable"}],
    )


class SaisieModifiee(BaseModel):
    """La saisie entière d’un brouillon, telle qu’elle est maintenant."""

    saisie: SaisieBrute = Field(examples=[{"operation": "les travaux de renouvellement du réseau d’eau potable"}])
    revision: Revision
    repetee: bool = Field(
        default=False,
        description="La réponse à cette demande, ou à la rédaction de cette saisie, s’est perdue : "
        "elle est peut-être déjà faite.",
    )


class RevisionVue(BaseModel):
    """La révision à laquelle un changement a mené."""

    revision: int = Field(examples=[4])


class BrouillonResume(BaseModel):
    """Un brouillon, tel que le montre une liste."""

    id: UUID
    titre: str = Field(max_length=TITRE_MAX, examples=["Arrêté portant réglementation temporaire de la circulation"])
    modele: str = Field(examples=["arrete_circulation_temporaire"])
    genre: str = Field(examples=["arrete"])
    etat: Literal["saisie", "redige"] = Field(description="redige dès qu’un acte a été composé une fois.")
    cree_le: datetime
    modifie_le: datetime
    supprime_le: datetime | None = Field(default=None, description="Quand il a été mis à la corbeille.")
    revision: int = Field(examples=[3])


class Brouillons(BaseModel):
    """Une page de brouillons, du plus récemment modifié au plus ancien."""

    total: int = Field(description="Nombre de brouillons qui répondent à la recherche.", examples=[42])
    page: int = Field(examples=[1])
    elements: list[BrouillonResume]


class IncidentVu(BaseModel):
    """Pourquoi un texte du modèle de langage n’a pas été gardé."""

    code: str
    message: str


class PassageVu(BaseModel):
    """Un passage, tel qu’il est dans l’acte."""

    nom: str = Field(examples=["motifs"])
    sorte: str = Field(examples=["considerants"])
    libelle: str = Field(description="Nom du champ dont le passage reprend les points.", examples=["Motifs de fait"])
    origine: str = Field(
        description="ia : le modèle de langage ; ia_retouchee : changé à la main depuis ; agent : écrit à la main ; "
        "saisie : les points de l’agent, sans modèle.",
        examples=["saisie"],
    )
    essais: int = Field(description="Nombre de demandes faites au modèle de langage.")
    paragraphes: list[str]
    incidents: list[IncidentVu]


class BlocPlace(BlocVu):
    """Un paragraphe de l’acte et sa place."""

    partie: str = Field(
        description="corps, tete/…, pied/… ; pour une cellule : son tableau, sa ligne et sa colonne.",
        examples=["corps/tableau1/2/1"],
    )
    entete: bool = Field(description="Dans une ligne d’en-tête de tableau ?")
    gras: list[tuple[int, int]] = Field(
        description="Les suites de caractères en gras : début et fin dans le paragraphe, en unités UTF-16."
    )


class ActeRedige(BaseModel):
    """L’acte composé, paragraphe par paragraphe."""

    genre: str = Field(examples=["arrete"])
    canon: str = Field(description="Empreinte SHA-256 de la forme canonique (canon/1).")
    blocs: list[BlocPlace]


class BrouillonVu(BrouillonResume):
    """Un brouillon entier."""

    saisie: dict[str, Any]
    acte: ActeRedige | None = Field(description="null tant que rien n’est rédigé.")
    constats: list[ConstatVu]
    passages: list[PassageVu]
    perime: bool = Field(
        description="La saisie, la collectivité ou le modèle d’acte a changé depuis la rédaction : "
        "l’acte est celui d’avant."
    )
    redaction_en_cours: UUID | None = Field(description="La rédaction à écouter, s’il y en a une en cours.")


class DemandeReprise(BaseModel):
    """Comment reprendre un brouillon ; les deux champs ensemble, ou aucun."""

    champ_date: Texte | None = Field(
        default=None, max_length=200, description="Chemin de la date connue.", examples=["date_debut"]
    )
    nouvelle_date: date | None = Field(default=None, description="Sa nouvelle valeur.", examples=["2027-12-01"])


class DateDecalee(BaseModel):
    """Une date décalée d’autant de jours que celle qui est donnée."""

    champ: str = Field(examples=["date_fin"])
    ancienne: date
    nouvelle: date


class BrouillonRepris(BrouillonResume):
    """Le nouveau brouillon, et ce qui y a changé."""

    dates: list[DateDecalee]
    a_relire: list[str] = Field(
        description="Champs de texte libre où une date est écrite : elle n’a pas été changée.", examples=[["motifs"]]
    )


class PassageModifie(BaseModel):
    """Un passage écrit à la main, ou ramené aux points de l’agent."""

    revision: Revision
    paragraphes: list[Annotated[Texte, Field(max_length=PARAGRAPHE_MAX)]] | None = Field(
        default=None,
        max_length=PARAGRAPHES_MAX,
        description="Le texte, un paragraphe par élément.",
        examples=[["Considérant que la tranchée occupe toute la largeur de la chaussée ;"]],
    )
    repli: bool = Field(default=False, description="true : reprendre les points de l’agent, sans modèle de langage.")
