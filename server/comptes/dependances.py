"""Say who sends a request: `CompteActif` for an endpoint of anybody who is signed in, `require_role` for fewer.

It takes a transaction of its own, over before the endpoint begins: a stream of events holds no connection.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Depends, Request

from server.comptes import repository
from server.comptes.models import Compte, Jeton, SessionOuverte
from server.comptes.preuves import digest, is_csrf, make_csrf, read_jeton, read_session
from server.db import METHODES_SURES, MoteurDep, now, transaction
from server.errors import AccesRefuse, NonAuthentifie
from server.installation import Installation
from server.provenance import is_same_site
from server.settings import Settings

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

ADMINISTRATEUR: Final = "administrateur"

# A page that is left open over lunch still works; one that is left open overnight does not.
INACTIVITE: Final = timedelta(hours=4)
DUREE_SESSION: Final = timedelta(hours=12)
# « Seen » is written once a minute at most: reading must not become writing.
PAS_VU: Final = timedelta(minutes=1)

REFUS: Final = "Connectez-vous : aucune session n’est ouverte, ou elle a expiré."


@dataclass(frozen=True, slots=True)
class CompteConnecte:
    """Say who sends this request; a value, bound to no transaction.

    Attributes:
        roles: what this account may do and sign off.
        collectivite_id: None as long as the installation describes none.
        empreinte: digest of the proof.
        csrf: token that pages send back; None for an office program, which has no cookie to protect.
    """

    id: uuid.UUID
    identifiant: str
    nom: str
    prenom: str
    roles: tuple[str, ...]
    collectivite_id: uuid.UUID | None
    collectivite_nom: str | None
    empreinte: str
    csrf: str | None


async def get_settings(requete: Request) -> Settings:
    """Give the settings of the application."""
    settings: Settings = requete.app.state.settings
    return settings


SettingsDep = Annotated[Settings, Depends(get_settings)]


def find_compte_actif(requete: Request, moteur: MoteurDep, settings: SettingsDep) -> CompteConnecte:
    """Find who sends a request.

    Raises:
        NonAuthentifie: nobody who is known.
        AccesRefuse: a browser is signed in, but the request does not come from one of our pages.
    """
    jeton = read_jeton(requete)
    if jeton is not None:
        return _recognise(moteur, digest(jeton), None)
    preuve = read_session(requete, settings)
    if preuve is None:
        raise NonAuthentifie(REFUS)
    compte = _recognise(moteur, digest(preuve), make_csrf(preuve))
    if requete.method not in METHODES_SURES:
        _check_page(requete, settings, preuve)
    return compte


def _check_page(requete: Request, settings: Settings, preuve: str) -> None:
    """Refuse what another site makes a browser send: the cookie goes along, the token and the origin do not."""
    if not is_same_site(requete, settings, exigee=True):
        raise AccesRefuse("Cette demande ne vient pas d’une page de Minutier.")
    if not is_csrf(preuve, requete.headers.get("x-csrf-token", "")):
        raise AccesRefuse("L’en-tête X-CSRF-Token manque, ou n’est pas celui de cette session : rechargez la page.")


def _recognise(moteur: Engine, empreinte: str, csrf: str | None) -> CompteConnecte:
    """Find the account behind a proof, and note that it was seen."""
    maintenant = now()
    with transaction(moteur, ecriture=False) as session:
        ouverte = _find_preuve(session, empreinte, csrf)
        if ouverte is None or not _is_valid(ouverte, maintenant):
            raise NonAuthentifie(REFUS)
        compte = make_compte_connecte(ouverte.compte, empreinte, csrf)
        a_noter = ouverte.vu_le is None or ouverte.vu_le < maintenant - PAS_VU
    if a_noter:
        with transaction(moteur) as session:
            # Gone when somebody signed it out in between: then there is nothing to note.
            vue = _find_preuve(session, empreinte, csrf)
            if vue is not None:
                vue.vu_le = maintenant
    return compte


def _find_preuve(session: Session, empreinte: str, csrf: str | None) -> SessionOuverte | Jeton | None:
    if csrf is None:
        return repository.find_jeton(session, empreinte)
    return repository.find_session(session, empreinte)


def _is_valid(ouverte: SessionOuverte | Jeton, maintenant: datetime) -> bool:
    if not ouverte.compte.actif or ouverte.expire_le <= maintenant:
        return False
    return isinstance(ouverte, Jeton) or ouverte.vu_le > maintenant - INACTIVITE


def make_compte_connecte(compte: Compte, empreinte: str, csrf: str | None) -> CompteConnecte:
    """Take the value of an account."""
    return CompteConnecte(
        id=compte.id,
        identifiant=compte.identifiant,
        nom=compte.nom,
        prenom=compte.prenom,
        roles=tuple(compte.roles),
        collectivite_id=compte.collectivite_id,
        collectivite_nom=compte.collectivite.nom if compte.collectivite else None,
        empreinte=empreinte,
        csrf=csrf,
    )


# In a transaction of its own, hence a limit of its own: see `db.TRANSACTIONS_SIMULTANEES`.
CompteActif = Annotated[CompteConnecte, Depends(find_compte_actif, max_concurrency=8)]


def find_compte_en_session(compte: CompteActif) -> CompteConnecte:
    """Refuse an office program where a password is the least: its token lies on a disk for weeks."""
    if compte.csrf is None:
        raise AccesRefuse("Connectez-vous par la page de Minutier : le jeton d’un logiciel ne suffit pas ici.")
    return compte


CompteEnSession = Annotated[CompteConnecte, Depends(find_compte_en_session)]


def require_role(role: str) -> Callable[[CompteConnecte], CompteConnecte]:
    """Make a dependency that lets the accounts of one role in, signed in with their password."""

    def find_compte_du_role(compte: CompteEnSession) -> CompteConnecte:
        if role not in compte.roles:
            raise AccesRefuse(f"Cette action demande le rôle « {role} ».")
        return compte

    return find_compte_du_role


Administrateur = Annotated[CompteConnecte, Depends(require_role(ADMINISTRATEUR))]


async def get_installation(requete: Request) -> Installation:
    """Give the installation of the application: every address but those of signing in needs it."""
    installation: Installation = requete.app.state.installation
    return installation


InstallationDep = Annotated[Installation, Depends(get_installation)]
