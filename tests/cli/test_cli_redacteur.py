"""Who writes, as the command line and the settings say it."""

import json
from pathlib import Path

import pytest

from tests.catalogue.fabrique import SAISIE, dump, write_modele
from tests.ports import gone_url
from tests.redacteurs.serveurs import CLE, Serveur, as_answer, refuse, stream


@pytest.fixture
def essai(monkeypatch, tmp_path):
    """Install the template of the tests beside ours; give the path of a sound saisie."""
    write_modele(tmp_path / "modeles")
    monkeypatch.setenv("MINUTIER_MODELES", str(tmp_path / "modeles"))
    fichier = tmp_path / "saisie.yaml"
    fichier.write_text(dump(SAISIE), encoding="utf-8")
    return fichier


def draft(minutier, essai, *options):
    fini = minutier("draft", "essai", essai, "--json", "--formats", "txt", *options)
    rapport = json.loads(fini.out) if fini.out else None
    return fini, rapport


def test_an_address_is_enough_for_the_model_to_write(minutier, essai):
    with Serveur() as serveur:
        fini, rapport = draft(minutier, essai, "--vllm-url", f"{serveur.url}/v1/")
    assert (fini.code, fini.err) == (0, "")
    assert {(p["origine"], p["essais"]) for p in rapport["passages"]} == {("ia", 1)}
    assert len(serveur.demandes) == len(rapport["passages"])
    assert "vllm (essai)" in Path(rapport["fichiers"]["txt"]).read_text(encoding="utf-8")


def test_the_settings_are_enough_too_and_the_key_comes_from_them_alone(minutier, essai, monkeypatch):
    with Serveur(cle=CLE) as serveur:
        monkeypatch.setenv("MINUTIER_VLLM_URL", serveur.url)
        monkeypatch.setenv("MINUTIER_VLLM_API_KEY", CLE)
        fini, rapport = draft(minutier, essai)
    assert {p["origine"] for p in rapport["passages"]} == {"ia"}
    assert CLE not in fini.out


def test_aucun_asks_nobody_whatever_is_set(minutier, essai, monkeypatch):
    with Serveur() as serveur:
        monkeypatch.setenv("MINUTIER_VLLM_URL", serveur.url)
        _, rapport = draft(minutier, essai, "--redacteur", "aucun")
        minutier("demo", "--sortie", "demo")
    assert {(p["origine"], p["essais"]) for p in rapport["passages"]} == {("saisie", 0)}
    assert serveur.requetes == []


PANNES = [
    ({}, ["--modele", "autre"], "le modèle « autre » n’est pas servi ; servis : essai"),
    ({"cle": CLE}, [], "le serveur de modèle refuse la clé (réglage MINUTIER_VLLM_API_KEY)"),
    ({"modeles": ("a", "b")}, [], "servis : a, b"),
    ({"script": lambda _: refuse(500)}, [], "le serveur de modèle a rencontré une erreur"),
    ({"script": lambda _: stream(as_answer("En 2031."))}, [], "les termes de l’agent, sans le modèle"),
]


@pytest.mark.parametrize(("serveur", "options", "raison"), PANNES)
def test_a_draft_is_complete_whatever_the_model_does_and_says_why(minutier, essai, serveur, options, raison):
    _, sobre = draft(minutier, essai)
    with Serveur(**serveur) as ouvert:
        fini, rapport = draft(minutier, essai, "--vllm-url", ouvert.url, *options)
    assert fini.code == 0
    (constat,) = (c for c in rapport["constats"] if c["code"] == "IA-REPLI")
    assert raison in constat["message"]
    assert {p["origine"] for p in rapport["passages"]} == {"saisie"}
    assert Path(rapport["fichiers"]["txt"]).read_text() == Path(sobre["fichiers"]["txt"]).read_text()


def test_a_server_that_is_gone_is_said_to_a_person_too(minutier, essai):
    fini = minutier("draft", "essai", essai, "--formats", "txt", "--vllm-url", gone_url())
    assert fini.code == 0
    assert "le serveur de modèle ne répond pas" in fini.out
    assert "composé sans modèle de langage" in fini.out


def test_a_person_is_told_that_a_model_wrote(minutier, essai):
    with Serveur() as serveur:
        fini = minutier("draft", "essai", essai, "--formats", "txt", "--vllm-url", serveur.url)
    assert "composé avec modèle de langage" in fini.out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--redacteur", "gpt"], "Rédacteur inconnu : « gpt ». Rédacteurs possibles : vllm, aucun."),
        (["--redacteur", "vllm"], "MINUTIER_VLLM_URL : le rédacteur vllm demande l’adresse"),
        (["--vllm-url", "vllm:8000"], "--vllm-url : une adresse « http://… » ou « https://… » est attendue"),
        (["--vllm-url", "http://moi:secret@vllm"], "--vllm-url : la clé ne s’écrit pas dans l’adresse"),
        (["--redacteur", "aucun", "--vllm-url", "http://vllm"], "n’appelle aucun modèle"),
        (["--redacteur", "aucun", "--modele", "x"], "n’appelle aucun modèle"),
    ],
)
def test_a_choice_that_means_nothing_is_wrong_usage(minutier, essai, options, message):
    fini, rapport = draft(minutier, essai, *options)
    assert (fini.code, rapport) == (64, None)
    assert message in fini.err
    assert "secret" not in fini.err


def test_the_manifest_of_a_model_is_written_and_holds_the_model_to_it(minutier, essai, monkeypatch, tmp_path):
    dossier = tmp_path / "modeles" / ".ia"
    dossier.mkdir()
    (dossier / "poids").write_bytes(b"1")
    fini = minutier("manifeste-modele", dossier)
    assert json.loads(fini.out) == {"poids": "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"}
    (tmp_path / "manifeste.json").write_text(fini.out)
    monkeypatch.setenv("MINUTIER_VLLM_MANIFESTE", str(tmp_path / "manifeste.json"))
    monkeypatch.setenv("MINUTIER_VLLM_DOSSIER", str(dossier))
    with Serveur() as serveur:
        assert draft(minutier, essai, "--vllm-url", serveur.url)[0].code == 0
        (dossier / "poids").write_bytes(b"2")
        fini, _ = draft(minutier, essai, "--vllm-url", serveur.url)
    assert (fini.code, fini.err) == (64, "MINUTIER_VLLM_MANIFESTE : modèle refusé : le fichier « poids » a changé.\n")


@pytest.mark.parametrize(("nom", "raison"), [("absent", "ce n’est pas un dossier"), ("vide", "aucun fichier")])
def test_a_folder_without_a_model_has_no_manifest(minutier, tmp_path, nom, raison):
    (tmp_path / "vide").mkdir()
    fini = minutier("manifeste-modele", nom)
    assert (fini.code, fini.out) == (2, "")
    assert raison in fini.err
