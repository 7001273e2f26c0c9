from datetime import timedelta

import pytest
from sqlalchemy import update

from server.comptes.models import Compte, Jeton
from server.comptes.service import GARDE, purge
from server.db import now, transaction
from tests.comptes.service import add_compte


@pytest.fixture
def jeton(page):
    page.sign_in()
    return page.send("POST", "/jetons", {"nom": "Writer, accueil"}).json()


def ask(page, jeton, methode="GET", chemin="/moi", corps=None):
    """Ask as an office program does: a token, no cookie, no page."""
    page.client.cookies.clear()
    entetes = {"Authorization": f"Bearer {jeton['jeton']}"}
    return page.client.request(methode, f"/api{chemin}", headers=entetes, json=corps)


def test_a_token_is_shown_once_and_says_who_it_is(page, jeton):
    assert jeton["jeton"].startswith("mntr_")
    (liste,) = page.client.get("/api/jetons").json()["jetons"]
    assert liste == {nom: valeur for nom, valeur in jeton.items() if nom != "jeton"}
    moi = ask(page, jeton).json()
    assert (moi["compte"]["identifiant"], moi["csrf"]) == ("m.durand", None)


def test_a_token_is_no_password(page, jeton):
    for methode, chemin, corps in (
        ("GET", "/jetons", None),
        ("POST", "/jetons", {"nom": "autre"}),
        ("DELETE", f"/jetons/{jeton['id']}", None),
        ("POST", "/moi/mot-de-passe", {"ancien": "x", "nouveau": "y"}),
        ("POST", "/deconnexion", None),
    ):
        assert ask(page, jeton, methode, chemin, corps).status_code == 403, chemin


def test_a_token_of_an_administrator_administers_nothing(admin):
    jeton = admin.send("POST", "/jetons", {"nom": "Word"}).json()
    assert ask(admin, jeton, "GET", "/comptes").status_code == 403
    assert ask(admin, jeton, "PUT", "/collectivite", {"donnees": {}}).status_code == 403


@pytest.mark.parametrize("forme", ["mntr_faux", "", "é"])
def test_a_token_that_nobody_made_is_refused_even_beside_a_session(page, forme):
    page.sign_in()
    reponse = page.client.get("/api/moi", headers={"Authorization": f"Bearer {forme}".encode()})
    # Without a token the header says nothing, and the session stands.
    assert reponse.status_code == (401 if forme else 200)


def test_a_revoked_token_opens_nothing_and_only_its_owner_revokes_it(page, jeton, ouvrir, moteur):
    add_compte(moteur, "autre")
    autre = ouvrir()
    autre.sign_in("autre")
    assert autre.send("DELETE", f"/jetons/{jeton['id']}").status_code == 404
    assert page.send("DELETE", f"/jetons/{jeton['id']}").status_code == 204
    assert page.send("DELETE", f"/jetons/{jeton['id']}").status_code == 404
    assert page.client.get("/api/jetons").json() == {"jetons": []}
    assert ask(page, jeton).status_code == 401


def test_a_token_ends_with_its_term_and_with_its_account(page, jeton, moteur):
    with transaction(moteur) as session:
        session.execute(update(Compte).values(actif=False))
    assert ask(page, jeton).status_code == 401
    with transaction(moteur) as session:
        session.execute(update(Compte).values(actif=True))
    assert ask(page, jeton).status_code == 200
    with transaction(moteur) as session:
        session.execute(update(Jeton).values(expire_le=now()))
    assert ask(page, jeton).status_code == 401


@pytest.mark.parametrize(
    "corps", [{"nom": ""}, {"nom": "x", "jours": 0}, {"nom": "x", "jours": 366}, {"nom": "a\0"}, {}]
)
def test_a_token_has_a_name_and_a_term(page, corps):
    page.sign_in()
    assert page.send("POST", "/jetons", corps).status_code == 422


def test_when_a_token_was_last_used_is_said(page, jeton):
    assert jeton["vu_le"] is None
    ask(page, jeton)
    page.sign_in()
    (liste,) = page.client.get("/api/jetons").json()["jetons"]
    assert liste["vu_le"] is not None


def test_what_no_longer_means_anything_is_purged_and_the_rest_stays(page, jeton, moteur):
    page.sign_in(mot_de_passe="faux")
    page.sign_in()
    with transaction(moteur) as session:
        assert purge(session, now()) == 0
    with transaction(moteur) as session:
        # Two sessions were opened, the first ended by the second; an address and its one try stay.
        assert purge(session, now() + timedelta(hours=13)) == 1
    with transaction(moteur) as session:
        assert purge(session, now() + timedelta(days=90) + GARDE + timedelta(minutes=1)) == 2
    assert ask(page, jeton).status_code == 401
