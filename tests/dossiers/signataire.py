"""A process that signs off dossiers with the real seal until it is killed; a child of one that has imported everything, so that it starts at once.

Standard input: one line of JSON for each round ([[dossier, compte], …]). The child says its `pid`, signs one after the other,
and writes the number of a dossier once its sign-off is acknowledged; `fini` when it had the time to sign all. Then comes, from
the one that forked it, `mort` and its exit code.
"""

import json
import os
import sys
import uuid

from server.comptes.dependances import make_compte_connecte
from server.comptes.models import Compte
from server.db import open_engine, transaction
from server.dossiers import service
from server.dossiers.acces import get_dossier
from server.dossiers.sceau_reel import SceauReel
from server.dossiers.scellement import try_finish
from server.dossiers.schemas import Controles, DemandeVisa, VersionVisee
from server.dossiers.versions import find_version
from server.dossiers.visas import approve
from server.installation import Installation, open_reserve
from server.sceau import Trousseau
from server.settings import Settings, load_settings


def sign(moteur, installation: Installation, sceau: SceauReel, dossier_id: uuid.UUID, compte_id: uuid.UUID) -> None:
    with transaction(moteur) as session:
        compte = make_compte_connecte(session.get_one(Compte, compte_id), "", None)
        dossier = get_dossier(session, compte, dossier_id)
        version, etape = find_version(session, dossier), dossier.etape
        vue = {"version": version.numero, "empreinte": version.canon}
        service.open_version(session, compte, dossier_id, VersionVisee(**vue))
    controles = Controles(exactitude=True, plausibilite=True, sources=True)
    demande = DemandeVisa(**vue, etape=etape, controles=controles)
    donne = approve(moteur, sceau, installation, compte, dossier_id, demande)
    if donne.dernier:
        try_finish(moteur, installation.reserve, sceau, dossier_id)


def sign_all(settings: Settings, installation: Installation, dossiers: list[list[str]]) -> None:
    moteur = open_engine(settings)
    sceau = SceauReel(Trousseau.of(settings.find_donnees()), installation.reserve)
    for dossier_id, compte_id in dossiers:
        sign(moteur, installation, sceau, uuid.UUID(dossier_id), uuid.UUID(compte_id))
        print(dossier_id, flush=True)  # noqa: T201 -- the acknowledgement
    print("fini", flush=True)  # noqa: T201


def main() -> None:
    settings = load_settings()
    installation = Installation(settings, open_reserve(settings))
    installation.catalogue.check()
    for ligne in sys.stdin:
        enfant = os.fork()
        if enfant == 0:
            print("pid", os.getpid(), flush=True)  # noqa: T201
            sign_all(settings, installation, json.loads(ligne))
            os._exit(0)
        _, statut = os.waitpid(enfant, 0)
        print("mort", os.waitstatus_to_exitcode(statut), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
