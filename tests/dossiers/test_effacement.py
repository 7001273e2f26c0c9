"""Somebody's name is erased: the ledger verifies as before, and names nobody where it named them."""

import json

import pytest
from sqlalchemy import select

from server import cli
from server.comptes.models import Compte
from server.db import hold_lecture, transaction
from server.registre.chaine import Repere, verify
from server.registre.models import Identite, LigneRegistre
from server.registre.service import read_lignes


@pytest.fixture
def minutier(mairie, reglages, monkeypatch, capsys):
    """Run a command on the database of the test; give its code and what it said."""
    mairie.person("chef", "administrateur")
    monkeypatch.setenv("MINUTIER_DONNEES", str(reglages.donnees))
    if reglages.database_url is not None:
        monkeypatch.setenv("MINUTIER_DATABASE_URL", reglages.database_url.get_secret_value())

    def run(*arguments):
        code = cli.run(list(arguments))
        lu = capsys.readouterr()
        return code, " ".join((lu.out + lu.err).split())

    return run


@pytest.fixture
def scelle(alice, julie, maire):
    """Give a dossier that both have signed off."""
    dossier = alice.send()
    julie.approve(dossier)
    maire.approve(dossier)
    return dossier


def read_chain(moteur, repere=None):
    with hold_lecture(moteur) as connexion:
        return verify(read_lignes(connexion), repere)


def test_an_erased_name_is_gone_and_the_ledger_verifies(mairie, alice, scelle, minutier, tmp_path) -> None:
    avant = read_chain(mairie.moteur)
    with transaction(mairie.moteur, ecriture=False) as session:
        pseudonyme = session.scalar(select(Identite.pseudonyme).where(Identite.prenom == "Julie"))

    code, dit = minutier("compte", "effacer", "julie", "--oui")
    assert (code, "Nom effacé" in dit) == (0, True)

    apres = read_chain(mairie.moteur, Repere(avant.dernier.rang, avant.dernier.empreinte))
    assert (apres.fautes, apres.lignes) == ((), avant.lignes + 1)
    with transaction(mairie.moteur, ecriture=False) as session:
        assert {une.prenom for une in session.scalars(select(Identite))} == {"Alice", "Maire"}
        compte = session.scalars(select(Compte).where(Compte.identifiant.startswith("efface-"))).one()
        assert (compte.prenom, compte.nom, compte.courriel, compte.actif, compte.roles) == (
            *("Compte", "effacé", None, False, []),
        )
        derniere = session.get_one(LigneRegistre, apres.dernier.rang)
        contenu = json.loads(derniere.contenu)
        assert (contenu["genre"], contenu["acteur"], contenu["donnees"]) == (
            *("effacement", None, {"pseudonyme": pseudonyme}),
        )
    export = tmp_path / "registre.jsonl"
    assert minutier("ledger", "export", "--sortie", str(export))[0] == 0
    assert "julie" not in export.read_text(encoding="utf-8").casefold()
    mairie.personnes["julie"].ask("GET", "/moi", 401)
    lignes = alice.ask("GET", f"/dossiers/{scelle['id']}/registre").json()["lignes"]
    assert [une["acteur"] for une in lignes if une["genre"] == "visa"] == [None, "Maire Essai"]
    assert "Julie" not in json.dumps([lignes, alice.get(scelle)])
    # The final file stays as it was signed.
    assert alice.ask("GET", f"/dossiers/{scelle['id']}/scelle/fichier").content


def test_nobody_is_erased_whose_name_a_seal_still_needs(alice, julie, maire, minutier) -> None:
    dossier = alice.send()
    julie.approve(dossier)
    for qui in ("alice", "julie"):
        code, dit = minutier("compte", "effacer", qui, "--oui")
        assert (code, "ne sont pas encore scellés" in dit) == (2, True)
    assert maire.approve(dossier)["dossier"]["etapes"][0]["par"]["prenom"] == "Julie"
    assert minutier("compte", "effacer", "julie", "--oui")[0] == 0


def test_an_erasure_is_confirmed(julie, minutier) -> None:
    code, dit = minutier("compte", "effacer", "julie")
    assert (code, "--oui" in dit) == (64, True)
    assert "Julie" in julie.ask("GET", "/moi").text
