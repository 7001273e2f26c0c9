"""The act laid out for the rules: its leaves in order with what stands around them, and the facts found in each."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from server.acte.fragments import Champ, Emplacement, EnLigne, Fragment, Inconnu, Origine
from server.acte.noeuds import Feuille, Genre
from server.acte.parcours import walk
from server.faits.dates import dates_of
from server.faits.nombres import analyse
from server.faits.repli import fold
from server.formats.genres import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from server.acte.parcours import Place
    from server.faits.dates import DateTrouvee
    from server.faits.nombres import Analyse
    from server.regles.base import Contexte, ModeleVu

T = TypeVar("T")
# Reading the numbers of a paragraph costs most of a rule: only where a month or « 2/11 » may be.
_SIGNE_DE_DATE = re.compile(r"janv|fev|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec|\d[/.-]\d")

# Accents count here: « arrêté » is not « arrête ».
_FORMULE_COLLEE = re.compile(
    r"(?<!\w)(?:ARR[ÊE]TE(?:NT)?|arrêtent|arrête|D[ÉE]CIDE(?:NT)?|décident?)(?: ce qui suit)?\s*:?\s*$"
)


class Niveau(StrEnum):
    """How grave a finding is, gravest first: an erreur stops the sign-off."""

    ERREUR = "erreur"
    AVERTISSEMENT = "avertissement"
    CONSEIL = "conseil"


def weakest(a: Niveau, b: Niveau) -> Niveau:
    """Give the less grave of two levels."""
    return max(a, b, key=list(Niveau).index)


@dataclass(frozen=True, slots=True)
class Zone:
    """A span of the text of a leaf and the element that it comes from; offsets in code points."""

    debut: int
    fin: int
    element: EnLigne


@dataclass(frozen=True, slots=True)
class Paragraphe:
    """A leaf, seen by the rules.

    `rang` is its rank in the order of `walk`; `partie` is its place as `walk` gives it. Rules search `casse` (no
    accents, plain spaces, apostrophes and hyphens) or `plie` (the same in lower case), and every offset that they
    handle, those of facts included, is one of these two copies; `texte` is the text as given. `emplacements` are the
    spans of the slots; `hors_plan` lists the characters of `texte` that take two UTF-16 units.
    """

    rang: int
    cle: str
    texte: str
    casse: str
    plie: str
    positions: tuple[int, ...] | None
    numero: str
    partie: str
    annexe: bool
    contenu: tuple[EnLigne, ...]
    emplacements: tuple[tuple[int, int], ...]
    hors_plan: tuple[int, ...]

    @property
    def corps(self) -> bool:
        """Whether it stands in the body of the file, not in a page header or footer."""
        return self.partie.startswith("corps")

    @property
    def cellule(self) -> bool:
        """Whether it stands in a table."""
        return "/tableau" in self.partie

    @property
    def zones(self) -> Iterator[Zone]:
        """The spans of the text, in order; a slot that shows nothing is a zone of length zero."""
        debut = 0
        for element in self.contenu:
            fin = debut + len(_visible(element))
            yield Zone(self._fold_offset(debut), self._fold_offset(fin), element)
            debut = fin

    @property
    def ends_with_formule(self) -> bool:
        """Whether a line such as « Le maire … ARRÊTE : » ends with the formula."""
        if self.cle not in {"autorite", "alinea", "formule"}:
            return False
        return bool(_FORMULE_COLLEE.search(unicodedata.normalize("NFC", self.texte)))

    def is_slot(self, debut: int, fin: int) -> bool:
        """Tell whether a slot filled after sign-off stands in the span or touches it."""
        return any(d <= fin and debut <= f for d, f in self.emplacements)

    def extract(self, debut: int, fin: int) -> str:
        """Give the text as written between two offsets of the folded copies."""
        return self.texte[self._offset(debut) : self._offset(fin)]

    def to_utf16(self, position: int) -> int:
        """Turn an offset of the folded copies into one of the text, in UTF-16 code units."""
        offset = self._offset(position)
        return offset + bisect_left(self.hors_plan, offset)

    def is_quoted(self, position: int) -> bool:
        """Tell whether « » or “ ” are open at this offset."""
        ouvertes, fermees = (self.casse.count(signe, 0, position) for signe in "«»")
        return ouvertes > fermees or self.casse.count("“", 0, position) > self.casse.count("”", 0, position)

    def _offset(self, position: int) -> int:
        return position if self.positions is None else self.positions[position]

    def _fold_offset(self, position: int) -> int:
        return position if self.positions is None else bisect_left(self.positions, position)


@dataclass(frozen=True, slots=True)
class Ecart:
    """What a rule answers: a message, where (None: the whole act), and the level when lower than the rule's own.

    Offsets are those of the folded copies of the paragraph.
    """

    message: str
    paragraphe: Paragraphe | None = None
    debut: int = 0
    fin: int = 0
    niveau: Niveau | None = None
    correction: str | None = None

    @classmethod
    def on(cls, p: Paragraphe | None, message: str, niveau: Niveau | None = None) -> Ecart:
        """Make a finding on a whole paragraph, or on the act as a whole."""
        return cls(message, p, 0, len(p.casse) if p else 0, niveau)

    @classmethod
    def at(cls, p: Paragraphe, m: re.Match[str], message: str, niveau: Niveau | None = None) -> Ecart:
        """Make a finding on what a search found in a folded copy of the paragraph."""
        return cls(message, p, m.start(), m.end(), niveau)


_FIN_TETE = frozenset({"visa", "considerant", "formule", "titre_article", "appel"})
_HAUT = 12
"""The letterhead, the number and the title of an act fit in its first paragraphs."""
_FIN_DISPOSITIF = frozenset({"mention_fait", "signature", "titre_annexe", "mention_executoire", "mention_notification"})


class Vue:
    """An act laid out once for all rules."""

    def __init__(self, contexte: Contexte) -> None:
        self.contexte = contexte
        places = tuple(walk(contexte.acte))
        self.feuilles = tuple(place.feuille for place in places)
        self.paragraphes: tuple[Paragraphe, ...] = tuple(_lay_out(places))
        self._analyses: dict[int, Analyse] = {}
        self._dates: dict[int, tuple[DateTrouvee, ...]] = {}
        self._memo: dict[Callable[[Vue], Any], Any] = {}

    @property
    def genre(self) -> Genre:
        """The kind of act."""
        return self.contexte.acte.genre

    @property
    def modele(self) -> ModeleVu | None:
        """The template, for an act that we drafted."""
        return self.contexte.modele

    @property
    def caractere(self) -> str | None:
        """What the template says of its acts: reglementaire, individuel, ni_l_un_ni_l_autre; None when not known."""
        return None if self.modele is None else self.modele.caractere

    @cached_property
    def corps(self) -> tuple[Paragraphe, ...]:
        """The leaves of the body, annexes included, page headers and footers left out."""
        return tuple(p for p in self.paragraphes if p.corps)

    @cached_property
    def acte(self) -> tuple[Paragraphe, ...]:
        """The leaves of the body before the annexes."""
        return tuple(p for p in self.corps if not p.annexe)

    def select(self, *cles: str) -> tuple[Paragraphe, ...]:
        """Give the leaves of the body, annexes left out, whose kind is one of `cles`."""
        return tuple(p for p in self.acte if p.cle in cles)

    @cached_property
    def dispositif(self) -> tuple[Paragraphe, ...]:
        """What the act decides: from the formula (or the first article) to the closing date and signature."""
        debut = next((i for i, p in enumerate(self.acte) if _opens_dispositif(p)), None)
        if debut is None:
            return ()
        suite = self.acte[debut:]
        fin = next((i for i, p in enumerate(suite) if p.cle in _FIN_DISPOSITIF), len(suite))
        return suite[:fin]

    @cached_property
    def tete(self) -> str:
        """What stands above the visas, folded, title and subject first: where an act says what it is."""
        titres = self.select("intitule", "objet")
        fin = next((p.rang for p in self.acte if p.cle in _FIN_TETE), len(self.paragraphes))
        hautes = [p for p in self.acte[:_HAUT] if p.rang < fin and p not in titres]
        return "\n".join(p.plie for p in (*titres, *hautes))

    @cached_property
    def plie(self) -> str:
        """The whole body, folded, one line per leaf."""
        return "\n".join(p.plie for p in self.corps)

    def once(self, read: Callable[[Vue], T]) -> T:
        """Give what `read` makes of this act, computed at the first rule that asks."""
        if read not in self._memo:
            self._memo[read] = read(self)
        lu: T = self._memo[read]
        return lu

    def analyse(self, p: Paragraphe) -> Analyse:
        """Give the numbers of a paragraph, read once: what the searches of dates and amounts start from."""
        if p.rang not in self._analyses:
            self._analyses[p.rang] = analyse(p.casse)
        return self._analyses[p.rang]

    def dates(self, p: Paragraphe) -> tuple[DateTrouvee, ...]:
        """Give the dates of a paragraph, found once."""
        if p.rang not in self._dates:
            self._dates[p.rang] = dates_of(self.analyse(p)) if _SIGNE_DE_DATE.search(p.plie) else ()
        return self._dates[p.rang]

    def saisie(self, *chemins: str) -> Any:
        """Give the first value of the saisie found at one of these dotted paths; None when there is none."""
        saisie = self.contexte.saisie or {}
        for chemin in chemins:
            valeur = saisie.get(chemin, _get_path(saisie, chemin.split(".")))
            if valeur is not None:
                return valeur
        return None


def _get_path(valeur: Any, cles: Sequence[str]) -> Any:
    for cle in cles:
        if not hasattr(valeur, "get"):
            return None
        courant: Mapping[str, Any] = valeur
        valeur = courant.get(cle)
    return valeur


def _opens_dispositif(p: Paragraphe) -> bool:
    return p.cle in {"formule", "titre_article"} or p.ends_with_formule


def _visible(element: EnLigne) -> str:
    if isinstance(element, Fragment):
        return element.texte if element.is_lu() else ""
    return element.texte if isinstance(element, Champ | Emplacement | Inconnu) else ""


def _lay_out(places: Iterable[Place]) -> Iterator[Paragraphe]:
    annexe = False
    for rang, place in enumerate(places):
        feuille = place.feuille
        cle = key_of(feuille) if isinstance(feuille, Feuille) else "inconnu"
        annexe = place.partie.startswith("corps") and (annexe or cle == "titre_annexe")
        yield _make_paragraphe(rang, cle, place.partie, feuille, annexe=annexe)


def _make_paragraphe(rang: int, cle: str, partie: str, feuille: Feuille | Inconnu, *, annexe: bool) -> Paragraphe:
    contenu = feuille.contenu if isinstance(feuille, Feuille) else (feuille,)
    repli = fold("".join(map(_visible, contenu)))
    p = Paragraphe(
        rang=rang,
        cle=cle,
        texte=repli.texte,
        casse=repli.casse,
        plie=repli.plie,
        positions=repli.positions,
        numero=feuille.numero if isinstance(feuille, Feuille) else "",
        partie=partie,
        annexe=annexe,
        contenu=contenu,
        emplacements=(),
        hors_plan=_list_hors_plan(repli.texte),
    )
    if not any(isinstance(element, Emplacement) for element in contenu):
        return p
    return replace(p, emplacements=tuple((z.debut, z.fin) for z in p.zones if isinstance(z.element, Emplacement)))


def _list_hors_plan(texte: str) -> tuple[int, ...]:
    if texte.isascii() or len(texte.encode("utf-16-le", "surrogatepass")) == 2 * len(texte):
        return ()
    return tuple(i for i, c in enumerate(texte) if c > "\uffff")


def is_ia(element: EnLigne) -> bool:
    """Tell whether an element is text of the model, even changed by hand."""
    return isinstance(element, Fragment) and element.origine in {Origine.IA, Origine.IA_RETOUCHEE}
