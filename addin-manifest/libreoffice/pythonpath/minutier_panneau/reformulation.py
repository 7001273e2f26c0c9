"""Ask for a rewording, and tell which words of a paragraph it changes. No UNO here."""

from __future__ import annotations

import difflib
import re
from typing import Any, NamedTuple, Sequence

from minutier_panneau.reseau import Arret, Client, ErreurReseau

ACTIONS = (
    ("clair", "Plus clair"),
    ("court", "Plus court"),
    ("courtois", "Plus courtois"),
    ("corriger", "Corriger la langue"),
    ("considerants", "Mettre en considérants"),
    ("developper", "Développer ces points"),
)
GENRES = frozenset({"courrier", "note", "arrete", "deliberation"})
PARAGRAPHES_MAX = 20
SIGNES_MAX = 4000
ACTE_MAX = 200_000
"""Bytes of the act that the server takes, to know which names and facts it holds."""
DELAI_S = 600.0
"""The server answers once every paragraph is written, and gives each up by itself; whoever waits can cancel."""
RESSEMBLANCE = 0.5
"""Under this share of words kept, a paragraph marked word by word reads worse than one struck out whole."""
ILOT = 2
"""Words kept between two changes: no more than this, they are struck out with them."""
INATTENDUE = "Le serveur n’a pas répondu à ce qui lui était demandé. Prévenez le service informatique."


class Retouche(NamedTuple):
    """Characters of a text, from one offset to another, and what stands there instead."""

    debut: int
    fin: int
    apres: str


class Question(NamedTuple):
    """What is asked: of which paragraphs, of what kind of act; the act is read, and never given to the model."""

    action: str
    paragraphes: Sequence[str]
    genre: str = ""
    acte: str = ""


class Proposition(NamedTuple):
    """What is proposed for one paragraph."""

    avant: str
    apres: str
    etat: str
    motifs: list[str]
    retouches: list[Retouche]


def find_empechement(paragraphes: Sequence[str]) -> str:
    """Say why these paragraphs cannot be reworded; empty when they can."""
    if len(paragraphes) > PARAGRAPHES_MAX:
        return f"{len(paragraphes)} paragraphes sont sélectionnés : {PARAGRAPHES_MAX} au plus à la fois."
    if any(len(texte) > SIGNES_MAX for texte in paragraphes):
        return f"Un paragraphe sélectionné dépasse {SIGNES_MAX} signes : sélectionnez-en une partie."
    return ""


def ask_reformulation(client: Client, question: Question, arret: Arret) -> list[Proposition]:
    """Have these paragraphs reworded; one proposal for each.

    Raises:
        ErreurReseau: refused, silent, given up, or an answer to something else.
    """
    corps = {
        "action": question.action,
        "paragraphes": list(question.paragraphes),
        "genre": question.genre if question.genre in GENRES else None,
        "acte": cut_acte(question.acte),
    }
    reponse = client.call("POST", "/api/reformulations", corps, arret, DELAI_S)
    try:
        vus = [(str(p["apres"]), str(p["etat"]), [str(m) for m in p["motifs"]]) for p in reponse["paragraphes"]]
    except (KeyError, TypeError):
        raise ErreurReseau(INATTENDUE) from None
    if len(vus) != len(question.paragraphes):
        raise ErreurReseau(INATTENDUE)
    return [
        Proposition(avant, apres, etat, motifs, compare(avant, apres) if etat == "reformule" else [])
        for avant, (apres, etat, motifs) in zip(question.paragraphes, vus)
    ]


def cut_acte(acte: str) -> str:
    """Give as much of an act as the server takes."""
    return acte.encode("utf-8")[:ACTE_MAX].decode("utf-8", "ignore")


def compare(avant: str, apres: str) -> list[Retouche]:
    """Give the changes that lead from one text to the other, whole words, in their order."""
    ancien, neuf = (re.findall(r"\s+|\S+\s*", texte) for texte in (avant, apres))
    rapprochement = difflib.SequenceMatcher(None, ancien, neuf, autojunk=False)
    if rapprochement.ratio() < RESSEMBLANCE:
        return [Retouche(0, len(avant), apres)] if avant != apres else []
    places = [0]
    for mot in ancien:
        places.append(places[-1] + len(mot))
    return [
        Retouche(places[debut], places[fin], "".join(neuf[de:a]))
        for debut, fin, de, a in _join(rapprochement.get_opcodes())
    ]


def _join(operations: Sequence[Any]) -> list[tuple[int, int, int, int]]:
    """Give the changes, those that few kept words separate made one."""
    jointes: list[tuple[int, int, int, int]] = []
    for sorte, debut, fin, de, a in operations:
        if sorte == "equal":
            continue
        if jointes and debut - jointes[-1][1] <= ILOT:
            jointes[-1] = (jointes[-1][0], fin, jointes[-1][2], a)
        else:
            jointes.append((debut, fin, de, a))
    return jointes


def say_etat(proposition: Proposition) -> str:
    """Say what became of a paragraph."""
    if proposition.etat == "reformule":
        return "reformulé" if proposition.retouches else "inchangé"
    return {"inchange": "inchangé", "refuse": "gardé tel quel"}.get(proposition.etat, proposition.etat)
