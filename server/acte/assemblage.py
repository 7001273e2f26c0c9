"""From the flat blocks of a file to the nested tree, and back.

A file is a sequence of paragraphs, lists and tables; articles, sections and annexes nest by their headings.
Every reader gives a flat sequence to `assemble`, every writer takes one from `flatten`; each undoes the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.acte.fragments import Inconnu
from server.acte.noeuds import (
    Alinea,
    Annexe,
    Article,
    Bloc,
    Cadre,
    Liste,
    Mention,
    PieceJointe,
    Politesse,
    Section,
    Signature,
    Signatures,
    Tableau,
    TitreAnnexe,
    TitreArticle,
    TitreSection,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_CORPS_ARTICLE = (Alinea, Liste, Tableau, Cadre, Inconnu)
_FERMANTS = (Mention, Signature, Signatures, Politesse, PieceJointe)


def assemble(plats: Sequence[Bloc]) -> tuple[Bloc, ...]:
    """Nest a flat sequence.

    An annexe holds all up to the next one, a section up to its equal or a closing block (mention, signature), an
    article its paragraphs, lists and tables.
    """
    corps, reste = _take_until(plats, 0, (TitreAnnexe,))
    blocs = _nest_sections(corps)
    while reste < len(plats):
        titre = plats[reste]
        assert isinstance(titre, TitreAnnexe)  # noqa: S101 - _take_until stops nowhere else
        corps, reste = _take_until(plats, reste + 1, (TitreAnnexe,))
        blocs.append(Annexe(titre, tuple(_nest_sections(corps))))
    return tuple(blocs)


def _take_until(plats: Sequence[Bloc], debut: int, arrets: tuple[type, ...]) -> tuple[Sequence[Bloc], int]:
    fin = debut
    while fin < len(plats) and not isinstance(plats[fin], arrets):
        fin += 1
    return plats[debut:fin], fin


def _nest_sections(plats: Sequence[Bloc]) -> list[Bloc]:
    blocs: list[Bloc] = []
    i = 0
    while i < len(plats):
        bloc = plats[i]
        i += 1
        if isinstance(bloc, TitreSection):
            fin = _section_end(plats, i, bloc.niveau)
            blocs.append(Section(bloc, tuple(_nest_sections(plats[i:fin]))))
            i = fin
        elif isinstance(bloc, TitreArticle):
            fin = i
            while fin < len(plats) and isinstance(plats[fin], _CORPS_ARTICLE):
                fin += 1
            blocs.append(Article(bloc, tuple(plats[i:fin])))
            i = fin
        else:
            blocs.append(bloc)
    return blocs


def _section_end(plats: Sequence[Bloc], debut: int, niveau: int) -> int:
    for i in range(debut, len(plats)):
        bloc = plats[i]
        if isinstance(bloc, _FERMANTS) or (isinstance(bloc, TitreSection) and bloc.niveau <= niveau):
            return i
    return len(plats)


def flatten(blocs: Iterable[Bloc]) -> Iterator[Bloc]:
    """Give the blocks in the order of the text, headings as leaves of their own; lists and tables stay whole."""
    for bloc in blocs:
        if isinstance(bloc, Article | Section | Annexe):
            yield bloc.titre
            yield from flatten(bloc.corps)
        else:
            yield bloc
