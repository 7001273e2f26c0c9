"""Signing off: nothing that was not seen, by nobody who wrote it, once."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from server.db import hold_lecture, transaction
from server.dossiers.models import Dossier, Visa
from server.errors import Refus
from server.registre.chaine import verify
from server.registre.service import read_lignes
from tests.dossiers.outils import CONTROLES, edit, write_with_ia

IA = "tranchée"


@pytest.fixture
def dossier(alice, julie, maire):
    """Give a dossier that waits for its legal reviewer."""
    return alice.send()


@pytest.fixture
def dossier_ia(alice, julie, maire):
    """Give one whose motives a model wrote."""
    fait = alice.make()
    ia = alice.make_from(write_with_ia(alice.file(fait), IA))
    return alice.submit(ia)


def count_visas(mairie) -> int:
    with transaction(mairie.moteur, ecriture=False) as session:
        return session.scalar(select(func.count()).select_from(Visa))


def check_chain(mairie) -> None:
    with hold_lecture(mairie.moteur) as connexion:
        assert verify(read_lignes(connexion)).fautes == ()


# --- what was seen


def test_nothing_is_signed_that_was_not_opened(mairie, dossier, julie) -> None:
    refus = julie.do(dossier, "visa", 409, **julie.claim(dossier))
    assert "Ouvrez d’abord" in refus["detail"]
    assert count_visas(mairie) == 0


def test_an_opening_counts_for_who_opened_and_for_that_version(mairie, alice, dossier, julie, maire) -> None:
    karim = mairie.person("karim", "relecteur_juridique")
    julie.do(dossier, "ouverture", 204, **julie.see(dossier))
    assert "Ouvrez d’abord" in karim.do(dossier, "visa", 409, **karim.claim(dossier))["detail"]
    alice.do(dossier, "retrait", etape=0)
    alice.deposit(dossier, edit(alice.file(dossier), ("eau potable", "eau de source")))
    alice.submit(dossier)
    assert "Ouvrez d’abord" in julie.do(dossier, "visa", 409, **julie.claim(dossier))["detail"]


def test_an_act_that_changed_between_review_and_click_is_not_signed(mairie, alice, dossier, julie) -> None:
    lu = julie.read_all(dossier)
    alice.do(dossier, "retrait", etape=0)
    alice.deposit(dossier, edit(alice.file(dossier), ("eau potable", "eau de source")))
    alice.submit(dossier)
    refus = julie.do(dossier, "visa", 409, **lu)
    assert refus["version"] == 2
    assert refus["empreinte"] == julie.see(dossier)["empreinte"]
    assert julie.do(dossier, "ouverture", 409, **{n: lu[n] for n in ("version", "empreinte")})["version"] == 2
    assert count_visas(mairie) == 0


@pytest.mark.parametrize("oubli", list(CONTROLES))
def test_the_three_checks_are_all_made(dossier, julie, oubli) -> None:
    lu = julie.read_all(dossier)
    lu["controles"] = {**CONTROLES, oubli: False}
    assert julie.do(dossier, "visa", 422, **lu)["fautes"] == [
        {"champ": f"controles.{oubli}", "raison": "ce contrôle n’est pas fait"}
    ]


# --- passages of a machine


def test_each_passage_of_a_machine_is_judged(mairie, dossier_ia, julie) -> None:
    version = julie.version(dossier_ia)
    (passage,) = version["passages"]
    assert passage["origines"] == ["ia"]
    vue = julie.see(dossier_ia)
    julie.do(dossier_ia, "ouverture", 204, **vue)
    refus = julie.do(dossier_ia, "visa", 409, **julie.claim(dossier_ia))
    assert refus["passages"] == [passage["bloc"]]

    def decide(statut=200, **une):
        corps = {**vue, "decisions": [{"bloc": passage["bloc"], **une}]}
        return julie.ask("PUT", f"/dossiers/{dossier_ia['id']}/examens", statut, json=corps).json()

    for une in ({"decision": "rejete"}, {"decision": "corrige", "texte": "Considérant l’urgence ;"}):
        assert decide(**une) == {"restants": 0}
        refus = julie.do(dossier_ia, "visa", 409, **julie.claim(dossier_ia))
        assert (refus["passages"], "renvoyez" in refus["detail"]) == ([passage["bloc"]], True)
    assert decide(422, decision="corrige")["fautes"][0]["champ"] == "decisions[0].texte"
    assert decide(422, decision="accepte", texte="x")["fautes"][0]["champ"] == "decisions[0].texte"
    assert decide(422, decision="accepte", bloc=10_000)["fautes"][0]["champ"] == "decisions[0].bloc"
    decide(decision="accepte")
    (vu,) = julie.version(dossier_ia)["passages"]
    assert [(d["decision"], d["par"]["prenom"]) for d in vu["decisions"]] == [("accepte", "Julie")]
    julie.do(dossier_ia, "visa", **julie.claim(dossier_ia))
    assert count_visas(mairie) == 1


def test_each_reviewer_judges_for_oneself(dossier_ia, julie, maire) -> None:
    julie.approve(dossier_ia)
    maire.do(dossier_ia, "ouverture", 204, **maire.see(dossier_ia))
    assert maire.do(dossier_ia, "visa", 409, **maire.claim(dossier_ia))["passages"]
    assert maire.approve(dossier_ia)["dossier"]["etat"] == "valide"


def test_only_who_reviews_the_step_judges(alice, dossier_ia, maire) -> None:
    corps = {**alice.see(dossier_ia), "decisions": [{"bloc": 0, "decision": "accepte"}]}
    for personne in (alice, maire):
        personne.ask("PUT", f"/dossiers/{dossier_ia['id']}/examens", 403, json=corps)


# --- findings


@pytest.fixture
def fautif(alice, julie, maire):
    """Give a dossier whose act has an error: an article refers to one that is not there."""
    fait = alice.make()
    faux = edit(alice.file(fait), ("ARRÊTE", "ARRÊTE [à compléter]"))
    alice.deposit(fait, faux)
    return alice.submit(fait)


def test_an_error_forbids_unless_it_is_waived_with_a_reason(mairie, alice, fautif, julie, maire) -> None:
    lu = julie.read_all(fautif)
    assert lu["derogations"]
    refus = julie.do(fautif, "visa", 409, **{**lu, "derogations": []})
    assert {(c["code"], c["bloc"]) for c in refus["constats"]} == {(d["code"], d["bloc"]) for d in lu["derogations"]}
    vide = [{**lu["derogations"][0], "raison": "  "}, *lu["derogations"][1:]]
    assert julie.do(fautif, "visa", 422, **{**lu, "derogations": vide})["fautes"][0]["champ"] == "derogations[0].raison"
    en_trop = [*lu["derogations"], {"code": "Z99", "bloc": None, "raison": "Pour voir si cela passe."}]
    assert julie.do(fautif, "visa", 422, **{**lu, "derogations": en_trop})["fautes"][0]["raison"] == (
        "l’acte n’a pas cette erreur"
    )
    julie.do(fautif, "visa", **lu)
    maire.approve(fautif)
    lignes = alice.ask("GET", f"/dossiers/{fautif['id']}/registre").json()["lignes"]
    (premier, _) = [x["donnees"] for x in lignes if x["genre"] == "visa"]
    assert premier["derogations"][0]["raison"] == "Vérifié avec le service concerné."
    (visa, _) = mairie.sceau.demandes[0].visas
    assert visa.derogations == tuple(sorted({d["code"] for d in lu["derogations"]}))
    assert "Vérifié" not in str(mairie.sceau.demandes)


# --- the file


def test_a_file_that_may_not_be_sealed_is_not_signed(mairie, dossier, julie) -> None:
    mairie.sceau.refus = (Refus("texte_cache", "corps, « Article 3 »", "du texte est caché."),)
    refus = julie.do(dossier, "visa", 409, **julie.read_all(dossier))
    dit = "corps, « Article 3 » : du texte est caché."
    assert refus["refus"] == [{"code": "texte_cache", "lieu": "corps, « Article 3 »", "message": dit}]
    assert dit in refus["detail"]
    assert count_visas(mairie) == 0


def test_a_seal_that_reads_another_act_signs_nothing(mairie, dossier, julie, monkeypatch) -> None:
    from tests.dossiers import faux_sceau  # noqa: PLC0415

    lu = julie.read_all(dossier)
    monkeypatch.setattr(faux_sceau, "read_empreinte", lambda *_: "0" * 64)
    assert "ne lit pas" in julie.do(dossier, "visa", 409, **lu)["detail"]


def test_without_a_seal_nothing_is_signed(mairie, dossier, julie) -> None:
    lu = julie.read_all(dossier)
    mairie.app.state.scelleur = None
    assert "ne sait pas sceller" in julie.do(dossier, "visa", 409, **lu)["detail"]


# --- who


def test_who_wrote_or_edited_does_not_sign(mairie, alice, dossier, julie, maire) -> None:
    double = mairie.person("double", "redacteur", "relecteur_juridique", "elu")
    sien = double.make()
    double.submit(sien)
    double.do(sien, "ouverture", 204, **double.see(sien))
    assert "Qui a rédigé" in double.do(sien, "visa", 403, **double.claim(sien))["detail"]
    # A reviewer who corrects the file oneself has become one of those who wrote it, for this version and the next.
    corrige = edit(julie.file(dossier), ("eau potable", "eau de source"))
    assert julie.deposit(dossier, corrige)["actions"] == []
    julie.do(dossier, "ouverture", 204, **julie.see(dossier))
    assert "Qui a rédigé" in julie.do(dossier, "visa", 403, **julie.claim(dossier))["detail"]
    double.do(dossier, "ouverture", 204, **double.see(dossier))
    assert double.approve(dossier)["dossier"]["etape"] == 1


@pytest.mark.parametrize("qui", ["auteur", "déposante", "par délégation"])
def test_the_database_refuses_the_sign_off_of_who_wrote(mairie, dossier, qui) -> None:
    """Whatever the service would let through."""
    alice, julie, maire = (mairie.personnes[nom] for nom in ("alice", "julie", "maire"))
    if qui == "déposante":
        julie.deposit(dossier, edit(julie.file(dossier), ("eau potable", "eau de source")))
    alice_id, julie_id, maire_id = (uuid.UUID(une.id) for une in (alice, julie, maire))
    compte, pour = {
        "auteur": (alice_id, None),
        "déposante": (julie_id, None),
        "par délégation": (maire_id, alice_id),
    }[qui]
    with transaction(mairie.moteur) as session:
        un = session.get_one(Dossier, uuid.UUID(dossier["id"]))
        version = session.scalar(text("SELECT id FROM dossier_versions ORDER BY numero DESC LIMIT 1"))
        version = version if isinstance(version, uuid.UUID) else uuid.UUID(version)
        rang = session.scalar(text("SELECT max(rang) FROM registre"))
        valeurs = {"version_id": version, "etape": 0, "role": "elu", "rang": rang, "cree_le": un.cree_le}

    def sign(compte_id, pour_id) -> None:
        with transaction(mairie.moteur) as session:
            session.add(Visa(compte_id=compte_id, pour_id=pour_id, **valeurs))

    with pytest.raises(DBAPIError):
        sign(compte, pour)
    assert count_visas(mairie) == 0
    sign(maire_id, None)
    for geste in (
        "UPDATE visas SET compte_id = (SELECT auteur_id FROM dossiers LIMIT 1)",
        "DELETE FROM visas",
        "UPDATE dossier_versions SET compte_id = (SELECT compte_id FROM visas LIMIT 1)",
        "DELETE FROM dossier_versions",
        "UPDATE dossiers SET auteur_id = (SELECT compte_id FROM visas LIMIT 1)",
    ):
        with pytest.raises(DBAPIError), transaction(mairie.moteur) as session:
            session.execute(text(geste))


def test_a_step_is_for_its_role(dossier, maire) -> None:
    assert "n’est pas à vous" in maire.do(dossier, "visa", 403, **maire.claim(dossier))["detail"]


# --- one account, one step


@pytest.fixture
def double(mairie):
    """Give who has the roles of both steps."""
    return mairie.person("double", "relecteur_juridique", "elu")


def test_one_account_does_not_sign_two_steps(mairie, dossier, double, maire) -> None:
    double.approve(dossier)
    assert [d["id"] for d in maire.ask("GET", "/dossiers/a-relire").json()["elements"]] == [dossier["id"]]
    assert double.ask("GET", "/dossiers/a-relire").json()["elements"] == []
    assert double.get(dossier)["actions"] == []
    refus = double.do(dossier, "visa", 403, **double.claim(dossier))
    assert refus["detail"] == "Vous avez déjà visé une étape de cet acte : une autre personne doit viser celle-ci."
    corps = {"quoi": "relecture", "compte_id": double.id}
    faute = maire.ask("POST", f"/dossiers/{dossier['id']}/transmission", 422, json=corps).json()["fautes"][0]
    assert faute == {"champ": "compte_id", "raison": "cette personne a déjà visé une étape de cet acte"}
    assert count_visas(mairie) == 1
    assert maire.approve(dossier)["dossier"]["etat"] == "valide"


def test_nor_in_the_place_of_another_but_another_in_theirs(mairie, alice, dossier, double) -> None:
    julie, maire = mairie.personnes["julie"], mairie.personnes["maire"]
    karim = mairie.person("karim", "direction")

    def delegate(qui, a_qui) -> None:
        corps = {"delegataire_id": a_qui.id, "role": "elu", "debut": "2020-01-01", "fin": "2099-01-01"}
        qui.ask("POST", "/delegations", 201, json=corps)

    delegate(maire, julie)
    julie.approve(dossier)
    assert "déjà visé" in julie.do(dossier, "visa", 403, **julie.claim(dossier))["detail"]
    maire.approve(dossier)
    # Who signed a step may be replaced at the next: it is somebody else who reads.
    autre = alice.send()
    delegate(double, karim)
    double.approve(autre)
    karim.approve(autre)
    assert count_visas(mairie) == 4


def test_another_version_begins_again(alice, dossier, double, maire) -> None:
    double.approve(dossier)
    alice.do(dossier, "retrait", etape=1)
    alice.deposit(dossier, edit(alice.file(dossier), ("eau potable", "eau de source")))
    alice.submit(dossier)
    double.approve(dossier)
    assert maire.approve(dossier)["dossier"]["etat"] == "valide"


def test_a_circuit_that_one_account_would_have_to_go_through_twice_is_not_begun(mairie, alice, double) -> None:
    dossier = alice.make()
    refus = alice.do(dossier, "soumission", 409, **alice.see(dossier))
    assert "pas assez de comptes" in refus["detail"]
    mairie.person("maire", "elu")
    assert alice.submit(dossier)["etat"] == "en_relecture"


def test_the_database_refuses_a_second_step_to_an_account(mairie, dossier, double, maire) -> None:
    """Whatever the service would let through."""
    double.approve(dossier)
    with transaction(mairie.moteur, ecriture=False) as session:
        premier = session.scalars(select(Visa)).one()
    # A row for the sign-off to stand on.
    mairie.personnes["alice"].do(dossier, "retrait", etape=1)

    def sign(compte_id) -> None:
        with transaction(mairie.moteur) as session:
            valeurs = {"etape": 1, "role": "elu", "cree_le": premier.cree_le, "rang": premier.rang + 1}
            session.add(Visa(version_id=premier.version_id, compte_id=uuid.UUID(compte_id), **valeurs))

    with pytest.raises(DBAPIError, match="deux etapes"):
        sign(double.id)
    sign(maire.id)
    assert count_visas(mairie) == 2


# --- once


def test_a_double_click_gives_one_visa_and_one_answer(mairie, dossier, julie) -> None:
    lu = julie.read_all(dossier)
    with ThreadPoolExecutor(4) as fils:
        reponses = list(fils.map(lambda _: julie.do(dossier, "visa", **lu), range(4)))
    assert len({(r["rang"], r["version"], r["etape"]) for r in reponses}) == 1
    assert julie.do(dossier, "visa", **lu)["rang"] == reponses[0]["rang"]
    assert count_visas(mairie) == 1
    check_chain(mairie)


def test_of_two_reviewers_at_once_one_wins(mairie, dossier, julie) -> None:
    karim = mairie.person("karim", "relecteur_juridique")
    lus = [(une, une.read_all(dossier)) for une in (julie, karim)]
    with ThreadPoolExecutor(2) as fils:
        reponses = list(fils.map(lambda x: x[0].ask("POST", f"/dossiers/{dossier['id']}/visa", None, json=x[1]), lus))
    assert sorted(r.status_code for r in reponses) == [200, 409]
    assert count_visas(mairie) == 1
    check_chain(mairie)


def test_a_return_and_a_sign_off_at_once_do_not_both_count(mairie, dossier, julie) -> None:
    karim = mairie.person("karim", "relecteur_juridique")
    lu = julie.read_all(dossier)
    vue = karim.see(dossier)
    karim.do(dossier, "ouverture", 204, **vue)
    demandes = [
        (julie, "visa", lu),
        (karim, "renvoi", {**vue, "raison": "Il manque la signalisation."}),
    ]
    with ThreadPoolExecutor(2) as fils:
        reponses = list(
            fils.map(lambda x: x[0].ask("POST", f"/dossiers/{dossier['id']}/{x[1]}", None, json=x[2]), demandes)
        )
    codes = sorted(r.status_code for r in reponses)
    assert codes in ([200, 409], [200, 403])
    assert (julie.get(dossier)["etat"] == "renvoye") == (count_visas(mairie) == 0)


def test_the_ledger_says_what_was_signed_and_by_whom(mairie, alice, dossier, julie) -> None:
    lu = julie.read_all(dossier)
    julie.do(dossier, "visa", **lu)
    visa = alice.ask("GET", f"/dossiers/{dossier['id']}/registre").json()["lignes"][-1]
    assert (visa["genre"], visa["acteur"], visa["horloge"]) == ("visa", "Julie Essai", None)
    donnees = visa["donnees"]
    assert {n: donnees[n] for n in ("version", "canon", "etape", "role", "controles")} == {
        "version": 1,
        "canon": lu["empreinte"],
        "etape": 0,
        "role": "relecteur_juridique",
        "controles": ["exactitude", "plausibilite", "sources"],
    }
    with transaction(mairie.moteur, ecriture=False) as session:
        brut = "".join(session.scalars(text("SELECT contenu FROM registre")))
    assert not any(mot in brut for mot in ("Julie", "Alice", "Essai", json.dumps("rue des Tanneurs")))
    check_chain(mairie)
