"""What goes wrong with the server, in a sentence that the panel shows as it is; and what gives a call up."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from typing import Any

PASSAGERS = {http.client.UNAUTHORIZED, http.client.TOO_MANY_REQUESTS}
MUET = "Le serveur ne répond pas. Rien n’est perdu : réessayez dans un instant."
CERTIFICAT = (
    "Le certificat du serveur n’est pas reconnu par ce poste : rien n’a été envoyé. Prévenez le service informatique."
)


class ErreurReseau(Exception):  # noqa: N818 -- French names, as on the server
    """Whatever goes wrong with the server, in a sentence that the panel shows as it is."""

    passagere = False
    """Whether asking again later may do: it says nothing of what is asked."""


class Injoignable(ErreurReseau):
    """The server does not answer: stopped, restarting, or the network is down."""

    passagere = True

    def __init__(self, message: str = MUET) -> None:
        super().__init__(message)


class Abandon(ErreurReseau):
    """Somebody gave the call up."""


class Refus(ErreurReseau):
    """What the server refuses, in its own words (RFC 9457)."""

    def __init__(self, statut: int, corps: dict[str, Any], attente: str = "") -> None:
        self.statut = statut
        self.corps = corps
        self.fautes = [(f.get("champ", ""), f.get("raison", "")) for f in corps.get("fautes") or []]
        message = str(corps.get("detail") or corps.get("title") or f"Le serveur répond {statut}.")
        if statut == http.client.TOO_MANY_REQUESTS and attente.isdigit():
            message += f" Réessayez dans {attente} s."
        self.passagere = statut in PASSAGERS or statut >= http.client.INTERNAL_SERVER_ERROR
        super().__init__(message)


class Arret:
    """What gives a call up, from another thread."""

    def __init__(self) -> None:
        self._demande = threading.Event()
        self._prises: list[Any] = []

    def ask(self) -> None:
        """Give the call up, even while it waits for the server: it sees that nobody listens any more."""
        self._demande.set()
        for prise in self._prises:
            with contextlib.suppress(OSError):
                prise.shutdown(socket.SHUT_RDWR)

    @property
    def asked(self) -> bool:
        """Tell whether the call is given up."""
        return self._demande.is_set()

    def check(self) -> None:
        """Stop here if it is.

        Raises:
            Abandon: it is.
        """
        if self.asked:
            raise Abandon("Annulé.")

    def wait(self, secondes: float) -> None:
        """Wait, but no longer than until the call is given up."""
        self._demande.wait(secondes)

    def hold(self, prise: Any) -> None:
        """Remember what to cut; stop here if the call was given up while it was being opened."""
        self._prises.append(prise)
        self.check()


def explain_panne(panne: Exception) -> ErreurReseau:
    """Say what stopped a call, as far as a secretary or the DSI can act on it."""
    raison = getattr(panne, "reason", panne)
    if isinstance(raison, ssl.SSLCertVerificationError):
        return Injoignable(CERTIFICAT)
    if isinstance(raison, ssl.SSLError):
        return Injoignable("La connexion sécurisée au serveur a échoué. Prévenez le service informatique.")
    if isinstance(raison, socket.gaierror):
        return Injoignable("L’adresse du serveur est introuvable sur ce réseau. Prévenez le service informatique.")
    return Injoignable()
