import os
import re
from ipaddress import ip_network
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from server import settings
from server.errors import ReglageInvalide
from server.settings import Settings, load_settings

RACINE = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def no_secret_folder(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "DOSSIER_SECRETS", tmp_path / "secrets")


def test_without_a_variable_nothing_is_configured_and_only_this_machine_is_served():
    lus = load_settings()
    assert lus.model_dump(exclude_none=True) == {
        "host": "127.0.0.1",
        "port": 8765,
        "processus": min(len(os.sched_getaffinity(0)), 4),
        "mandataires": (),
        "limite_redactions": 30,
        "limite_requetes": 1200,
        "smtp_port": 587,
        "smtp_securite": "starttls",
        "office_js": "https://appsforoffice.microsoft.com/lib/1/hosted/office.js",
        "volet_cadres": (),
        "debug": False,
    }


def test_each_variable_is_read(monkeypatch, tmp_path):
    (tmp_path / "ville.yaml").touch()
    monkeypatch.chdir(tmp_path)
    for nom, valeur in {
        "COLLECTIVITE": "ville.yaml",
        "MODELES": str(tmp_path),
        "CHARTE": ".",
        "DATABASE_URL": "postgresql://minutier:secret@base/minutier",
        "VLLM_URL": "http://vllm:8000/v1/",
        "VLLM_MODEL": "mistral",
        "VLLM_API_KEY": " clé\n",
        "VLLM_DELAI_PREMIER": "2,5",
        "VLLM_DELAI_ENTRE": "10",
        "VLLM_DELAI_PASSAGE": "0.5",
        "VLLM_SIMULTANES": "4",
        "VLLM_MANIFESTE": "ville.yaml",
        "VLLM_DOSSIER": ".",
        "HOST": "::1",
        "PORT": "80",
        "DONNEES": "donnees",
        "PROCESSUS": "4",
        "URL_PUBLIQUE": "https://Minutier.Ville.fr:8443/",
        "MANDATAIRES": "10.0.0.1, fd00::/8",
        "CONSERVATION_BROUILLONS": "365",
        "LIMITE_REQUETES": "600",
        "LIMITE_REDACTIONS": "10",
        "SMTP_SERVEUR": "relais",
        "SMTP_PORT": "25",
        "SMTP_SECURITE": "aucune",
        "SMTP_IDENTIFIANT": "minutier",
        "SMTP_MOT_DE_PASSE": " secret ",
        "SMTP_EXPEDITEUR": "minutier@ville.fr",
        "OFFICE_JS": "https://miroir.ville.fr/office/office.js",
        "VOLET_CADRES": "https://*.OfficeApps.live.com, https://ville.sharepoint.com/",
        "METRIQUES_JETON": "jeton",
        "DEBUG": "1",
    }.items():
        monkeypatch.setenv(f"MINUTIER_{nom}", valeur)
    assert load_settings().model_dump() == {
        "collectivite": tmp_path / "ville.yaml",
        "modeles": tmp_path,
        "charte": tmp_path,
        "database_url": SecretStr("postgresql://minutier:secret@base/minutier"),
        "vllm_url": "http://vllm:8000",
        "vllm_model": "mistral",
        "vllm_api_key": SecretStr("clé"),
        "vllm_delai_premier": 2.5,
        "vllm_delai_entre": 10.0,
        "vllm_delai_passage": 0.5,
        "vllm_simultanes": 4,
        "vllm_manifeste": tmp_path / "ville.yaml",
        "vllm_dossier": tmp_path,
        "host": "::1",
        "port": 80,
        "donnees": tmp_path / "donnees",
        "processus": 4,
        "url_publique": "https://minutier.ville.fr:8443",
        "mandataires": (ip_network("10.0.0.1"), ip_network("fd00::/8")),
        "conservation_brouillons": 365,
        "limite_requetes": 600,
        "limite_redactions": 10,
        "smtp_serveur": "relais",
        "smtp_port": 25,
        "smtp_securite": "aucune",
        "smtp_identifiant": "minutier",
        "smtp_mot_de_passe": SecretStr("secret"),
        "smtp_expediteur": "minutier@ville.fr",
        "office_js": "https://miroir.ville.fr/office/office.js",
        "volet_cadres": ("https://*.officeapps.live.com", "https://ville.sharepoint.com"),
        "metriques_jeton": SecretStr("jeton"),
        "debug": True,
    }


def test_an_empty_variable_is_not_a_setting(monkeypatch):
    # compose passes a variable that nobody gave as an empty one
    monkeypatch.setenv("MINUTIER_VLLM_URL", "")
    monkeypatch.setenv("MINUTIER_PORT", "")
    assert (load_settings().vllm_url, load_settings().port) == (None, 8765)


