"""Blocks as paragraphs and tables."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from server.acte.assemblage import flatten
from server.acte.fragments import Inconnu
from server.acte.noeuds import Alinea, Cadre, Feuille, Liste, Signatures, Tableau
from server.formats.docx.atelier import Partie
from server.formats.docx.espaces import WPS
from server.formats.docx.inline import unknown, write_contenu
from server.formats.docx.mesures import emu, style_id, twips
from server.formats.docx.numerotation import NIVEAU_MAX
from server.formats.docx.styles import ID_APPEL_NOTE, ID_SIGNATURES, ID_TABLEAU
from server.formats.enchainement import find_gardees
from server.formats.genres import (
    PROTOTYPES,
    STYLE_CADRE,
    STYLE_CELLULE,
    STYLE_CELLULE_TITRE,
    STYLE_DE_CLE,
    STYLE_NOTE,
    key_of,
)
from server.formats.tableaux import Place, find_flush_right, lay_out, share_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from server.acte.fragments import Note
    from server.acte.noeuds import Bloc

_ID_DE_CLE: Final = {cle: style_id(nom) for cle, nom in STYLE_DE_CLE.items()}
# Most classes have one key, and so one style.
_ID_DE_TYPE: Final = {
    type(p): _ID_DE_CLE[p.cle] for p in PROTOTYPES.values() if p.cle in _ID_DE_CLE and p.cle != "alinea"
}
_ID_PUCE: Final = _ID_DE_CLE["puce"]
_ID_CELLULE: Final = style_id(STYLE_CELLULE)
_ID_CELLULE_TITRE: Final = style_id(STYLE_CELLULE_TITRE)
ID_NOTE: Final = style_id(STYLE_NOTE)
_ID_CADRE: Final = style_id(STYLE_CADRE)
# Two tables that touch would be one: a paragraph of one point keeps them apart.
_SEPARATEUR: Final = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
_MISE_EN_TABLE: Final = (
    '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
    'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>'
)
_A_DROITE: Final = '<w:jc w:val="right"/>'
_SANS_RETRAIT: Final = '<w:ind w:left="0"/>'
_APRES_TABLEAU: Final = 8.0
"""Points between a table and what follows it: a table has no space of its own."""


def write_blocs(blocs: Iterable[Bloc], partie: Partie, *, cellule: bool = False) -> str:
    """Give the paragraphs and tables of one part; a cell, which must end with a paragraph, gets one if it does not."""
    morceaux: list[str] = []
    tableau_avant = False
    plats = tuple(flatten(blocs))
    partie.gardees |= find_gardees(plats, partie.atelier.charte)
    for bloc in plats:
        tableau = isinstance(bloc, Tableau | Signatures)
        if tableau and tableau_avant:
            morceaux.append(_SEPARATEUR)
        morceaux.append(_write(bloc, partie, tableau_avant=tableau_avant))
        tableau_avant = tableau
    if cellule and (tableau_avant or not morceaux):
        morceaux.append(f'<w:p><w:pPr><w:pStyle w:val="{partie.style_alinea}"/></w:pPr></w:p>')
    return "".join(morceaux)


def _write(bloc: Bloc, partie: Partie, *, tableau_avant: bool) -> str:
    match bloc:
        case Feuille():
            return _feuille(bloc, partie, _after_table(bloc, partie) if tableau_avant else "")
        case Liste():
            return "".join(_liste(bloc, partie, 0, iter(partie.atelier.numerotation.number_liste(bloc))))
        case Tableau():
            return _tableau(bloc, partie)
        case Signatures():
            return _signatures(bloc, partie)
        case Cadre():
            return f"<w:p>{_cadre(bloc, partie)}</w:p>"
        case Inconnu():
            raise unknown(bloc)
        case _:  # pragma: no cover -- flatten has opened articles, sections and annexes
            raise TypeError(type(bloc).__name__)


def _style_of(feuille: Feuille, partie: Partie) -> str:
    if isinstance(feuille, Alinea) and not feuille.centre:
        return partie.style_alinea
    return _ID_DE_TYPE.get(type(feuille)) or _ID_DE_CLE[key_of(feuille)]


@lru_cache(maxsize=1024)
def _properties(style: str, num: int = 0, niveau: int = 0, pagination: str = "", ajout: str = "") -> str:
    return "".join(
        (
            f'<w:pPr><w:pStyle w:val="{style}"/>',
            pagination,
            f'<w:numPr><w:ilvl w:val="{niveau}"/><w:numId w:val="{num}"/></w:numPr>' if num else "",
            f"{ajout}</w:pPr>",
        )
    )


def _pagination(feuille: Feuille, partie: Partie) -> str:
    gardee = "<w:keepNext/>" if id(feuille) in partie.gardees else ""
    return gardee + "<w:pageBreakBefore/>" if feuille.saut else gardee


def _feuille(feuille: Feuille, partie: Partie, ajout: str = "", tete: str = "") -> str:
    """Give a paragraph, with properties of its own (`ajout`) and runs before its text (`tete`)."""
    num = partie.atelier.numerotation.number_alone(feuille.numero) if feuille.numero else 0
    proprietes = _properties(_style_of(feuille, partie), num, 0, _pagination(feuille, partie), ajout)
    return f"<w:p>{proprietes}{tete}{write_contenu(feuille.contenu, partie)}</w:p>"


def _after_table(feuille: Feuille, partie: Partie) -> str:
    """Give the space that a paragraph needs above itself after a table, which has none below."""
    if partie.atelier.charte.style(key_of(feuille)).avant >= _APRES_TABLEAU:
        return ""
    return f'<w:spacing w:before="{round(_APRES_TABLEAU * 20)}"/>'


def _liste(liste: Liste, partie: Partie, niveau: int, numeros: Iterator[int]) -> Iterator[str]:
    rang = min(niveau, NIVEAU_MAX)
    for puce in liste.elements:
        proprietes = _properties(_ID_PUCE, next(numeros), rang, _pagination(puce, partie))
        yield f"<w:p>{proprietes}{write_contenu(puce.contenu, partie)}</w:p>"
        for enfant in puce.enfants:
            yield from _liste(enfant, partie, niveau + 1, numeros)


def _tableau(tableau: Tableau, partie: Partie) -> str:
    rangees, largeur = lay_out(tableau)
    a_droite = find_flush_right(tableau, rangees)
    largeurs = share_width(rangees, max(largeur, 1), twips(partie.atelier.charte.page.utile))
    morceaux = [
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{ID_TABLEAU}"/><w:tblW w:w="{sum(largeurs)}" w:type="dxa"/>',
        _MISE_EN_TABLE,
        *(f'<w:gridCol w:w="{w}"/>' for w in largeurs),
        "</w:tblGrid>",
    ]
    for i, (ligne, places) in enumerate(zip(tableau.lignes, rangees, strict=True)):
        reste = largeur - sum(place.colonnes for place in places)
        morceaux += (
            "<w:tr><w:trPr>",
            f'<w:gridAfter w:val="{reste}"/>' if reste else "",
            "<w:cantSplit/>",
            "<w:tblHeader/>" if ligne.entete else "",
            "</w:trPr>",
            *(
                _cell(place, largeurs, partie, entete=ligne.entete, droite=(i, place.colonne) in a_droite)
                for place in places
            ),
            "</w:tr>",
        )
    return "".join((*morceaux, "</w:tbl>"))


def _cell(place: Place, largeurs: list[int], partie: Partie, *, entete: bool, droite: bool) -> str:
    atelier = partie.atelier
    fusion = "<w:vMerge/>" if place.suite else '<w:vMerge w:val="restart"/>' if place.lignes > 1 else ""
    largeur = sum(largeurs[place.colonne : place.colonne + place.colonnes])
    proprietes = "".join(
        (
            f'<w:tcPr><w:tcW w:w="{largeur}" w:type="dxa"/>',
            f'<w:gridSpan w:val="{place.colonnes}"/>' if place.colonnes > 1 else "",
            fusion,
            f'<w:shd w:val="clear" w:color="auto" w:fill="{atelier.charte.tableau.fond_entete}"/>' if entete else "",
            '<w:vAlign w:val="center"/>' if entete else "",
            "</w:tcPr>",
        )
    )
    interieur = Partie(atelier, _ID_CELLULE_TITRE if entete else _ID_CELLULE, partie.relations)
    blocs = () if place.suite else place.cellule.corps
    if droite and isinstance(blocs[0], Feuille):
        corps = _feuille(blocs[0], interieur, _A_DROITE)
    else:
        corps = write_blocs(blocs, interieur, cellule=True)
    return f"<w:tc>{proprietes}{corps}</w:tc>"


def _signatures(signatures: Signatures, partie: Partie) -> str:
    nombre = len(signatures.colonnes)
    largeur = twips(partie.atelier.charte.page.utile) // nombre
    # The columns are the place of each block: the indent that a lone signature has would waste it.
    cellules = (
        f'<w:tc><w:tcPr><w:tcW w:w="{largeur}" w:type="dxa"/></w:tcPr>'
        f"{_feuille(signature, partie, _SANS_RETRAIT)}</w:tc>"
        for signature in signatures.colonnes
    )
    grille = f'<w:gridCol w:w="{largeur}"/>' * nombre
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{ID_SIGNATURES}"/><w:tblW w:w="{largeur * nombre}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grille}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cellules)}</w:tr></w:tbl>"
    )


def _cadre(cadre: Cadre, partie: Partie) -> str:
    """Give a text box as a run: in line, alone in its paragraph, so that it never covers text."""
    rang = partie.atelier.next_dessin()
    filet = partie.atelier.charte.tableau.couleur_filet
    # Word grows the box to its text; the height here is what shows until then.
    largeur, hauteur = emu(partie.atelier.charte.page.utile - 2), emu(12)
    corps = write_blocs(cadre.corps, Partie(partie.atelier, _ID_CADRE, partie.relations), cellule=True)
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{largeur}" cy="{hauteur}"/>'
        f'<wp:docPr id="{rang}" name="Cadre {rang}"/><a:graphic><a:graphicData uri="{WPS}"><wps:wsp>'
        f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{largeur}" cy="{hauteur}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
        f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{filet}"/></a:solidFill></a:ln>'
        f"</wps:spPr><wps:txbx><w:txbxContent>{corps}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="91440" tIns="72000" rIns="91440" bIns="72000"><a:spAutoFit/></wps:bodyPr></wps:wsp>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def write_note(rang: int, note: Note, partie: Partie) -> str:
    """Give a note of footnotes.xml: its number, then its blocks."""
    appel = (
        f'<w:r><w:rPr><w:rStyle w:val="{ID_APPEL_NOTE}"/></w:rPr><w:footnoteRef/></w:r>'
        '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
    )
    premier, suite = note.corps[:1], note.corps[1:]
    if premier and isinstance(premier[0], Feuille):
        corps = _feuille(premier[0], partie, tete=appel) + write_blocs(suite, partie)
    else:
        corps = f'<w:p><w:pPr><w:pStyle w:val="{ID_NOTE}"/></w:pPr>{appel}</w:p>' + write_blocs(note.corps, partie)
    return f'<w:footnote w:id="{rang}">{corps}</w:footnote>'
