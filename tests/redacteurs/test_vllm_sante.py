"""Which model is asked, which files it has, and who chooses: in one place, and with a clear refusal."""

import json
from pathlib import Path

import pytest

from server.errors import ReglageInvalide
from server.redacteurs import Aucun, make_redacteur
from server.redacteurs.vllm import VLLM, check_manifeste, choose_modele, make_manifeste
from tests.ports import gone_url
from tests.redacteurs.serveurs import CLE, MODELE, Serveur, refuse


def test_the_only_model_is_chosen_or_the_one_that_is_named():
    with Serveur(cle=CLE) as serveur:
        assert choose_modele(serveur.url, CLE) == MODELE
        assert choose_modele(serveur.url, CLE, MODELE) == MODELE
    assert {r.chemin for r in serveur.requetes} == {"/v1/models"}


@pytest.mark.parametrize(
    ("serveur", "cle", "voulu", "message"),
    [
        ({}, "", "autre", "MINUTIER_VLLM_MODEL : le modèle « autre » n’est pas servi ; servis : essai."),
        ({"modeles": ("a", "b")}, "", None, "servis : a, b."),
        ({"cle": CLE}, "fausse", None, "MINUTIER_VLLM_API_KEY : le serveur de modèle refuse la clé"),
        ({"liste": refuse(500)}, "", None, "MINUTIER_VLLM_URL : le serveur de modèle a rencontré une erreur (http"),
    ],
)
def test_a_command_that_needs_the_model_says_which_setting_is_wrong(serveur, cle, voulu, message):
    with Serveur(**serveur) as ouvert, pytest.raises(ReglageInvalide) as capture:
        choose_modele(ouvert.url, cle, voulu)
    assert message in str(capture.value)


def test_a_server_that_is_gone_is_named():
    url = gone_url()
    with pytest.raises(ReglageInvalide, match=f"ne répond pas \\({url}\\)"):
        choose_modele(url)


# --- the files of the model


@pytest.fixture
def dossier(tmp_path):
    racine = tmp_path / "modele"
    (racine / "sous").mkdir(parents=True)
    (racine / "poids.safetensors").write_bytes(b"\x00" * 3_000_000)
    (racine / "sous" / "config.json").write_text("{}")
    return racine


def write_manifeste(dossier):
    manifeste = dossier.parent / "manifeste.json"
    manifeste.write_text(json.dumps(make_manifeste(dossier)), encoding="utf-8")
    return manifeste


def test_the_approved_files_are_accepted(dossier):
    manifeste = write_manifeste(dossier)
    assert list(json.loads(manifeste.read_text())) == ["poids.safetensors", "sous/config.json"]
    check_manifeste(dossier, manifeste)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: (d / "poids.safetensors").write_bytes(b"\x00" * 2_999_999 + b"\x01"), "« poids.safetensors » a changé"),
        (lambda d: (d / "sous" / "config.json").unlink(), "« sous/config.json » manque"),
        (lambda d: (d / "adaptateur.bin").touch(), "« adaptateur.bin » est en trop"),
        (lambda d: (d / "lien").symlink_to("/etc/hostname"), "« lien » est en trop"),
        (lambda d: (d / "rompu").symlink_to("/absent"), "ne peut être lu"),
    ],
)  # fmt: skip
def test_any_difference_is_refused_and_named(dossier, change, message):
    manifeste = write_manifeste(dossier)
    change(dossier)
    with pytest.raises(ReglageInvalide, match=message):
        check_manifeste(dossier, manifeste)


@pytest.mark.parametrize("contenu", [b"", b"[]", b"{}", b'{"a": 1}', b"\xff", b"[" * 100_000])
def test_what_is_no_manifest_approves_nothing(tmp_path, contenu):
    manifeste = tmp_path / "m.json"
    manifeste.write_bytes(contenu)
    (tmp_path / "vide").mkdir()
    with pytest.raises(ReglageInvalide, match="n’est pas un manifeste"):
        check_manifeste(tmp_path / "vide", manifeste)


def test_links_of_a_download_cache_are_followed(dossier):
    """A folder of the Hugging Face cache is made of links."""
    cible = dossier.parent / "blob"
    (dossier / "poids.safetensors").rename(cible)
    avant = make_manifeste(dossier)
    (dossier / "poids.safetensors").symlink_to(cible)
    assert set(make_manifeste(dossier)) - set(avant) == {"poids.safetensors"}


# --- the choice


def test_without_an_address_nobody_is_asked():
    assert isinstance(make_redacteur(), Aucun)
    assert isinstance(make_redacteur("aucun", url="http://127.0.0.1:9"), Aucun)


def test_with_an_address_the_model_is_asked_with_what_the_settings_say():
    with Serveur(cle=CLE) as serveur:
        redacteur = make_redacteur(
            url=serveur.url,
            modele="essai",
            cle=CLE,
            delai_premier=1.5,
            delai_entre=2.5,
            delai_passage=3.5,
            simultanes=2,
        )
    assert isinstance(redacteur, VLLM)
    reglages = redacteur._reglages  # noqa: SLF001 -- what was understood of the settings
    assert (reglages.url, reglages.modele, reglages.cle, reglages.concurrence) == (serveur.url, "essai", CLE, 2)
    assert (reglages.delais.premier, reglages.delais.entre, reglages.delais.passage) == (1.5, 2.5, 3.5)
    assert CLE not in repr(reglages)
    assert serveur.requetes == []  # nothing is sent before there is something to write


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"nom": "gpt"}, "« gpt » n’existe pas. Rédacteurs possibles : vllm, aucun."),
        ({"nom": "vllm"}, "MINUTIER_VLLM_URL : le rédacteur vllm demande l’adresse"),
        ({"url": "http://x", "manifeste": Path("m.json")}, "MINUTIER_VLLM_DOSSIER : le manifeste et le dossier"),
        ({"url": "http://x", "dossier": Path("d")}, "MINUTIER_VLLM_MANIFESTE : le manifeste et le dossier"),
    ],
)
def test_half_of_a_choice_is_refused(arguments, message):
    with pytest.raises(ReglageInvalide, match=message):
        make_redacteur(**arguments)


def test_a_model_that_is_not_the_approved_one_is_never_asked(dossier):
    manifeste = write_manifeste(dossier)
    assert isinstance(make_redacteur(url="http://x", manifeste=manifeste, dossier=dossier), VLLM)
    (dossier / "sous" / "config.json").write_text("{ }")
    with pytest.raises(ReglageInvalide, match="modèle refusé"):
        make_redacteur(url="http://x", manifeste=manifeste, dossier=dossier)
