"""What a drafting tells, gathered until it is written: tokens of one passage become one piece of text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from server.redacteurs import Etape, Evenement
from server.redactions.travail import Annonce

if TYPE_CHECKING:
    from collections.abc import Sequence

ETAPES: Final = {
    "preparation": "Préparation de l’acte",
    "passages": "Rédaction des passages",
    "composition": "Composition et contrôle",
}


class Flux:
    """Gathers events in the order in which they came; `take` gives them and starts anew."""

    def __init__(self) -> None:
        self._annonces: list[Annonce] = []
        self._ouverts: dict[str, int] = {}

    def tell_etape(self, nom: str, **details: object) -> None:
        """Tell that a step begins, and what it will do."""
        self._annonces.append(Annonce("etape", {"nom": nom, "libelle": ETAPES[nom], **details}))

    def listen(self, evenement: Evenement) -> None:
        """Take an event of the redacteur; its words are provisional."""
        jeton = evenement.etape is Etape.JETON
        rang = self._ouverts.get(evenement.passage) if jeton else self._ouverts.pop(evenement.passage, None)
        if jeton and rang is not None:
            annonce = self._annonces[rang]
            texte = annonce.donnees["texte"] + evenement.texte
            self._annonces[rang] = replace(annonce, donnees={**annonce.donnees, "texte": texte})
            return
        if jeton:
            self._ouverts[evenement.passage] = len(self._annonces)
        donnees = {"passage": evenement.passage, "etape": str(evenement.etape), "texte": evenement.texte}
        self._annonces.append(Annonce("passage", donnees, provisoire=jeton))

    def take(self) -> Sequence[Annonce]:
        """Give what was gathered."""
        pris, self._annonces = self._annonces, []
        self._ouverts.clear()
        return pris

    def __bool__(self) -> bool:
        return bool(self._annonces)
