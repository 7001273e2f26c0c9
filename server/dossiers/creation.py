"""From a draft, or from a document, to what a dossier begins with; nothing is written here."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from server import formats
from server.acte.fragments import Origine, text_of
from server.acte.noeuds import Genre
from server.acte.parcours import strip
from server.brouillons import repository as brouillons
from server.brouillons.etat import build_brouillon, read_etat
from server.brouillons.service import check_revision, require_etat
from server.brouillons.titre import TITRE_MAX
from server.brouillons.vue import build_acte
from server.comparaison.origines import list_machine
from server.dossiers.circuits import find_circuit
from server.dossiers.models import Dossier
from server.dossiers.versions import read_version
from server.errors import Faute, Introuvable, SaisieRefusee
from server.redaction.nommage import make_base
from server.reformulations.service import list_textes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from server.acte.noeuds import Acte
    from server.brouillons.etat import EtatRedige
    from server.brouillons.models import BrouillonEnregistre
    from server.comptes.dependances import CompteConnecte
    from server.controle.service import Recu
    from server.dossiers.schemas import NouveauDossier
    from server.dossiers.versions import Lue
    from server.installation import Installation


def prepare_brouillon(
    session: Session, compte: CompteConnecte, installation: Installation, demande: NouveauDossier
) -> tuple[Dossier, Lue]:
    """Write the file of a drafted draft, and read it again as its first version.

    Raises:
        Introuvable: no such draft for this account.
        Conflit: changed in between, or not drafted yet.
    """
    brouillon = brouillons.get_own(session, compte.id, demande.brouillon_id)
    check_revision(brouillon, demande.revision)
    modele, acte = build_acte(installation, brouillon)
    etat = require_etat(brouillon)
    machine = list_written(etat, acte)
    octets = formats.write(acte, demande.format, installation.charte)
    nom = f"{make_base(modele, acte)}.{demande.format}"
    lue = read_version(nom, octets, str(modele.genre), strip(acte), machine)
    dossier = _make_dossier(session, compte, installation, modele.code, acte.titre or brouillon.titre)
    dossier.brouillon_id, dossier.redige, dossier.machine = brouillon.id, brouillon.redige, list(machine)
    dossier.version_modele = etat.version
    return dossier, lue


def list_written(etat: EtatRedige, acte: Acte) -> tuple[str, ...]:
    """List the paragraphs that a model wrote, as it wrote them and as they stand."""
    ecrits = [
        text_of(paragraphe)
        for passage in etat.passages.values()
        if passage.ecrit.origine is Origine.IA
        for paragraphe in passage.ecrit.paragraphes
    ]
    return tuple(dict.fromkeys([*ecrits, *list_machine(acte)]))


def prepare_document(
    session: Session, compte: CompteConnecte, installation: Installation, recu: Recu, code: str
) -> tuple[Dossier, Lue]:
    """Read a document that becomes a dossier; one that a draft of this account was written to is known by its number.

    Raises:
        FichierIllisible: it is no document that we read, or is not sound.
        ModeleInconnu: no such template.
        SaisieRefusee: the document is of another kind than the template.
    """
    modele = installation.catalogue.get(code)
    lu = formats.read(recu.donnees, recu.nom).acte
    if lu.genre not in {modele.genre, Genre.INCONNU}:
        raise SaisieRefusee((Faute("modele", f"ce document est de genre « {lu.genre} », ce modèle non"),))
    brouillon = _find_brouillon(session, compte, lu.proprietes.acte_id, code)
    dossier = _make_dossier(session, compte, installation, code, lu.titre or modele.titre)
    avant: Acte | None = None
    machine: tuple[str, ...] = ()
    reformules: tuple[str, ...] = ()
    if brouillon is not None and brouillon.redige is not None:
        etat = read_etat(brouillon.redige)
        # When the template has changed since, nothing is known any more of the act that it gave.
        with suppress(SaisieRefusee):
            redige = build_brouillon(modele, etat, installation.charte, str(brouillon.id)).acte
            avant, machine = strip(redige), list_written(etat, redige)
            reformules = list_textes(session, {compte.id})
            dossier.brouillon_id, dossier.redige, dossier.machine = brouillon.id, brouillon.redige, list(machine)
    lue = read_version(recu.nom, recu.donnees, str(modele.genre), avant, machine, reformules=reformules, lu=lu)
    return dossier, lue


def _find_brouillon(session: Session, compte: CompteConnecte, acte_id: str, code: str) -> BrouillonEnregistre | None:
    try:
        brouillon = brouillons.get_own(session, compte.id, UUID(acte_id))
    except (ValueError, Introuvable):
        return None
    return brouillon if brouillon.modele == code else None


def _make_dossier(
    session: Session, compte: CompteConnecte, installation: Installation, code: str, titre: str
) -> Dossier:
    modele = installation.catalogue.get(code)
    return Dossier(
        collectivite_id=compte.collectivite_id,
        auteur_id=compte.id,
        responsable_id=compte.id,
        modele=modele.code,
        version_modele=modele.version,
        genre=str(modele.genre),
        titre=titre[:TITRE_MAX],
        machine=[],
        circuit=find_circuit(session, compte.collectivite_id, modele),
        version=0,
        etape=0,
    )
