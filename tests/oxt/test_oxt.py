"""The .oxt itself: what is in it, what it may use, what it says to LibreOffice."""

import ast
import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from server.oxt import MISE_A_JOUR, build_oxt, check_serveur, describe_mise_a_jour

SOURCES = Path(__file__).resolve().parents[2] / "addin-manifest/libreoffice"
MODULES = sorted(SOURCES.rglob("*.py"))
TAILLE_MAX = 300 * 1024
# The standard library as LibreOffice ships it, UNO, and ourselves.
PERMIS = {
    *(
        "__future__",
        "concurrent",
        "contextlib",
        "datetime",
        "difflib",
        "http",
        "json",
        "os",
        "pathlib",
        "platform",
        "re",
    ),
    *("secrets", "socket", "ssl", "sys", "threading", "typing", "unicodedata", "urllib"),
    *("uno", "unohelper", "com", "minutier_panneau"),
}
# What may be imported without LibreOffice, and is tested without it.
PURS = {
    *("brouillon", "circuit", "etat", "formulaire", "ouverture", "pannes", "places", "reformulation", "reglages"),
    *("reseau", "saisie", "schema", "session", "situation"),
}
OOR = "{http://openoffice.org/2001/registry}"
DESCRIPTION = "{http://openoffice.org/extensions/description/2006}"
LIEN = "{http://www.w3.org/1999/xlink}href"


def open_oxt(*arguments):
    return zipfile.ZipFile(io.BytesIO(build_oxt(*arguments)))


def imports_of(chemin):
    for noeud in ast.walk(ast.parse(chemin.read_text(encoding="utf-8"))):
        if isinstance(noeud, ast.Import):
            yield from (nom.name for nom in noeud.names)
        elif isinstance(noeud, ast.ImportFrom):
            assert noeud.level == 0
            yield noeud.module


def test_the_same_sources_make_the_same_bytes():
    assert build_oxt("1.2.3", "https://a.fr") == build_oxt("1.2.3", "https://a.fr/")
    assert build_oxt("1.2.3") != build_oxt("1.2.4")


def test_it_is_light_and_holds_nothing_of_the_workshop():
    assert len(build_oxt("1.2.3", "https://minutier.ville.fr")) <= TAILLE_MAX
    noms = open_oxt("1.2.3").namelist()
    assert not [nom for nom in noms if "__pycache__" in nom or nom.endswith((".pyc", ".toml"))]
    assert "reglages.json" not in noms


def test_the_version_and_the_server_are_said_once():
    archive = open_oxt("1.2.3", "https://minutier.ville.fr")
    racine = etree.fromstring(archive.read("description.xml"))
    assert racine.find(f"{DESCRIPTION}version").get("value") == "1.2.3"
    source = racine.find(f"{DESCRIPTION}update-information/{DESCRIPTION}src")
    assert source.get(LIEN) == f"https://minutier.ville.fr{MISE_A_JOUR}"
    assert json.loads(archive.read("reglages.json")) == {"serveur": "https://minutier.ville.fr"}


def test_without_a_server_nothing_is_asked_of_anybody():
    assert b"update-information" not in open_oxt("1.2.3").read("description.xml")


def test_the_answer_to_an_update_names_version_and_file():
    racine = etree.fromstring(describe_mise_a_jour("1.2.3", "https://a.fr").encode())
    espace = "{http://openoffice.org/extensions/update/2006}"
    assert racine.find(f"{espace}version").get("value") == "1.2.3"
    assert racine.find(f"{espace}update-download/{espace}src").get(LIEN) == "https://a.fr/oxt/minutier.oxt"


@pytest.mark.parametrize("adresse", ["https://minutier.ville.fr", "https://10.0.0.1:8443/m", "http://127.0.0.1:8765"])
def test_an_address_for_all_posts(adresse):
    assert check_serveur(adresse) is None


@pytest.mark.parametrize(
    "adresse",
    [
        *("minutier", "ftp://a.fr", "http://minutier.ville.fr", "https://", "https://a.fr:99999", "https://u:p@a.fr"),
        *("https://a.fr?x=1", "https://a.fr/\n", "https://a.fr/é"),
    ],
)
def test_an_address_that_is_refused(adresse):
    assert check_serveur(adresse)


@pytest.mark.parametrize("chemin", MODULES, ids=lambda c: c.stem)
def test_each_module_is_python_3_8_and_standard_library(chemin):
    ast.parse(chemin.read_text(encoding="utf-8"), feature_version=(3, 8))
    assert {nom.split(".")[0] for nom in imports_of(chemin)} <= PERMIS


def test_no_control_runs_what_waits_while_it_changes():
    """A progress bar that advances runs what waits: it may be removed meanwhile, and LibreOffice then crashes."""
    assert not [chemin for chemin in MODULES if "ProgressBar" in chemin.read_text(encoding="utf-8")]


@pytest.mark.parametrize("nom", sorted(PURS))
def test_what_is_pure_asks_nothing_of_libreoffice(nom):
    vus = set(imports_of(SOURCES / f"pythonpath/minutier_panneau/{nom}.py"))
    assert not {v for v in vus if v.split(".")[0] in {"uno", "unohelper", "com"}}
    nous = {v.split(".")[1] for v in vus if v.startswith("minutier_panneau.")}
    assert nous <= PURS


def test_what_the_manifest_names_is_there():
    archive = open_oxt("1.2.3")
    noms = archive.namelist()
    manifeste = etree.fromstring(archive.read("META-INF/manifest.xml"))
    declares = [e.get("{http://openoffice.org/2001/manifest}full-path") for e in manifeste]
    assert set(declares) <= set(noms)
    assert set(declares) == {"composant.py", *(nom for nom in noms if nom.endswith(".xcu"))}


def test_each_icon_is_there_and_each_command_is_obeyed():
    archive = open_oxt("1.2.3")
    textes = "".join(archive.read(nom).decode() for nom in archive.namelist() if nom.endswith((".xcu", ".xml")))
    icones = set(re.findall(r"icones/\w+\.png", textes))
    assert icones == {nom for nom in archive.namelist() if nom.startswith("icones/")}
    panneau = (SOURCES / "pythonpath/minutier_panneau/panneau.py").read_text(encoding="utf-8")
    commandes = set(re.findall(r"fr\.minutier:(\w+)", textes))
    assert commandes == set(re.findall(r'^    "(\w+)": \("', panneau, re.MULTILINE))


def test_no_shortcut_is_taken_from_libreoffice():
    """LibreOffice's own are in main.xcd, under names such as M_SHIFT_MOD1_MOD2."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is missing: run make paquets"
    siens = (Path(soffice).resolve().parents[1] / "share/registry/main.xcd").read_text(encoding="utf-8")
    racine = etree.parse(SOURCES / "registry/Accelerators.xcu").getroot()
    notres = [n.get(f"{OOR}name") for n in racine.iter("node") if "_MOD1" in n.get(f"{OOR}name", "")]
    assert len(notres) == 5
    assert "C_SHIFT_MOD1_MOD2" in siens
    assert not [nom for nom in notres if f'oor:name="{nom}"' in siens]
