"""How long a sign-off takes, from the click to the answer: over HTTP, with the seal, on SQLite, all of it durable.

The service is in this process, its client too. An act of two steps: the second one seals the final file.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.dossiers import versions
from server.dossiers.sceau_reel import SceauReel
from server.sceau import Etat, Trousseau, verify
from server.settings import Settings
from tests.dossiers.outils import Mairie, open_mairie

if TYPE_CHECKING:
    from collections.abc import Callable

DOSSIERS = 25
"""Acts of a run; each is signed off twice."""
ECHAUFFEMENT = 3


def measure_visa() -> dict[str, float]:
    """Give `visa_ms`: median of a sign-off by somebody who has just opened the act.

    Printed beside it: the same in a process that knows nothing of the act (restarted, or another than the one that
    showed it).
    """
    with tempfile.TemporaryDirectory() as dossier:
        reglages = Settings(donnees=Path(dossier))
        trousseau = Trousseau.of(reglages.find_donnees())
        scelleur = SceauReel(trousseau)
        with open_mairie(reglages, scelleur, limite_requetes=100_000) as mairie:
            _sign_all(mairie, ECHAUFFEMENT, lambda: None)
            lus = _sign_all(mairie, DOSSIERS, lambda: None)
            froids = _sign_all(mairie, DOSSIERS, lambda: _forget(mairie, scelleur))
            _check_last(mairie, trousseau)
    for nom, durees in (("lu", lus), ("froid", froids)):
        print(
            f"visa ({nom:5}) : {len(durees)} visas, médiane {statistics.median(durees):6.1f} ms, "
            f"p95 {statistics.quantiles(durees, n=20)[-1]:6.1f} ms, charge de la machine {os.getloadavg()[0]:.1f}"
        )
    return {"visa_ms": statistics.median(lus)}


def _sign_all(mairie: Mairie, nombre: int, avant: Callable[[], None]) -> list[float]:
    alice = mairie.person("alice", "redacteur")
    relecteurs = (mairie.person("julie", "relecteur_juridique"), mairie.person("maire", "elu"))
    durees = []
    for _ in range(nombre):
        dossier = alice.send()
        for relecteur in relecteurs:
            lu = relecteur.read_all(dossier)
            avant()
            debut = time.perf_counter()
            relecteur.do(dossier, "visa", **lu)
            durees.append((time.perf_counter() - debut) * 1000)
    return durees


def _forget(mairie: Mairie, scelleur: SceauReel) -> None:
    """Have the service forget every act that it has in memory."""
    # What a restart does; what is on disk stays.
    versions._lus.clear()  # noqa: SLF001
    for reserve in (scelleur._reserve, mairie.app.state.installation.reserve):  # noqa: SLF001
        reserve.memoire.clear()


def _check_last(mairie: Mairie, trousseau: Trousseau) -> None:
    """Refuse to measure sign-offs whose file would not verify."""
    maire: Any = mairie.personnes["maire"]
    (dernier, *_) = maire.ask("GET", "/dossiers").json()["elements"]
    fichier = maire.ask("GET", f"/dossiers/{dernier['id']}/scelle/fichier").content
    verdict = verify(fichier, "acte.docx", trousseau.publiques())
    if verdict.etat is not Etat.VALIDE:
        raise SystemExit(f"le banc ne mesure pas un visa valide : {verdict}")


if __name__ == "__main__":
    print(measure_visa())
