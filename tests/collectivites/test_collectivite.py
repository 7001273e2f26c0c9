import pytest

from server.collectivites.service import describe_collectivite, import_collectivite
from server.db import transaction
from server.errors import Conflit
from tests.catalogue.fabrique import COLLECTIVITE, dump
from tests.comptes.conftest import admin, fast_passwords, ouvrir, page
from tests.comptes.service import add_compte

__all__ = ["admin", "fast_passwords", "ouvrir", "page"]


def test_before_it_is_described_the_command_is_named(admin):
    reponse = admin.client.get("/api/collectivite")
    assert (reponse.status_code, reponse.json()["title"]) == (404, "Introuvable")
    assert "minutier collectivite importer FICHIER" in reponse.json()["detail"]


def test_the_one_of_the_settings_is_read_as_it_is_drafted_for(ouvrir, moteur, tmp_path):
    fichier = tmp_path / "collectivite.yaml"
    fichier.write_text(dump(COLLECTIVITE), encoding="utf-8")
    add_compte(moteur, "a.martin", "administrateur")
    page = ouvrir(collectivite=fichier)
    page.sign_in("a.martin")
    lue = page.client.get("/api/collectivite").json()
    assert (lue["id"], lue["nom"]) == (None, COLLECTIVITE["nom"])
    # It lacks in no saisie: what is drafted holds what was read.
    verdict = page.send("POST", "/modeles/courrier_reponse/validation", {"saisie": {}}).json()
    assert not any(faute["champ"].startswith("collectivite") for faute in verdict["fautes"])
    # Described on the page, it takes the place of the one of the settings.
    page.send("PUT", "/collectivite", {"donnees": {**lue["donnees"], "nom": "Aix"}})
    assert page.client.get("/api/collectivite").json()["nom"] == "Aix"


def test_an_administrator_describes_it_and_everybody_who_waited_belongs_to_it(admin, ouvrir, moteur):
    add_compte(moteur)
    agent = ouvrir()
    agent.sign_in()
    reponse = admin.send("PUT", "/collectivite", {"donnees": COLLECTIVITE})
    assert (reponse.status_code, reponse.json()["nom"]) == (200, COLLECTIVITE["nom"])
    assert agent.client.get("/api/collectivite").json() == reponse.json()
    assert agent.client.get("/api/moi").json()["compte"]["collectivite"] == {
        "id": reponse.json()["id"],
        "nom": COLLECTIVITE["nom"],
    }
    # What was kept is accepted as it stands, and keeps its place.
    encore = admin.send("PUT", "/collectivite", {"donnees": {**reponse.json()["donnees"], "nom": "Aix"}})
    assert (encore.json()["id"], encore.json()["nom"]) == (reponse.json()["id"], "Aix")


def test_what_is_wrong_is_named_by_its_path(admin):
    reponse = admin.send("PUT", "/collectivite", {"donnees": {**COLLECTIVITE, "siren": "1", "inconnu": 1}})
    assert reponse.status_code == 422
    assert {faute["champ"] for faute in reponse.json()["fautes"]} == {"collectivite.siren", "collectivite.inconnu"}
    assert admin.client.get("/api/collectivite").status_code == 404
    assert admin.send("PUT", "/collectivite", {"donnees": []}).status_code == 422


def test_one_collectivite_does_not_see_the_accounts_of_another(admin, ouvrir, moteur):
    admin.send("PUT", "/collectivite", {"donnees": COLLECTIVITE})
    with transaction(moteur) as session:
        autre = import_collectivite(session, {**COLLECTIVITE, "nom": "Aix"})
    etranger = add_compte(moteur, "etranger", "administrateur", collectivite_id=autre.id)
    assert [un["identifiant"] for un in admin.client.get("/api/comptes").json()["comptes"]] == ["a.martin"]
    assert admin.send("PATCH", f"/comptes/{etranger.id}", {"actif": False}).status_code == 404
    assert admin.send("PUT", "/collectivite", {"donnees": {**COLLECTIVITE, "nom": "Aix"}}).status_code == 409
    page = ouvrir()
    page.sign_in("etranger")
    assert page.client.get("/api/collectivite").json()["nom"] == "Aix"


def test_an_account_that_belongs_to_none_of_them_makes_no_other(moteur):
    with transaction(moteur) as session:
        import_collectivite(session, COLLECTIVITE)
    with pytest.raises(Conflit, match="n’appartient à aucune collectivité"), transaction(moteur) as session:
        describe_collectivite(session, {**COLLECTIVITE, "nom": "Aix"}, None)
