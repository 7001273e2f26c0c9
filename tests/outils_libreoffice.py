"""Drive a real LibreOffice from tests: several files in one call, a profile of its own, never the user's."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

FILTRES = {
    "docx": "docx:MS Word 2007 XML",
    "odt": "odt:writer8",
    "pdf": "pdf:writer_pdf_Export",
    "txt": "txt:Text (encoded):UTF8",
}
DELAI_S = 180
PAR_APPEL = 40
"""Files of one call: a call that hangs is told before a test runner gives up."""


def convert(fichiers: list[tuple[str, bytes]], vers: str) -> list[bytes]:
    """Convert files (name with its extension, bytes) with as few calls as possible; give the results in the same order.

    Raises AssertionError with LibreOffice's own words when a file is missing from the results.
    """
    lots = (fichiers[i : i + PAR_APPEL] for i in range(0, len(fichiers), PAR_APPEL))
    return [resultat for lot in lots for resultat in _convert_batch(lot, vers)]


def _convert_batch(fichiers: list[tuple[str, bytes]], vers: str) -> list[bytes]:
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is missing: run make paquets"
    with tempfile.TemporaryDirectory(prefix="minutier-lo-") as dossier:
        entree, sortie, profil = (Path(dossier) / nom for nom in ("entree", "sortie", "profil"))
        entree.mkdir()
        chemins = []
        for rang, (nom, donnees) in enumerate(fichiers):
            chemin = entree / f"{rang:04d}-{nom}"
            chemin.write_bytes(donnees)
            chemins.append(chemin)
        commande = [
            soffice,
            f"-env:UserInstallation=file://{profil}",
            *("--headless", "--norestore", "--convert-to", FILTRES[vers], "--outdir", str(sortie)),
            *map(str, chemins),
        ]
        dits = _run(commande)
        resultats = [sortie / chemin.with_suffix(f".{vers}").name for chemin in chemins]
        manquants = [r.name for r in resultats if not r.exists()]
        assert not manquants, f"{manquants}: {dits}"
        return [resultat.read_bytes() for resultat in resultats]


def _run(commande: list[str]) -> str:
    """Run soffice and give its words. It hands its work to a child: a call that hangs is ended with all of its group."""
    with subprocess.Popen(
        commande, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as appel:
        try:
            return appel.communicate(timeout=DELAI_S)[0]
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(appel.pid, signal.SIGKILL)
            raise
