"""The page headers and footers that a charte gives to an act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.acte.fragments import Champ, EnLigne, Fragment, Image, NatureChamp, Origine
from server.acte.noeuds import Alinea, Bloc, EnTetePage, PiedPage, SortePage

if TYPE_CHECKING:
    from server.charte.description import Charte

_REPERE = re.compile(r"\{(collectivite|page|pages)\}")


def build_pages(charte: Charte, collectivite: str) -> tuple[tuple[EnTetePage, ...], tuple[PiedPage, ...]]:
    """Give the page headers and footers of an act of `collectivite` (its short name), without PROJET marks.

    The letterhead of the charte, when it has one, wins. Otherwise the first page has the logo, and each other page the
    running header; a header that says nothing is there all the same, empty, so that a mark can be put in it.
    """
    if charte.papier is not None:
        return charte.papier.en_tetes, charte.papier.pieds
    pages = charte.pages
    premiere = (*_logo(charte), *_line(pages.en_tete_premiere, collectivite))
    en_tetes = (
        EnTetePage(_line(pages.en_tete_suite, collectivite)),
        EnTetePage(premiere, SortePage.PREMIERE),
    )
    pied = _line(pages.pied, collectivite)
    return en_tetes, (PiedPage(pied),) if pied else ()


def _logo(charte: Charte) -> tuple[Bloc, ...]:
    logo = charte.logo
    if logo is None:
        return ()
    return (Alinea((Image.from_bytes(logo.donnees, logo.description, logo.largeur_mm, logo.hauteur_mm),)),)


def _line(gabarit: str, collectivite: str) -> tuple[Bloc, ...]:
    """Make one paragraph of a text with its marks filled in; nothing when it says nothing."""
    contenu: list[EnLigne] = []
    place = 0
    for repere in _REPERE.finditer(gabarit):
        contenu.append(_scaffold(gabarit[place : repere.start()]))
        contenu.append(_fill(repere[1], collectivite))
        place = repere.end()
    contenu.append(_scaffold(gabarit[place:]))
    garde = tuple(e for e in contenu if not isinstance(e, Fragment) or e.texte)
    return (Alinea(garde),) if garde else ()


def _scaffold(texte: str) -> Fragment:
    return Fragment(texte, Origine.TRAME)


def _fill(repere: str, collectivite: str) -> EnLigne:
    if repere == "collectivite":
        return Fragment(collectivite, Origine.SAISIE, "collectivite.nom")
    return Champ(NatureChamp.PAGE if repere == "page" else NatureChamp.NB_PAGES)
