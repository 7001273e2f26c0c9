"""The real service, as `minutier serve` runs it: a process of its own, which can be stopped, killed and started again."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from tests.ports import free_port

MINUTIER = str(Path(sys.executable).with_name("minutier"))
RELECTRICE = "jeanne.martin"
ADMINISTRATRICE = "nadia.roux"
ELU = "marc.petit"
MOT_DE_PASSE = "une phrase que personne ne devine"
COLLECTIVITE = """
nom: Le Plessis-aux-Œuvres
type: commune
siren: "215409970"
departement: "54"
population: 18260
adresse: {rue: "14, avenue de l’Hôtel-de-Ville", code_postal: "54990", ville: Le Plessis-aux-Œuvres}
telephone: "03 53 01 20 30"
courriel: mairie@exemple.fr
site: https://www.exemple.fr
executif: {civilite: Mme, prenom: Maëlle, nom: Kœnig-d’Aubigné, qualite: maire, feminiser: true}
"""


@dataclass
class ServiceReel:
    """A service on loopback; `vllm_url` names the model server, when there is one."""

    dossier: Path
    vllm_url: str | None = None
    port: int = field(default_factory=free_port)
    processus: subprocess.Popen | None = None
    sessions: dict[str, Any] = field(default_factory=dict)
    """Cookies of those who signed in already: a browser that comes after need not type a password again."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environnement(self) -> dict[str, str]:
        autres = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("MINUTIER_")}
        reglages = {
            "MINUTIER_DONNEES": str(self.dossier / "donnees"),
            "MINUTIER_PORT": str(self.port),
            "MINUTIER_PROCESSUS": "1",
            # The model server of a test may hold its answer as long as the test looks at the page.
            "MINUTIER_VLLM_DELAI_ENTRE": "600",
            "MINUTIER_VLLM_DELAI_PASSAGE": "600",
        }
        if self.vllm_url:
            reglages["MINUTIER_VLLM_URL"] = self.vllm_url
        return autres | reglages

    def run(self, *arguments: str, entree: str = "", code: int = 0) -> None:
        """Run a command of `minutier` on the data of this service; it must end with this code."""
        commande = [MINUTIER, *arguments]
        fini = subprocess.run(
            commande, env=self.environnement, input=entree, capture_output=True, text=True, check=False
        )
        assert fini.returncode == code, fini.stderr + fini.stdout

    def prepare(self, *identifiants: str) -> None:
        """Describe the collectivité and make an account for each of these people."""
        fichier = self.dossier / "collectivite.yaml"
        fichier.write_text(COLLECTIVITE, encoding="utf-8")
        self.run("collectivite", "importer", str(fichier))
        for identifiant in identifiants:
            self.make_compte(identifiant, "redacteur")

    def make_compte(self, identifiant: str, *roles: str) -> None:
        prenom, _, nom = identifiant.partition(".")
        options = ["--prenom", prenom.capitalize(), "--nom", nom.capitalize()]
        options += [mot for role in roles for mot in ("--role", role)]
        self.run("compte", "creer", identifiant, *options, "--mot-de-passe-stdin", entree=MOT_DE_PASSE)

    def start(self) -> None:
        assert self.processus is None
        journal = (self.dossier / "service.log").open("ab")
        self.processus = subprocess.Popen([MINUTIER, "serve"], env=self.environnement, stdout=journal, stderr=journal)
        journal.close()
        self._wait()

    def _wait(self) -> None:
        fin = time.monotonic() + 120
        while time.monotonic() < fin:
            assert self.processus
            assert self.processus.poll() is None, (self.dossier / "service.log").read_text()
            try:
                if httpx2.get(f"{self.url}/sante", trust_env=False, timeout=2).status_code == 200:
                    return
            except httpx2.HTTPError:
                time.sleep(0.1)
        raise AssertionError((self.dossier / "service.log").read_text())

    def stop(self, signal_: int = signal.SIGTERM) -> None:
        """Stop the service, as a restart does; SIGKILL is a machine that loses its power."""
        if self.processus is None:
            return
        self.processus.send_signal(signal_)
        try:
            self.processus.wait(60)
        finally:
            self.processus.kill()
            self.processus = None
