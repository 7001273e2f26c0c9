import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.conftest import ReseauFermeError

RACINE = Path(__file__).resolve().parents[2]
AILLEURS = "192.0.2.1"  # TEST-NET-1 (RFC 5737): no machine has it


@pytest.mark.parametrize(
    "attempt",
    [
        lambda prise: prise.connect((AILLEURS, 9)),
        lambda prise: prise.connect_ex((AILLEURS, 9)),
        lambda _: socket.create_connection((AILLEURS, 9), timeout=1),
        lambda _: socket.getaddrinfo("exemple.invalid", 443),
        lambda _: socket.gethostbyname("exemple.invalid"),
        lambda _: httpx2.get(f"http://{AILLEURS}/", trust_env=False),
        lambda _: httpx2.get("https://exemple.invalid/", trust_env=False),
    ],
)
def test_a_test_cannot_leave_the_machine(attempt):
    with socket.socket() as prise, pytest.raises(ReseauFermeError):
        attempt(prise)


def test_a_test_cannot_send_a_datagram():
    with socket.socket(type=socket.SOCK_DGRAM) as prise, pytest.raises(ReseauFermeError):
        prise.sendto(b"x", (AILLEURS, 9))


@pytest.mark.parametrize("hote", ["127.0.0.1", "localhost"])
def test_loopback_is_open(hote):
    with socket.create_server(("127.0.0.1", 0)) as serveur:
        with socket.create_connection((hote, serveur.getsockname()[1]), timeout=5):
            accepte, adresse = serveur.accept()
            accepte.close()
        assert adresse[0] == "127.0.0.1"


def test_unix_sockets_are_open():
    gauche, droite = socket.socketpair()
    with gauche, droite:
        gauche.sendall(b"x")
        assert droite.recv(1) == b"x"


def test_the_settings_of_the_host_are_not_seen():
    assert not [nom for nom in os.environ if nom.startswith("MINUTIER_")]


def test_a_test_that_never_ends_is_named_and_the_others_go_on(tmp_path):
    """By the settings of the house, sooner."""
    (tmp_path / "test_x.py").write_text(
        "import threading\ndef test_sans_fin(): threading.Event().wait()\ndef test_suivant(): pass\n", encoding="utf-8"
    )
    options = ["-n", "1", "-p", "no:cacheprovider", "-o", "faulthandler_timeout=3", "-c", RACINE / "pyproject.toml"]
    commande = [sys.executable, "-m", "pytest", *options, f"--rootdir={tmp_path}", tmp_path]
    fini = subprocess.run(commande, capture_output=True, text=True, check=False)
    assert fini.returncode == 1
    assert "crashed while running 'test_x.py::test_sans_fin'" in fini.stdout
    assert "1 failed, 1 passed" in fini.stdout
    assert "in test_sans_fin" in fini.stderr
