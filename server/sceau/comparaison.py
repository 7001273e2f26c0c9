"""What changed between the lines that were approved and those of a file."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from server.sceau.lieux import name_lieu, name_partie, read_ligne

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.acte.canon import LigneCanon

MODIFIE: Final = "modifié"
AJOUTE: Final = "ajouté"
SUPPRIME: Final = "supprimé"
_PRODUIT_MAX: Final = 4_000_000
"""Beyond, two lists are not aligned: what differs is told as a whole."""


@dataclass(frozen=True, slots=True)
class BlocAltere:
    """A block that is not as it was approved.

    Attributes:
        sorte: MODIFIE, AJOUTE or SUPPRIME.
        lieu: French words for the place.
        avant: what was approved; None where the sidecar is not there to say it, or where nothing stood.
        apres: what stands there now; None where nothing does.
        raison: why it is altered, where its words alone do not show it (hidden, white, external …).
    """

    sorte: str
    lieu: str
    avant: str | None = None
    apres: str | None = None
    raison: str = ""


def compare(feuilles: Sequence[str], lignes: Sequence[LigneCanon], anciennes: Sequence[str]) -> tuple[BlocAltere, ...]:
    """Give what differs between the signed digests and the lines of a file.

    `anciennes` are the approved lines (of the sidecar), or nothing.
    """
    vues = [ligne.empreinte for ligne in lignes]
    debut = 0
    while debut < min(len(feuilles), len(vues)) and feuilles[debut] == vues[debut]:
        debut += 1
    fin = 0
    while fin < min(len(feuilles), len(vues)) - debut and feuilles[-1 - fin] == vues[-1 - fin]:
        fin += 1
    avant, apres = feuilles[debut : len(feuilles) - fin], vues[debut : len(vues) - fin]
    blocs: list[BlocAltere] = []
    for a1, a2, b1, b2 in _align(avant, apres):
        blocs += _describe(range(debut + a1, debut + a2), range(debut + b1, debut + b2), lignes, anciennes)
    return tuple(blocs)


def _align(avant: Sequence[str], apres: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    if len(avant) * len(apres) > _PRODUIT_MAX:
        yield 0, len(avant), 0, len(apres)
        return
    for sorte, a1, a2, b1, b2 in SequenceMatcher(None, avant, apres, autojunk=False).get_opcodes():
        if sorte != "equal":
            yield a1, a2, b1, b2


def _describe(
    avant: range, apres: range, lignes: Sequence[LigneCanon], anciennes: Sequence[str]
) -> Iterator[BlocAltere]:
    for rang in range(max(len(avant), len(apres))):
        ancien = read_ligne(anciennes[avant[rang]]) if rang < len(avant) and anciennes else None
        nouveau = read_ligne(lignes[apres[rang]].ligne) if rang < len(apres) else None
        sorte = AJOUTE if rang >= len(avant) else MODIFIE if rang < len(apres) else SUPPRIME
        partie, texte = nouveau or ancien or ("", "")
        lieu = name_lieu(name_partie(partie), texte) if partie else f"bloc {avant[rang] + 1}"
        yield BlocAltere(sorte, lieu, ancien[1] if ancien else None, nouveau[1] if nouveau else None)
