"""The inside of a paragraph as HTML: every run says its origin, everything is escaped, no target can run code."""

from __future__ import annotations

import base64
import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from server.acte.fragments import Champ, Emplacement, EnLigne, Fragment, Image, Inconnu, Marque, Note, Origine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_IA = frozenset({Origine.IA, Origine.IA_RETOUCHEE})
_SCHEMAS = frozenset({"http", "https", "mailto", "tel"})
_IMAGES = ((b"\x89PNG", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"))
_BALISES = (
    (Marque.GRAS, "<strong>", "</strong>"),
    (Marque.ITALIQUE, "<em>", "</em>"),
    (Marque.SOULIGNE, "<u>", "</u>"),
    (Marque.BARRE, "<s>", "</s>"),
    (Marque.EXPOSANT, "<sup>", "</sup>"),
    (Marque.INDICE, "<sub>", "</sub>"),
    (Marque.CACHE, '<span class="cache" title="Texte masqué dans le document">', "</span>"),
    (Marque.INSERTION, "<ins>", "</ins>"),
    (Marque.SUPPRESSION, "<del>", "</del>"),
)
# Blanks that HTML would make one; kept apart, so that the rest of the text can be justified.
_BLANCS = re.compile(r" {2,}|\t+")
EMPLACEMENT_VIDE = "……"


def write_contenu(contenu: Iterable[EnLigne], add_note: Callable[[Note], int]) -> str:
    """Write the content of one paragraph; `add_note` keeps a note for the end and gives its number."""
    return "".join([_element(element, add_note) for element in contenu])


def _element(element: EnLigne, add_note: Callable[[Note], int]) -> str:
    match element:
        case Fragment():
            return _fragment(element)
        case Champ():
            return f'<span class="champ">{escape(element.texte or "1")}</span>'
        case Emplacement():
            return (
                f'<span class="emplacement" data-emplacement="{escape(element.nom)}" title="À compléter après le visa">'
                f"{escape(element.texte or EMPLACEMENT_VIDE)}</span>"
            )
        case Image():
            return _image(element)
        case Note():
            rang = add_note(element)
            return f'<sup><a id="appel-{rang}" href="#note-{rang}" role="doc-noteref">{rang}</a></sup>'
        case Inconnu():
            return f'<span class="inconnu">{unknown_text(element)}</span>'


def unknown_text(inconnu: Inconnu) -> str:
    """Say what was not understood, and what it showed."""
    return escape(f"[élément non reconnu : {inconnu.nature}] {inconnu.texte}".rstrip())


def _fragment(fragment: Fragment) -> str:
    texte = _BLANCS.sub(r'<span class="blancs">\g<0></span>', escape(fragment.texte, quote=False)).replace("\n", "<br>")
    for marque, ouverture, fermeture in _BALISES:
        if marque in fragment.marques:
            texte = f"{ouverture}{texte}{fermeture}"
    champ = f' data-champ="{escape(fragment.champ)}"' if fragment.champ is not None else ""
    ia = ' class="ia" title="Rédigé par un modèle de langage : à relire"' if fragment.origine in _IA else ""
    texte = f'<span{ia} data-origine="{fragment.origine}"{champ}>{texte}</span>'
    return texte if fragment.lien is None else _link(fragment.lien, texte)


def _link(lien: str, texte: str) -> str:
    """Make a link of a target that is harmless; show the target of any other without making it one."""
    if lien.startswith("#") or _scheme_of(lien) in _SCHEMAS:
        return f'<a href="{escape(lien)}" rel="noopener noreferrer">{texte}</a>'
    return f'<span class="lien-inerte" title="Lien vers {escape(lien)}">{texte}</span>'


def _scheme_of(lien: str) -> str:
    try:
        return urlsplit(lien).scheme
    except ValueError:  # an address with brackets out of place
        return ""


def _image(image: Image) -> str:
    mime = next((mime for debut, mime in _IMAGES if image.donnees.startswith(debut)), None)
    if mime is None:
        return f'<span class="inconnu">[Image : {escape(image.description or "sans description")}]</span>'
    donnees = base64.b64encode(image.donnees).decode("ascii")
    taille = f' width="{round(image.largeur_mm * 96 / 25.4)}"' if image.largeur_mm > 0 else ""
    return f'<img src="data:{mime};base64,{donnees}" alt="{escape(image.description)}"{taille}>'
