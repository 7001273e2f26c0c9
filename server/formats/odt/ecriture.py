"""Write the tree as an .odt: OpenDocument 1.3, by strings and by static parts made once per charte.

The order of the members and their dates are fixed: the same act gives the same bytes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from server.acte.noeuds import SortePage
from server.formats.archive import Membre, build_archive, prepare
from server.formats.odt.blocs_ecrits import EcrivainBlocs
from server.formats.odt.caracteres import check_characters, escape_attribute, escape_plain
from server.formats.odt.document_ecrit import DocumentEcrit
from server.formats.odt.espaces import MIME_ODT, declare
from server.formats.odt.styles_ecrits import SLOTS, font_faces, mm, named_styles, slot_style
from server.formats.proprietes import list_proprietes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.acte.noeuds import Acte, Bloc, EnTetePage, PiedPage
    from server.charte.description import Charte, Page

VERSION = "1.3"
_ENTETE = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ESPACES_CONTENU = declare("office", "style", "text", "table", "draw", "fo", "svg", "xlink", "dc", "xml").replace(
    ' xmlns:xml="http://www.w3.org/XML/1998/namespace"', ""
)
_ESPACES_META = declare("office", "meta", "dc", "xlink")
GENERATEUR = "Minutier"


def write(acte: Acte, charte: Charte) -> bytes:
    """Write an act as an .odt that looks as the charte says.

    Raises `EcritureImpossible` for characters that XML cannot hold, for pictures whose bytes are missing or of an
    unknown type, and for properties that Word would cut.
    """
    document = DocumentEcrit(charte)
    contenu = _content(document, acte)
    styles = _styles(document, acte)
    images = document.images
    return build_archive(
        (
            _MIMETYPE,
            _manifest(tuple((nom, mime) for nom, (_, mime) in images.items())),
            _part("content.xml", contenu),
            styles,
            _part("meta.xml", _meta(acte)),
            _SETTINGS,
            *(prepare(nom, donnees, 0) for nom, (donnees, _) in images.items()),
        )
    )


# Level 1 costs a third of level 6 for a tenth more bytes; a draft is written often and kept little.
_NIVEAU = 1


def _part(nom: str, xml: str) -> Membre:
    check_characters(xml)
    return prepare(nom, xml, _NIVEAU)


def _content(document: DocumentEcrit, acte: Acte) -> str:
    ecrivain = EcrivainBlocs(document)
    corps = ecrivain.write(acte.corps)
    return (
        f'{_ENTETE}<office:document-content {_ESPACES_CONTENU} office:version="{VERSION}">'
        f"<office:automatic-styles>{ecrivain.automatiques.xml()}</office:automatic-styles>"
        f"<office:body><office:text>{ecrivain.texte.tracked_changes()}{corps}</office:text></office:body>"
        "</office:document-content>"
    )


def _styles(document: DocumentEcrit, acte: Acte) -> Membre:
    """Give styles.xml, kept from one document to the next as long as page headers and footers are the same."""
    ecrivain = EcrivainBlocs(document)
    tetes = _master_parts(ecrivain, "header", acte.en_tetes, _kinds_of(acte))
    pieds = _master_parts(ecrivain, "footer", acte.pieds, _kinds_of(acte))
    emplacements = tuple(nom for nom in document.emplacements if nom not in SLOTS)
    return _styles_part(document.charte, ecrivain.automatiques.xml(), (tetes, pieds), emplacements)


def _kinds_of(acte: Acte) -> tuple[SortePage, ...]:
    """Give the kinds of page that are told apart, in the order that master pages want."""
    presentes = {page.sorte for page in acte.en_tetes} | {page.sorte for page in acte.pieds}
    return tuple(sorte for sorte in _SUFFIXES if sorte in presentes or sorte is SortePage.DEFAUT)


_SUFFIXES = {SortePage.DEFAUT: "", SortePage.PAIRE: "-left", SortePage.PREMIERE: "-first"}


def _master_parts(
    ecrivain: EcrivainBlocs,
    element: str,
    pages: Iterable[EnTetePage | PiedPage],
    sortes: tuple[SortePage, ...],
) -> str:
    """Write the headers (or footers) of a master page; a kind that is not said is as the default one."""
    corps: dict[SortePage, tuple[Bloc, ...]] = {}
    for page in pages:
        corps[page.sorte] = corps.get(page.sorte, ()) + page.corps
    if not any(corps.values()):
        return ""
    lieu = "en_tete_page" if element == "header" else "pied_page"
    rendu = []
    for sorte in sortes:
        xml = ecrivain.write(corps.get(sorte, corps.get(SortePage.DEFAUT, ())), lieu)
        nom = f"style:{element}{_SUFFIXES[sorte]}"
        rendu.append(f"<{nom}>{ecrivain.texte.tracked_changes()}{xml}</{nom}>")
    return "".join(rendu)


@lru_cache(maxsize=64)
def _styles_part(charte: Charte, automatiques: str, bandes: tuple[str, str], emplacements: tuple[str, ...]) -> Membre:
    tetes, pieds = bandes
    autres = "".join(slot_style(charte, nom) for nom in emplacements)
    page = _page_layout(charte.page, tete=bool(tetes), pied=bool(pieds))
    xml = (
        f'{_ENTETE}<office:document-styles {_ESPACES_CONTENU} office:version="{VERSION}">'
        f"<office:font-face-decls>{font_faces(charte)}</office:font-face-decls>"
        f"<office:styles>{named_styles(charte)}{autres}</office:styles>"
        f"<office:automatic-styles>{page}{automatiques}</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Page">'
        f"{tetes}{pieds}</style:master-page></office:master-styles></office:document-styles>"
    )
    check_characters(xml)
    return prepare("styles.xml", xml)


def _page_layout(page: Page, *, tete: bool, pied: bool) -> str:
    """Give the page: the space of a header belongs to the margin, and grows with what the header holds."""
    haut, bas = (page.en_tete if tete else page.haut), (page.pied if pied else page.bas)
    return (
        '<style:page-layout style:name="Page"><style:page-layout-properties'
        f' fo:page-width="{mm(page.largeur)}" fo:page-height="{mm(page.hauteur)}" style:print-orientation="portrait"'
        f' fo:margin-top="{mm(haut)}" fo:margin-bottom="{mm(bas)}" fo:margin-left="{mm(page.gauche)}"'
        f' fo:margin-right="{mm(page.droite)}" style:writing-mode="lr-tb">{_FILET_NOTES}'
        "</style:page-layout-properties>"
        f"{_page_band('header', 'bottom', page.haut - page.en_tete) if tete else ''}"
        f"{_page_band('footer', 'top', page.bas - page.pied) if pied else ''}</style:page-layout>"
    )


_FILET_NOTES = (
    '<style:footnote-sep style:width="0.5pt" style:distance-before-sep="2mm" style:distance-after-sep="1.5mm"'
    ' style:line-style="solid" style:adjustment="left" style:rel-width="25%" style:color="#8c96a8"/>'
)


def _page_band(bande: str, cote: str, hauteur: float) -> str:
    # The distance to the text is part of the height, and gives way when the band grows: text sits at the outer edge, as
    # in Word.
    return (
        f'<style:{bande}-style><style:header-footer-properties fo:min-height="{mm(max(hauteur, 1))}"'
        f' fo:margin-{cote}="{mm(max(hauteur - 1, 0))}" style:dynamic-spacing="true"/></style:{bande}-style>'
    )


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?")


def _meta(acte: Acte) -> str:
    date = acte.proprietes.date
    quand = f"<meta:creation-date>{date}</meta:creation-date>" if _DATE.fullmatch(date) else ""
    proprietes = "".join(
        f'<meta:user-defined meta:name={escape_attribute(nom)} meta:value-type="string">{escape_plain(valeur)}'
        "</meta:user-defined>"
        for nom, valeur in list_proprietes(acte)
    )
    return (
        f'{_ENTETE}<office:document-meta {_ESPACES_META} office:version="{VERSION}"><office:meta>'
        f"<meta:generator>{GENERATEUR}</meta:generator><dc:title>{escape_plain(acte.titre)}</dc:title>{quand}"
        f"<dc:language>fr-FR</dc:language>{proprietes}</office:meta></office:document-meta>"
    )


@lru_cache(maxsize=64)
def _manifest(images: tuple[tuple[str, str], ...]) -> Membre:
    entrees = "".join(
        f'<manifest:file-entry manifest:full-path="{nom}" manifest:media-type="{mime}"/>'
        for nom, mime in (*_PARTIES, *images)
    )
    xml = (
        f'{_ENTETE}<manifest:manifest {declare("manifest")} manifest:version="{VERSION}">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="{VERSION}" manifest:media-type="{MIME_ODT}"/>'
        f"{entrees}</manifest:manifest>"
    )
    return prepare("META-INF/manifest.xml", xml)


_PARTIES = tuple((nom, "text/xml") for nom in ("content.xml", "styles.xml", "meta.xml", "settings.xml"))
_MIMETYPE = prepare("mimetype", MIME_ODT, 0)


def _settings() -> str:
    """Give the settings: without them, a document is laid out as by an old version."""
    elements = "".join(
        f'<config:config-item config:name="{nom}" config:type="boolean">{str(valeur).lower()}</config:config-item>'
        for nom, valeur in _REGLAGES.items()
    )
    # Without it, LibreOffice measures text with the metrics of a printer.
    elements += (
        '<config:config-item config:name="PrinterIndependentLayout" config:type="string">high-resolution'
        "</config:config-item>"
    )
    return (
        f'{_ENTETE}<office:document-settings {declare("office", "config", "xlink", "ooo")} office:version="{VERSION}">'
        '<office:settings><config:config-item-set config:name="ooo:configuration-settings">'
        f"{elements}</config:config-item-set></office:settings></office:document-settings>"
    )


# Laid out as Word does, so that an act has the same pages in both formats: the greater of two spaces and not their sum,
# rules outside the indent.
_REGLAGES = {
    "AddExternalLeading": True,
    "UnxForceZeroExtLeading": False,
    "AddParaTableSpacing": False,
    "AddParaTableSpacingAtStart": True,
    "AddParaLineSpacingToTableCells": True,
    "AddParaSpacingToTableCells": True,
    "HeaderSpacingBelowLastPara": True,
    "InvertBorderSpacing": True,
    "PropLineSpacingShrinksFirstLine": True,
    "TableRowKeep": True,
    "UseFormerLineSpacing": False,
    "AddFrameOffsets": False,
    "UseFormerObjectPositioning": False,
    "UseFormerTextWrapping": False,
    "IgnoreFirstLineIndentInNumbering": False,
    "TabAtLeftIndentForParagraphsInList": True,
    "OutlineLevelYieldsNumbering": False,
}
_SETTINGS = prepare("settings.xml", _settings())
