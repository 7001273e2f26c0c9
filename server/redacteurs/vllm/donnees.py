"""What a model reads of a request: data, never instructions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.redacteurs.vllm.grammaire import find_formes

if TYPE_CHECKING:
    from server.redacteurs.marques import Marquage


def make_donnees(marquage: Marquage) -> dict[str, Any]:
    """Give the data of a request: what the passage is, its context, then the points, nearest to the answer.

    What each mark stands for is not described: its name says it, and a small model copies a description into its text.
    """
    demande = marquage.demande
    donnees: dict[str, Any] = {"sorte": demande.sorte}
    if demande.ton:
        donnees["ton"] = demande.ton
    if demande.champs:
        donnees["champs"] = demande.champs
    if formes := find_formes(marquage):
        donnees["formes"] = formes
    return donnees | {"points": list(demande.points)}
