"""The catalogue over HTTP."""

import json

import pytest

from tests.api.outils import ARRETE, CATALOGUE, exemple

CODES = list(CATALOGUE.codes)


def test_the_templates_are_listed_with_their_examples(alice) -> None:
    modeles = alice.ask("GET", "/modeles").json()["modeles"]
    assert [m["code"] for m in modeles] == CODES
    arrete = modeles[CODES.index(ARRETE)]
    assert arrete["exemples"][0] == {"code": "01", "titre": "Travaux sur une rue, circulation interdite trois jours"}
    assert (arrete["genre"], arrete["passages"], arrete["favori"]) == ("arrete", 1, False)


@pytest.mark.parametrize("code", CODES)
def test_each_template_says_what_it_rests_on_and_does_not_cover(alice, code) -> None:
    modele = alice.ask("GET", f"/modeles/{code}").json()
    assert modele["references"]
    assert all(reference["verifie"] for reference in modele["references"])
    assert modele["ne_couvre_pas"]
    assert modele["circuit"]


@pytest.mark.parametrize("code", CODES)
def test_each_example_is_accepted_as_it_comes(alice, code) -> None:
    schema = alice.ask("GET", f"/modeles/{code}/schema").json()
    assert "collectivite" not in schema["required"]
    for nom in CATALOGUE.get(code).exemples:
        saisie = alice.ask("GET", f"/modeles/{code}/exemples/{nom}").json()["saisie"]
        assert saisie == exemple(code, nom)
        assert alice.ask("POST", f"/modeles/{code}/validation", json={"saisie": saisie}).json() == {"fautes": []}
        assert alice.draft(alice.create(saisie, code))["etat"] == "redige"


def test_a_saisie_is_judged_field_by_field(alice) -> None:
    saisie = {**exemple(), "date_fin": "hier", "voies": [{"voie": ""}]}
    fautes = alice.ask("POST", f"/modeles/{ARRETE}/validation", json={"saisie": saisie}).json()["fautes"]
    champs = {faute["champ"] for faute in fautes}
    assert {"date_fin", "voies[0].voie"} <= champs


def test_favourites_are_one_s_own(alice, bruno) -> None:
    def list_favoris(agent) -> list[str]:
        return [m["code"] for m in agent.ask("GET", "/modeles").json()["modeles"] if m["favori"]]

    for _ in range(2):
        alice.ask("PUT", f"/modeles/{ARRETE}/favori", 204)
    assert list_favoris(alice) == [ARRETE]
    assert alice.ask("GET", f"/modeles/{ARRETE}").json()["favori"]
    assert list_favoris(bruno) == []
    for _ in range(2):
        alice.ask("DELETE", f"/modeles/{ARRETE}/favori", 204)
    assert list_favoris(alice) == []


@pytest.mark.parametrize(
    ("methode", "chemin"),
    [
        ("GET", "/modeles/absent"),
        ("GET", "/modeles/absent/schema"),
        ("GET", f"/modeles/{ARRETE}/exemples/99"),
        ("PUT", "/modeles/absent/favori"),
        ("POST", "/modeles/absent/validation"),
        ("POST", "/brouillons"),
    ],
)
def test_what_does_not_exist_is_told_with_what_does(alice, methode, chemin) -> None:
    refus = alice.ask(methode, chemin, 404, json={"saisie": {}, "modele": "absent"}).json()
    assert refus["title"] == "Modèle inconnu"
    assert "Connus :" in refus["detail"]


@pytest.mark.parametrize(
    ("saisie", "raison"),
    [
        ({"a": "\x00"}, "U+0000"),
        ({"a": "\ud800"}, "U+D800"),
        ({"\x01": "a"}, "U+0001"),
        ({"a": [[[[[[[[[[[[[1]]]]]]]]]]]]]}, "niveaux"),
        ({"a": list(range(20_001))}, "valeurs"),
        ({"a": 10**19}, "trop grand"),
    ],
)
def test_what_a_database_cannot_keep_is_refused(alice, saisie, raison) -> None:
    corps = {"modele": ARRETE, "saisie": saisie}
    entetes = {"Content-Type": "application/json"}
    refus = alice.ask("POST", "/brouillons", 422, content=json.dumps(corps), headers=entetes).json()
    assert [faute["champ"] for faute in refus["fautes"]] == ["saisie"]
    assert raison in refus["detail"]


@pytest.mark.parametrize(
    "corps", [b"{", b"\xff", b"[1]", b'{"saisie": NaN}', b'{"saisie": {"a": ' + b"9" * 5000 + b"}}", b"[" * 100_000]
)
def test_a_body_that_is_no_saisie_is_refused_in_french(alice, corps) -> None:
    entetes = {"Content-Type": "application/json"}
    reponse = alice.ask("POST", f"/modeles/{ARRETE}/validation", None, content=corps, headers=entetes)
    assert reponse.status_code in {400, 422}
    assert reponse.headers["content-type"] == "application/problem+json"
