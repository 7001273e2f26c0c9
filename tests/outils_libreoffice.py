"""Drive a real LibreOffice from tests: several files in one call, a profile of its own, never the user's."""

import shutil
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


def convert(fichiers: list[tuple[str, bytes]], vers: str) -> list[bytes]:
    """Convert files (name with its extension, bytes) with one call of soffice; give the results in the same order.

    Raises AssertionError with LibreOffice's own words when a file is missing from the results.
    """
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
        fait = subprocess.run(commande, check=False, capture_output=True, text=True, timeout=DELAI_S)
        resultats = [sortie / chemin.with_suffix(f".{vers}").name for chemin in chemins]
        manquants = [r.name for r in resultats if not r.exists()]
        assert not manquants, f"{manquants}: {fait.stdout} {fait.stderr}"
        return [resultat.read_bytes() for resultat in resultats]
