#!/usr/bin/env python3
"""Serve Minutier over HTTPS on this machine, to try the pane of Word: a certificate of its own, the manifest to load.

Usage: https_local.py [PORT]. For a trial on one's own machine: users come through a proxy that has a real certificate.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import sys
from typing import TYPE_CHECKING

import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from server.app import OPTIONS
from server.db import migrate, open_engine
from server.office import make_manifeste
from server.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

# Long enough for a trial, too short for anything else.
JOURS = 90


def make_certificat(dossier: Path) -> tuple[Path, Path]:
    """Make a certificate for the names of this machine, and its key, unless they are there."""
    certificat, cle = dossier / "localhost.crt", dossier / "localhost.key"
    if certificat.exists() and cle.exists():
        return certificat, cle
    secret = ec.generate_private_key(ec.SECP256R1())
    nom = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Minutier, essai sur ce poste")])
    noms = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    debut = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)
    signe = (
        x509.CertificateBuilder()
        .subject_name(nom)
        .issuer_name(nom)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(debut)
        .not_valid_after(debut + dt.timedelta(days=JOURS))
        .add_extension(x509.SubjectAlternativeName(noms), critical=False)
        # It signs nothing but itself: whoever trusts it trusts this machine under these names, and no other.
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(secret, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    formats = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    descripteur = os.open(cle, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descripteur, "wb") as fichier:
        fichier.write(secret.private_bytes(pem, *formats))
    certificat.write_bytes(signe.public_bytes(pem))
    return certificat, cle


def main() -> None:
    """Make what is missing, say what is left to do by hand, serve."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8443
    url = f"https://localhost:{port}"
    os.environ["MINUTIER_URL_PUBLIQUE"] = url
    settings = load_settings()
    moteur = open_engine(settings)
    migrate(moteur)
    moteur.dispose()
    dossier = settings.find_donnees() / "https-local"
    dossier.mkdir(parents=True, exist_ok=True)
    certificat, cle = make_certificat(dossier)
    manifeste = dossier / "minutier-word.xml"
    manifeste.write_bytes(make_manifeste(url))
    sys.stdout.write(
        f"Minutier s’ouvre à l’adresse {url} (Ctrl-C l’arrête).\n"
        f"À approuver sur ce poste, comme autorité de certification racine : {certificat}\n"
        f"À charger dans Word : {manifeste}\n"
    )
    sys.stdout.flush()
    fichiers = {"ssl_certfile": str(certificat), "ssl_keyfile": str(cle)}
    uvicorn.run("server.app:create_worker", factory=True, host="127.0.0.1", port=port, **fichiers, **OPTIONS)


if __name__ == "__main__":
    main()
