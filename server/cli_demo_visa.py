"""The second half of the demonstration: the arrêté is sent, reviewed by others, sealed and verified.

With the services of the server, in this process, on a data folder that is thrown away: its key, its ledger and its
accounts serve for this once.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from server import sceau
from server.brouillons import service as brouillons
from server.brouillons.etat import EtatRedige, PassageRedige
from server.catalogue.lecture_json import to_plain
from server.cli_sorties import say, write_ensemble
from server.collectivites.service import import_collectivite
from server.comptes.dependances import make_compte_connecte
from server.comptes.models import Compte
from server.db import migrate, now, open_engine, transaction
from server.dossiers import creation, examens, service, visas
from server.dossiers.acces import get_dossier
from server.dossiers.lectures import read_acte
from server.dossiers.models import Dossier, EtatDossier, FichierScelle
from server.dossiers.sceau_reel import SceauReel
from server.dossiers.scellement import PROJET, finish
from server.dossiers.schemas import (
    Controles,
    DecisionPassage,
    DemandeExamen,
    DemandeVisa,
    Derogation,
    NouveauDossier,
    VersionVisee,
)
from server.dossiers.versions import find_version
from server.errors import MinutierError
from server.registre.chaine import verify as verify_chaine
from server.registre.service import read_lignes

if TYPE_CHECKING:
    import uuid

    from sqlalchemy import Engine

    from server.catalogue import Modele
    from server.catalogue.documents import Document
    from server.comptes.dependances import CompteConnecte
    from server.installation import Installation
    from server.redaction import Brouillon

PERSONNES: Final = {
    "redacteur": ("Camille", "Martin"),
    "relecteur_juridique": ("Dominique", "Bernard"),
    "direction": ("Maxime", "Robert"),
    "referent_ethique": ("Sacha", "Moreau"),
    "elu": ("Claude", "Petit"),
}
"""Who plays which role."""
SIDECAR: Final = "visa.json"
CLE: Final = "cles-publiques.json"
RAISON: Final = "Laissé pour la démonstration."


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the second half made.

    Attributes:
        fichiers: by the names of `demo --json`: docx, odt, sidecar, cle.
        recit: what happened, one French sentence each.
    """

    fichiers: dict[str, Path]
    recit: tuple[str, ...]


