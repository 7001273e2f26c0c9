"""Log an unforeseen fault without a word of what it was about: the message of an exception may quote an act."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from server.reponses import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

journal = logging.getLogger("minutier")


class Discretion:
    """Answer an unforeseen fault, and log its kind and its places in the code; its message only when debugging."""

    def __init__(self, app: ASGIApp, *, debug: bool) -> None:
        self.app = app
        self.debug = debug

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        commence = False

        async def send_and_note(message: Message) -> None:
            nonlocal commence
            commence = True
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except Exception as erreur:  # whatever it is, its message stays here
            if self.debug:
                raise
            journal.error("panne interne : %s", describe_fault(erreur))
            if scope["type"] != "http":
                raise RuntimeError("panne interne") from None
            if commence:
                # What was sent cannot be taken back: the connection is cut, so that nobody takes it for whole.
                raise RuntimeError("réponse interrompue") from None
            await problem(500, "Erreur interne", "Le détail est dans le journal du serveur.")(scope, receive, send)


def describe_fault(erreur: BaseException) -> str:
    """Give the kinds of an exception and of its causes, each with the places where it was raised."""
    lignes: list[str] = []
    suite: BaseException | None = erreur
    while suite is not None and len(lignes) < 5:
        pile = traceback.extract_tb(suite.__traceback__)[-8:]
        places = " < ".join(f"{Path(p.filename).name}:{p.lineno} {p.name}" for p in reversed(pile))
        lignes.append(f"{type(suite).__name__} ({places})")
        suite = suite.__cause__ or suite.__context__
    return " ; de ".join(lignes)
