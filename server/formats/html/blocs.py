"""Blocks as HTML: headings that follow each other without a gap, lists, tables with their headers, notes at the end."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from server.acte.fragments import Inconnu
from server.acte.noeuds import (
    Annexe,
    Article,
    Cadre,
    Feuille,
    Intitule,
    Liste,
    Objet,
    Section,
    Signatures,
    Tableau,
    TitreAnnexe,
    TitreArticle,
    TitreSection,
)
from server.formats.genres import key_of
from server.formats.html.style import class_of
from server.formats.html.texte import unknown_text, write_contenu
from server.formats.tableaux import is_chiffre

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.acte.fragments import Note
    from server.acte.noeuds import Acte, Bloc, Cellule, Ligne

_TITRE_MAX = 6


class EcrivainHtml:
    """Writes the blocks of one act; notes are gathered on the way.

    Without an `Intitule`, the first `Objet` is the title of the page: a page that has none is lost to screen readers.
    """

    def __init__(self, acte: Acte) -> None:
        self.notes: list[str] = []
        plats = [bloc for bloc in acte.corps if isinstance(bloc, Intitule | Objet)]
        self._titre = next((b for b in plats if isinstance(b, Intitule)), plats[0] if plats else None)

    def write(self, blocs: Iterable[Bloc], lieu: str = "alinea", niveau: int = 2) -> str:
        """Write blocks; `lieu` is the kind that a plain paragraph has there, `niveau` that of the next heading."""
        return "".join([self._bloc(bloc, lieu, niveau) for bloc in blocs])

    def _bloc(self, bloc: Bloc, lieu: str, niveau: int) -> str:
        match bloc:
            case Feuille():
                return self._feuille(bloc, lieu, niveau)
            case Article() | Section() | Annexe():
                titre = self._feuille(bloc.titre, lieu, niveau)
                sorte = type(bloc).__name__.lower()
                return f'<section class="bloc-{sorte}">{titre}{self.write(bloc.corps, lieu, niveau + 1)}</section>'
            case Liste():
                return self._liste(bloc)
            case Tableau():
                return self._tableau(bloc)
            case Signatures():
                blocs = "".join(self._feuille(signature, lieu, niveau) for signature in bloc.colonnes)
                return f'<div class="signatures">{blocs}</div>'
            case Cadre():
                return f'<div class="cadre" role="note">{self.write(bloc.corps, "cadre", niveau)}</div>'
            case Inconnu():
                return f'<p class="inconnu">{unknown_text(bloc)}</p>'

    def _feuille(self, feuille: Feuille, lieu: str, niveau: int) -> str:
        cle = key_of(feuille)
        classes = class_of(lieu if cle == "alinea" else cle) + (" saut" if feuille.saut else "")
        balise = self._tag(feuille, niveau)
        return f'<{balise} class="{classes}">{self._marker(feuille)}{self._inline(feuille)}</{balise}>'

    def _tag(self, feuille: Feuille, niveau: int) -> str:
        if feuille is self._titre:
            return "h1"
        if isinstance(feuille, TitreAnnexe | TitreArticle | TitreSection | Intitule):
            return f"h{min(niveau, _TITRE_MAX)}"
        return "p"

    def _marker(self, feuille: Feuille) -> str:
        return f'<span class="marqueur">{escape(feuille.numero)} </span>' if feuille.numero else ""

    def _inline(self, feuille: Feuille) -> str:
        return write_contenu(feuille.contenu, self._add_note)

    def _add_note(self, note: Note) -> int:
        self.notes.append("")
        rang = len(self.notes)
        self.notes[rang - 1] = self.write(note.corps, "note", _TITRE_MAX)
        return rang

    def write_notes(self) -> str:
        """Give the notes, each with the way back to its call."""
        if not self.notes:
            return ""
        items = "".join(
            f'<li id="note-{rang}">{note}<a href="#appel-{rang}" role="doc-backlink" aria-label="Retour à l’appel de la'
            f' note {rang}">↩</a></li>'
            for rang, note in enumerate(self.notes, 1)
        )
        return f'<section class="notes" role="doc-endnotes" aria-label="Notes"><ol>{items}</ol></section>'

    def _liste(self, liste: Liste) -> str:
        """Write a list; its markers are text, as in the act, and the list says that it is one."""
        items = []
        for puce in liste.elements:
            saut = " saut" if puce.saut else ""
            enfants = "".join(self._liste(enfant) for enfant in puce.enfants)
            items.append(f'<li><p class="puce{saut}">{self._marker(puce)}{self._inline(puce)}</p>{enfants}</li>')
        return f'<ul role="list">{"".join(items)}</ul>'

    def _tableau(self, tableau: Tableau) -> str:
        """Write a table: the rows of header that open it are its thead."""
        entetes: list[str] = []
        corps: list[str] = []
        for ligne in tableau.lignes:
            tete = ligne.entete and not corps
            (entetes if tete else corps).append(self._row(ligne, tete=tete))
        thead = f"<thead>{''.join(entetes)}</thead>" if entetes else ""
        return f"<table>{thead}<tbody>{''.join(corps)}</tbody></table>"

    def _row(self, ligne: Ligne, *, tete: bool) -> str:
        return f"<tr>{''.join(self._cell(cellule, tete=tete) for cellule in ligne.cellules)}</tr>"

    def _cell(self, cellule: Cellule, *, tete: bool) -> str:
        etendue = f' colspan="{cellule.colonnes}"' if cellule.colonnes > 1 else ""
        etendue += f' rowspan="{cellule.lignes}"' if cellule.lignes > 1 else ""
        if tete:
            portee = "colgroup" if cellule.colonnes > 1 else "col"
            return f'<th scope="{portee}"{etendue}>{self.write(cellule.corps, "cellule_titre", _TITRE_MAX)}</th>'
        classe = ' class="chiffres"' if is_chiffre(cellule) else ""
        return f"<td{classe}{etendue}>{self.write(cellule.corps, 'cellule', _TITRE_MAX)}</td>"
