"""People who write and review: each with a token, in a collectivité, with roles."""

import hashlib
import io
import re
import secrets
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx2
from sqlalchemy import select

from server import formats
from server.acte.fragments import Fragment, Origine
from server.app import create_app
from server.brouillons.models import BrouillonEnregistre
from server.charte import load_charte
from server.collectivites.service import import_collectivite
from server.comptes.models import Compte, Jeton
from server.db import migrate, now, transaction
from server.dossiers.models import Dossier, EtatDossier, VersionDossier
from server.formats.remplacement import rewrite_leaves
from tests.api.outils import ARRETE, Agent, exemple, running
from tests.dossiers.faux_sceau import FauxSceau

_REDIGES: dict[str, dict[str, Any]] = {}
CONTROLES = {"exactitude": True, "plausibilite": True, "sources": True}
NOTE = "note_service"


def make_collectivite(moteur, nom: str):
    with transaction(moteur) as session:
        return import_collectivite(session, {**exemple()["collectivite"], "nom": nom}).id


def make_compte(moteur, identifiant: str, roles, collectivite_id, courriel=None):
    """Make an account and a token; give the id and the token."""
    jeton = f"mntr_{secrets.token_urlsafe(32)}"
    with transaction(moteur) as session:
        compte = Compte(
            identifiant=identifiant,
            prenom=identifiant.title(),
            nom="Essai",
            courriel=courriel,
            mot_de_passe="x",
            roles=list(roles),
            collectivite_id=collectivite_id,
        )
        session.add(compte)
        session.flush()
        empreinte = hashlib.sha256(jeton.encode()).hexdigest()
        session.add(Jeton(empreinte=empreinte, compte_id=compte.id, nom="x", expire_le=now() + timedelta(1)))
        return compte.id, jeton


def copy_dossier(moteur, dossier_id: str, nombre: int, circuit=None) -> list[UUID]:
    """Make dossiers that wait for their first step, as fast as rows are copied from one that has a single version."""
    with transaction(moteur) as session:
        source = session.get_one(Dossier, UUID(dossier_id))
        version = session.scalars(select(VersionDossier).where(VersionDossier.dossier_id == source.id)).one()
        return [_copy(session, source, version, circuit or source.circuit) for _ in range(nombre)]


def _copy(session, source, version, circuit) -> UUID:
    noms = ("collectivite_id", "auteur_id", "responsable_id", "modele", "version_modele", "genre", "titre", "redige")
    copie = Dossier(
        **{nom: getattr(source, nom) for nom in noms},
        machine=[],
        circuit=circuit,
        etat=EtatDossier.EN_RELECTURE,
        version=1,
    )
    session.add(copie)
    session.flush()
    noms = ("numero", "compte_id", "nom", "format", "canon", "origines")
    octets = _make_unique(version.octets, copie.id)
    suite = {"octets": octets, "sha256": hashlib.sha256(octets).hexdigest()}
    session.add(VersionDossier(dossier_id=copie.id, **{nom: getattr(version, nom) for nom in noms}, **suite))
    session.flush()
    return copie.id


def _make_unique(octets: bytes, marque: UUID) -> bytes:
    """Give the same document in a file of its own: no two acts of a town hall share one."""
    sortie = io.BytesIO(octets)
    with zipfile.ZipFile(sortie, "a") as archive:
        archive.comment = marque.bytes
    return sortie.getvalue()


