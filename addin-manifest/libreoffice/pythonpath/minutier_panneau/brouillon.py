"""A draft on the server: saved as it is typed, drafted, listened to. No UNO here."""

from __future__ import annotations

import contextlib
import threading
from typing import Any, Callable, Iterator

from minutier_panneau.reseau import Abandon, Arret, Client, ErreurReseau, Injoignable, Refus
from minutier_panneau.session import read_sante

DISPONIBLE = "disponible"
SANS_MODELE = "aucun"
"""What drafts without a model: the points as they were typed."""
ABSENCES = {
    "sans": "Aucun modèle n’est réglé : vos points seront mis en forme tels quels.",
    "indisponible": "Le modèle ne répond pas : vos points seront mis en forme tels quels.",
}


class Brouillon:
    """A draft of this account; it is on the server from its first save on."""

    def __init__(self, client: Client, modele: str, numero: str = "", revision: int = 0) -> None:
        self.client = client
        self.modele = modele
        self.id = numero
        self.revision = revision
        self.etat_modele = ""
        """Whether a model can write, as the server last said; empty before it did."""
        self._verrou = threading.Lock()
        self._demande = 0
        self._enregistre = 0
        """The numbers of what was to be saved last, and of what was."""
        self._parti: dict[str, Any] | None = None
        """What was sent, to save or to draft from, and may have been done without an answer.

        Asked again as it was, it is nobody else's change.
        """

    def look(self, arret: Arret) -> None:
        """Ask whether a model can write."""
        self.etat_modele = read_sante(self.client, arret).modele

    def check(self, saisie: dict[str, Any], arret: Arret) -> list[tuple[str, str]]:
        """Give the faults of what was typed: path, reason."""
        verdict = self.client.call("POST", f"/api/modeles/{self.modele}/validation", {"saisie": saisie}, arret)
        return [(faute["champ"], faute["raison"]) for faute in verdict["fautes"]]

    def number(self) -> int:
        """Number what is to be saved, as it is typed: the threads that save do not take turns in that order."""
        self._demande += 1
        return self._demande

    def save(self, saisie: dict[str, Any], numero: int) -> None:
        """Save what was typed. It is not given up halfway: its answer holds the number of the draft."""
        with self._verrou:
            self._save(saisie, numero)

    def _save(self, saisie: dict[str, Any], numero: int) -> None:
        if numero < self._enregistre:
            return
        if self.id:
            if self._parti is not None:
                self._put(self._parti, repetee=True)
            self._put(saisie)
        else:
            cree = self.client.call("POST", "/api/brouillons", {"modele": self.modele, "saisie": saisie})
            self.id, self.revision = cree["id"], cree["revision"]
        self._enregistre = numero

    def _put(self, saisie: dict[str, Any], **autres: bool) -> None:
        corps = {"saisie": saisie, "revision": self.revision, **autres}
        try:
            with self._doubting(saisie):
                self.revision = self.client.call("PUT", f"/api/brouillons/{self.id}", corps)["revision"]
        except ErreurReseau as erreur:
            if not erreur.passagere:
                self._parti = None
            raise
        self._parti = None

    @contextlib.contextmanager
    def _doubting(self, saisie: dict[str, Any]) -> Iterator[None]:
        """Remember what may be done although its answer is not heard."""
        revision = self.revision
        try:
            yield
        except (Abandon, Injoignable):
            # What was saved since has another.
            if self.revision == revision:
                self._parti = saisie
            raise

    def draft(
        self, saisie: dict[str, Any], arret: Arret, tell: Callable[[str, Any], None], redacteur: str = ""
    ) -> dict[str, Any]:
        """Save, draft, and give the draft with its act; `tell` is told each event; `redacteur`: another than usual.

        Raises:
            ErreurReseau: refused, cut, or given up; the draft is then as it was.
        """
        numero = self.number()
        # A save in between would have the server refuse: the draft would no longer be the one that it is asked for.
        with self._verrou:
            self._save(saisie, numero)
            arret.check()
            demande = {"revision": self.revision, "redacteur": redacteur or None}
            with self._doubting(saisie):
                redaction = self.client.call("POST", f"/api/brouillons/{self.id}/redaction", demande)["redaction"]
        try:
            with self._doubting(saisie):
                for nom, donnees in self.client.follow(f"/api/redactions/{redaction}/evenements", arret):
                    tell(nom, donnees)
                    if nom == "erreur":
                        raise Refus(500, donnees if isinstance(donnees, dict) else {})
                vu: dict[str, Any] = self.client.call("GET", f"/api/brouillons/{self.id}", None, arret)
        except Abandon:
            self._cancel(redaction)
            raise
        self.revision = vu["revision"]
        return vu

    def _cancel(self, redaction: str) -> None:
        # Nobody listens to it any more: if this is not heard, it stops by itself after 15 seconds.
        with contextlib.suppress(ErreurReseau):
            self.client.call("DELETE", f"/api/redactions/{redaction}")
            with self._verrou:
                if self.client.call("GET", f"/api/brouillons/{self.id}")["revision"] == self.revision:
                    # It was stopped before its end.
                    self._parti = None


def say_origines(passages: list[dict[str, Any]]) -> str:
    """Say in one sentence what the model wrote, and that a human must review it."""
    machine = [p for p in passages if p["origine"] in {"ia", "ia_retouchee"}]
    if not passages:
        return "Cet acte n’a aucun passage ouvert au modèle de langage."
    if not machine:
        return "Aucun passage n’a été écrit par le modèle de langage : vos points sont repris tels quels."
    s = "s" if len(machine) > 1 else ""
    noms = ", ".join(p["libelle"] for p in machine)
    return f"{len(machine)} passage{s} écrit{s} par le modèle de langage ({noms}) : à relire par une personne."
