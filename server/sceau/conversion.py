"""A sealed act in the other format, issued only when it says exactly the same thing.

Our writer makes it where the act was as it had made it; else LibreOffice converts the sealed file, in a profile of its
own that is thrown away, within a time limit.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from server import formats
from server.acte.canon import digest
from server.errors import EcritureImpossible, FichierIllisible
from server.formats.paquet import Paquet
from server.sceau.examen import detect_sorte, list_refus
from server.sceau.proprietes import list_paires
from server.sceau.scellement import Scelle, carry
from server.sceau.sidecar import parse_sidecar
from server.sceau.transport import decode

if TYPE_CHECKING:
    from server.charte import Charte
    from server.sceau.enveloppe import Enveloppe

DELAI_S: Final = 60.0
AUTRE: Final = {"docx": "odt", "odt": "docx"}
_FILTRES: Final = {"docx": "docx:MS Word 2007 XML", "odt": "odt:writer8"}


def convert_scelle(scelle: Scelle, nom: str, charte: Charte | None = None, delai_s: float = DELAI_S) -> Scelle:
    """Give a sealed act in the other format, with the same seal and the same sidecar.

    Args:
        scelle: what `seal` gave.
        nom: how the sealed file is named.
        charte: the look of the collectivité; None: LibreOffice converts whatever the act is.
        delai_s: seconds that LibreOffice may take.

    Raises:
        EcritureImpossible: it could not be made, or would not say exactly the same thing.
        FichierIllisible: the sealed file is none.
    """
    vers = AUTRE[detect_sorte(scelle.fichier, nom)]
    enveloppe = parse_sidecar(scelle.sidecar).enveloppe
    if scelle.intact and charte is not None:
        ecrit = _write(scelle, nom, vers, charte, enveloppe)
        if _is_same(ecrit, vers, scelle.empreinte, enveloppe):
            return replace(scelle, fichier=ecrit)
    converti = _convert(scelle.fichier, AUTRE[vers], vers, delai_s)
    if not _is_same(converti, vers, scelle.empreinte, enveloppe):
        raise EcritureImpossible(
            nom, f"converti en .{vers} par LibreOffice, l’acte ne dirait plus exactement la même chose."
        )
    return replace(scelle, fichier=converti)


def _write(scelle: Scelle, nom: str, vers: str, charte: Charte, enveloppe: Enveloppe) -> bytes:
    acte = formats.read(scelle.fichier, nom).acte
    return carry(formats.write(acte, vers, charte), f"acte.{vers}", enveloppe)


def _is_same(fichier: bytes, vers: str, empreinte: str, enveloppe: Enveloppe) -> bool:
    nom = f"acte.{vers}"
    try:
        acte = formats.read(fichier, nom).acte
        paquet = Paquet(fichier, nom)
        porte = decode(list_paires(paquet, vers))
        return digest(acte) == empreinte and porte.enveloppe == enveloppe and not list_refus(paquet, vers, acte)
    except FichierIllisible:
        return False


def _convert(fichier: bytes, de: str, vers: str, delai_s: float) -> bytes:
    soffice = shutil.which("soffice")
    if soffice is None:
        raise EcritureImpossible(f"acte.{vers}", "LibreOffice n’est pas installé sur le serveur.")
    with tempfile.TemporaryDirectory(prefix="minutier-") as dossier:
        source = Path(dossier, f"acte.{de}")
        source.write_bytes(fichier)
        sortie = Path(dossier, "sortie")
        commande = [
            soffice,
            f"-env:UserInstallation=file://{dossier}/profil",
            *("--headless", "--norestore", "--convert-to", _FILTRES[vers], "--outdir", str(sortie), str(source)),
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
            raise EcritureImpossible(f"acte.{vers}", f"LibreOffice n’a pas répondu en {delai_s:g} s.") from None
        finally:
            # Whatever the end, nothing of it goes on in a folder that is about to be deleted.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(appel.pid, signal.SIGKILL)
