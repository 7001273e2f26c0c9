"""Fields of a .docx, which may nest and may run over several paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from server.acte.fragments import Champ, EnLigne, Fragment, Marque, NatureChamp

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROFONDEUR_MAX: Final = 20
"""Word itself nests no deeper; what a field shows is handed on from level to level."""
_PAGES: Final = {"PAGE": NatureChamp.PAGE, "NUMPAGES": NatureChamp.NB_PAGES}
_INDIFFERENT: Final = re.compile(r"\\\*\s*(?:MERGEFORMAT|ARABIC)", re.IGNORECASE)
_LIEN: Final = re.compile(r'HYPERLINK\s+(?:"([^"]*)"|([^\s\\"]\S*))?(.*)', re.IGNORECASE | re.DOTALL)
_ANCRE: Final = re.compile(r'\\l\s+(?:"([^"]*)"|(\S+))', re.IGNORECASE)


@dataclass(slots=True)
class _Ouvert:
    """A field that began: its instruction, what it shows, whether the separator was met."""

    instruction: str = ""
    resultat: list[EnLigne] = field(default_factory=list)
    separe: bool = False


class Flux:
    """What stands in the paragraphs of one part, one paragraph at a time, with the fields open in it."""

    def __init__(self) -> None:
        self._sortie: list[EnLigne] = []
        self._champs: list[_Ouvert] = []
        # Fields begun in a paragraph before, or too deep, and given out: only their ends are still to come.
        self._donnes = 0
        self.lien_clos: str | None = None
        """The target of the HYPERLINK field that was just closed; see `LecteurEnLigne._text`."""

    def emit(self, element: EnLigne) -> None:
        """Add an element where it stands: in the paragraph, or in what an open field shows."""
        self.lien_clos = None
        (self._champs[-1].resultat if self._champs else self._sortie).append(element)

    def begin(self) -> None:
        """Open a field."""
        if len(self._champs) >= _PROFONDEUR_MAX:
            self._give_out()
        self._champs.append(_Ouvert())

    def instruct(self, texte: str) -> None:
        """Add to the instruction of the innermost field."""
        if self._champs and not self._champs[-1].separe:
            self._champs[-1].instruction += texte

    def separate(self) -> None:
        """Pass from the instruction to the result; what stood among the instruction is not shown."""
        if self._champs:
            self._champs[-1].separe = True
            self._champs[-1].resultat.clear()

    def end(self) -> None:
        """Close the innermost field."""
        if not self._champs:
            self._donnes = max(self._donnes - 1, 0)
            return
        ouvert = self._champs.pop()
        if not ouvert.separe:
            ouvert.resultat.clear()
        for element in _settle(ouvert):
            self.emit(element)
        self.lien_clos = read_link(_clean(ouvert.instruction))

    def close_paragraph(self) -> tuple[EnLigne, ...]:
        """Give what the paragraph holds. A field still open is said by its instruction, and its result by itself."""
        self._give_out()
        sortie, self._sortie, self.lien_clos = self._sortie, [], None
        return tuple(sortie)

    def _give_out(self) -> None:
        for ouvert in self._champs:
            self._sortie += [Champ(NatureChamp.AUTRE, "", _clean(ouvert.instruction)), *ouvert.resultat]
        self._donnes += len(self._champs)
        self._champs.clear()


def _clean(instruction: str) -> str:
    return " ".join(instruction.split())


def _settle(ouvert: _Ouvert) -> Iterator[EnLigne]:
    instruction = _clean(ouvert.instruction)
    if Marque.SUPPRESSION in _marks_of(ouvert.resultat):
        # A deleted field is deleted text: what it showed.
        yield from ouvert.resultat
        return
    lien = read_link(instruction)
    if lien is not None:
        for element in ouvert.resultat:
            yield replace(element, lien=lien or None) if isinstance(element, Fragment) else element
        return
    texte = "".join(e.texte for e in ouvert.resultat if isinstance(e, Fragment | Champ))
    nature = _PAGES.get(_INDIFFERENT.sub("", instruction).strip().upper())
    if nature is not None:
        yield Champ(nature, texte)
        return
    yield Champ(NatureChamp.AUTRE, texte, instruction)
    yield from (e for e in ouvert.resultat if not isinstance(e, Fragment | Champ))


def _marks_of(contenu: list[EnLigne]) -> set[Marque]:
    fragments = [e for e in contenu if isinstance(e, Fragment)]
    return set.intersection(*(set(f.marques) for f in fragments)) if fragments else set()


def read_link(instruction: str) -> str | None:
    """Give the target of a HYPERLINK field, "" when it has none; None for any other field."""
    lien = _LIEN.fullmatch(instruction)
    if lien is None:
        return None
    ancre = _ANCRE.search(lien[3])
    cible = (lien[1] or lien[2] or "").replace("\\\\", "\\")
    return cible + (f"#{ancre[1] or ancre[2]}" if ancre else "")
