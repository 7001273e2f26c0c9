"""The styles of an .odt as a reader sees them: which named style a paragraph has, what its text looks like.

An automatic style (direct formatting) stands on a named one through `style:parent-style-name`. Marks that change
meaning are taken from the whole chain, defaults included; bold, italic and underline only from direct formatting:
in a named style they are the look of a kind, not something that somebody said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from server.acte.fragments import SANS_MARQUE, Marque
from server.formats.genres import PREFIXE_EMPLACEMENT, STYLE_IA
from server.formats.odt.espaces import attribute, q

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

Proprietes = dict[str, str]

_SENS = ("style:text-line-through-style", "style:text-line-through-type", "style:text-position", "text:display")
_DECOR = ("fo:font-weight", "fo:font-style", "style:text-underline-style")
# Named character styles whose look says what the text is, and nothing more: a link is underlined, model text coloured.
_STYLES_SANS_DECOR = frozenset({STYLE_IA, "Internet link", "Internet Link", "Visited Internet Link", "Hyperlink"})
_PROFONDEUR_STYLES = 50


@dataclass(frozen=True, slots=True)
class Style:
    """One style: its names, its parent, whether it is automatic, and the XML element that holds the rest."""

    nom: str
    affiche: str
    parent: str
    automatique: bool
    element: _Element


@dataclass(frozen=True, slots=True)
class Allure:
    """What the styles say of a run: text properties, model text or not, the slot that it is."""

    proprietes: Mapping[str, str] = field(default_factory=dict)
    ia: bool = False
    emplacement: str = ""

    def add(self, autre: Allure) -> Allure:
        """Put a run inside another: what the inner one says wins."""
        return Allure({**self.proprietes, **autre.proprietes}, self.ia or autre.ia)

    def marques(self) -> frozenset[Marque]:
        """Give the marks that these properties show."""
        return frozenset(_marques_of(self.proprietes)) if self.proprietes else SANS_MARQUE


def _marques_of(proprietes: Mapping[str, str]) -> Iterator[Marque]:
    trait = proprietes.get("style:text-line-through-style") or proprietes.get("style:text-line-through-type", "none")
    if trait != "none" and proprietes.get("style:text-line-through-type") != "none":
        yield Marque.BARRE
    if proprietes.get("text:display") in {"none", "condition"}:
        yield Marque.CACHE
    position = proprietes.get("style:text-position", "").split()
    if position:
        yield from _marque_of_position(position[0])
    if _is_bold(proprietes.get("fo:font-weight", "")):
        yield Marque.GRAS
    if proprietes.get("fo:font-style") in {"italic", "oblique"}:
        yield Marque.ITALIQUE
    if proprietes.get("style:text-underline-style", "none") != "none":
        yield Marque.SOULIGNE


def _marque_of_position(position: str) -> Iterator[Marque]:
    """Read "super", "sub" or a height such as "33%", "-8%"."""
    if position == "super":
        yield Marque.EXPOSANT
    elif position == "sub" or position.startswith("-"):
        yield Marque.INDICE
    elif position.strip("0.%"):
        yield Marque.EXPOSANT


def _is_bold(poids: str) -> bool:
    return poids in {"bold", "bolder"} or (poids.isdecimal() and int(poids) >= 600)


class Styles:
    """The styles of one part (content.xml or styles.xml): automatic ones of that part, named ones of the document."""

    def __init__(self, nommes: _Element | None, automatiques: _Element | None) -> None:
        self.listes: dict[str, _Element] = {}
        self.plan: _Element | None = None
        self._styles: dict[tuple[str, str], Style] = {}
        self._defauts: dict[str, _Element] = {}
        self._allures: dict[tuple[str, str], Allure] = {}
        self._proprietes: dict[tuple[str, str, bool], str] = {}
        for racine, automatique in ((nommes, False), (automatiques, True)):
            for element in () if racine is None else racine:
                self._add(element, automatique=automatique)

    def _add(self, element: _Element, *, automatique: bool) -> None:
        famille, nom = attribute(element, "style:family"), attribute(element, "style:name")
        match element.tag:
            case t if t == q("style:style"):
                affiche = attribute(element, "style:display-name") or decode_name(nom)
                parent = attribute(element, "style:parent-style-name")
                self._styles[famille, nom] = Style(nom, affiche, parent, automatique, element)
            case t if t == q("style:default-style"):
                self._defauts[famille] = element
            case t if t == q("text:list-style"):
                self.listes[nom] = element
            case t if t == q("text:outline-style"):
                self.plan = element

    def chain(self, famille: str, nom: str) -> Iterator[Style]:
        """Give a style, then its ancestors; a loop ends it."""
        for _ in range(_PROFONDEUR_STYLES):
            style = self._styles.get((famille, nom))
            if style is None:
                return
            yield style
            nom = style.parent

    def names(self, nom: str) -> Iterator[str]:
        """Give the names, as a person sees them, of the named styles that a paragraph stands on, nearest first."""
        connu = False
        for style in self.chain("paragraph", nom):
            connu = True
            if not style.automatique:
                yield style.affiche
        if not connu and nom:
            yield decode_name(nom)

    def attribute(self, nom: str, cle: str) -> str:
        """Give an attribute of a paragraph style, own or inherited (`text:list-style-name`)."""
        for style in self.chain("paragraph", nom):
            valeur = style.element.get(q(cle))
            if valeur is not None:
                return str(valeur)
        return ""

    def has_no_list(self, nom: str) -> bool:
        """Tell whether a paragraph style says that its headings stand in no list (`list-style-name` is empty)."""
        for style in self.chain("paragraph", nom):
            valeur = style.element.get(q("style:list-style-name"))
            if valeur is not None:
                return not valeur
        return False

    def paragraph_property(self, nom: str, cle: str, *, direct: bool = True) -> str:
        """Give a paragraph property; `direct`: from direct formatting only, not from named styles."""
        demande = (nom, cle, direct)
        valeur = self._proprietes.get(demande)
        if valeur is None:
            valeur = self._proprietes[demande] = self._find_property(nom, cle, direct=direct)
        return valeur

    def _find_property(self, nom: str, cle: str, *, direct: bool) -> str:
        for style in self.chain("paragraph", nom):
            if direct and not style.automatique:
                break
            proprietes = style.element.find(q("style:paragraph-properties"))
            if proprietes is not None and (valeur := proprietes.get(q(cle))) is not None:
                return str(valeur)
        return ""

    def allure(self, famille: str, nom: str) -> Allure:
        """Give what the styles of a paragraph (family "paragraph") or of a span ("text") say of its text."""
        cle = (famille, nom)
        connue = self._allures.get(cle)
        if connue is None:
            connue = self._allures[cle] = self._compute(famille, nom)
        return connue

    def _compute(self, famille: str, nom: str) -> Allure:
        proprietes: Proprietes = {}
        noms = [style.affiche for style in self.chain(famille, nom)]
        if famille == "paragraph" and (defaut := self._defauts.get(famille)) is not None:
            proprietes |= _text_properties(defaut, _SENS)
        for style in reversed(list(self.chain(famille, nom))):
            proprietes |= _text_properties(style.element, _kept_properties(famille, style))
        if famille != "text":
            return Allure(proprietes)
        noms = noms or [decode_name(nom)]
        emplacements = (n.removeprefix(PREFIXE_EMPLACEMENT) for n in noms if n.startswith(PREFIXE_EMPLACEMENT))
        return Allure(proprietes, STYLE_IA in noms, next(emplacements, ""))


def _kept_properties(famille: str, style: Style) -> tuple[str, ...]:
    if style.automatique:
        return _SENS + _DECOR
    if famille == "paragraph" or style.affiche in _STYLES_SANS_DECOR:
        return _SENS
    if style.affiche.startswith(PREFIXE_EMPLACEMENT):
        return _SENS
    return _SENS + _DECOR


def _text_properties(element: _Element, cles: tuple[str, ...]) -> Proprietes:
    proprietes = element.find(q("style:text-properties"))
    if proprietes is None:
        return {}
    return {cle: str(valeur) for cle in cles if (valeur := proprietes.get(q(cle))) is not None}


def decode_name(nom: str) -> str:
    """Give back a style name from its XML form: "Acte_20_Visa" → "Acte Visa"."""
    if "_" not in nom:
        return nom
    morceaux = nom.split("_")
    lu, i = morceaux[0], 1
    while i < len(morceaux):
        code = _code_point(morceaux[i]) if i + 1 < len(morceaux) else None
        if code is None:
            lu += "_" + morceaux[i]
            i += 1
        else:
            lu += chr(code) + morceaux[i + 1]
            i += 2
    return lu


def _code_point(morceau: str) -> int | None:
    if not 1 <= len(morceau) <= 4:
        return None
    try:
        return int(morceau, 16)
    except ValueError:
        return None


def encode_name(affiche: str) -> str:
    """Give the XML form of a style name: whatever is not a letter, a figure or a hyphen becomes "_20_"."""
    return "".join(c if c.isascii() and (c.isalnum() or c == "-") else f"_{ord(c):x}_" for c in affiche)
