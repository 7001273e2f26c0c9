"""The parts of a .docx that depend on the charte alone: compiled and compressed once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

from server.formats.archive import Membre, prepare
from server.formats.docx.atelier import EXTENSIONS
from server.formats.docx.espaces import PAQUET_RELATIONS, PAQUET_TYPES, RACINE, TYPE_WML, XML, R
from server.formats.docx.numerotation import Numerotation
from server.formats.docx.styles import build_styles
from server.formats.docx.theme import build_theme

if TYPE_CHECKING:
    from server.charte.description import Charte, Police

NIVEAU_STATIQUE: Final = 9

_TYPES: Final = {
    "word/document.xml": "document.main+xml",
    "word/styles.xml": "styles+xml",
    "word/numbering.xml": "numbering+xml",
    "word/settings.xml": "settings+xml",
    "word/fontTable.xml": "fontTable+xml",
    "word/footnotes.xml": "footnotes+xml",
}
_TYPES_AUTRES: Final = {
    "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}


@lru_cache(maxsize=256)
def member_types(parties: tuple[str, ...]) -> Membre:
    """Give [Content_Types].xml for these parts."""
    defauts = "".join(f'<Default Extension="{ext}" ContentType="{genre}"/>' for ext, genre in EXTENSIONS.items())
    overrides = "".join(f'<Override PartName="/{p}" ContentType="{_type_of(p)}"/>' for p in parties)
    return prepare(
        "[Content_Types].xml",
        f'{XML}<Types xmlns="{PAQUET_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{defauts}{overrides}</Types>',
        NIVEAU_STATIQUE,
    )


def _type_of(partie: str) -> str:
    if partie in _TYPES_AUTRES:
        return _TYPES_AUTRES[partie]
    if partie.startswith("word/header"):
        return f"{TYPE_WML}header+xml"
    if partie.startswith("word/footer"):
        return f"{TYPE_WML}footer+xml"
    return TYPE_WML + _TYPES[partie]


@lru_cache(maxsize=32)
def member_styles(charte: Charte, emplacements: frozenset[str]) -> Membre:
    """Give styles.xml."""
    return prepare("word/styles.xml", build_styles(charte, emplacements), NIVEAU_STATIQUE)


@lru_cache(maxsize=32)
def member_puces(charte: Charte) -> Membre:
    """Give the numbering.xml of an act whose lists have only bullets."""
    return prepare("word/numbering.xml", Numerotation().render(charte), NIVEAU_STATIQUE)


@lru_cache(maxsize=4)
def member_settings(paires: bool, notes: bool) -> Membre:  # noqa: FBT001 -- a cache key
    """Give settings.xml; `paires`: even pages have headers of their own; `notes`: there are footnotes."""
    separateurs = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' if notes else ""
    return prepare(
        "word/settings.xml",
        f'{XML}<w:settings {RACINE}><w:defaultTabStop w:val="709"/>'
        + ("<w:evenAndOddHeaders/>" if paires else "")
        + '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"{separateurs}<w:compat>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="fr-FR"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
        "</w:settings>",
        NIVEAU_STATIQUE,
    )


@lru_cache(maxsize=32)
def member_theme(charte: Charte) -> Membre:
    """Give theme1.xml."""
    return prepare("word/theme/theme1.xml", build_theme(charte), NIVEAU_STATIQUE)


@lru_cache(maxsize=32)
def member_fonts(charte: Charte) -> Membre:
    """Give fontTable.xml: each font, and the one of the same metrics that may stand in for it."""
    polices = {police.nom: police for police in (charte.police_corps, charte.police_titres)}
    lignes = "".join(map(_font, polices.values()))
    return prepare("word/fontTable.xml", f"{XML}<w:fonts {RACINE}>{lignes}</w:fonts>", NIVEAU_STATIQUE)


def _font(police: Police) -> str:
    autre = f"<w:altName w:val={quoteattr(police.equivalents[0])}/>" if police.equivalents else ""
    famille = "roman" if police.famille == "serif" else "swiss"
    return f'<w:font w:name={quoteattr(police.nom)}>{autre}<w:family w:val="{famille}"/></w:font>'


_PAQUET: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
RELATIONS_PAQUET: Final = prepare(
    "_rels/.rels",
    f'{XML}<Relationships xmlns="{PAQUET_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PAQUET}/core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{R}/extended-properties" Target="docProps/app.xml"/>'
    f'<Relationship Id="rId4" Type="{R}/custom-properties" Target="docProps/custom.xml"/></Relationships>',
    NIVEAU_STATIQUE,
)
APPLICATION: Final = prepare(
    "docProps/app.xml",
    f'{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Minutier</Application></Properties>",
    NIVEAU_STATIQUE,
)
"""Parts that are the same for every act."""
