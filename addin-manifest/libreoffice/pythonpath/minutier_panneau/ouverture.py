"""Open connections to the server that the DSI named, and to no other; each can be cut while it waits."""

from __future__ import annotations

import http.client
import ssl
import urllib.parse
import urllib.request
from typing import Any

from minutier_panneau.pannes import Arret, ErreurReseau

EN_CLAIR = "L’adresse du serveur doit commencer par https:// : le mot de passe passerait en clair."
BOUCLE = frozenset({"127.0.0.1", "localhost", "::1"})


class Demande(urllib.request.Request):
    """A request that can be given up."""

    arret: Arret | None = None


class _Suivie:
    """A connection that tells what gives its call up which socket to cut."""

    def __init__(self, *arguments: Any, arret: Arret | None = None, **nommes: Any) -> None:
        super().__init__(*arguments, **nommes)
        self.arret = arret

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        if self.arret is not None:
            self.arret.hold(self.sock)  # type: ignore[attr-defined]


class _EnClair(_Suivie, http.client.HTTPConnection):
    pass


class _Chiffree(_Suivie, http.client.HTTPSConnection):
    pass


class OuvertureEnClair(urllib.request.HTTPHandler):
    """Open connections that can be cut."""

    def http_open(self, demande: Any) -> Any:
        return self.do_open(_EnClair, demande, arret=demande.arret)  # type: ignore[arg-type]


class OuvertureChiffree(urllib.request.HTTPSHandler):
    """Open encrypted connections that can be cut."""

    def __init__(self, contexte: ssl.SSLContext) -> None:
        super().__init__(context=contexte)
        self.contexte = contexte

    def https_open(self, demande: Any) -> Any:
        return self.do_open(_Chiffree, demande, context=self.contexte, arret=demande.arret)  # type: ignore[arg-type]


class SansRedirection(urllib.request.HTTPRedirectHandler):
    """Follow no redirection: a token goes to the server that the DSI named, and to no other."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


def check_adresse(adresse: str) -> str:
    """Give an address of a server without its last slash.

    Raises:
        ErreurReseau: it is none, or what is said to it could be read on the way.
    """
    parties = urllib.parse.urlsplit(adresse.strip())
    try:
        valable = parties.scheme in {"http", "https"} and bool(parties.hostname) and (parties.port is None or True)
    except ValueError:
        valable = False
    if not valable or parties.username or parties.query or parties.fragment:
        raise ErreurReseau("Ce n’est pas l’adresse d’un serveur : écrivez par exemple https://minutier.ville.fr")
    if parties.scheme == "http" and parties.hostname not in BOUCLE:
        raise ErreurReseau(EN_CLAIR)
    return adresse.strip().rstrip("/")


def make_ouvreur(autorites: str, mandataire: str) -> urllib.request.OpenerDirector:
    """Make what sends requests.

    Args:
        autorites: file of the certificate authorities of the collectivité (PEM); those of the system when empty.
        mandataire: address of an HTTP proxy; « systeme » for that of the system; none when empty.

    Raises:
        ErreurReseau: the file of authorities cannot be read.
    """
    try:
        contexte = ssl.create_default_context()
        if autorites:
            contexte.load_verify_locations(cafile=autorites)
    except (OSError, ssl.SSLError):
        raise ErreurReseau(f"Le fichier des autorités de certification est illisible : {autorites}") from None
    relais = None if mandataire == "systeme" else ({"http": mandataire, "https": mandataire} if mandataire else {})
    return urllib.request.build_opener(
        urllib.request.ProxyHandler(relais), OuvertureEnClair(), OuvertureChiffree(contexte), SansRedirection()
    )
