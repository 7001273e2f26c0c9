"""The named styles of an .odt, from the charte: one paragraph style per kind, character styles, outline.

All of it depends on the charte alone and is made once (`lru_cache` on the frozen charte).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from server.formats.genres import (
    PREFIXE_EMPLACEMENT,
    STYLE_CADRE,
    STYLE_CELLULE,
    STYLE_CELLULE_TITRE,
    STYLE_DE_CLE,
    STYLE_EN_TETE_PAGE,
    STYLE_IA,
    STYLE_NOTE,
    STYLE_PIED_PAGE,
)
from server.formats.odt.styles_lus import encode_name

if TYPE_CHECKING:
    from server.charte.description import Charte, Filet, Police, StyleParagraphe

STYLE_DE_CLE_CHARTE = {
    **STYLE_DE_CLE,
    "cellule": STYLE_CELLULE,
    "cellule_titre": STYLE_CELLULE_TITRE,
    "en_tete_page": STYLE_EN_TETE_PAGE,
    "pied_page": STYLE_PIED_PAGE,
    "note": STYLE_NOTE,
    "cadre": STYLE_CADRE,
}
NOM_XML = {cle: encode_name(nom) for cle, nom in STYLE_DE_CLE_CHARTE.items()}
"""The XML name of the style of a kind: "visa" → "Acte_20_Visa"."""
NOM_IA = encode_name(STYLE_IA)
PLAN = 10
"""Outline levels that OpenDocument knows."""

_ALIGNEMENTS = {"gauche": "start", "droite": "end", "centre": "center", "justifie": "justify"}
_FAMILLES = {"sans": "swiss", "serif": "roman"}


def mm(valeur: float) -> str:
    """Write a length in millimetres."""
    return f"{valeur:.4g}mm"


def pt(valeur: float) -> str:
    """Write a length in points."""
    return f"{valeur:.4g}pt"


def font_faces(charte: Charte) -> str:
    """Give the font declarations. LibreOffice has its own table of fonts of the same metrics: one name is enough."""
    polices = {police.nom: police for police in (charte.police_corps, charte.police_titres)}
    return "".join(_font_face(police) for police in polices.values())


def _font_face(police: Police) -> str:
    # A family of more than one word is quoted inside the attribute, as in CSS.
    famille = quoteattr(f"'{police.nom}'" if " " in police.nom else police.nom)
    return (
        f"<style:font-face style:name={quoteattr(police.nom)} svg:font-family={famille}"
        f' style:font-family-generic="{_FAMILLES[police.famille]}" style:font-pitch="variable"/>'
    )


@lru_cache(maxsize=8)
def named_styles(charte: Charte) -> str:
    """Give what stands in office:styles for every document of a charte."""
    return "".join(
        (
            _defaults(charte),
            *(_paragraph_style(charte, style) for style in charte.styles),
            _character_style(STYLE_IA, fond=charte.fond_ia),
            *(slot_style(charte, nom) for nom in SLOTS),
            _link_style(charte),
            _STYLES_CADRES,
            _outline(),
            _NOTES,
        )
    )


_STYLES_CADRES = (
    '<style:style style:name="Graphics" style:family="graphic"><style:graphic-properties text:anchor-type="as-char"'
    ' style:vertical-pos="middle" style:vertical-rel="line"/></style:style>'
    '<style:style style:name="Frame" style:family="graphic"><style:graphic-properties text:anchor-type="as-char"/>'
    "</style:style>"
)
# In the note, its number stands above the line and a space after it; the same style calls it in the text.
_NOTES = (
    '<style:style style:name="Footnote_20_Symbol" style:display-name="Footnote Symbol" style:family="text">'
    '<style:text-properties style:text-position="super 58%"/></style:style>'
    '<text:notes-configuration text:note-class="footnote" text:citation-style-name="Footnote_20_Symbol"'
    ' text:citation-body-style-name="Footnote_20_Symbol" style:num-format="1" style:num-suffix=" "'
    ' text:start-value="0" text:footnotes-position="page" text:start-numbering-at="document"/>'
)
SLOTS = ("numero", "date", "cachet")
"""The slots filled after sign-off that every document knows; others get a style when they are met."""


def _defaults(charte: Charte) -> str:
    """Give the defaults: language, font, no lone line at the top or the bottom of a page."""
    taille = pt(charte.style("alinea").taille)
    police = quoteattr(charte.police_corps.nom)
    return (
        '<style:default-style style:family="paragraph"><style:paragraph-properties fo:orphans="2" fo:widows="2"'
        ' fo:hyphenation-ladder-count="no-limit" style:tab-stop-distance="12.5mm" style:writing-mode="lr-tb"/>'
        f"<style:text-properties style:font-name={police} style:font-name-asian={police}"
        f' style:font-name-complex={police} fo:font-size="{taille}" style:font-size-asian="{taille}"'
        f' style:font-size-complex="{taille}" fo:language="fr" fo:country="FR" style:language-asian="fr"'
        ' style:country-asian="FR" style:language-complex="fr" style:country-complex="FR" fo:hyphenate="false"/>'
        "</style:default-style>"
        '<style:default-style style:family="table"><style:table-properties table:border-model="collapsing"/>'
        "</style:default-style>"
        '<style:style style:name="Standard" style:family="paragraph" style:class="text"/>'
        '<style:style style:name="Header" style:family="paragraph" style:parent-style-name="Standard"/>'
    )


def _paragraph_style(charte: Charte, style: StyleParagraphe) -> str:
    nom = STYLE_DE_CLE_CHARTE[style.cle]
    suite = f' style:next-style-name="{NOM_XML[style.suite]}"' if style.suite else ""
    niveau = f' style:default-outline-level="{style.niveau_plan}"' if style.niveau_plan else ""
    return (
        f'<style:style style:name="{NOM_XML[style.cle]}" style:display-name="{nom}" style:family="paragraph"'
        f' style:parent-style-name="Standard"{suite}{niveau}>'
        f"<style:paragraph-properties {_paragraph_properties(style)}/>"
        f"<style:text-properties {_text_properties(charte, style)}/></style:style>"
    )


def _paragraph_properties(style: StyleParagraphe) -> str:
    attributs = {
        "fo:margin-left": mm(style.retrait_gauche),
        "fo:margin-right": mm(style.retrait_droite),
        "fo:text-indent": mm(style.premiere_ligne),
        "fo:margin-top": pt(style.avant),
        "fo:margin-bottom": pt(style.apres),
        "fo:line-height": f"{style.interligne * 100:.4g}%",
        "fo:text-align": _ALIGNEMENTS[style.alignement],
    }
    if style.garder_suivant:
        attributs["fo:keep-with-next"] = "always"
    if style.garder_lignes:
        attributs["fo:keep-together"] = "always"
    if style.saut_avant:
        attributs["fo:break-before"] = "page"
    if style.fond:
        attributs["fo:background-color"] = f"#{style.fond}"
    for cote, filet in (("top", style.filet_haut), ("bottom", style.filet_bas), ("left", style.filet_gauche)):
        attributs |= _rule(cote, filet)
    return _attributes(attributs)


def _rule(cote: str, filet: Filet | None) -> dict[str, str]:
    if filet is None:
        return {}
    trait = f"{pt(filet.epaisseur)} solid #{filet.couleur}"
    # Rules of neighbouring paragraphs are one rule, under the last of them, as in Word.
    return {f"fo:border-{cote}": trait, f"fo:padding-{cote}": pt(filet.distance), "style:join-border": "true"}


def _text_properties(charte: Charte, style: StyleParagraphe) -> str:
    attributs = {
        "style:font-name": charte.police(style).nom,
        "fo:font-size": pt(style.taille),
        "fo:color": f"#{style.couleur}",
    }
    if style.gras:
        attributs["fo:font-weight"] = "bold"
    if style.italique:
        attributs["fo:font-style"] = "italic"
    if style.capitales:
        attributs["fo:text-transform"] = "uppercase"
    if style.petites_capitales:
        attributs["fo:font-variant"] = "small-caps"
    if style.interlettrage:
        attributs["fo:letter-spacing"] = pt(style.interlettrage)
    return _attributes(attributs)


def _attributes(attributs: dict[str, str]) -> str:
    return " ".join(f"{nom}={quoteattr(valeur)}" for nom, valeur in attributs.items())


def _character_style(nom: str, *, fond: str = "") -> str:
    proprietes = f'<style:text-properties fo:background-color="#{fond}"/>' if fond else ""
    return (
        f'<style:style style:name="{encode_name(nom)}" style:display-name={quoteattr(nom)} style:family="text">'
        f"{proprietes}</style:style>"
    )


def slot_style(charte: Charte, nom: str) -> str:
    """Give the character style of a slot filled after sign-off."""
    return _character_style(PREFIXE_EMPLACEMENT + nom, fond=charte.fond_emplacement)


def _link_style(charte: Charte) -> str:
    return (
        '<style:style style:name="Internet_20_link" style:display-name="Internet link" style:family="text">'
        f'<style:text-properties fo:color="#{charte.couleur_lien}" style:text-underline-style="solid"'
        ' style:text-underline-width="auto" style:text-underline-color="font-color"/></style:style>'
    )


def _outline() -> str:
    """Give the outline: headings have levels, no number."""
    niveaux = "".join(
        f'<text:outline-level-style text:level="{niveau}" style:num-format=""/>' for niveau in range(1, PLAN + 1)
    )
    return f'<text:outline-style style:name="Outline">{niveaux}</text:outline-style>'
