"""Read a .docx into the tree."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from server.acte.fragments import Inconnu
from server.acte.noeuds import Acte, Feuille, Genre, Intitule
from server.acte.parcours import walk
from server.errors import FichierIllisible
from server.formats.docx.blocs_lus import read_story
from server.formats.docx.contexte import Contexte
from server.formats.docx.espaces import DC, PROPRIETES_PERSO, W
from server.formats.docx.pages_lues import read_pages
from server.formats.docx.parties import find_document, has_macro, is_strict, read_relations
from server.formats.genres import key_of
from server.formats.lecture import Lecture
from server.formats.origines import apply_origines
from server.formats.paquet import Paquet
from server.formats.proprietes import read_proprietes
from server.formats.reconnaissance import guess_genre

if TYPE_CHECKING:
    from lxml import etree

    from server.acte.noeuds import Bloc

COMMENTAIRES: Final = "Les commentaires du document ont été ignorés."
REVISIONS: Final = "Le document contient des modifications suivies, ni acceptées ni refusées."
MACRO: Final = "Le document contient des macros : elles n’ont pas été lues et interdisent le visa."


def read(donnees: bytes, nom: str = "") -> Lecture:
    """Read a .docx: what a person who opens it would see, as a tree; `nom` is the file as the user named it.

    Raises `FichierIllisible` for what is no .docx or is hostile (see `formats.paquet`).
    """
    paquet = Paquet(donnees, nom)
    try:
        return _read(paquet)
    except RecursionError as erreur:
        raise paquet.refuse("ses éléments sont imbriqués trop profondément.") from erreur
    except KeyError as erreur:
        raise FichierIllisible(paquet.nom, "une de ses parties manque.") from erreur


def _read(paquet: Paquet) -> Lecture:
    document = find_document(paquet)
    if is_strict(document):
        raise paquet.refuse("il est au format « Document Open XML strict » : enregistrez-le en .docx ordinaire.")
    if document.racine.tag != f"{{{W}}}document":
        raise paquet.refuse("ce n’est pas un document Word : sa partie principale est d’un autre type.")
    contexte = Contexte.open(paquet, document)
    corps = document.racine.find(f"{{{W}}}body")
    blocs: tuple[Bloc, ...] = () if corps is None else read_story(corps, contexte, corps=True)
    macro = has_macro(paquet)
    if macro:
        blocs = (*blocs, Inconnu("macro"))
    en_tetes, pieds = ((), ()) if corps is None else read_pages(corps, contexte)
    genre, proprietes, morceaux = read_proprietes(_read_custom(paquet))
    brut = Acte(genre or _guess(blocs), "", blocs, en_tetes, pieds, proprietes)
    acte, avertissements = apply_origines(_titled(brut, _read_title(paquet), ours=genre is not None), morceaux)
    dits = ((contexte.commentaires, COMMENTAIRES), (contexte.revisions, REVISIONS), (macro, MACRO))
    return Lecture(acte, (*(phrase for oui, phrase in dits if oui), *avertissements))


def _guess(blocs: tuple[Bloc, ...]) -> Genre:
    feuilles = [p.feuille for p in walk(Acte(Genre.INCONNU, "", blocs))]
    debut = "\n".join(f.texte for f in feuilles[:60])
    return guess_genre({key_of(f) for f in feuilles if isinstance(f, Feuille)}, debut)


def _titled(acte: Acte, titre: str, *, ours: bool) -> Acte:
    """Give the act its title: the property, or in a file of others without one the words of the heading."""
    if not titre and not ours:
        intitules = (p.feuille.texte for p in walk(acte) if isinstance(p.feuille, Intitule))
        titre = " ".join(next(intitules, "").split())
    return replace(acte, titre=titre)


def _property_part(paquet: Paquet, sorte: str, defaut: str) -> etree._Element | None:
    relations = read_relations(paquet, "").values()
    cible = next((r.cible for r in relations if r.sorte == sorte and not r.externe), defaut)
    return paquet.read_xml(cible) if cible in paquet else None


def _read_title(paquet: Paquet) -> str:
    racine = _property_part(paquet, "core-properties", "docProps/core.xml")
    element = None if racine is None else racine.find(f"{{{DC}}}title")
    return "" if element is None else element.text or ""


def _read_custom(paquet: Paquet) -> dict[str, str]:
    """Give the custom properties: name → value as text."""
    racine = _property_part(paquet, "custom-properties", "docProps/custom.xml")
    if racine is None:
        return {}
    elements = racine.iterchildren(f"{{{PROPRIETES_PERSO}}}property")
    return {e.get("name", ""): "".join(str(t) for t in e.itertext()) for e in elements}