@pytest.mark.parametrize(
    ("nom", "valeur", "raison"),
    [
        ("COLLECTIVITE", "/absent/ville.yaml", "le fichier « /absent/ville.yaml » n’existe pas"),
        ("COLLECTIVITE", "/", "le fichier « / » n’existe pas"),
        ("MODELES", "/absent", "le dossier « /absent » n’existe pas"),
        ("CHARTE", "/etc/hostname", "le dossier « /etc/hostname » n’existe pas"),
        ("DATABASE_URL", "mysql://base/minutier", "sqlite:///… » ou « postgresql"),
        ("DATABASE_URL", "base", "sqlite:///… » ou « postgresql"),
        ("VLLM_URL", "vllm:8000", "http://… » ou « https"),
        ("VLLM_URL", "file:///etc/passwd", "http://… » ou « https"),
        ("VLLM_URL", "http://moi:motdepasse@vllm", "MINUTIER_VLLM_API_KEY"),
        ("VLLM_URL", "http://vllm/?x=1", "s’arrête avant"),
        ("VLLM_API_KEY", "  ", "la valeur est vide"),
        ("VLLM_DELAI_PREMIER", "0", "plus grand que 0"),
        ("VLLM_DELAI_ENTRE", "-1", "plus grand que 0"),
        ("VLLM_DELAI_PASSAGE", "inf", "un nombre de secondes est attendu"),
        ("VLLM_DELAI_PASSAGE", "deux", "un nombre de secondes est attendu"),
        ("VLLM_SIMULTANES", "0", "un nombre entier de 1 à 256"),
        ("VLLM_SIMULTANES", "300", "un nombre entier de 1 à 256"),
        ("VLLM_MANIFESTE", "/absent/manifeste.json", "le fichier « /absent/manifeste.json » n’existe pas"),
        ("VLLM_DOSSIER", "/absent", "le dossier « /absent » n’existe pas"),
        ("SMTP_SECURITE", "ssl", "starttls, tls ou aucune"),
        ("SMTP_EXPEDITEUR", "minutier", "une adresse électronique"),
        ("HOST", "localhost", "une adresse IP est attendue"),
        ("PORT", "0", "de 1 à 65535"),
        ("PORT", "65536", "de 1 à 65535"),
        ("PORT", "tcp://10.0.0.1:80", "de 1 à 65535"),
        ("PORT", "²", "de 1 à 65535"),
        ("DONNEES", "/etc/hostname", "« /etc/hostname » n’est pas un dossier"),
        ("PROCESSUS", "0", "un nombre entier de 1 à 64"),
        ("URL_PUBLIQUE", "minutier.ville.fr", "https://… » est attendue"),
        ("URL_PUBLIQUE", "http://minutier.ville.fr", "hors de ce poste"),
        ("URL_PUBLIQUE", "https://ville.fr/minutier", "s’arrête après le nom"),
        ("URL_PUBLIQUE", "https://moi@ville.fr", "s’arrête après le nom"),
        ("MANDATAIRES", "proxy.ville.fr", "des adresses IP ou des réseaux"),
        ("CONSERVATION_BROUILLONS", "0", "de 7 à 3650"),
        ("LIMITE_REQUETES", "0", "de 1 à 1000000"),
        ("LIMITE_REDACTIONS", "beaucoup", "de 1 à 1000000"),
        ("OFFICE_JS", "http://miroir.ville.fr/office.js", "https://…/office.js"),
        ("OFFICE_JS", "https://moi@ville.fr/office.js", "https://…/office.js"),
        ("OFFICE_JS", "https://ville.fr/office.js?x", "finit par le nom du script"),
        ("OFFICE_JS", 'https://ville.fr/a"b.js', "finit par le nom du script"),
        ("VOLET_CADRES", "*", "des sites « https://… »"),
        ("VOLET_CADRES", "http://ville.fr", "des sites « https://… »"),
        ("VOLET_CADRES", "https://ville.fr; script-src *", "des sites « https://… »"),
        ("METRIQUES_JETON", " ", "la valeur est vide"),
        ("DEBUG", "non", "0 ou 1 est attendu"),
        ("PORTE", "80", "ce réglage n’existe pas"),
    ],
)
def test_a_wrong_setting_is_named_in_french(monkeypatch, nom, valeur, raison):
    monkeypatch.setenv(f"MINUTIER_{nom}", valeur)
    with pytest.raises(ReglageInvalide, match=re.escape(raison)) as capture:
        load_settings()
    assert capture.value.reglage == f"MINUTIER_{nom}"


def test_a_secret_is_in_no_message_and_no_representation(monkeypatch):
    monkeypatch.setenv("MINUTIER_DATABASE_URL", "mysql://moi:tresor@base/x")
    with pytest.raises(ReglageInvalide) as capture:
        load_settings()
    assert "tresor" not in str(capture.value)
    monkeypatch.setenv("MINUTIER_DATABASE_URL", "sqlite:///tresor")
    monkeypatch.setenv("MINUTIER_VLLM_API_KEY", "tresor")
    assert "tresor" not in repr(load_settings())
    assert "tresor" not in load_settings().model_dump_json()


def test_a_secret_may_come_from_a_file_and_the_environment_wins(monkeypatch, tmp_path):
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "minutier_vllm_api_key").write_text("du fichier\n", encoding="utf-8")
    (secrets / "autre").write_text("secret d’un autre service", encoding="utf-8")
    assert load_settings().vllm_api_key == SecretStr("du fichier")
    monkeypatch.setenv("MINUTIER_VLLM_API_KEY", "de l’environnement")
    assert load_settings().vllm_api_key == SecretStr("de l’environnement")


def test_a_dotenv_file_of_the_current_folder_changes_nothing(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("MINUTIER_PORT=1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_settings().port == 8765


def test_settings_are_frozen():
    with pytest.raises(ValidationError):
        Settings().port = 1


def test_only_the_settings_read_the_environment():
    lecteurs = {
        str(fichier.relative_to(RACINE))
        for fichier in (RACINE / "server").rglob("*.py")
        if re.search(r"\bos\.environ|\bgetenv\b|\bload_dotenv\b", fichier.read_text(encoding="utf-8"))
    }
    assert lecteurs == {"server/settings.py"}


def test_each_setting_is_documented():
    documente = (RACINE / "docs" / "reglages.md").read_text(encoding="utf-8")
    titres = re.findall(r"^\| `(MINUTIER_[A-Z_]+)` \|", documente, flags=re.MULTILINE)
    assert sorted(titres) == sorted(f"MINUTIER_{nom.upper()}" for nom in Settings.model_fields)
