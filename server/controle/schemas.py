"""What the reading and the checking of a document say."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from server.brut import Texte

TEXTE_MAX = 1_000_000
"""Characters. The longest act that anybody votes on, annexes included, has a few hundred thousand."""


class FragmentVu(BaseModel):
    """Une suite de caractères de même origine."""

    texte: str
    origine: str = Field(description="trame, saisie, ia, ia_retouchee, agent ou indetermine.", examples=["trame"])


class BlocVu(BaseModel):
    """Un paragraphe de l’acte."""

    genre: str = Field(examples=["considerant"])
    texte: str
    fragments: list[FragmentVu]


class ActeVu(BaseModel):
    """L’acte composé, paragraphe par paragraphe."""

    genre: str = Field(examples=["arrete"])
    canon: str = Field(description="Empreinte SHA-256 de la forme canonique (canon/1).")
    blocs: list[BlocVu]


class ConstatVu(BaseModel):
    """Ce qu’une règle a trouvé."""

    code: str = Field(examples=["C07"])
    niveau: str = Field(description="erreur, avertissement ou conseil.", examples=["avertissement"])
    message: str
    bloc: int | None = Field(description="Rang du paragraphe, à partir de 0 ; null pour l’acte entier.")
    debut: int = Field(description="Début dans le paragraphe, en unités UTF-16.")
    fin: int
    source: str = Field(description="La source juridique de la règle.")
    correction: str | None = Field(
        default=None,
        description="Ce qu’il faut écrire entre `debut` et `fin`, quand la règle le sait.",
        examples=["jeudi 5 novembre 2026"],
    )


class TexteControle(BaseModel):
    """Un acte donné comme texte."""

    texte: Texte = Field(max_length=TEXTE_MAX, examples=["ARRÊTÉ\n\nLe maire d’Aubeterre,\n\nVu le code …"])


class ControleVu(BaseModel):
    """Ce que les règles ont trouvé dans un document."""

    fichier: str = Field(description="Nom donné au document ; « texte » pour un texte.", examples=["arrete.docx"])
    constats: list[ConstatVu]


class LectureVue(ActeVu):
    """Ce que Minutier voit dans un document, paragraphe par paragraphe."""

    avertissements: list[str] = Field(description="Ce que la lecture a laissé de côté.")


class BlocAltereVu(BaseModel):
    """Ce qui n’est plus comme au visa."""

    sorte: str = Field(description="modifié, ajouté ou supprimé.", examples=["modifié"])
    lieu: str = Field(examples=["corps, « Article 2 »"])
    avant: str | None = Field(description="null sans le .visa.json, ou pour un ajout.", examples=["à 8 h"])
    apres: str | None = Field(examples=["à 9 h"])
    raison: str = Field(description="Pourquoi, quand le texte seul ne le dit pas.")


class EmplacementComplete(BaseModel):
    """Un emplacement (numéro, date, cachet) rempli après le visa."""

    nom: str = Field(examples=["numero"])
    avant: str
    apres: str = Field(examples=["2026-118"])


class VerificationVue(BaseModel):
    """Ce que dit la vérification d’un visa."""

    etat: Literal["VALIDE", "ALTÉRÉ", "NON SCELLÉ", "INVALIDE", "INDÉTERMINÉ"]
    blocs_alteres: list[BlocAltereVu]
    releve: dict[str, Any] | None = Field(
        description="Ce que le visa déclare : acte, relecteur, instant, contrôles, origines, registre. "
        "null quand rien n’en peut être cru.",
        examples=[
            {
                "acte": {"genre": "arrete", "intitule": "Arrêté portant …", "modele": "arrete_circulation_temporaire"},
                "relecteur": {"nom": "Camille Dupont", "role": "elu", "delegation": None},
                "instant": "2026-11-02T08:00:00Z",
                "controles": {"exactitude": True, "plausibilite": True, "sources": True},
            }
        ],
    )
    notes: list[str] = Field(description="Des phrases qui expliquent la réponse.")
    apres_visa: list[EmplacementComplete]
