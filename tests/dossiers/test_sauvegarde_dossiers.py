"""Dossiers, visas, final files and their ledger are in a backup, and come back to either kind of database."""

import pytest

from server.app import create_app
from server.db import hold_lecture, open_engine
from server.registre.chaine import Repere, verify
from server.registre.service import read_lignes
from server.sauvegarde import restore, save
from tests.api.outils import running
from tests.bases import GENRES
from tests.dossiers.faux_sceau import FauxSceau
from tests.dossiers.outils import make_compte


def read_chain(moteur, repere=None):
    with hold_lecture(moteur) as connexion:
        return verify(read_lignes(connexion), repere)


@pytest.mark.parametrize("reglages", ["sqlite"], indirect=True)
@pytest.mark.parametrize("autre", GENRES, indirect=True)
def test_what_was_signed_comes_back_and_goes_on(mairie, reglages, autre, tmp_path) -> None:
    alice, julie = mairie.person("alice", "redacteur"), mairie.person("julie", "relecteur_juridique")
    maire = mairie.person("maire", "elu")
    fini, en_route = alice.send(), alice.send()
    julie.approve(fini)
    maire.approve(fini)
    julie.approve(en_route)
    avant = read_chain(mairie.moteur)
    final = alice.ask("GET", f"/dossiers/{fini['id']}/scelle/fichier").content
    save(tmp_path / "s.zip", reglages, mairie.moteur)
    moteur = open_engine(autre)
    restore(tmp_path / "s.zip", autre, moteur, remplacer=False)
    assert read_chain(moteur, Repere(avant.dernier.rang, avant.dernier.empreinte)) == avant
    with running(create_app(autre, FauxSceau())) as url:
        # Tokens do not come back: everybody signs in again.
        jeton = make_compte(moteur, "chef", ["administrateur", "elu"], mairie.collectivite)[1]
        chef = type(maire)(type(maire.client)(base_url=url, trust_env=False, timeout=60), jeton, "", moteur)
        assert chef.ask("GET", f"/dossiers/{fini['id']}/scelle/fichier").content == final
        assert chef.approve(en_route)["dossier"]["etat"] == "valide"
        chef.client.close()
    apres = read_chain(moteur)
    assert (apres.fautes, apres.lignes) == ((), avant.lignes + 2)
    moteur.dispose()
