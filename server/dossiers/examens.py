"""What a reviewer has to judge in a version: the passages of a machine or of nobody, and what the rules found."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from server.brouillons.etat import read_etat, validate_etat
from server.db import now, transaction
from server.dossiers.acces import get_dossier, require_mandat
from server.dossiers.lectures import compare_versions, name_version, read_acte
from server.dossiers.models import Decision, Dossier, ExamenPassage
from server.dossiers.versions import check_courante, find_version, load_acte
from server.errors import Conflit, Faute, FichierIllisible, MinutierError, ModeleInconnu, Refus, SaisieRefusee
from server.regles import Constat, Contexte, lint
from server.regles.vue import Niveau

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from server.acte.noeuds import Acte
    from server.catalogue import Modele
    from server.comptes.dependances import CompteConnecte
    from server.dossiers.models import VersionDossier
    from server.dossiers.scelleur import Scelleur
    from server.dossiers.schemas import DemandeExamen
    from server.installation import Installation
    from server.reserve import Reserve


_CONSTATS: Final = TypeAdapter(tuple[Constat, ...])


def list_constats(installation: Installation, dossier: Dossier, version: VersionDossier) -> tuple[Constat, ...]:
    """Give what the rules find in a version today; on its saisie too, where there is one that its template accepts."""
    jour = now().astimezone().date()

    def find() -> tuple[Constat, ...]:
        return lint(_make_contexte(installation, dossier, load_acte(version, dossier.genre), jour))

    return installation.reserve.recall(("constats", *name_version(version), jour.isoformat()), _CONSTATS, find)


def _make_contexte(installation: Installation, dossier: Dossier, acte: Acte, jour: dt.date) -> Contexte:
    modele = find_modele(installation, dossier.modele)
    if modele is None or dossier.redige is None:
        return Contexte(acte=acte, date=jour)
    try:
        saisie = validate_etat(modele, read_etat(dossier.redige))
    except SaisieRefusee:
        return Contexte(acte=acte, date=jour)
    collectivite = saisie.collectivite.as_mapping()
    return Contexte(acte, jour, saisie=saisie.valeurs, modele=modele, collectivite=collectivite)


def list_refus(scelleur: Scelleur | None, version: VersionDossier) -> list[Refus]:
    """Say what would keep a version from being sealed: who reads it knows before judging the rest.

    A reader has the same examination ahead of them as a sign-off: it is made once for both.
    """
    if scelleur is None:
        return []
    try:
        return list(scelleur.examine(version.octets, version.nom).refus)
    except FichierIllisible as erreur:
        return [Refus("illisible", erreur.fichier if isinstance(erreur.fichier, str) else "fichier", erreur.raison)]
    except Conflit as erreur:
        return [Refus("cle", "serveur", str(erreur))]


def prepare(moteur: Engine, installation: Installation, scelleur: Scelleur | None, dossier_id: uuid.UUID) -> None:
    """Compute what whoever opens the present version will ask for, so that no process has to while they wait.

    The version is kept already: what fails here is said to who opens it.
    """
    with suppress(MinutierError, SQLAlchemyError), transaction(moteur, ecriture=False) as session:
        dossier = session.get_one(Dossier, dossier_id)
        version = find_version(session, dossier)
        avant = version if version.numero == 1 else find_version(session, dossier, version.numero - 1)
        read_acte(installation.reserve, version, dossier.genre)
        compare_versions(installation.reserve, avant, version, dossier.genre)
        list_constats(installation, dossier, version)
        list_refus(scelleur, version)


def find_modele(installation: Installation, code: str) -> Modele | None:
    """Give the template of a dossier, None when the installation has it no more."""
    try:
        return installation.catalogue.get(code)
    except ModeleInconnu:
        return None


def list_erreurs(constats: Sequence[Constat]) -> list[Constat]:
    """Give the findings that must be waived before a sign-off."""
    return [constat for constat in constats if constat.niveau is Niveau.ERREUR]


def list_decisions(
    session: Session, version: VersionDossier, compte_id: uuid.UUID | None = None
) -> list[ExamenPassage]:
    """List what reviewers, or one of them, decided of the passages of a version."""
    demande = select(ExamenPassage).where(ExamenPassage.version_id == version.id)
    if compte_id is not None:
        demande = demande.where(ExamenPassage.compte_id == compte_id)
    return list(session.scalars(demande.order_by(ExamenPassage.bloc, ExamenPassage.decide_le)))


def decide(
    session: Session, reserve: Reserve, compte: CompteConnecte, dossier_id: uuid.UUID, demande: DemandeExamen
) -> int:
    """Keep what a reviewer decides of passages; give how many are still to be judged.

    Raises:
        AccesRefuse: this step is somebody else's.
        Conflit: it is not the present version.
        SaisieRefusee: a paragraph that needs no decision, or a correction without words.
    """
    dossier = get_dossier(session, compte, dossier_id, verrou=True)
    require_mandat(session, compte, dossier)
    version = check_courante(session, dossier, demande.version, demande.empreinte)
    attendus = {passage.bloc for passage in read_acte(reserve, version, dossier.genre).passages}
    fautes = []
    for rang, une in enumerate(demande.decisions):
        if une.bloc not in attendus:
            fautes.append(Faute(f"decisions[{rang}].bloc", "ce paragraphe n’attend pas de décision"))
        if (une.texte is None) != (une.decision != str(Decision.CORRIGE)):
            fautes.append(Faute(f"decisions[{rang}].texte", "un texte va avec « corrige », et avec lui seul"))
    if fautes:
        raise SaisieRefusee(tuple(fautes))
    connues = {une.bloc: une for une in list_decisions(session, version, compte.id)}
    for une in demande.decisions:
        examen = connues.get(une.bloc)
        if examen is None:
            examen = connues[une.bloc] = ExamenPassage(version_id=version.id, compte_id=compte.id, bloc=une.bloc)
            session.add(examen)
        examen.decision, examen.texte, examen.decide_le = une.decision, une.texte, now()
    session.flush()
    return len(attendus - set(connues))
