"""Talk to the server: JSON both ways, French problem details, a stream of events, a call that can be given up."""

from __future__ import annotations

import contextlib
import http.client
import http.cookiejar
import json
import secrets
import socket
import ssl
import threading
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, Iterator

DELAI_S = 60.0
"""Seconds without an answer. A line of comment comes through a stream every ten seconds."""
REPONSE_MAX = 64 * 1024 * 1024
MUET = "Le serveur ne répond pas. Rien n’est perdu : réessayez dans un instant."
ETRANGER = "Ce n’est pas un serveur Minutier qui répond à cette adresse. Prévenez le service informatique."
CERTIFICAT = (
    "Le certificat du serveur n’est pas reconnu par ce poste : rien n’a été envoyé. Prévenez le service informatique."
)
EN_CLAIR = "L’adresse du serveur doit commencer par https:// : le mot de passe passerait en clair."
BOUCLE = frozenset({"127.0.0.1", "localhost", "::1"})


class ErreurReseau(Exception):  # noqa: N818 -- French names, as on the server
    """Whatever goes wrong with the server, in a sentence that the panel shows as it is."""


class Injoignable(ErreurReseau):
    """The server does not answer: stopped, restarting, or the network is down."""

    def __init__(self, message: str = MUET) -> None:
        super().__init__(message)


class Abandon(ErreurReseau):
    """Somebody gave the call up."""


class Refus(ErreurReseau):
    """What the server refuses, in its own words (RFC 9457)."""

    def __init__(self, statut: int, corps: dict[str, Any], attente: str = "") -> None:
        self.statut = statut
        self.corps = corps
        self.fautes = [(f.get("champ", ""), f.get("raison", "")) for f in corps.get("fautes") or []]
        message = str(corps.get("detail") or corps.get("title") or f"Le serveur répond {statut}.")
        if statut == http.client.TOO_MANY_REQUESTS and attente.isdigit():
            message += f" Réessayez dans {attente} s."
        super().__init__(message)


class Arret:
    """What gives a call up, from another thread."""

    def __init__(self) -> None:
        self._demande = threading.Event()
        self._reponse: Any = None

    def ask(self) -> None:
        """Give the call up, even while it waits for the server."""
        self._demande.set()
        reponse = self._reponse
        prise = getattr(getattr(getattr(reponse, "fp", None), "raw", None), "_sock", None)
        if prise is not None:
            with contextlib.suppress(OSError):
                prise.shutdown(socket.SHUT_RDWR)

    @property
    def asked(self) -> bool:
        """Tell whether the call is given up."""
        return self._demande.is_set()

    def check(self) -> None:
        """Stop here if it is.

        Raises:
            Abandon: it is.
        """
        if self.asked:
            raise Abandon("Annulé.")

    def wait(self, secondes: float) -> None:
        """Wait, but no longer than until the call is given up."""
        self._demande.wait(secondes)

    def hold(self, reponse: Any) -> None:
        """Remember what to cut; close it if the call was given up while the server began to answer."""
        self._reponse = reponse
        if self.asked:
            reponse.close()
        self.check()


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


