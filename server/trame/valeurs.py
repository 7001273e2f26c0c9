"""Values as a template sees them: they know the field they come from, and show themselves only as tokens.

`str(valeur)` gives a token, never the text: whatever a template does with a value (output, concatenation, capture), the
text that reaches the reader is the template's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from server.acte.fragments import EnLigne, Fragment, Origine
from server.formats.texte.jetons import DEBUT, FIN, Jeton, Ouverture, make_jeton
from server.francais.dates import format_date, format_heure
from server.francais.nombres import format_montant, format_nombre


class ValeurVideError(ValueError):
    """Say that a template shows a field that was left empty, without asking first whether it was given."""


@dataclass(slots=True)
class Registre:
    """What one rendering has shown: the tokens, by rank, and the numbering of articles.

    `repetes` gives the groupe of each passage that is written for every item of one.
    """

    jetons: list[Jeton] = field(default_factory=list)
    passages: frozenset[str] = frozenset()
    repetes: Mapping[str, str] = field(default_factory=dict)
    articles: dict[str, str] = field(default_factory=dict)
    renvois: list[tuple[int, str]] = field(default_factory=list)
    dernier_article: int = 0

    def add(self, jeton: Jeton) -> str:
        """Keep a token and give its text."""
        self.jetons.append(jeton)
        return make_jeton(len(self.jetons) - 1)

    def add_elements(self, *elements: EnLigne) -> str:
        """Keep inline elements as one token."""
        return self.add(elements)

    def add_passage(self, nom: str, element: str = "") -> str:
        """Keep the opening of a passage, for one item of a groupe or for the whole act."""
        return self.add(Ouverture(nom, element))


def format_brut(brut: Any) -> str:
    """Show a plain value the French way: date, time, amount in euros, number, text.

    Raises:
        ValeurVideError: the value is None, or a mapping, a list or a boolean, which show nothing sensible.
    """
    match brut:
        case str():
            return brut
        case Decimal():
            return format_montant(brut)
        case date():
            return format_date(brut)
        case time():
            return format_heure(brut)
        case int() if not isinstance(brut, bool):
            return str(brut) if abs(brut) < 10_000 else format_nombre(brut)
        case _:
            raise ValeurVideError("est vide ou n’est pas un texte : le modèle doit le tester avant de l’afficher")


class Valeur:
    """A value and the path of its field. Templates reach its parts by name, loop on it, compare it, test it."""

    __slots__ = ("_brut", "_champ", "_registre")

    def __init__(self, brut: Any, champ: str, registre: Registre) -> None:
        self._brut = brut
        self._champ = champ
        self._registre = registre

    def _wrap(self, brut: Any, champ: str) -> Any:
        return brut if isinstance(brut, bool) else Valeur(brut, champ, self._registre)

    def __getattr__(self, nom: str) -> Any:
        if nom.startswith("_") or not isinstance(self._brut, Mapping) or nom not in self._brut:
            raise AttributeError(nom)
        return self._wrap(self._brut[nom], f"{self._champ}.{nom}")

    def __iter__(self) -> Iterator[Any]:
        if self._brut is None:
            return
        if isinstance(self._brut, str) or not isinstance(self._brut, Sequence):
            raise TypeError(f"« {self._champ} » n’est pas une liste")
        for rang, element in enumerate(self._brut):
            yield self._wrap(element, f"{self._champ}[{rang}]")

    def __getitem__(self, rang: int) -> Any:
        if not isinstance(rang, int) or isinstance(self._brut, str) or not isinstance(self._brut, Sequence):
            raise KeyError(rang)
        return self._wrap(self._brut[rang], f"{self._champ}[{rang}]")

    def __len__(self) -> int:
        return 0 if self._brut is None else len(self._brut)

    def __bool__(self) -> bool:
        return bool(self._brut)

    def __hash__(self) -> int:
        return hash(self._brut)

    def __eq__(self, autre: object) -> bool:
        return bool(self._brut == unwrap(autre))

    def __lt__(self, autre: Any) -> bool:
        return bool(self._brut < unwrap(autre))

    def __le__(self, autre: Any) -> bool:
        return bool(self._brut <= unwrap(autre))

    def __gt__(self, autre: Any) -> bool:
        return bool(self._brut > unwrap(autre))

    def __ge__(self, autre: Any) -> bool:
        return bool(self._brut >= unwrap(autre))

    def __str__(self) -> str:
        try:
            texte = format_brut(self._brut)
        except ValeurVideError as faute:
            raise ValeurVideError(f"« {self._champ} » {faute}") from None
        texte = texte.replace(DEBUT, "").replace(FIN, "")
        return self._registre.add_elements(Fragment(texte, Origine.SAISIE, self._champ))


# The functions that look inside a Valeur: as methods they would be names that templates could reach.


def unwrap(valeur: Any) -> Any:
    """Give the plain value."""
    return valeur._brut if isinstance(valeur, Valeur) else valeur  # noqa: SLF001 - see above


def derive(valeur: Any, brut: Any) -> Any:
    """Give another value of the same field (what a filter makes of it)."""
    return Valeur(brut, valeur._champ, valeur._registre) if isinstance(valeur, Valeur) else brut  # noqa: SLF001 - see above


def path_of(valeur: Any) -> str:
    """Give the path of the field that a value comes from; empty for what is no value."""
    return valeur._champ if isinstance(valeur, Valeur) else ""  # noqa: SLF001 - see above
