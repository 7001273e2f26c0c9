"""Which dossiers an account finds: its own, and those that wait for it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select

from server.comptes.dependances import ADMINISTRATEUR
from server.comptes.schemas import AUDITEUR
from server.dossiers.acces import choose_mandat, list_mandats
from server.dossiers.models import Dossier, EtatDossier, VersionDossier, Visa

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from server.comptes.dependances import CompteConnecte

PAR_PAGE: Final = 50


def search(
    session: Session, compte: CompteConnecte, *, etat: str | None, page: int, brouillon_id: uuid.UUID | None = None
) -> tuple[int, Sequence[Dossier]]:
    """Find the dossiers of an account, the last changed first: those it made, carries or had a hand in.

    Who administers or audits finds those of the whole collectivité.
    """
    conditions = [Dossier.collectivite_id.is_not_distinct_from(compte.collectivite_id)]
    if not {ADMINISTRATEUR, AUDITEUR} & set(compte.roles):
        touches = select(VersionDossier.dossier_id).where(VersionDossier.compte_id == compte.id)
        vises = select(VersionDossier.dossier_id).join(Visa).where(Visa.compte_id == compte.id)
        conditions.append(
            or_(
                Dossier.auteur_id == compte.id,
                Dossier.responsable_id == compte.id,
                Dossier.id.in_(touches),
                Dossier.id.in_(vises),
            )
        )
    if etat is not None:
        conditions.append(Dossier.etat == etat)
    if brouillon_id is not None:
        conditions.append(Dossier.brouillon_id == brouillon_id)
    total = session.scalar(select(func.count()).select_from(Dossier).where(*conditions)) or 0
    demande = select(Dossier).where(*conditions).order_by(Dossier.modifie_le.desc(), Dossier.id)
    return total, session.scalars(demande.offset((page - 1) * PAR_PAGE).limit(PAR_PAGE)).all()


def list_a_relire(session: Session, compte: CompteConnecte) -> list[Dossier]:
    """List what waits for this account, the longest waiting first; as few queries for many dossiers as for one."""
    mandats = list_mandats(session, compte)
    roles = {mandat.role for mandat in mandats}
    attend = (
        Dossier.collectivite_id.is_not_distinct_from(compte.collectivite_id),
        Dossier.etat == EtatDossier.EN_RELECTURE,
    )
    demande = select(Dossier).where(*attend).order_by(Dossier.modifie_le, Dossier.id)
    candidats = [dossier for dossier in session.scalars(demande) if dossier.circuit[dossier.etape] in roles]
    deposants = _list_deposants(session, attend)
    signes = _list_signes(session, compte, attend)
    a_relire = []
    for dossier in candidats:
        redacteurs = {dossier.auteur_id, dossier.responsable_id, *deposants[dossier.id]}
        if compte.id in redacteurs or dossier.id in signes:
            continue
        if choose_mandat(compte, dossier, mandats, redacteurs) is not None:
            a_relire.append(dossier)
    return a_relire


def _list_deposants(session: Session, attend: Sequence[ColumnElement[bool]]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Give who gave a version of each of some dossiers."""
    demande = select(VersionDossier.dossier_id, VersionDossier.compte_id).join(Dossier).where(*attend)
    deposants: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for dossier_id, compte_id in session.execute(demande):
        deposants[dossier_id].add(compte_id)
    return deposants


def _list_signes(session: Session, compte: CompteConnecte, attend: Sequence[ColumnElement[bool]]) -> set[uuid.UUID]:
    """Give those of some dossiers of whose present version an account signed a step."""
    demande = select(Dossier.id).join(VersionDossier).join(Visa)
    demande = demande.where(*attend, Visa.compte_id == compte.id, VersionDossier.numero == Dossier.version)
    return set(session.scalars(demande))
