"""styles.xml, compiled from a charte."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

from server.formats.docx.espaces import RACINE, XML
from server.formats.docx.mesures import style_id, twips
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

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.charte.description import Charte, Filet, Police, StyleParagraphe

NOM_DE_CLE: Final[Mapping[str, str]] = {
    **STYLE_DE_CLE,
    "cellule": STYLE_CELLULE,
    "cellule_titre": STYLE_CELLULE_TITRE,
    "en_tete_page": STYLE_EN_TETE_PAGE,
    "pied_page": STYLE_PIED_PAGE,
    "note": STYLE_NOTE,
    "cadre": STYLE_CADRE,
}
"""Key of a style of the charte → its name in Word."""
STYLE_LIEN: Final = "Hyperlink"
STYLE_APPEL_NOTE: Final = "footnote reference"
STYLE_TABLEAU: Final = "Acte Tableau"
STYLE_SIGNATURES: Final = "Acte Signatures"
ID_LIEN: Final = style_id(STYLE_LIEN)
ID_APPEL_NOTE: Final = style_id(STYLE_APPEL_NOTE)
ID_IA: Final = style_id(STYLE_IA)
ID_TABLEAU: Final = style_id(STYLE_TABLEAU)
ID_SIGNATURES: Final = style_id(STYLE_SIGNATURES)

_ALIGNEMENTS: Final = {"gauche": "left", "droite": "right", "centre": "center", "justifie": "both"}


@lru_cache(maxsize=32)
def build_styles(charte: Charte, emplacements: frozenset[str]) -> str:
    """Give styles.xml: the charte's paragraphs, model text, one character style per slot, links, notes, tables."""
    morceaux = [
        f"{XML}<w:styles {RACINE}>",
        _defaults(charte),
        _STYLES_NORMAUX,
        *(_paragraph_style(charte, style) for style in charte.styles),
        *_character_styles(charte, emplacements),
        _table_styles(charte),
        "</w:styles>",
    ]
    return "".join(morceaux)


_STYLES_NORMAUX: Final = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="Policepardfaut">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableauNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="Aucuneliste"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
)


def _defaults(charte: Charte) -> str:
    corps = charte.style("alinea")
    taille = _half(corps.taille)
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_font(charte.police_corps)}"
        f'<w:color w:val="{corps.couleur}"/><w:sz w:val="{taille}"/><w:szCs w:val="{taille}"/>'
        '<w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:spacing w:after="{round(corps.apres * 20)}" w:line="{_line(corps)}" '
        'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )


def _half(points: float) -> int:
    return round(points * 2)


def _line(style: StyleParagraphe) -> int:
    return round(style.interligne * 240)


def _font(police: Police) -> str:
    nom = quoteattr(police.nom)
    return f"<w:rFonts w:ascii={nom} w:hAnsi={nom} w:eastAsia={nom} w:cs={nom}/>"


def _paragraph_style(charte: Charte, style: StyleParagraphe) -> str:
    nom = NOM_DE_CLE.get(style.cle)
    if nom is None:
        return ""
    suite = NOM_DE_CLE.get(style.suite)
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id(nom)}"><w:name w:val="{nom}"/>'
        '<w:basedOn w:val="Normal"/>'
        + (f'<w:next w:val="{style_id(suite)}"/>' if suite else "")
        + f"<w:qFormat/><w:pPr>{_paragraph_properties(style)}</w:pPr>"
        f"<w:rPr>{_run_properties(charte, style)}</w:rPr></w:style>"
    )


def _paragraph_properties(style: StyleParagraphe) -> str:
    filets = (("top", style.filet_haut), ("left", style.filet_gauche), ("bottom", style.filet_bas))
    bords = "".join(_border(cote, filet) for cote, filet in filets if filet)
    gauche, droite = twips(style.retrait_gauche), twips(style.retrait_droite)
    interligne = f'w:line="{_line(style)}" w:lineRule="auto"'
    premiere = twips(abs(style.premiere_ligne))
    sens = "hanging" if style.premiere_ligne < 0 else "firstLine"
    return "".join(
        (
            "<w:keepNext/>" if style.garder_suivant else "",
            "<w:keepLines/>" if style.garder_lignes else "",
            "<w:pageBreakBefore/>" if style.saut_avant else "",
            "<w:widowControl/>",
            f"<w:pBdr>{bords}</w:pBdr>" if bords else "",
            f'<w:shd w:val="clear" w:color="auto" w:fill="{style.fond}"/>' if style.fond else "",
            f'<w:spacing w:before="{round(style.avant * 20)}" w:after="{round(style.apres * 20)}" {interligne}/>',
            f'<w:ind w:left="{gauche}" w:right="{droite}" w:{sens}="{premiere}"/>',
            f'<w:jc w:val="{_ALIGNEMENTS[style.alignement]}"/>',
            f'<w:outlineLvl w:val="{style.niveau_plan - 1}"/>' if style.niveau_plan else "",
        )
    )


