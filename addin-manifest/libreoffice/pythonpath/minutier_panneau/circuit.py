"""A dossier on the server: send, read, review. No UNO here."""

from __future__ import annotations

import urllib.parse
from typing import Any, NamedTuple

from minutier_panneau.reseau import Arret, Client, ErreurReseau

CONTROLES = (
    ("exactitude", "Exactitude : les faits, noms, dates et montants sont exacts."),
    ("plausibilite", "Plausibilité : l’acte dit bien ce qui a été décidé, et se tient."),
    ("sources", "Sources : les textes et pièces visés existent et disent ce qui est dit."),
)
DECISIONS = {"accepte": "accepté", "corrige": "à corriger", "rejete": "rejeté"}
RAISON_MIN = 5


def create(client: Client, modele: str, nom: str, contenu: bytes) -> dict[str, Any]:
    """Make a dossier of a document."""
    code = urllib.parse.quote(modele)
    dossier: dict[str, Any] = client.send_fichier(f"/api/dossiers/document?modele={code}", nom, contenu)
    return dossier


def add_version(client: Client, dossier: dict[str, Any], nom: str, contenu: bytes) -> dict[str, Any]:
    """Give the dossier its next version."""
    chemin = f"/api/dossiers/{dossier['id']}/versions?version={dossier['version']}"
    neuf: dict[str, Any] = client.send_fichier(chemin, nom, contenu)
    return neuf


def submit(client: Client, dossier: dict[str, Any]) -> dict[str, Any]:
    """Send the present version to be reviewed."""
    version = current(dossier)
    corps = {"version": version["numero"], "empreinte": version["canon"]}
    envoye: dict[str, Any] = client.call("POST", f"/api/dossiers/{dossier['id']}/soumission", corps)
    return envoye


def current(dossier: dict[str, Any]) -> dict[str, Any]:
    """Give the present version of a dossier."""
    return max(dossier["versions"], key=lambda v: int(v["numero"]))


class Demande(NamedTuple):
    """What a reviewer asks for, and where."""

    bloc: int | None
    par: str
    texte: str
    numero: str = ""
    """Of a remark, to say that it is dealt with."""
    correction: str = ""
    """The words to put in place of the paragraph."""


def name_auteur(par: dict[str, Any]) -> str:
    """Name who asks."""
    return f"{par['prenom']} {par['nom']}"


def say_decision(decision: dict[str, Any]) -> str:
    """Say what was decided of a passage that was not accepted."""
    if decision["decision"] == "corrige":
        return f"Correction demandée : {decision.get('texte') or ''}"
    return "Passage du modèle de langage rejeté : réécrivez-le."


class Examen:
    """A version under review: what it says, what was remarked, what this account decided."""

    def __init__(self, client: Client, numero: str, compte: str) -> None:
        self.client = client
        self.chemin = f"/api/dossiers/{numero}"
        self.compte = compte
        self.dossier: dict[str, Any] = {}
        self.version: dict[str, Any] = {}
        self.remarques: list[dict[str, Any]] = []

    def load(self, arret: Arret | None = None) -> Examen:
        """Read everything; opening is noted where this account may sign off."""
        self.dossier = self.client.call("GET", self.chemin, None, arret)
        numero = self.dossier["version"]
        self.version = self.client.call("GET", f"{self.chemin}/versions/{numero}", None, arret)
        self.remarques = self.client.call("GET", f"{self.chemin}/commentaires", None, arret)["commentaires"]
        if self.may("viser") and not self.version["ouverte"]:
            self.client.call("POST", f"{self.chemin}/ouverture", self.lu)
        return self

    @property
    def lu(self) -> dict[str, Any]:
        """Say what was read: the server refuses what was decided on another version."""
        return {"version": self.version["numero"], "empreinte": self.version["canon"]}

    @property
    def blocs(self) -> list[str]:
        """Give the paragraphs of the version."""
        return [bloc["texte"] for bloc in self.version["acte"]["blocs"]]

    @property
    def a_deroger(self) -> list[dict[str, Any]]:
        """List the errors that forbid the sign-off, unless a reason is given."""
        return [self.version["constats"][rang] for rang in self.version["a_deroger"]]

    def may(self, action: str) -> bool:
        """Tell whether this account may do it now."""
        return action in self.dossier["actions"]

    def decision_of(self, passage: dict[str, Any]) -> str:
        """Give what this account decided of a passage; empty when it did not."""
        miennes = [d["decision"] for d in passage["decisions"] if d["par"]["id"] == self.compte]
        return miennes[-1] if miennes else ""

    def correction_of(self, passage: dict[str, Any]) -> str:
        """Give the words that this account asked for in place of a passage; empty when it did not."""
        miennes = [d.get("texte") or "" for d in passage["decisions"] if d["par"]["id"] == self.compte]
        return miennes[-1] if miennes else ""

    @property
    def demandes(self) -> list[Demande]:
        """List what is asked of who carries the act: open remarks, then corrections and refusals of passages."""
        ouvertes = [r for r in self.remarques if not r["resolu_le"]]
        remarques = [Demande(r["bloc"], name_auteur(r["par"]), r["texte"], r["id"]) for r in ouvertes]
        return remarques + [
            Demande(passage["bloc"], name_auteur(d["par"]), say_decision(d), correction=d.get("texte") or "")
            for passage in self.version["passages"]
            for d in passage["decisions"]
            if d["decision"] != "accepte"
        ]

    def judge(self, bloc: int, decision: str, texte: str = "") -> Examen:
        """Accept, correct or reject a passage."""
        dite: dict[str, Any] = {"bloc": bloc, "decision": decision}
        if decision == "corrige":
            dite["texte"] = texte
        self.client.call("PUT", f"{self.chemin}/examens", {**self.lu, "decisions": [dite]})
        return self.load()

    def remark(self, bloc: int | None, texte: str) -> Examen:
        """Remark on a paragraph, or on the whole act."""
        self.client.call("POST", f"{self.chemin}/commentaires", {**self.lu, "bloc": bloc, "texte": texte})
        return self.load()

    def send_back(self, raison: str) -> Examen:
        """Send the act back to who carries it."""
        self.client.call("POST", f"{self.chemin}/renvoi", {**self.lu, "raison": raison})
        return self.load()

    def sign_off(self, controles: dict[str, bool], raisons: dict[int, str]) -> Examen:
        """Sign the version off; `raisons` says why each error that forbids it is left, by its rank in `a_deroger`.

        Raises:
            ErreurReseau: refused; the server says what is missing.
        """
        derogations = [
            {"code": constat["code"], "bloc": constat["bloc"], "raison": raisons[rang].strip()}
            for rang, constat in enumerate(self.a_deroger)
            if len(raisons.get(rang, "").strip()) >= RAISON_MIN
        ]
        corps = {**self.lu, "etape": self.dossier["etape"], "controles": controles, "derogations": derogations}
        self.client.call("POST", f"{self.chemin}/visa", corps)
        return self.load()


def send(client: Client, dossier: dict[str, Any] | None, modele: str, nom: str, contenu: bytes) -> Any:
    """Send a document to its circuit: a new dossier, or the next version of the one it has.

    Gives the dossier, and what kept it from leaving once it was kept (empty when it left).
    """
    vu = add_version(client, dossier, nom, contenu) if dossier else create(client, modele, nom, contenu)
    try:
        return submit(client, vu), ""
    except ErreurReseau as erreur:
        return vu, str(erreur)
