"""What the catalogue says to a client."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from server.brut import SaisieBrute


class ExempleVu(BaseModel):
    """Un exemple de saisie d’un modèle."""

    code: str = Field(description="Nom de l’exemple.", examples=["01"])
    titre: str = Field(examples=["Travaux sur une rue, circulation interdite trois jours"])


class ModeleResume(BaseModel):
    """Un modèle d’acte, tel que le montre une liste."""

    code: str = Field(examples=["arrete_circulation_temporaire"])
    titre: str = Field(examples=["Arrêté temporaire de circulation et de stationnement"])
    resume: str = Field(description="Ce que fait l’acte, en une ou deux phrases.")
    genre: str = Field(description="arrete, deliberation, courrier ou note.", examples=["arrete"])
    version: str = Field(examples=["1.0.0"])
    maturite: str = Field(description="a_valider tant qu’aucun juriste ne l’a validé, puis valide.")
    exemples: list[ExempleVu]
    passages: int = Field(description="Nombre de passages ouverts à un modèle de langage.", examples=[1])
    favori: bool = Field(description="Ce compte l’a-t-il mis dans ses favoris ?")


class Modeles(BaseModel):
    """Les modèles d’actes de l’installation, triés par code."""

    modeles: list[ModeleResume]


class ReferenceVue(BaseModel):
    """Une référence juridique sur laquelle le modèle s’appuie."""

    code: str = Field(examples=["CGCT"])
    article: str = Field(examples=["L2213-1"])
    sujet: str
    en_vigueur_depuis: str | None = Field(description="Date AAAA-MM-JJ ; null quand elle n’est pas connue.")
    verifie: str = Field(description="Ce sur quoi la référence a été vérifiée.")


class ModeleDetail(ModeleResume):
    """Un modèle d’acte, avec ce sur quoi il s’appuie et ce qu’il ne couvre pas."""

    references: list[ReferenceVue]
    ne_couvre_pas: list[str]
    circuit: list[str] = Field(description="Rôles qui devront viser l’acte, dans l’ordre.", examples=[["elu"]])


class Exemple(BaseModel):
    """La saisie d’un exemple."""

    saisie: dict[str, Any]


class DemandeValidation(BaseModel):
    """Une saisie à vérifier."""

    saisie: SaisieBrute = Field(
        description="Les valeurs saisies, par nom de champ. La collectivité du compte s’y ajoute si elle n’y est pas.",
        examples=[{"operation": "les travaux de renouvellement du réseau d’eau potable", "date_debut": "2026-12-01"}],
    )


class FauteVue(BaseModel):
    """Ce qui ne va pas dans un champ."""

    champ: str = Field(description="Chemin du champ ; vide pour la saisie entière.", examples=["voies[0].voie"])
    raison: str = Field(examples=["« Voie » est obligatoire"])


class Verdict(BaseModel):
    """Les fautes d’une saisie ; aucune quand elle peut être rédigée."""

    fautes: list[FauteVue]
