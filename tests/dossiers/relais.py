"""A mail relay on loopback that keeps what it is given: a real server, as small as its protocol allows."""

import asyncio
import email
import email.policy
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

    async def serve(self, lecteur: asyncio.StreamReader, redacteur: asyncio.StreamWriter) -> None:
        def say(ligne: str) -> None:
            redacteur.write(f"{ligne}\r\n".encode())

        if self.muet:
            await lecteur.read()
            redacteur.close()
            return
        say("220 relais d'essai")
        while ligne := (await lecteur.readline()).decode().strip():
            verbe = ligne[:4].upper()
            if verbe == "DATA":
                say("354 allez-y")
                octets = await lecteur.readuntil(b"\r\n.\r\n")
                self.messages.append(email.message_from_bytes(octets[:-5], policy=email.policy.default))
                say("250 pris")
                self.recus.release()
            elif verbe == "RCPT" and any(adresse in ligne for adresse in self.refuses):
                say("550 inconnu ici")
                self.recus.release()
            elif verbe == "QUIT":
                say("221 au revoir")
                break
            else:
                say("250 bien")
        redacteur.close()

    def wait(self, nombre: int) -> None:
        """Wait until so many messages were taken or refused."""
        for _ in range(nombre):
            assert self.recus.acquire(timeout=60)


@contextmanager
def open_relais(**suite):
    relais = Relais(**suite)
    boucle = asyncio.new_event_loop()
    serveur = boucle.run_until_complete(asyncio.start_server(relais.serve, "127.0.0.1", 0))
    relais.port = serveur.sockets[0].getsockname()[1]
    fil = threading.Thread(target=boucle.run_forever)
    fil.start()
    try:
        yield relais
    finally:
        boucle.call_soon_threadsafe(serveur.close)
        boucle.call_soon_threadsafe(boucle.stop)
        fil.join(10)
        for tache in asyncio.all_tasks(boucle):
            tache.cancel()
        boucle.run_until_complete(asyncio.sleep(0.05))
        boucle.close()
