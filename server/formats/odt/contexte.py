"""What reading one part of an .odt needs at hand, and what it gathers on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from server.acte.fragments import SANS_MARQUE, Marque
from server.formats.odt.espaces import attribute, q
from server.formats.odt.listes_lues import Compteurs, read_levels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml.etree import _Element

    from server.acte.noeuds import Bloc
    from server.formats.odt.listes_lues import NiveauListe
    from server.formats.odt.styles_lus import Styles

AVERTISSEMENT_SUIVI = "Des modifications suivies sont en attente : elles sont lues comme insérées ou supprimées."
AVERTISSEMENT_FORME = "Des modifications de mise en forme suivies sont en attente : elles sont ignorées."
AVERTISSEMENT_COMMENTAIRES = "Les commentaires sont ignorés."


@dataclass(slots=True)
class Contexte:
    """State of the reading of one part (content.xml, or the page headers of styles.xml).

    `saut` says that a page break is due before the next paragraph, `debut` that nothing was met yet, `pages`
    which page styles were asked for.
    """

    styles: Styles
    fetch: Callable[[str], bytes | None]
    read_blocs: Callable[[Contexte, Iterable[_Element]], tuple[Bloc, ...]]
    avertissements: dict[str, None]
    saut: bool = False
    debut: bool = True
    pages: list[str] = field(default_factory=list)
    changements: dict[str, _Element] = field(default_factory=dict)
    insertions: set[str] = field(default_factory=set)
    marques: frozenset[Marque] = SANS_MARQUE
    compteurs: dict[str, Compteurs] = field(default_factory=dict)
    plan: Compteurs = field(default_factory=Compteurs)
    _niveaux: dict[str, dict[int, NiveauListe]] = field(default_factory=dict)

    def warn(self, texte: str) -> None:
        """Keep a French warning, once."""
        self.avertissements[texte] = None

    def levels(self, nom: str) -> dict[int, NiveauListe]:
        """Give the levels of a list style by its name; "" is the numbering of headings."""
        niveaux = self._niveaux.get(nom)
        if niveaux is None:
            style = self.styles.listes.get(nom) if nom else self.styles.plan
            niveaux = self._niveaux[nom] = read_levels(style)
        return niveaux

    def counters_of(self, liste: _Element, nom: str, *, continue_: bool) -> Compteurs:
        """Give the counters of an outermost list: new ones, or those of the list that it continues."""
        suite = attribute(liste, "text:continue-list")
        compteurs = self.compteurs.get(f"id {suite}") if suite else None
        if compteurs is None and continue_:
            compteurs = self.compteurs.get(f"style {nom}")
        compteurs = compteurs or Compteurs()
        self.compteurs[f"style {nom}"] = compteurs
        if identifiant := attribute(liste, "xml:id") or attribute(liste, "text:id"):
            self.compteurs[f"id {identifiant}"] = compteurs
        return compteurs

    def counters_by_id(self, identifiant: str) -> Compteurs:
        """Give the counters of a list known by its id only (text:numbered-paragraph)."""
        return self.compteurs.setdefault(f"id {identifiant}", Compteurs())

    def note_page(self, famille: str, nom: str) -> bool:
        """Take note of the page style that a paragraph or table asks for; say whether it asks for one."""
        for style in self.styles.chain(famille, nom):
            page = style.element.get(q("style:master-page-name"))
            if page is not None:
                if page:
                    self.pages.append(str(page))
                return bool(page)
        return False

    def starts_page(self, nom: str) -> bool:
        """Tell whether a paragraph of this style starts a new page, by itself or because a break was due."""
        du, self.saut = self.saut, False
        change = self.note_page("paragraph", nom) and not self.debut
        self.debut = False
        return du or change or self.styles.paragraph_property(nom, "fo:break-before") == "page"

    def current_marks(self) -> frozenset[Marque]:
        """Give the marks that come from around the run: hidden section, tracked insertion or deletion."""
        return self.marques | {Marque.INSERTION} if self.insertions else self.marques

    def read_changes(self, racine: _Element) -> None:
        """Take note of the tracked changes declared under `racine`."""
        for region in racine.iter(q("text:changed-region")):
            identifiant = attribute(region, "text:id") or attribute(region, "xml:id")
            genre = next((e for e in region if isinstance(e.tag, str)), None)
            if genre is None:
                continue
            self.changements[identifiant] = genre
            forme = genre.tag == q("text:format-change")
            self.warn(AVERTISSEMENT_FORME if forme else AVERTISSEMENT_SUIVI)

    def open_change(self, identifiant: str) -> None:
        """Enter a tracked insertion; a change of formatting is no insertion."""
        genre = self.changements.get(identifiant)
        if genre is not None and genre.tag == q("text:insertion"):
            self.insertions.add(identifiant)

    def close_change(self, identifiant: str) -> None:
        """Leave a tracked insertion."""
        self.insertions.discard(identifiant)

    def deleted_text(self, identifiant: str) -> list[_Element]:
        """Give the paragraphs of a tracked deletion, in order; none for anything else."""
        genre = self.changements.get(identifiant)
        if genre is None or genre.tag != q("text:deletion"):
            return []
        return [e for e in genre.iter(q("text:p"), q("text:h")) if not _in_note(e, genre)]


def _in_note(element: _Element, jusqua: _Element) -> bool:
    parent = element.getparent()
    while parent is not None and parent is not jusqua:
        if parent.tag in {q("text:note"), q("office:change-info"), q("draw:frame")}:
            return True
        parent = parent.getparent()
    return False
