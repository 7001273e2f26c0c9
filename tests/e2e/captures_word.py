"""Photograph each view of the pane of Word, for people to look at: python -m tests.e2e.captures_word FOLDER."""

import sys
import tempfile
from pathlib import Path

from tests.e2e.conftest import AGENTS, running
from tests.e2e.volet import open_volet
from tests.e2e.vues_word import VUES, Api, go_to
from tests.redacteurs.serveurs import Serveur, paced
from tests.web.navigateur import open_navigateur

TAILLES = {
    "320": {"viewport": {"width": 320, "height": 740}},
    "zoom200": {"viewport": {"width": 320, "height": 400}, "device_scale_factor": 2},
    "contraste": {"viewport": {"width": 320, "height": 740}, "forced_colors": "active"},
    "guide": {"viewport": {"width": 360, "height": 640}, "device_scale_factor": 1.5},
}


def main() -> None:
    sortie = Path(sys.argv[1])
    sortie.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as dossier,
        Serveur(paced(0.02, pas=24)) as modele,
        running(Path(dossier), modele.url, relecture=True) as service,
        open_navigateur() as navigateur,
    ):
        api = Api(service, AGENTS[0])
        brouillon = api.draft()
        arrete = (brouillon, api.fichier(brouillon))
        for taille, options in TAILLES.items():
            for vue in VUES:
                with open_volet(navigateur, service, AGENTS[0], **options) as volet:
                    page = go_to(volet, vue, arrete)
                    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
                    page.wait_for_timeout(400)
                    page.screenshot(path=sortie / f"{taille}-{vue}.png")


if __name__ == "__main__":
    main()
