"""The kinds of leaf and the paragraph styles that carry them in .docx and .odt.

A kind has a key ("mention_recours"), printed by `lire`, and a style ("Acte Mention Recours"). Style *names* survive
Word, LibreOffice and docx → odt → docx; their ids do not (accents are lost), so names are plain ASCII and readers go
by them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from server.acte import noeuds as n

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from server.acte.fragments import EnLigne

PREFIXE = "Acte "
STYLE_IA = "IA"
"""Character style of model text."""
PREFIXE_EMPLACEMENT = "Emplacement "
"""Character style of a slot filled after sign-off: "Emplacement numero"."""

# Paragraphs that are an Alinea in the tree; the place they stand in says the rest.
STYLE_CELLULE = "Acte Cellule"
STYLE_CELLULE_TITRE = "Acte Cellule Titre"
STYLE_EN_TETE_PAGE = "Acte En-tete Page"
STYLE_PIED_PAGE = "Acte Pied Page"
STYLE_NOTE = "Acte Note"
STYLE_CADRE = "Acte Cadre"
STYLES_ALINEA = (STYLE_CELLULE, STYLE_CELLULE_TITRE, STYLE_EN_TETE_PAGE, STYLE_PIED_PAGE, STYLE_NOTE, STYLE_CADRE)

NIVEAUX_SECTION = (1, 2, 3, 4)
NIVEAUX_LISTE = (1, 2, 3, 4)
"""Deeper nesting is written at the last level."""


def _prototypes() -> Iterator[n.Feuille]:
    simples = (
        n.EnTete, n.Numero, n.Intitule, n.Objet, n.Reference, n.Suscription, n.Autorite, n.Visa, n.Considerant,
        n.Formule, n.Alinea, n.Appel, n.Politesse, n.Signature, n.PieceJointe, n.MarqueProjet, n.AvisIA,
        n.TitreArticle, n.TitreAnnexe, n.Puce,
    )  # fmt: skip
    yield from (classe() for classe in simples)
    yield n.Alinea(centre=True)
    yield from (n.TitreSection(niveau=niveau) for niveau in NIVEAUX_SECTION)
    yield from (n.Mention(sorte=sorte) for sorte in n.SorteMention)


def key_of(feuille: n.Feuille) -> str:
    """Give the key of the kind of a leaf: "visa", "alinea_centre", "titre_section_2", "mention_recours"."""
    match feuille:
        case n.Alinea(centre=True):
            return "alinea_centre"
        case n.TitreSection():
            return f"titre_section_{feuille.niveau}"
        case n.Mention():
            return f"mention_{feuille.sorte}"
        case _:
            return feuille.cle


def style_name(cle: str) -> str:
    """Give the paragraph style of a kind: "mention_recours" → "Acte Mention Recours"."""
    return PREFIXE + " ".join(mot.capitalize() for mot in cle.split("_"))


PROTOTYPES: Mapping[str, n.Feuille] = {key_of(p): p for p in _prototypes()}
"""An empty leaf of each kind, by key: `replace(PROTOTYPES[cle], contenu=…)` makes a leaf of that kind."""

STYLE_DE_CLE: Mapping[str, str] = {cle: style_name(cle) for cle in PROTOTYPES}
CLE_DE_STYLE: Mapping[str, str] = {style: cle for cle, style in STYLE_DE_CLE.items()} | dict.fromkeys(
    STYLES_ALINEA, "alinea"
)


def make_leaf(cle: str, contenu: tuple[EnLigne, ...], *, numero: str = "", saut: bool = False) -> n.Feuille:
    """Make a leaf of the kind `cle`."""
    return replace(PROTOTYPES[cle], contenu=contenu, numero=numero, saut=saut)
