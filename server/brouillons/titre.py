"""How a draft is called and found in a list, before there is an act as after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from server.catalogue import TypeChamp
from server.francais.slug import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from server.catalogue import Modele

TITRE_MAX: Final = 300
RECHERCHE_MAX: Final = 200_000
"""Characters. A saisie of 200 beneficiaries is ten times shorter."""


def make_titre(modele: Modele, saisie: Mapping[str, Any]) -> str:
    """Call a draft that is not drafted yet: its template, and the first words that were typed in it."""
    for champ in modele.champs:
        brut = saisie.get(champ.nom)
        if champ.type is TypeChamp.PHRASE and not champ.donnee_personnelle and isinstance(brut, str) and brut.strip():
            return f"{modele.titre} – {' '.join(brut.split())}"[:TITRE_MAX]
    return modele.titre[:TITRE_MAX]


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
