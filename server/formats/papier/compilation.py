"""Compile a charte so that people can see it, and take its styles: reference.docx, reference.odt, and their styles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.acte.assemblage import assemble
from server.acte.fragments import Emplacement, Fragment, Note, Origine
from server.acte.noeuds import Acte, Alinea, Bloc, Cellule, Genre, Ligne, Liste, Puce, Tableau
from server.charte.pages import build_pages
from server.errors import EcritureImpossible
from server.formats import docx, odt
from server.formats.genres import PROTOTYPES, STYLE_DE_CLE, make_leaf
from server.formats.paquet import Paquet

if TYPE_CHECKING:
    from pathlib import Path

    from server.charte.description import Charte

TITRE: Final = "Charte de référence"
COLLECTIVITE: Final = "Nom de la collectivité"
_STYLES: Final = (
    ("reference.docx", "word/styles.xml", "styles-word.xml"),
    ("reference.odt", "styles.xml", "styles-odf.xml"),
)


def compile_charte(charte: Charte, sortie: Path) -> list[Path]:
    """Write reference.docx, reference.odt and the style parts of both in a folder; give what was written.

    The reference documents show one paragraph of each kind under the name of its style. Files that are there are
    replaced: they are compiled from the charte and hold nothing else. Raises `EcritureImpossible`.
    """
    acte = build_reference(charte)
    contenus = {"reference.docx": docx.write(acte, charte), "reference.odt": odt.write(acte, charte)}
    for document, partie, nom in _STYLES:
        contenus[nom] = Paquet(contenus[document]).read(partie)
    try:
        sortie.mkdir(parents=True, exist_ok=True)
        for nom, donnees in contenus.items():
            (sortie / nom).write_bytes(donnees)
    except OSError as erreur:
        raise EcritureImpossible(sortie, f"le dossier ne s’écrit pas ({erreur.strerror}).") from erreur
    return [sortie / nom for nom in contenus]


def build_reference(charte: Charte) -> Acte:
    """Give an act with one leaf of each kind, a list, a table, a note, model text and a slot."""
    en_tetes, pieds = build_pages(charte, COLLECTIVITE)
    return Acte(Genre.INCONNU, TITRE, assemble(_blocks()), en_tetes, pieds)


def _blocks() -> list[Bloc]:
    blocs: list[Bloc] = []
    for cle in PROTOTYPES:
        if cle == "puce":
            blocs.append(
                Liste((_puce("•"), Puce((_text("Texte"),), "•", enfants=(Liste((_puce("1°"), _puce("2°"))),))))
            )
        else:
            blocs.append(make_leaf(cle, (_text(f"{STYLE_DE_CLE[cle]} : texte d’exemple"),)))
    ia = Fragment("rédigé par le modèle", Origine.IA, "passage")
    note = Note((Alinea((_text("Une note."),)),))
    return [*blocs, Alinea((_text("Texte "), ia, _text(" et emplacement "), Emplacement("numero"), note)), _table()]


def _text(texte: str) -> Fragment:
    return Fragment(texte, Origine.TRAME)


def _puce(numero: str) -> Puce:
    return Puce((_text("Élément de liste"),), numero)


def _table() -> Tableau:
    def ligne(*textes: str, entete: bool = False) -> Ligne:
        return Ligne(tuple(Cellule((Alinea((_text(t),)),)) for t in textes), entete)

    return Tableau((ligne("Libellé", "Montant", entete=True), ligne("Ligne de tableau", "1 234,50 €")))
