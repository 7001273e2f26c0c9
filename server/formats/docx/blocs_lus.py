"""Paragraphs and tables of a .docx."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from server.acte.fragments import SANS_MARQUE, Fragment, Inconnu, Marque
from server.formats.docx.espaces import MC, M, W
from server.formats.docx.inline_lu import IGNORES, LecteurEnLigne, short_name
from server.formats.docx.objets_lus import choose_branch, text_under
from server.formats.docx.styles_lus import StyleLu, is_on, read_level, read_numbering
from server.formats.docx.tableaux_lus import read_table
from server.formats.plat import ElementLu, ParagrapheLu, build_blocs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from server.acte.noeuds import Bloc
    from server.formats.docx.contexte import Contexte

_VAL: Final = f"{{{W}}}val"
_PPR: Final = f"{{{W}}}pPr"
_PSTYLE, _NUMPR, _PAGE_BREAK, _JC, _OUTLINE, _SECTPR, _RPR = (
    f"{{{W}}}{nom}" for nom in ("pStyle", "numPr", "pageBreakBefore", "jc", "outlineLvl", "sectPr", "rPr")
)
_NULLES: Final[Mapping[str, etree._Element]] = {}
_P: Final = f"{{{W}}}p"
_TBL: Final = f"{{{W}}}tbl"
_NOTES: Final = frozenset({f"{{{W}}}footnote", f"{{{W}}}endnote"})
_DEDANS: Final = frozenset(f"{{{W}}}{nom}" for nom in ("customXml", "smartTag", "sdtContent"))
_REVISIONS: Final = {
    f"{{{W}}}ins": Marque.INSERTION,
    f"{{{W}}}moveTo": Marque.INSERTION,
    f"{{{W}}}del": Marque.SUPPRESSION,
    f"{{{W}}}moveFrom": Marque.SUPPRESSION,
}
_EN_LIGNE: Final = frozenset(f"{{{W}}}{nom}" for nom in ("r", "hyperlink", "fldSimple", "bdo", "dir"))
_SAUTS: Final = frozenset({"nextPage", "oddPage", "evenPage"})


def read_story(
    racine: etree._Element, contexte: Contexte, *, corps: bool, marques: frozenset[Marque] = SANS_MARQUE
) -> tuple[Bloc, ...]:
    """Read the blocks of one part: body, cell, header, note, text box. `marques` are those that all its text has."""
    lecteur = LecteurBlocs(contexte, marques, sections=_section_breaks(racine) if corps else [])
    lecteur.walk(racine)
    elements = _strip_number(lecteur.elements) if racine.tag in _NOTES else lecteur.elements
    return build_blocs(elements, corps=corps)


def _section_breaks(corps: etree._Element) -> list[bool]:
    """Tell for each section but the first whether it starts a page: its own properties, at its end, say it."""
    types = [s.find(f"{{{W}}}type") for s in corps.iter(f"{{{W}}}sectPr")]
    return [t is None or t.get(_VAL, "nextPage") in _SAUTS for t in types[1:]]


def _strip_number(elements: list[ElementLu]) -> list[ElementLu]:
    """Remove the blank that follows the number of a note: it belongs to the number."""
    premier = elements[0] if elements else None
    if isinstance(premier, ParagrapheLu) and premier.contenu:
        tete, *suite = premier.contenu
        if isinstance(tete, Fragment):
            tete = replace(tete, texte=tete.texte.lstrip(" \t"))
            return [replace(premier, contenu=(tete, *suite)), *elements[1:]]
    return elements


@dataclass(slots=True)
class LecteurBlocs:
    """Gathers the paragraphs and tables of one part, in order."""

    contexte: Contexte
    marques: frozenset[Marque] = SANS_MARQUE
    sections: list[bool] = field(default_factory=list)
    elements: list[ElementLu] = field(default_factory=list)
    _en_ligne: LecteurEnLigne = field(init=False)
    _saut: bool = False

    def __post_init__(self) -> None:
        self._en_ligne = LecteurEnLigne(self.contexte)

    def walk(self, parent: etree._Element | tuple[()]) -> None:
        """Read the children of an element."""
        for element in parent:
            self._read(element)

    def _read(self, element: etree._Element) -> None:
        tag: Any = element.tag
        if tag == _P:
            self._paragraph(element)
        elif tag == _TBL:
            self._table(element)
        elif tag == f"{{{W}}}sdt":
            self.walk(element.iterchildren(f"{{{W}}}sdtContent"))  # type: ignore[arg-type]
        elif tag in _DEDANS:
            self.walk(element)
        elif tag in _REVISIONS:
            self._revision(element, _REVISIONS[tag])
        elif tag == f"{{{MC}}}AlternateContent":
            branche, differe = choose_branch(element)
            if differe:
                self.elements.append(Inconnu("mc:AlternateContent", differe))
            self.walk(branche)
        elif tag in _EN_LIGNE:
            self._stray_run(element)
        elif tag not in IGNORES:
            self._unknown(element)

    def _revision(self, element: etree._Element, marque: Marque) -> None:
        self.contexte.revisions = True
        avant, self.marques = self.marques, self.marques | {marque}
        self.walk(element)
        self.marques = avant

    def _unknown(self, element: etree._Element) -> None:
        formule = element if element.tag == f"{{{M}}}oMath" else element.find(f"{{{M}}}oMath")
        nom = "m:oMath" if formule is not None else short_name(element)
        self.elements.append(Inconnu(nom, text_under(element)))

    def _stray_run(self, element: etree._Element) -> None:
        """Read a run that stands where a paragraph should: it shows all the same."""
        paragraphe = element.makeelement(_P)
        paragraphe.append(element)
        self._paragraph(paragraphe)

    def _table(self, element: etree._Element) -> None:
        # A page break asked for by an empty paragraph before the table goes on to the next paragraph.
        self.elements.append(read_table(element, self.contexte, self.marques, read_story))

    def _paragraph(self, element: etree._Element) -> None:
        ppr = element.find(_PPR)
        proprietes = _NULLES if ppr is None else {str(e.tag): e for e in ppr}
        style = self.contexte.styles.paragraph(_value(proprietes.get(_PSTYLE)))
        lecteur = self._en_ligne
        contenu = lecteur.read(element, style, self.marques)
        numero, niveau = self._number(proprietes.get(_NUMPR), style)
        saut, jc, plan = (proprietes.get(tag) for tag in (_PAGE_BREAK, _JC, _OUTLINE))
        self.elements.append(
            ParagrapheLu(
                contenu,
                style.nom,
                style.titre if plan is None else read_level(plan),
                numero,
                niveau,
                lecteur.saut_avant or self._saut or (style.saut if saut is None else is_on(saut)),
                style.centre if jc is None else _value(jc) == "center",
                tuple(lecteur.cadres),
            )
        )
        self._saut = lecteur.saut_apres
        self._close(proprietes)

    def _number(self, numpr: etree._Element | None, style: StyleLu) -> tuple[str, int]:
        """Give the marker of a paragraph and its level."""
        numid, niveau = read_numbering(numpr) or style.numerotation or ("", None)
        if style.numerotation and not numid:
            numid = style.numerotation[0]
        if not numid or numid == "0":
            return "", 0
        if niveau is None:
            niveau = self.contexte.numerotation.level_of_style(numid, style.ident)
        return self.contexte.numerotation.next_marker(numid, niveau), niveau

    def _close(self, proprietes: Mapping[str, etree._Element]) -> None:
        """Take note of what the end of a paragraph says: a tracked change of its mark, the end of a section."""
        rpr = proprietes.get(_RPR)
        if rpr is not None and any(e.tag in _REVISIONS for e in rpr):
            self.contexte.revisions = True
        if _SECTPR in proprietes and self.sections:
            self._saut = self.sections.pop(0) or self._saut


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(_VAL, "")
