"""Sign in and out, keep accounts; every function is given a session and leaves the commit to the caller."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from server.comptes import mots_de_passe, repository
from server.comptes.dependances import ADMINISTRATEUR, DUREE_SESSION, INACTIVITE
from server.comptes.models import Compte, Jeton, SessionOuverte, Tentative
from server.comptes.preuves import PREFIXE_JETON, digest, make_secret
from server.comptes.schemas import IDENTIFIANT, ROLES
from server.comptes.tentatives import OUBLI
from server.db import now
from server.errors import Conflit, Faute, Introuvable, SaisieRefusee

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import CursorResult
    from sqlalchemy.orm import Session

# A month after the end, « pourquoi ai-je été déconnecté » can no longer be asked.
GARDE: Final = timedelta(days=30)


def normalise(identifiant: str) -> str:
    """Write an account name in the one way that it is kept."""
    return unicodedata.normalize("NFKC", identifiant).strip().casefold()


def find_compte(session: Session, identifiant: str) -> Compte | None:
    """Find an account by its name, as `normalise` writes it; what cannot be a name is not asked for."""
    return repository.find_compte(session, identifiant) if re.fullmatch(IDENTIFIANT, identifiant) else None


def open_session(session: Session, compte: Compte) -> str:
    """Sign a browser in; give the proof, which nobody sees again."""
    preuve, maintenant = make_secret(), now()
    session.add(
        SessionOuverte(
            empreinte=digest(preuve),
            compte_id=compte.id,
            cree_le=maintenant,
            vu_le=maintenant,
            expire_le=maintenant + DUREE_SESSION,
        )
    )
    compte.connecte_le = maintenant
    return preuve


def close_session(session: Session, empreinte: str) -> None:
    """Sign a browser out; nothing happens when it was out already."""
    session.execute(delete(SessionOuverte).where(SessionOuverte.empreinte == empreinte))


def check_mot_de_passe(champ: str, mot_de_passe: str, identifiant: str) -> None:
    """Refuse a weak password.

    Raises:
        SaisieRefusee: names the field and the rule.
    """
    faute = mots_de_passe.find_faute(mot_de_passe, identifiant)
    if faute:
        raise SaisieRefusee((Faute(champ, faute),))


def change_mot_de_passe(session: Session, compte: Compte, nouveau: str, *, sauf: str = "") -> None:
    """Give an account another password and sign it out everywhere, office programs included, but for one session."""
    compte.mot_de_passe = mots_de_passe.hash_mot_de_passe(nouveau)
    repository.delete_preuves(session, compte.id, sauf)


def create_compte(session: Session, donnees: Mapping[str, Any], collectivite_id: uuid.UUID | None) -> Compte:
    """Make an account.

    Args:
        session: the transaction.
        donnees: identifiant, nom, prenom, courriel, roles, mot_de_passe (in clear).
        collectivite_id: the collectivité that it belongs to.

    Raises:
        SaisieRefusee: one fault per field.
        Conflit: somebody has this name already.
    """
    identifiant = normalise(donnees["identifiant"])
    fautes = [*_find_fautes(identifiant, donnees["roles"])]
    faible = mots_de_passe.find_faute(donnees["mot_de_passe"], identifiant)
    if faible:
        fautes.append(Faute("mot_de_passe", faible))
    if fautes:
        raise SaisieRefusee(tuple(fautes))
    compte = Compte(
        identifiant=identifiant,
        nom=donnees["nom"],
        prenom=donnees["prenom"],
        courriel=donnees.get("courriel"),
        roles=sort_roles(donnees["roles"]),
        mot_de_passe=mots_de_passe.hash_mot_de_passe(donnees["mot_de_passe"]),
        collectivite_id=collectivite_id,
    )
    session.add(compte)
    try:
        session.flush()
    except IntegrityError:
        raise Conflit(f"Un compte « {identifiant} » existe déjà.") from None
    return compte


def _find_fautes(identifiant: str, roles: Sequence[str]) -> list[Faute]:
    fautes = []
    if not re.fullmatch(IDENTIFIANT, identifiant):
        raison = "2 à 64 lettres sans accent, chiffres, points, tirets ou @ sont attendus, sans espace"
        fautes.append(Faute("identifiant", raison))
    return [*fautes, *_find_fautes_roles(roles)]


def _find_fautes_roles(roles: Sequence[str]) -> list[Faute]:
    inconnus = sorted(set(roles) - set(ROLES))
    return [Faute("roles", f"« {inconnus[0]} » n’est pas un rôle : {', '.join(ROLES)}")] if inconnus else []


def check_roles(roles: Sequence[str]) -> None:
    """Refuse roles that do not exist.

    Raises:
        SaisieRefusee: names the first.
    """
    fautes = _find_fautes_roles(roles)
    if fautes:
        raise SaisieRefusee(tuple(fautes))


def sort_roles(roles: Sequence[str]) -> list[str]:
    """Write roles once each, in the order in which they are documented."""
    return [role for role in ROLES if role in roles]


def update_compte(
    session: Session, collectivite_id: uuid.UUID | None, compte_id: uuid.UUID, changements: Mapping[str, Any]
) -> Compte:
    """Change an account; one that is switched off is signed out everywhere.

    Raises:
        Introuvable: this collectivité has no such account.
        Conflit: nobody would be left to administer.
        SaisieRefusee: a weak password, or a role that does not exist.
    """
    # All are held: two administrators who switch each other off at the same moment must not both succeed.
    comptes = repository.lock_comptes(session, collectivite_id)
    compte = next((un for un in comptes if un.id == compte_id), None)
    if compte is None:
        raise Introuvable("Ce compte n’existe pas.")
    mot_de_passe = changements.get("mot_de_passe")
    if mot_de_passe is not None:
        check_mot_de_passe("mot_de_passe", mot_de_passe, compte.identifiant)
        change_mot_de_passe(session, compte, mot_de_passe)
    for nom in ("nom", "prenom", "courriel", "actif"):
        if nom in changements:
            setattr(compte, nom, changements[nom])
    if "roles" in changements:
        check_roles(changements["roles"])
        compte.roles = sort_roles(changements["roles"])
    if not any(un.actif and ADMINISTRATEUR in un.roles for un in comptes):
        raise Conflit("Il ne resterait aucun administrateur actif : donnez d’abord ce rôle à quelqu’un d’autre.")
    if not compte.actif:
        repository.delete_preuves(session, compte.id)
    return compte


def create_jeton(session: Session, compte_id: uuid.UUID, nom: str, jours: int) -> tuple[Jeton, str]:
    """Make a token for an office program; give it in clear, for the only time."""
    preuve = PREFIXE_JETON + make_secret()
    jeton = Jeton(empreinte=digest(preuve), compte_id=compte_id, nom=nom, expire_le=now() + timedelta(days=jours))
    session.add(jeton)
    session.flush()
    return jeton, preuve


def delete_jeton(session: Session, compte_id: uuid.UUID, jeton_id: uuid.UUID) -> None:
    """Revoke a token.

    Raises:
        Introuvable: this account has no such token.
    """
    jeton = session.get(Jeton, jeton_id)
    if jeton is None or jeton.compte_id != compte_id:
        raise Introuvable("Ce jeton n’existe pas.")
    session.delete(jeton)


def drop_jeton(session: Session, empreinte: str) -> None:
    """End the token that was shown; nothing happens when it was ended already."""
    session.execute(delete(Jeton).where(Jeton.empreinte == empreinte))


def purge(session: Session, maintenant: datetime) -> int:
    """Delete the sessions, tokens and tries that no longer mean anything; give how many rows went."""
    lignes = 0
    for demande in (
        delete(SessionOuverte).where(
            (SessionOuverte.expire_le < maintenant) | (SessionOuverte.vu_le < maintenant - INACTIVITE)
        ),
        delete(Jeton).where(Jeton.expire_le < maintenant - GARDE),
        delete(Tentative).where(Tentative.dernier_le < maintenant - OUBLI),
    ):
        lignes += cast("CursorResult[Any]", session.execute(demande)).rowcount
    return lignes
