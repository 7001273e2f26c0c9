"""What somebody waits for in Writer: the panel, the findings, and how long the document takes no key meanwhile.

A real LibreOffice without a screen, the real panel, a real service with a model that answers at once, on loopback.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.reference import make_acte, make_long
from benchmarks.sceau import ARTICLES
from server import formats
from server.charte import load_charte
from server.ressources import find_dossier
from tests.e2e.conftest import AGENTS, running
from tests.e2e.service import MOT_DE_PASSE
from tests.oxt.poste import Poste
from tests.redacteurs.serveurs import Serveur, paced

if TYPE_CHECKING:
    from tests.e2e.service import ServiceReel

TOURS = 7
MODELE = "Arrêté temporaire de circulation"


class PosteChrono(Poste):
    """A post whose driver has a watch."""

    script = Path(__file__).with_name("pilote_chrono.py")


def measure_writer() -> dict[str, float]:
    """Give the figures of Writer, medians of TOURS.

    Returns:
        `writer_panneau_ms`: from the command of the menu to the panel, the first time in LibreOffice;
        `writer_controle_ms`: from the click on « Contrôler » to the findings, ten pages;
        `writer_insertion_ms`: the longest time without an answer to a key while two pages are inserted;
        `writer_ouverture_ms`: the same while the act opens as a document of its own, its panel and its findings too.
    """
    with (
        tempfile.TemporaryDirectory() as dossier,
        Serveur(paced(0.0, pas=2000)) as modele,
        running(Path(dossier), modele.url) as service,
    ):
        debut = _measure_debut(Path(dossier), service)
        with PosteChrono(Path(dossier) / "poste", service.url).running() as poste:
            mesures = _measure_poste(poste, Path(dossier))
    charge = os.getloadavg()[0]
    figures = {"writer_panneau_ms": debut, **{nom: statistics.median(vues) for nom, vues in mesures.items()}}
    for nom, valeur in figures.items():
        print(f"{nom:24} {valeur:8.0f} ms {[round(v) for v in mesures.get(nom, [])]}")
    print(f"charge de la machine {charge:.1f}")
    return figures


def _measure_debut(dossier: Path, service: ServiceReel) -> float:
    """Open the panel in a LibreOffice that is just started, three times."""
    durees = []
    for rang in range(3):
        with PosteChrono(dossier / f"debut{rang}", service.url).running() as poste:
            poste.ouvrir()
            durees.append(poste.chronometrer_panneau())
    return statistics.median(durees)


def _measure_poste(poste: PosteChrono, dossier: Path) -> dict[str, list[float]]:
    mesures: dict[str, list[float]] = {nom: [] for nom in NOMS}
    poste.ouvrir()
    poste.ouvrir_panneau()
    poste.sign_in(AGENTS[0], MOT_DE_PASSE)
    _draft(poste)
    saisie = poste.garder()
    for _ in range(TOURS):
        poste.reprendre(saisie)
        mesures["writer_ouverture_ms"].append(poste.chronometrer_ouverture("Ouvrir le projet"))
        poste.fermer()
        poste.reprendre(saisie)
        mesures["writer_insertion_ms"].append(poste.chronometrer_silence("Insérer les passages ici", "insérés"))
        poste.annuler()
        poste.presser("Revenir à la saisie")
        poste.presser("Rédiger le projet")
        poste.attendre("Le projet est rédigé")
    poste.fermer_tout()
    long = dossier / "long.odt"
    acte = make_acte(make_long(ARTICLES))
    long.write_bytes(formats.write(acte, "odt", load_charte(find_dossier("styles"))))
    poste.ouvrir(long.as_uri())
    poste.ouvrir_panneau()
    poste.attendre_bouton("Contrôler")
    print(f"document contrôlé : {poste.pages()} pages")
    for _ in range(TOURS):
        poste.presser("Rédiger")
        poste.attendre_controle("Modèles d’actes")
        controle, silence = poste.chronometrer_controle()
        mesures["writer_controle_ms"].append(controle)
        mesures["writer_controle_silence_ms"].append(silence)
    return mesures


NOMS = ("writer_controle_ms", "writer_controle_silence_ms", "writer_insertion_ms", "writer_ouverture_ms")


def _draft(poste: PosteChrono) -> None:
    poste.choisir("Modèles d’actes", MODELE)
    poste.choisir("Partir de", "Exemple 02")
    poste.presser("Commencer la saisie")
    poste.attendre("Page 1 sur")
    poste.presser("Rédiger le projet")
    poste.attendre("Le projet est rédigé")


if __name__ == "__main__":
    print(measure_writer())
