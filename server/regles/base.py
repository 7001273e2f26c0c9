"""What a rule is, what it is given and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from server.acte.noeuds import Acte, Genre
from server.regles.vue import Ecart, Niveau, Vue, weakest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

TOUS = frozenset(Genre)
"""A rule for all genres also reads a document whose genre nobody knows."""


class Certitude(StrEnum):
    """How well the source of a rule is known; a rule from memory is never an erreur."""

    VERIFIE = "verifie"
    INTERPRETATION = "interpretation"
    MEMOIRE = "memoire"


class ModeleVu(Protocol):
    """What the rules see of the template that drafted the act."""

    @property
    def code(self) -> str:
        """Its code ("arrete_circulation_temporaire")."""

    @property
    def genre(self) -> str:
        """The kind of act that it drafts ("arrete")."""

    @property
    def caractere(self) -> str | None:
        """What its acts are: "reglementaire", "individuel" or "ni_l_un_ni_l_autre"; None when not said."""

    @property
    def publicite(self) -> Any:
        """How its acts are made public."""

    @property
    def motive(self) -> bool:
        """Whether a text wants the act to state its reasons."""

    @property
    def references(self) -> Sequence[Any]:
        """The legal references that it rests on."""


@dataclass(frozen=True, slots=True)
class Contexte:
    """What a rule may look at.

    `date` is the day of judgement (today when None matters to nobody). `saisie` holds the validated values of the
    template's fields and is None for a document that we did not draft, like `modele`. `collectivite` holds the
    values of the collectivité, when known.
    """

    acte: Acte
    date: dt.date | None = None
    saisie: Mapping[str, Any] | None = None
    modele: ModeleVu | None = None
    collectivite: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What a rule rests on.

    `texte` names the text and its article; `appui` says what was read to affirm it; `date` is the day on which that
    reading was checked, None when not known.
    """

    texte: str
    appui: str
    certitude: Certitude = Certitude.VERIFIE
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Constat:
    """One finding.

    `bloc` is the rank of the leaf in the order of `acte.parcours.walk`, None for the act as a whole. `debut` and
    `fin` are offsets in UTF-16 code units in the text of that leaf (`Feuille.texte`). `correction` is what would
    replace the span, when the rule knows it.
    """

    code: str
    niveau: Niveau
    message: str
    bloc: int | None
    debut: int
    fin: int
    source: str
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class Regle:
    """One rule. Texts are in French and end up in docs/regles.md.

    `niveau` is the highest level that its findings may have; `limites` says what it does not see.
    """

    code: str
    titre: str
    niveau: Niveau
    quoi: str
    pourquoi: str
    source: Source
    exemple_refuse: str
    exemple_accepte: str
    genres: frozenset[Genre]
    verdict: Callable[[Vue], Iterable[Ecart]]
    limites: str = ""

    def check(self, contexte: Contexte) -> tuple[Constat, ...]:
        """Give the findings of this rule alone, in the order of the text."""
        return self.check_vue(Vue(contexte))

    def check_vue(self, vue: Vue) -> tuple[Constat, ...]:
        """Give the findings on an act already laid out for the rules; none if the rule is not for its genre."""
        if vue.genre not in self.genres:
            return ()
        return tuple(sort_constats(self._constat_of(ecart) for ecart in self.verdict(vue)))

    def _constat_of(self, ecart: Ecart) -> Constat:
        niveau = self.niveau if ecart.niveau is None else weakest(self.niveau, ecart.niveau)
        p = ecart.paragraphe
        bloc, debut, fin = (None, 0, 0) if p is None else (p.rang, p.to_utf16(ecart.debut), p.to_utf16(ecart.fin))
        return Constat(self.code, niveau, ecart.message, bloc, debut, fin, self.source.texte, ecart.correction)


def sort_constats(constats: Iterable[Constat]) -> list[Constat]:
    """Sort by block (the act as a whole last), then place in the block, then code."""
    return sorted(constats, key=lambda c: (c.bloc is None, c.bloc or 0, c.code, c.debut, c.fin))
