"""What forbids a seal in an .odt and is not in the tree: what another program fetches, fills in or shows otherwise."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from server.errors import Refus
from server.formats.genres import PREFIXE_EMPLACEMENT
from server.formats.odt.espaces import ESPACES, attribute, q
from server.formats.odt.mesures import to_mm
from server.formats.odt.styles_lus import Styles
from server.sceau.apparence_odt import list_refus_apparence
from server.sceau.lieux import COMMENTAIRE, is_distant, name_lieu

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

    from server.formats.paquet import Paquet

Dit = tuple[str, str] | None

_PARTIES: Final = ("content.xml", "styles.xml")
_HREF: Final = q("xlink:href")
_LIENS: Final[frozenset[Any]] = frozenset(map(q, ("text:a", "draw:a", "meta:template")))
_ECRITS: Final = etree.XPath(".//text()[not(ancestor::office:annotation)]", namespaces=ESPACES)
_BLOCS: Final = frozenset(map(q, ("text:p", "text:h")))
_DANS_EMPLACEMENT: Final[frozenset[Any]] = frozenset(
    map(q, (
        "text:span", "text:s", "text:tab", "text:line-break", "text:bookmark", "text:bookmark-start",
        "text:bookmark-end", "text:soft-page-break",
    ))
)  # fmt: skip
_HORS_PAGE_MM: Final = 400.0
_COTE_MIN_MM: Final = 2.0


def list_refus_odt(paquet: Paquet) -> Iterator[Refus]:
    """Give what forbids a seal in the package."""
    if any(nom.lower().startswith("fonts/") for nom in paquet):
        yield Refus("police", "document", _POLICES)
    if any("signatures" in nom.lower() and nom.lower().startswith("meta-inf/") for nom in paquet):
        yield Refus("signature", "document", "il porte déjà une signature électronique, que le visa romprait.")
    racines = {nom: paquet.read_xml(nom) for nom in (*_PARTIES, "meta.xml") if nom in paquet}
    for racine in racines.values():
        yield from _check_part(racine, paquet)
    parties = [racines[nom] for nom in _PARTIES if nom in racines]
    yield from _check_slots(parties, racines.get("styles.xml"))
    yield from list_refus_apparence(racines["content.xml"], racines.get("styles.xml"))


_POLICES: Final = "il contient des polices incorporées : enregistrez-le sans elles."


def _check_part(racine: _Element, paquet: Paquet) -> Iterator[Refus]:
    for element in racine.iter():
        check = _ELEMENTS.get(element.tag)
        if check is not None and (dit := check(element)) is not None:
            yield Refus(dit[0], _place(element), dit[1])
        cible = element.get(_HREF)
        if cible and element.tag not in _LIENS and not _is_inside(cible, paquet):
            yield Refus(
                "externe",
                _place(element),
                f"son contenu est ailleurs que dans le fichier ({cible[:80]}) : incorporez-le.",
            )


def _is_inside(cible: str, paquet: Paquet) -> bool:
    """Tell whether a target is of the package: a part, or the folder of an object (which is unknown to the tree)."""
    if cible.startswith("#"):
        return True
    nom = posixpath.normpath(cible)
    return nom in paquet or any(partie.startswith(f"{nom}/") for partie in paquet)


def _place(element: _Element) -> str:
    paragraphe = next((a for a in (element, *element.iterancestors()) if a.tag in _BLOCS), None)
    textes: Any = () if paragraphe is None else _ECRITS(paragraphe)
    return name_lieu("document", "".join(textes))


def _tracked(_: _Element) -> Dit:
    return "suivi", "une modification suivie attend : acceptez-la ou refusez-la."


def _comment(_: _Element) -> Dit:
    return "commentaire", COMMENTAIRE


def _font(_: _Element) -> Dit:
    return "police", _POLICES


def _listener(_: _Element) -> Dit:
    return "macro", "il appelle des macros : enlevez-les."


def _template(element: _Element) -> Dit:
    if not is_distant(attribute(element, "xlink:href")):
        return None
    return "externe", "un modèle du réseau lui est attaché : copiez son contenu dans un nouveau document."


def _background(element: _Element) -> Dit:
    if element.get(_HREF) or len(element):
        return "fond", "une image de fond n’est pas lue : mettez-la dans l’en-tête, comme image."
    return None


def _graphic(element: _Element) -> Dit:
    if attribute(element, "draw:fill") == "bitmap":
        return "fond", "une forme est remplie d’une image, qui n’est pas lue : insérez-la comme image."
    return None


def _shape(element: _Element) -> Dit:
    if attribute(element, "draw:display", "always") != "always":
        return "cache", "un objet est masqué : montrez-le ou supprimez-le."
    cotes = [to_mm(attribute(element, nom)) for nom in ("svg:width", "svg:height") if attribute(element, nom)]
    place = [to_mm(attribute(element, nom)) for nom in ("svg:x", "svg:y")]
    texte = element.find(q("draw:text-box")) is not None
    if any(abs(p) > _HORS_PAGE_MM for p in place) or (texte and any(c < _COTE_MIN_MM for c in cotes)):
        return "cache", "un objet est hors de la page ou trop petit pour être lu : replacez-le."
    contenus = [enfant for enfant in element if enfant.tag in _CONTENUS]
    if len({enfant.tag for enfant in contenus}) > 1:
        return "variantes", "un objet a deux contenus différents : refaites-le."
    return None


_CONTENUS: Final[frozenset[Any]] = frozenset(map(q, ("draw:text-box", "draw:image", "table:table")))


def _bullet(element: _Element) -> Dit:
    signe = attribute(element, "text:bullet-char")
    autour = attribute(element, "style:num-prefix") + attribute(element, "style:num-suffix")
    if len(signe.strip()) > 1 or (signe.isalnum() and signe != "o") or any(c.isalnum() for c in autour):
        return "puce", f"une puce est un mot (« {(autour + signe)[:20]} ») : choisissez un signe."
    return None


def _condition(element: _Element) -> Dit:
    """Refuse a style that another one replaces by itself; number formats have conditions too."""
    parent = element.getparent()
    if parent is not None and parent.tag == q("style:style"):
        return "variantes", "un style change selon une condition : choisissez-en un autre."
    return None


def _picture_bullet(_: _Element) -> Dit:
    return "puce", "une puce est une image : choisissez un signe."


_ELEMENTS: Final[dict[Any, Callable[[_Element], Dit]]] = {
    q("text:changed-region"): _tracked,
    q("office:annotation"): _comment,
    q("svg:font-face-src"): _font,
    q("script:event-listener"): _listener,
    q("meta:template"): _template,
    q("style:background-image"): _background,
    q("style:graphic-properties"): _graphic,
    q("style:drawing-page-properties"): _graphic,
    q("style:page-layout-properties"): _graphic,
    q("draw:frame"): _shape,
    q("draw:custom-shape"): _shape,
    q("style:map"): _condition,
    q("text:list-level-style-bullet"): _bullet,
    q("text:list-level-style-image"): _picture_bullet,
}


def _check_slots(parties: list[_Element], communs: _Element | None) -> Iterator[Refus]:
    """Refuse in a slot what is not its text: the canon holds the slot, not what stands in it."""
    nommes = None if communs is None else communs.find(q("office:styles"))
    for racine in parties:
        styles = Styles(nommes, racine.find(q("office:automatic-styles")))
        for span in racine.iter(q("text:span")):
            noms = [style.affiche for style in styles.chain("text", attribute(span, "text:style-name"))]
            if not any(nom.startswith(PREFIXE_EMPLACEMENT) for nom in noms):
                continue
            dedans = [e for e in span.iter() if e is not span]
            if any(e.tag not in _DANS_EMPLACEMENT for e in dedans):
                yield Refus(
                    "emplacement", _place(span), "un emplacement contient autre chose que du texte : enlevez-le."
                )
            elif any(styles.allure("text", attribute(e, "text:style-name")).marques() for e in dedans):
                yield Refus(
                    "emplacement", _place(span), "un emplacement est mis en forme : remettez son texte tel quel."
                )
