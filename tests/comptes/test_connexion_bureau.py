"""The pane of Word signs in with a password and receives a token: no cookie, and no less care than a page gets."""

import pytest

from server.comptes.tentatives import SEUIL_COMPTE
from tests.comptes.service import LOCAL, MOT_DE_PASSE

CORPS = {"identifiant": "m.durand", "mot_de_passe": MOT_DE_PASSE, "nom": "Word"}


def ask(page, **autres):
    return page.client.post("/api/connexion/jeton", json={**CORPS, **autres}, headers={"Origin": LOCAL})


def call(page, jeton, methode="GET", chemin="/moi"):
    return page.client.request(methode, f"/api{chemin}", headers={"Authorization": f"Bearer {jeton}"})


def test_a_password_gives_a_token_and_no_cookie(page):
    reponse = ask(page)
    assert (reponse.status_code, reponse.headers.get("set-cookie")) == (201, None)
    assert reponse.json()["compte"]["identifiant"] == "m.durand"
    assert call(page, reponse.json()["jeton"]).json()["compte"] == reponse.json()["compte"]
    assert page.client.get("/api/moi").status_code == 401
    page.sign_in()
    assert [un["nom"] for un in page.client.get("/api/jetons").json()["jetons"]] == ["Word"]


def test_a_wrong_password_is_counted_with_those_of_the_page(page):
    essais = [ask(page, mot_de_passe="faux").status_code for _ in range(SEUIL_COMPTE)]
    assert essais == [401] * SEUIL_COMPTE
    assert ask(page).status_code == 429
    assert page.sign_in().status_code == 429


@pytest.mark.parametrize("autres", [{"jours": 91}, {"jours": 0}, {"nom": ""}, {"nom": "a\nb"}, {"role": "x"}])
def test_what_is_asked_is_checked(page, autres):
    assert ask(page, **autres).status_code == 422


def test_a_page_of_elsewhere_is_given_nothing(page):
    for entetes in ({"Origin": "https://pirate.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert page.client.post("/api/connexion/jeton", json=CORPS, headers=entetes).status_code == 403


def test_signing_out_ends_this_token_alone(page):
    premier, second = (ask(page).json()["jeton"] for _ in range(2))
    assert call(page, premier, "DELETE", "/connexion/jeton").status_code == 204
    assert call(page, premier).status_code == 401
    assert call(page, premier, "DELETE", "/connexion/jeton").status_code == 401
    assert call(page, second).status_code == 200


def test_a_session_has_no_token_to_end(page):
    page.sign_in()
    assert page.send("DELETE", "/connexion/jeton").status_code == 403
    assert page.client.get("/api/moi").status_code == 200
