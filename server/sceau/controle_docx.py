"""What forbids a seal in a .docx and is not in the tree: what another program fetches, fills in or shows otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from server.errors import Refus
from server.formats.docx.espaces import OFFICE, PAQUET_RELATIONS, PIC, WP, A, R, V, W
from server.formats.docx.parties import PartieLue, find_document
from server.formats.docx.styles_lus import is_on
from server.sceau.apparence_docx import list_refus_apparence
from server.sceau.aspect_docx import number
from server.sceau.couleurs import POLICES_SYMBOLES
from server.sceau.lieux import COMMENTAIRE, is_distant, name_lieu
from server.sceau.retrait_docx import list_stories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from server.formats.paquet import Paquet

_VAL: Final = f"{{{W}}}val"
_P: Final = f"{{{W}}}p"
_RELATION: Final = f"{{{PAQUET_RELATIONS}}}Relationship"
_RELATIONS: Final = {
    "aFChunk": ("externe", "il contient un autre document inséré (altChunk) : collez son texte."),
    "font": ("police", "il contient des polices incorporées : enregistrez-le sans elles."),
    "oleObject": ("inconnu", "il contient un objet incorporé : remplacez-le par une image ou du texte."),
    "control": ("macro", "il contient un contrôle ActiveX : supprimez-le."),
    "subDocument": ("externe", "il contient un sous-document : incorporez son texte."),
}
_UNIQUES: Final = (
    *("officeDocument", "styles", "numbering", "settings", "footnotes", "endnotes", "theme", "fontTable"),
    "custom-properties",
)
_CIBLES: Final = {
    "attachedTemplate": "un modèle Word du réseau est attaché (Développeur, Modèle de document) : détachez-le",
    "image": "une image est liée au lieu d’être incorporée",
    "mailMergeSource": "un publipostage est attaché : enlevez-le",
}
_FOND: Final = "une forme, ou la page, est remplie d’une image, qui n’est pas lue : insérez-la comme image."
_HORS: Final = "un objet est hors de la page ou trop petit pour être lu : replacez-le."
_COTE_MIN: Final = 72_000
"""English Metric Units: two millimetres."""
_HORS_PAGE: Final = 14_400_000
"""English Metric Units: four hundred millimetres."""
_SVG: Final = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
_REVISIONS: Final[frozenset[Any]] = frozenset(
    f"{{{W}}}{nom}"
    for nom in (
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange"),
        *("tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge", "ins", "del", "moveFrom", "moveTo"),
    )
)
_TEXTES: Final = (f"{{{W}}}t", f"{{{W}}}sym", f"{{{W}}}drawing", f"{{{W}}}pict", f"{{{W}}}tab")
_SEPARATEURS: Final = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def list_refus_docx(paquet: Paquet) -> Iterator[Refus]:
    """Give what forbids a seal in the package."""
    yield from _check_relations(paquet)
    if any("_xmlsignatures/" in nom.lower() for nom in paquet):
        yield Refus("signature", "document", "il porte déjà une signature électronique, que le visa romprait.")
    document = find_document(paquet)
    fonts = document.follow("fontTable")
    if fonts is not None and any("embed" in str(e.tag) for police in fonts.racine for e in police):
        yield Refus("police", "document", _RELATIONS["font"][1])
    yield from _check_numbering(document.follow("numbering"))
    histoires = list(list_stories(document))
    for partie in histoires:
        yield from _check_story(partie)
    yield from list_refus_apparence(document, histoires)


def _check_relations(paquet: Paquet) -> Iterator[Refus]:
    for nom in paquet:
        if not nom.lower().endswith(".rels"):
            continue
        relations = list(paquet.read_xml(nom).iter(_RELATION))
        if _is_ambiguous(relations):
            yield Refus(
                "variantes",
                "document",
                f"« {nom[:60]} » désigne deux contenus au lieu d’un.",
            )
        for relation in relations:
            sorte = relation.get("Type", "").rpartition("/")[2]
            if sorte in _RELATIONS:
                code, raison = _RELATIONS[sorte]
                yield Refus(code, "document", raison)
            elif relation.get("TargetMode") == "External" and not _is_admitted(sorte, relation.get("Target", "")):
                dit = _CIBLES.get(sorte, f"il fait venir un contenu de l’extérieur ({sorte[:30]})")
                yield Refus("externe", "document", f"{dit} : {relation.get('Target', '')[:80]}")


def _is_ambiguous(relations: list[etree._Element]) -> bool:
    """Tell whether two programs may follow two different parts where there should be one."""
    idents = [relation.get("Id", "") for relation in relations]
    sortes = [relation.get("Type", "").rpartition("/")[2] for relation in relations]
    return len(set(idents)) < len(idents) or any(sortes.count(sorte) > 1 for sorte in _UNIQUES)


def _is_admitted(sorte: str, cible: str) -> bool:
    """Tell whether a target outside the file may stay: links, and a template of this machine."""
    return sorte == "hyperlink" or (sorte == "attachedTemplate" and not is_distant(cible))


def _check_story(partie: PartieLue) -> Iterator[Refus]:
    for element in partie.racine.iter():
        check = _ELEMENTS.get(element.tag)
        if check is not None and (dit := check(element)) is not None:
            yield Refus(dit[0], _place(element), dit[1])
    for note in partie.racine.iterchildren(f"{{{W}}}footnote", f"{{{W}}}endnote"):
        if note.get(f"{{{W}}}type") in _SEPARATEURS and next(note.iter(*_TEXTES), None) is not None:
            yield Refus(
                "cache", "séparateur des notes", "il contient du texte, qui se montre sur chaque page : videz-le."
            )


def _place(element: etree._Element) -> str:
    paragraphe = next((a for a in (element, *element.iterancestors()) if a.tag == _P), None)
    texte = "" if paragraphe is None else "".join(t.text or "" for t in paragraphe.iter(f"{{{W}}}t"))
    return name_lieu("document", texte)


def _revision(_: etree._Element) -> tuple[str, str]:
    return "suivi", "une modification suivie attend : acceptez-la ou refusez-la."


def _comment(_: etree._Element) -> tuple[str, str]:
    return "commentaire", COMMENTAIRE


def _binding(_: etree._Element) -> tuple[str, str]:
    return "externe", "un contrôle de contenu est lié à des données qui le remplissent : remplacez-le par son texte."


def _shifted(element: etree._Element) -> tuple[str, str] | None:
    """Refuse a row that starts further than its first column: its amounts stand under other headings."""
    if number(element.get(_VAL)) > 0:
        return "variantes", "une ligne de tableau ne commence pas à la première colonne : ajoutez-y des cellules vides."
    return None


def _alt_chunk(_: etree._Element) -> tuple[str, str]:
    return _RELATIONS["aFChunk"]


def _bidi(element: etree._Element) -> tuple[str, str] | None:
    if element.get(_VAL) == "rtl" or (element.tag == f"{{{W}}}rtl" and is_on(element)):
        return "caractere", "du texte est forcé de droite à gauche : enlevez cette mise en forme."
    return None


def _blip(element: etree._Element) -> tuple[str, str] | None:
    if element.get(f"{{{R}}}link") is not None:
        return "externe", "une image est liée au lieu d’être incorporée : incorporez-la."
    parent = element.getparent()
    if parent is None or parent.tag != f"{{{PIC}}}blipFill":
        return "fond", _FOND
    if next(element.iter(_SVG), None) is not None:
        return "variantes", "une image existe en deux variantes (SVG et PNG) : insérez-la en PNG."
    return None


def _fill(element: etree._Element) -> tuple[str, str] | None:
    if element.get(f"{{{R}}}id") is not None or element.get(f"{{{OFFICE}}}href") is not None:
        return "fond", _FOND
    return None


def _extent(element: etree._Element) -> tuple[str, str] | None:
    """Refuse a text box too small, or too far, to be read."""
    petit = any(number(element.get(cote), _COTE_MIN) < _COTE_MIN for cote in ("cx", "cy"))
    parent = element.getparent()
    if petit and parent is not None and next(parent.iter(f"{{{W}}}txbxContent"), None) is not None:
        return "cache", _HORS
    return None


def _offset(element: etree._Element) -> tuple[str, str] | None:
    return ("cache", _HORS) if abs(number(element.text)) > _HORS_PAGE else None


def _mark(element: etree._Element) -> tuple[str, str] | None:
    """Refuse a hidden end of paragraph: the next paragraph would follow on its line, its own number hidden."""
    parent = element.getparent()
    if parent is not None and parent.tag == f"{{{W}}}rPr" and is_on(element):
        dessus = parent.getparent()
        if dessus is not None and dessus.tag == f"{{{W}}}pPr":
            return "cache", "une fin de paragraphe est masquée : montrez-la ou supprimez-la."
    return None


def _hidden(element: etree._Element) -> tuple[str, str] | None:
    if element.get("hidden") in {"1", "true", "on"}:
        return "cache", "un objet est masqué : montrez-le ou supprimez-le."
    return None


def _shape(element: etree._Element) -> tuple[str, str] | None:
    style = (element.get("style") or "").replace(" ", "").lower()
    if "visibility:hidden" in style or "display:none" in style:
        return "cache", "un objet est masqué : montrez-le ou supprimez-le."
    return None


_ELEMENTS: Final[dict[Any, Callable[[etree._Element], tuple[str, str] | None]]] = {
    **dict.fromkeys(_REVISIONS, _revision),
    f"{{{W}}}commentReference": _comment,
    f"{{{W}}}dataBinding": _binding,
    f"{{{W}}}altChunk": _alt_chunk,
    f"{{{W}}}gridBefore": _shifted,
    f"{{{W}}}bdo": _bidi,
    f"{{{W}}}dir": _bidi,
    f"{{{W}}}rtl": _bidi,
    f"{{{A}}}blip": _blip,
    f"{{{WP}}}docPr": _hidden,
    f"{{{W}}}vanish": _mark,
    f"{{{W}}}specVanish": _mark,
    f"{{{WP}}}extent": _extent,
    f"{{{WP}}}posOffset": _offset,
    f"{{{V}}}fill": _fill,
    **{f"{{{V}}}{nom}": _shape for nom in ("shape", "rect", "textbox", "group", "roundrect", "oval")},
}


def _check_numbering(numerotation: PartieLue | None) -> Iterator[Refus]:
    """Refuse bullets that are words: the canon holds every bullet as one token."""
    if numerotation is None:
        return
    for niveau in numerotation.racine.iter(f"{{{W}}}lvl"):
        if niveau.find(f"{{{W}}}lvlPicBulletId") is not None:
            yield Refus("puce", "listes", "une puce est une image : choisissez un signe.")
        elif _value(niveau, "numFmt") == "bullet" and not _is_sign(_value(niveau, "lvlText"), niveau):
            yield Refus(
                "puce", "listes", f"une puce est un mot (« {_value(niveau, 'lvlText')[:20]} ») : choisissez un signe."
            )


def _is_sign(texte: str, niveau: etree._Element) -> bool:
    polices = niveau.find(f"{{{W}}}rPr/{{{W}}}rFonts")
    symboles = polices is not None and (polices.get(f"{{{W}}}ascii") or "").lower() in POLICES_SYMBOLES
    return len(texte) <= 1 and (not texte.isalnum() or texte == "o" or symboles)


def _value(element: etree._Element, nom: str) -> str:
    enfant = element.find(f"{{{W}}}{nom}")
    return "" if enfant is None else enfant.get(_VAL, "")
