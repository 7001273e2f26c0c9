import inspect
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from server.acte import fragments, noeuds

RACINE = Path(__file__).resolve().parents[2]
PROJET = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# What is in the repository, or is about to be: not what lies ignored in the folder.
SUIVIS = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=RACINE,
    check=True,
    capture_output=True,
    text=True,
).stdout.splitlines()
PAGES = [chemin for chemin in SUIVIS if chemin.endswith(".md") and (RACINE / chemin).exists()]


def read(chemin):
    return (RACINE / chemin).read_text(encoding="utf-8")


def first_cells(chemin):
    """List the names in code style of the first cell of each row of a page's tables."""
    lignes = re.findall(r"^\| (`[^|]*`) \|", read(chemin), flags=re.MULTILINE)
    return [nom for ligne in lignes for nom in re.findall(r"`([^`]+)`", ligne)]


def required(chemin):
    """List the packages of a .in file."""
    return [Requirement(ligne) for ligne in read(chemin).splitlines() if ligne]


def pins(chemin):
    """Give the version of each package of a lock."""
    epingles = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", read(chemin), flags=re.MULTILINE)
    return {canonicalize_name(nom): Version(version) for nom, version in epingles}


ACCOMPAGNEMENT = PROJET["optional-dependencies"]
DIRECTES = {
    "base": [Requirement(texte) for texte in PROJET["dependencies"]],
    "test": [Requirement(texte) for texte in PROJET["dependencies"] + ACCOMPAGNEMENT["test"]],
    "construction": required("requirements/construction.in"),
    "outils": required("requirements/outils.in"),
}


# --- dependencies


def test_each_dependency_has_its_reason():
    directes = {exigence.name for liste in DIRECTES.values() for exigence in liste}
    directes |= {Requirement(texte).name for texte in ACCOMPAGNEMENT["vllm"]}
    documentees = first_cells("docs/dependances.md")
    assert len(documentees) == len(set(documentees))
    du_systeme = set(re.findall(r"echo ([a-z0-9-]+)$", read("scripts/paquets.sh"), flags=re.MULTILINE))
    assert set(documentees) == directes | du_systeme


@pytest.mark.parametrize("verrou", list(DIRECTES))
def test_the_lock_holds_what_is_asked_for(verrou):
    epingles = pins(f"requirements/{verrou}.lock")
    for exigence in DIRECTES[verrou]:
        assert epingles[canonicalize_name(exigence.name)] in exigence.specifier


@pytest.mark.parametrize("verrou", list(DIRECTES))
def test_each_package_of_a_lock_has_its_hashes(verrou):
    texte = read(f"requirements/{verrou}.lock")
    for bloc in re.split(r"\n(?=[A-Za-z0-9])", texte.partition("\n#    make lock\n")[2]):
        assert re.match(r"[A-Za-z0-9._-]+(\[[^]]*\])?==", bloc)
        assert "--hash=sha256:" in bloc


def test_the_locks_agree_where_they_meet():
    base, construction, test = (pins(f"requirements/{nom}.lock") for nom in ("base", "construction", "test"))
    assert base.items() <= test.items()
    for nom in construction.keys() & test.keys():
        assert construction[nom] == test[nom]


def test_nothing_is_built_with_what_no_lock_names():
    """A build in isolation fetches its backend without a hash."""
    commandes = re.findall(r"^.*\$\(PIP\) .*\b(?:install|wheel)\b.*", read("Makefile"), flags=re.MULTILINE)
    assert len(commandes) == 5
    for commande in commandes:
        assert "--no-build-isolation" in commande or "--no-index" in commande


# --- pages


@pytest.mark.parametrize("page", PAGES)
def test_each_relative_link_leads_somewhere(page):
    liens = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", read(page))
    absents = [lien for lien in liens if not ((RACINE / page).parent / lien).exists()]
    assert not absents


def test_links_are_seen():
    assert "LICENSE" in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", read("README.md"))


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "Dockerfile", "docs/installation.md"])
def test_each_make_target_that_is_named_exists(page):
    cibles = set(re.findall(r"^([a-z-]+):", read("Makefile"), flags=re.MULTILINE))
    assert set(re.findall(r"(?:`|^|RUN )make ([a-z-]+)", read(page), flags=re.MULTILINE)) <= cibles


def test_help_lists_each_target_that_a_person_calls():
    aide = subprocess.run(["make", "help"], cwd=RACINE, check=True, capture_output=True, text=True).stdout
    declarees = re.search(r"^\.PHONY: (.*)$", read("Makefile"), flags=re.MULTILINE)
    assert declarees
    listees = re.findall(r"^  make ([a-z-]+) ", aide, flags=re.MULTILINE)
    assert listees == re.findall(r"^([a-z-]+):", read("Makefile"), flags=re.MULTILINE)
    assert set(declarees[1].split()) == set(listees)


def test_each_node_of_the_tree_is_in_the_glossary():
    definis = set(first_cells("docs/glossaire.md"))
    classes = {
        nom
        for module in (noeuds, fragments)
        for nom, classe in inspect.getmembers(module, inspect.isclass)
        if classe.__module__ == module.__name__
    }
    assert len(classes) > 30
    assert not classes - definis


def test_each_decision_record_has_its_four_parts():
    releves = [page for page in PAGES if re.match(r"docs/decisions/\d{4}-", page)]
    assert len(releves) >= 5
    for releve in releves:
        assert re.match(rf"# {Path(releve).name[:4]} – ", read(releve))
        parties = re.findall(r"^\*\*(\w+)\.\*\*", read(releve), flags=re.MULTILINE)
        assert parties == ["Context", "Decision", "Consequences", "Alternatives"]


def test_the_version_is_said_once_and_the_changelog_knows_it():
    assert f"## {PROJET['version']} – " in read("CHANGELOG.md")
    assert f"image: minutier:{PROJET['version']}" in read("compose.yaml")


def test_each_template_is_named_in_the_changelog():
    modeles = {Path(chemin).parts[1] for chemin in SUIVIS if re.match(r"templates_actes/\w+/modele\.yaml$", chemin)}
    assert not [code for code in modeles if f"`{code}`" not in read("CHANGELOG.md")]
