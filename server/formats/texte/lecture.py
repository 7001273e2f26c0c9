"""Read an act pasted from anywhere, or a .txt file, into the tree."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from server.acte.assemblage import assemble
from server.acte.fragments import Fragment
from server.acte.noeuds import Acte, Liste, Puce
from server.errors import FichierIllisible
from server.formats.genres import make_leaf
from server.formats.lecture import Lecture
from server.formats.reconnaissance import guess_genre, is_intitule
from server.formats.texte.blocs import end_of_run, make_liste, make_tableau
from server.formats.texte.lignes import Paragraphe, split_paragraphes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.acte.noeuds import Bloc

TAILLE_MAX = 5 * 1024 * 1024
"""Bytes. The longest real act seen (an arrêté préfectoral with its annexes) has 0.6 MB of text."""

_MARGE = 140
"""Characters. Text with a longer line was not cut by a margin: each of its lines is a paragraph."""

_TITRE_MARKDOWN = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_DEBUT_ACTE = 15
"""How many paragraphs from the top may hold the title of the act."""


def read(donnees: bytes, nom: str = "") -> Lecture:
    """Read plain text (UTF-8, with or without BOM, else Windows-1252).

    Raises:
        FichierIllisible: too long, or not text.
    """
    texte = _decode(donnees, nom)
    return Lecture(read_texte(texte), ())


def read_texte(texte: str) -> Acte:
    """Read a text into an act; what it holds was written by nobody knows whom (origin `indetermine`)."""
    texte = _TITRE_MARKDOWN.sub("", texte.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))
    enveloppe = max(map(len, texte.split("\n")), default=0) <= _MARGE
    paragraphes = split_paragraphes(texte, enveloppe=enveloppe)
    _mark_intitule(paragraphes)
    corps = assemble(tuple(_make_blocs(paragraphes)))
    titre = next((_text(p) for p in paragraphes if p.sorte in {"intitule", "objet"}), "")
    return Acte(guess_genre({p.sorte for p in paragraphes}, texte), titre, corps)


def _decode(donnees: bytes, nom: str) -> str:
    if len(donnees) > TAILLE_MAX:
        raise FichierIllisible(nom, f"le texte dépasse {TAILLE_MAX // 1024 // 1024} Mo.")
    try:
        texte = donnees.decode("utf-8-sig")
    except UnicodeDecodeError:
        texte = donnees.decode("cp1252", errors="replace")
    controles = sum(1 for c in texte if unicodedata.category(c) == "Cc" and c not in "\n\r\t\f")
    if controles > len(texte) // 1000:
        raise FichierIllisible(nom, "ce n’est pas un fichier de texte.")
    return texte


def _mark_intitule(paragraphes: list[Paragraphe]) -> None:
    for paragraphe in paragraphes[:_DEBUT_ACTE]:
        if paragraphe.sorte in {"visa", "considerant", "titre_article"}:
            return
        if not paragraphe.sorte and is_intitule(_text(paragraphe)):
            paragraphe.sorte = "intitule"
            return


def _text(paragraphe: Paragraphe) -> str:
    return " ".join(paragraphe.lignes)


def _contenu(texte: str) -> tuple[Fragment, ...]:
    propre = "".join(c for c in texte if unicodedata.category(c) != "Cc" or c in "\n\t")
    return (Fragment(propre),) if propre.strip() else ()


def _make_blocs(paragraphes: list[Paragraphe]) -> Iterator[Bloc]:
    i = 0
    while i < len(paragraphes):
        paragraphe = paragraphes[i]
        fin = end_of_run(paragraphes, i)
        if paragraphe.sorte == "puce":
            yield _make_liste(paragraphes[i:fin])
        elif paragraphe.sorte in {"rangee", "separateur"}:
            tableau = make_tableau(paragraphes[i:fin], _contenu)
            if tableau.lignes:
                yield tableau
        elif contenu := _contenu(_text(paragraphe)):
            yield make_leaf(paragraphe.sorte or "alinea", contenu)
        i = fin


def _make_liste(suite: list[Paragraphe]) -> Liste:
    return make_liste(
        [(p.niveau, Puce(_contenu(_text(p)), numero=p.marque if p.marque[0].isalnum() else "•")) for p in suite]
    )
