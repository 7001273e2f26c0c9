"""What the addresses of dossiers receive and answer."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from server.brouillons.schemas import REVISION_MAX, ActeRedige, Revision
from server.brut import Texte
from server.controle.schemas import ConstatVu

RAISON_MAX = 2_000
COMMENTAIRE_MAX = 5_000
DECISIONS_MAX = 1_000

Etat = Literal["brouillon", "en_relecture", "renvoye", "valide", "clos"]
RoleCircuit = Literal["relecteur_juridique", "direction", "elu", "referent_ethique"]
Empreinte = Annotated[
    str,
    Field(
        pattern=r"^[0-9a-f]{64}$",
        description="Empreinte de ce qui a été lu : `canon` de la version.",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    ),
]
Numero = Annotated[int, Field(ge=1, le=REVISION_MAX, description="Numéro de la version qui a été lue.", examples=[2])]
RangEtape = Annotated[
    int, Field(ge=0, le=20, description="Rang de l’étape dans le circuit, à partir de 0.", examples=[0])
]
RangBloc = Annotated[int, Field(ge=0, le=1_000_000, description="Rang du paragraphe, à partir de 0.", examples=[4])]
Raison = Annotated[Texte, Field(min_length=5, max_length=RAISON_MAX, pattern=r"\S[\s\S]{3,}\S")]


class Corps(BaseModel):
    """What is received: a field that we do not know is a fault."""

    model_config = ConfigDict(extra="forbid")


class PersonneVue(BaseModel):
    """Une personne de la collectivité."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    prenom: str = Field(examples=["Marie"])
    nom: str = Field(examples=["Durand"])


class PersonneDuCircuit(PersonneVue):
    """Une personne, et les rôles qu’elle a."""

    roles: list[str] = Field(examples=[["relecteur_juridique"]])


class Personnes(BaseModel):
    """Les personnes de la collectivité."""

    personnes: list[PersonneDuCircuit]


# --- what is asked


class NouveauDossier(Corps):
    """Le brouillon rédigé dont faire un dossier."""

    brouillon_id: UUID
    revision: Revision
    format: Literal["docx", "odt"] = Field(default="docx", description="Format de la première version.")


class VersionVisee(Corps):
    """La version qui a été lue."""

    version: Numero
    empreinte: Empreinte


class EtapeVue(Corps):
    """L’étape qui a été vue."""

    etape: RangEtape


class DemandeRenvoi(VersionVisee):
    """Un renvoi, toujours motivé."""

    raison: Raison = Field(examples=["L’article 2 ne dit pas qui met en place la signalisation."])


class DemandeTransmission(Corps):
    """À qui remettre le dossier, ou la relecture de l’étape."""

    quoi: Literal["dossier", "relecture"] = Field(examples=["relecture"])
    compte_id: UUID


class DecisionPassage(Corps):
    """Ce que le relecteur décide d’un passage."""

    bloc: RangBloc
    decision: Literal["accepte", "corrige", "rejete"]
    texte: Annotated[Texte, Field(min_length=1, max_length=COMMENTAIRE_MAX)] | None = Field(
        default=None,
        description="Le texte à mettre à la place, quand la décision est `corrige`. Qui rédige l’appliquera, ou non : "
        "un relecteur qui modifierait l’acte ne pourrait plus le viser.",
    )


class DemandeExamen(VersionVisee):
    """Des décisions sur les passages d’une version."""

    decisions: Annotated[
        list[DecisionPassage],
        Field(min_length=1, max_length=DECISIONS_MAX, examples=[[{"bloc": 4, "decision": "accepte"}]]),
    ]


class Controles(Corps):
    """Les trois contrôles du relecteur, tous nécessaires."""

    exactitude: bool = Field(description="Les faits, noms, dates et montants sont exacts.")
    plausibilite: bool = Field(description="L’acte dit bien ce qui a été décidé, et se tient.")
    sources: bool = Field(description="Les textes et pièces visés existent et disent ce qui est dit.")


class Derogation(Corps):
    """Une erreur laissée, et pourquoi. La raison est écrite au registre et n’en sort plus."""

    code: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{1,9}$", examples=["C07"])]
    bloc: RangBloc | None = Field(description="Paragraphe de l’erreur ; null pour l’acte entier.")
    raison: Raison = Field(examples=["Le décret cité est bien celui du 3 mars : vérifié au Journal officiel."])