def run_relecture(
    installation: Installation, modele: Modele, exemple: Document, brouillon: Brouillon, sortie: Path
) -> Demonstration:
    """Send a drafted act to its circuit, have every step signed off, seal it, verify it.

    Raises:
        MinutierError: the act cannot be signed off or sealed, or the files cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="minutier-demo-") as dossier:
        reglages = installation.settings.model_copy(update={"donnees": Path(dossier), "database_url": None})
        moteur = open_engine(reglages)
        try:
            migrate(moteur)
            trousseau = sceau.Trousseau.of(reglages.find_donnees())
            jeu = _Jeu(moteur, installation, SceauReel(trousseau))
            scelle, nom = jeu.play(modele, exemple, brouillon)
            cles = trousseau.publiques()
            recit = [*jeu.recit, _tell_registre(moteur)]
        finally:
            moteur.dispose()
    autre = sceau.convert_scelle(scelle, nom, installation.charte)
    contenus = {"docx": scelle.fichier, "odt": autre.fichier, SIDECAR: scelle.sidecar, CLE: sceau.render_cles(cles)}
    ecrits = write_ensemble(sortie, nom.removesuffix(".docx"), contenus)
    fichiers = {"docx": ecrits["docx"], "odt": ecrits["odt"], "sidecar": ecrits[SIDECAR], "cle": ecrits[CLE]}
    for sorte in ("docx", "odt"):
        etat = sceau.verify(fichiers[sorte].read_bytes(), nom, cles, scelle.sidecar).etat
        if etat is not sceau.Etat.VALIDE:
            raise MinutierError(f"le fichier .{sorte} de la démonstration n’est pas VALIDE, mais {etat}")
        recit.append(f"Le fichier .{sorte} est vérifié, sans base ni réseau : {etat}.")
    return Demonstration(fichiers, tuple(recit))


def _tell_registre(moteur: Engine) -> str:
    with moteur.connect() as connexion:
        bilan = verify_chaine(read_lignes(connexion))
    etat = "chacune liée à la précédente" if not bilan.fautes else "dont certaines ont été changées"
    return f"Le registre a {bilan.lignes} lignes, {etat}."


class _Jeu:
    """Plays the parts, each with an account of its own."""

    def __init__(self, moteur: Engine, installation: Installation, scelleur: SceauReel) -> None:
        self._moteur = moteur
        self._installation = installation
        self._scelleur = scelleur
        self.recit: list[str] = []

    def play(self, modele: Modele, exemple: Document, brouillon: Brouillon) -> tuple[sceau.Scelle, str]:
        """Go from the draft to the sealed file; give it and its name."""
        saisie = to_plain(exemple.valeur)
        comptes = self._make_comptes(saisie.get("collectivite"))
        auteur = comptes["redacteur"]
        dossier_id = self._submit(auteur, modele, _make_etat(modele, saisie, brouillon))
        while (role := self._find_etape(dossier_id)) is not None:
            self._approve(comptes[role], role, dossier_id)
        finish(self._moteur, self._installation.reserve, self._scelleur, dossier_id)
        with transaction(self._moteur, ecriture=False) as session:
            scelle = session.get_one(FichierScelle, dossier_id)
            nom = scelle.nom.removeprefix(PROJET)
            canon = find_version(session, session.get_one(Dossier, dossier_id)).canon
            self.recit.append("La dernière étape est visée : l’acte est scellé, la mention PROJET en est ôtée.")
            return sceau.Scelle(scelle.octets, scelle.sidecar, canon, b"", intact=True), nom

    def _make_comptes(self, collectivite: Any) -> dict[str, CompteConnecte]:
        with transaction(self._moteur) as session:
            notre = None if collectivite is None else import_collectivite(session, collectivite)
            # No password opens these accounts.
            faits = {
                role: Compte(
                    identifiant=role,
                    prenom=prenom,
                    nom=nom,
                    mot_de_passe="",
                    roles=[role],
                    collectivite_id=None if notre is None else notre.id,
                )
                for role, (prenom, nom) in PERSONNES.items()
            }
            session.add_all(faits.values())
            session.flush()
            return {role: make_compte_connecte(compte, "", None) for role, compte in faits.items()}

    def _submit(self, auteur: CompteConnecte, modele: Modele, etat: EtatRedige) -> uuid.UUID:
        with transaction(self._moteur) as session:
            enregistre = brouillons.create(session, auteur, modele, etat.saisie)
            enregistre.redige = etat.as_json()
            session.flush()
            demande = NouveauDossier(brouillon_id=enregistre.id, revision=enregistre.revision)
            dossier, lue = creation.prepare_brouillon(session, auteur, self._installation, demande)
            dossier = service.create(session, auteur, dossier, lue)
            vue = VersionVisee(version=1, empreinte=find_version(session, dossier).canon)
            service.submit(session, auteur, dossier.id, vue)
            self.recit.append(f"{_name(auteur)} envoie l’arrêté à la relecture ({', puis '.join(dossier.circuit)}).")
            return dossier.id

    def _find_etape(self, dossier_id: uuid.UUID) -> str | None:
        with transaction(self._moteur, ecriture=False) as session:
            dossier = session.get_one(Dossier, dossier_id)
            return dossier.circuit[dossier.etape] if dossier.etat == EtatDossier.EN_RELECTURE else None

    def _approve(self, compte: CompteConnecte, role: str, dossier_id: uuid.UUID) -> None:
        with transaction(self._moteur) as session:
            dossier = get_dossier(session, compte, dossier_id)
            version = find_version(session, dossier)
            vue: dict[str, Any] = {"version": version.numero, "empreinte": version.canon}
            service.open_version(session, compte, dossier_id, VersionVisee(**vue))
            passages = [p.bloc for p in read_acte(self._installation.reserve, version, dossier.genre).passages]
            if passages:
                decisions = [DecisionPassage(bloc=bloc, decision="accepte") for bloc in passages]
                examens.decide(
                    session, self._installation.reserve, compte, dossier_id, DemandeExamen(**vue, decisions=decisions)
                )
            erreurs = examens.list_erreurs(examens.list_constats(self._installation, dossier, version))
            demande = DemandeVisa(
                **vue,
                etape=dossier.etape,
                controles=Controles(exactitude=True, plausibilite=True, sources=True),
                derogations=[Derogation(code=c.code, bloc=c.bloc, raison=RAISON) for c in erreurs],
            )
        donne = visas.approve(self._moteur, self._scelleur, self._installation, compte, dossier_id, demande)
        self.recit.append(_tell_visa(compte, role, len(passages), len(erreurs), donne.rang))


def _make_etat(modele: Modele, saisie: dict[str, Any], brouillon: Brouillon) -> EtatRedige:
    """Say how the act was drafted, as the service keeps it; the demonstration asks no model."""
    passages = {redige.nom: PassageRedige(redige, redige) for redige in brouillon.passages}
    return EtatRedige(saisie, None, modele.version, "aucun", "", now(), passages)


def _name(compte: CompteConnecte) -> str:
    return f"{compte.prenom} {compte.nom}"


def _tell_visa(compte: CompteConnecte, role: str, passages: int, erreurs: int, rang: int) -> str:
    faits = ["l’ouvre"]
    if passages:
        faits.append(f"accepte {passages} passage(s)")
    if erreurs:
        faits.append(f"laisse {erreurs} erreur(s), avec une raison")
    faits.append("fait les trois contrôles")
    return f"{_name(compte)} ({role}) {', '.join(faits)} et vise : ligne {rang} du registre."


def print_demonstration(faite: Demonstration) -> None:
    """Tell a person what happened, where the files are and how to verify them."""
    say("\nRelecture et visa, avec des comptes et une clé d’essai qui ne servent qu’ici :")
    for phrase in faite.recit:
        say(f"  {phrase}")
    for chemin in faite.fichiers.values():
        say(f"Écrit : {chemin}")
    f = faite.fichiers
    say(f"À refaire vous-même :\n  minutier verify {f['docx']} --sidecar {f['sidecar']} --cle {f['cle']}")
