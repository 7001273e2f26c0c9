import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from server import ressources
from server.ressources import find_dossier

RACINE = Path(__file__).resolve().parents[2]
DOSSIERS = ("templates_actes", "styles", "addin-manifest")


def run(*commande, **options):
    return subprocess.run(list(map(str, commande)), check=True, capture_output=True, text=True, **options).stdout


def files_of(dossier):
    """List the files of a data folder, relative; caches are not part of it."""
    return {str(f.relative_to(dossier)) for f in dossier.rglob("*") if f.is_file() and "__pycache__" not in f.parts}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel from a copy: the build must not depend on, or write in, the checkout that the tests run from."""
    sources = tmp_path_factory.mktemp("sources")
    for nom in ("server", *DOSSIERS):
        shutil.copytree(RACINE / nom, sources / nom, ignore=shutil.ignore_patterns("__pycache__"))
    for nom in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(RACINE / nom, sources)
    commande = ["wheel", ".", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", "dist"]
    run(sys.executable, "-m", "pip", *commande, cwd=sources)
    (fichier,) = (sources / "dist").glob("minutier-*.whl")
    return fichier


@pytest.fixture(scope="module")
def installed_python(wheel, tmp_path_factory):
    """Install the wheel alone in a new environment, outside the checkout."""
    env = tmp_path_factory.mktemp("env")
    run(sys.executable, "-m", "venv", "--without-pip", env)
    python = env / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel)
    return python


@pytest.mark.parametrize("nom", DOSSIERS)
def test_a_checkout_finds_the_folder_at_its_root(nom):
    assert find_dossier(nom) == RACINE / nom


@pytest.mark.parametrize("nom", DOSSIERS)
def test_an_installed_wheel_finds_the_folder_inside_the_package(installed_python, nom, tmp_path):
    code = f"from server.ressources import find_dossier; print(find_dossier({nom!r}))"
    # -I: neither the current folder nor PYTHONPATH can lend it the checkout.
    trouve = Path(run(installed_python, "-I", "-c", code, cwd=tmp_path).strip())
    assert installed_python.parents[1] in trouve.parents
    assert files_of(trouve) == files_of(RACINE / nom)
    assert files_of(trouve)


def test_the_wheel_holds_the_licence_and_nothing_of_the_workshop(wheel):
    with zipfile.ZipFile(wheel) as archive:
        noms = archive.namelist()
    assert any(nom.endswith("/LICENSE") for nom in noms)
    assert {nom.split("/")[0].rsplit(".", 1)[-1] for nom in noms} == {"server", "dist-info"}


def test_an_incomplete_installation_is_told_in_french(monkeypatch, tmp_path):
    monkeypatch.setattr(ressources, "_PAQUET", tmp_path / "server")
    with pytest.raises(FileNotFoundError, match="Installation incomplète : le dossier « styles »"):
        find_dossier("styles")


def test_the_folder_inside_the_package_wins_over_a_stray_neighbour(monkeypatch, tmp_path):
    (tmp_path / "styles").mkdir()
    dedans = tmp_path / "server" / "_ressources" / "styles"
    dedans.mkdir(parents=True)
    monkeypatch.setattr(ressources, "_PAQUET", tmp_path / "server")
    assert find_dossier("styles") == dedans
