"""The names that a saisie declares: none of them leaves for a model in clear, whichever passage quotes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from server.catalogue.modele import find_champ

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.catalogue import Saisie
    from server.catalogue.modele import Champ

# « la société Untel » is told by « Untel »; « M. Jean Dupont » by « Jean Dupont ».
_NOM = re.compile(r"(?!(?:M|MM|Mr|Mme|Mmes|Mlle|Me|Dr|Monsieur|Madame)\b)\b[A-ZÀ-ÖØ-Þ][\w’'-].*", re.DOTALL)


def find_personnels(champs: tuple[Champ, ...], saisie: Saisie) -> tuple[str, ...]:
    """Find the names of the persons of a saisie and of its collectivité, and what its personal fields name.

    An address is left to the detectors of free text: its words taken one by one are those of any street.
    """
    collectivite = saisie.collectivite.as_mapping()
    trouves = (*_names_of(saisie.valeurs), *_names_of(collectivite), *_declared(champs, saisie.valeurs))
    return tuple(dict.fromkeys(trouves))


def _names_of(valeur: object) -> Iterator[str]:
    """Find « Prénom Nom » wherever a value has both parts."""
    if isinstance(valeur, Mapping):
        prenom, nom = valeur.get("prenom"), valeur.get("nom")
        if isinstance(nom, str) and isinstance(prenom, str):
            yield f"{prenom} {nom}".strip()
        for element in valeur.values():
            yield from _names_of(element)
    elif isinstance(valeur, tuple | list):
        for element in valeur:
            yield from _names_of(element)


def _declared(champs: tuple[Champ, ...], valeurs: Mapping[str, Any]) -> Iterator[str]:
    """Find what the fields marked as personal data name, but for the parts of a name and addresses."""
    en_deux = "prenom" in valeurs
    for nom, valeur in valeurs.items():
        champ = find_champ(champs, nom)
        if champ is None:
            continue
        if isinstance(valeur, Mapping):
            yield from _declared(champ.champs, valeur)
        elif isinstance(valeur, tuple):
            for element in valeur:
                if isinstance(element, Mapping):
                    yield from _declared(champ.champs, element)
        elif champ.donnee_personnelle and isinstance(valeur, str) and not (en_deux and nom in {"nom", "prenom"}):
            yield from _name_in(valeur)


def _name_in(valeur: str) -> Iterator[str]:
    trouve = _NOM.search(valeur)
    if trouve and not any(c.isdigit() for c in valeur):
        yield " ".join(trouve[0].split())
