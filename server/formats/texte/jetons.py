"""Tokens: how values travel through a rendered template without ever being its text.

A value leaves the template engine as « U+E000, its rank, U+E001 ». The reader parses the template's own text only, and
puts each value back inside the paragraph where its token stands: a value cannot open a block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.acte.fragments import EnLigne

DEBUT = "\ue000"
FIN = "\ue001"
MOTIF = re.compile(f"{DEBUT}(\\d+){FIN}")


@dataclass(frozen=True, slots=True)
class Ouverture:
    """A passage that the template opens here: the pipeline replaces it by paragraphs.

    `element` is the path of the item that it is written for ("affaires[0]"); empty when it is written once.
    """

    nom: str
    element: str = ""

    @property
    def cle(self) -> str:
        """Give what tells it from the other passages of the act: « contexte », « contexte[0] »."""
        return self.nom + self.element[self.element.rfind("[") :] if self.element else self.nom


Jeton = tuple["EnLigne", ...] | Ouverture


def make_jeton(rang: int) -> str:
    """Give the text of the token of this rank."""
    return f"{DEBUT}{rang}{FIN}"
