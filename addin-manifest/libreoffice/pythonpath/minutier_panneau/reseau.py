"""Talk to the server: JSON both ways, French problem details, a stream of events, a call that can be given up."""

from __future__ import annotations

import http.client
import json
import secrets
import urllib.error
from typing import Any, Iterator

from minutier_panneau.ouverture import Demande, check_adresse, make_ouvreur
from minutier_panneau.pannes import Abandon, Arret, ErreurReseau, Injoignable, Refus, explain_panne

__all__ = ["Abandon", "Arret", "Client", "ErreurReseau", "Injoignable", "Refus", "check_adresse"]

DELAI_S = 60.0
"""Seconds without an answer. A line of comment comes through a stream every ten seconds."""
REPONSE_MAX = 64 * 1024 * 1024
ETRANGER = "Ce n’est pas un serveur Minutier qui répond à cette adresse. Prévenez le service informatique."


class Client:
    """Calls of the API of one server, with one token."""

    def __init__(
        self, adresse: str, jeton: str = "", *, autorites: str = "", mandataire: str = "", delai_s: float = DELAI_S
    ) -> None:
        self.adresse = check_adresse(adresse)
        self.jeton = jeton
        self.delai_s = delai_s
        self._ouvreur = make_ouvreur(autorites, mandataire)

    def call(
        self,
        methode: str,
        chemin: str,
        corps: Any = None,
        arret: Arret | None = None,
        delai_s: float | None = None,
    ) -> Any:
        """Send JSON, give the JSON of the answer (None for 204); `delai_s`: for an answer that takes longer.

        Raises:
            ErreurReseau: refused, silent, or given up.
        """
        donnees = None if corps is None else json.dumps(corps).encode()
        return self._read_json(self._send(methode, chemin, donnees, "application/json", arret, delai_s=delai_s))

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
        delai_s: float | None = None,
    ) -> Any:
        demande = Demande(self.adresse + chemin, data=corps, method=methode)
        demande.arret = arret
        demande.add_header("Accept", "application/json")
        if corps is not None:
            demande.add_header("Content-Type", genre)
        if self.jeton:
            demande.add_unredirected_header("Authorization", f"Bearer {self.jeton}")
        for nom, valeur in (entetes or {}).items():
            demande.add_header(nom, valeur)
        if arret is not None:
            arret.check()
        try:
            reponse = self._ouvreur.open(demande, timeout=delai_s or self.delai_s)
        except urllib.error.HTTPError as refus:
            raise self._read_refus(refus) from None
        except (OSError, http.client.HTTPException) as panne:
            if arret is not None:
                arret.check()
            raise explain_panne(panne) from None
        if arret is not None and arret.asked:
            reponse.close()
            arret.check()
        return reponse

    def _read(self, reponse: Any) -> bytes:
        try:
            contenu = reponse.read(REPONSE_MAX + 1)
        except (OSError, http.client.HTTPException) as panne:
            raise explain_panne(panne) from None
        if len(contenu) > REPONSE_MAX:
            raise ErreurReseau("La réponse du serveur est trop lourde.")
        if reponse.length:
            # Cut before its end, which `read` does not say when it is given a size.
            raise Injoignable
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
