import json

import pytest

from server.catalogue.documents import parse_document
from tests.catalogue.fabrique import make_base, write_modele


def test_the_list_has_the_shape_of_the_contract(minutier):
    fini = minutier("modeles", "--json")
    liste = json.loads(fini.out)
    assert (fini.code, fini.err) == (0, "")
    assert [modele["code"] for modele in liste] == sorted(modele["code"] for modele in liste)
    for modele in liste:
        assert list(modele) == ["code", "titre", "genre", "version", "exemples", "passages"]
        assert isinstance(modele["passages"], int)
        assert modele["exemples"][:2] == ["01", "02"]


def test_the_list_for_a_person_names_each_template(minutier):
    assert "arrete_circulation_temporaire\n    Arrêté temporaire" in minutier("modeles").out


def test_a_template_is_described_with_its_limits(minutier):
    texte = minutier("modeles", "arrete_circulation_temporaire").out
    assert "Champs de la saisie :" in texte
    assert "date_debut : Premier jour (date)" in texte
    assert "Ce modèle ne couvre pas :" in texte
    schema = json.loads(minutier("modeles", "arrete_circulation_temporaire", "--json").out)["schema"]
    assert "date_debut" in schema["properties"]


@pytest.mark.parametrize("options", [[], ["--format", "yaml"], ["--format", "json"], ["--json"]])
def test_an_example_is_what_draft_accepts(minutier, options):
    fini = minutier("modeles", "arrete_circulation_temporaire", "--exemple", "01", *options)
    assert fini.code == 0
    assert parse_document(fini.out).valeur["date_debut"]
    if "json" in str(options):
        assert json.loads(fini.out)
    compose = minutier("draft", "arrete_circulation_temporaire", "-", "--formats", "txt", entree=fini.out.encode())
    assert compose.code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["arete"], "le modèle « arete » n’existe pas. Connus : arrete_circulation_temporaire"),
        (["arrete_circulation_temporaire", "--exemple", "99"], "l’exemple « 99 » n’existe pas. Connus : 01, 02"),
        (["../x"], "n’existe pas"),
    ],
)
def test_what_does_not_exist_exits_2(minutier, arguments, message):
    fini = minutier("modeles", *arguments)
    assert (fini.code, fini.out) == (2, "")
    assert message in fini.err


def test_a_broken_template_of_the_collectivite_is_told_and_hides_no_other(minutier, monkeypatch, tmp_path):
    write_modele(tmp_path / "m", make_base(genre="x", version="1"))
    monkeypatch.setenv("MINUTIER_MODELES", str(tmp_path / "m"))
    fini = minutier("modeles", "--json")
    assert fini.code == 3
    assert "arrete_circulation_temporaire" in [m["code"] for m in json.loads(fini.out)]
    assert len(fini.err.splitlines()) == 2
    assert "modele.yaml, ligne 4, clé « genre » : " in fini.err


def test_a_template_of_the_collectivite_stands_beside_ours(minutier, monkeypatch, tmp_path):
    write_modele(tmp_path / "m")
    monkeypatch.setenv("MINUTIER_MODELES", str(tmp_path / "m"))
    assert "essai" in [m["code"] for m in json.loads(minutier("modeles", "--json").out)]
    assert minutier("modeles", "arrete_circulation_temporaire").code == 0