def make_ouvreur(autorites: str, mandataire: str, *, biscuits: bool) -> urllib.request.OpenerDirector:
    """Make what sends requests.

    Args:
        autorites: file of the certificate authorities of the collectivité (PEM); those of the system when empty.
        mandataire: address of an HTTP proxy; « systeme » for that of the system; none when empty.
        biscuits: whether cookies are kept: only to sign in.

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
    ajouts = [urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())] if biscuits else []
    return urllib.request.build_opener(
        urllib.request.ProxyHandler(relais),
        urllib.request.HTTPSHandler(context=contexte),
        SansRedirection(),
        *ajouts,
    )


class Client:
    """Calls of the API of one server, with one token."""

    def __init__(  # noqa: PLR0913 -- what the DSI may set, and no more
        self,
        adresse: str,
        jeton: str = "",
        *,
        autorites: str = "",
        mandataire: str = "",
        biscuits: bool = False,
        delai_s: float = DELAI_S,
    ) -> None:
        self.adresse = check_adresse(adresse)
        self.jeton = jeton
        self.csrf = ""
        self.delai_s = delai_s
        self._ouvreur = make_ouvreur(autorites, mandataire, biscuits=biscuits)

    def call(self, methode: str, chemin: str, corps: Any = None, arret: Arret | None = None) -> Any:
        """Send JSON, give the JSON of the answer (None for 204).

        Raises:
            ErreurReseau: refused, silent, or given up.
        """
        donnees = None if corps is None else json.dumps(corps).encode()
        return self._read_json(self._send(methode, chemin, donnees, "application/json", arret))

    def send_fichier(self, chemin: str, nom: str, contenu: bytes, arret: Arret | None = None) -> Any:
        """Send a document as the field « fichier »; give the JSON of the answer."""
        borne, corps = encode_formulaire(nom, contenu)
        return self._read_json(self._send("POST", chemin, corps, f"multipart/form-data; boundary={borne}", arret))

    def download(self, chemin: str, arret: Arret | None = None) -> bytes:
        """Give the bytes of a file."""
        with self._send("GET", chemin, None, "", arret) as reponse:
            return self._read(reponse)

    def follow(self, chemin: str, arret: Arret) -> Iterator[tuple[str, Any]]:
        """Follow a stream up to its last event (« fin » or « erreur »), through short cuts.

        Raises:
            ErreurReseau: the server does not come back, refuses, or the call was given up.
        """
        dernier = ""
        coupures = 0
        while True:
            try:
                for nom, numero, donnees in self._listen(chemin, dernier, arret):
                    dernier, coupures = numero or dernier, 0
                    yield nom, donnees
                    if nom in {"fin", "erreur"}:
                        return
            except Injoignable:
                pass
            arret.check()
            coupures += 1
            if coupures > len(ATTENTES):
                raise Injoignable
            arret.wait(ATTENTES[coupures - 1])

    def _listen(self, chemin: str, dernier: str, arret: Arret) -> Iterator[tuple[str, str, Any]]:
        entetes = {"Accept": "text/event-stream"}
        if dernier:
            entetes["Last-Event-ID"] = dernier
        with self._send("GET", chemin, None, "", arret, entetes) as reponse:
            if reponse.status == http.client.NO_CONTENT:
                # Over, and all of it was read before the cut.
                yield "fin", dernier, {}
                return
            try:
                yield from read_evenements(reponse)
            except (OSError, http.client.HTTPException, ValueError):
                arret.check()
                raise Injoignable from None

    def _send(  # noqa: PLR0913, PLR0917
        self,
        methode: str,
        chemin: str,
        corps: bytes | None,
        genre: str,
        arret: Arret | None,
        entetes: dict[str, str] | None = None,
    ) -> Any:
        demande = urllib.request.Request(self.adresse + chemin, data=corps, method=methode)  # noqa: S310 -- see check_adresse
        demande.add_header("Accept", "application/json")
        if corps is not None:
            demande.add_header("Content-Type", genre)
        if self.jeton:
            demande.add_unredirected_header("Authorization", f"Bearer {self.jeton}")
        if self.csrf:
            # Not sent by a page of another site: somebody signs in, here.
            demande.add_header("X-CSRF-Token", self.csrf)
            demande.add_header("Sec-Fetch-Site", "none")
        for nom, valeur in (entetes or {}).items():
            demande.add_header(nom, valeur)
        if arret is not None:
            arret.check()
        try:
            reponse = self._ouvreur.open(demande, timeout=self.delai_s)
        except urllib.error.HTTPError as refus:
            raise self._read_refus(refus) from None
        except (OSError, http.client.HTTPException) as panne:
            if arret is not None:
                arret.check()
            raise explain_panne(panne) from None
        if arret is not None:
            arret.hold(reponse)
        return reponse

    def _read(self, reponse: Any) -> bytes:
        try:
            contenu = reponse.read(REPONSE_MAX + 1)
        except (OSError, http.client.HTTPException) as panne:
            raise explain_panne(panne) from None
        if len(contenu) > REPONSE_MAX:
            raise ErreurReseau("La réponse du serveur est trop lourde.")
        return bytes(contenu)

    def _read_json(self, reponse: Any) -> Any:
        with reponse:
            if reponse.status == http.client.NO_CONTENT:
                return None
            contenu = self._read(reponse)
        try:
            return json.loads(contenu.decode("utf-8"))
        except ValueError:
            raise ErreurReseau(ETRANGER) from None

    def _read_refus(self, refus: urllib.error.HTTPError) -> ErreurReseau:
        """Read a refusal; a proxy's own page has no problem details."""
        with refus:
            genre = refus.headers.get("Content-Type", "").partition(";")[0]
            try:
                corps = json.loads(refus.read(1_000_000).decode("utf-8")) if genre.endswith("json") else {}
            except (OSError, ValueError, http.client.HTTPException):
                corps = {}
        if not isinstance(corps, dict):
            corps = {}
        if refus.code in {502, 503, 504} and not corps.get("detail"):
            return Injoignable()
        if not corps.get("detail") and not corps.get("title"):
            return ErreurReseau(f"{ETRANGER} (réponse {refus.code})")
        return Refus(refus.code, corps, refus.headers.get("Retry-After", ""))


ATTENTES = (1, 2, 4, 8)
"""Seconds between the tries that follow a cut of a stream: a service that restarts is back by then."""


def explain_panne(panne: Exception) -> ErreurReseau:
    """Say what stopped a call, as far as a secretary or the DSI can act on it."""
    raison = getattr(panne, "reason", panne)
    if isinstance(raison, ssl.SSLCertVerificationError):
        return Injoignable(CERTIFICAT)
    if isinstance(raison, ssl.SSLError):
        return Injoignable("La connexion sécurisée au serveur a échoué. Prévenez le service informatique.")
    if isinstance(raison, socket.gaierror):
        return Injoignable("L’adresse du serveur est introuvable sur ce réseau. Prévenez le service informatique.")
    return Injoignable()


def encode_formulaire(nom: str, contenu: bytes) -> tuple[str, bytes]:
    """Write the form of one file; give what separates its parts, and its bytes."""
    borne = secrets.token_hex(16)
    propre = "".join("_" if c in '"\\' or not c.isprintable() else c for c in nom)
    tete = f'--{borne}\r\nContent-Disposition: form-data; name="fichier"; filename="{propre}"\r\n'
    tete += "Content-Type: application/octet-stream\r\n\r\n"
    return borne, tete.encode() + contenu + f"\r\n--{borne}--\r\n".encode()


def read_evenements(lignes: Any) -> Iterator[tuple[str, str, Any]]:
    """Read server-sent events out of the lines of a body: name, number, data; comments are dropped.

    Raises:
        ValueError: data that are not JSON.
    """
    nom, numero, donnees = "message", "", []
    for brute in lignes:
        ligne = brute.decode("utf-8").rstrip("\r\n")
        champ, _, valeur = ligne.partition(":")
        valeur = valeur[1:] if valeur.startswith(" ") else valeur
        if not ligne:
            if donnees:
                yield nom, numero, json.loads("\n".join(donnees))
            nom, numero, donnees = "message", "", []
        elif champ == "event":
            nom = valeur
        elif champ == "id":
            numero = valeur
        elif champ == "data":
            donnees.append(valeur)