class DemandeVisa(VersionVisee):
    """Un visa : ce qui a été lu, ce qui a été contrôlé, ce qui est laissé."""

    etape: RangEtape
    controles: Controles
    derogations: Annotated[list[Derogation], Field(max_length=200)] = []


class NouveauCommentaire(VersionVisee):
    """Une remarque sur un paragraphe, ou sur l’acte entier."""

    bloc: RangBloc | None = Field(default=None, description="null : sur l’acte entier.")
    texte: Annotated[Texte, Field(min_length=1, max_length=COMMENTAIRE_MAX, pattern=r"\S")] = Field(
        examples=["Préciser l’heure de fin."]
    )


class NouvelleDelegation(Corps):
    """Qui relit à la place de qui, et quels jours."""

    delegataire_id: UUID = Field(description="Qui relira.")
    delegant_id: UUID | None = Field(
        default=None, description="À la place de qui ; null : de soi (sinon : administrateur)."
    )
    role: RoleCircuit
    motif: Literal["delegation", "absence"] = "delegation"
    debut: dt.date = Field(examples=["2026-12-21"])
    fin: dt.date = Field(description="Dernier jour, compris.", examples=["2027-01-04"])


class CircuitModifie(Corps):
    """Les rôles qui visent, dans l’ordre."""

    roles: Annotated[list[RoleCircuit], Field(min_length=1, max_length=4, examples=[["relecteur_juridique", "elu"]])]


# --- what is answered


class EtapeCircuit(BaseModel):
    """Une étape du circuit, pour la version actuelle."""

    role: str = Field(examples=["relecteur_juridique"])
    etat: Literal["visee", "en_cours", "a_venir"]
    par: PersonneVue | None
    pour: PersonneVue | None = Field(description="Par délégation de qui.")
    le: datetime | None


class VersionResume(BaseModel):
    """Une version : un fichier, exactement comme son auteur l’avait."""

    numero: int = Field(examples=[2])
    par: PersonneVue
    nom: str = Field(examples=["PROJET-arrete_circulation_temporaire-2026-12-01.docx"])
    format: Literal["docx", "odt", "txt"]
    sha256: str
    canon: str = Field(
        description="Empreinte canon/1 de l’acte, sans les marques du projet : c’est elle qui est visée."
    )
    cree_le: datetime


class ScelleResume(BaseModel):
    """Le fichier final."""

    nom: str
    sha256: str
    cree_le: datetime


class DossierResume(BaseModel):
    """Un dossier, tel que le montre une liste."""

    id: UUID
    titre: str
    modele: str = Field(examples=["arrete_circulation_temporaire"])
    genre: str = Field(examples=["arrete"])
    etat: Etat
    etape: int = Field(description="Rang de l’étape en cours.", examples=[0])
    circuit: list[str] = Field(examples=[["relecteur_juridique", "elu"]])
    version: int = Field(description="Numéro de la version actuelle.", examples=[1])
    responsable: PersonneVue
    cree_le: datetime
    modifie_le: datetime


class Dossiers(BaseModel):
    """Une page de dossiers."""

    total: int
    page: int
    elements: list[DossierResume]


class ARelire(BaseModel):
    """Ce qui attend ce compte, le plus ancien d’abord."""

    elements: list[DossierResume]


class AuNomDe(BaseModel):
    """La personne au nom de qui un compte vise, et pourquoi."""

    pour: PersonneVue
    motif: Literal["delegation", "absence"]


class DossierVu(DossierResume):
    """Un dossier entier."""

    auteur: PersonneVue
    assigne: PersonneVue | None = Field(
        description="La seule personne à qui l’étape est confiée ; null : qui a le rôle."
    )
    brouillon_id: UUID | None
    etapes: list[EtapeCircuit]
    versions: list[VersionResume]
    scelle: ScelleResume | None = Field(description="null tant que le fichier final n’est pas fait.")
    actions: list[
        Literal["deposer", "soumettre", "retirer", "viser", "renvoyer", "transmettre", "transmettre_relecture", "clore"]
    ] = Field(description="Ce que ce compte peut faire maintenant.")
    au_nom_de: AuNomDe | None = Field(
        description="Au nom de qui ce compte viserait l’étape en cours ; null : en son nom, ou il ne la vise pas."
    )


class DecisionVue(BaseModel):
    """La décision d’un relecteur."""

    par: PersonneVue
    decision: Literal["accepte", "corrige", "rejete"]
    texte: str | None
    le: datetime


