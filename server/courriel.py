"""Send mail through the relay of the settings, in a thread of its own; nobody waits for it, nothing fails with it."""

from __future__ import annotations

import logging
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.settings import Settings

journal = logging.getLogger("minutier")

DELAI: Final = 10.0
"""Seconds for each answer of the relay."""


@dataclass(frozen=True, slots=True)
class Courriel:
    """A message. It never holds text of an act: who can read a mailbox is not who may read an act."""

    destinataire: str
    sujet: str
    corps: str


class Facteur:
    """Sends messages one after the other; without a relay in the settings, none."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._expediteur = settings.smtp_expediteur or f"minutier@{settings.smtp_serveur}"
        self._fil = ThreadPoolExecutor(1, thread_name_prefix="courriel")

    def post(self, courriels: Sequence[Courriel]) -> None:
        """Take messages to be sent, and come back at once."""
        if courriels and self._settings.smtp_serveur is not None:
            self._fil.submit(self._send, self._settings.smtp_serveur, tuple(courriels))

    def close(self) -> None:
        """Send what was taken, then stop."""
        self._fil.shutdown()

    def _send(self, serveur: str, courriels: Sequence[Courriel]) -> None:
        """Send messages; of one that cannot be sent, the log says why and not to whom."""
        try:
            with self._connect(serveur) as client:
                self._secure(client)
                for courriel in courriels:
                    self._send_one(client, courriel)
        except (OSError, smtplib.SMTPException) as erreur:
            journal.warning("courriel : le relais ne répond pas (%s)", type(erreur).__name__)

    def _connect(self, serveur: str) -> smtplib.SMTP:
        settings = self._settings
        # Named here: smtplib would ask the DNS what this machine is called.
        nom = self._expediteur.rpartition("@")[2]
        if settings.smtp_securite == "tls":
            contexte = ssl.create_default_context()
            return smtplib.SMTP_SSL(serveur, settings.smtp_port, nom, timeout=DELAI, context=contexte)
        return smtplib.SMTP(serveur, settings.smtp_port, nom, timeout=DELAI)

    def _secure(self, client: smtplib.SMTP) -> None:
        settings = self._settings
        if settings.smtp_securite == "starttls":
            client.starttls(context=ssl.create_default_context())
        if settings.smtp_identifiant is not None and settings.smtp_mot_de_passe is not None:
            client.login(settings.smtp_identifiant, settings.smtp_mot_de_passe.get_secret_value())

    def _send_one(self, client: smtplib.SMTP, courriel: Courriel) -> None:
        message = EmailMessage()
        message["From"] = self._expediteur
        message["To"] = courriel.destinataire
        message["Subject"] = courriel.sujet
        message["Date"] = formatdate(localtime=True)
        message["Message-ID"] = make_msgid(domain=self._expediteur.rpartition("@")[2])
        # A mailbox that is away must not answer us.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(courriel.corps)
        try:
            client.send_message(message)
        except smtplib.SMTPException as erreur:
            journal.warning("courriel : refusé par le relais (%s)", type(erreur).__name__)
