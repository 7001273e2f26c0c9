"""Seal a file: bind what a reviewer states to what the file says, and carry it in the file and beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from server.errors import SceauRefuse
from server.formats.paquet import Paquet
from server.formats.proprietes import NOM_DE_CHAMP
from server.sceau.enonce import build_enonce, render_enonce
from server.sceau.enveloppe import TYPE_CHARGE, Enveloppe, render_bytes
from server.sceau.examen import detect_sorte, examine_avec_fichier, is_propriete_projet
from server.sceau.paquet_modifie import rewrite
from server.sceau.proprietes import replace_paires
from server.sceau.sidecar import Sidecar, render_sidecar
from server.sceau.transport import PREFIXE, encode

if TYPE_CHECKING:
    from server.sceau.cles import ClePrivee
    from server.sceau.examen import Examen
    from server.sceau.releve import Releve

STATUT: Final = NOM_DE_CHAMP["statut"]
STATUT_VISE: Final = "VISÉ"


@dataclass(frozen=True, slots=True)
class Scelle:
    """A sealed file.

    Attributes:
        fichier: the file with its seal in it.
        sidecar: the `.visa.json` that goes beside it, and with the other format too.
        empreinte: digest of the canon that was approved.
        enveloppe: the signed envelope alone (DSSE, JSON).
        intact: whether the file that was sealed was as our writer made it.
    """

    fichier: bytes
    sidecar: bytes
    empreinte: str
    enveloppe: bytes
    intact: bool = False


def seal(fichier: bytes, nom: str, releve: Releve, cle: ClePrivee) -> Scelle:
    """Seal a file: the user's own package, with the marks of a draft removed and the seal put in.

    A seal that it carries already is replaced.

    Raises:
        SceauRefuse: with every reason found.
        FichierIllisible: neither a .docx nor an .odt, or a damaged or hostile one.
    """
    return seal_examine(*examine_avec_fichier(fichier, nom), nom, releve, cle)


def seal_examine(examen: Examen, retire: bytes, nom: str, releve: Releve, cle: ClePrivee) -> Scelle:
    """Seal what `examine_avec_fichier` gave: the same as `seal`, without reading the file again.

    Raises:
        SceauRefuse: with every reason found.
    """
    if examen.refus:
        raise SceauRefuse(examen.refus)
    enveloppe = cle.sign(TYPE_CHARGE, render_enonce(build_enonce(releve, examen)))
    lignes = tuple(ligne.ligne for ligne in examen.lignes)
    return Scelle(
        carry(retire, nom, enveloppe),
        render_sidecar(Sidecar(enveloppe, lignes)),
        examen.empreinte,
        render_bytes(enveloppe),
        examen.intact,
    )


def carry(fichier: bytes, nom: str, enveloppe: Enveloppe) -> bytes:
    """Put an envelope into the properties of a file, in the place of any other."""
    sorte = detect_sorte(fichier, nom)
    paquet = Paquet(fichier, nom)
    ajouts = [(STATUT, STATUT_VISE), *encode(enveloppe)]
    return rewrite(paquet, replace_paires(paquet, sorte, _is_kept, ajouts))


def _is_kept(propriete: str) -> bool:
    return not propriete.startswith(PREFIXE) and not is_propriete_projet(propriete)
