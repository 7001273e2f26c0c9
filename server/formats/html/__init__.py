"""Write the tree as an accessible HTML preview: one file, no script, nothing fetched from anywhere."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from server.acte.noeuds import SortePage
from server.formats.html.blocs import EcrivainHtml
from server.formats.html.style import make_css
from server.formats.odt.caracteres import check_characters
from server.formats.proprietes import ORIGINES, list_proprietes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.acte.noeuds import Acte, Bloc, EnTetePage, PiedPage
    from server.charte.description import Charte

__all__ = ["write"]

_SANS_TITRE = "Document sans titre"
# A preview can be opened from anywhere: nothing in it runs, nothing is fetched.
_POLITIQUE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_NOMS_PAGES = {
    SortePage.DEFAUT: "des pages suivantes",
    SortePage.PREMIERE: "de la première page",
    SortePage.PAIRE: "des pages paires",
}


def write(acte: Acte, charte: Charte) -> str:
    """Write an act as an HTML page that looks like its document; the sheet shows the header and footer of page one.

    Raises `EcritureImpossible` for characters that no document can hold.
    """
    ecrivain = EcrivainHtml(acte)
    tete, tetes = _first(acte.en_tetes)
    pied, pieds = _first(acte.pieds)
    corps = (
        f'<header class="page-tete">{ecrivain.write(tete, "en_tete_page")}</header>{ecrivain.write(acte.corps)}'
        f'{ecrivain.write_notes()}<footer class="page-pied">{ecrivain.write(pied, "pied_page")}</footer>'
        f"{_other_pages(ecrivain, tetes, pieds)}"
    )
    page = (
        '<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8">'
        f"<title>{escape(acte.titre or _SANS_TITRE)}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLITIQUE}">'
        f"{_meta(acte)}<style>{make_css(charte)}</style></head>"
        f'<body><main class="feuille">{corps}</main></body></html>\n'
    )
    check_characters(page)
    return page


def _meta(acte: Acte) -> str:
    """Give the properties that a draft carries, AI mark included; the map of origins is in the spans themselves."""
    paires = [(nom, valeur) for nom, valeur in list_proprietes(acte) if not nom.startswith(ORIGINES)]
    return '<meta name="generator" content="Minutier">' + "".join(
        f'<meta name="{escape(nom.lower().replace(" ", "-"))}" content="{escape(valeur)}">' for nom, valeur in paires
    )


def _first(pages: Sequence[EnTetePage | PiedPage]) -> tuple[tuple[Bloc, ...], list[EnTetePage | PiedPage]]:
    """Give what page one shows, and the headers or footers that other pages show instead."""
    premiere = next((page for page in pages if page.sorte is SortePage.PREMIERE), None)
    premiere = premiere or next((page for page in pages if page.sorte is SortePage.DEFAUT), None)
    autres = [page for page in pages if page is not premiere and page.corps]
    return (premiere.corps if premiere else ()), autres


def _other_pages(
    ecrivain: EcrivainHtml, tetes: Sequence[EnTetePage | PiedPage], pieds: Sequence[EnTetePage | PiedPage]
) -> str:
    """Show the headers and footers of the other pages under the sheet: nothing that the document says is left out."""
    parties = [("En-tête", "en_tete_page", page) for page in tetes] + [("Pied", "pied_page", page) for page in pieds]
    return "".join(
        f'<section class="suite"><h2>{nom} {_NOMS_PAGES[page.sorte]}</h2>{ecrivain.write(page.corps, lieu, 3)}'
        "</section>"
        for nom, lieu, page in parties
    )
