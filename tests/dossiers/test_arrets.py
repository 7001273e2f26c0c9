"""Stopped anywhere between the click and the file: no sign-off that was acknowledged is lost, no file is without its row."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from server import sceau
from server.app import create_app
from server.db import hold_lecture, transaction
from server.dossiers import scellement
from server.dossiers.models import Dossier, EtatDossier, FichierScelle, LigneRegistre, VersionDossier, Visa
from server.dossiers.sceau_reel import SceauReel
from server.dossiers.scellement import finish, finish_all
from server.errors import EcritureImpossible, MinutierError
from server.registre.chaine import verify
from server.registre.service import read_lignes
from server.reserve import Reserve
from tests.api.outils import running
from tests.attente import wait_for
from tests.dossiers.faux_sceau import FauxSceau, Scelle
from tests.dossiers.outils import copy_dossier, make_compte

RACINE = Path(__file__).resolve().parents[2]
PAR_TOUR = 8


def check_all(moteur) -> None:
    """Say what must be true at any moment: every file and every visa has its row, and the chain is sound."""
    with hold_lecture(moteur) as connexion:
        assert verify(read_lignes(connexion)).fautes == ()
    with transaction(moteur, ecriture=False) as session:
        genres = {x.rang: json.loads(x.contenu) for x in session.scalars(select(LigneRegistre))}
        visas = {v.rang: v for v in session.scalars(select(Visa))}
        assert {rang for rang, contenu in genres.items() if contenu["genre"] == "visa"} == set(visas)
        scelles = list(session.scalars(select(FichierScelle)))
        faits = [c["donnees"] for c in genres.values() if c["genre"] == "scellement"]
        assert sorted((f["visa"], f["fichier"]) for f in faits) == sorted((s.visa_rang, s.sha256) for s in scelles)
        for scelle in scelles:
            assert genres[scelle.visa_rang]["genre"] == "visa"
            assert visas[scelle.visa_rang].version_id == scelle.version_id
            dossier = session.get_one(Dossier, scelle.dossier_id)
            assert dossier.etat == EtatDossier.VALIDE
        signes = select(VersionDossier.dossier_id).join(Visa).where(Visa.etape == 1)
        valides = select(Dossier.id).where(Dossier.etat == EtatDossier.VALIDE)
        assert set(session.scalars(valides)) == set(session.scalars(signes))


def count(moteur, quoi) -> int:
    with transaction(moteur, ecriture=False) as session:
        return session.scalar(select(func.count()).select_from(quoi))


def wait_for_backends(moteur) -> None:
    """Wait until PostgreSQL has nothing under way for anybody: what was asked by who was killed goes on without them."""
    if moteur.dialect.name != "postgresql":
        return
    demande = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
        " AND pid <> pg_backend_pid() AND state <> 'idle'"
    )

    def is_idle() -> bool:
        with moteur.connect() as connexion:
            return connexion.execute(demande).scalar_one() == 0

    wait_for(is_idle)


class Signataire:
    """A process that forks one that signs, and that one is killed."""

    def __init__(self, reglages, moteur) -> None:
        self.moteur = moteur
        env = {**os.environ, "MINUTIER_DONNEES": str(reglages.donnees), "PYTHONUTF8": "1"}
        if reglages.database_url is not None:
            env["MINUTIER_DATABASE_URL"] = reglages.database_url.get_secret_value()
        self.pas = 0.2
        self.processus = subprocess.Popen(
            [sys.executable, "-m", "tests.dossiers.signataire"],
            cwd=RACINE,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, dossiers, apres: int, part: float) -> tuple[list[str], bool]:
        """Have dossiers signed, and kill -9 whoever does it: after so many of them, and a part of the time that one takes.

        Returns:
            Those acknowledged, and whether all were.
        """
        self.processus.stdin.write(json.dumps(dossiers) + "\n")
        self.processus.stdin.flush()
        pid = int(self._read().removeprefix("pid "))
        debut = time.monotonic()
        lus = [self._read() for _ in range(apres)]
        if lus:
            self.pas = (time.monotonic() - debut) / len(lus)
        time.sleep(part * self.pas)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        while not (ligne := self._read()).startswith("mort"):
            lus.append(ligne)
        wait_for_backends(self.moteur)
        return [lu for lu in lus if lu != "fini"], "fini" in lus

    def _read(self) -> str:
        """Give what is said next; who signs may be killed or end, never fail."""
        ligne = self.processus.stdout.readline().strip()
        assert ligne, f"the process that forks has ended: {self.processus.poll()}"
        assert not ligne.startswith("mort") or ligne in {"mort 0", f"mort {-signal.SIGKILL}"}, ligne
        return ligne

    def close(self) -> None:
        self.processus.stdin.close()
        assert self.processus.wait(30) == 0
        self.processus.stdout.close()


@pytest.fixture
def circuit(mairie, alice):
    """Give what makes dossiers that wait for a step, as fast as rows are copied."""
    modele = alice.make()
    julie = make_compte(mairie.moteur, "julie", ["relecteur_juridique"], mairie.collectivite)[0]
    maire = make_compte(mairie.moteur, "maire", ["elu"], mairie.collectivite)[0]

    def make(nombre: int) -> list[list[str]]:
        faits = copy_dossier(mairie.moteur, modele["id"], nombre)
        return [[str(un), str(qui)] for un in faits for qui in (julie, maire)]

    return make


def check_fichiers(moteur, cles, vus: set[str]) -> None:
    """Want every final file that was not seen yet to verify, with its sidecar and without."""
    with transaction(moteur, ecriture=False) as session:
        for scelle in session.scalars(select(FichierScelle).where(FichierScelle.sha256.not_in(vus))):
            vus.add(scelle.sha256)
            for sidecar in (None, scelle.sidecar):
                verdict = sceau.verify(scelle.octets, scelle.nom, cles, sidecar)
                assert (verdict.etat, verdict.releve.rang) == (sceau.Etat.VALIDE, scelle.visa_rang)


@pytest.mark.parametrize("tours", [20, pytest.param(200, marks=pytest.mark.long)])
def test_whoever_signs_is_killed_anywhere_and_nothing_acknowledged_is_lost(mairie, reglages, circuit, tours) -> None:
    hasard = random.Random(tours)  # noqa: S311 -- the same moments each time
    trousseau = sceau.Trousseau.of(reglages.find_donnees())
    scelleur, vus = SceauReel(trousseau), set()
    trousseau.signataire()
    signataire = Signataire(reglages, mairie.moteur)
    interrompus = reparations = 0
    restes: list[list[str]] = []
    try:
        for _ in range(tours):
            restes = restes or circuit(PAR_TOUR)
            apres = min(hasard.randrange(6), len(restes) - 1)
            acquittes, fini = signataire.run(restes, apres, hasard.random())
            interrompus += not fini
            check_all(mairie.moteur)
            check_fichiers(mairie.moteur, trousseau.publiques(), vus)
            with transaction(mairie.moteur, ecriture=False) as session:
                for rang, dossier_id in enumerate(acquittes):
                    # Signed in order: the n-th acknowledgement is that of the n-th click.
                    assert dossier_id == restes[rang][0]
                    assert _is_signed(session, *restes[rang])
            reparations += finish_all(mairie.moteur, Reserve(), scelleur)
            check_all(mairie.moteur)
            check_fichiers(mairie.moteur, trousseau.publiques(), vus)
            with transaction(mairie.moteur, ecriture=False) as session:
                restes = [un for un in restes if not _is_signed(session, *un)]
    finally:
        signataire.close()
    assert interrompus, (tours, reparations)
    assert count(mairie.moteur, Visa)
    assert finish_all(mairie.moteur, Reserve(), scelleur) == 0
    with transaction(mairie.moteur, ecriture=False) as session:
        valides = session.scalar(select(func.count()).select_from(Dossier).where(Dossier.etat == EtatDossier.VALIDE))
    assert count(mairie.moteur, FichierScelle) == valides == len(vus)


def _is_signed(session, dossier_id: str, compte_id: str) -> bool:
    demande = select(Visa.id).join(VersionDossier)
    demande = demande.where(VersionDossier.dossier_id == uuid.UUID(dossier_id), Visa.compte_id == uuid.UUID(compte_id))
    return session.scalar(demande) is not None


# --- between the ledger and the file, exactly


def test_a_seal_that_fails_leaves_the_visa_and_the_next_request_makes_the_file(mairie, alice, julie, maire) -> None:
    dossier = alice.send()
    julie.approve(dossier)
    mairie.sceau.panne = EcritureImpossible("clé", "il n’y a plus de place sur le disque.")
    signe = maire.approve(dossier)
    assert (signe["dossier"]["etat"], signe["dossier"]["scelle"]) == ("valide", None)
    check_all(mairie.moteur)
    refus = alice.ask("GET", f"/dossiers/{dossier['id']}/scelle/fichier", 409).json()
    assert (refus["detail"], refus["etat"]) == ("Cet acte n’est pas scellé.", "valide")
    alice.do(dossier, "cloture", 409)
    mairie.sceau.panne = None
    assert alice.ask("GET", f"/dossiers/{dossier['id']}/scelle/fichier").content == alice.file(dossier)
    assert alice.get(dossier)["scelle"]
    check_all(mairie.moteur)
    premier, *_, dernier = mairie.sceau.demandes
    assert premier == dernier


def test_a_seal_of_another_act_is_not_kept(mairie, alice, julie, maire, monkeypatch) -> None:
    dossier = alice.send()
    julie.approve(dossier)
    monkeypatch.setattr(FauxSceau, "seal", lambda *_: Scelle(b"autre", b"{}", "0" * 64))
    assert maire.approve(dossier)["dossier"]["scelle"] is None
    assert count(mairie.moteur, FichierScelle) == 0
    with pytest.raises(MinutierError, match="ne dit pas ce qui a été visé"):
        finish(mairie.moteur, Reserve(), mairie.sceau, uuid.UUID(dossier["id"]))


def test_two_that_finish_at_once_make_one_file(mairie, alice, julie, maire, monkeypatch) -> None:
    dossier = alice.send()
    julie.approve(dossier)
    with monkeypatch.context() as alors:
        alors.setattr(scellement, "_keep", lambda *_: False)
        maire.approve(dossier)
    assert count(mairie.moteur, FichierScelle) == 0
    faits = []
    fils = [
        threading.Thread(
            target=lambda: faits.append(finish(mairie.moteur, Reserve(), FauxSceau(), uuid.UUID(dossier["id"])))
        )
        for _ in range(4)
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(60)
    assert sorted(faits) == [False, False, False, True]
    check_all(mairie.moteur)


def test_the_next_start_makes_the_file(mairie, reglages, alice, julie, maire) -> None:
    dossier = alice.send()
    julie.approve(dossier)
    mairie.sceau.panne = EcritureImpossible("clé", "disque plein.")
    maire.approve(dossier)
    with running(create_app(reglages, FauxSceau())):
        assert alice.get(dossier)["scelle"]
    check_all(mairie.moteur)
