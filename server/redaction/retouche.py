"""A passage changed by hand: which of its words are still the model's?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from server.acte.fragments import Fragment, Origine, text_of
from server.redacteurs import Redige

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOT: Final = re.compile(r"\w+")
SUITE: Final = 4
"""Words in a row: two texts on the same facts share three by chance, a fourth was kept."""
PART_MAX: Final = 0.5
"""Share of the words of a paragraph that may be the model's too: beyond, its sentence was only turned round."""
_LETTRES: Final = 4
"""Letters of a word that counts for the share: articles and prepositions are in every text."""


def retouch(actuel: Redige, ecrit: Redige, paragraphes: Sequence[str]) -> Redige:
    """Give a passage as an agent typed it.

    A paragraph left as it was keeps its origins. Another one is the agent's own where the model did not write the
    passage, or where nothing is left of what the model wrote; else it is `ia_retouchee`, whatever it went through in
    between: the comparison is always with the passage as drafted.

    Args:
        actuel: the passage as it stands.
        ecrit: the passage as it was drafted.
        paragraphes: one line each.
    """
    connus = {text_of(p): p for redige in (actuel, ecrit) for p in redige.paragraphes}
    du_modele = [_words(text_of(p)) for p in ecrit.paragraphes] if ecrit.origine is Origine.IA else []
    nouveaux = tuple(connus.get(texte) or (_as_fragment(texte, ecrit.nom, du_modele),) for texte in paragraphes)
    if nouveaux == ecrit.paragraphes:
        return ecrit
    return Redige(ecrit.nom, nouveaux, _sum_up(nouveaux), ecrit.essais, (), ecrit.cout)


def _words(texte: str) -> list[str]:
    return _MOT.findall(texte.casefold())


def _as_fragment(texte: str, passage: str, du_modele: list[list[str]]) -> Fragment:
    garde = _keeps_words(texte, du_modele)
    return Fragment(texte, Origine.IA_RETOUCHEE, passage) if garde else Fragment(texte, Origine.AGENT)


def _keeps_words(texte: str, du_modele: list[list[str]]) -> bool:
    """Tell a paragraph that keeps words of the model from one that an agent wrote."""
    mots = _words(texte)
    suites = {suite for ecrit in du_modele for suite in _runs(ecrit)}
    if any(suite in suites for suite in _runs(mots)):
        return True
    pleins = [mot for mot in mots if len(mot) >= _LETTRES] or mots
    connus = {mot for ecrit in du_modele for mot in ecrit}
    communs = sum(mot in connus for mot in pleins)
    return communs > PART_MAX * len(pleins)


def _runs(mots: list[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(mots[i : i + SUITE]) for i in range(len(mots) - SUITE + 1))


def _sum_up(paragraphes: tuple[tuple[Fragment, ...], ...]) -> Origine:
    """Give the origin of a passage that is no longer as drafted."""
    origines = {fragment.origine for p in paragraphes for fragment in p}
    if origines & {Origine.IA, Origine.IA_RETOUCHEE}:
        return Origine.IA_RETOUCHEE
    return Origine.AGENT if Origine.AGENT in origines else Origine.SAISIE
