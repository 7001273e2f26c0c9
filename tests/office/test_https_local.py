"""`make word`: HTTPS on this machine, with a certificate that is good for its names alone, and the manifest to load."""

import re
import ssl
import subprocess
import sys
from pathlib import Path

import httpx2

from server.office import check_manifeste
from tests.ports import free_port

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "https_local.py"


def test_the_pane_is_served_over_https(tmp_path, monkeypatch):
    monkeypatch.setenv("MINUTIER_DONNEES", str(tmp_path))
    port = free_port()
    with subprocess.Popen([sys.executable, str(SCRIPT), str(port)], stdout=subprocess.PIPE, text=True) as processus:
        try:
            lignes = [processus.stdout.readline() for _ in range(3)]
            certificat, manifeste = (Path(re.search(r" : (/.*)\n", ligne)[1]) for ligne in lignes[1:])
            url = f"https://localhost:{port}"
            assert check_manifeste(manifeste.read_bytes(), url) == ()
            assert (certificat.with_suffix(".key").stat().st_mode & 0o777) == 0o600
            contexte = ssl.create_default_context(cafile=certificat)
            transport = httpx2.HTTPTransport(verify=contexte, retries=7)
            with httpx2.Client(transport=transport, timeout=60) as client:
                reponse = client.get(f"{url}/volet")
            assert reponse.status_code == 200
            assert "frame-ancestors 'none'" in reponse.headers["content-security-policy"]
        finally:
            processus.terminate()
