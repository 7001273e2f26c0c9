"""What a file written by a person holds, and the line of each thing in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Chemin = tuple[str | int, ...]
"""Where a value stands: ("champs", 3, "type")."""

TAILLE_MAX = 1024 * 1024
"""Characters. The longest saisie that the field limits let through (200 beneficiaries) is ten times shorter."""
PROFONDEUR_MAX = 12
"""Levels. A saisie has at most four, a modele.yaml six."""
NOEUDS_MAX = 20_000
"""Keys and values. A saisie of 200 beneficiaries with ten fields each has about 4,000."""

# U+0085, U+2028 and U+2029 break lines in YAML 1.1 and nowhere that a person can see.
_CONTROLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")


class DocumentRefuseError(ValueError):
    """Say why a document cannot be read, at which line (from 1) when it is known; callers give it the file's name."""

    def __init__(self, raison: str, ligne: int | None = None) -> None:
        super().__init__(raison, ligne)
        self.raison = raison
        self.ligne = ligne

    def __str__(self) -> str:
        return self.raison if self.ligne is None else f"ligne {self.ligne} : {self.raison}"


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds, and the line of each of its keys and items.

    Attributes:
        valeur: None, bool, int, Decimal, str, list or dict with str keys, nested.
        lignes: line (from 1) of each place; empty for JSON.
    """

    valeur: Any = field(repr=False)  # what was typed has no place in a log or a traceback
    lignes: Mapping[Chemin, int] = field(default_factory=dict)

    def find_ligne(self, chemin: Chemin) -> int | None:
        """Give the line of a place, or of the nearest place around it that has one."""
        for longueur in range(len(chemin), -1, -1):
            if (ligne := self.lignes.get(chemin[:longueur])) is not None:
                return ligne
        return None

    def find_ligne_de(self, chemin: str) -> int | None:
        """Give the line of a place written as `format_chemin` does."""
        pas = re.findall(r"\[(\d+)\]|([^.\[\]]+)", chemin)
        return self.find_ligne(tuple(int(rang) if rang else nom for rang, nom in pas))


def format_chemin(chemin: Chemin) -> str:
    """Write a place as people know it: ("champs", 3, "type") → "champs[3].type"."""
    texte = ""
    for pas in chemin:
        texte += f"[{pas}]" if isinstance(pas, int) else f".{pas}" if texte else pas
    return texte


def check_caracteres(texte: str) -> None:
    """Refuse a text that is too long or holds a control character.

    Raises:
        DocumentRefuseError: says which, and at which line.
    """
    if len(texte) > TAILLE_MAX:
        raise DocumentRefuseError(f"le texte dépasse {TAILLE_MAX // 1024} Kio.")
    if trouve := _CONTROLE.search(texte):
        ligne = texte.count("\n", 0, trouve.start()) + 1
        raise DocumentRefuseError(f"le caractère de contrôle U+{ord(trouve.group()):04X} n’est pas admis.", ligne)
