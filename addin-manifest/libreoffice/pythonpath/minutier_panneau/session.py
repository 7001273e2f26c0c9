"""Sign in once for this post: the password gives a token, and is forgotten."""

from __future__ import annotations

import contextlib
from typing import Any

from minutier_panneau.reglages import Reglages
from minutier_panneau.reseau import Client, ErreurReseau

JOURS = 30


def open_client(reglages: Reglages, jeton: str = "", *, biscuits: bool = False) -> Client:
    """Make a client for these settings.

    Raises:
        ErreurReseau: the address or the file of authorities is wrong.
    """
    return Client(
        reglages.adresse,
        jeton,
        autorites=reglages.autorites,
        mandataire=reglages.mandataire,
        biscuits=biscuits,
    )


def sign_in(reglages: Reglages, identifiant: str, mot_de_passe: str, poste: str) -> str:
    """Exchange a password for a token; the session that it took is closed again.

    Raises:
        ErreurReseau: refused, or the server does not answer.
    """
    client = open_client(reglages, biscuits=True)
    moi = client.call("POST", "/api/connexion", {"identifiant": identifiant, "mot_de_passe": mot_de_passe})
    client.csrf = moi["csrf"]
    jeton = client.call("POST", "/api/jetons", {"nom": f"LibreOffice, {poste}"[:80], "jours": JOURS})["jeton"]
    # If this is not heard, it ends by itself after four hours.
    with contextlib.suppress(ErreurReseau):
        client.call("POST", "/api/deconnexion")
    return str(jeton)


def check_version(client: Client, panneau: str) -> str:
    """Say in one sentence that the server is older than the panel; nothing when it is not.

    Raises:
        ErreurReseau: it does not answer, or is no Minutier.
    """
    sante: Any = client.call("GET", "/sante")
    serveur = str(sante.get("version", "")) if isinstance(sante, dict) else ""
    if not serveur:
        raise ErreurReseau("Ce n’est pas un serveur Minutier qui répond à cette adresse.")
    if read_version(serveur) < read_version(panneau):
        return (
            f"Le serveur (version {serveur}) est plus ancien que ce panneau (version {panneau}) : "
            "une action peut être refusée. Prévenez le service informatique."
        )
    return ""


def read_version(texte: str) -> tuple[int, ...]:
    """Read « 0.2.1 » as numbers; what is not a number counts as 0."""
    return tuple(int(morceau) if morceau.isdigit() else 0 for morceau in texte.split(".")[:3])
