"""Write the tree as plain text that a person reads, or pastes anywhere.

The PROJET mark comes first and the AI notice last; paragraphs are apart by a blank line; lists keep their markers and
tables their columns. Deleted and hidden text is no part of the act and is left out, as are the lines that hold nothing
but page numbers: plain text has no pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.acte.assemblage import flatten
from server.acte.fragments import (
    Champ,
    Emplacement,
    EnLigne,
    Fragment,
    Image,
    Inconnu,
    Marque,
    NatureChamp,
    Note,
)
from server.acte.noeuds import AvisIA, Cadre, Feuille, Liste, MarqueProjet, Signatures, Tableau
from server.formats.tableaux import lay_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from server.acte.noeuds import Acte, Bloc, EnTetePage, PiedPage

EMPLACEMENT_VIDE = "……"
_RETRAIT = "  "
_EXPOSANTS = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_INDICES = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


def write_texte(acte: Acte) -> str:
    """Write an act as plain text, ended by a line feed; nothing at all for an act that shows nothing."""
    notes: list[str] = []
    tetes = list(_pages(acte.en_tetes, notes))
    corps = [texte for bloc in flatten(acte.corps) for texte in _bloc(bloc, notes)]
    pieds = list(_pages(acte.pieds, notes))
    premiers, derniers = _marks(acte)
    paragraphes = [*premiers, *tetes, *corps, *(["\n".join(notes)] if notes else []), *pieds, *derniers]
    return "\n\n".join(paragraphes) + "\n" if paragraphes else ""


def _marks(acte: Acte) -> tuple[list[str], list[str]]:
    """Give the PROJET marks and the AI notices, wherever they stand, each once."""
    blocs = list(acte.corps)
    for tete in acte.en_tetes:
        blocs += tete.corps
    for pied in acte.pieds:
        blocs += pied.corps
    projets = (bloc.texte for bloc in blocs if isinstance(bloc, MarqueProjet))
    avis = (bloc.texte for bloc in blocs if isinstance(bloc, AvisIA))
    return list(dict.fromkeys(projets)), list(dict.fromkeys(avis))


def _pages(pages: Iterable[EnTetePage | PiedPage], notes: list[str]) -> Iterator[str]:
    """Give what page headers or footers say beside page numbers, each thing once."""
    dits = {
        texte: None
        for page in pages
        for bloc in flatten(page.corps)
        if not _is_page_number(bloc)
        for texte in _bloc(bloc, notes)
    }
    yield from dits


def _is_page_number(bloc: Bloc) -> bool:
    natures = {e.nature for e in bloc.contenu if isinstance(e, Champ)} if isinstance(bloc, Feuille) else set()
    return NatureChamp.PAGE in natures or NatureChamp.NB_PAGES in natures


def _bloc(bloc: Bloc, notes: list[str]) -> Iterator[str]:
    """Give a block as paragraphs of text; none for what is empty or stands elsewhere (PROJET mark, AI notice)."""
    match bloc:
        case MarqueProjet() | AvisIA():
            return
        case Feuille():
            texte = _leaf(bloc, notes)
        case Liste():
            texte = "\n".join(_items(bloc, 0, notes))
        case Tableau():
            texte = _table(bloc, notes)
        case Signatures():
            yield from (texte for signature in bloc.colonnes if (texte := _leaf(signature, notes)))
            return
        case Cadre():
            interieur = "\n\n".join(texte for petit in flatten(bloc.corps) for texte in _bloc(petit, notes))
            texte = "\n".join(f"> {ligne}".rstrip() for ligne in interieur.split("\n")) if interieur else ""
        case Inconnu():
            texte = _unknown(bloc)
        case _:
            raise AssertionError  # flatten has opened the containers
    if texte:
        yield texte


def _leaf(feuille: Feuille, notes: list[str]) -> str:
    texte = _inline(feuille.contenu, notes).strip()
    return f"{feuille.numero} {texte}".strip()


def _items(liste: Liste, niveau: int, notes: list[str]) -> Iterator[str]:
    for puce in liste.elements:
        # Lines of one item stand under its text, not under its marker.
        debut = _RETRAIT * niveau + (f"{puce.numero} " if puce.numero else "")
        yield (debut + _inline(puce.contenu, notes).strip().replace("\n", "\n" + " " * len(debut))).rstrip()
        for enfant in puce.enfants:
            yield from _items(enfant, niveau + 1, notes)


def _table(tableau: Tableau, notes: list[str]) -> str:
    """Give a table as aligned columns between bars, a rule under its header rows."""
    rangees, largeur = lay_out(tableau)
    grille = [[""] * largeur for _ in rangees]
    for cases, places in zip(grille, rangees, strict=True):
        for place in places:
            if not place.suite:
                cases[place.colonne] = _cell(place.cellule.corps, notes)
    largeurs = [max((len(cases[i]) for cases in grille), default=0) for i in range(largeur)]
    entetes = sum(1 for ligne in tableau.lignes if ligne.entete)
    lignes = [_row(cases, largeurs) for cases in grille]
    if 0 < entetes < len(lignes):
        lignes.insert(entetes, "|" + "|".join("-" * (n + 2) for n in largeurs) + "|")
    return "\n".join(lignes)


def _row(cases: Sequence[str], largeurs: Sequence[int]) -> str:
    return "| " + " | ".join(texte.ljust(n) for texte, n in zip(cases, largeurs, strict=True)) + " |"


def _cell(corps: tuple[Bloc, ...], notes: list[str]) -> str:
    """Give a cell on one line."""
    textes = (texte for bloc in flatten(corps) for texte in _bloc(bloc, notes))
    return " / ".join(" ".join(texte.split()) for texte in textes)


def _inline(contenu: Iterable[EnLigne], notes: list[str]) -> str:
    return "".join([_element(element, notes) for element in contenu])


def _element(element: EnLigne, notes: list[str]) -> str:
    match element:
        case Fragment():
            return _fragment(element)
        case Champ():
            return element.texte
        case Emplacement():
            return element.texte or EMPLACEMENT_VIDE
        case Image():
            return f"[Image : {element.description}]" if element.description else ""
        case Note():
            return _note(element, notes)
        case Inconnu():
            return _unknown(element)


def _fragment(fragment: Fragment) -> str:
    """Give the text of a run; figures set above or below the line stay so, for 10² is not 102."""
    if not fragment.is_lu():
        return ""
    for marque, table in ((Marque.EXPOSANT, _EXPOSANTS), (Marque.INDICE, _INDICES)):
        if marque in fragment.marques and any(c.isdecimal() for c in fragment.texte):
            return fragment.texte.translate(table)
    return fragment.texte


def _note(note: Note, notes: list[str]) -> str:
    """Number a note, and keep its text for the end; a note called inside a note comes after it."""
    rang = len(notes) + 1
    notes.append("")
    corps = " ".join(texte for bloc in flatten(note.corps) for texte in _bloc(bloc, notes))
    notes[rang - 1] = f"[{rang}] {corps}".rstrip()
    return f"[{rang}]"


def _unknown(inconnu: Inconnu) -> str:
    return f"[élément non reconnu : {inconnu.nature}] {inconnu.texte}".rstrip()
