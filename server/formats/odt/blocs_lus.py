"""The blocks of an .odt: paragraphs, headings, lists, tables, sections, indexes, tracked changes between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.acte.fragments import Inconnu, Marque
from server.acte.noeuds import Cadre
from server.formats.genres import CLE_DE_STYLE
from server.formats.odt import contexte as ctx
from server.formats.odt.espaces import attribute, q, short_name
from server.formats.odt.listes_lues import Compteurs
from server.formats.odt.objets_lus import visible_text
from server.formats.odt.styles_lus import Allure
from server.formats.odt.tableaux_lus import read_tableau
from server.formats.odt.texte_lu import LecteurParagraphe
from server.formats.plat import ParagrapheLu, build_blocs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from server.acte.noeuds import Bloc
    from server.formats.plat import ElementLu

_PARAGRAPHES = frozenset(map(q, ("text:p", "text:h")))
_SUIVI = frozenset(map(q, ("text:change-start", "text:change-end", "text:change")))
_TRANSPARENTS = frozenset(
    map(q, (
        "text:table-of-content", "text:illustration-index", "text:table-index", "text:object-index", "text:user-index",
        "text:alphabetical-index", "text:bibliography", "text:index-body", "text:index-title", "text:note-body",
    ))
)  # fmt: skip
_SOURCES = frozenset(map(q, ("text:section-source", "office:dde-source")))
_IGNORES = _SOURCES | frozenset(
    map(q, (
        "text:tracked-changes", "text:variable-decls", "text:sequence-decls", "text:user-field-decls",
        "text:dde-connection-decls", "text:alphabetical-index-auto-mark-file", "text:soft-page-break",
        "table:calculation-settings", "table:content-validations", "table:label-ranges", "table:named-expressions",
        "text:table-of-content-source", "text:illustration-index-source", "text:table-index-source",
        "text:object-index-source", "text:user-index-source", "text:alphabetical-index-source",
        "text:bibliography-source", "office:change-info", "svg:title", "svg:desc", "draw:enhanced-geometry",
        "draw:glue-point", "office:event-listeners", "table:title", "table:desc", "text:bookmark",
        "text:bookmark-start", "text:bookmark-end", "text:reference-mark", "draw:contour-polygon", "draw:contour-path",
    ))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Rang:
    """Where a paragraph stands in lists: level from 1, 0 outside; the style of the list and its counters."""

    niveau: int = 0
    style: str = ""
    compteurs: Compteurs | None = None


_HORS_LISTE = _Rang()


def read_blocs(contexte: ctx.Contexte, elements: Iterable[_Element], *, corps: bool = False) -> tuple[Bloc, ...]:
    """Read the blocks of a body (`corps`), cell, note, text box, header or footer into the nested tree."""
    return build_blocs(_read_all(contexte, elements, _HORS_LISTE), corps=corps)


def _read_all(contexte: ctx.Contexte, elements: Iterable[_Element], rang: _Rang) -> Iterator[ElementLu]:
    for element in elements:
        yield from _read_one(contexte, element, rang)


def _read_one(contexte: ctx.Contexte, element: _Element, rang: _Rang) -> Iterator[ElementLu]:
    etiquette = element.tag
    if etiquette in _PARAGRAPHES:
        yield from _read_paragraphe(contexte, element, None, 0)
    elif etiquette == q("text:list"):
        yield from _read_liste(contexte, element, rang)
    elif etiquette == q("table:table"):
        contexte.note_page("table", attribute(element, "table:style-name"))
        contexte.debut = False
        yield read_tableau(contexte, element)
    elif etiquette == q("text:section"):
        yield from _read_section(contexte, element, rang)
    elif etiquette in _TRANSPARENTS:
        yield from _read_all(contexte, element, rang)
    elif etiquette == q("text:numbered-paragraph"):
        yield from _read_numbered(contexte, element)
    elif etiquette in _SUIVI:
        yield from _read_change(contexte, element)
    elif etiquette not in _IGNORES:
        yield from _read_other(contexte, element)


def _read_other(contexte: ctx.Contexte, element: _Element) -> Iterator[ElementLu]:
    nature = short_name(element)
    if nature.startswith("draw:"):  # a frame anchored to the page
        lecteur = LecteurParagraphe(contexte, contexte.marques)
        lecteur.read_child(element, Allure(), None)
        cadres = tuple(bloc for bloc in lecteur.hors if isinstance(bloc, Cadre))
        yield ParagrapheLu(lecteur.contents()[0], cadres=cadres)
    elif nature in {"office:forms", "office:scripts"}:
        if len(element):
            yield Inconnu("macro", visible_text(element))
    elif nature == "office:annotation":
        contexte.warn(ctx.AVERTISSEMENT_COMMENTAIRES)
    else:
        yield Inconnu(nature, visible_text(element))


def _read_section(contexte: ctx.Contexte, element: _Element, rang: _Rang) -> Iterator[ElementLu]:
    cachee = attribute(element, "text:display") == "none" or attribute(element, "text:is-hidden") == "true"
    source = next((e for e in element if e.tag in _SOURCES), None)
    if source is not None:  # a section fed from elsewhere: what it shows can change by itself
        yield Inconnu(short_name(source), attribute(source, "xlink:href"))
    avant = contexte.marques
    if cachee:
        contexte.marques = avant | {Marque.CACHE}
    yield from _read_all(contexte, element, rang)
    contexte.marques = avant


def _read_change(contexte: ctx.Contexte, element: _Element) -> Iterator[ElementLu]:
    """Follow a tracked change between paragraphs; deleted paragraphs come back at their place."""
    identifiant = attribute(element, "text:change-id")
    if element.tag == q("text:change-start"):
        contexte.open_change(identifiant)
    elif element.tag == q("text:change-end"):
        contexte.close_change(identifiant)
    avant = contexte.marques
    contexte.marques = avant | {Marque.SUPPRESSION}
    for paragraphe in contexte.deleted_text(identifiant) if element.tag == q("text:change") else ():
        yield from _read_paragraphe(contexte, paragraphe, None, 0)
    contexte.marques = avant


def _read_liste(contexte: ctx.Contexte, element: _Element, rang: _Rang) -> Iterator[ElementLu]:
    nom = attribute(element, "text:style-name") or rang.style
    niveau = rang.niveau + 1
    continue_ = attribute(element, "text:continue-numbering") == "true"
    if rang.compteurs is None:
        compteurs = contexte.counters_of(element, nom, continue_=continue_)
    else:
        compteurs = rang.compteurs
        if not continue_:
            compteurs.restart(niveau)
    interieur = _Rang(niveau, nom, compteurs)
    for item in element:
        if item.tag in {q("text:list-item"), q("text:list-header")}:
            yield from _read_item(contexte, item, interieur)
        elif item.tag in _SUIVI:
            yield from _read_change(contexte, item)


def _read_item(contexte: ctx.Contexte, item: _Element, rang: _Rang) -> Iterator[ElementLu]:
    """Read an item: its first paragraph has the number, the following ones have none."""
    a_numeroter = item.tag == q("text:list-item")
    for enfant in item:
        if a_numeroter and enfant.tag in _PARAGRAPHES:
            a_numeroter = False
            numero = _advance(contexte, enfant, rang, attribute(item, "text:start-value"))
            yield from _read_paragraphe(contexte, enfant, numero, rang.niveau - 1)
        else:
            yield from _read_one(contexte, enfant, rang)


def _advance(contexte: ctx.Contexte, paragraphe: _Element, rang: _Rang, depart: str) -> str:
    nom = rang.style or contexte.styles.attribute(attribute(paragraphe, "text:style-name"), "style:list-style-name")
    niveaux = contexte.levels(nom) if nom else {}
    compteurs = rang.compteurs or Compteurs()
    compteurs.advance(rang.niveau, niveaux, depart)
    return compteurs.label(rang.niveau, niveaux)


def _read_numbered(contexte: ctx.Contexte, element: _Element) -> Iterator[ElementLu]:
    niveau = attribute(element, "text:level", "1")
    rang = _Rang(
        int(niveau) if niveau.isdecimal() and len(niveau) < 3 else 1,
        attribute(element, "text:style-name"),
        contexte.counters_by_id(attribute(element, "text:list-id")),
    )
    for enfant in element:
        if enfant.tag in _PARAGRAPHES:
            numero = _advance(contexte, enfant, rang, attribute(element, "text:start-value"))
            yield from _read_paragraphe(contexte, enfant, numero, max(rang.niveau - 1, 0))


def _read_paragraphe(contexte: ctx.Contexte, element: _Element, numero: str | None, niveau: int) -> Iterator[ElementLu]:
    """Read a paragraph; `numero` is None outside lists and for the following paragraphs of an item."""
    nom = attribute(element, "text:style-name")
    saut = contexte.starts_page(nom)
    titre = _heading_level(contexte, element, nom)
    if numero is None and element.tag == q("text:h"):
        numero = _outline_number(contexte, element, titre)
    lecteur = LecteurParagraphe(contexte, contexte.marques)
    lecteur.read(element, contexte.styles.allure("paragraph", nom))
    style = _style_of(contexte, nom)
    centre = contexte.styles.paragraph_property(nom, "fo:text-align", direct=False) == "center"
    *premiers, dernier = lecteur.contents()
    for contenu in premiers:
        yield ParagrapheLu(contenu, style, titre, numero or "", niveau, saut, centre)
        saut = False
    yield ParagrapheLu(dernier, style, titre, numero or "", niveau, saut, centre, tuple(lecteur.hors))
    contexte.saut = contexte.styles.paragraph_property(nom, "fo:break-after") == "page"


def _style_of(contexte: ctx.Contexte, nom: str) -> str:
    noms = list(contexte.styles.names(nom))
    connu = next((n for n in noms if n in CLE_DE_STYLE), None)
    return connu or (noms[0] if noms else "")


def _heading_level(contexte: ctx.Contexte, element: _Element, nom: str) -> int:
    """Give the level of a heading, by its element or by a style "Heading n"; 0 for a plain paragraph."""
    for affiche in contexte.styles.names(nom):
        if affiche.startswith("Heading ") and affiche[8:].isdecimal():
            return int(affiche[8:10])
    if element.tag != q("text:h"):
        return 0
    niveau = attribute(element, "text:outline-level", "1")
    return int(niveau) if niveau.isdecimal() and len(niveau) < 3 else 1


def _outline_number(contexte: ctx.Contexte, element: _Element, niveau: int) -> str | None:
    """Give the number that the outline of the document shows before a heading; None when it numbers none."""
    niveaux = contexte.levels("")
    definition = niveaux.get(niveau)
    if definition is None or not (definition.format_num or definition.prefixe or definition.suffixe):
        return None
    nom = attribute(element, "text:style-name")
    if attribute(element, "text:is-list-header") == "true" or contexte.styles.has_no_list(nom):
        return None
    contexte.plan.advance(niveau, niveaux, attribute(element, "text:start-value"))
    return contexte.plan.label(niveau, niveaux)
