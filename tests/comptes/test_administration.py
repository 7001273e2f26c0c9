import threading
import uuid

import pytest

from server.comptes.schemas import ROLES, RoleDeCompte
from server.comptes.service import update_compte
from server.db import transaction
from server.errors import Conflit
from tests.comptes.service import MOT_DE_PASSE, add_compte

NOUVEAU = {
    "identifiant": "J.Petit",
    "nom": "Petit",
    "prenom": "Jeanne",
    "courriel": "j.petit@ville.fr",
    "roles": ["elu", "redacteur"],
    "mot_de_passe": MOT_DE_PASSE,
}


def test_roles_are_those_of_the_circuits_and_two_more():
    assert RoleDeCompte.__args__ == ROLES


def test_an_administrator_makes_an_account_that_can_sign_in(admin, ouvrir):
    reponse = admin.send("POST", "/comptes", NOUVEAU)
    assert reponse.status_code == 201
    cree = reponse.json()
    assert {nom: cree[nom] for nom in ("identifiant", "roles", "actif", "courriel", "connecte_le")} == {
        "identifiant": "j.petit",
        "roles": ["redacteur", "elu"],
        "actif": True,
        "courriel": "j.petit@ville.fr",
        "connecte_le": None,
    }
    assert MOT_DE_PASSE not in reponse.text
    assert ouvrir().sign_in("j.petit").status_code == 200
    assert [un["identifiant"] for un in admin.client.get("/api/comptes").json()["comptes"]] == ["a.martin", "j.petit"]


def test_a_name_is_taken_once(admin):
    admin.send("POST", "/comptes", NOUVEAU)
    reponse = admin.send("POST", "/comptes", {**NOUVEAU, "identifiant": "j.petit"})
    assert (reponse.status_code, reponse.json()["detail"]) == (409, "Un compte « j.petit » existe déjà.")


@pytest.mark.parametrize(
    ("changement", "champ"),
    [
        ({"identifiant": "jean petit"}, "identifiant"),
        ({"identifiant": "é.petit"}, "identifiant"),
        ({"identifiant": "p\0"}, "identifiant"),
        ({"mot_de_passe": "court"}, "mot_de_passe"),
        ({"roles": ["roi"]}, "roles[0]"),
        ({"courriel": "pas une adresse"}, "courriel"),
        ({"nom": ""}, "nom"),
        ({"prenom": "a\nb"}, "prenom"),
    ],
)
def test_what_is_wrong_is_named(admin, changement, champ):
    reponse = admin.send("POST", "/comptes", {**NOUVEAU, **changement})
    assert reponse.status_code == 422
    assert [faute["champ"] for faute in reponse.json()["fautes"]] == [champ]


def test_others_see_and_change_no_account(page, moteur):
    page.sign_in()
    moi = page.client.get("/api/moi").json()["compte"]["id"]
    assert page.client.get("/api/comptes").status_code == 403
    assert page.send("POST", "/comptes", NOUVEAU).status_code == 403
    assert page.send("PATCH", f"/comptes/{moi}", {"roles": ["administrateur"]}).status_code == 403
    assert page.send("PUT", "/collectivite", {"donnees": {}}).status_code == 403
    page.client.cookies.clear()
    assert page.client.get("/api/comptes").status_code == 401


def test_only_what_is_named_changes(admin, moteur):
    compte = add_compte(moteur, "b.bernard", "elu", courriel="b@ville.fr")
    modifie = admin.send("PATCH", f"/comptes/{compte.id}", {"nom": "Bernard", "prenom": None}).json()
    assert (modifie["nom"], modifie["prenom"], modifie["roles"], modifie["courriel"]) == (
        "Bernard",
        "Marie",
        ["elu"],
        "b@ville.fr",
    )
    assert admin.send("PATCH", f"/comptes/{compte.id}", {"courriel": None}).json()["courriel"] is None


def test_switching_an_account_off_signs_it_out_at_once(admin, ouvrir, moteur):
    compte = add_compte(moteur)
    page = ouvrir()
    page.sign_in()
    jeton = page.send("POST", "/jetons", {"nom": "Writer"}).json()["jeton"]
    assert admin.send("PATCH", f"/comptes/{compte.id}", {"actif": False}).json()["actif"] is False
    assert page.client.get("/api/moi").status_code == 401
    assert admin.send("PATCH", f"/comptes/{compte.id}", {"actif": True}).status_code == 200
    # Signed out for good: switched on again, it has to sign in again.
    assert page.client.get("/api/moi").status_code == 401
    page.client.cookies.clear()
    assert page.client.get("/api/moi", headers={"Authorization": f"Bearer {jeton}"}).status_code == 401
    assert page.sign_in().status_code == 200


def test_a_password_that_an_administrator_gives_signs_out_everywhere(admin, ouvrir, moteur):
    compte = add_compte(moteur)
    page = ouvrir()
    page.sign_in()
    assert admin.send("PATCH", f"/comptes/{compte.id}", {"mot_de_passe": "court"}).status_code == 422
    assert page.client.get("/api/moi").status_code == 200
    assert admin.send("PATCH", f"/comptes/{compte.id}", {"mot_de_passe": "trombone bateau clé"}).status_code == 200
    assert page.client.get("/api/moi").status_code == 401
    assert page.sign_in(mot_de_passe="trombone bateau clé").status_code == 200


def test_the_last_administrator_stays(admin):
    moi = admin.client.get("/api/moi").json()["compte"]["id"]
    for changement in ({"actif": False}, {"roles": ["redacteur"]}):
        reponse = admin.send("PATCH", f"/comptes/{moi}", changement)
        assert (reponse.status_code, "aucun administrateur actif" in reponse.json()["detail"]) == (409, True)
    assert admin.client.get("/api/comptes").status_code == 200


def test_two_administrators_who_switch_each_other_off_do_not_both_succeed(moteur):
    comptes = [add_compte(moteur, nom, "administrateur") for nom in ("un", "deux")]
    pret, issues = threading.Barrier(2, timeout=60), []

    def switch_off(compte):
        pret.wait()
        try:
            with transaction(moteur) as session:
                update_compte(session, None, compte.id, {"actif": False})
        except Conflit:
            issues.append("refus")
        else:
            issues.append("fait")

    fils = [threading.Thread(target=switch_off, args=(compte,)) for compte in comptes]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=60)
    assert sorted(issues) == ["fait", "refus"]


def test_an_account_that_does_not_exist_is_said(admin):
    assert admin.send("PATCH", f"/comptes/{uuid.uuid4()}", {"nom": "X"}).status_code == 404
    assert admin.send("PATCH", "/comptes/x", {"nom": "X"}).json()["fautes"] == [
        {"champ": "compte", "raison": "cet identifiant n’en est pas un"}
    ]
