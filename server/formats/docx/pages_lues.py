"""Page headers and footers of a .docx, by the kind of page that each stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from server.acte.noeuds import EnTetePage, PiedPage, SortePage
from server.formats.docx.blocs_lus import read_story
from server.formats.docx.espaces import R, W
from server.formats.docx.styles_lus import is_on

if TYPE_CHECKING:
    from lxml import etree

    from server.acte.noeuds import Bloc
    from server.formats.docx.contexte import Contexte

_SORTES: Final = {"default": SortePage.DEFAUT, "first": SortePage.PREMIERE, "even": SortePage.PAIRE}
_CLASSES: Final[tuple[tuple[str, Any], ...]] = (("header", EnTetePage), ("footer", PiedPage))


def read_pages(racine: etree._Element, contexte: Contexte) -> tuple[tuple[EnTetePage, ...], tuple[PiedPage, ...]]:
    """Give the headers and footers that the sections show, in their order.

    A first-page one counts where the section has a different first page, an even one where the document has; a
    section without one inherits it. What is equal to the default one, or was met before, is not said again; a kind
    that shows nothing where the default one would show something is there, empty.
    """
    sections = list(racine.iter(f"{{{W}}}sectPr"))
    en_tetes, pieds = (_read_kind(sections, contexte, genre, classe) for genre, classe in _CLASSES)
    return tuple(en_tetes), tuple(pieds)


def _read_kind(sections: list[etree._Element], contexte: Contexte, genre: str, classe: Any) -> list[Any]:
    pages: list[Any] = []
    heritage: dict[SortePage, tuple[Bloc, ...]] = {}
    # A part that two kinds of page, or several sections, share is read once.
    lues: dict[str, tuple[Bloc, ...]] = {}
    vues: set[tuple[int, SortePage]] = set()
    for section in sections:
        for reference in section.iterchildren(f"{{{W}}}{genre}Reference"):
            sorte = _SORTES.get(reference.get(f"{{{W}}}type", "default"))
            if sorte is not None:
                rid = reference.get(f"{{{R}}}id", "")
                if rid not in lues:
                    lues[rid] = _read_part(contexte, rid)
                heritage[sorte] = lues[rid]
        for page in _shown(heritage, classe, premiere=is_on(section.find(f"{{{W}}}titlePg")), paires=contexte.paires):
            # Thousands of sections may share one header: look it over once.
            if (id(page.corps), page.sorte) not in vues and page not in pages:
                pages.append(page)
            vues.add((id(page.corps), page.sorte))
    return pages


def _shown(heritage: dict[SortePage, tuple[Bloc, ...]], classe: Any, *, premiere: bool, paires: bool) -> list[Any]:
    defaut = heritage.get(SortePage.DEFAUT, ())
    pages = [classe(defaut)] if defaut else []
    for sorte, montre in ((SortePage.PREMIERE, premiere), (SortePage.PAIRE, paires)):
        corps = heritage.get(sorte, ())
        if montre and corps != defaut:
            pages.append(classe(corps, sorte))
    return pages


def _read_part(contexte: Contexte, rid: str) -> tuple[Bloc, ...]:
    partie = contexte.document.part(rid)
    if partie is None:
        return ()
    contexte.numerotation.restart()
    avant, contexte.partie = contexte.partie, partie
    try:
        return read_story(partie.racine, contexte, corps=False)
    finally:
        contexte.partie = avant
