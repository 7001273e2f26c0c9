"""Sign in once for this post: the password gives a token, and is forgotten."""

from __future__ import annotations

import contextlib
from typing import Any, NamedTuple

from minutier_panneau.reglages import Reglages
from minutier_panneau.reseau import Arret, Client, ErreurReseau, Refus

JOURS = 30
INCONNU = frozenset({404, 405})
PREVENIR = "Prévenez le service informatique."


def open_client(reglages: Reglages, jeton: str = "") -> Client:
    """Make a client for these settings.

    Raises:
        ErreurReseau: the address or the file of authorities is wrong.
    """
    return Client(reglages.adresse, jeton, autorites=reglages.autorites, mandataire=reglages.mandataire)


def sign_in(reglages: Reglages, identifiant: str, mot_de_passe: str, poste: str) -> str:
    """Exchange a password for a token; no session is opened.

    Raises:
        ErreurReseau: refused, or the server does not answer.
    """
    client = open_client(reglages)
    # Nobody's password is told to what is no Minutier.
    version = read_sante(client).version
    corps = {
        "identifiant": identifiant,
        "mot_de_passe": mot_de_passe,
        "nom": f"LibreOffice, {poste}"[:80],
        "jours": JOURS,
    }
    try:
        return str(client.call("POST", "/api/connexion/jeton", corps)["jeton"])
    except Refus as refus:
        if refus.statut not in INCONNU:
            raise
        raise ErreurReseau(f"Le serveur (version {version}) est trop ancien pour ce panneau. {PREVENIR}") from None


def sign_out(client: Client) -> None:
    """Have the server forget the token; if it is not heard, the token ends by itself."""
    with contextlib.suppress(ErreurReseau):
        client.call("DELETE", "/api/connexion/jeton")


class Sante(NamedTuple):
    """What a server says of itself: its version, and whether a model can write."""

    version: str
    modele: str


def read_sante(client: Client, arret: Arret | None = None) -> Sante:
    """Ask a server how it is.

    Raises:
        ErreurReseau: it does not answer, or is no Minutier.
    """
    sante: Any = client.call("GET", "/sante", None, arret)
    if not isinstance(sante, dict) or not sante.get("version"):
        raise ErreurReseau("Ce n’est pas un serveur Minutier qui répond à cette adresse.")
    return Sante(str(sante["version"]), str(sante.get("modele", "")))


def check_version(client: Client, panneau: str) -> str:
    """Say in one sentence that the server is older than the panel; nothing when it is not.

    Raises:
        ErreurReseau: it does not answer, or is no Minutier.
    """
    serveur = read_sante(client).version
    if read_version(serveur) < read_version(panneau):
        return (
            f"Le serveur (version {serveur}) est plus ancien que ce panneau (version {panneau}) : "
            f"une action peut être refusée. {PREVENIR}"
        )
    return ""


def read_version(texte: str) -> tuple[int, ...]:
    """Read « 0.2.1 » as numbers; what is not a number counts as 0."""
    return tuple(int(morceau) if morceau.isdigit() else 0 for morceau in texte.split(".")[:3])
