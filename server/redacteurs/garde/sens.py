"""The sense of a decision comes from the inputs only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.redacteurs.donnees import cut_mots, read_familles
from server.redacteurs.garde.base import Refus, plain
from server.redacteurs.garde.mots_interdits import is_proposed
from server.redacteurs.garde.negation import find_negatifs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.redacteurs.garde.base import Examen

_CHAMPS_SENS = ("sens", "decision", "avis", "suite")
_ACCORD = frozenset(
    [
        "accord",
        "accorde",
        "accordee",
        "accepte",
        "acceptee",
        "favorable",
        "autorise",
        "autorisee",
        "oui",
        "positif",
        "positive",
        "agree",
    ]
)
_REFUS = frozenset(
    [
        "refus",
        "refuse",
        "refusee",
        "rejet",
        "rejete",
        "rejetee",
        "defavorable",
        "non",
        "negatif",
        "negative",
        "oppose",
        "opposition",
    ]
)


_NE = re.compile(r"(?<!\w)(?:ne |n'|sans |aucune? )")


def read_sens(examen: Examen) -> str:
    """Read the sense that the inputs give to the decision: "accord", "refus" or ""."""
    for nom in _CHAMPS_SENS:
        valeur = examen.marquage.demande.champs.get(nom)
        mots = set(cut_mots(valeur)) if isinstance(valeur, str) else set()
        if mots & _REFUS:
            return "refus"
        if mots & _ACCORD:
            return "accord"
    return ""


def check_sens(examen: Examen) -> Iterator[Refus]:
    """Refuse a word of acceptance or refusal that neither the given sense nor the points carry."""
    sens = read_sens(examen)
    for groupe, contraire in (("accord", "refus"), ("refus", "accord")):
        if sens == groupe:
            continue
        for mot in examen.find_non_donnes(read_familles("decisions", groupe)):
            # « N’accepter aucune photo » tells an agent what to refuse, and the negation is checked beside its point.
            nie = sens == contraire or examen.marquage.demande.sorte == "consignes"
            if (nie and _is_reversed(examen, mot)) or (not sens and is_proposed(examen, mot)):
                continue
            # « pas de plastique » may be « le plastique n’est pas accepté ».
            if groupe == "accord" and _is_reversed(examen, mot) and _is_denied(examen, mot):
                continue
            yield Refus(
                "sens",
                f"Le passage donne à la décision un sens que la saisie ne donne pas : « {mot} ».",
                f"Le sens de la décision ne vient que des données : retirez « {mot} ».",
                mot,
            )


def _is_denied(examen: Examen, mot: str) -> bool:
    """Tell whether each point whose paragraph uses the word denies something itself."""
    couples = [(point, ecrit) for point, ecrit in examen.couples if mot in cut_mots(ecrit)]
    return bool(couples) and all(next(find_negatifs(point), None) for point, _ in couples)


def _is_reversed(examen: Examen, mot: str) -> bool:
    """Tell whether each sentence that uses the word denies it: « ne peut être accordée » is a refusal."""
    return all(_NE.search(plain(p.texte)) for p in examen.phrases if mot in p.mots)
