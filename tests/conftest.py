"""Close the network, fix the environment and the pace of hypothesis for every test of the house."""

import ipaddress
import os
import socket
import sys
import tempfile
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.bases import autre, moteur, moteur_vide, reglages, serveur_postgresql

__all__ = ["autre", "moteur", "moteur_vide", "reglages", "serveur_postgresql"]

# `make test` must give the same answer twice: the short form is derandomised. The long form explores (make test-long).
_COMMUN: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("court", max_examples=60, derandomize=True, **_COMMUN)
settings.register_profile("long", max_examples=2000, print_blob=True, **_COMMUN)
settings.load_profile("court")


class ReseauFermeError(RuntimeError):
    """Say that a test tried to leave the machine; not an OSError, so that no client takes it for an outage."""


def _is_local(hote: object) -> bool:
    """Tell whether a host, as given to the socket module, is this machine."""
    if hote is None or hote in {"", b"", "localhost", b"localhost"}:
        return True
    texte = hote.decode("ascii", "replace") if isinstance(hote, bytes) else str(hote)
    try:
        return ipaddress.ip_address(texte.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse_outside(evenement: str, arguments: tuple[Any, ...]) -> None:
    """Stop a connection to another machine, by audit hook: a socket of any library is seen, in any thread."""
    if evenement in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        prise, adresse = arguments
        if prise.family == getattr(socket, "AF_UNIX", None) or adresse is None:
            return
        hote = adresse[0]
    elif evenement in {"socket.getaddrinfo", "socket.gethostbyname"}:
        hote = arguments[0]
    else:
        return
    if not _is_local(hote):
        raise ReseauFermeError(
            f"{evenement}: {hote!r}: the network is closed in tests, only loopback and AF_UNIX are open"
        )


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        default=False,
        help="write the golden files again instead of comparing with them (make golden)",
    )


def pytest_configure(config: pytest.Config) -> None:
    # A hook cannot be removed: it is set here and not at import, so that importing this file has no effect.
    sys.addaudithook(_refuse_outside)
    # The settings of whoever runs the tests are not those of the tests.
    for nom in [nom for nom in os.environ if nom.upper().startswith("MINUTIER_")]:
        del os.environ[nom]
    # Nor are the data of whoever runs them.
    dossier = tempfile.TemporaryDirectory(prefix="minutier-essais-")
    config.add_cleanup(dossier.cleanup)
    os.environ["XDG_DATA_HOME"] = os.environ["XDG_RUNTIME_DIR"] = dossier.name


@pytest.fixture(scope="session")
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    """Tell whether golden files are to be written again."""
    return bool(request.config.getoption("--rewrite-golden"))


@pytest.fixture(scope="module")
def navigateur():
    """Give the browser of a module of tests.

    As long as playwright runs, its event loop counts as running in this thread: left open for the whole session, it
    would make every `asyncio.run` of the tests that follow fail.
    """
    from tests.web.navigateur import open_navigateur  # noqa: PLC0415 -- most tests need no browser

    with open_navigateur() as navigateur:
        yield navigateur
