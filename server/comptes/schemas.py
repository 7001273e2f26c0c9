"""What the addresses of accounts receive and answer."""

from __future__ import annotations

import uuid
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from server.catalogue.modele import Role
from server.comptes.dependances import ADMINISTRATEUR

AUDITEUR: Final = "auditeur"
"""Reads the dossiers of the collectivité and their ledger, and changes nothing."""
ROLES: tuple[str, ...] = (ADMINISTRATEUR, *(str(role) for role in Role), AUDITEUR)
RoleDeCompte = Literal[
    "administrateur", "redacteur", "relecteur_juridique", "direction", "elu", "referent_ethique", "auditeur"
]

IDENTIFIANT = r"[a-z0-9](?:[a-z0-9._@-]{0,62}[a-z0-9])"
# One line that a person reads: no control character.
_LIGNE = r"^[^\x00-\x1f\x7f-\x9f]+$"

Identifiant = Annotated[str, Field(min_length=2, max_length=64, examples=["m.durand"])]
Nom = Annotated[str, Field(max_length=80, pattern=_LIGNE, examples=["Durand"])]
Prenom = Annotated[str, Field(max_length=80, pattern=_LIGNE, examples=["Marie"])]
Courriel = Annotated[str, Field(max_length=254, pattern=r"^[!-?A-~]+@[!-?A-~]+$", examples=["m.durand@ville.fr"])]
# Longer than any that is accepted, so that the answer names the rule; short enough to cost nothing.
MotDePasse = Annotated[SecretStr, Field(max_length=1024, examples=["quatre mots au hasard"])]
Roles = Annotated[list[RoleDeCompte], Field(max_length=len(ROLES), examples=[["redacteur"]])]


class Corps(BaseModel):
    """What is received: a field that we do not know is a fault, not a word said in vain."""

    model_config = ConfigDict(extra="forbid")


class CollectiviteVue(BaseModel):
    """A collectivité, by its name."""

    id: uuid.UUID
    nom: str


class CompteVu(BaseModel):
    """An account, as its owner and the pages see it."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    identifiant: str
    nom: str
    prenom: str
    roles: list[str]
    collectivite: CollectiviteVue | None


class Moi(BaseModel):
    """Who is signed in, and the token that the page sends back in `X-CSRF-Token` (none for an office program)."""

    compte: CompteVu
    csrf: str | None


class Connexion(Corps):
    """Who wants to sign in."""

    identifiant: Annotated[str, Field(max_length=256, examples=["m.durand"])]
    mot_de_passe: MotDePasse


class ConnexionBureau(Connexion):
    """Who wants to sign in, from which office program."""

    nom: Annotated[str, Field(max_length=80, pattern=_LIGNE, examples=["Word"])]
    jours: Annotated[int, Field(ge=1, le=90, description="Durée de validité, en jours.")] = 30


class ChangementMotDePasse(Corps):
    """A new password, and the present one."""

    ancien: MotDePasse
    nouveau: MotDePasse


class NouveauJeton(Corps):
    """The office program that a token is made for."""

    nom: Annotated[str, Field(max_length=80, pattern=_LIGNE, examples=["LibreOffice, poste de l’accueil"])]
    jours: Annotated[int, Field(ge=1, le=365, description="Durée de validité, en jours.")] = 90


class JetonVu(BaseModel):
    """A token, without what it opens."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    nom: str
    cree_le: datetime
    vu_le: datetime | None
    expire_le: datetime


class JetonCree(JetonVu):
    """A token that was just made: the only time that it is shown."""

    jeton: str


class BureauOuvert(JetonCree):
    """The token of an office program that has just signed in, and whose it is."""

    compte: CompteVu


class Jetons(BaseModel):
    """The tokens of an account."""

    jetons: list[JetonVu]


class NouveauCompte(Corps):
    """An account to make."""

    identifiant: Identifiant
    nom: Nom
    prenom: Prenom
    courriel: Courriel | None = None
    roles: Roles
    mot_de_passe: MotDePasse


class CompteModifie(Corps):
    """What changes of an account: only what is named."""

    nom: Nom | None = None
    prenom: Prenom | None = None
    courriel: Courriel | None = None
    roles: Roles | None = None
    actif: bool | None = None
    mot_de_passe: MotDePasse | None = None

    def list_changements(self) -> dict[str, Any]:
        """Give what was named; only an address can be taken away, everything else that is null was not meant."""
        nommes = self.model_dump(exclude_unset=True)
        if self.mot_de_passe is not None:
            nommes["mot_de_passe"] = self.mot_de_passe.get_secret_value()
        return {nom: valeur for nom, valeur in nommes.items() if valeur is not None or nom == "courriel"}


class CompteAdministre(BaseModel):
    """An account, as an administrator sees it."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    identifiant: str
    nom: str
    prenom: str
    courriel: str | None
    roles: list[str]
    actif: bool
    cree_le: datetime
    connecte_le: datetime | None


class Comptes(BaseModel):
    """The accounts of a collectivité."""

    comptes: list[CompteAdministre]


def describe_refus(*statuts: int) -> dict[int | str, dict[str, Any]]:
    """Name the refusals of an address that do not follow from its form; `server.openapi` writes the rest of them."""
    return {statut: {"description": HTTPStatus(statut).phrase} for statut in statuts}
