"""The commands `compte` and `collectivite`: who may sign in, and for whom they draft."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from server.cli_francais import REGLAGES, CommandeFrancaise, GroupeFrancais, UsageInvalideError
from server.cli_sorties import say, say_json, warn

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from server.comptes.models import Compte

# The rooms that do the work are imported by the commands that need them: `minutier --help` answers at once.
# ruff: noqa: PLC0415

app = typer.Typer(
    cls=GroupeFrancais,
    context_settings=REGLAGES,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Crée et gère les comptes du service.",
)

ROLES = "administrateur, redacteur, relecteur_juridique, direction, elu, referent_ethique, auditeur"

Identifiant = Annotated[
    str, typer.Argument(metavar="IDENTIFIANT", help="Le nom du compte (m.durand).", show_default=False)
]
DepuisEntree = Annotated[
    bool,
    typer.Option("--mot-de-passe-stdin", help="Lit le mot de passe sur l’entrée standard au lieu de le demander."),
]
OptionJson = Annotated[bool, typer.Option("--json", help="Écrit du JSON sur la sortie standard, et rien d’autre.")]


def _ask_mot_de_passe(*, depuis_entree: bool) -> str:
    """Read a password: typed twice, unseen, or one line of standard input. Never an argument: `ps` shows those."""
    if depuis_entree:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageInvalideError("Aucun terminal pour demander le mot de passe : employez --mot-de-passe-stdin.")
    premier = getpass.getpass("Mot de passe : ")
    if getpass.getpass("Le même, encore une fois : ") != premier:
        raise UsageInvalideError("Les deux mots de passe diffèrent : rien n’a été enregistré.")
    return premier


def _find(session: Session, identifiant: str) -> Compte:
    from server.comptes.service import find_compte, normalise
    from server.errors import Introuvable

    compte = find_compte(session, normalise(identifiant))
    if compte is None:
        raise Introuvable(
            f"Le compte « {identifiant} » n’existe pas. « minutier compte lister » donne ceux qui existent."
        )
    return compte


def _choose_collectivite(session: Session, nom: str | None) -> uuid.UUID | None:
    """Find the collectivité of a new account: the one that is named, else the only one; None while there is none."""
    from server.collectivites.service import list_collectivites
    from server.errors import Introuvable

    toutes = list_collectivites(session)
    if nom is None and len(toutes) > 1:
        raise UsageInvalideError(f"Plusieurs collectivités : choisissez par --collectivite ({_join(toutes)}).")
    for une in toutes:
        if nom in {None, une.nom}:
            return une.id
    if nom is not None:
        raise Introuvable(f"La collectivité « {nom} » n’existe pas. Décrites : {_join(toutes) or 'aucune'}.")
    return None


def _join(collectivites: Any) -> str:
    return ", ".join(une.nom for une in collectivites)


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def creer(
    *,
    identifiant: Identifiant,
    prenom: Annotated[str, typer.Option(metavar="PRÉNOM", help="Son prénom.", show_default=False)],
    nom: Annotated[str, typer.Option(metavar="NOM", help="Son nom.", show_default=False)],
    courriel: Annotated[
        str | None, typer.Option(metavar="ADRESSE", help="Son adresse électronique.", show_default=False)
    ] = None,
    role: Annotated[
        list[str] | None,
        typer.Option(metavar="RÔLE", help=f"À répéter pour plusieurs. Rôles : {ROLES}.", show_default=False),
    ] = None,
    collectivite: Annotated[
        str | None, typer.Option(metavar="NOM", help="Sa collectivité, s’il y en a plusieurs.", show_default=False)
    ] = None,
    mot_de_passe_stdin: DepuisEntree = False,
) -> int:
    """Crée un compte ; son mot de passe est demandé deux fois."""
    from server.cli_base import open_base
    from server.comptes.service import create_compte
    from server.db import transaction
    from server.settings import load_settings

    donnees = {"identifiant": identifiant, "prenom": prenom, "nom": nom, "courriel": courriel, "roles": role or []}
    with open_base(load_settings()) as moteur:
        # Before the password is asked for: nobody likes to type it twice for nothing.
        with transaction(moteur, ecriture=False) as session:
            collectivite_id = _choose_collectivite(session, collectivite)
        mot_de_passe = _ask_mot_de_passe(depuis_entree=mot_de_passe_stdin)
        with transaction(moteur) as session:
            compte = create_compte(session, {**donnees, "mot_de_passe": mot_de_passe}, collectivite_id)
    say(f"Compte créé : {compte.identifiant} ({', '.join(compte.roles) or 'sans rôle'}).")
    return 0


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def lister(*, en_json: OptionJson = False) -> int:
    """Liste les comptes, désactivés compris."""
    from server.cli_base import open_base
    from server.comptes.repository import list_all
    from server.db import transaction
    from server.settings import load_settings

    with open_base(load_settings()) as moteur, transaction(moteur, ecriture=False) as session:
        vus = [_describe(compte) for compte in list_all(session)]
    if en_json:
        say_json(vus)
        return 0
    for vu in vus:
        etat = "" if vu["actif"] else "  (désactivé)"
        say(f"{vu['identifiant']:<24}  {vu['prenom']} {vu['nom']}  {', '.join(vu['roles'])}{etat}")
    if not vus:
        warn("Aucun compte.")
    return 0


def _describe(compte: Compte) -> dict[str, Any]:
    return {
        "identifiant": compte.identifiant,
        "prenom": compte.prenom,
        "nom": compte.nom,
        "courriel": compte.courriel,
        "roles": compte.roles,
        "collectivite": compte.collectivite.nom if compte.collectivite else None,
        "actif": compte.actif,
        "cree_le": compte.cree_le.isoformat(),
        "connecte_le": compte.connecte_le.isoformat() if compte.connecte_le else None,
    }


@app.command("mot-de-passe", cls=CommandeFrancaise, context_settings=REGLAGES)
def mot_de_passe(*, identifiant: Identifiant, mot_de_passe_stdin: DepuisEntree = False) -> int:
    """Donne un autre mot de passe à un compte, et le déconnecte partout."""
    from server.cli_base import open_base
    from server.comptes.service import change_mot_de_passe, check_mot_de_passe
    from server.db import transaction
    from server.settings import load_settings

    with open_base(load_settings()) as moteur:
        with transaction(moteur, ecriture=False) as session:
            _find(session, identifiant)
        nouveau = _ask_mot_de_passe(depuis_entree=mot_de_passe_stdin)
        with transaction(moteur) as session:
            compte = _find(session, identifiant)
            check_mot_de_passe("mot_de_passe", nouveau, compte.identifiant)
            change_mot_de_passe(session, compte, nouveau)
    say(f"Mot de passe changé : {compte.identifiant} est déconnecté partout.")
    return 0


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def roles(
    *,
    identifiant: Identifiant,
    role: Annotated[
        list[str] | None,
        typer.Option(metavar="RÔLE", help=f"À répéter pour plusieurs. Rôles : {ROLES}.", show_default=False),
    ] = None,
    aucun: Annotated[bool, typer.Option("--aucun", help="Retire tous les rôles.")] = False,
) -> int:
    """Donne à un compte ces rôles, et eux seuls."""
    if bool(role) == aucun:
        raise UsageInvalideError("Donnez les rôles, chacun par --role, ou --aucun pour les retirer tous.")
    compte = _update(identifiant, {"roles": role or []})
    say(f"Rôles de {compte.identifiant} : {', '.join(compte.roles) or 'aucun'}.")
    return 0


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def desactiver(*, identifiant: Identifiant) -> int:
    """Désactive un compte : il est déconnecté partout et ne peut plus se connecter. Ce qu’il a fait reste."""
    _update(identifiant, {"actif": False})
    say("Compte désactivé. « minutier compte activer » fait l’inverse.")
    return 0


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def activer(*, identifiant: Identifiant) -> int:
    """Active de nouveau un compte désactivé."""
    _update(identifiant, {"actif": True})
    say("Compte activé.")
    return 0


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def effacer(
    *,
    identifiant: Identifiant,
    oui: Annotated[bool, typer.Option("--oui", help="Confirme : un effacement ne se défait pas.")] = False,
) -> int:
    """Efface pour toujours le nom d’un compte, de la table des identités du registre aussi. Le registre reste intact.

    Le compte est désactivé. Les fichiers scellés gardent le nom de qui les a visés : ils en sont la preuve.
    """
    from server.cli_base import open_base
    from server.db import transaction
    from server.dossiers.effacement import erase
    from server.settings import load_settings

    if not oui:
        raise UsageInvalideError("Un effacement ne se défait pas : confirmez par --oui.")
    with open_base(load_settings()) as moteur, transaction(moteur) as session:
        erase(session, _find(session, identifiant))
    say("Nom effacé, compte désactivé. Les sauvegardes déjà faites l’ont encore : voyez docs/registre.md.")
    return 0


def _update(identifiant: str, changements: dict[str, Any]) -> Compte:
    from server.cli_base import open_base
    from server.comptes.service import update_compte
    from server.db import transaction
    from server.settings import load_settings

    with open_base(load_settings()) as moteur, transaction(moteur) as session:
        compte = _find(session, identifiant)
        return update_compte(session, compte.collectivite_id, compte.id, changements)
