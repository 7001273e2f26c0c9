"""Make an act again with other contents in its leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from server.acte.fragments import EnLigne, Inconnu, Note
from server.acte.noeuds import Annexe, Article, Bloc, Cadre, Feuille, Liste, Puce, Section, Signatures, Tableau

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.acte.noeuds import Acte

    Rewrite = Callable[[Feuille], tuple[EnLigne, ...]]


def rewrite_leaves(acte: Acte, rewrite: Rewrite) -> Acte:
    """Give the act with `rewrite(leaf)` as the content of every leaf, called in the order of `parcours.walk`.

    Notes are rewritten after the leaf that calls them, whatever `rewrite` gave for that leaf.
    """
    corps = _blocs(acte.corps, rewrite)
    en_tetes = {id(t): replace(t, corps=_blocs(t.corps, rewrite)) for t in sorted(acte.en_tetes, key=lambda t: t.sorte)}
    pieds = {id(p): replace(p, corps=_blocs(p.corps, rewrite)) for p in sorted(acte.pieds, key=lambda p: p.sorte)}
    return replace(
        acte,
        corps=corps,
        en_tetes=tuple(en_tetes[id(t)] for t in acte.en_tetes),
        pieds=tuple(pieds[id(p)] for p in acte.pieds),
    )


def _blocs(blocs: tuple[Bloc, ...], rewrite: Rewrite) -> tuple[Bloc, ...]:
    return tuple([_bloc(bloc, rewrite) for bloc in blocs])


def _bloc(bloc: Bloc, rewrite: Rewrite) -> Bloc:
    match bloc:
        case Feuille():
            return _feuille(bloc, rewrite)
        case Liste():
            return _liste(bloc, rewrite)
        case Article() | Section() | Annexe():
            titre = _feuille(bloc.titre, rewrite)
            return replace(bloc, titre=titre, corps=_blocs(bloc.corps, rewrite))  # type: ignore[arg-type]
        case Tableau():
            return Tableau(
                tuple(
                    replace(ligne, cellules=tuple(replace(c, corps=_blocs(c.corps, rewrite)) for c in ligne.cellules))
                    for ligne in bloc.lignes
                )
            )
        case Signatures():
            return Signatures(tuple(replace(s, contenu=_feuille(s, rewrite).contenu) for s in bloc.colonnes))
        case Cadre():
            return Cadre(_blocs(bloc.corps, rewrite))
        case Inconnu():
            return bloc


def _liste(liste: Liste, rewrite: Rewrite) -> Liste:
    return Liste(tuple(_puce(puce, rewrite) for puce in liste.elements))


def _puce(puce: Puce, rewrite: Rewrite) -> Puce:
    contenu = _feuille(puce, rewrite).contenu
    return replace(puce, contenu=contenu, enfants=tuple(_liste(liste, rewrite) for liste in puce.enfants))


def _feuille(feuille: Feuille, rewrite: Rewrite) -> Feuille:
    contenu = rewrite(feuille)
    notes = (Note(_blocs(e.corps, rewrite)) if isinstance(e, Note) else e for e in contenu)
    return replace(feuille, contenu=tuple(notes))
