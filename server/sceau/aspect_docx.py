"""How a run of a .docx looks, from the styles that it stands on: size, colours, font, scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from server.formats.docx.espaces import W14, A, W
from server.formats.docx.styles_lus import DEFAUTS, index_styles
from server.sceau.couleurs import BLANC, NOIR, Couleurs, darken, lighten, mix, parse_couleur

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from server.formats.docx.parties import PartieLue

Aspect = dict[str, Any]
"""What is said of a run: taille (half-points), couleur, fond, surligne (None: automatic), police, echelle …"""

_VAL: Final = f"{{{W}}}val"
_SURLIGNAGES: Final = {
    "black": NOIR, "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": BLANC, "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_THEME: Final = {
    "dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2",
    "hyperlink": "hlink", "followedHyperlink": "folHlink",
    "text1": "dk1", "background1": "lt1", "text2": "dk2", "background2": "lt2",
}  # fmt: skip
_CORRESPONDANCES: Final = {"bg1": "background1", "t1": "text1", "bg2": "background2", "t2": "text2"}


class Palette:
    """The colours of the theme, by the names that run properties use."""

    def __init__(self, document: PartieLue) -> None:
        self._couleurs: dict[str, str] = {}
        self._noms = dict(_THEME)
        theme, reglages = document.follow("theme"), document.follow("settings")
        if theme is not None:
            for element in theme.racine.iterfind(f"{{{A}}}themeElements/{{{A}}}clrScheme/*"):
                couleur = next((parse_couleur(c.get("lastClr") or c.get("val")) for c in element), None)
                if couleur:
                    self._couleurs[str(element.tag).rpartition("}")[2]] = couleur
        correspondance = None if reglages is None else reglages.racine.find(f"{{{W}}}clrSchemeMapping")
        for court, nom in _CORRESPONDANCES.items():
            autre = None if correspondance is None else correspondance.get(f"{{{W}}}{court}")
            if autre in _THEME:
                self._noms[nom] = _THEME[autre]

    def get(self, nom: str | None) -> str | None:
        """Give a colour of the theme by its name, None when the theme has none."""
        return self._couleurs.get(self._noms.get(nom or "", nom or ""))

    def read(self, element: etree._Element, valeur: str | None, prefixe: str) -> Couleurs | None:
        """Read a colour with its theme twin; `prefixe`: "theme" (themeColor, themeTint) or "themeFill"."""
        couleurs = {parse_couleur(valeur)}
        theme = self.get(element.get(f"{{{W}}}{'themeColor' if prefixe == 'theme' else prefixe}"))
        if theme:
            teinte, ombre = (_hexadecimal(element.get(f"{{{W}}}{prefixe}{suite}")) for suite in ("Tint", "Shade"))
            theme = theme if teinte is None else lighten(theme, teinte)
            couleurs.add(theme if ombre is None else darken(theme, ombre))
        return tuple(sorted(c for c in couleurs if c)) or None


def _hexadecimal(texte: str | None) -> int | None:
    try:
        return min(max(int(texte or "", 16), 0), 255)
    except ValueError:
        return None


def number(texte: str | None, defaut: int = 0) -> int:
    """Read a number, with a fraction or a sign or not; `defaut` when it is none."""
    try:
        return int(float(texte or ""))
    except (ValueError, OverflowError):
        return defaut


def read_shading(element: etree._Element | None, palette: Palette) -> Couleurs | None:
    """Give the background of a w:shd; None when it shows none."""
    if element is None:
        return None
    motif = element.get(_VAL, "clear")
    fond = palette.read(element, element.get(f"{{{W}}}fill"), "themeFill")
    if motif in {"clear", "nil"}:
        return fond
    dessus = palette.read(element, element.get(f"{{{W}}}color"), "theme") or (NOIR,)
    if motif == "solid":
        return dessus
    part = min(number(motif.removeprefix("pct"), 50), 100) / 100
    return tuple(mix(haut, bas, part) for haut in dessus for bas in fond or (BLANC,))


def read_aspect(rpr: etree._Element | None, palette: Palette) -> Aspect:
    """Read what run properties say of the look; nothing for what they do not say."""
    aspect: Aspect = {}
    for element in () if rpr is None else rpr:
        lire = _LECTURES.get(element.tag)
        if lire is not None:
            lire(element, aspect, palette)
    return aspect


def _size(element: etree._Element, aspect: Aspect, _: Palette) -> None:
    aspect["taille"] = number(element.get(_VAL), 20)


def _colour(element: etree._Element, aspect: Aspect, palette: Palette) -> None:
    aspect["couleur"] = palette.read(element, element.get(_VAL), "theme")


def _shade(element: etree._Element, aspect: Aspect, palette: Palette) -> None:
    aspect["fond"] = read_shading(element, palette)


def _highlight(element: etree._Element, aspect: Aspect, _: Palette) -> None:
    couleur = _SURLIGNAGES.get(element.get(_VAL, ""))
    aspect["surligne"] = (couleur,) if couleur else None


def _fonts(element: etree._Element, aspect: Aspect, _: Palette) -> None:
    for nom in ("ascii", "hAnsi"):
        police = element.get(f"{{{W}}}{nom}")
        if police:
            aspect[f"police_{nom}"] = police
        elif element.get(f"{{{W}}}{nom}Theme"):
            aspect[f"police_{nom}"] = ""


def _scale(element: etree._Element, aspect: Aspect, _: Palette) -> None:
    aspect["echelle"] = number((element.get(_VAL) or "").rstrip("%"), 100)


def _spacing(element: etree._Element, aspect: Aspect, _: Palette) -> None:
    aspect["espacement"] = number(element.get(_VAL))


def _fit(_: etree._Element, aspect: Aspect, __: Palette) -> None:
    aspect["ajuste"] = True


def _fill(element: etree._Element, aspect: Aspect, _: Palette) -> None:
    """Read the fill of letters that Word draws in place of their colour."""
    transparent = any(str(e.tag).endswith(("}noFill", "}alpha", "}gradFill", "}pattFill")) for e in element.iter())
    couleur = next((parse_couleur(e.get(f"{{{W14}}}val")) for e in element.iter(f"{{{W14}}}srgbClr")), None)
    aspect["efface"] = transparent
    if couleur:
        aspect["remplissage"] = (couleur,)


_LECTURES: Final[Mapping[Any, Any]] = {
    f"{{{W}}}sz": _size,
    f"{{{W}}}color": _colour,
    f"{{{W}}}shd": _shade,
    f"{{{W}}}highlight": _highlight,
    f"{{{W}}}rFonts": _fonts,
    f"{{{W}}}w": _scale,
    f"{{{W}}}spacing": _spacing,
    f"{{{W}}}fitText": _fit,
    f"{{{W14}}}textFill": _fill,
}


class StylesAspect:
    """The look of each style with what it inherits, computed when asked for."""

    def __init__(self, racine: etree._Element | None, palette: Palette) -> None:
        self._palette = palette
        self.elements, self.defaut = index_styles(racine)
        self._vus: dict[str, Aspect] = {}
        self.base: Aspect = {} if racine is None else read_aspect(racine.find(DEFAUTS), palette)

    def paragraph(self, ident: str | None) -> str:
        """Give the id of a paragraph style, of the default one for none."""
        return ident if ident in self.elements and ident else self.defaut

    def get(self, ident: str | None) -> Aspect:
        """Give what a style says, nothing for an unknown one."""
        if not ident:
            return {}
        aspect = self._vus.get(ident)
        if aspect is None:
            aspect = {}
            for element in reversed(list(self.chain(ident))):
                aspect |= read_aspect(element.find(f"{{{W}}}rPr"), self._palette)
                fond = read_shading(element.find(f"{{{W}}}pPr/{{{W}}}shd"), self._palette)
                if fond:
                    aspect["fond_paragraphe"] = fond
            self._vus[ident] = aspect
        return aspect

    def chain(self, ident: str) -> Iterator[etree._Element]:
        """Give a style, then those that it is based on; a loop ends it."""
        vus: set[str] = set()
        while ident in self.elements and ident not in vus:
            vus.add(ident)
            yield self.elements[ident]
            base = self.elements[ident].find(f"{{{W}}}basedOn")
            ident = "" if base is None else base.get(_VAL, "")
