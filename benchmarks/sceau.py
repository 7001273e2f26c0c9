"""A sealed act of ten pages, to measure its verification."""

from __future__ import annotations

import datetime as dt
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from benchmarks.reference import make_acte, make_long
from server import formats, sceau
from server.charte import load_charte
from server.formats.projet import AVIS_SANS_MODELE
from server.ressources import find_dossier

ARTICLES = 70
"""Ten pages in the charte that comes with Minutier."""
_INSTANT = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


def _make_cle() -> sceau.ClePrivee:
    secrete = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"banc").digest())
    brute = secrete.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return sceau.ClePrivee(secrete, sceau.ClePublique(1, brute, _INSTANT))


_CLE = _make_cle()
CLES = sceau.Cles((_CLE.publique,))


def seal_long(sorte: str) -> bytes:
    """Seal the reference act with as many articles as ten pages hold; refuse to measure what is not valid."""
    acte = make_acte(make_long(ARTICLES) | {"avis": AVIS_SANS_MODELE})
    releve = sceau.Releve(
        sceau.ActeVise("arrete", acte.titre, "213800001", "reference", "1"),
        sceau.Relecteur("Camille Dupont", "elu"),
        _INSTANT,
        sceau.Controles(exactitude=True, plausibilite=True, sources=True),
        1,
        "0" * 64,
    )
    fichier = formats.write(acte, sorte, load_charte(find_dossier("styles")))
    scelle = sceau.seal(fichier, f"acte.{sorte}", releve, _CLE).fichier
    verdict = sceau.verify(scelle, f"acte.{sorte}", CLES)
    if verdict.etat is not sceau.Etat.VALIDE:
        raise SystemExit(f"le banc ne mesure pas un acte valide : {verdict}")
    return scelle
