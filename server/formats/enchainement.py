"""What a page break may not part: a signature and the words that it signs. Shared by the writers."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from server.acte.noeuds import Feuille, Liste, Mention, Signature, Signatures, SorteMention

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from server.acte.noeuds import Bloc


def find_gardees(plats: Iterable[Bloc]) -> frozenset[int]:
    """Give the `id` of each leaf that stays on the page of what follows it: a signature, or the date above one.

    A signature alone on its page could be put under any text. A table before it is left: its rows break as they must.
    """
    suites = ((avant, apres) for avant, apres in pairwise(plats) if _closes(apres))
    return frozenset(id(feuille) for avant, _ in suites for feuille in _last_leaf(avant))


def _closes(bloc: Bloc) -> bool:
    if isinstance(bloc, Mention):
        return bloc.sorte is SorteMention.FAIT
    return isinstance(bloc, Signature | Signatures)


def _last_leaf(bloc: Bloc) -> Iterator[Feuille]:
    if isinstance(bloc, Liste):
        if bloc.elements:
            derniere = bloc.elements[-1]
            yield from _last_leaf(derniere.enfants[-1] if derniere.enfants else derniere)
    elif isinstance(bloc, Feuille):
        yield bloc
