"""The final file of a dossier, and what is made of it but never kept: the other format, the PDF, an attestation."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server import sceau
from server.collectivites.service import wants_mention
from server.controle.impression import print_scelle
from server.dossiers.models import Dossier, FichierScelle, VersionDossier
from server.errors import Conflit, EcritureImpossible, LibreOfficeIndisponible
from server.registre.service import list_lignes

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from server.charte import Charte
    from server.dossiers.scelleur import Scelleur
    from server.installation import Installation


@dataclass(frozen=True, slots=True)
class FichierFinal:
    """The final file of a dossier as it is kept.

    Attributes:
        nom, format, octets, sidecar: the sealed file, its extension, its seal beside it.
        canon: the digest that was approved.
        source: the version that was sealed, as it was deposited.
        inscrit: whether the ledger has this very seal.
        mention: whether the collectivité wants its PDF to say who signed off.
    """

    nom: str
    format: str
    octets: bytes
    sidecar: bytes
    canon: str
    source: bytes
    inscrit: bool
    mention: bool

    @property
    def base(self) -> str:
        """Give its name without the extension."""
        return self.nom.rpartition(".")[0] or self.nom


def find_final(session: Session, installation: Installation, dossier_id: uuid.UUID) -> FichierFinal | None:
    """Find the final file of a dossier; None when it has none yet."""
    scelle = session.get(FichierScelle, dossier_id)
    if scelle is None:
        return None
    version = session.get_one(VersionDossier, scelle.version_id)
    sha256 = hashlib.sha256(scelle.sidecar).hexdigest()
    lignes = list_lignes(session, dossier_id)
    return FichierFinal(
        nom=scelle.nom,
        format=version.format,
        octets=scelle.octets,
        sidecar=scelle.sidecar,
        canon=version.canon,
        source=version.octets,
        inscrit=any(une["genre"] == "scellement" and une["donnees"]["sidecar"] == sha256 for une in lignes),
        mention=wants_mention(session, installation, session.get_one(Dossier, dossier_id).collectivite_id),
    )


def convert(final: FichierFinal, charte: Charte) -> bytes:
    """Give the sealed file in the other format, with the same seal.

    Raises:
        LibreOfficeIndisponible: only LibreOffice could make it, and it is not there or does not answer.
        Conflit: it would not say exactly the same thing.
    """
    intact = sceau.examine(final.source, final.nom).intact
    scelle = sceau.Scelle(final.octets, final.sidecar, final.canon, b"", intact)
    try:
        return sceau.convert_scelle(scelle, final.nom, charte).fichier
    except LibreOfficeIndisponible:
        raise
    except EcritureImpossible as erreur:
        raise Conflit(f"L’acte n’existe qu’en .{final.format}. {erreur.raison}") from erreur


def make_pdf(final: FichierFinal) -> bytes:
    """Give the PDF of the sealed file.

    Raises:
        LibreOfficeIndisponible: LibreOffice is not there, or does not answer.
        Conflit: LibreOffice could not make it.
    """
    return print_scelle(final.octets, final.nom, sceau.read_releve(final.sidecar), mention=final.mention)


def give_sidecar(final: FichierFinal, scelleur: Scelleur | None) -> bytes:
    """Give the sidecar, attested where its key was revoked since: only if the ledger has it."""
    return scelleur.attest(final.sidecar) if scelleur is not None and final.inscrit else final.sidecar
