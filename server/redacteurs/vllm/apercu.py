"""What a person may see of an answer while it is written: provisional text, values in place of marks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from server.redacteurs.marques import MARQUE

if TYPE_CHECKING:
    import re

    from server.redacteurs.marques import Marquage

_MARQUE_MAX = 16
"""Characters. A bracket that opens and has not closed after these opens no mark."""
_VISIBLES = "\n\u00a0\u202f"


class Apercu:
    """Reads the text of the paragraphs while the JSON that holds them still arrives.

    It never fails: what is no answer gives no text, or some that the end of the passage voids.
    """

    def __init__(self) -> None:
        self._dans_liste = False
        self._dans_chaine = False
        self._echappe = ""
        self._moitie = ""

    def feed(self, morceau: str) -> str:
        """Take a piece of the answer; give the characters of text that it completes (a line break ends a paragraph)."""
        return "".join(self._step(c) for c in morceau)

    def _step(self, c: str) -> str:
        if self._echappe:
            return self._step_echappe(c)
        if not self._dans_chaine:
            self._dans_liste = self._dans_liste or c == "["
            self._dans_chaine = c == '"' and self._dans_liste
            return ""
        if c == "\\":
            self._echappe = c
            return ""
        if c == '"':
            self._dans_chaine = False
            return "\n"
        return _keep_printable(c)

    def _step_echappe(self, c: str) -> str:
        self._echappe += c
        if len(self._echappe) < (6 if self._echappe[1] == "u" else 2):
            return ""
        brut, self._echappe, self._moitie = self._moitie + self._echappe, "", ""
        try:
            texte = str(json.loads(f'"{brut}"'))
        except ValueError:
            return ""
        if len(texte) == 1 and "\ud800" <= texte <= "\udbff":  # half of a character: its other half follows
            self._moitie = brut
            return ""
        return _keep_printable(texte)


def _keep_printable(texte: str) -> str:
    """Leave out half characters and controls: this text goes to a screen before anything checked it."""
    return "".join(
        c if c.isprintable() or c in _VISIBLES else " " if c.isspace() else "" for c in texte.replace("\n", " ")
    )


class ApercuDemarque:
    """Reads the text like `Apercu`, with the values in place of complete marks; holds back what may be half a mark."""

    def __init__(self, marquage: Marquage) -> None:
        self._marquage = marquage
        self._apercu = Apercu()
        self._reste = ""

    def feed(self, morceau: str) -> str:
        """Take a piece of the answer; give what can be shown of it."""
        texte = self._reste + self._apercu.feed(morceau)
        coupe = texte.rfind("⟦")
        ouverte = coupe >= 0 and "⟧" not in texte[coupe:] and len(texte) - coupe < _MARQUE_MAX
        texte, self._reste = (texte[:coupe], texte[coupe:]) if ouverte else (texte, "")
        return MARQUE.sub(self._value, texte)

    def _value(self, trouve: re.Match[str]) -> str:
        fait = self._marquage.table.get(trouve[0])
        return fait.texte if fait else "…"