def _border(cote: str, filet: Filet) -> str:
    epaisseur, distance = round(filet.epaisseur * 8), round(filet.distance)
    return f'<w:{cote} w:val="single" w:sz="{epaisseur}" w:space="{distance}" w:color="{filet.couleur}"/>'


def _run_properties(charte: Charte, style: StyleParagraphe) -> str:
    return "".join(
        (
            _font(charte.police(style)),
            "<w:b/><w:bCs/>" if style.gras else "",
            "<w:i/><w:iCs/>" if style.italique else "",
            "<w:caps/>" if style.capitales else "",
            "<w:smallCaps/>" if style.petites_capitales else "",
            f'<w:color w:val="{style.couleur}"/>',
            f'<w:spacing w:val="{round(style.interlettrage * 20)}"/>' if style.interlettrage else "",
            f'<w:sz w:val="{_half(style.taille)}"/><w:szCs w:val="{_half(style.taille)}"/>',
        )
    )


def _character_styles(charte: Charte, emplacements: frozenset[str]) -> list[str]:
    fond = '<w:shd w:val="clear" w:color="auto" w:fill="{}"/>'
    lien = f'<w:color w:val="{charte.couleur_lien}"/><w:u w:val="single"/>'
    noms = {f"{PREFIXE_EMPLACEMENT}{nom}" for nom in emplacements}
    return [
        _character_style(STYLE_IA, fond.format(charte.fond_ia)),
        _character_style(STYLE_LIEN, lien),
        _character_style(STYLE_APPEL_NOTE, '<w:vertAlign w:val="superscript"/>'),
        *(_character_style(nom, fond.format(charte.fond_emplacement)) for nom in sorted(noms)),
    ]


def _character_style(nom: str, proprietes: str) -> str:
    perso = "" if nom in {STYLE_LIEN, STYLE_APPEL_NOTE} else ' w:customStyle="1"'
    return (
        f'<w:style w:type="character"{perso} w:styleId="{style_id(nom)}"><w:name w:val={quoteattr(nom)}/>'
        f'<w:basedOn w:val="Policepardfaut"/><w:rPr>{proprietes}</w:rPr></w:style>'
    )


def _table_styles(charte: Charte) -> str:
    tableau = charte.tableau
    filet = f'w:val="single" w:sz="{round(tableau.epaisseur_filet * 8)}" w:space="0" w:color="{tableau.couleur_filet}"'
    bords = "".join(f"<w:{cote} {filet}/>" for cote in ("top", "left", "bottom", "right", "insideH", "insideV"))
    vertical, horizontal = twips(tableau.marge_verticale), twips(tableau.marge_horizontale)
    marges = (
        f'<w:tblCellMar><w:top w:w="{vertical}" w:type="dxa"/><w:left w:w="{horizontal}" w:type="dxa"/>'
        f'<w:bottom w:w="{vertical}" w:type="dxa"/><w:right w:w="{horizontal}" w:type="dxa"/></w:tblCellMar>'
    )
    return _table_style(STYLE_TABLEAU, f"<w:tblBorders>{bords}</w:tblBorders>{marges}") + _table_style(
        STYLE_SIGNATURES, _SANS_MARGE
    )


# Signature blocks start where the text does.
_SANS_MARGE: Final = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/></w:tblCellMar>'


def _table_style(nom: str, proprietes: str) -> str:
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id(nom)}"><w:name w:val="{nom}"/>'
        f'<w:basedOn w:val="TableauNormal"/><w:tblPr>{proprietes}</w:tblPr></w:style>'
    )
