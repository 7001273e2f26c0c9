"""The page headers and footers that an .odt shows, from its master pages in the order that the body uses them.

A master page may have one header for all pages, another for left pages, another for its first page (OpenDocument 1.3,
part 3, sections 16.9 to 16.14). One that is followed by another (`style:next-style-name`) stands on one page only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from server.acte.noeuds import EnTetePage, PiedPage, SortePage
from server.formats.odt.espaces import attribute, q

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.etree import _Element

    from server.acte.noeuds import Bloc
    from server.formats.odt.contexte import Contexte

P = TypeVar("P", EnTetePage, PiedPage)

PAGE_PAR_DEFAUT = "Standard"
_PAGES_MAX = 100

_ORDRE = (SortePage.DEFAUT, SortePage.PREMIERE, SortePage.PAIRE)
_AUTRES = (("-first", SortePage.PREMIERE), ("-left", SortePage.PAIRE))


def read_pages(
    contexte: Contexte, maitres: _Element | None, utilisees: Sequence[str]
) -> tuple[tuple[EnTetePage, ...], tuple[PiedPage, ...]]:
    """Read the headers and footers of the master pages that are used; identical ones count once."""
    connus = {attribute(e, "style:name"): e for e in (() if maitres is None else maitres)}
    en_tetes: dict[EnTetePage, None] = {}
    pieds: dict[PiedPage, None] = {}
    for maitre, seule in _used(connus, utilisees):
        for sorte, blocs in _read_bands(contexte, maitre, "style:header", seule=seule):
            en_tetes[EnTetePage(blocs, sorte)] = None
        for sorte, blocs in _read_bands(contexte, maitre, "style:footer", seule=seule):
            pieds[PiedPage(blocs, sorte)] = None
    return _normalize(en_tetes), _normalize(pieds)


def _normalize(pages: Iterable[P]) -> tuple[P, ...]:
    """Put pages in their order, and leave out those that show what the default one shows in their place."""
    defauts = [page.corps for page in pages if page.sorte is SortePage.DEFAUT]
    gardees = (page for page in pages if page.sorte is SortePage.DEFAUT or page.corps not in defauts)
    return tuple(sorted(gardees, key=lambda page: _ORDRE.index(page.sorte)))


def _read_bands(
    contexte: Contexte, maitre: _Element, nom: str, *, seule: bool
) -> Iterator[tuple[SortePage, tuple[Bloc, ...]]]:
    """Read the headers (or footers) of a master page; one that is as the default one, or says nothing, is not said.

    One that says nothing is said where the default one would stand in its place.
    """
    defaut = _read_part(contexte, maitre, nom) or ()
    if defaut:
        yield SortePage.PREMIERE if seule else SortePage.DEFAUT, defaut
    for suffixe, sorte in _AUTRES:
        blocs = None if seule else _read_part(contexte, maitre, nom + suffixe)
        if blocs is not None and blocs != defaut:
            yield sorte, blocs


def _used(connus: dict[str, _Element], utilisees: Sequence[str]) -> Iterator[tuple[_Element, bool]]:
    """Give each master page in use, and whether it stands on one page only because another follows it."""
    vus: set[str] = set()
    for nom in utilisees or (PAGE_PAR_DEFAUT,):
        for _ in range(_PAGES_MAX):
            maitre = connus.get(nom)
            if maitre is None or nom in vus:
                break
            vus.add(nom)
            suivant = attribute(maitre, "style:next-style-name", nom)
            yield maitre, suivant != nom and suivant in connus
            nom = suivant  # noqa: PLW2901 -- the chain of following pages


def _read_part(contexte: Contexte, maitre: _Element, nom: str) -> tuple[Bloc, ...] | None:
    """Read one header or footer; None when the master page has none of this name."""
    element = maitre.find(q(nom))
    if element is None:
        return None
    if attribute(element, "style:display") == "false":
        return None
    regions = [e for e in element if str(e.tag).startswith(q("style:region-"))]
    return contexte.read_blocs(contexte, [e for region in regions for e in region] or element)
