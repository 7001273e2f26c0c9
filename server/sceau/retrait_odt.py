"""Take from an .odt what a draft adds: the PROJET marks, the AI notice, the « IA » character style; nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from server.formats.genres import CLE_DE_STYLE, STYLE_DE_CLE, STYLE_IA
from server.formats.odt.espaces import attribute, q
from server.formats.odt.styles_lus import Styles
from server.formats.projet import is_avis, is_marque
from server.sceau.paquet_modifie import to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

    from server.formats.paquet import Paquet

_PARTIES: Final = ("content.xml", "styles.xml")
_STYLE_NAME: Final = q("text:style-name")
_BLOCS: Final = frozenset(map(q, ("text:p", "text:h", "text:list", "table:table", "text:section")))
_TRANSPARENTS: Final = frozenset(map(q, ("text:span", "text:bookmark", "text:bookmark-start", "text:bookmark-end")))
_ESPACES: Final = {q("text:s"): " ", q("text:soft-page-break"): ""}
_MARQUES: Final[dict[str, Callable[[str], bool]]] = {
    STYLE_DE_CLE["marque_projet"]: is_marque,
    STYLE_DE_CLE["avis_ia"]: is_avis,
}


def strip_odt(paquet: Paquet) -> dict[str, bytes]:
    """Give the parts to change."""
    racines = {nom: paquet.read_xml(nom) for nom in _PARTIES if nom in paquet}
    communs = racines.get("styles.xml")
    nommes = None if communs is None else communs.find(q("office:styles"))
    changements = {}
    for nom, racine in racines.items():
        styles = Styles(nommes, racine.find(q("office:automatic-styles")))
        marques = [p for p in racine.iter(q("text:p"), q("text:h")) if _is_mark(p, styles)]
        for paragraphe in marques:
            _remove(paragraphe)
        spans = [s for s in racine.iter(q("text:span")) if _own_name(styles, s) == STYLE_IA]
        for span in spans:
            _unwrap(span)
        if _cut_heirs(racine, styles) or marques or spans:
            changements[nom] = to_bytes(racine)
    return changements


def _is_mark(paragraphe: _Element, styles: Styles) -> bool:
    """Tell whether a paragraph is in the style of a mark and says that mark: what was typed into it is kept."""
    noms = styles.names(attribute(paragraphe, "text:style-name"))
    says = _MARQUES.get(next((nom for nom in noms if nom in CLE_DE_STYLE), ""))
    if says is None:
        return False
    texte = _plain_text(paragraphe)
    return texte is not None and says(texte)


def _plain_text(element: _Element) -> str | None:
    """Give the text of a paragraph of plain spans; None when it holds anything else."""
    morceaux = [element.text or ""]
    for enfant in element:
        if enfant.tag in _TRANSPARENTS:
            dedans = _plain_text(enfant)
            if dedans is None:
                return None
            morceaux.append(dedans)
        elif enfant.tag in _ESPACES:
            morceaux.append(_ESPACES[enfant.tag])
        else:
            return None
        morceaux.append(enfant.tail or "")
    return "".join(morceaux)


def _remove(paragraphe: _Element) -> None:
    """Take a paragraph away; alone in its place, it stays, empty and without its style."""
    parent = paragraphe.getparent()
    if parent is None:
        return
    if any(frere.tag in _BLOCS for frere in parent if frere is not paragraphe):
        parent.remove(paragraphe)
        return
    for enfant in list(paragraphe):
        paragraphe.remove(enfant)
    paragraphe.text = None
    paragraphe.attrib.clear()


def _own_name(styles: Styles, span: _Element) -> str:
    nom = attribute(span, "text:style-name")
    style = next(styles.chain("text", nom), None)
    if style is not None:
        return "" if style.automatique else style.affiche
    return STYLE_IA if nom == STYLE_IA else ""


def _unwrap(span: _Element) -> None:
    """Put what a span holds in its place."""
    parent = span.getparent()
    if parent is None:
        return
    place = parent.index(span)
    _add_text(parent, place, span.text)
    suite = span.tail
    span.tail = None
    enfants = list(span)
    parent.remove(span)
    for rang, enfant in enumerate(enfants):
        parent.insert(place + rang, enfant)
    _add_text(parent, place + len(enfants), suite)


def _add_text(parent: _Element, place: int, texte: str | None) -> None:
    """Add text before the child of this rank."""
    if not texte:
        return
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + texte
    else:
        parent.text = (parent.text or "") + texte


def _cut_heirs(racine: _Element, styles: Styles) -> bool:
    """Take the styles based on « IA » off it: what is set in them keeps its look, and is not of the model any more."""
    coupes = list(_heirs(racine, styles))
    for style in coupes:
        del style.attrib[q("style:parent-style-name")]
    return bool(coupes)


def _heirs(racine: _Element, styles: Styles) -> Iterator[Any]:
    for style in racine.iter(q("style:style")):
        parent = attribute(style, "style:parent-style-name")
        if attribute(style, "style:family") == "text" and parent:
            connu = next(styles.chain("text", parent), None)
            if (connu.affiche if connu is not None else parent) == STYLE_IA:
                yield style
