"""Every way in which asking a model can end badly, and the sentence that says it to an agent."""

from __future__ import annotations

from enum import StrEnum

from server.redacteurs.base import Cout


class Panne(StrEnum):
    """The kinds of fault, as they go to the register of uses."""

    INJOIGNABLE = "injoignable"
    CLE_REFUSEE = "cle_refusee"
    MODELE_INCONNU = "modele_inconnu"
    REQUETE_REFUSEE = "requete_refusee"
    OCCUPE = "occupe"
    ERREUR_SERVEUR = "erreur_serveur"
    SILENCE = "silence"
    LENTEUR = "lenteur"
    COUPE = "coupe"
    TROP_LONG = "trop_long"
    ILLISIBLE = "illisible"
    INTERNE = "interne"


MESSAGES = {
    Panne.INJOIGNABLE: "le serveur de modèle ne répond pas",
    Panne.CLE_REFUSEE: "le serveur de modèle refuse la clé (réglage MINUTIER_VLLM_API_KEY)",
    Panne.MODELE_INCONNU: "le serveur ne sert pas ce modèle (réglage MINUTIER_VLLM_MODEL)",
    Panne.REQUETE_REFUSEE: "le serveur de modèle refuse la demande, trop longue ou mal formée",
    Panne.OCCUPE: "le serveur de modèle est occupé",
    Panne.ERREUR_SERVEUR: "le serveur de modèle a rencontré une erreur",
    Panne.SILENCE: "le serveur de modèle a cessé de répondre",
    Panne.LENTEUR: "le serveur de modèle n’a pas fini à temps",
    Panne.COUPE: "la réponse du modèle a été interrompue",
    Panne.TROP_LONG: "la réponse du modèle est trop longue",
    Panne.ILLISIBLE: "la réponse du modèle n’a pas la forme attendue",
    Panne.INTERNE: "la réponse du modèle n’a pas pu être traitée (erreur interne de Minutier)",
}

PASSAGERES = frozenset({Panne.INJOIGNABLE, Panne.OCCUPE})
"""Worth sending again after a wait: nothing was generated."""

A_REFORMULER = {
    Panne.TROP_LONG: "La réponse était trop longue : une phrase courte par point, et rien de plus.",
    Panne.ILLISIBLE: 'La réponse n’avait pas la forme demandée : l’objet JSON {"paragraphes": ["…"]} et rien d’autre.',
}
"""The model's own doing: worth asking again once, with what the retry tells it."""


class PanneError(Exception):
    """Carry a fault of the model server; never reaches a caller of `VLLM.write`.

    Args:
        panne: its kind.
        message: French clause for an agent, without a word of a request or an answer; the usual one when empty.

    Attributes:
        cout: what the answer cost before the fault.
    """

    def __init__(self, panne: Panne, message: str = "") -> None:
        super().__init__(panne, message)
        self.panne = panne
        self.message = message or MESSAGES[panne]
        self.cout = Cout()

    def __str__(self) -> str:
        return self.message
