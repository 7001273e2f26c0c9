"""Run LibreOffice, the only place that does: one file in, one file out, and nothing left behind.

Each call has a profile of its own, thrown away (two on one profile collide), an environment without the secrets of the
service, a time limit, and ends with all of its processes.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Final

from server.errors import EcritureImpossible, LibreOfficeIndisponible

DELAI_S: Final = 120.0
"""Seconds. A first start on a slow machine takes about twenty."""
SIMULTANES: Final = 2
"""Calls of one process at once: each takes a core and 200 MiB."""
ABSENT: Final = (
    "LibreOffice n’est pas installé sur le serveur : le service informatique doit y installer le paquet "
    "« libreoffice-writer »."
)
OCCUPE: Final = "LibreOffice fait déjà d’autres conversions : recommencez dans un instant."
_FILTRES: Final = {"docx": "docx:MS Word 2007 XML", "odt": "odt:writer8", "pdf": "pdf:writer_pdf_Export"}
# A document that does not name its language is taken to be in that of the office: a PDF must say the right one.
_REGLAGES: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Linguistic/General"><prop oor:name="DefaultLocale" oor:op="fuse">\
<value>fr-FR</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">\
<value>fr-FR</value></prop></item>
</oor:items>
"""

_places = threading.BoundedSemaphore(SIMULTANES)


def find_soffice() -> str | None:
    """Find LibreOffice; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(fichier: bytes, de: str, vers: str, options: str = "", delai_s: float = DELAI_S) -> bytes:
    """Convert a document.

    Args:
        fichier: a .docx or an .odt.
        de: its extension.
        vers: the extension wanted: docx, odt or pdf.
        options: of the export filter, as it writes them.
        delai_s: seconds that LibreOffice may take, and seconds that it may be waited for.

    Raises:
        LibreOfficeIndisponible: not installed, too slow, or too busy.
        EcritureImpossible: it could not convert this document.
    """
    soffice = find_soffice()
    if soffice is None:
        raise LibreOfficeIndisponible(f"acte.{vers}", ABSENT)
    if not _places.acquire(timeout=delai_s):
        raise LibreOfficeIndisponible(f"acte.{vers}", OCCUPE)
    try:
        return _convert(soffice, fichier, de, vers, options, delai_s)
    finally:
        _places.release()


def _convert(soffice: str, fichier: bytes, de: str, vers: str, options: str, delai_s: float) -> bytes:  # noqa: PLR0913, PLR0917 -- see convert
    with tempfile.TemporaryDirectory(prefix="minutier-") as dossier:
        source, sortie, reglages = (Path(dossier, nom) for nom in (f"acte.{de}", "sortie", "profil/user"))
        source.write_bytes(fichier)
        reglages.mkdir(parents=True)
        (reglages / "registrymodifications.xcu").write_text(_REGLAGES, encoding="utf-8")
        filtre = f"{_FILTRES[vers]}:{options}" if options else _FILTRES[vers]
        commande = [
            soffice,
            f"-env:UserInstallation={reglages.parent.as_uri()}",
            *("--headless", "--norestore", "--convert-to", filtre, "--outdir", str(sortie), str(source)),
        ]
        _run(commande, dossier, vers, delai_s)
        try:
            return (sortie / f"acte.{vers}").read_bytes()
        except FileNotFoundError:
            raise EcritureImpossible(f"acte.{vers}", "LibreOffice n’a pas pu convertir l’acte.") from None


def _run(commande: list[str], dossier: str, vers: str, delai_s: float) -> None:
    """Run soffice, which hands its work to a child: when it hangs, all of its group ends."""
    # The environment of the service holds secrets that a converter has no use for.
    environnement = {"PATH": os.defpath, "HOME": dossier, "LANG": "C.UTF-8"}
    nul = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 -- no shell; the file has a name of ours
        commande, env=environnement, stdin=nul, stdout=nul, stderr=nul, start_new_session=True
    ) as appel:
        try:
            appel.wait(delai_s)
        except subprocess.TimeoutExpired:
            raise LibreOfficeIndisponible(f"acte.{vers}", f"LibreOffice n’a pas répondu en {delai_s:g} s.") from None
        finally:
            # Whatever the end, nothing of it goes on in a folder that is about to be deleted.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(appel.pid, signal.SIGKILL)
