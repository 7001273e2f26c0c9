import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

RACINE = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((RACINE / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]


def instructions():
    """List the instructions of the Dockerfile, one (name, arguments) each, continuations joined."""
    texte = (RACINE / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lignes = [ligne.strip() for ligne in texte.splitlines()]
    return [tuple(ligne.split(maxsplit=1)) for ligne in lignes if ligne and not ligne.startswith("#")]


def all_of(nom):
    return [arguments for instruction, arguments in instructions() if instruction == nom]


def copied():
    """List what the image takes from the checkout."""
    return [source for ligne in all_of("COPY") if "--from" not in ligne for source in ligne.split()[:-1]]


def test_each_step_is_a_target_of_the_makefile_that_ci_runs_too():
    cibles = re.findall(r"^([a-z-]+):", (RACINE / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    ci = (RACINE / ".ci" / "run").read_text(encoding="utf-8")
    assert all_of("RUN")
    for commande in all_of("RUN"):
        programme, cible, *reste = commande.split()
        assert programme == "make"
        assert cible in cibles
        assert re.search(rf"\bmake .*\b{cible}\b", ci)
        assert all(re.fullmatch(r"[A-Z]+=[\w./]+", mot) for mot in reste)


def test_the_image_is_built_in_stages_from_images_of_a_named_version():
    etapes = [ligne.split() for ligne in all_of("FROM")]
    assert len(etapes) >= 2
    (version,) = [ligne.partition("=")[2] for ligne in all_of("ARG")]
    assert re.fullmatch(r"3\.\d+", version)
    for image, _, _ in etapes:
        assert image.startswith("python:${PYTHON_IMAGE}-")
        assert "bookworm" in image


def test_the_image_runs_as_nobody_and_watches_its_health():
    (utilisateur,) = all_of("USER")
    assert all(int(numero) > 0 for numero in utilisateur.split(":"))
    # Of the last stage, and before what it runs.
    noms = [nom for nom, _ in instructions()]
    assert noms.index("USER") > max(i for i, nom in enumerate(noms) if nom == "FROM")
    (sonde,) = all_of("HEALTHCHECK")
    assert "/sante" in sonde
    assert json.loads(sonde.partition("CMD ")[2])[0] == "/opt/minutier/bin/python"


def test_the_data_are_in_a_volume_that_the_image_user_owns():
    (volume,) = all_of("VOLUME")
    assert f"MINUTIER_DONNEES={volume}" in " ".join(all_of("ENV"))
    (utilisateur,) = all_of("USER")
    assert f"--from=construction --chown={utilisateur} {volume} {volume}" in all_of("COPY")
    api = SERVICES["api"]
    assert [source.partition(":")[0] for source in api["volumes"] if source.endswith(f":{volume}")] == ["donnees"]
    assert api["read_only"] is True
    assert "donnees" in COMPOSE["volumes"]


def test_the_image_holds_no_secret_and_takes_only_what_is_named():
    for nom, arguments in instructions():
        if nom in {"ENV", "ARG", "RUN"}:
            assert not re.search(r"key|secret|token|passw|database_url", arguments, flags=re.IGNORECASE)
    permis = (RACINE / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert permis[1] == "*"
    assert {ligne[1:] for ligne in permis if ligne.startswith("!")} == {source.rstrip("/") for source in copied()}


def test_what_the_image_copies_is_in_the_repository():
    suivis = subprocess.run(["git", "ls-files"], cwd=RACINE, check=True, capture_output=True, text=True).stdout
    racines = {ligne.partition("/")[0] for ligne in suivis.splitlines()}
    assert not set(copied()) - racines


# --- compose


def test_only_the_api_is_published_and_on_loopback_only():
    publies = {nom: service["ports"] for nom, service in SERVICES.items() if "ports" in service}
    assert list(publies) == ["api"]
    assert all(port.startswith("127.0.0.1:") for port in publies["api"])


def test_the_database_and_the_model_are_on_a_network_that_leads_nowhere():
    assert COMPOSE["networks"]["interne"]["internal"] is True
    assert SERVICES["base"]["networks"] == ["interne"]
    assert SERVICES["vllm"]["networks"] == ["interne"]
    assert "interne" in SERVICES["api"]["networks"]
    assert not [nom for nom, service in SERVICES.items() if "network_mode" in service]


def test_no_variable_has_a_default_and_each_names_what_is_missing():
    texte = (RACINE / "compose.yaml").read_text(encoding="utf-8")
    variables = re.findall(r"\$\{([^}]*)\}", texte)
    assert len(variables) == 6
    assert all(re.fullmatch(r"[A-Z_]+:\?donnez .{20,}", variable) for variable in variables)
    # A single $ outside braces would be a variable too; $$ is the shell's.
    assert not re.search(r"(?<!\$)\$(?![${])", texte)


def test_each_secret_is_a_file_and_each_service_names_its_own():
    assert all(list(secret) == ["file"] for secret in COMPOSE["secrets"].values())
    employes = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}
    assert employes == set(COMPOSE["secrets"])
    for service in SERVICES.values():
        for nom in service.get("environment", {}):
            assert not re.search(r"PASSWORD$|KEY$|TOKEN$|DATABASE_URL$", nom)


def test_the_model_server_tells_nobody_and_fetches_nothing():
    attendus = {"VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1", "HF_HUB_OFFLINE": "1"}
    assert attendus.items() <= SERVICES["vllm"]["environment"].items()
    (commande,) = SERVICES["vllm"]["command"]
    assert f"--served-model-name {SERVICES['api']['environment']['MINUTIER_VLLM_MODEL']}" in commande


@pytest.mark.parametrize("nom", list(SERVICES))
def test_each_image_has_a_version(nom):
    depot, _, version = SERVICES[nom]["image"].rpartition(":")
    assert depot
    assert re.search(r"\d", version)


def test_the_model_server_is_not_below_the_floor():
    version = re.search(r":v(\d+)\.(\d+)\.\d+$", SERVICES["vllm"]["image"])
    assert version
    assert tuple(map(int, version.groups())) >= (0, 32)