class PassageAExaminer(BaseModel):
    """Un paragraphe où la machine a écrit, ou dont personne ne sait qui l’a écrit."""

    bloc: int
    texte: str
    origines: list[str] = Field(description="ia, ia_retouchee, indetermine.", examples=[["ia"]])
    decisions: list[DecisionVue]


class RefusVu(BaseModel):
    """Une raison pour laquelle un fichier ne peut pas être scellé."""

    code: str = Field(examples=["cache"])
    lieu: str = Field(examples=["corps, « Article 3 »"])
    message: str = Field(examples=["corps, « Article 3 » : du texte est caché."])


class VersionVue(VersionResume):
    """Une version entière, telle qu’elle sera scellée : ce que le relecteur lit."""

    acte: ActeRedige
    constats: list[ConstatVu]
    a_deroger: list[int] = Field(
        description="Rangs, dans `constats`, des erreurs qui empêchent le visa sans dérogation."
    )
    passages: list[PassageAExaminer]
    ouverte: bool = Field(description="Ce compte l’a ouverte (`POST …/ouverture`).")
    refus: list[RefusVu] = Field(
        description="Ce qui empêche de sceller ce fichier : le visa serait refusé, le renvoyer."
    )


class MotCompare(BaseModel):
    """Des mots, et ce qu’ils sont devenus."""

    sort: Literal["egal", "retire", "ajoute"]
    texte: str


class BlocCompareVu(BaseModel):
    """Un paragraphe de l’une ou l’autre version."""

    changement: Literal["egal", "modifie", "deplace", "ajoute", "retire"]
    avant: int | None = Field(description="Son rang avant.")
    apres: int | None = Field(description="Son rang après.")
    partie: str = Field(examples=["corps/tableau1/2/1"])
    mots: list[MotCompare]


class ComparaisonVue(BaseModel):
    """Deux textes du même acte, paragraphe par paragraphe et mot par mot, tableaux compris."""

    avant: str = Field(description="`redige`, ou le numéro de la version.", examples=["1"])
    apres: int = Field(examples=[2])
    blocs: list[BlocCompareVu]


class ExamenGarde(BaseModel):
    """Les décisions sont gardées."""

    restants: int = Field(description="Passages qui attendent encore une décision de ce compte.", examples=[0])


class VisaVu(BaseModel):
    """Un visa enregistré : il ne se perd plus."""

    version: int
    etape: int
    rang: int = Field(description="Sa ligne au registre.", examples=[12])
    dossier: DossierVu


class CommentaireVu(BaseModel):
    """Une remarque, ou le motif d’un renvoi."""

    id: UUID
    genre: Literal["remarque", "renvoi"]
    par: PersonneVue
    version: int = Field(description="Version sur laquelle elle a été faite.")
    bloc: int | None = Field(
        description="Le paragraphe dans la version actuelle ; null s’il n’y est plus, ou pour l’acte entier."
    )
    texte: str
    cree_le: datetime
    resolu_le: datetime | None


class Commentaires(BaseModel):
    """Les remarques d’un dossier, de la plus ancienne à la plus récente."""

    commentaires: list[CommentaireVu]


class LigneVue(BaseModel):
    """Une ligne du registre."""

    rang: int
    genre: str = Field(examples=["visa"])
    instant: datetime
    horloge: datetime | None = Field(description="Ce que l’horloge de la machine disait, quand elle retardait.")
    acteur: str | None = Field(
        description="Prénom et nom, si le pseudonyme n’est pas effacé.", examples=["Marie Durand"]
    )
    donnees: dict[str, Any]
    empreinte: str


class RegistreVu(BaseModel):
    """Ce que le registre dit d’un dossier."""

    lignes: list[LigneVue]


class DelegationVue(BaseModel):
    """Une délégation en cours ou à venir."""

    id: UUID
    delegant: PersonneVue
    delegataire: PersonneVue
    role: str
    motif: Literal["delegation", "absence"]
    debut: dt.date
    fin: dt.date


class Delegations(BaseModel):
    """Les délégations données et reçues ; toutes, pour un administrateur."""

    delegations: list[DelegationVue]


class CircuitVu(BaseModel):
    """Le circuit d’un modèle d’acte."""

    modele: str
    titre: str
    roles: list[str]
    propre: bool = Field(description="La collectivité a remplacé le circuit du modèle.")


class Circuits(BaseModel):
    """Les circuits de la collectivité."""

    circuits: list[CircuitVu]
