"""Put a title, a subject and a line at the foot of pages into a copy of a document that a PDF is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from server.formats.docx.espaces import DC, PROPRIETES_NOYAU, R, W
from server.formats.docx.parties import find_document, read_relations
from server.formats.odt.espaces import q
from server.sceau.paquet_modifie import rewrite, to_bytes
from server.sceau.proprietes import replace_paires
from server.sceau.proprietes_docx import declare

if TYPE_CHECKING:
    from server.formats.paquet import Paquet

_NOYAU: Final = "docProps/core.xml"
_TYPE_NOYAU: Final = "application/vnd.openxmlformats-package.core-properties+xml"
_RELATION_NOYAU: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_STYLE: Final = "MinutierMention"
_PARAGRAPHE: Final = f"""<w:p xmlns:w="{W}"><w:pPr><w:keepLines/><w:spacing w:before="80" w:after="0"/>\
<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:color w:val="404040"/>\
<w:sz w:val="14"/><w:szCs w:val="14"/><w:lang w:val="fr-FR"/></w:rPr><w:t xml:space="preserve"/></w:r></w:p>"""
_PLACE: Final = {"margin-top": "4pt", "margin-bottom": "0pt", "margin-left": "0cm", "margin-right": "0cm"}
_PARAGRAPHE_ODT: Final = _PLACE | {"text-indent": "0cm", "text-align": "center", "keep-together": "always"}
_LETTRE_ODT: Final = {"font-size": "7pt", "color": "#404040", "language": "fr", "country": "FR"}
_PIEDS_ODT: Final = tuple(map(q, ("style:footer", "style:footer-first", "style:footer-left")))


def annotate(paquet: Paquet, sorte: str, titre: str, sujet: str, mention: str) -> bytes:
    """Give a document again, described, with a line in small type; `mention` "" adds none.

    The line is in the page footers, where it seldom moves the text of the act; at the end where there are none. A title
    that the document has stays. `sorte` is "docx" or "odt".
    """
    parties = _describe_docx if sorte == "docx" else _describe_odt
    ajoute = _add_docx if sorte == "docx" else _add_odt
    changements = parties(paquet, titre, sujet)
    if mention:
        changements |= ajoute(paquet, mention)
    return rewrite(paquet, changements)


def _describe_docx(paquet: Paquet, titre: str, sujet: str) -> dict[str, bytes]:
    relations = read_relations(paquet, "").values()
    nom = next((r.cible for r in relations if r.sorte == "core-properties" and r.cible in paquet), None)
    changements = {}
    if nom is None:
        nom, racine = _NOYAU, etree.Element(f"{{{PROPRIETES_NOYAU}}}coreProperties", nsmap={"dc": DC})
        changements = declare(paquet, _NOYAU, _TYPE_NOYAU, _RELATION_NOYAU)
    else:
        racine = paquet.read_xml(nom)
    _set_texts(racine, titre, sujet)
    return changements | {nom: to_bytes(racine)}


def _describe_odt(paquet: Paquet, titre: str, sujet: str) -> dict[str, bytes]:
    changements = replace_paires(paquet, "odt", lambda _: True, ())
    racine = etree.fromstring(changements["meta.xml"])
    meta = racine.find(q("office:meta"))
    if meta is not None:
        _set_texts(meta, titre, sujet)
    return changements | {"meta.xml": to_bytes(racine)}


def _set_texts(racine: etree._Element, titre: str, sujet: str) -> None:
    for nom, texte, garde in (("title", titre, True), ("subject", sujet, False)):
        element = racine.find(f"{{{DC}}}{nom}")
        if element is None:
            element = etree.SubElement(racine, f"{{{DC}}}{nom}")
        if not (garde and (element.text or "").strip()):
            element.text = texte


def _add_docx(paquet: Paquet, mention: str) -> dict[str, bytes]:
    document = find_document(paquet)
    references = list(document.racine.iter(f"{{{W}}}footerReference"))
    if any(reference.get(f"{{{W}}}type") == "default" for reference in references):
        pieds = (document.part(reference.get(f"{{{R}}}id", "")) for reference in references)
        parties = {partie.nom: partie.racine for partie in pieds if partie is not None}
        for racine in parties.values():
            racine.append(_make_docx(mention))
        return {nom: to_bytes(racine) for nom, racine in parties.items()}
    corps = document.racine.find(f"{{{W}}}body")
    if corps is not None:
        section = corps.find(f"{{{W}}}sectPr")
        corps.insert(len(corps) if section is None else corps.index(section), _make_docx(mention))
    return {document.nom: to_bytes(document.racine)}


def _make_docx(mention: str) -> etree._Element:
    paragraphe = etree.fromstring(_PARAGRAPHE)
    next(paragraphe.iter(f"{{{W}}}t")).text = mention
    return paragraphe


def _add_odt(paquet: Paquet, mention: str) -> dict[str, bytes]:
    for nom, chemin in (("styles.xml", "office:master-styles"), ("content.xml", "office:body")):
        racine = paquet.read_xml(nom)
        lieux = _list_places(racine.find(q(chemin)))
        if lieux:
            _add_style(racine)
            for lieu in lieux:
                etree.SubElement(lieu, q("text:p"), {q("text:style-name"): _STYLE}).text = mention
            return {nom: to_bytes(racine)}
    return {}


def _list_places(racine: etree._Element | None) -> list[etree._Element]:
    """Give the page footers where the first page style has one, or the body."""
    if racine is None:
        return []
    if racine.tag == q("office:body"):
        return list(racine.iterchildren(q("office:text")))
    premier = next(racine.iterchildren(q("style:master-page")), None)
    if premier is None or premier.find(q("style:footer")) is None:
        return []
    return list(racine.iter(*_PIEDS_ODT))


def _add_style(racine: etree._Element) -> None:
    styles = racine.find(q("office:automatic-styles"))
    if styles is None:
        styles = etree.Element(q("office:automatic-styles"))
        racine.insert(len(racine) - 1, styles)
    style = etree.SubElement(styles, q("style:style"), {q("style:name"): _STYLE, q("style:family"): "paragraph"})
    for nom, valeurs in (("style:paragraph-properties", _PARAGRAPHE_ODT), ("style:text-properties", _LETTRE_ODT)):
        etree.SubElement(style, q(nom), {q(f"fo:{cle}"): valeur for cle, valeur in valeurs.items()})
