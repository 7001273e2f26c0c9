"""How a draft is called and found in a list, before there is an act as after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from server.catalogue import TypeChamp
from server.francais.slug import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from server.catalogue import Champ, Modele

TITRE_MAX: Final = 300
SUJET_MAX: Final = 80
"""Characters of what was typed: enough to tell two drafts of one template apart."""
RECHERCHE_MAX: Final = 200_000
"""Characters. A saisie of 200 beneficiaries is ten times shorter."""

SUJETS: Final = ("objet", "operation", "occupation")
"""Fields that say what an act is about, by the names that templates give them."""


def make_titre(modele: Modele, saisie: Mapping[str, Any]) -> str:
    """Call a draft that is not drafted yet: its template, and what was typed of its subject."""
    champ = _find_sujet(modele)
    sujet = "" if champ is None else _read_sujet(champ, saisie.get(champ.nom))
    return (f"{modele.titre} – {shorten(sujet)}" if sujet else modele.titre)[:TITRE_MAX]


def _find_sujet(modele: Modele) -> Champ | None:
    """Choose the field that names a draft: its subject, else what it lists, else the first words asked."""
    nommes = [champ for champ in modele.champs if champ.nom in SUJETS and _is_phrase(champ)]
    groupes = [champ for champ in modele.champs if champ.type is TypeChamp.GROUPE]
    phrases = [champ for champ in modele.champs if _is_phrase(champ)]
    return next(iter((*nommes, *groupes, *phrases)), None)


def _is_phrase(champ: Champ) -> bool:
    return champ.type is TypeChamp.PHRASE and not champ.donnee_personnelle


def _read_sujet(champ: Champ, brut: Any) -> str:
    """Give the words of a field; of a groupe, of its first item, and how many follow. A saisie may hold anything."""
    if champ.type is not TypeChamp.GROUPE:
        return " ".join(brut.split()) if isinstance(brut, str) else ""
    premier = next((un for un in champ.champs if _is_phrase(un)), None)
    if premier is None or not isinstance(brut, list) or not brut or not isinstance(brut[0], dict):
        return ""
    nom = shorten(_read_sujet(premier, brut[0].get(premier.nom)))
    autres = len(brut) - 1
    return f"{nom} et {autres} autre{'s' if autres > 1 else ''}" if nom and autres else nom


def shorten(texte: str, maximum: int = SUJET_MAX) -> str:
    """Cut a text at a word."""
    if len(texte) <= maximum:
        return texte
    return f"{texte[: maximum - 1].rsplit(' ', 1)[0].rstrip(' ,;:–(«')}…"


def make_recherche(titre: str, saisie: Mapping[str, Any]) -> str:
    """Give what a search looks into: title and every text typed, without accents or capitals."""
    return fold("\n".join((titre, *_texts_of(saisie))))[:RECHERCHE_MAX]


def _texts_of(valeur: Any) -> Iterator[str]:
    if isinstance(valeur, str):
        yield valeur
    elif isinstance(valeur, dict):
        for element in valeur.values():
            yield from _texts_of(element)
    elif isinstance(valeur, list):
        for element in valeur:
            yield from _texts_of(element)


def make_motifs(recherche: str) -> list[str]:
    """Turn what is searched into LIKE patterns, one for each word; all of them must be found."""
    return [f"%{_escape(mot)}%" for mot in fold(recherche).split()]


def _escape(mot: str) -> str:
    return mot.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
