"""Text of an .odt that is written and cannot be read: too small, as its background, squeezed, out of sight."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from server.acte.fragments import Marque
from server.errors import Refus
from server.formats.odt.espaces import attribute, q
from server.formats.odt.mesures import to_mm
from server.formats.odt.styles_lus import Styles
from server.sceau.couleurs import (
    BLANC,
    ECHELLE_MIN,
    ESPACEMENT_MIN_PT,
    FAUTES,
    POLICES_SYMBOLES,
    TAILLE_MIN_PT,
    is_readable,
    parse_couleur,
)
from server.sceau.lieux import name_lieu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

Aspect = dict[str, str]

_PT_PAR_MM: Final = 72 / 25.4
_LIGNE_MIN_MM: Final = TAILLE_MIN_PT / _PT_PAR_MM
_RETRAIT_MAX_MM: Final = 190.0
_TAILLE: Final = "fo:font-size"
_POURCENT: Final = re.compile(r"(\d{1,4}(?:\.\d+)?)%")
_LUES: Final = (
    _TAILLE, "fo:color", "style:use-window-font-color", "fo:background-color", "style:font-name", "fo:font-family",
    "style:font-charset", "style:text-scale", "fo:letter-spacing", "loext:opacity", "style:text-position",
)  # fmt: skip
_CLES: Final = {cle: q(cle) for cle in _LUES}
_PARAGRAPHES: Final[frozenset[Any]] = frozenset(map(q, ("text:p", "text:h")))
_SUIVIS: Final[frozenset[Any]] = frozenset(map(q, ("text:span", "text:a", "text:meta", "loext:content-control")))
_MUETS: Final[frozenset[Any]] = frozenset(
    map(
        q,
        (
            "office:annotation",
            "svg:title",
            "svg:desc",
            "text:tracked-changes",
            "office:binary-data",
            "text:note-citation",
        ),
    )
)
_FONDS: Final[dict[Any, tuple[str, str, str]]] = {
    q("table:table"): ("table", "table:style-name", "style:table-properties"),
    q("table:table-row"): ("table-row", "table:style-name", "style:table-row-properties"),
    q("table:table-cell"): ("table-cell", "table:style-name", "style:table-cell-properties"),
    q("draw:frame"): ("graphic", "draw:style-name", "style:graphic-properties"),
    q("draw:custom-shape"): ("graphic", "draw:style-name", "style:graphic-properties"),
    q("text:section"): ("section", "text:style-name", "style:section-properties"),
}


def list_refus_apparence(contenu: _Element, communs: _Element | None) -> Iterator[Refus]:
    """Give what cannot be read in the body, then in page headers and footers."""
    refus: dict[Refus, None] = {}
    for racine, haut in ((contenu, "office:body"), (communs, "office:master-styles")):
        debut = None if racine is None else racine.find(q(haut))
        if racine is not None and debut is not None:
            examen = _Examinateur(racine, communs, refus)
            examen.check_levels(racine)
            examen.walk(debut, BLANC)
    yield from refus


class _Examinateur:
    """Walks one part, with the background that surrounds what it reads."""

    def __init__(self, racine: _Element, communs: _Element | None, refus: dict[Refus, None]) -> None:
        nommes = None if communs is None else communs.find(q("office:styles"))
        self.styles = Styles(nommes, racine.find(q("office:automatic-styles")))
        self.refus = refus
        self._polices = _list_faces(racine) | ({} if communs is None else _list_faces(communs))
        self._defaut: Aspect = {}
        for element in () if nommes is None else nommes.iterchildren(q("style:default-style")):
            if attribute(element, "style:family") == "paragraph":
                _overlay(self._defaut, element)
        self._ecrases: dict[str, bool] = {}
        self._fonds: dict[tuple[str, str, str], str | None] = {}
        self._connus: dict[tuple[tuple[str, ...], str], frozenset[str]] = {}

    def check_levels(self, racine: _Element) -> None:
        """Check the look of the numbers of lists."""
        for niveau in racine.iter(q("text:list-level-style-number"), q("text:outline-level-style")):
            nom = attribute(niveau, "text:style-name")
            if nom and attribute(niveau, "style:num-format"):
                fautes = set(self._list_faults(self._aspect(("", nom)), BLANC))
                if self.styles.allure("text", nom).marques() & {Marque.CACHE}:
                    fautes.add("cache")
                for code in fautes:
                    self.refus[Refus(code, "listes", FAUTES[code])] = None

    def walk(self, parent: _Element, fond: str) -> None:
        """Read blocks."""
        for element in parent:
            if element.tag in _PARAGRAPHES:
                self._paragraph(element, fond)
            elif element.tag not in _MUETS:
                if element.tag == q("table:table-row") and self._is_crushed_row(element):
                    self._say("cache", element)
                self.walk(element, self._background(element) or fond)

    def _background(self, element: _Element) -> str | None:
        sorte = _FONDS.get(element.tag)
        if sorte is None:
            return None
        famille, cle, proprietes = sorte
        return self._fond_of(famille, attribute(element, cle), proprietes)

    def _fond_of(self, famille: str, nom: str, proprietes: str) -> str | None:
        cle = (famille, nom, proprietes)
        if cle not in self._fonds:
            self._fonds[cle] = None
            for style in self.styles.chain(famille, nom):
                element = style.element.find(q(proprietes))
                couleur = None if element is None else _read_fond(element)
                if couleur:
                    self._fonds[cle] = couleur
                    break
        return self._fonds[cle]

    def _is_crushed_row(self, ligne: _Element) -> bool:
        for style in self.styles.chain("table-row", attribute(ligne, "table:style-name")):
            proprietes = style.element.find(q("style:table-row-properties"))
            hauteur = "" if proprietes is None else attribute(proprietes, "style:row-height")
            if hauteur:
                return to_mm(hauteur) < _LIGNE_MIN_MM and bool(_text(ligne))
        return False

    def _paragraph(self, paragraphe: _Element, fond: str) -> None:
        nom = attribute(paragraphe, "text:style-name")
        if nom not in self._ecrases:
            self._ecrases[nom] = self._is_crushed(nom)
        if self._ecrases[nom] and _text(paragraphe):
            self._say("cache", paragraphe)
        propre = self._fond_of("paragraph", nom, "style:paragraph-properties")
        self._inline(paragraphe, (nom,), propre or fond, paragraphe)

    def _is_crushed(self, nom: str) -> bool:
        ligne = self.styles.paragraph_property(nom, "fo:line-height", direct=False)
        if ligne and not ligne.endswith("%") and ligne != "normal" and to_mm(ligne) < _LIGNE_MIN_MM:
            return True
        retraits = (
            self.styles.paragraph_property(nom, cle, direct=False)
            for cle in ("fo:margin-left", "fo:margin-right", "fo:text-indent")
        )
        return any(abs(to_mm(retrait)) > _RETRAIT_MAX_MM for retrait in retraits if not retrait.endswith("%"))

    def _inline(self, element: _Element, noms: tuple[str, ...], fond: str, paragraphe: _Element) -> None:
        self._check(element.text, noms, fond, paragraphe)
        for enfant in element:
            if enfant.tag in _SUIVIS:
                nom = attribute(enfant, "text:style-name")
                self._inline(enfant, (*noms, nom) if nom else noms, fond, paragraphe)
            elif enfant.tag not in _MUETS:
                self.walk(enfant, self._background(enfant) or fond)
            self._check(enfant.tail, noms, fond, paragraphe)

    def _check(self, texte: str | None, noms: tuple[str, ...], fond: str, paragraphe: _Element) -> None:
        if not texte or texte.isspace():
            return
        cle = (noms, fond)
        if cle not in self._connus:
            self._connus[cle] = frozenset(self._list_faults(self._aspect(noms), fond))
        for code in self._connus[cle]:
            self._say(code, paragraphe)

    def _aspect(self, noms: tuple[str, ...]) -> Aspect:
        aspect = dict(self._defaut)
        for rang, nom in enumerate(noms):
            for style in reversed(list(self.styles.chain("text" if rang else "paragraph", nom))):
                _overlay(aspect, style.element)
        return aspect

    def _list_faults(self, aspect: Aspect, fond: str) -> Iterator[str]:
        hauteur = aspect.get("style:text-position", "").split()[1:]
        if _points(aspect.get(_TAILLE, "12pt")) < TAILLE_MIN_PT or (hauteur and _percent(hauteur[0]) < ECHELLE_MIN / 2):
            yield "taille"
        couleur = parse_couleur(aspect.get("fo:color"))
        arriere = parse_couleur(aspect.get("fo:background-color")) or fond
        automatique = aspect.get("style:use-window-font-color") == "true"
        if couleur and not automatique and not is_readable((couleur,), (arriere,)):
            yield "contraste"
        police = aspect.get("style:font-name", "")
        famille, jeu = self._polices.get(police, (police, ""))
        familles = {famille, aspect.get("fo:font-family", "").strip("'\"").lower()}
        if familles & POLICES_SYMBOLES or "x-symbol" in {jeu, aspect.get("style:font-charset")}:
            yield "police"
        espacement = aspect.get("fo:letter-spacing", "normal")
        serre = espacement != "normal" and _points(espacement) < ESPACEMENT_MIN_PT
        # LibreOffice writes an opacity of nought beside the automatic colour, and shows it in full.
        efface = not automatique and _percent(aspect.get("loext:opacity", "100%")) < ECHELLE_MIN
        if serre or efface or _percent(aspect.get("style:text-scale", "100%")) < ECHELLE_MIN:
            yield "cache"

    def _say(self, code: str, element: _Element) -> None:
        self.refus[Refus(code, name_lieu("document", _text(element)), FAUTES[code])] = None


def _overlay(aspect: Aspect, style: _Element) -> None:
    """Put what a style says of the text over what it inherits; a size in percent is of the inherited one."""
    proprietes = style.find(q("style:text-properties"))
    if proprietes is None:
        return
    herite = aspect.get(_TAILLE, "12pt")
    for cle, nom in _CLES.items():
        valeur = proprietes.get(nom)
        if valeur is not None:
            aspect[cle] = valeur
    if aspect.get(_TAILLE, "").endswith("%"):
        aspect[_TAILLE] = f"{_points(herite) * _percent(aspect[_TAILLE]) / 100}pt"
    if proprietes.get(_CLES["fo:color"]) and not proprietes.get(_CLES["style:use-window-font-color"]):
        aspect["style:use-window-font-color"] = "false"


def _read_fond(proprietes: _Element) -> str | None:
    if attribute(proprietes, "draw:fill") == "solid" and (
        couleur := parse_couleur(attribute(proprietes, "draw:fill-color"))
    ):
        return couleur
    return parse_couleur(attribute(proprietes, "fo:background-color"))


def _points(longueur: str) -> float:
    # Rounded: programs convert lengths back and forth.
    return round(to_mm(longueur) * _PT_PAR_MM, 2)


def _percent(texte: str) -> float:
    trouve = _POURCENT.fullmatch(texte)
    return float(trouve[1]) if trouve else 100.0


def _list_faces(racine: _Element) -> dict[str, tuple[str, str]]:
    """Give the fonts that a part declares: name → (family, character set)."""
    return {
        attribute(e, "style:name"): (
            attribute(e, "svg:font-family").strip("'\"").lower(),
            attribute(e, "style:font-charset"),
        )
        for e in racine.iterfind(f"{q('office:font-face-decls')}/{q('style:font-face')}")
    }


def _text(element: _Element) -> str:
    return "".join(str(t) for t in element.itertext()).strip()
