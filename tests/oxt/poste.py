"""A post with LibreOffice and the extension: a profile of its own, driven through `pilote.py`."""

import contextlib
import json
import os
import secrets
import select
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from server.oxt import build_oxt

PYTHON = "/usr/bin/python3"
PILOTE = Path(__file__).with_name("pilote.py")
DELAI_S = 180
# Longer than each of the driver's own waits, one of which may follow another.
REPONSE_S = 300


class EchecError(AssertionError):
    """What the driver did not find, in its own words."""


class Poste:
    """LibreOffice on a post; each method of the driver is one of this."""

    script = PILOTE

    def __init__(self, dossier: Path, serveur: str, version: str = "0.1.0") -> None:
        self.dossier = dossier
        dossier.mkdir(exist_ok=True, parents=True)
        self.extension = dossier / "minutier.oxt"
        self.extension.write_bytes(build_oxt(version, serveur))
        self.tuyau = f"minutier-{secrets.token_hex(6)}"
        self.processus: subprocess.Popen | None = None
        self.pilote: subprocess.Popen | None = None

    @property
    def ecran(self) -> list[str]:
        """Give what LibreOffice does with windows: nothing."""
        return ["--headless"]

    @property
    def isolement(self) -> list[str]:
        """Give what keeps this LibreOffice away from any other of the machine."""
        profil, partage = (self.dossier / nom for nom in ("profil", "partage"))
        return [f"-env:UserInstallation={profil.as_uri()}", f"-env:UNO_SHARED_PACKAGES_CACHE={partage.as_uri()}"]

    @property
    def environnement(self) -> dict[str, str]:
        return {"PATH": os.defpath, "HOME": str(self.dossier), "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}

    def install(self) -> None:
        unopkg = shutil.which("unopkg")
        assert unopkg, "LibreOffice is missing: run make paquets"
        commande = [unopkg, "add", "--shared", *self.isolement, str(self.extension)]
        fini = subprocess.run(
            commande, env=self.environnement, capture_output=True, text=True, timeout=DELAI_S, check=False
        )
        assert fini.returncode == 0, fini.stderr + fini.stdout

    @contextlib.contextmanager
    def running(self) -> Iterator[Self]:
        """Install the extension and start LibreOffice, which takes seconds; stop it in the end."""
        self.install()
        try:
            self.start()
            yield self
        finally:
            self.stop()

    def start(self) -> None:
        soffice = shutil.which("soffice")
        assert soffice, "LibreOffice is missing: run make paquets"
        accepte = f"--accept=pipe,name={self.tuyau};urp"
        commande = [soffice, *self.ecran, "--norestore", "--nologo", "--nodefault", accepte, *self.isolement]
        with (self.dossier / "soffice.log").open("ab") as journal:
            # A group of its own: soffice is a script that starts another.
            self.processus = subprocess.Popen(
                commande, env=self.environnement, stdout=journal, stderr=journal, start_new_session=True
            )
        with (self.dossier / "pilote.log").open("ab") as journal:
            self.pilote = subprocess.Popen(
                [PYTHON, str(self.script), self.tuyau],
                env=self.environnement,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=journal,
                text=True,
                encoding="utf-8",
            )
        assert json.loads(self._read("démarrer")) == {"pret": True}

    def _read(self, ordre: str) -> str:
        """Read what the driver answers: one line to each order."""
        assert self.pilote
        assert self.pilote.stdout
        pret, _, _ = select.select([self.pilote.stdout], [], [], REPONSE_S)
        ligne = self.pilote.stdout.readline() if pret else ""
        if not ligne:
            self.stop()
            quoi = "le pilote s’est arrêté" if pret else f"pas de réponse en {REPONSE_S} s, LibreOffice est arrêté"
            journaux = [f"{nom} :\n{(self.dossier / nom).read_text()}" for nom in ("pilote.log", "soffice.log")]
            raise EchecError("\n".join([f"{ordre} : {quoi}", *journaux]))
        return ligne

    def do(self, ordre: str, *arguments):
        assert self.pilote
        assert self.pilote.stdin
        self.pilote.stdin.write(json.dumps([ordre, arguments]) + "\n")
        self.pilote.stdin.flush()
        reponse = json.loads(self._read(ordre))
        if "echec" in reponse:
            raise EchecError(f"{ordre}{arguments} : {reponse['echec']}")
        return reponse["resultat"]

    def __getattr__(self, ordre: str):
        if ordre.startswith("_"):
            raise AttributeError(ordre)
        return lambda *arguments: self.do(ordre, *arguments)

    def stop(self) -> None:
        if self.pilote is not None:
            for flux in (self.pilote.stdin, self.pilote.stdout):
                if flux:
                    with contextlib.suppress(OSError):
                        flux.close()
            self.pilote.kill()
            self.pilote.wait(30)
        if self.processus is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.processus.pid, signal.SIGKILL)
            self.processus.wait(30)

    def forget_token(self) -> None:
        """Forget who was signed in, as a new profile has it."""
        (self.dossier / "profil/user/minutier/minutier-jeton.json").unlink(missing_ok=True)

    def sign_in(self, identifiant: str, mot_de_passe: str) -> None:
        self.ecrire("Identifiant", identifiant)
        self.ecrire("Mot de passe", mot_de_passe)
        self.presser("Se connecter")
        self.attendre_bouton("Rédiger")
