"""A sealed act in the other format, issued only when it says exactly the same thing.

Our writer makes it where the act was as it had made it; else LibreOffice converts the sealed file.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from server import formats
from server.acte.canon import digest
from server.errors import EcritureImpossible, FichierIllisible
from server.formats.paquet import Paquet
from server.libreoffice import DELAI_S, convert
from server.sceau.examen import detect_sorte, list_refus
from server.sceau.proprietes import list_paires
from server.sceau.scellement import Scelle, carry
from server.sceau.sidecar import parse_sidecar
from server.sceau.transport import decode

if TYPE_CHECKING:
    from server.charte import Charte
    from server.sceau.enveloppe import Enveloppe

AUTRE: Final = {"docx": "odt", "odt": "docx"}


def convert_scelle(scelle: Scelle, nom: str, charte: Charte | None = None, delai_s: float = DELAI_S) -> Scelle:
    """Give a sealed act in the other format, with the same seal and the same sidecar.

    Args:
        scelle: what `seal` gave.
        nom: how the sealed file is named.
        charte: the look of the collectivité; None: LibreOffice converts whatever the act is.
        delai_s: seconds that LibreOffice may take.

    Raises:
        LibreOfficeIndisponible: only LibreOffice could make it, and it is not there or does not answer.
        EcritureImpossible: it could not be made, or would not say exactly the same thing.
        FichierIllisible: the sealed file is none.
    """
    vers = AUTRE[detect_sorte(scelle.fichier, nom)]
    enveloppe = parse_sidecar(scelle.sidecar).enveloppe
    if scelle.intact and charte is not None:
        ecrit = _write(scelle, nom, vers, charte, enveloppe)
        if _is_same(ecrit, vers, scelle.empreinte, enveloppe):
            return replace(scelle, fichier=ecrit)
    converti = convert(scelle.fichier, AUTRE[vers], vers, delai_s=delai_s)
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
