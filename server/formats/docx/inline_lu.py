"""What stands inside a paragraph of a .docx."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from server.acte.fragments import (
    SANS_MARQUE,
    Champ,
    Emplacement,
    EnLigne,
    Fragment,
    Inconnu,
    Marque,
    NatureChamp,
    Note,
    Origine,
    join_slots,
)
from server.formats.docx.champs_lus import Flux
from server.formats.docx.espaces import MC, A, M, R, W
from server.formats.docx.objets_lus import choose_branch, read_drawing, read_pict, text_under
from server.formats.docx.styles_lus import StyleLu, combine, read_marques

if TYPE_CHECKING:
    from server.acte.noeuds import Cadre
    from server.formats.docx.contexte import Contexte

_VAL: Final = f"{{{W}}}val"
_RPR: Final = f"{{{W}}}rPr"
_RSTYLE: Final = f"{{{W}}}rStyle"


@dataclass(frozen=True, slots=True)
class Portee:
    """What surrounds a run: tracked change, hyperlink, paragraph style."""

    paragraphe: StyleLu
    marques: frozenset[Marque] = SANS_MARQUE
    lien: str | None = None


@dataclass(slots=True)
class LecteurEnLigne:
    """Reads the paragraphs of one part; fields may run from one to the next."""

    contexte: Contexte
    flux: Flux = field(default_factory=Flux)
    cadres: list[Cadre] = field(default_factory=list)
    saut_avant: bool = False
    saut_apres: bool = False
    _texte_vu: bool = False

    def read(self, paragraphe: etree._Element, style: StyleLu, marques: frozenset[Marque]) -> tuple[EnLigne, ...]:
        """Give what a paragraph holds; text boxes met in it and page breaks are left in the fields of the reader."""
        self.cadres, self.saut_avant, self.saut_apres, self._texte_vu = [], False, False, False
        self._children(paragraphe, Portee(style, marques))
        return join_slots(self.flux.close_paragraph())

    def _children(self, parent: etree._Element, portee: Portee) -> None:
        for element in parent:
            action = _ENFANTS.get(element.tag)
            if action is not None:
                getattr(self, action)(element, portee)
            elif element.tag not in IGNORES:
                self.emit_unknown(element)

    def emit_unknown(self, element: etree._Element) -> None:
        """Keep what we do not know, by the name of its element and whatever text it shows."""
        self.flux.emit(Inconnu(short_name(element), text_under(element)))

    def _run(self, run: etree._Element, portee: Portee) -> None:
        style, marques = self._look(run, portee)
        for element in run:
            tag = element.tag
            texte = _TEXTES.get(tag)
            if texte is not None:
                self._text(texte or element.text or "", style, marques, portee)
            elif tag == _BR:
                self._break(element, style, marques, portee)
            elif tag in _DANS_RUN:
                getattr(self, _DANS_RUN[tag])(element, portee)
            elif tag not in IGNORES:
                self.emit_unknown(element)

    def _look(self, run: etree._Element, portee: Portee) -> tuple[StyleLu, frozenset[Marque]]:
        """Give the character style of a run and the marks that it shows."""
        styles = self.contexte.styles
        rpr = run[0] if len(run) else None
        # The schema puts the properties first.
        if rpr is None or rpr.tag != _RPR:
            return styles.get(None), styles.combined(portee.paragraphe) | portee.marques
        style = styles.get(next((e.get(_VAL) for e in rpr if e.tag == _RSTYLE), None))
        marques = combine(styles, portee.paragraphe, style, read_marques(rpr))
        if portee.lien is not None and rpr.find(f"{{{W}}}u") is None:
            marques -= {Marque.SOULIGNE}
        return style, marques | portee.marques

    def _text(self, texte: str, style: StyleLu, marques: frozenset[Marque], portee: Portee) -> None:
        if not texte:
            return
        self._texte_vu = True
        if style.emplacement and not marques & {Marque.SUPPRESSION, Marque.CACHE}:
            self.flux.emit(Emplacement(style.emplacement, texte))
            return
        origine = Origine.IA if style.ia else Origine.INDETERMINE
        # LibreOffice closes the field of a link whose target has a « # » after the first of its runs: those that follow
        # in the style of links are still that link.
        suite = self.flux.lien_clos if style.lien and portee.lien is None else None
        self.flux.emit(Fragment(texte, origine, None, marques, portee.lien or suite or None))
        self.flux.lien_clos = suite

    def _break(self, element: etree._Element, style: StyleLu, marques: frozenset[Marque], portee: Portee) -> None:
        if element.get(f"{{{W}}}type") != "page":
            self._text("\n", style, marques, portee)
        elif self._texte_vu:
            self.saut_apres = True
        else:
            self.saut_avant = True

    def _wrapped(self, element: etree._Element, portee: Portee) -> None:
        self._children(element, portee)

    def _control(self, element: etree._Element, portee: Portee) -> None:
        contenu = element.find(f"{{{W}}}sdtContent")
        if contenu is not None:
            self._children(contenu, portee)

    def _inserted(self, element: etree._Element, portee: Portee) -> None:
        self.contexte.revisions = True
        self._children(element, replace(portee, marques=portee.marques | {Marque.INSERTION}))

    def _deleted(self, element: etree._Element, portee: Portee) -> None:
        self.contexte.revisions = True
        self._children(element, replace(portee, marques=portee.marques | {Marque.SUPPRESSION}))

    def _link(self, element: etree._Element, portee: Portee) -> None:
        ancre = element.get(f"{{{W}}}anchor")
        relation = self.contexte.partie.relations.get(element.get(f"{{{R}}}id", ""))
        cible = (relation.cible if relation else "") + (f"#{ancre}" if ancre else "")
        self._children(element, replace(portee, lien=cible or None))

    def _simple_field(self, element: etree._Element, portee: Portee) -> None:
        self.flux.begin()
        self.flux.instruct(element.get(f"{{{W}}}instr", ""))
        self.flux.separate()
        self._children(element, portee)
        self.flux.end()

    def _field_mark(self, element: etree._Element, _: Portee) -> None:
        match element.get(f"{{{W}}}fldCharType"):
            case "begin":
                self.flux.begin()
            case "separate":
                self.flux.separate()
            case "end":
                self.flux.end()

    def _instruction(self, element: etree._Element, _: Portee) -> None:
        self.flux.instruct(element.text or "")

    def _page_number(self, _: etree._Element, __: Portee) -> None:
        self.flux.emit(Champ(NatureChamp.PAGE))

    def _symbol(self, element: etree._Element, _: Portee) -> None:
        code = element.get(f"{{{W}}}char", "")
        try:
            signe = chr(int(code, 16))
        except (ValueError, OverflowError):
            signe = ""
        self.flux.emit(Inconnu("w:sym", signe))

    def _note(self, element: etree._Element, _: Portee) -> None:
        sorte = "footnote" if element.tag == f"{{{W}}}footnoteReference" else "endnote"
        self.flux.emit(Note(self.contexte.read_note(sorte, element.get(f"{{{W}}}id", ""))))

    def _drawing(self, element: etree._Element, _: Portee) -> None:
        self._objects(read_drawing(element, self.contexte))

    def _pict(self, element: etree._Element, _: Portee) -> None:
        self._objects(read_pict(element, self.contexte))

    def _objects(self, objets: list[Any]) -> None:
        for objet in objets:
            if isinstance(objet, Inconnu) or not hasattr(objet, "corps"):
                self._texte_vu = True
                self.flux.emit(objet)
            else:
                self.cadres.append(objet)

    def _alternate(self, element: etree._Element, portee: Portee) -> None:
        branche, differe = choose_branch(element)
        if differe:
            self.flux.emit(Inconnu("mc:AlternateContent", differe))
        for enfant in branche:
            action = _DANS_RUN.get(enfant.tag) or _ENFANTS.get(enfant.tag)
            if action is not None:
                getattr(self, action)(enfant, portee)
            elif enfant.tag not in IGNORES:
                self.emit_unknown(enfant)

    def _comment(self, _: etree._Element, __: Portee) -> None:
        self.contexte.commentaires = True


_BR: Final = f"{{{W}}}br"
_TEXTES: Final = {
    f"{{{W}}}t": "",
    f"{{{W}}}delText": "",
    f"{{{W}}}tab": "\t",
    f"{{{W}}}ptab": "\t",
    f"{{{W}}}cr": "\n",
    f"{{{W}}}noBreakHyphen": "\u2011",
    f"{{{W}}}softHyphen": "\u00ad",
}
IGNORES: Final = frozenset(
    f"{{{W}}}{nom}"
    for nom in (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "fldData", "proofErr", "bookmarkStart", "bookmarkEnd"),
        *("permStart", "permEnd", "commentRangeStart", "commentRangeEnd", "lastRenderedPageBreak", "annotationRef"),
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "customXmlPr", "smartTagPr"),
        *("customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd"),
        *("customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart"),
        *("customXmlMoveToRangeEnd", "footnoteRef", "endnoteRef", "separator", "continuationSeparator", "sectPr"),
        *("tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr"),
    )
)
"""Elements that show nothing."""

# Tag → method of the reader.
_ENFANTS: Final[dict[Any, str]] = {
    f"{{{W}}}r": "_run",
    **dict.fromkeys((f"{{{W}}}ins", f"{{{W}}}moveTo"), "_inserted"),
    **dict.fromkeys((f"{{{W}}}del", f"{{{W}}}moveFrom"), "_deleted"),
    f"{{{W}}}hyperlink": "_link",
    f"{{{W}}}fldSimple": "_simple_field",
    f"{{{W}}}sdt": "_control",
    **dict.fromkeys((f"{{{W}}}smartTag", f"{{{W}}}customXml", f"{{{W}}}dir", f"{{{W}}}bdo"), "_wrapped"),
    f"{{{MC}}}AlternateContent": "_alternate",
}
_DANS_RUN: Final[dict[Any, str]] = {
    f"{{{W}}}fldChar": "_field_mark",
    f"{{{W}}}instrText": "_instruction",
    f"{{{W}}}delInstrText": "_instruction",
    f"{{{W}}}pgNum": "_page_number",
    f"{{{W}}}sym": "_symbol",
    f"{{{W}}}footnoteReference": "_note",
    f"{{{W}}}endnoteReference": "_note",
    f"{{{W}}}drawing": "_drawing",
    f"{{{W}}}pict": "_pict",
    f"{{{W}}}commentReference": "_comment",
    f"{{{MC}}}AlternateContent": "_alternate",
}
_PREFIXES: Final = {W: "w", M: "m", A: "a", MC: "mc"}


def short_name(element: etree._Element) -> str:
    """Give the name of an element with its usual prefix: "m:oMath"."""
    nom = etree.QName(element)
    prefixe = _PREFIXES.get(nom.namespace or "") or element.prefix
    return f"{prefixe}:{nom.localname}" if prefixe else nom.localname
