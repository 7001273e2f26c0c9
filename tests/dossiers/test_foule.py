"""Several reviewers at the same acts at the same moment, with the real seal: for each step one wins, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from server.db import hold_lecture, transaction
from server.dossiers.models import FichierScelle, VersionDossier, Visa
from server.dossiers.sceau_reel import SceauReel
from server.registre.chaine import verify as verify_chaine
from server.registre.service import read_lignes
from server.sceau import Etat, verify
from tests.dossiers.outils import copy_dossier

DOSSIERS = 3
RELECTEURS = 3
"""For each of the two steps."""


@pytest.fixture
def scelleur(trousseau):
    return SceauReel(trousseau)


def sign(personne, dossier, lu):
    reponse = personne.ask("POST", f"/dossiers/{dossier['id']}/visa", None, json=lu)
    assert reponse.status_code in {200, 403, 409}, reponse.text
    return (dossier["id"], personne.id, lu["etape"], reponse.json()["rang"]) if reponse.status_code == 200 else None


def test_of_many_at_once_one_wins_each_step_and_nothing_is_lost(mairie, alice, trousseau) -> None:
    ids = copy_dossier(mairie.moteur, alice.make()["id"], DOSSIERS)
    dossiers = [{"id": str(un)} for un in ids]
    acquittes = []
    for role in ("relecteur_juridique", "elu"):
        foule = [mairie.person(f"{role}{rang}", role) for rang in range(RELECTEURS)]
        lus = [(une, dossier, une.read_all(dossier)) for dossier in dossiers for une in foule]
        with ThreadPoolExecutor(len(lus)) as fils:
            acquittes += [fait for fait in fils.map(lambda lu: sign(*lu), lus) if fait]
    assert sorted((fait[0], fait[2]) for fait in acquittes) == sorted(
        (str(un), etape) for un in ids for etape in (0, 1)
    )
    with hold_lecture(mairie.moteur) as connexion:
        assert verify_chaine(read_lignes(connexion)).fautes == ()
    with transaction(mairie.moteur, ecriture=False) as session:
        demande = select(VersionDossier.dossier_id, Visa).join(Visa, Visa.version_id == VersionDossier.id)
        gardes = [(str(un), str(visa.compte_id), visa.etape, visa.rang) for un, visa in session.execute(demande)]
        assert sorted(gardes) == sorted(acquittes)
        scelles = list(session.scalars(select(FichierScelle)))
        assert {scelle.dossier_id for scelle in scelles} == set(ids)
        verdicts = [verify(scelle.octets, scelle.nom, trousseau.publiques()) for scelle in scelles]
    assert [verdict.etat for verdict in verdicts] == [Etat.VALIDE] * DOSSIERS
