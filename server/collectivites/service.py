"""Keep the collectivités of the installation, and read them for who drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from server.catalogue.collectivite import Collectivite, parse_collectivite
from server.collectivites.models import CollectiviteEnregistree
from server.comptes.models import Compte
from server.errors import Conflit, Introuvable

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from server.installation import Installation

ABSENTE = "Aucune collectivité n’est décrite : « minutier collectivite importer FICHIER » (docs/reglages.md)."


def list_collectivites(session: Session) -> Sequence[CollectiviteEnregistree]:
    """List the collectivités, in the order of their names."""
    return session.scalars(select(CollectiviteEnregistree).order_by(CollectiviteEnregistree.nom)).all()


def find_collectivite(session: Session, collectivite_id: uuid.UUID | None) -> CollectiviteEnregistree:
    """Find the collectivité of an account.

    Raises:
        Introuvable: it has none yet.
    """
    trouvee = session.get(CollectiviteEnregistree, collectivite_id) if collectivite_id else None
    if trouvee is None:
        raise Introuvable(ABSENTE)
    return trouvee


def save_collectivite(
    session: Session, donnees: Mapping[str, Any], collectivite_id: uuid.UUID | None
) -> CollectiviteEnregistree:
    """Keep a description: in the place of the one that is named, else as a new one.

    Raises:
        SaisieRefusee: one fault per field.
        Conflit: another collectivité has this name.
    """
    lue = parse_collectivite(donnees)
    homonyme = _find_homonyme(session, lue.nom)
    if homonyme is not None and homonyme.id != collectivite_id:
        raise Conflit(f"Une collectivité « {lue.nom} » est déjà décrite.")
    if collectivite_id is None:
        return _create(session, lue)
    enregistree = find_collectivite(session, collectivite_id)
    enregistree.nom, enregistree.donnees = lue.nom, lue.as_json()
    session.flush()
    return enregistree


def describe_collectivite(
    session: Session, donnees: Mapping[str, Any], collectivite_id: uuid.UUID | None
) -> CollectiviteEnregistree:
    """Keep what an administrator says of the collectivité of their account, or of the first one.

    Raises:
        SaisieRefusee: one fault per field.
        Conflit: another collectivité has this name, or this account belongs to none of those that there are.
    """
    if collectivite_id is None and list_collectivites(session):
        raise Conflit("Ce compte n’appartient à aucune collectivité : c’est à qui tient le serveur de l’y rattacher.")
    return save_collectivite(session, donnees, collectivite_id)


def wants_mention(session: Session, installation: Installation, collectivite_id: uuid.UUID | None) -> bool:
    """Tell whether a PDF says who signed off: yes, unless the collectivité does not want it."""
    if collectivite_id is not None:
        donnees = find_collectivite(session, collectivite_id).donnees
    else:
        donnees = installation.collectivite.as_json() if installation.collectivite else {}
    return donnees.get("mention_visa_pdf") is not False


def _find_homonyme(session: Session, nom: str) -> CollectiviteEnregistree | None:
    return session.scalars(select(CollectiviteEnregistree).where(CollectiviteEnregistree.nom == nom)).one_or_none()


def _create(session: Session, lue: Collectivite) -> CollectiviteEnregistree:
    """Make a collectivité; the accounts that were waiting for the first one join it."""
    premiere = not list_collectivites(session)
    enregistree = CollectiviteEnregistree(nom=lue.nom, donnees=lue.as_json())
    session.add(enregistree)
    session.flush()
    if premiere:
        session.execute(update(Compte).where(Compte.collectivite_id.is_(None)).values(collectivite_id=enregistree.id))
    return enregistree


def import_collectivite(session: Session, donnees: Mapping[str, Any]) -> CollectiviteEnregistree:
    """Keep a description under its name: again means that it replaces the one that was there.

    Raises:
        SaisieRefusee: one fault per field.
    """
    homonyme = _find_homonyme(session, parse_collectivite(donnees).nom)
    return save_collectivite(session, donnees, homonyme.id if homonyme else None)
