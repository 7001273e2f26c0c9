"""Prompts, as versioned files: a change of words is a new version, for drafts carry the version that made them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION: Final = "v1"
DOSSIER: Final = Path(__file__).parent
_REPONSE_MAX: Final = 4000
"""Characters. A longer answer is not shown to the model again: it would fill its memory."""


@lru_cache(maxsize=4)
def read_systeme(version: str = VERSION) -> str:
    """Give the system prompt: the same for every passage of every act, so that the prefix cache serves it."""
    return (DOSSIER / version / "systeme.txt").read_text("utf-8").strip()


def make_messages(donnees: dict[str, Any], refus: Sequence[str] = (), reponse: str = "") -> list[dict[str, str]]:
    """Give the messages of one request: the rules, then the data as JSON, then why the last answer was refused.

    Args:
        donnees: sorte, consigne, ton, points, champs, marques, calculs; data, never instructions.
        refus: what the guard found in the first answer, without any fact in clear.
        reponse: that answer, as the model wrote it.
    """
    messages = [
        {"role": "system", "content": read_systeme()},
        {"role": "user", "content": json.dumps(donnees, ensure_ascii=False)},
    ]
    if not refus:
        return messages
    if 0 < len(reponse) <= _REPONSE_MAX:
        messages.append({"role": "assistant", "content": reponse})
        return [*messages, {"role": "user", "content": _say_refus(refus)}]
    messages[1]["content"] += "\n" + _say_refus(refus)
    return messages


def _say_refus(refus: Sequence[str]) -> str:
    return json.dumps({"reponse_refusee": list(refus)}, ensure_ascii=False)
