"""Read a mapping key by key, collecting every fault instead of stopping at the first."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeVar

from server.catalogue.documents import Chemin, Document, format_chemin
from server.errors import ModeleInvalide

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from enum import StrEnum
    from pathlib import Path

E = TypeVar("E", bound="StrEnum")

EXIGE: Final = object()
"""Default of a key that must be there."""


def suggest(nom: str, connus: Iterable[str]) -> str:
    """Propose the nearest known name as the end of a French sentence: « ; vouliez-vous dire « x » ? », or nothing."""
    proches = difflib.get_close_matches(nom, list(connus), n=1)
    return f" ; vouliez-vous dire « {proches[0]} » ?" if proches else ""


@dataclass(slots=True)
class Journal:
    """The faults found so far in one file."""

    fichier: Path
    document: Document
    erreurs: list[ModeleInvalide] = field(default_factory=list)

    def add(self, chemin: Chemin, raison: str) -> None:
        """Note a fault at a place of the document."""
        ligne = self.document.find_ligne(chemin)
        self.erreurs.append(ModeleInvalide(self.fichier, format_chemin(chemin), ligne, raison))


class Rubrique:
    """A mapping being read: each `take_…` consumes a key; `finish` refuses what is left.

    After a fault a `take_…` gives a harmless value of the right type: the caller goes on, to find the other faults, and
    drops the result when the journal has any.
    """

    def __init__(self, journal: Journal, chemin: Chemin, valeur: Any) -> None:
        self._journal = journal
        self.chemin = chemin
        self._connues: list[str] = []
        self._reste: dict[str, Any] = dict(valeur) if isinstance(valeur, dict) else {}
        if not isinstance(valeur, dict):
            self.refuse("", "des clés et des valeurs (« clé: valeur ») sont attendues.")

    def refuse(self, cle: str | int, raison: str) -> None:
        """Note a fault at a key of this mapping, or at the mapping itself (empty key)."""
        self._journal.add((*self.chemin, cle) if cle != "" else self.chemin, raison)

    def has(self, cle: str) -> bool:
        """Tell whether a key is there and not yet taken."""
        return cle in self._reste

    def finish(self) -> None:
        """Refuse every key that nothing has taken."""
        for cle in self._reste:
            self.refuse(cle, f"cette clé n’existe pas{suggest(cle, self._connues) or '.'}")

    def take(self, cle: str, defaut: Any = EXIGE) -> Any:
        """Take a key as it is; its absence is a fault when there is no default. A key left empty counts as absent."""
        self._connues.append(cle)
        valeur = self._reste.pop(cle, None)
        if valeur is None:
            if defaut is EXIGE and isinstance(cle, str):
                self.refuse(cle if (*self.chemin, cle) in self._journal.document.lignes else "", f"« {cle} » manque.")
            return None if defaut is EXIGE else defaut
        return valeur

    def take_texte(self, cle: str, defaut: Any = EXIGE, *, motif: str = "", attendu: str = "") -> str:
        """Take a text; `motif` is a pattern that the whole must match, `attendu` how to say it in French."""
        valeur = self.take(cle, defaut)
        if valeur is None or valeur is defaut:
            return "" if valeur is None else str(valeur)
        if not isinstance(valeur, str):
            self.refuse(cle, f"un texte est attendu{_quote_hint(valeur)}.")
            return ""
        texte = valeur.strip()
        if motif and not re.fullmatch(motif, texte):
            self.refuse(cle, f"{attendu} est attendu ; « {texte[:60]} » ne convient pas.")
        return texte

    def take_texte_ou_nul(self, cle: str) -> str | None:
        """Take a text that must be written, if only as null: the author said that there is none."""
        if cle in self._reste and self._reste[cle] is None:
            self._connues.append(cle)
            del self._reste[cle]
            return None
        return self.take_texte(cle)

    def take_oui_non(self, cle: str, defaut: Any = EXIGE) -> bool:
        """Take true or false (« oui », « non » too)."""
        valeur = self.take(cle, defaut)
        if isinstance(valeur, str) and valeur.lower() in {"oui", "non"}:
            return valeur.lower() == "oui"
        if valeur is not None and not isinstance(valeur, bool):
            self.refuse(cle, "true ou false est attendu.")
            return False
        return bool(valeur)

    def take_nombre(self, cle: str, *, entier: bool = False) -> Decimal | None:
        """Take a number, or None when it is absent."""
        valeur = self.take(cle, None)
        if valeur is None:
            return None
        if isinstance(valeur, bool) or not isinstance(valeur, int if entier else int | Decimal):
            self.refuse(cle, f"un nombre{' entier' if entier else ''} est attendu.")
            return None
        return Decimal(valeur)

    def take_choix(self, cle: str, enum: type[E], defaut: Any = EXIGE) -> E:
        """Take a value of an enumeration."""
        valeur = self.take(cle, defaut)
        if valeur is None:
            return next(iter(enum))
        return self.read_choix(cle, enum, valeur)

    def read_choix(self, cle: str, enum: type[E], valeur: Any, rang: int | None = None) -> E:
        """Read a value of an enumeration, at the key or at one item of it."""
        connus = [str(membre) for membre in enum]
        if isinstance(valeur, str) and valeur in connus:
            return enum(valeur)
        proposition = suggest(str(valeur), connus) or "."
        place = (*self.chemin, cle) if rang is None else (*self.chemin, cle, rang)
        self._journal.add(place, f"« {valeur} » n’existe pas ; valeurs possibles : {', '.join(connus)}{proposition}")
        return next(iter(enum))

    def take_liste(self, cle: str, defaut: Any = EXIGE) -> list[Any]:
        """Take a list."""
        valeur = self.take(cle, defaut)
        if valeur is None or isinstance(valeur, list | tuple):
            return list(valeur or ())
        self.refuse(cle, "une liste est attendue.")
        return []

    def take_textes(self, cle: str, defaut: Any = EXIGE) -> tuple[str, ...]:
        """Take a list of texts."""
        textes = []
        for rang, valeur in enumerate(self.take_liste(cle, defaut)):
            if isinstance(valeur, str) and valeur.strip():
                textes.append(valeur.strip())
            else:
                self._journal.add((*self.chemin, cle, rang), f"un texte est attendu{_quote_hint(valeur)}.")
        return tuple(textes)

    def take_choix_multiples(self, cle: str, enum: type[E]) -> tuple[E, ...]:
        """Take a list of values of an enumeration, each once."""
        valeurs = [self.read_choix(cle, enum, v, rang) for rang, v in enumerate(self.take_liste(cle))]
        if len(set(valeurs)) < len(valeurs):
            self.refuse(cle, "une valeur est écrite deux fois.")
        return tuple(valeurs)

    def take_rubriques(self, cle: str, defaut: Any = EXIGE) -> Iterator[Rubrique]:
        """Take a list of mappings, each to be read in turn."""
        for rang, valeur in enumerate(self.take_liste(cle, defaut)):
            yield Rubrique(self._journal, (*self.chemin, cle, rang), valeur)


def _quote_hint(valeur: Any) -> str:
    if isinstance(valeur, bool | int | Decimal):
        ecrit = str(valeur).lower() if isinstance(valeur, bool) else str(valeur)
        return f' : mettez la valeur entre guillemets ("{ecrit}")'
    return ""
