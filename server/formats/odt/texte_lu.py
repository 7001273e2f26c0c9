"""What stands inside a paragraph of an .odt: runs, links, fields, notes, pictures, text boxes, tracked changes.

White space follows OpenDocument 1.3, part 3, section 6.1.2: runs of spaces, tabs and line ends collapse into one
space, none at the start of the paragraph; text:s, text:tab and text:line-break are the ones that count.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from server.acte.fragments import (
    Champ,
    Emplacement,
    Fragment,
    Inconnu,
    Marque,
    NatureChamp,
    Note,
    Origine,
    join_slots,
    merge_fragments,
)
from server.acte.noeuds import Cadre, Feuille
from server.formats.odt import contexte as ctx
from server.formats.odt.espaces import attribute, q, short_name
from server.formats.odt.objets_lus import CHAMPS, FORMES, field_of, image_of, shown_text, unknown_frame, visible_text
from server.formats.odt.styles_lus import Allure

if TYPE_CHECKING:
    from lxml.etree import _Element

    from server.acte.fragments import EnLigne
    from server.acte.noeuds import Bloc

_BLANCS = re.compile(r"[ \t\r\n]+")
# A text:s that claims more than this is a bomb, not typography.
_ESPACES_MAX = 10_000

_TRANSPARENTS = frozenset(map(q, ("text:span", "text:meta", "loext:content-control", "draw:a")))
_IGNORES = frozenset(
    map(q, (
        "text:bookmark", "text:bookmark-start", "text:bookmark-end", "text:reference-mark", "text:reference-mark-start",
        "text:reference-mark-end", "text:soft-page-break", "text:toc-mark", "text:toc-mark-start", "text:toc-mark-end",
        "text:alphabetical-index-mark", "text:alphabetical-index-mark-start", "text:alphabetical-index-mark-end",
        "text:user-index-mark", "text:user-index-mark-start", "text:user-index-mark-end", "svg:title", "svg:desc",
        "office:event-listeners", "field:fieldmark-end", "field:fieldmark-separator",
    ))
)  # fmt: skip
_TEXTES = tuple(map(q, ("text:p", "text:h", "text:list", "table:table")))
_MACROS = frozenset(map(q, ("text:script", "text:execute-macro")))

# Which method reads an element: one table for all paragraphs, made once.
_METHODES = {
    q("text:s"): "_read_spaces",
    q("text:tab"): "_read_tab",
    q("text:line-break"): "_read_line_break",
    q("text:a"): "_read_link",
    q("text:page-number"): "_read_page_number",
    q("text:page-count"): "_read_page_count",
    q("text:note"): "_read_note",
    q("text:change-start"): "_open_change",
    q("text:change-end"): "_close_change",
    q("text:change"): "_read_deletion",
    q("text:hidden-text"): "_read_hidden",
    q("text:hidden-paragraph"): "_read_hidden_paragraph",
    q("draw:frame"): "_read_frame",
    q("field:fieldmark-start"): "_read_foreign_field",
    q("office:annotation"): "_skip_comment",
    q("office:annotation-end"): "_skip_comment",
}


class LecteurParagraphe:
    """Reads one paragraph. `morceaux` has one entry, more where a tracked deletion spans paragraphs."""

    def __init__(self, contexte: ctx.Contexte, marques: frozenset[Marque]) -> None:
        self.contexte = contexte
        self.morceaux: list[list[EnLigne]] = [[]]
        self.hors: list[Cadre] = []
        self._marques = marques
        self._apres_espace = True

    def read(self, element: _Element, allure: Allure, lien: str | None = None) -> None:
        """Read the text and the children of a paragraph, span or link."""
        if element.text:
            self._add_raw(element.text, allure, lien)
        for enfant in element:
            if isinstance(enfant.tag, str):
                self.read_child(enfant, allure, lien)
            if enfant.tail:
                self._add_raw(enfant.tail, allure, lien)

    def contents(self) -> list[tuple[EnLigne, ...]]:
        """Give what was read, one sequence per paragraph."""
        return [join_slots(merge_fragments(morceau)) for morceau in self.morceaux]

    def read_child(self, element: _Element, allure: Allure, lien: str | None) -> None:
        """Read one element that stands in a paragraph."""
        methode = _METHODES.get(element.tag)
        if methode is not None:
            getattr(self, methode)(element, allure, lien)
        elif element.tag in _TRANSPARENTS:
            self._read_span(element, allure, lien)
        elif element.tag in CHAMPS:
            self._add(field_of(element))
        elif element.tag in _MACROS:
            self._add(Inconnu("macro", visible_text(element)))
        elif element.tag not in _IGNORES:
            self._read_foreign(element)

    def _read_span(self, element: _Element, allure: Allure, lien: str | None) -> None:
        nom = attribute(element, "text:style-name")
        interieur = self.contexte.styles.allure("text", nom) if nom else Allure()
        if interieur.emplacement:
            self._add(Emplacement(interieur.emplacement, shown_text(element)))
        else:
            self.read(element, allure.add(interieur) if nom else allure, lien)

    def _read_link(self, element: _Element, allure: Allure, lien: str | None) -> None:
        self._read_span(element, allure, attribute(element, "xlink:href") or lien)

    def _read_spaces(self, element: _Element, allure: Allure, lien: str | None) -> None:
        nombre = attribute(element, "text:c", "1")
        self._add_text(" " * (min(int(nombre), _ESPACES_MAX) if nombre.isdecimal() else 1), allure, lien)

    def _read_tab(self, _element: _Element, allure: Allure, lien: str | None) -> None:
        self._add_text("\t", allure, lien)

    def _read_line_break(self, _element: _Element, allure: Allure, lien: str | None) -> None:
        self._add_text("\n", allure, lien)

    def _read_page_number(self, element: _Element, _allure: Allure, _lien: str | None) -> None:
        self._add(Champ(NatureChamp.PAGE, visible_text(element)))

    def _read_page_count(self, element: _Element, _allure: Allure, _lien: str | None) -> None:
        self._add(Champ(NatureChamp.NB_PAGES, visible_text(element)))

    def _open_change(self, element: _Element, _allure: Allure, _lien: str | None) -> None:
        self.contexte.open_change(attribute(element, "text:change-id"))

    def _close_change(self, element: _Element, _allure: Allure, _lien: str | None) -> None:
        self.contexte.close_change(attribute(element, "text:change-id"))

    def _add_raw(self, texte: str, allure: Allure, lien: str | None) -> None:
        texte = _BLANCS.sub(" ", texte)
        if self._apres_espace:
            texte = texte.removeprefix(" ")
        if texte:
            self._add_text(texte, allure, lien)
            self._apres_espace = texte[-1] == " "

    def _add_text(self, texte: str, allure: Allure, lien: str | None) -> None:
        marques = allure.marques() | self._marques | self.contexte.current_marks()
        origine = Origine.IA if allure.ia else Origine.INDETERMINE
        self._add(Fragment(texte, origine, None, marques, lien))

    def _add(self, element: EnLigne) -> None:
        self.morceaux[-1].append(element)
        self._apres_espace = False

    def _read_note(self, element: _Element, _allure: Allure, _lien: str | None) -> None:
        corps = element.find(q("text:note-body"))
        blocs = () if corps is None else self._read_apart(corps)
        self._add(Note(_strip_number(blocs)))

    def _read_apart(self, element: _Element) -> tuple[Bloc, ...]:
        """Read blocks that stand outside the text: their paragraphs are not told by their words."""
        contexte = self.contexte
        avant, contexte.saut = contexte.saut, False
        blocs = contexte.read_blocs(contexte, element)
        contexte.saut = avant
        return blocs

    def _read_deletion(self, element: _Element, _allure: Allure, _lien: str | None) -> None:
        """Put deleted text back at its place; a deleted end of paragraph parts the paragraph in two."""
        avant = self._marques
        self._marques = avant | {Marque.SUPPRESSION}
        for rang, paragraphe in enumerate(self.contexte.deleted_text(attribute(element, "text:change-id"))):
            if rang:
                self.morceaux.append([])
            self.read(paragraphe, self.contexte.styles.allure("paragraph", attribute(paragraphe, "text:style-name")))
        self._marques = avant

    def _read_hidden(self, element: _Element, _allure: Allure, lien: str | None) -> None:
        texte = attribute(element, "text:string-value") or visible_text(element)
        marques = self._marques | {Marque.CACHE}
        self._add(Fragment(texte, Origine.INDETERMINE, None, marques, lien))

    def _read_hidden_paragraph(self, element: _Element, _allure: Allure, _lien: str | None) -> None:
        if attribute(element, "text:is-hidden") == "true":
            self._marques |= {Marque.CACHE}

    def _skip_comment(self, _element: _Element, _allure: Allure, _lien: str | None) -> None:
        self.contexte.warn(ctx.AVERTISSEMENT_COMMENTAIRES)

    def _read_foreign_field(self, element: _Element, _allure: Allure, _lien: str | None) -> None:
        """Note a field that LibreOffice took from Word without understanding it; its result follows as plain text."""
        self._add(Champ(NatureChamp.AUTRE, "", attribute(element, "field:type").rpartition(".")[2] or "field"))

    def _read_frame(self, element: _Element, _allure: Allure, _lien: str | None) -> None:
        """Read a frame: a text box stands after the paragraph, a picture inside it, anything else is unknown."""
        boite = element.find(q("draw:text-box"))
        if boite is not None:
            self._add_boite(boite)
        elif element.find(q("table:table")) is not None:
            self._add_boite(element)
        else:
            self._add(image_of(element, self.contexte) or unknown_frame(element))

    def _add_boite(self, boite: _Element) -> None:
        blocs = self._read_apart(boite)
        if blocs:
            self.hors.append(Cadre(blocs))

    def _read_foreign(self, element: _Element) -> None:
        """Read a drawn shape as the text box it is when it holds text; keep anything else as unknown."""
        nature = short_name(element)
        if nature in FORMES and any(element.find(nom) is not None for nom in _TEXTES):
            self._add_boite(element)
        else:
            self._add(Inconnu(nature, visible_text(element)))


def _strip_number(blocs: tuple[Bloc, ...]) -> tuple[Bloc, ...]:
    """Remove the blank that Word writes after the number of a note: it belongs to the number."""
    premier = blocs[0] if blocs else None
    tete = premier.contenu[0] if isinstance(premier, Feuille) else None
    if not isinstance(premier, Feuille) or not isinstance(tete, Fragment):
        return blocs
    tete = replace(tete, texte=tete.texte.lstrip(" \t"))
    return (replace(premier, contenu=merge_fragments((tete, *premier.contenu[1:]))), *blocs[1:])
