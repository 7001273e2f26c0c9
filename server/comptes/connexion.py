"""Sign somebody in, step by step: count the try, check the password outside of any transaction, open the session."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from server.comptes import mots_de_passe, service, tentatives
from server.comptes.dependances import CompteConnecte, make_compte_connecte
from server.comptes.preuves import digest, make_csrf
from server.db import now, transaction
from server.errors import NonAuthentifie

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from server.comptes.models import Compte, Jeton

T = TypeVar("T")

journal = logging.getLogger("minutier")

# The same words for an unknown name, a wrong password and an account that is switched off.
REFUS: Final = "Identifiant ou mot de passe incorrect."


@dataclass(frozen=True, slots=True)
class Ouverture:
    """What signing in gives: the account, and the proof for the cookie."""

    compte: CompteConnecte
    preuve: str


@dataclass(frozen=True, slots=True)
class Bureau:
    """An office program that asks for a token: the name that it will have, and how many days it lasts."""

    nom: str
    jours: int


@dataclass(frozen=True, slots=True)
class OuvertureBureau:
    """What signing in from an office program gives: the account, its token, and the token in clear."""

    compte: CompteConnecte
    jeton: Jeton
    preuve: str


def sign_in(moteur: Engine, identifiant: str, mot_de_passe: str, adresse: str, precedente: str | None) -> Ouverture:
    """Open a session.

    Args:
        moteur: the database; three transactions are taken, since a refusal must be counted too.
        identifiant: as typed.
        mot_de_passe: as typed.
        adresse: network of who calls (`provenance.find_reseau`).
        precedente: proof that this browser already holds; its session ends.

    Raises:
        TropDeDemandes: too many tries on this name or from this address.
        NonAuthentifie: no such account, or another password.
    """

    def open_session(session: Session, compte: Compte) -> Ouverture:
        if precedente is not None:
            service.close_session(session, digest(precedente))
        preuve = service.open_session(session, compte)
        return Ouverture(make_compte_connecte(compte, digest(preuve), make_csrf(preuve)), preuve)

    return _admit(moteur, identifiant, mot_de_passe, adresse, open_session)


def sign_in_bureau(
    moteur: Engine, identifiant: str, mot_de_passe: str, adresse: str, bureau: Bureau
) -> OuvertureBureau:
    """Give an office program a token: a pane inside another page is sent no cookie.

    Raises:
        TropDeDemandes: too many tries, those of `sign_in` included.
        NonAuthentifie: no such account, or another password.
    """

    def create_jeton(session: Session, compte: Compte) -> OuvertureBureau:
        jeton, preuve = service.create_jeton(session, compte.id, bureau.nom, bureau.jours)
        compte.connecte_le = now()
        return OuvertureBureau(make_compte_connecte(compte, digest(preuve), None), jeton, preuve)

    return _admit(moteur, identifiant, mot_de_passe, adresse, create_jeton)


def _admit(
    moteur: Engine, identifiant: str, mot_de_passe: str, adresse: str, ouvrir: Callable[[Session, Compte], T]
) -> T:
    """Check a password, then open what was asked for in the transaction that finds it still the right one."""
    nom = service.normalise(identifiant)
    cles = tentatives.make_cles(nom, adresse)
    with transaction(moteur) as session:
        tentatives.reserve(session, cles, now())
    with transaction(moteur, ecriture=False) as session:
        garde = _read_garde(service.find_compte(session, nom))
    if not mots_de_passe.verify(garde, mot_de_passe) or garde is None:
        # The name is not logged: people type their password there.
        journal.warning("connexion refusée depuis %s (compte %s)", adresse, "connu" if garde else "inconnu")
        raise NonAuthentifie(REFUS)
    neuf = mots_de_passe.hash_mot_de_passe(mot_de_passe) if mots_de_passe.is_outdated(garde) else garde
    with transaction(moteur) as session:
        compte = service.find_compte(session, nom)
        # Switched off, or given another password, while this one was being checked.
        if compte is None or _read_garde(compte) != garde:
            raise NonAuthentifie(REFUS)
        compte.mot_de_passe = neuf
        tentatives.forgive(session, cles)
        return ouvrir(session, compte)


def _read_garde(compte: Compte | None) -> str | None:
    return compte.mot_de_passe if compte is not None and compte.actif else None


def check_ancien(moteur: Engine, compte: CompteConnecte, ancien: str, adresse: str) -> None:
    """Check the present password of who is signed in; tries are counted as if it were signing in.

    Raises:
        TropDeDemandes: too many.
        NonAuthentifie: another password.
    """
    cles = tentatives.make_cles(compte.identifiant, adresse)
    with transaction(moteur) as session:
        tentatives.reserve(session, cles, now())
    with transaction(moteur, ecriture=False) as session:
        garde = _read_garde(service.find_compte(session, compte.identifiant))
    if not mots_de_passe.verify(garde, ancien):
        raise NonAuthentifie(REFUS)
    with transaction(moteur) as session:
        tentatives.forgive(session, cles)
