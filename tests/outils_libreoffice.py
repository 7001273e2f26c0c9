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
# What somebody does in Writer: open, find and replace, save under the same name and in the same format.
CORRIGER = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Corriger(adresse As String, avant As String, apres As String)
  Dim cache(0) As New com.sun.star.beans.PropertyValue
  cache(0).Name = &quot;Hidden&quot;
  cache(0).Value = True
  texte = StarDesktop.loadComponentFromURL(adresse, &quot;_blank&quot;, 0, cache())
  demande = texte.createReplaceDescriptor()
  demande.SearchCaseSensitive = True
  demande.SearchString = avant
  demande.ReplaceString = apres
  If texte.replaceAll(demande) &gt; 0 Then texte.store()
  texte.close(True)
End Sub
</script:module>
"""
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


def correct(fichier: bytes, format_: str, avant: str, apres: str) -> bytes:
    """Open a file in Writer, put some words in the place of others there, save it; give the file that it saved."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is missing: run make paquets"
    with tempfile.TemporaryDirectory(prefix="minutier-lo-") as dossier:
        appel = [soffice, f"-env:UserInstallation=file://{dossier}/profil", "--headless", "--norestore"]
        # The first start makes the profile, and would put its own module in the place of ours.
        _run([*appel, "--terminate_after_init"])
        Path(dossier, "profil/user/basic/Standard/Module1.xba").write_text(CORRIGER, encoding="utf-8")
        chemin = Path(dossier, f"acte.{format_}")
        chemin.write_bytes(fichier)
        dits = _run([*appel, f'macro:///Standard.Module1.Corriger("{chemin.as_uri()}","{avant}","{apres}")'])
        corrige = chemin.read_bytes()
        assert corrige != fichier, f"« {avant} » was not found: {dits}"
        return corrige


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
