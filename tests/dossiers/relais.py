"""A mail relay on loopback that keeps what it is given: a real server, as small as its protocol allows."""

import email
import email.policy
import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Relais:
    """Attributes: `refuses` are the addresses that it does not take; `muet` answers nothing at all."""

    port: int = 0
    muet: bool = False
    refuses: frozenset[str] = frozenset()
    messages: list = field(default_factory=list)
    recus: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def serve(self, lecteur, redacteur) -> None:
        def say(ligne: str) -> None:
            redacteur.write(f"{ligne}\r\n".encode())

        if self.muet:
            lecteur.read()
            return
        say("220 relais d'essai")
        while ligne := lecteur.readline().decode().strip():
            verbe = ligne[:4].upper()
            if verbe == "DATA":
                say("354 allez-y")
                lignes = []
                # Nothing, for ever, is what is read once the sender has gone.
                while (donnee := lecteur.readline()) not in {b".\r\n", b""}:
                    lignes.append(donnee)
                octets = b"".join(lignes)
                self.messages.append(email.message_from_bytes(octets, policy=email.policy.default))
                say("250 pris")
                self.recus.release()
            elif verbe == "RCPT" and any(adresse in ligne for adresse in self.refuses):
                say("550 inconnu ici")
                self.recus.release()
            elif verbe == "QUIT":
                say("221 au revoir")
                return
            else:
                say("250 bien")

    def wait(self, nombre: int) -> None:
        """Wait until so many messages were taken or refused."""
        for _ in range(nombre):
            assert self.recus.acquire(timeout=60)


@contextmanager
def open_relais(**suite):
    relais = Relais(**suite)

    class Echange(socketserver.StreamRequestHandler):
        timeout = 60

        def handle(self) -> None:
            relais.serve(self.rfile, self.wfile)

    # Left, it has ended each exchange and closed its connection.
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echange) as serveur:
        relais.port = serveur.server_address[1]
        fil = threading.Thread(target=serveur.serve_forever, args=(0.05,))
        fil.start()
        try:
            yield relais
        finally:
            serveur.shutdown()
            fil.join()
