"""Take from a .docx what a draft adds: the PROJET marks, the AI notice, the « IA » character style; nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from server.formats.docx.espaces import W
from server.formats.docx.parties import PartieLue, find_document
from server.formats.docx.styles_lus import Styles
from server.formats.genres import STYLE_DE_CLE, STYLE_IA
from server.formats.projet import is_avis, is_marque
from server.sceau.paquet_modifie import to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from server.formats.paquet import Paquet

_VAL: Final = f"{{{W}}}val"
_P, _R, _PPR, _RPR, _T, _SECTPR, _PSTYLE, _RSTYLE, _BASED, _NAME = (
    f"{{{W}}}{nom}" for nom in ("p", "r", "pPr", "rPr", "t", "sectPr", "pStyle", "rStyle", "basedOn", "name")
)
_MUETS: Final[frozenset[Any]] = frozenset(
    f"{{{W}}}{nom}" for nom in ("pPr", "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak")
)
_MARQUES: Final[dict[str, Callable[[str], bool]]] = {
    STYLE_DE_CLE["marque_projet"]: is_marque,
    STYLE_DE_CLE["avis_ia"]: is_avis,
}
_HISTOIRES: Final = frozenset({"header", "footer", "footnotes", "endnotes"})


def strip_docx(paquet: Paquet) -> dict[str, bytes]:
    """Give the parts to change."""
    document = find_document(paquet)
    partie_styles = document.follow("styles")
    styles = Styles(None if partie_styles is None else partie_styles.racine)
    changements = {}
    for partie in list_stories(document):
        touchee = _strip_marks(partie.racine, styles)
        if _strip_style(partie.racine, styles) or touchee:
            changements[partie.nom] = to_bytes(partie.racine)
    if partie_styles is not None and _cut_heirs(partie_styles.racine):
        changements[partie_styles.nom] = to_bytes(partie_styles.racine)
    return changements


def list_stories(document: PartieLue) -> Iterator[PartieLue]:
    """Give the parts whose text is shown: body, page headers and footers, notes."""
    yield document
    vues: set[str] = set()
    for relation in document.relations.values():
        if relation.sorte in _HISTOIRES and not relation.externe and relation.cible in document.paquet:
            if relation.cible.lower() not in vues:
                yield PartieLue.open(document.paquet, relation.cible)
            vues.add(relation.cible.lower())


def _strip_marks(racine: etree._Element, styles: Styles) -> bool:
    aretirer = [p for p in racine.iter(_P) if _is_mark(p, styles)]
    for paragraphe in aretirer:
        _remove(paragraphe)
    return bool(aretirer)


def _is_mark(paragraphe: etree._Element, styles: Styles) -> bool:
    """Tell whether a paragraph is in the style of a mark and says that mark: what was typed into it is kept."""
    style = paragraphe.find(f"{_PPR}/{_PSTYLE}")
    if style is None:
        return False
    says = _MARQUES.get(styles.paragraph(style.get(_VAL)).nom)
    texte = None if says is None else _plain_text(paragraphe)
    return says is not None and texte is not None and says(texte)


def _plain_text(paragraphe: etree._Element) -> str | None:
    """Give the text of a paragraph of plain runs; None when it holds anything else."""
    morceaux = []
    for element in paragraphe:
        if element.tag in _MUETS:
            continue
        if element.tag != _R:
            return None
        for dedans in element:
            if dedans.tag == _T:
                morceaux.append(dedans.text or "")
            elif dedans.tag not in {_RPR, *_MUETS}:
                return None
    return "".join(morceaux)


def _remove(paragraphe: etree._Element) -> None:
    """Take a paragraph away; where its part must end with one, or a section ends with it, leave it empty."""
    parent = paragraphe.getparent()
    if parent is None:
        return
    suivant, precedent = paragraphe.getnext(), paragraphe.getprevious()
    dernier = suivant is None or suivant.tag == _SECTPR
    if paragraphe.find(f"{_PPR}/{_SECTPR}") is None and not (dernier and (precedent is None or precedent.tag != _P)):
        parent.remove(paragraphe)
        return
    for element in list(paragraphe):
        if element.tag != _PPR:
            paragraphe.remove(element)
            continue
        for propriete in list(element):
            if propriete.tag != _SECTPR:
                element.remove(propriete)


def _strip_style(racine: etree._Element, styles: Styles) -> bool:
    touchee = False
    for element in list(racine.iter(_RSTYLE)):
        style = element.get(_VAL)
        parent = element.getparent()
        if parent is not None and styles.own_name(style) == STYLE_IA:
            parent.remove(element)
            touchee = True
    return touchee


def _cut_heirs(racine: etree._Element) -> bool:
    """Take the styles based on « IA » off it: what is set in them keeps its look, and is not of the model any more."""
    idents = {
        style.get(f"{{{W}}}styleId")
        for style in racine.iterchildren(f"{{{W}}}style")
        if any(nom.get(_VAL) == STYLE_IA for nom in style.iterchildren(_NAME))
    }
    coupes = [base for base in racine.iter(_BASED) if base.get(_VAL) in idents]
    for base in coupes:
        parent = base.getparent()
        if parent is not None:
            parent.remove(base)
    return bool(coupes)
