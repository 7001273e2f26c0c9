"""The tables of an .odt: grid, header rows, spans, signatures side by side."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from server.acte.noeuds import Alinea
from server.formats.odt.styles_ecrits import NOM_XML, mm
from server.formats.tableaux import find_flush_right, lay_out, share_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.acte.noeuds import Signatures, Tableau
    from server.charte.description import StyleTableau
    from server.formats.odt.blocs_ecrits import EcrivainBlocs
    from server.formats.tableaux import Place

_COUVERTE = "<table:covered-table-cell/>"
# Widths are shared in tenths of a millimetre: finer than any printer places a rule.
_DIXIEMES = 10


def write_tableau(ecrivain: EcrivainBlocs, tableau: Tableau) -> str:
    """Write a table: rows of header first, told to screen readers and repeated on each page."""
    rangees, largeur = lay_out(tableau)
    utile = round(ecrivain.document.charte.page.utile * _DIXIEMES)
    largeurs = share_width(rangees, max(largeur, 1), utile)
    entetes = sum(1 for _ in takewhile(lambda ligne: ligne.entete, tableau.lignes))
    a_droite = find_flush_right(tableau, rangees)
    lignes = [
        _row(ecrivain, places, largeur, {c for j, c in a_droite if j == i}, entete=i < entetes)
        for i, places in enumerate(rangees)
    ]
    tete = f"<table:table-header-rows>{''.join(lignes[:entetes])}</table:table-header-rows>" if entetes else ""
    return f"{_open(ecrivain, largeurs)}{tete}{''.join(lignes[entetes:])}</table:table>"


def _row(ecrivain: EcrivainBlocs, places: Sequence[Place], largeur: int, a_droite: set[int], *, entete: bool) -> str:
    cellules: list[str] = []
    for place in places:
        if place.suite:
            cellules.append(_COUVERTE * place.colonnes)
        else:
            cellules.append(
                _cell(ecrivain, place, entete=entete, droite=place.colonne in a_droite)
                + _COUVERTE * (place.colonnes - 1)
            )
    # A short row ends with covered places: LibreOffice would fill it with cells that nobody wrote.
    fin = _COUVERTE * (largeur - sum(place.colonnes for place in places))
    return f'<table:table-row table:style-name="Rangee">{"".join(cellules)}{fin}</table:table-row>'


def _cell(ecrivain: EcrivainBlocs, place: Place, *, entete: bool, droite: bool) -> str:
    etendue = f' table:number-columns-spanned="{place.colonnes}"' if place.colonnes > 1 else ""
    if place.lignes > 1:
        etendue += f' table:number-rows-spanned="{place.lignes}"'
    corps = place.cellule.corps
    style, lieu = ("CelluleTitre", "cellule_titre") if entete else ("Cellule", "cellule")
    if droite and isinstance(corps[0], Alinea):
        texte = ecrivain.texte.write(corps[0].contenu)
        nom = ecrivain.automatiques.for_figures(NOM_XML[lieu])
        interieur = f'<text:p text:style-name="{nom}">{texte}</text:p>'
    else:
        interieur = ecrivain.write(corps, lieu)
    ouverture = f'<table:table-cell table:style-name="{style}" office:value-type="string"{etendue}>'
    return f"{ouverture}{interieur}</table:table-cell>"


def write_signatures(ecrivain: EcrivainBlocs, signatures: Signatures) -> str:
    """Write signature blocks side by side: a table without rules, one row that no page break parts."""
    nombre = len(signatures.colonnes)
    largeur = round(ecrivain.document.charte.page.utile * _DIXIEMES) // nombre
    cellules = "".join(
        f'<table:table-cell table:style-name="CelluleSignature" office:value-type="string">'
        f"{ecrivain.feuille(signature, 'alinea', colonne=True)}</table:table-cell>"
        for signature in signatures.colonnes
    )
    rangee = f'<table:table-row table:style-name="Rangee">{cellules}</table:table-row>'
    return f"{_open(ecrivain, [largeur] * nombre, 'TableauSignatures')}{rangee}</table:table>"


def _open(ecrivain: EcrivainBlocs, largeurs: Sequence[int], style: str = "Tableau") -> str:
    """Open a table of columns of these widths, with the styles that it needs."""
    document, automatiques = ecrivain.document, ecrivain.automatiques
    document.tableaux += 1
    if "Tableau" not in automatiques.styles:
        automatiques.add("Tableau", _table_styles(document.charte.tableau, document.charte.page.utile))
    for largeur in largeurs:
        automatiques.add(f"Colonne{largeur}", _column_style(largeur))
    colonnes = "".join(f'<table:table-column table:style-name="Colonne{largeur}"/>' for largeur in largeurs)
    return f'<table:table table:name="Tableau{document.tableaux}" table:style-name="{style}">{colonnes}'


@lru_cache(maxsize=2048)
def _column_style(largeur: int) -> str:
    return (
        f'<style:style style:name="Colonne{largeur}" style:family="table-column"><style:table-column-properties'
        f' style:column-width="{mm(largeur / _DIXIEMES)}" style:rel-column-width="{largeur}*"/></style:style>'
    )


@lru_cache(maxsize=8)
def _table_styles(tableau: StyleTableau, largeur: float) -> str:
    filet = f"{tableau.epaisseur_filet}pt solid #{tableau.couleur_filet}"
    marges = (
        f'fo:padding-top="{mm(tableau.marge_verticale)}" fo:padding-bottom="{mm(tableau.marge_verticale)}"'
        f' fo:padding-left="{mm(tableau.marge_horizontale)}" fo:padding-right="{mm(tableau.marge_horizontale)}"'
    )
    table = f'style:width="{mm(largeur)}" table:align="margins" table:border-model="collapsing"'
    return (
        f'<style:style style:name="Tableau" style:family="table"><style:table-properties {table}'
        ' fo:margin-top="4pt" fo:margin-bottom="8pt"/></style:style>'
        f'<style:style style:name="TableauSignatures" style:family="table"><style:table-properties {table}/>'
        "</style:style>"
        '<style:style style:name="Rangee" style:family="table-row"><style:table-row-properties'
        ' fo:keep-together="always"/></style:style>'
        '<style:style style:name="Cellule" style:family="table-cell"><style:table-cell-properties'
        f' fo:border="{filet}" {marges}/></style:style>'
        '<style:style style:name="CelluleTitre" style:family="table-cell"><style:table-cell-properties'
        f' fo:border="{filet}" fo:background-color="#{tableau.fond_entete}" style:vertical-align="middle" {marges}/>'
        "</style:style>"
        '<style:style style:name="CelluleSignature" style:family="table-cell"><style:table-cell-properties'
        ' fo:border="none" fo:padding="0mm"/></style:style>'
    )
