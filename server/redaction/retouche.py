"""A passage changed by hand: which of its words are still the model's?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.acte.fragments import Fragment, Origine, text_of
from server.comparaison.mots import keeps_words, list_words
from server.redacteurs import Redige

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    du_modele = [list_words(text_of(p)) for p in ecrit.paragraphes] if ecrit.origine is Origine.IA else []
    nouveaux = tuple(connus.get(texte) or (_as_fragment(texte, ecrit.nom, du_modele),) for texte in paragraphes)
    if nouveaux == ecrit.paragraphes:
        return ecrit
    return Redige(ecrit.nom, nouveaux, _sum_up(nouveaux), ecrit.essais, (), ecrit.cout)


def _as_fragment(texte: str, passage: str, du_modele: list[list[str]]) -> Fragment:
    garde = keeps_words(texte, du_modele)
    return Fragment(texte, Origine.IA_RETOUCHEE, passage) if garde else Fragment(texte, Origine.AGENT)


def _sum_up(paragraphes: tuple[tuple[Fragment, ...], ...]) -> Origine:
    """Give the origin of a passage that is no longer as drafted."""
    origines = {fragment.origine for p in paragraphes for fragment in p}
    if origines & {Origine.IA, Origine.IA_RETOUCHEE}:
        return Origine.IA_RETOUCHEE
    return Origine.AGENT if Origine.AGENT in origines else Origine.SAISIE
