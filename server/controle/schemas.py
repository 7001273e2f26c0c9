"""What the reading and the checking of a document say."""

from __future__ import annotations

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
