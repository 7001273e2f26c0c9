"""What a page break may not part: a signature and the words that it signs. Shared by the writers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.acte.noeuds import Feuille, Liste, Mention, Signature, Signatures, SorteMention
from server.formats.genres import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.acte.noeuds import Bloc
    from server.charte.description import Charte


def find_gardees(plats: Sequence[Bloc], charte: Charte) -> frozenset[int]:
    """Give the `id` of each leaf that stays on the page of what follows it: a signature, or the date above one.

    A signature alone on its page could be put under any text. A leaf whose style keeps it is not named again; a table
    is left: its rows break as they must.
    """
    gardees: set[int] = set()
    for i, bloc in enumerate(plats):
        if i and isinstance(bloc, Signature | Signatures):
            debut = i - 1 if i > 1 and _is_fait(plats[i - 1]) else i
            dernieres = [feuille for avant in plats[debut - 1 : i] for feuille in _last_leaf(avant)]
            gardees |= {id(f) for f in dernieres if not charte.style(key_of(f)).garder_suivant}
    return frozenset(gardees)


def _is_fait(bloc: Bloc) -> bool:
    return isinstance(bloc, Mention) and bloc.sorte is SorteMention.FAIT


def _last_leaf(bloc: Bloc) -> Iterator[Feuille]:
    if isinstance(bloc, Liste):
        if bloc.elements:
            derniere = bloc.elements[-1]
            yield from _last_leaf(derniere.enfants[-1] if derniere.enfants else derniere)
    elif isinstance(bloc, Feuille):
        yield bloc
