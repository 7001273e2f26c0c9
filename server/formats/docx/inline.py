"""What stands inside a paragraph, as runs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from server.acte.fragments import Champ, Emplacement, Fragment, Image, Inconnu, Marque, NatureChamp, Note, Origine
from server.errors import EcritureImpossible
from server.formats.docx.espaces import PIC, A
from server.formats.docx.mesures import emu, style_id
from server.formats.docx.styles import ID_APPEL_NOTE, ID_IA, ID_LIEN
from server.formats.genres import PREFIXE_EMPLACEMENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.acte.fragments import EnLigne
    from server.formats.docx.atelier import Partie

_PROPRIETES_IA: Final = f'<w:rPr><w:rStyle w:val="{ID_IA}"/></w:rPr>'
_IA: Final = frozenset({Origine.IA, Origine.IA_RETOUCHEE})
_SPECIAUX: Final = re.compile(r"[\n\t&<>]")
_RUPTURES: Final = {"\n": "<w:br/>", "\t": "<w:tab/>"}
AUTEUR: Final = "Minutier"
TEXTE_VIDE: Final = "……"
"""Shown by a slot that nothing fills yet: a run without text would be lost."""

# In the order of the schema.
_MARQUES_AVANT: Final = (
    (Marque.GRAS, "<w:b/><w:bCs/>"),
    (Marque.ITALIQUE, "<w:i/><w:iCs/>"),
    (Marque.BARRE, "<w:strike/>"),
    (Marque.CACHE, "<w:vanish/>"),
    (Marque.SOULIGNE, '<w:u w:val="single"/>'),
    (Marque.EXPOSANT, '<w:vertAlign w:val="superscript"/>'),
    (Marque.INDICE, '<w:vertAlign w:val="subscript"/>'),
)


def write_contenu(contenu: Iterable[EnLigne], partie: Partie) -> str:
    """Give the runs of a paragraph."""
    return "".join([_write(element, partie) for element in contenu])


def _write(element: EnLigne, partie: Partie) -> str:
    match element:
        case Fragment():
            return _fragment(element, partie)
        case Champ():
            return _field(element)
        case Emplacement():
            partie.atelier.emplacements.add(element.nom)
            style = style_id(f"{PREFIXE_EMPLACEMENT}{element.nom}")
            return _run(f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>', element.texte or TEXTE_VIDE)
        case Image():
            return _image(element, partie)
        case Note():
            rang = partie.atelier.add_note(element)
            return f'<w:r><w:rPr><w:rStyle w:val="{ID_APPEL_NOTE}"/></w:rPr><w:footnoteReference w:id="{rang}"/></w:r>'
        case Inconnu():
            raise unknown(element)


def unknown(element: Inconnu) -> EcritureImpossible:
    """Make the refusal to write what was not understood: anything written for it would falsify the document."""
    return EcritureImpossible("document", f"il contient un élément que Minutier ne sait pas écrire ({element.nature}).")


@lru_cache(maxsize=512)
def _run_properties(marques: frozenset[Marque], style: str) -> str:
    corps = "".join(balise for marque, balise in _MARQUES_AVANT if marque in marques)
    style = f'<w:rStyle w:val="{style}"/>' if style else ""
    return f"<w:rPr>{style}{corps}</w:rPr>" if style or corps else ""


def _fragment(fragment: Fragment, partie: Partie) -> str:
    marques = fragment.marques
    if not marques and not fragment.lien:
        return _run(_PROPRIETES_IA if fragment.origine in _IA else "", fragment.texte)
    style = ID_IA if fragment.origine in _IA else ID_LIEN if fragment.lien else ""
    proprietes = _run_properties(marques, style)
    xml = _run(proprietes, fragment.texte, "w:delText" if Marque.SUPPRESSION in marques else "w:t")
    for marque, balise in ((Marque.SUPPRESSION, "w:del"), (Marque.INSERTION, "w:ins")):
        if marque in marques:
            rang = partie.atelier.next_revision()
            xml = f'<{balise} w:id="{rang}" w:author="{AUTEUR}">{xml}</{balise}>'
    return _link(fragment.lien, xml, partie) if fragment.lien else xml


def _run(proprietes: str, texte: str, balise: str = "w:t") -> str:
    if not _SPECIAUX.search(texte):
        return f'<w:r>{proprietes}<{balise} xml:space="preserve">{texte}</{balise}></w:r>'
    morceaux = []
    for morceau in re.split(r"([\n\t])", texte):
        if morceau in _RUPTURES:
            morceaux.append(_RUPTURES[morceau])
        elif morceau:
            morceaux.append(f'<{balise} xml:space="preserve">{escape(morceau)}</{balise}>')
    return f"<w:r>{proprietes}{''.join(morceaux)}</w:r>"


def _link(lien: str, xml: str, partie: Partie) -> str:
    if lien.startswith("#"):
        return f"<w:hyperlink w:anchor={quoteattr(lien[1:])}>{xml}</w:hyperlink>"
    return f'<w:hyperlink r:id="{partie.relate("hyperlink", lien)}">{xml}</w:hyperlink>'


_INSTRUCTIONS: Final = {NatureChamp.PAGE: "PAGE", NatureChamp.NB_PAGES: "NUMPAGES"}


def _field(champ: Champ) -> str:
    instruction = _INSTRUCTIONS.get(champ.nature, champ.instruction)
    # A field without a result shows nothing until Word computes it; "1" is the least wrong page.
    texte = champ.texte or "1"
    return f"<w:fldSimple w:instr={quoteattr(f' {instruction} ')}>{_run('', texte)}</w:fldSimple>"


def _image(image: Image, partie: Partie) -> str:
    rid = partie.relate("image", partie.atelier.add_image(image))
    rang = partie.atelier.next_dessin()
    # A picture without a size would not be seen.
    largeur, hauteur = emu(image.largeur_mm or 30), emu(image.hauteur_mm or 30)
    nom, description = f"Image {rang}", quoteattr(image.description)
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{largeur}" cy="{hauteur}"/>'
        f'<wp:docPr id="{rang}" name="{nom}" descr={description}/>'
        f'<a:graphic xmlns:a="{A}"><a:graphicData uri="{PIC}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{rang}" name="{nom}" descr={description}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{rid}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{largeur}" cy="{hauteur}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
