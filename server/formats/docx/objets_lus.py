"""Drawings of a .docx: pictures, text boxes, and what is neither."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.acte.fragments import Image, Inconnu
from server.acte.noeuds import Cadre
from server.formats.docx.espaces import MC, PIC, WP, WPS, A, R, V, W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from server.formats.docx.contexte import Contexte

Objet = Image | Cadre | Inconnu

_COMPRIS: Final = frozenset(
    {"wps", "wpg", "wpc", "wpi", "w14", "w15", "w16", "w16se", "w16cid", "wp14", "wp15", "a14", "pic14", "v", "c14"}
)
_EMU_PAR_MM: Final = 36000
_TEXTE: Final = (
    f"{{{W}}}t",
    f"{{{W}}}delText",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}t",
    f"{{{A}}}t",
)
_GROUPES: Final = frozenset({"wgp", "grpSp", "wpc"})


def text_under(element: etree._Element) -> str:
    """Give all text under an element, in order."""
    return "".join(e.text or "" for e in element.iter(*_TEXTE))


def choose_branch(alternative: etree._Element) -> tuple[etree._Element | tuple[()], str]:
    """Give the branch that a current Word shows, and the text of the other one when it says something else."""
    repli = alternative.find(f"{{{MC}}}Fallback")
    for choix in alternative.iterchildren(f"{{{MC}}}Choice"):
        if all(prefixe in _COMPRIS for prefixe in (choix.get("Requires") or "").split()):
            autre = "" if repli is None else text_under(repli)
            return choix, autre if autre and autre != text_under(choix) else ""
    return (() if repli is None else repli), ""


def read_drawing(dessin: etree._Element, contexte: Contexte) -> list[Objet]:
    """Read a w:drawing: its pictures and text boxes in order; anything else is unknown."""
    objets: list[Objet] = []
    for cadre in dessin:
        proprietes = cadre.find(f"{{{WP}}}docPr")
        description = "" if proprietes is None else proprietes.get("descr", "")
        etendue = cadre.find(f"{{{WP}}}extent")
        donnees = cadre.find(f"{{{A}}}graphic/{{{A}}}graphicData")
        for forme in () if donnees is None else donnees:
            objets += _shape(forme, description, _size(etendue), contexte)
    return objets or [Inconnu("w:drawing")]


def _size(etendue: etree._Element | None) -> tuple[float, float]:
    if etendue is None:
        return 0.0, 0.0
    cotes = (etendue.get("cx", "0"), etendue.get("cy", "0"))
    largeur, hauteur = (int(c) / _EMU_PAR_MM if c.isascii() and c.isdecimal() and len(c) < 12 else 0.0 for c in cotes)
    return round(largeur, 2), round(hauteur, 2)


def _shape(forme: etree._Element, description: str, taille: tuple[float, float], contexte: Contexte) -> Iterator[Objet]:
    espace, _, nom = forme.tag.rpartition("}")
    if espace == f"{{{PIC}":
        yield _picture(forme, description, taille, contexte)
    elif nom in _GROUPES:
        for enfant in forme:
            if enfant.tag.rpartition("}")[2] in {*_GROUPES, "wsp", "pic", "graphicFrame"}:
                yield from _shape(enfant, description, taille, contexte)
    elif espace == f"{{{WPS}":
        texte = forme.find(f"{{{WPS}}}txbx/{{{W}}}txbxContent")
        yield Inconnu("wps:wsp") if texte is None else Cadre(contexte.read_blocs(texte))
    else:
        prefixe = {"chart": "c:chart", "relIds": "dgm:relIds"}.get(nom, nom)
        yield Inconnu(prefixe, text_under(forme))


def _picture(
    image: etree._Element, description: str, taille: tuple[float, float], contexte: Contexte
) -> Image | Inconnu:
    blip = image.find(f"{{{PIC}}}blipFill/{{{A}}}blip")
    rid = None if blip is None else blip.get(f"{{{R}}}embed")
    if rid is None:
        return Inconnu("image externe" if blip is not None and blip.get(f"{{{R}}}link") else "pic:pic", description)
    return _load(rid, description, taille, contexte)


def _load(rid: str, description: str, taille: tuple[float, float], contexte: Contexte) -> Image | Inconnu:
    relation = contexte.partie.relations.get(rid)
    if relation is None or relation.externe:
        return Inconnu("image externe", description)
    if relation.cible not in contexte.paquet:
        return Inconnu("image absente", description)
    return Image.from_bytes(contexte.paquet.read(relation.cible), description, *taille)


def read_pict(pict: etree._Element, contexte: Contexte) -> list[Objet]:
    """Read a VML w:pict: text boxes and pictures; any other shape is unknown."""
    objets: list[Objet] = []
    for element in pict.iter(f"{{{V}}}imagedata", f"{{{W}}}txbxContent"):
        # A box inside a box is read with the outer one.
        if element.tag == f"{{{W}}}txbxContent":
            if not any(a.tag == element.tag for a in list_ancestors(element, pict)):
                objets.append(Cadre(contexte.read_blocs(element)))
        elif not any(a.tag == f"{{{W}}}txbxContent" for a in list_ancestors(element, pict)):
            forme = element.getparent()
            description = "" if forme is None else forme.get("alt", "")
            objets.append(_load(element.get(f"{{{R}}}id", ""), description, (0.0, 0.0), contexte))
    # The text of a WordArt shape (the usual PROJET watermark) is an attribute.
    art = "".join(e.get("string", "") for e in pict.iter(f"{{{V}}}textpath"))
    return objets or [Inconnu("w:pict", text_under(pict) + art)]


def list_ancestors(element: etree._Element, haut: etree._Element) -> Iterator[etree._Element]:
    """Give what an element stands in, up to but without `haut`."""
    for ancetre in element.iterancestors():
        if ancetre is haut:
            return
        yield ancetre
