"""Text of a .docx that is written and cannot be read: too small, as its background, squeezed, out of sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from server.errors import Refus
from server.formats.docx.espaces import MC, WPS, A, V, W
from server.formats.docx.objets_lus import list_ancestors
from server.formats.docx.styles_lus import is_on
from server.sceau.aspect_docx import Aspect, Palette, StylesAspect, number, read_aspect, read_shading
from server.sceau.couleurs import (
    BLANC,
    ECHELLE_MIN,
    ESPACEMENT_MIN_PT,
    FAUTES,
    POLICES_SYMBOLES,
    TAILLE_MIN_PT,
    Couleurs,
    is_readable,
    parse_couleur,
)
from server.sceau.lieux import name_lieu
from server.sceau.tableaux_aspect import TableauAspect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from server.formats.docx.parties import PartieLue

_VAL: Final = f"{{{W}}}val"
_P, _R, _T, _TBL, _TR, _TC, _PPR, _RPR, _PSTYLE, _RSTYLE, _BOITE = (
    f"{{{W}}}{nom}" for nom in ("p", "r", "t", "tbl", "tr", "tc", "pPr", "rPr", "pStyle", "rStyle", "txbxContent")
)
_DESSINS: Final[frozenset[Any]] = frozenset(
    {f"{{{W}}}drawing", f"{{{W}}}pict", f"{{{W}}}object", f"{{{MC}}}AlternateContent"}
)
_RIEN: Final[Aspect] = {}
_LIGNE_MIN: Final = 120
"""Twentieths of a point: an exact height of less cuts the text."""
_RETRAIT_MAX: Final = 11000
"""Twentieths of a point: nearly the width of a page."""


def list_refus_apparence(document: PartieLue, histoires: Iterable[PartieLue]) -> Iterator[Refus]:
    """Give what cannot be read in the parts that are shown."""
    examen = _Examinateur(document)
    numerotation = document.follow("numbering")
    for niveau in () if numerotation is None else numerotation.racine.iter(f"{{{W}}}lvl"):
        examen.check_level(niveau)
    for partie in histoires:
        examen.walk(partie.racine, examen.page, _RIEN)
    yield from examen.refus


class _Examinateur:
    """Walks the parts of one document, with the background that surrounds what it reads."""

    def __init__(self, document: PartieLue) -> None:
        self.palette = Palette(document)
        partie = document.follow("styles")
        self.styles = StylesAspect(None if partie is None else partie.racine, self.palette)
        fond = document.racine.find(f"{{{W}}}background")
        couleur = None if fond is None else self.palette.read(fond, fond.get(f"{{{W}}}color"), "theme")
        # The colour of the page is not printed: text must be read on white, too.
        self.page: Couleurs = (*(couleur or ()), BLANC)
        self.refus: list[Refus] = []
        # Kept alive: what is known of runs goes by the identity of what these give.
        self._tableaux: list[TableauAspect] = []
        self._connus: dict[tuple[str, str, Couleurs, int], frozenset[str]] = {}

    def check_level(self, niveau: etree._Element) -> None:
        """Check the look of the numbers of a level; a bullet may be a sign of any font."""
        sorte, rpr = niveau.find(f"{{{W}}}numFmt"), niveau.find(_RPR)
        if rpr is None or sorte is None or sorte.get(_VAL) == "bullet":
            return
        texte = niveau.find(f"{{{W}}}lvlText")
        if texte is None or not texte.get(_VAL):
            return
        fautes = set(_list_faults(read_aspect(rpr, self.palette), self.page))
        if is_on(rpr.find(f"{{{W}}}vanish")):
            fautes.add("cache")
        for code in fautes:
            self._say(code, texte.get(_VAL, ""))

    def walk(self, parent: etree._Element, fond: Couleurs, dessous: Aspect) -> None:
        """Read blocks; `dessous` is what a table style says of the text."""
        for element in parent:
            if element.tag == _P:
                self._paragraph(element, fond, dessous)
            elif element.tag == _TBL:
                self._table(element, fond)
            elif len(element):
                self.walk(element, fond, dessous)

    def _table(self, tableau: etree._Element, fond: Couleurs) -> None:
        lignes = [(ligne, list(_own(ligne, _TC))) for ligne in _own(tableau, _TR)]
        aspect = TableauAspect(tableau, [len(cases) for _, cases in lignes], self.styles, self.palette)
        self._tableaux.append(aspect)
        for rangee, (ligne, cases) in enumerate(lignes):
            hauteur = ligne.find(f"{{{W}}}trPr/{{{W}}}trHeight")
            ecrase = (
                hauteur is not None
                and hauteur.get(f"{{{W}}}hRule") == "exact"
                and number(hauteur.get(_VAL)) < _LIGNE_MIN
            )
            if ecrase and _text(ligne):
                self._say("cache", _text(ligne))
            for colonne, case in enumerate(cases):
                fond_case, texte = aspect.look_of(case, rangee, colonne)
                self.walk(case, fond_case or fond, texte)

    def _paragraph(self, paragraphe: etree._Element, fond: Couleurs, dessous: Aspect) -> None:
        ppr = paragraphe.find(_PPR)
        ident = None
        if ppr is not None:
            style = ppr.find(_PSTYLE)
            ident = None if style is None else style.get(_VAL)
            fond_direct = read_shading(ppr.find(f"{{{W}}}shd"), self.palette)
            if _is_crushed(ppr) and _text(paragraphe):
                self._say("cache", _text(paragraphe))
        else:
            fond_direct = None
        ident = self.styles.paragraph(ident)
        aspect = self.styles.get(ident)
        if ppr is not None and ppr.find(f"{{{W}}}numPr") is not None:
            self._number(ppr, ident, fond_direct or fond, dessous, paragraphe)
        self._runs(paragraphe, ident, fond_direct or aspect.get("fond_paragraphe") or fond, dessous, paragraphe)

    def _number(
        self, ppr: etree._Element, style: str, fond: Couleurs, dessous: Aspect, paragraphe: etree._Element
    ) -> None:
        """Check the mark of a numbered paragraph: its number looks like it."""
        direct = read_aspect(ppr.find(_RPR), self.palette)
        if direct and _text(paragraphe):
            for code in self._faults(style, "", direct, fond, dessous):
                self._say(code, _text(paragraphe))

    def _runs(
        self, parent: etree._Element, style: str, fond: Couleurs, dessous: Aspect, paragraphe: etree._Element
    ) -> None:
        for element in parent:
            if element.tag == _R:
                self._run(element, style, fond, dessous, paragraphe)
            elif element.tag in _DESSINS:
                self._boxes(element, fond)
            elif element.tag != _PPR and len(element):
                self._runs(element, style, fond, dessous, paragraphe)

    def _run(
        self, run: etree._Element, style: str, fond: Couleurs, dessous: Aspect, paragraphe: etree._Element
    ) -> None:
        texte = ""
        rpr = None
        for element in run:
            if element.tag == _T:
                texte += element.text or ""
            elif element.tag == _RPR:
                rpr = element
            elif element.tag in _DESSINS:
                self._boxes(element, fond)
        if not texte or texte.isspace():
            return
        caractere, direct = "", {}
        if rpr is not None:
            nom = rpr.find(_RSTYLE)
            caractere = "" if nom is None else nom.get(_VAL, "")
            direct = read_aspect(rpr, self.palette)
        for code in self._faults(style, caractere, direct, fond, dessous):
            self._say(code, _text(paragraphe))

    def _faults(self, style: str, caractere: str, direct: Aspect, fond: Couleurs, dessous: Aspect) -> frozenset[str]:
        """Tell what is wrong with a run; those without properties of their own are looked at once."""
        cle = (style, caractere, fond, id(dessous))
        if not direct and cle in self._connus:
            return self._connus[cle]
        aspect = self.styles.base | dessous | self.styles.get(style) | self.styles.get(caractere) | direct
        fautes = frozenset(_list_faults(aspect, fond))
        if not direct:
            self._connus[cle] = fautes
        return fautes

    def _boxes(self, dessin: etree._Element, fond: Couleurs) -> None:
        for boite in dessin.iter(_BOITE):
            if not any(a.tag == _BOITE for a in list_ancestors(boite, dessin)):
                self.walk(boite, self._fill_of(boite) or fond, _RIEN)

    def _fill_of(self, boite: etree._Element) -> Couleurs | None:
        """Give the colours that a text box is filled with; None when it has none of its own."""
        for ancetre in boite.iterancestors():
            if ancetre.tag == f"{{{WPS}}}wsp":
                return self._shape_fill(ancetre)
            if str(ancetre.tag).startswith(f"{{{V}}}") and ancetre.get("fillcolor"):
                couleur = parse_couleur(next(iter((ancetre.get("fillcolor") or "").split()), None))
                return (couleur,) if couleur and ancetre.get("filled") not in {"f", "false"} else None
        return None

    def _shape_fill(self, forme: etree._Element) -> Couleurs | None:
        proprietes = forme.find(f"{{{WPS}}}spPr")
        if proprietes is None or proprietes.find(f"{{{A}}}noFill") is not None:
            return None
        remplissages = [e for e in proprietes if str(e.tag) in {f"{{{A}}}solidFill", f"{{{A}}}gradFill"}]
        if not remplissages:
            reference = forme.find(f"{{{WPS}}}style/{{{A}}}fillRef")
            remplissages = [] if reference is None or reference.get("idx") == "0" else [reference]
        couleurs = [
            c
            for r in remplissages
            for e in r.iter()
            if (c := parse_couleur(e.get("val")) or self.palette.get(_scheme(e)))
        ]
        return tuple(couleurs) or None

    def _say(self, code: str, texte: str) -> None:
        refus = Refus(code, name_lieu("document", texte), FAUTES[code])
        if refus not in self.refus:
            self.refus.append(refus)


def _scheme(element: etree._Element) -> str | None:
    if element.tag != f"{{{A}}}schemeClr":
        return None
    return {"tx1": "text1", "bg1": "background1", "tx2": "text2", "bg2": "background2"}.get(
        element.get("val", ""), element.get("val")
    )


def _list_faults(aspect: Aspect, fond: Couleurs) -> Iterator[str]:
    if aspect.get("taille", 20) < TAILLE_MIN_PT * 2:
        yield "taille"
    arriere = aspect.get("surligne") or aspect.get("fond") or fond
    for nom in ("couleur", "remplissage"):
        if (avant := aspect.get(nom)) and not is_readable(avant, arriere):
            yield "contraste"
    if any(aspect.get(f"police_{nom}", "").lower() in POLICES_SYMBOLES for nom in ("ascii", "hAnsi")):
        yield "police"
    ecrase = aspect.get("echelle", 100) < ECHELLE_MIN or aspect.get("espacement", 0) < ESPACEMENT_MIN_PT * 20
    if ecrase or aspect.get("ajuste") or aspect.get("efface"):
        yield "cache"


def _is_crushed(ppr: etree._Element) -> bool:
    ligne, retrait = ppr.find(f"{{{W}}}spacing"), ppr.find(f"{{{W}}}ind")
    if ligne is not None and ligne.get(f"{{{W}}}lineRule") == "exact":
        hauteur = ligne.get(f"{{{W}}}line")
        if hauteur is not None and number(hauteur) < _LIGNE_MIN:
            return True
    noms = ("left", "start", "right", "end", "firstLine", "hanging")
    return retrait is not None and any(abs(number(retrait.get(f"{{{W}}}{nom}"))) > _RETRAIT_MAX for nom in noms)


def _own(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Give the rows or cells of an element, those in wrappers included, not those of tables inside it."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag not in {_TBL, _TC, _P}:
            yield from _own(element, tag)


def _text(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(_T)).strip()
