"""What a letterhead template says of its page: size, margins, default font. In .docx and in .odt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.formats.docx.espaces import A, W
from server.formats.docx.parties import find_document
from server.formats.odt.espaces import attribute, q
from server.formats.odt.mesures import to_mm

if TYPE_CHECKING:
    from lxml import etree

    from server.formats.docx.parties import PartieLue
    from server.formats.paquet import Paquet


@dataclass(frozen=True, slots=True)
class MiseEnPage:
    """Page lengths by the keys of charte.yaml, in millimetres, and the name of the font; what is not said is absent."""

    page: dict[str, float]
    police: str = ""


def read_docx_layout(paquet: Paquet) -> MiseEnPage:
    """Read the last section and the default font of a .docx."""
    document = find_document(paquet)
    sections = list(document.racine.iter(f"{{{W}}}sectPr"))
    page = _read_section(sections[-1]) if sections else {}
    return MiseEnPage(page, _docx_font(document))


_MARGES = {"top": "haut", "bottom": "bas", "left": "gauche", "right": "droite", "header": "en_tete", "footer": "pied"}


def _read_section(section: etree._Element) -> dict[str, float]:
    page: dict[str, float] = {}
    for balise, noms in (("pgSz", {"w": "largeur", "h": "hauteur"}), ("pgMar", _MARGES)):
        element = section.find(f"{{{W}}}{balise}")
        for attribut, nom in noms.items():
            valeur = "" if element is None else element.get(f"{{{W}}}{attribut}", "").lstrip("-")
            if valeur.isascii() and valeur.isdecimal() and len(valeur) < 7:
                page[nom] = round(int(valeur) * 25.4 / 1440, 1)
    return page


def _docx_font(document: PartieLue) -> str:
    styles = document.follow("styles")
    if styles is None:
        return ""
    normaux = [s for s in styles.racine.iterchildren(f"{{{W}}}style") if s.get(f"{{{W}}}default") in {"1", "true"}]
    places = [s.find(f"{{{W}}}rPr/{{{W}}}rFonts") for s in normaux if s.get(f"{{{W}}}type") == "paragraph"]
    places.append(styles.racine.find(f"{{{W}}}docDefaults/{{{W}}}rPrDefault/{{{W}}}rPr/{{{W}}}rFonts"))
    for fontes in places:
        if fontes is not None:
            nom = fontes.get(f"{{{W}}}ascii") or _theme_font(document, fontes.get(f"{{{W}}}asciiTheme", ""))
            if nom:
                return nom
    return ""


def _theme_font(document: PartieLue, role: str) -> str:
    """Give the font that the theme has for a role ("minorHAnsi", "majorAscii")."""
    theme = document.follow("theme") if role else None
    if theme is None:
        return ""
    genre = "majorFont" if role.startswith("major") else "minorFont"
    latin = theme.racine.find(f"{{{A}}}themeElements/{{{A}}}fontScheme/{{{A}}}{genre}/{{{A}}}latin")
    return "" if latin is None else latin.get("typeface", "")


def read_odt_layout(paquet: Paquet) -> MiseEnPage:
    """Read the page of the first master page, and the default font, of an .odt."""
    if "styles.xml" not in paquet:
        return MiseEnPage({})
    racine = paquet.read_xml("styles.xml")
    maitre = racine.find(f"{q('office:master-styles')}/{q('style:master-page')}")
    nom = "" if maitre is None else attribute(maitre, "style:page-layout-name")
    formats = racine.iter(q("style:page-layout"))
    element = next((f for f in formats if attribute(f, "style:name") == nom), None)
    return MiseEnPage({} if element is None else _read_page_layout(element), _odt_font(racine))


_ODT_PAGE = {
    "largeur": "fo:page-width",
    "hauteur": "fo:page-height",
    "haut": "fo:margin-top",
    "bas": "fo:margin-bottom",
    "gauche": "fo:margin-left",
    "droite": "fo:margin-right",
}


def _read_page_layout(element: etree._Element) -> dict[str, float]:
    proprietes = element.find(q("style:page-layout-properties"))
    if proprietes is None:
        return {}
    page = {cle: to_mm(attribute(proprietes, nom)) for cle, nom in _ODT_PAGE.items() if attribute(proprietes, nom)}
    # In OpenDocument the margin ends where the header starts; in Word, and in a charte, where the text does.
    for cle, proche, nom, cote in (
        ("haut", "en_tete", "style:header-style", "fo:margin-bottom"),
        ("bas", "pied", "style:footer-style", "fo:margin-top"),
    ):
        bande = element.find(f"{q(nom)}/{q('style:header-footer-properties')}")
        if bande is not None and cle in page:
            page[proche] = page[cle]
            hauteur = to_mm(attribute(bande, "fo:min-height") or attribute(bande, "svg:height"))
            page[cle] += hauteur + to_mm(attribute(bande, cote))
    return {cle: round(valeur, 1) for cle, valeur in page.items()}


def _odt_font(racine: etree._Element) -> str:
    familles = {attribute(f, "style:name"): attribute(f, "svg:font-family") for f in racine.iter(q("style:font-face"))}
    normaux = [s for s in racine.iter(q("style:style")) if attribute(s, "style:name") == "Standard"]
    for style in (*normaux, *racine.iter(q("style:default-style"))):
        texte = style.find(q("style:text-properties")) if attribute(style, "style:family") == "paragraph" else None
        nom = "" if texte is None else attribute(texte, "style:font-name")
        if nom:
            return familles.get(nom, nom).strip("'\"")
    return ""
