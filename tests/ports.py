"""Give ports of loopback that stay free until somebody binds them."""

import random
import socket
from contextlib import suppress
from pathlib import Path

_TOUS = range(10_000, 65_536)
_HASARD = random.SystemRandom()
"""Not the generator of the tests: its seed is the same in every process."""


def free_port() -> int:
    """Give a port where nothing listens: not one of those that the kernel gives to whoever binds none, if there are others."""
    debut, fin = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="ascii").split())
    candidats = [port for port in _TOUS if not debut <= port <= fin] or _TOUS
    for port in _HASARD.sample(candidats, 1000):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("no port of loopback is free")


def gone_url() -> str:
    """Give an address where nothing listens."""
    return f"http://127.0.0.1:{free_port()}"