@dataclass
class Personne(Agent):
    """Somebody, and what one does to dossiers."""

    id: str = ""
    moteur: Any = None

    def get(self, dossier, statut=200) -> dict[str, Any]:
        return self.ask("GET", f"/dossiers/{dossier['id']}", statut).json()

    def do(self, dossier, action, statut=200, **corps):
        reponse = self.ask("POST", f"/dossiers/{dossier['id']}/{action}", statut, json=corps)
        return reponse.json() if reponse.content else None

    def see(self, dossier) -> dict[str, Any]:
        """Give the version and the digest of it that one has before one's eyes."""
        derniere = self.get(dossier)["versions"][-1]
        return {"version": derniere["numero"], "empreinte": derniere["canon"]}

    def version(self, dossier, numero=None) -> dict[str, Any]:
        numero = numero or self.get(dossier)["version"]
        return self.ask("GET", f"/dossiers/{dossier['id']}/versions/{numero}").json()

    def make(self, modele=ARRETE, saisie=None, **suite) -> dict[str, Any]:
        brouillon = self.create(saisie, modele)
        if saisie is None and modele in _REDIGES:
            # Drafted once for all tests of this process: the same saisie gives the same act.
            with transaction(self.moteur) as session:
                session.get_one(BrouillonEnregistre, UUID(brouillon["id"])).redige = _REDIGES[modele]
        else:
            brouillon = self.draft(brouillon, redacteur="aucun")
            with transaction(self.moteur) as session:
                redige = session.get_one(BrouillonEnregistre, UUID(brouillon["id"])).redige
            if saisie is None:
                _REDIGES[modele] = redige
        corps = {"brouillon_id": brouillon["id"], "revision": brouillon["revision"], **suite}
        return self.ask("POST", "/dossiers", 201, json=corps).json()

    def submit(self, dossier) -> dict[str, Any]:
        return self.do(dossier, "soumission", **self.see(dossier))

    def send(self, modele=ARRETE) -> dict[str, Any]:
        return self.submit(self.make(modele))

    def deposit(self, dossier, octets, statut=201, version=None, nom="acte.docx"):
        version = version or self.get(dossier)["version"]
        return self.ask(
            "POST", f"/dossiers/{dossier['id']}/versions?version={version}", statut, files={"fichier": (nom, octets)}
        ).json()

    def make_from(self, octets, modele=ARRETE, nom="acte.docx") -> dict[str, Any]:
        return self.ask("POST", f"/dossiers/document?modele={modele}", 201, files={"fichier": (nom, octets)}).json()

    def file(self, dossier, numero=None) -> bytes:
        numero = numero or self.get(dossier)["version"]
        return self.ask("GET", f"/dossiers/{dossier['id']}/versions/{numero}/fichier").content

    def claim(self, dossier) -> dict[str, Any]:
        """Give what a sign-off of the present step would hold, nothing opened or judged."""
        return {**self.see(dossier), "etape": self.get(dossier)["etape"], "controles": CONTROLES}

    def read_all(self, dossier) -> dict[str, Any]:
        """Open the version and accept every passage; give what a sign-off would hold."""
        vue = self.see(dossier)
        self.do(dossier, "ouverture", 204, **vue)
        version = self.version(dossier)
        decisions = [{"bloc": p["bloc"], "decision": "accepte"} for p in version["passages"]]
        if decisions:
            corps = {**vue, "decisions": decisions}
            assert self.ask("PUT", f"/dossiers/{dossier['id']}/examens", json=corps).json() == {"restants": 0}
        derogations = [
            {"code": c["code"], "bloc": c["bloc"], "raison": "Vérifié avec le service concerné."}
            for c in (version["constats"][rang] for rang in version["a_deroger"])
        ]
        etape = self.get(dossier)["etape"]
        return {**vue, "etape": etape, "controles": CONTROLES, "derogations": derogations}

    def approve(self, dossier, statut=200) -> dict[str, Any]:
        return self.do(dossier, "visa", statut, **self.read_all(dossier))


@dataclass
class Mairie:
    """A service, its people, its seal."""

    app: Any
    url: str
    sceau: Any
    collectivite: Any
    personnes: dict[str, Personne] = field(default_factory=dict)

    @property
    def moteur(self):
        return self.app.state.moteur

    def person(self, nom: str, *roles: str, collectivite=None, courriel=None) -> Personne:
        if nom not in self.personnes:
            client = httpx2.Client(base_url=self.url, trust_env=False, timeout=60)
            qui, jeton = make_compte(self.moteur, nom, roles, collectivite or self.collectivite, courriel)
            self.personnes[nom] = Personne(client, jeton, str(qui), self.moteur)
        return self.personnes[nom]


@contextmanager
def open_mairie(reglages, sceau=None, **suite):
    """Serve a collectivité; with a seal that says what it was asked, when none is given."""
    sceau = sceau or FauxSceau()
    app = create_app(reglages.model_copy(update=suite), sceau)
    migrate(app.state.moteur)
    with running(app) as url:
        mairie = Mairie(app, url, sceau, make_collectivite(app.state.moteur, "Aubeterre"))
        try:
            yield mairie
        finally:
            for une in mairie.personnes.values():
                une.client.close()


def edit(octets: bytes, *changements: tuple[str, str]) -> bytes:
    """Change words of a file as somebody does in Word: the rest of the package, our properties too, stays as it was."""
    sortie = io.BytesIO()
    faits = 0
    with zipfile.ZipFile(io.BytesIO(octets)) as source, zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as cible:
        for nom in source.namelist():
            contenu = source.read(nom)
            if nom in {"word/document.xml", "content.xml"}:
                texte = contenu.decode()
                for ancien, nouveau in changements:
                    faits += texte.count(ancien)
                    texte = texte.replace(ancien, nouveau)
                contenu = texte.encode()
            cible.writestr(nom, contenu)
    assert faits >= len(changements), "nothing to change"
    return sortie.getvalue()


def strip_properties(octets: bytes) -> bytes:
    """Take our properties away, as a document cleaner does."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as source, zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as cible:
        for nom in source.namelist():
            contenu = source.read(nom)
            if nom == "docProps/custom.xml":
                contenu = re.sub(rb"<property .*</property>", b"", contenu, flags=re.DOTALL)
            cible.writestr(nom, contenu)
    return sortie.getvalue()


def write_with_ia(octets: bytes, mot: str) -> bytes:
    """Write an act again as if a model had written the paragraph that holds a word."""

    def rewrite(feuille):
        if mot not in feuille.texte:
            return feuille.contenu
        return (Fragment(feuille.texte, Origine.IA, "motifs"),)

    acte = rewrite_leaves(formats.read(octets, "x").acte, rewrite)
    return formats.write(replace(acte, proprietes=replace(acte.proprietes, acte_id="")), "docx", load_charte(None))


__all__ = [
    "ARRETE",
    "CONTROLES",
    "NOTE",
    "Mairie",
    "Personne",
    "copy_dossier",
    "edit",
    "exemple",
    "open_mairie",
    "strip_properties",
    "write_with_ia",
]
