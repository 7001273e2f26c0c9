"""What another site makes a browser send is refused: names of the server, origins, tokens of the pages."""

import re

import pytest

from tests.comptes.service import LOCAL, MOT_DE_PASSE, Page, add_compte

PUBLIQUE = "https://minutier.ville.fr"


def test_a_request_under_another_name_of_the_server_is_refused(ouvrir):
    client = ouvrir("http://pirate.example").client
    reponse = client.get("/api/moi")
    assert (reponse.status_code, reponse.json()["title"]) == (400, "Nom de serveur refusé")
    with client:
        assert client.get("/sante").status_code == 200
    assert client.get("/api/moi", headers={"Host": "pirate.example:127.0.0.1"}).status_code == 400
    assert client.get("/api/moi", headers={"Host": ""}).status_code == 400


@pytest.mark.parametrize("hote", ["127.0.0.1", "localhost:8765", "[::1]:8765", "LOCALHOST"])
def test_this_machine_is_always_known(ouvrir, hote):
    assert ouvrir().client.get("/api/moi", headers={"Host": hote}).status_code == 401


def test_the_public_name_is_known_once_it_is_set(ouvrir):
    assert ouvrir(PUBLIQUE, url_publique=PUBLIQUE).client.get("/api/moi").status_code == 401


@pytest.mark.parametrize(
    "entetes",
    [
        {"x_csrf_token": None},
        {"x_csrf_token": ""},
        {"x_csrf_token": "0" * 64},
        {"x_csrf_token": "é"},
        {"origin": "http://pirate.example"},
        {"origin": "null"},
        {"origin": "https://127.0.0.1"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://127.0.0.1.pirate.example"},
        {"origin": None},
        {"origin": None, "sec_fetch_site": "cross-site"},
        {"origin": None, "sec_fetch_site": "same-site"},
    ],
)
def test_what_changes_something_comes_from_a_page_of_ours(page, entetes):
    page.sign_in()
    if entetes.get("x_csrf_token") == "é":
        entetes = {"x_csrf_token": "é".encode()}
    assert page.send("POST", "/deconnexion", **entetes).status_code == 403
    assert page.client.get("/api/moi").status_code == 200


def test_no_address_that_changes_something_forgets_to_ask(admin):
    """Whatever is added later: every unsafe address refuses a session without the token of its page.

    Signing in asks for a password instead.
    """
    libres = {("post", "/api/connexion"), ("post", "/api/connexion/jeton")}
    chemins = admin.client.get("/api/openapi.json").json()["paths"]
    essayes = [
        (methode, chemin)
        for chemin, methodes in chemins.items()
        for methode in methodes
        if methode in {"post", "put", "patch", "delete"} and (methode, chemin) not in libres
    ]
    assert len(essayes) >= 7
    for methode, chemin in essayes:
        nulle = re.sub(r"\{\w+\}", "00000000-0000-0000-0000-000000000000", chemin).removeprefix("/api")
        assert admin.send(methode, nulle, {}, x_csrf_token=None).status_code == 403, chemin


def test_a_browser_that_says_its_site_only_is_believed(page):
    page.sign_in()
    assert page.send("POST", "/deconnexion", origin=None, sec_fetch_site="same-origin").status_code == 204


def test_the_token_of_another_session_opens_nothing(page, ouvrir):
    page.sign_in()
    autre = ouvrir()
    autre.sign_in()
    assert page.send("POST", "/deconnexion", x_csrf_token=autre.csrf).status_code == 403


@pytest.mark.parametrize("origine", ["http://pirate.example", "null"])
def test_another_site_signs_nobody_in(page, origine):
    """Else its owner could make somebody draft in an account of theirs, and read it there."""
    page.origine = origine
    assert page.sign_in().status_code == 403


def test_a_form_of_another_site_is_not_read(page):
    corps = {"identifiant": "m.durand", "mot_de_passe": MOT_DE_PASSE}
    assert page.client.post("/api/connexion", data=corps).status_code == 422
    texte = page.client.post(
        "/api/connexion", content=b'{"identifiant": "m.durand"}', headers={"Content-Type": "text/plain"}
    )
    assert texte.status_code == 422


def test_an_office_program_signs_in_without_a_page(page):
    corps = {"identifiant": "m.durand", "mot_de_passe": MOT_DE_PASSE}
    assert page.client.post("/api/connexion", json=corps).status_code == 200


def test_behind_a_proxy_the_public_origin_is_the_one(ouvrir, moteur):
    add_compte(moteur)
    page: Page = ouvrir(PUBLIQUE, url_publique=PUBLIQUE)
    page.sign_in()
    assert page.send("POST", "/deconnexion", origin=LOCAL).status_code == 403
    assert page.send("POST", "/deconnexion", origin="http://minutier.ville.fr").status_code == 403
    assert page.send("POST", "/deconnexion").status_code == 204
