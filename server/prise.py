"""Open what `minutier serve` listens on: one socket, or one for each process that shares the address."""

from __future__ import annotations

import errno
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from server.errors import ReglageInvalide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.settings import Settings

ATTENTE: Final = 2048
"""Connections that may wait to be accepted."""

# Why a socket could not be opened -> the setting at fault, the reason.
_RAISONS: Final = {
    errno.EADDRINUSE: ("MINUTIER_PORT", "le port {port} est déjà pris par un autre programme."),
    errno.EACCES: ("MINUTIER_PORT", "le port {port} demande des droits d’administration."),
    errno.EADDRNOTAVAIL: ("MINUTIER_HOST", "cette machine n’a pas l’adresse {host}."),
}


class Partage(socket.socket):
    """An address that several processes listen on, each by a socket of its own, which it opens when it is sent this.

    Linux then deals connections out. Were the socket itself shared, the process that wakes first would take all those
    that wait, and keep them: of two, one would do most of the work.
    """

    @classmethod
    def of(cls, famille: int, adresse: tuple[Any, ...]) -> Partage:
        """Bind to an address, without listening: who does not listen is dealt nothing.

        Raises:
            OSError: when a program that does not share it has the address.
        """
        prise = cls(famille, socket.SOCK_STREAM)
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        _bind(prise, adresse)
        return prise

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how another process opens its own."""
        return Partage.of, (int(self.family), self.getsockname())


def listen(settings: Settings) -> socket.socket:
    """Listen on the address of the settings, for one process.

    Raises:
        ReglageInvalide: it cannot be listened on; uvicorn would end the process with a code that says nothing.
    """
    prise = socket.socket(_find_famille(settings), socket.SOCK_STREAM)
    with _named(settings, prise):
        _bind(prise, (settings.host, settings.port))
        prise.listen(ATTENTE)
    return prise


def share(settings: Settings) -> Partage:
    """Take the address of the settings for several processes, which will listen on it.

    Raises:
        ReglageInvalide: it cannot be listened on, or another program listens on it, another Minutier included.
    """
    # The others would share it with us without a word: one that shares nothing asks first.
    essai = socket.socket(_find_famille(settings), socket.SOCK_STREAM)
    with _named(settings, essai):
        _bind(essai, (settings.host, settings.port))
        essai.close()
        return Partage.of(essai.family, (settings.host, settings.port))


def _find_famille(settings: Settings) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in settings.host else socket.AF_INET


def _bind(prise: socket.socket, adresse: tuple[Any, ...]) -> None:
    prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if prise.family == socket.AF_INET6:
        prise.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    prise.bind(adresse)
    # Inherited by each connection. asyncio sets it only on sockets that name their protocol, which these do not: the
    # body of each answer would wait 40 ms for the receipt of its headers.
    prise.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


@contextmanager
def _named(settings: Settings, prise: socket.socket) -> Iterator[None]:
    """Say which setting is at fault."""
    try:
        yield
    except OSError as erreur:
        prise.close()
        reglage, raison = _RAISONS.get(erreur.errno or 0, ("MINUTIER_PORT", "impossible d’écouter ({erreur})."))
        raise ReglageInvalide(reglage, raison.format(erreur=erreur, **settings.model_dump())) from erreur
