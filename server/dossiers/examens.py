"""What a reviewer has to judge in a version: the passages of a machine or of nobody, and what the rules found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from server.acte.fragments import Fragment
from server.acte.noeuds import Feuille
from server.acte.parcours import walk
from server.brouillons.etat import read_etat, validate_etat
from server.comparaison.origines import A_REVOIR
from server.db import now
from server.dossiers.acces import get_dossier, require_mandat
from server.dossiers.models import Decision, Dossier, ExamenPassage
from server.dossiers.versions import check_courante, load_acte
from server.errors import Conflit, Faute, FichierIllisible, ModeleInconnu, Refus, SaisieRefusee
from server.regles import Contexte, lint
from server.regles.vue import Niveau

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from server.acte.noeuds import Acte
    from server.catalogue import Modele
    from server.comptes.dependances import CompteConnecte
    from server.dossiers.models import VersionDossier
    from server.dossiers.scelleur import Scelleur
    from server.dossiers.schemas import DemandeExamen
    from server.installation import Installation
    from server.regles import Constat


@dataclass(frozen=True, slots=True)
class PassageARevoir:
    """A paragraph that holds words of a machine, or of nobody knows whom."""

    bloc: int
    texte: str
    origines: tuple[str, ...]


def list_passages(acte: Acte) -> list[PassageARevoir]:
    """List what must be accepted, corrected or rejected in an act."""
    passages = []
    for rang, place in enumerate(walk(acte)):
        if not isinstance(place.feuille, Feuille):
            continue
        fragments = [e for e in place.feuille.contenu if isinstance(e, Fragment)]
        origines = {str(e.origine) for e in fragments if e.origine in A_REVOIR and e.texte.strip()}
        if origines:
            passages.append(PassageARevoir(rang, place.feuille.texte, tuple(sorted(origines))))
    return passages


def list_constats(installation: Installation, dossier: Dossier, version: VersionDossier) -> tuple[Constat, ...]:
    """Give what the rules find in a version today; on its saisie too, where there is one that its template accepts."""
    jour = now().astimezone().date()
    constats = installation.constats.get((version.id, jour))
    if constats is None:
        constats = lint(_make_contexte(installation, dossier, load_acte(version, dossier.genre), jour))
        installation.constats.keep((version.id, jour), constats)
    return constats


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


def decide(session: Session, compte: CompteConnecte, dossier_id: uuid.UUID, demande: DemandeExamen) -> int:
    """Keep what a reviewer decides of passages; give how many are still to be judged.

    Raises:
        AccesRefuse: this step is somebody else's.
        Conflit: it is not the present version.
        SaisieRefusee: a paragraph that needs no decision, or a correction without words.
    """
    dossier = get_dossier(session, compte, dossier_id, verrou=True)
    require_mandat(session, compte, dossier)
    version = check_courante(session, dossier, demande.version, demande.empreinte)
    attendus = {passage.bloc for passage in list_passages(load_acte(version, dossier.genre))}
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
