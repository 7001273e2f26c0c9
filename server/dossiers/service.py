"""A dossier from its making to its end; nothing here commits. Sign-off itself is in `visas`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from server.comptes.dependances import ADMINISTRATEUR
from server.db import now
from server.dossiers.acces import (
    QUATRE_YEUX,
    find_personne,
    get_dossier,
    list_redacteurs,
    list_relecteurs,
    list_signataires,
    require_mandat,
    require_responsable,
)
from server.dossiers.commentaires import RENVOI, add_commentaire
from server.dossiers.journal import write_registre
from server.dossiers.models import Dossier, EtatDossier, FichierScelle, Ouverture, VersionDossier, Visa
from server.dossiers.versions import check_courante, keep_version
from server.errors import AccesRefuse, Conflit, Faute, SaisieRefusee

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from server.comptes.dependances import CompteConnecte
    from server.comptes.models import Compte
    from server.dossiers.schemas import DemandeRenvoi, DemandeTransmission, EtapeVue, VersionVisee
    from server.dossiers.versions import Lue

A_DEPOSER = frozenset({EtatDossier.BROUILLON, EtatDossier.RENVOYE})


def create(session: Session, compte: CompteConnecte, dossier: Dossier, lue: Lue) -> Dossier:
    """Make a dossier from its first version."""
    session.add(dossier)
    session.flush()
    _write_depot(session, compte, dossier, keep_version(session, dossier, compte, lue))
    return dossier


def _write_depot(session: Session, compte: CompteConnecte, dossier: Dossier, version: VersionDossier) -> None:
    donnees = {"version": version.numero, "canon": version.canon, "sha256": version.sha256}
    write_registre(session, "depot", compte, donnees, dossier.id)


def check_depot(session: Session, compte: CompteConnecte, dossier: Dossier, numero: int) -> None:
    """Refuse a version from who may not give one now, or that was made from another than the present one.

    Raises:
        AccesRefuse: neither the one who carries the dossier nor the reviewer of the present step.
        Conflit: its state does not allow it, or it has a later version.
    """
    if dossier.etat in A_DEPOSER:
        require_responsable(compte, dossier)
    elif dossier.etat == EtatDossier.EN_RELECTURE:
        if compte.id == dossier.responsable_id:
            raise Conflit(
                "Ce dossier est en relecture : retirez-le avant d’en déposer une autre version.", _say(dossier)
            )
        if compte.id not in list_redacteurs(session, dossier):
            require_mandat(session, compte, dossier)
    else:
        raise Conflit("Cet acte est validé : il ne change plus.", _say(dossier))
    if numero != dossier.version:
        raise Conflit("Une version plus récente a été déposée : partez d’elle.", _say(dossier))


def _say(dossier: Dossier) -> dict[str, object]:
    return {"version": dossier.version, "etat": dossier.etat}


def add_version(session: Session, compte: CompteConnecte, dossier_id: uuid.UUID, numero: int, lue: Lue) -> Dossier:
    """Keep a document that comes back. In review, the circuit begins again: its steps were signed off on another text.

    Raises:
        AccesRefuse, Conflit, Introuvable: see `check_depot`.
    """
    dossier = get_dossier(session, compte, dossier_id, verrou=True)
    check_depot(session, compte, dossier, numero)
    version = keep_version(session, dossier, compte, lue)
    dossier.etape, dossier.assigne_id = 0, None
    _write_depot(session, compte, dossier, version)
    return dossier


def submit(session: Session, compte: CompteConnecte, dossier_id: uuid.UUID, demande: VersionVisee) -> Dossier:
    """Send a dossier to its circuit, at the first step that nobody signed off on this version.

    Raises:
        AccesRefuse: somebody else carries it.
        Conflit: it is under way or done, has another version, or nobody can review it.
    """
    dossier = get_dossier(session, compte, dossier_id, verrou=True)
    require_responsable(compte, dossier)
    if dossier.etat not in A_DEPOSER:
        raise Conflit("Ce dossier est déjà envoyé.", _say(dossier))
    version = check_courante(session, dossier, demande.version, demande.empreinte)
    dossier.etape = len(list_visas(session, version))
    dossier.assigne_id = None
    _check_relecteurs(session, dossier)
    _move(dossier, EtatDossier.EN_RELECTURE)
    write_registre(session, "soumission", compte, {"version": version.numero, "etape": dossier.etape}, dossier.id)
    return dossier


def _check_relecteurs(session: Session, dossier: Dossier) -> None:
    """Refuse a circuit that nobody can go through to its end, each step signed by somebody else.

    Raises:
        Conflit: names what is missing.
    """
    possibles = []
    for role in dossier.circuit[dossier.etape :]:
        relecteurs = {compte.id for compte in list_relecteurs(session, dossier, role)}
        if not relecteurs:
            raise Conflit(
                f"Personne ne peut viser l’étape « {role} » : aucun compte n’a ce rôle, hors qui a rédigé l’acte ou "
                "visé une autre étape."
            )
        possibles.append(relecteurs)
    if not _can_share(sorted(possibles, key=len)):
        raise Conflit(
            "Une même personne ne vise pas deux étapes d’un acte : il n’y a pas assez de comptes pour ce circuit."
        )


def _can_share(etapes: Sequence[set[uuid.UUID]]) -> bool:
    """Tell whether each step can have somebody of its own; those with the least choice come first."""
    return not etapes or any(_can_share([reste - {une} for reste in etapes[1:]]) for une in etapes[0])


def _move(dossier: Dossier, etat: EtatDossier) -> None:
    dossier.etat, dossier.modifie_le = etat, now()


def list_visas(session: Session, version: VersionDossier) -> Sequence[Visa]:
    """List the sign-offs of a version, in the order of the circuit."""
    return session.scalars(select(Visa).where(Visa.version_id == version.id).order_by(Visa.etape)).all()


def take_back(session: Session, compte: CompteConnecte, dossier_id: uuid.UUID, demande: EtapeVue) -> Dossier:
    """Take a dossier back from its circuit, as long as nobody has signed the step that was seen.

    Raises:
        AccesRefuse: somebody else carries it.
        Conflit: it is not under review, or the step was signed in between.
    """
    dossier = get_dossier(session, compte, dossier_id, verrou=True)
    require_responsable(compte, dossier)
    require_relecture(dossier)
    if dossier.etape != demande.etape:
        raise Conflit("Cette étape vient d’être visée : relisez le dossier.", {**_say(dossier), "etape": dossier.etape})
    _move(dossier, EtatDossier.BROUILLON)
    write_registre(session, "retrait", compte, {"version": dossier.version, "etape": dossier.etape}, dossier.id)
    return dossier


def open_version(session: Session, compte: CompteConnecte, dossier_id: uuid.UUID, demande: VersionVisee) -> None:
    """Note that somebody has a version before their eyes.

    Raises:
        Conflit: it is not the present one.
    """
    dossier = get_dossier(session, compte, dossier_id)
    version = check_courante(session, dossier, demande.version, demande.empreinte)
    dialecte = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    vue = dialecte.insert(Ouverture).values(version_id=version.id, compte_id=compte.id, ouvert_le=now())
    # Opened in two windows at once is opened.
    session.execute(vue.on_conflict_do_nothing())


def require_ouverture(session: Session, compte: CompteConnecte, version: VersionDossier) -> None:
    """Refuse to hear who has not opened what is to be judged.

    Raises:
        Conflit: this version was never opened by this account.
    """
    if session.get(Ouverture, (version.id, compte.id)) is None:
        raise Conflit("Ouvrez d’abord cette version : on ne vise pas sans avoir lu.", {"version": version.numero})


def send_back(session: Session, compte: CompteConnecte, dossier_id: uuid.UUID, demande: DemandeRenvoi) -> Dossier:
    """Send a dossier back to who carries it, with a reason; the reason is a comment, the ledger says that there is one.

    Raises:
        AccesRefuse: this step is somebody else's.
        Conflit: another version, not under review, or never opened.
    """
    dossier = get_dossier(session, compte, dossier_id, verrou=True)
    require_relecture(dossier)
    mandat = require_mandat(session, compte, dossier)
    version = check_courante(session, dossier, demande.version, demande.empreinte)
    require_ouverture(session, compte, version)
    commentaire = add_commentaire(session, compte, version, None, demande.raison, RENVOI)
    _move(dossier, EtatDossier.RENVOYE)
    dossier.assigne_id = None
    donnees = {"version": version.numero, "etape": dossier.etape, "role": mandat.role, "raison": commentaire.id.hex}
    write_registre(session, "renvoi", compte, donnees, dossier.id)
    return dossier


def require_relecture(dossier: Dossier) -> None:
    """Refuse a dossier that is not under review.

    Raises:
        Conflit: it is not.
    """
    if dossier.etat != EtatDossier.EN_RELECTURE:
        raise Conflit("Ce dossier n’est pas en relecture.", _say(dossier))


def hand_over(session: Session, compte: CompteConnecte, dossier_id: uuid.UUID, demande: DemandeTransmission) -> Dossier:
    """Give the dossier, or the review of its present step, to somebody else.

    Raises:
        AccesRefuse: it is not this account's to give.
        Conflit: the act is done, or is not under review.
        Introuvable: no such person.
        SaisieRefusee: this person may not have it.
    """
    dossier = get_dossier(session, compte, dossier_id, verrou=True)
    personne = find_personne(session, compte, demande.compte_id)
    if demande.quoi == "dossier":
        _hand_dossier(compte, dossier, personne)
    else:
        _hand_relecture(session, compte, dossier, personne)
    dossier.modifie_le = now()
    write_registre(session, "transmission", compte, {"quoi": demande.quoi}, dossier.id, vers=personne)
    return dossier


def _hand_dossier(compte: CompteConnecte, dossier: Dossier, personne: Compte) -> None:
    if ADMINISTRATEUR not in compte.roles:
        require_responsable(compte, dossier)
    if dossier.etat not in A_DEPOSER:
        raise Conflit("Un dossier en relecture ou validé ne change pas de responsable.", _say(dossier))
    dossier.responsable_id = personne.id


def _hand_relecture(session: Session, compte: CompteConnecte, dossier: Dossier, personne: Compte) -> None:
    require_relecture(dossier)
    if ADMINISTRATEUR not in compte.roles:
        require_mandat(session, compte, dossier)
    if dossier.circuit[dossier.etape] not in personne.roles:
        raise SaisieRefusee((Faute("compte_id", "cette personne n’a pas le rôle de cette étape"),))
    if personne.id in list_redacteurs(session, dossier):
        raise AccesRefuse(QUATRE_YEUX)
    if personne.id in list_signataires(session, dossier):
        raise SaisieRefusee((Faute("compte_id", "cette personne a déjà visé une étape de cet acte"),))
    dossier.assigne_id = personne.id


def close(session: Session, compte: CompteConnecte, dossier_id: uuid.UUID) -> Dossier:
    """Close a dossier whose act is sealed.

    Raises:
        AccesRefuse: somebody else carries it.
        Conflit: its act is not sealed.
    """
    dossier = get_dossier(session, compte, dossier_id, verrou=True)
    require_responsable(compte, dossier)
    if dossier.etat != EtatDossier.VALIDE or session.get(FichierScelle, dossier.id) is None:
        raise Conflit("Seul un acte validé et scellé peut être clos.", _say(dossier))
    _move(dossier, EtatDossier.CLOS)
    write_registre(session, "cloture", compte, {"version": dossier.version}, dossier.id)
    return dossier
