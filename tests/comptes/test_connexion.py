import logging
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from server.comptes import mots_de_passe
from server.comptes.dependances import DUREE_SESSION, INACTIVITE
from server.comptes.models import Compte, SessionOuverte
from server.comptes.mots_de_passe import find_faute, hash_mot_de_passe, verify
from server.db import now, transaction
from tests.comptes.service import LOCAL, MOT_DE_PASSE, add_compte

PUBLIQUE = "https://minutier.ville.fr"


def age(moteur, **retraits):
    """Make every session older than it is."""
    with transaction(moteur) as session:
        for ouverte in session.scalars(select(SessionOuverte)):
            for nom, retrait in retraits.items():
                setattr(ouverte, nom, getattr(ouverte, nom) - retrait)


def test_signing_in_says_who_and_gives_a_cookie_that_no_script_reads(page):
    reponse = page.sign_in()
    compte = reponse.json()["compte"]
    assert reponse.status_code == 200
    assert {nom: compte[nom] for nom in ("identifiant", "nom", "prenom", "roles", "collectivite")} == {
        "identifiant": "m.durand",
        "nom": "Durand",
        "prenom": "Marie",
        "roles": [],
        "collectivite": None,
    }
    cookie = reponse.headers["Set-Cookie"]
    assert cookie.startswith("minutier_session=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert page.client.get("/api/moi").json() == reponse.json()


def test_over_tls_the_cookie_never_leaves_it(ouvrir, moteur):
    add_compte(moteur)
    page = ouvrir(PUBLIQUE, url_publique=PUBLIQUE)
    cookie = page.sign_in().headers["Set-Cookie"]
    assert cookie.startswith("__Host-minutier_session=")
    assert "Secure" in cookie.split("; ")
    assert "Domain" not in cookie
    assert page.client.get("/api/moi").status_code == 200
    assert page.send("POST", "/deconnexion").status_code == 204


@pytest.mark.parametrize("identifiant", [" M.DURAND ", "m.durand", "M.Durand"])
def test_an_account_name_is_the_same_however_it_is_typed(page, identifiant):
    assert page.sign_in(identifiant).status_code == 200


@pytest.mark.parametrize(
    ("identifiant", "mot_de_passe"),
    [("m.durand", "autre chose que ça"), ("inconnu", MOT_DE_PASSE), ("m.durand", ""), ("m.durand\0", MOT_DE_PASSE)],
)
def test_whatever_is_wrong_the_answer_is_the_same(page, identifiant, mot_de_passe):
    reponse = page.sign_in(identifiant, mot_de_passe)
    assert reponse.status_code == 401
    assert reponse.json()["detail"] == "Identifiant ou mot de passe incorrect."
    assert reponse.headers["WWW-Authenticate"] == 'Bearer realm="minutier"'
    assert "Set-Cookie" not in reponse.headers


def test_an_account_that_is_switched_off_cannot_be_told_from_a_wrong_password(page, moteur):
    with transaction(moteur) as session:
        session.execute(update(Compte).values(actif=False))
    assert page.sign_in().json()["detail"] == "Identifiant ou mot de passe incorrect."


def test_the_same_hash_is_computed_for_nobody_as_for_somebody(page, monkeypatch):
    """Same answer, same time: what takes the time is one argon2 with the same parameters."""
    calculs = []

    class Espion:
        def verify(self, garde, propose):
            calculs.append(garde.rpartition("$")[0].rpartition("$")[0])
            return mots_de_passe_reel.verify(garde, propose)

        def __getattr__(self, nom):
            return getattr(mots_de_passe_reel, nom)

    mots_de_passe_reel = mots_de_passe.HACHEUR
    monkeypatch.setattr(mots_de_passe, "HACHEUR", Espion())
    page.sign_in(mot_de_passe="faux")
    page.sign_in("inconnu")
    assert len(calculs) == 2
    assert calculs[0] == calculs[1]


def test_what_is_typed_is_in_no_log(page, caplog):
    with caplog.at_level(logging.DEBUG):
        page.sign_in("tresor-comme-nom", "tresor-comme-mot-de-passe")
        page.sign_in()
    assert "connexion refusée depuis" in caplog.text
    assert "tresor" not in caplog.text
    assert MOT_DE_PASSE not in caplog.text
    assert page.csrf not in caplog.text


def test_only_digests_are_kept(page, moteur):
    page.sign_in()
    secret = page.client.cookies["minutier_session"]
    with moteur.connect() as connexion:
        for table in ("sessions", "comptes", "tentatives"):
            contenu = str(connexion.execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608 -- our own names
            assert secret not in contenu
            assert page.csrf not in contenu
            assert MOT_DE_PASSE not in contenu
    with transaction(moteur) as session:
        assert session.scalars(select(Compte.mot_de_passe)).one().startswith("$argon2id$")


# --- how long it lasts


def test_a_session_that_nobody_uses_ends_and_one_that_is_used_does_not(page, moteur):
    page.sign_in()
    age(moteur, vu_le=INACTIVITE - timedelta(minutes=5))
    assert page.client.get("/api/moi").status_code == 200
    age(moteur, vu_le=INACTIVITE - timedelta(minutes=5))
    assert page.client.get("/api/moi").status_code == 200
    age(moteur, vu_le=INACTIVITE)
    assert page.client.get("/api/moi").status_code == 401


def test_a_session_ends_however_much_it_is_used(page, moteur):
    page.sign_in()
    age(moteur, expire_le=DUREE_SESSION)
    assert page.client.get("/api/moi").status_code == 401


def test_signing_out_ends_the_session_on_the_server(page):
    page.sign_in()
    secret = page.client.cookies["minutier_session"]
    reponse = page.send("POST", "/deconnexion")
    assert (reponse.status_code, "Max-Age=0" in reponse.headers["Set-Cookie"]) == (204, True)
    assert page.client.get("/api/moi", headers={"Cookie": f"minutier_session={secret}"}).status_code == 401


def test_signing_in_again_makes_another_session_and_ends_the_one_before(page):
    page.sign_in()
    secret = page.client.cookies["minutier_session"]
    page.sign_in()
    assert page.client.cookies["minutier_session"] != secret
    page.client.cookies.clear()
    assert page.client.get("/api/moi", headers={"Cookie": f"minutier_session={secret}"}).status_code == 401


def test_a_session_is_known_to_another_worker(page, ouvrir):
    page.sign_in()
    cookie = f"minutier_session={page.client.cookies['minutier_session']}"
    assert ouvrir().client.get("/api/moi", headers={"Cookie": cookie}).status_code == 200


# --- passwords


@pytest.mark.parametrize(
    ("mot_de_passe", "raison"),
    [
        ("court", "12 caractères au moins"),
        ("121212121212", "5 caractères différents"),
        ("x" * 300, "256 caractères au plus"),
        ("le M.Durand à moi", "ne doit pas contenir l’identifiant"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(page, mot_de_passe, raison):
    page.sign_in()
    reponse = page.send("POST", "/moi/mot-de-passe", {"ancien": MOT_DE_PASSE, "nouveau": mot_de_passe})
    assert reponse.status_code == 422
    (faute,) = reponse.json()["fautes"]
    assert faute["champ"] == "nouveau"
    assert raison in faute["raison"]
    assert mot_de_passe not in reponse.text
    assert find_faute(MOT_DE_PASSE, "m.durand") is None


def test_changing_it_signs_out_everywhere_but_here(page, ouvrir):
    page.sign_in()
    ailleurs = ouvrir()
    ailleurs.sign_in()
    jeton = page.send("POST", "/jetons", {"nom": "Writer"}).json()["jeton"]
    corps = {"ancien": MOT_DE_PASSE, "nouveau": "bateau trombone été"}
    assert page.send("POST", "/moi/mot-de-passe", corps).status_code == 204
    assert page.client.get("/api/moi").status_code == 200
    assert ailleurs.client.get("/api/moi").status_code == 401
    assert ouvrir().client.get("/api/moi", headers={"Authorization": f"Bearer {jeton}"}).status_code == 401
    assert ailleurs.sign_in().status_code == 401
    # « é » typed on a Mac: two characters for the same letter.
    assert ailleurs.sign_in(mot_de_passe="bateau trombone e\u0301te\u0301").status_code == 200


def test_the_present_password_is_asked_for_and_tries_are_counted(page):
    page.sign_in()
    corps = {"ancien": "pas celui-là du tout", "nouveau": "bateau trombone clé"}
    statuts = [page.send("POST", "/moi/mot-de-passe", corps).status_code for _ in range(6)]
    assert statuts == [403] * 5 + [429]
    assert page.client.get("/api/moi").status_code == 200


def test_a_password_kept_with_weaker_parameters_is_kept_better_once_it_is_known(page, moteur, monkeypatch):
    monkeypatch.setattr(
        mots_de_passe, "HACHEUR", type(mots_de_passe.HACHEUR)(time_cost=2, memory_cost=16, parallelism=1)
    )
    page.sign_in()
    with transaction(moteur) as session:
        assert "m=16,t=2" in session.scalars(select(Compte.mot_de_passe)).one()
    assert page.sign_in().status_code == 200


def test_the_real_parameters_are_those_of_the_rfc():
    from server.comptes.mots_de_passe import PasswordHasher  # noqa: PLC0415 -- the fixture replaced the one of the module

    reel = PasswordHasher()
    assert (reel.type.name, reel.time_cost, reel.memory_cost) == ("ID", 3, 65536)


def test_nobody_has_no_password():
    assert verify(hash_mot_de_passe("x"), "x")
    assert not verify(None, "le mot de passe de personne")
    assert not verify("!", "!")


def test_the_moment_of_the_last_sign_in_is_kept(page, moteur):
    avant = now()
    page.sign_in()
    with transaction(moteur) as session:
        assert session.scalars(select(Compte.connecte_le)).one() >= avant


def test_a_request_that_has_another_form_is_told_which_field(page):
    reponse = page.client.post("/api/connexion", json={"identifiant": 3, "motdepasse": "tresor"})
    assert (reponse.status_code, reponse.json()["title"]) == (422, "Saisie refusée")
    assert reponse.json()["fautes"] == [
        {"champ": "identifiant", "raison": "un texte est attendu"},
        {"champ": "mot_de_passe", "raison": "ce champ est obligatoire"},
        {"champ": "motdepasse", "raison": "ce champ n’existe pas"},
    ]
    assert "tresor" not in reponse.text
    illisible = page.client.post("/api/connexion", content=b"{", headers={"Content-Type": "application/json"})
    assert illisible.json()["fautes"] == [{"champ": "", "raison": "le corps de la requête n’est pas du JSON lisible"}]


def test_a_fault_of_the_database_says_nothing_of_it(page, moteur, caplog):
    with moteur.begin() as connexion:
        connexion.execute(text("DROP TABLE tentatives"))
    reponse = page.client.post(
        "/api/connexion", json={"identifiant": "tresor", "mot_de_passe": "tresor"}, headers={"Origin": LOCAL}
    )
    assert reponse.status_code >= 500
    assert "tentatives" not in reponse.text + caplog.text
    assert "base de données :" in caplog.text
