"""Prompts, as versioned files: a change of words is a new version, for drafts carry the version that made them."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

    Message = dict[str, str]

VERSION: Final = "v3"
DOSSIER: Final = Path(__file__).parent
_FICHIERS: Final = ("systeme.txt", "exemples.yaml")


@lru_cache(maxsize=4)
def read_prefixe(version: str = VERSION) -> tuple[Message, ...]:
    """Give the messages that open every request: the rules, then the worked examples as turns of a conversation.

    They are the same for every passage of every act, so that the prefix cache serves them.
    """
    regles, exemples = ((DOSSIER / version / nom).read_text("utf-8").strip() for nom in _FICHIERS)
    messages = [{"role": "system", "content": regles}]
    for exemple in yaml.safe_load(exemples):
        messages += [
            {"role": "user", "content": _say_demande(exemple["consigne"], exemple["donnees"])},
            {"role": "assistant", "content": _dump({"paragraphes": exemple["paragraphes"]})},
        ]
    return tuple(messages)


def digest_version(version: str) -> str:
    """Give the SHA-256 of the files of a version."""
    return hashlib.sha256(b"\0".join((DOSSIER / version / nom).read_bytes() for nom in _FICHIERS)).hexdigest()


def make_messages(consigne: str, donnees: dict[str, Any], refus: Sequence[str] = ()) -> list[Message]:
    """Give the messages of one request: what opens them all, what the template asks, the data as JSON.

    Args:
        consigne: the instruction of the template: its author's words, not an agent's.
        donnees: sorte, ton, points, champs, marques, calculs: data, on one line of JSON that they cannot leave.
        refus: why the last answer was refused, without any fact in clear. The answer itself is not shown again: asked
            without chance (temperature 0), a model writes once more what it reads.
    """
    return [*read_prefixe(), {"role": "user", "content": _say_demande(consigne, donnees, refus)}]


def _say_demande(consigne: str, donnees: dict[str, Any], refus: Sequence[str] = ()) -> str:
    raisons = f" Attention, ta réponse précédente a été refusée. {' '.join(refus)}" if refus else ""
    return f"Consigne : {' '.join(consigne.split())}{raisons}\nDonnées : {_dump(donnees)}"


def _dump(objet: dict[str, Any]) -> str:
    return json.dumps(objet, ensure_ascii=False)
