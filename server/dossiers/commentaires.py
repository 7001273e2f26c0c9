"""Comments on an act and its paragraphs, found again in later versions where the paragraph went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from server.db import now
from server.dossiers.acces import get_dossier
from server.dossiers.lectures import find_path, read_acte
from server.dossiers.models import Commentaire, VersionDossier
from server.dossiers.versions import check_courante, find_version
from server.errors import AccesRefuse, Faute, Introuvable, SaisieRefusee

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from server.comptes.dependances import CompteConnecte
    from server.dossiers.models import Dossier
    from server.dossiers.schemas import NouveauCommentaire
    from server.reserve import Reserve

REMARQUE: Final = "remarque"
RENVOI: Final = "renvoi"


@dataclass(frozen=True, slots=True)
class Situe:
    """A comment, and where its paragraph is now; None when it is gone, or when the comment is on the whole act."""

    commentaire: Commentaire
    numero: int
    bloc: int | None


def add_commentaire(  # noqa: PLR0913, PLR0917 -- who says what on what
    session: Session, compte: CompteConnecte, version: VersionDossier, bloc: int | None, texte: str, genre: str
) -> Commentaire:
    """Keep a comment."""
    commentaire = Commentaire(version_id=version.id, compte_id=compte.id, genre=genre, bloc=bloc, texte=texte)
    session.add(commentaire)
    session.flush()
    return commentaire


def check_bloc(
    session: Session, reserve: Reserve, compte: CompteConnecte, dossier_id: uuid.UUID, demande: NouveauCommentaire
) -> None:
    """Refuse a comment on a paragraph that its version does not have.

    Raises:
        Conflit: it is not the present version.
        SaisieRefusee: no such paragraph.
    """
    dossier = get_dossier(session, compte, dossier_id)
    version = check_courante(session, dossier, demande.version, demande.empreinte)
    if demande.bloc is not None and demande.bloc not in read_acte(reserve, version, dossier.genre).blocs:
        raise SaisieRefusee((Faute("bloc", "ce paragraphe n’existe pas dans cette version"),))


def comment(session: Session, compte: CompteConnecte, dossier_id: uuid.UUID, demande: NouveauCommentaire) -> Situe:
    """Say something on the present version; its paragraph was checked (`check_bloc`).

    Raises:
        Conflit: it is not the present version.
    """
    dossier = get_dossier(session, compte, dossier_id)
    version = check_courante(session, dossier, demande.version, demande.empreinte)
    commentaire = add_commentaire(session, compte, version, demande.bloc, demande.texte, REMARQUE)
    return Situe(commentaire, version.numero, demande.bloc)


def resolve(session: Session, compte: CompteConnecte, dossier_id: uuid.UUID, commentaire_id: uuid.UUID) -> None:
    """Note that a comment was dealt with.

    Raises:
        AccesRefuse: neither who wrote it nor who carries the dossier.
        Introuvable: no such comment.
    """
    dossier = get_dossier(session, compte, dossier_id)
    commentaire = session.get(Commentaire, commentaire_id, with_for_update=True)
    version = None if commentaire is None else session.get(VersionDossier, commentaire.version_id)
    if commentaire is None or version is None or version.dossier_id != dossier.id:
        raise Introuvable("Ce commentaire n’existe pas.")
    if compte.id not in {commentaire.compte_id, dossier.responsable_id}:
        raise AccesRefuse("Seuls son auteur et le responsable du dossier peuvent clore un commentaire.")
    commentaire.resolu_le = commentaire.resolu_le or now()


def list_situes(session: Session, reserve: Reserve, dossier: Dossier) -> list[Situe]:
    """List the comments of a dossier, the oldest first, each where its paragraph is in the present version."""
    demande = (
        select(Commentaire, VersionDossier)
        .join(VersionDossier, VersionDossier.id == Commentaire.version_id)
        .where(VersionDossier.dossier_id == dossier.id)
        .order_by(Commentaire.cree_le, Commentaire.id)
    )
    lignes = [(commentaire, version) for commentaire, version in session.execute(demande)]
    if not lignes:
        return []
    return _situate(reserve, find_version(session, dossier), dossier.genre, lignes)


def _situate(
    reserve: Reserve, courante: VersionDossier, genre: str, lignes: Sequence[tuple[Commentaire, VersionDossier]]
) -> list[Situe]:
    chemins: dict[int, dict[int, int]] = {}
    for commentaire, version in lignes:
        if commentaire.bloc is not None and version.numero not in chemins:
            chemins[version.numero] = find_path(reserve, version, courante, genre)
    return [
        Situe(
            commentaire,
            version.numero,
            None if commentaire.bloc is None else chemins[version.numero].get(commentaire.bloc),
        )
        for commentaire, version in lignes
    ]
