"""What came of one case, and the figures drawn from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from server.acte.fragments import Fragment, Origine
from server.redacteurs import Cout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.evaluation.cas import Cas
    from server.redacteurs import Incident, Redige

_MOT = re.compile(r"\w+")
_CONSIDERANT: Final = "Considérant"


class Issue(StrEnum):
    """How a case ended."""

    PREMIER = "premier"
    RETENTE = "retente"
    REPLI = "repli"


@dataclass(frozen=True, slots=True)
class Resultat:
    """What came of one case.

    Attributes:
        paragraphes: the text that would enter the act, facts back in place.
        refuses: what was shown of each attempt that did not enter it, facts in place; provisional text.
        incidents: why these were refused, all attempts together.
        duree_s: from the moment the case was handed over, the wait for a place included.
    """

    cas: Cas
    issue: Issue
    paragraphes: tuple[str, ...]
    refuses: tuple[str, ...]
    incidents: tuple[Incident, ...]
    essais: int
    cout: Cout
    duree_s: float = 0.0

    @property
    def accepte(self) -> bool:
        """Tell whether the words of the model stand."""
        return self.issue is not Issue.REPLI

    @property
    def rapport(self) -> float:
        """Give the words written for each word of the points; a number counts as a word."""
        return _count_mots(self.paragraphes) / max(1, _count_mots(self.cas.demande.points))

    @property
    def en_forme(self) -> bool:
        """Tell whether there is one paragraph for each point, opened and ended as its kind asks."""
        ecrits = self.paragraphes
        return len(ecrits) == len(self.cas.demande.points) and all(
            _is_en_forme(p, self.cas.demande.sorte) for p in ecrits
        )


def make_resultat(cas: Cas, redige: Redige, refuses: Sequence[str] = (), duree_s: float = 0.0) -> Resultat:
    """Make the result of a case from what the redacteur gave."""
    ia = Issue.PREMIER if redige.essais <= 1 else Issue.RETENTE
    issue = ia if redige.origine is Origine.IA else Issue.REPLI
    paragraphes = tuple(
        "".join(f.texte for f in paragraphe if isinstance(f, Fragment)) for paragraphe in redige.paragraphes
    )
    return Resultat(
        cas, issue, paragraphes, tuple(refuses), redige.incidents, redige.essais, redige.cout or Cout(), duree_s
    )


def _count_mots(textes: Sequence[str]) -> int:
    return sum(len(_MOT.findall(texte)) for texte in textes)


def _is_en_forme(paragraphe: str, sorte: str) -> bool:
    texte = paragraphe.strip()
    if sorte == "considerants":
        return texte.startswith(_CONSIDERANT) and texte.endswith(";")
    return texte[:1].isupper() and texte.endswith((".", "!", "?")) and not texte.startswith(_CONSIDERANT)
