"""From the last sign-off to the final file: made from what the ledger has, as often as it takes, stored once.

The ledger's row is committed before the seal is asked for. Whatever stops the service in between, the next start or the
next request for the dossier finds a validated act without a file, and makes it.
"""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from server.acte.noeuds import Genre
from server.collectivites.models import CollectiviteEnregistree
from server.comptes.models import Compte
from server.db import transaction
from server.dossiers.journal import write_registre
from server.dossiers.lectures import read_acte
from server.dossiers.models import Dossier, EtatDossier, FichierScelle, LigneRegistre, VersionDossier, Visa
from server.dossiers.scelleur import ReleveDossier, VisaReleve
from server.dossiers.service import list_visas
from server.dossiers.versions import find_version
from server.errors import MinutierError

if TYPE_CHECKING:
    import uuid

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from server.dossiers.scelleur import Scelle, Scelleur
    from server.reserve import Reserve

journal = logging.getLogger("minutier")

PROJET = "PROJET-"
PROJET_VISE, EXTRAIT = "projet", "extrait"
"""The states of a délibération, as its template names them."""
SCELLABLES = (EtatDossier.VALIDE, EtatDossier.CLOS)


def finish_all(moteur: Engine, reserve: Reserve, scelleur: Scelleur) -> int:
    """Seal every act that is validated and has no file yet; give how many were. One that fails is tried again later."""
    with transaction(moteur, ecriture=False) as session:
        scelles = select(FichierScelle.dossier_id)
        demande = select(Dossier.id).where(Dossier.etat.in_(SCELLABLES), Dossier.id.not_in(scelles))
        restes = list(session.scalars(demande))
    return sum(try_finish(moteur, reserve, scelleur, dossier_id) for dossier_id in restes)


def try_finish(moteur: Engine, reserve: Reserve, scelleur: Scelleur, dossier_id: uuid.UUID) -> bool:
    """Seal an act; where that fails, say why in the log, and leave the sign-off as it is."""
    try:
        return finish(moteur, reserve, scelleur, dossier_id)
    except (MinutierError, SQLAlchemyError, OSError) as erreur:
        journal.error("scellement remis à plus tard : dossier %s (%s)", dossier_id, type(erreur).__name__)
        return False


def finish(moteur: Engine, reserve: Reserve, scelleur: Scelleur, dossier_id: uuid.UUID) -> bool:
    """Seal an act whose last step is signed off; tell whether it was done here.

    Raises:
        MinutierError: the seal cannot be made, or is of another act.
    """
    with transaction(moteur, ecriture=False) as session:
        dossier = session.get(Dossier, dossier_id)
        if dossier is None or dossier.etat not in SCELLABLES or session.get(FichierScelle, dossier_id) is not None:
            return False
        version = find_version(session, dossier)
        octets, nom, canon = version.octets, version.nom, version.canon
        releve = make_releve(session, reserve, dossier, version)
    nom = nom.removeprefix(PROJET)
    scelle = scelleur.seal(octets, nom, releve)
    if scelle.empreinte != canon:
        raise MinutierError("le fichier scellé ne dit pas ce qui a été visé")
    with transaction(moteur) as session:
        return _keep(session, dossier_id, version.id, nom, releve, scelle)


def make_releve(session: Session, reserve: Reserve, dossier: Dossier, version: VersionDossier) -> ReleveDossier:
    """Say what is known of an act, from what the database and the ledger have of it."""
    redige = dossier.redige or {}
    return ReleveDossier(
        dossier=str(dossier.id),
        version=version.numero,
        titre=dossier.titre,
        genre=dossier.genre,
        modele=dossier.modele,
        version_modele=dossier.version_modele,
        collectivite=_find_siren(session, dossier),
        etape=_find_etape(dossier),
        projet=_find_projet(session, dossier),
        canon=version.canon,
        sha256=version.sha256,
        redacteur=redige.get("redacteur", ""),
        modele_ia=redige.get("modele_ia", ""),
        version_invites=redige.get("invites", ""),
        origines=read_acte(reserve, version, dossier.genre).origines,
        visas=tuple(_describe_visa(session, visa) for visa in list_visas(session, version)),
    )


def _find_siren(session: Session, dossier: Dossier) -> str:
    """Give the SIREN of the collectivité: as it is described, else as the act was drafted with."""
    enregistree = session.get(CollectiviteEnregistree, dossier.collectivite_id) if dossier.collectivite_id else None
    if enregistree is not None:
        return str(enregistree.donnees.get("siren", ""))
    redige = dossier.redige or {}
    propre = redige.get("collectivite") or redige.get("saisie", {}).get("collectivite")
    return str(propre.get("siren", "")) if isinstance(propre, dict) else ""


def _find_etape(dossier: Dossier) -> str:
    """Tell the projet of a délibération from its extrait: one is signed off before the vote, the other after."""
    etat = (dossier.redige or {}).get("saisie", {}).get("etat")
    return etat if dossier.genre == Genre.DELIBERATION and etat in {PROJET_VISE, EXTRAIT} else ""


def _find_projet(session: Session, dossier: Dossier) -> str:
    """Give the digest of the last projet that was sealed from the draft of this extrait; empty without one."""
    if dossier.brouillon_id is None or _find_etape(dossier) != EXTRAIT:
        return ""
    demande = (
        select(Dossier, VersionDossier.canon)
        .join(FichierScelle, FichierScelle.dossier_id == Dossier.id)
        .join(VersionDossier, VersionDossier.id == FichierScelle.version_id)
        .where(Dossier.brouillon_id == dossier.brouillon_id, Dossier.cree_le < dossier.cree_le)
        .order_by(Dossier.cree_le.desc())
    )
    return next((canon for autre, canon in session.execute(demande) if _find_etape(autre) == PROJET_VISE), "")


def _describe_visa(session: Session, visa: Visa) -> VisaReleve:
    ligne = session.get_one(LigneRegistre, visa.rang)
    donnees = json.loads(ligne.contenu)["donnees"]
    relecteur = session.get_one(Compte, visa.compte_id)
    pour = None if visa.pour_id is None else session.get_one(Compte, visa.pour_id)
    return VisaReleve(
        prenom=relecteur.prenom,
        nom=relecteur.nom,
        role=visa.role,
        pour=None if pour is None else f"{pour.prenom} {pour.nom}",
        motif=donnees["motif"],
        instant=visa.cree_le,
        controles=tuple(donnees["controles"]),
        derogations=tuple(sorted({une["code"] for une in donnees["derogations"]})),
        rang=visa.rang,
        empreinte=ligne.empreinte,
    )


def _keep(  # noqa: PLR0913, PLR0917 -- what a row is made of
    session: Session, dossier_id: uuid.UUID, version_id: uuid.UUID, nom: str, releve: ReleveDossier, scelle: Scelle
) -> bool:
    session.scalars(select(Dossier.id).where(Dossier.id == dossier_id).with_for_update()).one()
    if session.get(FichierScelle, dossier_id) is not None:
        return False
    sha256 = hashlib.sha256(scelle.fichier).hexdigest()
    session.add(
        FichierScelle(
            dossier_id=dossier_id,
            version_id=version_id,
            visa_rang=releve.sequence,
            nom=nom,
            octets=scelle.fichier,
            sidecar=scelle.sidecar,
            sha256=sha256,
        )
    )
    donnees = {
        "version": releve.version,
        "canon": releve.canon,
        "visa": releve.sequence,
        "fichier": sha256,
        "sidecar": hashlib.sha256(scelle.sidecar).hexdigest(),
    }
    write_registre(session, "scellement", None, donnees, dossier_id)
    return True
