import re
import shutil
from pathlib import PurePosixPath

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from server.web import mount_page
from server.web.statiques import (
    DOSSIER,
    FEUILLES,
    PAGE,
    PREMIERS,
    drop_commentaires,
    list_modules,
    load_fichiers,
    resolve,
)

# Bytes: of what a browser must have for the first screen; of all who drafts may fetch; of what who reviews adds to it.
POIDS_PREMIER_MAX = 80_000
POIDS_MAX = 200_000
POIDS_RELECTURE_MAX = 80_000
RELECTURE = ("js/relecture/", "guides/")
# Names of XML, which nobody fetches.
ESPACES_DE_NOMS = r"http://(?:www\.w3\.org/2000/svg|schemas\.(?:openxmlformats|microsoft)\.(?:org|com)/[\w/]+)"
VERSION, FICHIERS = load_fichiers()
OCTETS = {nom: fichier.octets for nom, fichier in FICHIERS.items()}
MODULES = sorted(nom for nom in FICHIERS if nom.endswith(".js"))


@pytest.fixture(scope="module")
def client():
    app = FastAPI()
    mount_page(app)
    return TestClient(app)


def test_the_page_is_asked_for_again_each_time_and_names_the_version(client):
    reponse = client.get("/")
    assert reponse.status_code == 200
    assert reponse.headers["content-type"] == "text/html; charset=utf-8"
    assert reponse.headers["cache-control"] == "no-cache"
    assert f"/static/{VERSION}/js/app.js" in reponse.text
    assert "{{" not in reponse.text


def test_what_has_not_changed_is_not_sent_again(client):
    for adresse in ("/", f"/static/{VERSION}/js/app.js"):
        etag = client.get(adresse).headers["etag"]
        reponse = client.get(adresse, headers={"If-None-Match": etag})
        assert (reponse.status_code, reponse.content) == (304, b"")
        assert client.get(adresse, headers={"If-None-Match": '"autre"'}).status_code == 200


@pytest.mark.parametrize("nom", sorted(set(FICHIERS) - {PAGE}))
def test_each_file_is_served_as_it_is_and_kept_for_good(client, nom):
    reponse = client.get(f"/static/{VERSION}/{nom}")
    sources = [f"css/{une}.css" for une in FEUILLES[nom]] if nom in FEUILLES else [nom]
    attendu = b"".join((DOSSIER / source).read_bytes() for source in sources)
    assert reponse.content == (drop_commentaires(attendu) if nom in MODULES else attendu)
    assert "immutable" in reponse.headers["cache-control"]
    assert reponse.headers["content-type"] == FICHIERS[nom].type


@pytest.mark.parametrize(
    "adresse",
    ["/static/0/js/app.js", "/static/{v}/js/absent.js", "/static/{v}/index.html", "/static/{v}/../statiques.py",
     "/static/{v}/%2e%2e/statiques.py", "/static/{v}/", "/static/{v}/js"],
)  # fmt: skip
def test_nothing_else_is_served(client, adresse):
    assert client.get(adresse.format(v=VERSION)).status_code == 404


@pytest.mark.parametrize("nom", MODULES)
def test_a_module_loses_its_comments_and_nothing_else(nom):
    source, servi = ((octets.decode().split("\n")) for octets in ((DOSSIER / nom).read_bytes(), FICHIERS[nom].octets))
    assert len(source) == len(servi)
    for avant, apres in zip(source, servi, strict=True):
        assert apres == avant or (not apres and avant.lstrip().startswith(("//", "/*", "*")))
        assert not apres.lstrip().startswith(("//", "/**"))


@pytest.mark.parametrize(
    ("source", "servi"),
    [
        ("// a\nlet b; // c\n", "\nlet b; // c\n"),
        ("/** a\n * b\n */\nlet c;", "\n\n\nlet c;"),
        ("  /* a */ let b; /* c */", "  /* a */ let b; /* c */"),
        ("/* a */\nlet b;\n/* c */", "\nlet b;\n"),
        ('let url = "https://x"; // y', 'let url = "https://x"; // y'),
        ("/* never closed\nlet a;", "/* never closed\nlet a;"),
    ],
)
def test_only_lines_of_comments_go(source, servi):
    assert drop_commentaires(source.encode()).decode() == servi


@pytest.mark.parametrize("nom", ["js/app.js", "css/texte.css", "index.html"])
def test_the_version_follows_the_content(tmp_path, nom):
    dossier = shutil.copytree(DOSSIER, tmp_path / "static")
    avant, fichiers = load_fichiers(dossier)
    with (dossier / nom).open("a") as fichier:
        fichier.write("\n")
    apres, suivants = load_fichiers(dossier)
    assert avant != apres
    assert f"/static/{apres}/" in suivants[PAGE].octets.decode()
    assert b"{{" not in suivants[PAGE].octets
    assert fichiers[PAGE].etag != suivants[PAGE].etag


def test_each_style_sheet_is_in_one_of_the_joined_ones():
    feuilles = {f"css/{une}.css" for unes in FEUILLES.values() for une in unes}
    assert feuilles == {f"css/{chemin.name}" for chemin in (DOSSIER / "css").iterdir()}
    assert {nom for nom in FICHIERS if nom.endswith(".css")} == set(FEUILLES)


def test_the_policy_allows_neither_inline_nor_elsewhere(client):
    politique = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in politique
    assert "unsafe" not in politique
    assert "http" not in politique
    assert "frame-ancestors 'none'" in politique
    assert "require-trusted-types-for 'script'" in politique


def weigh(noms):
    return sum(len(FICHIERS[nom].octets) for nom in (PAGE, "css/page-entiere.css", "icone.svg", *noms))


def test_the_page_is_light():
    # The pane of Word is weighed with what it shares with the page: see test_volet.py.
    tous = list_modules(OCTETS, PREMIERS, tous=True)
    assert weigh(list_modules(OCTETS, PREMIERS)) <= POIDS_PREMIER_MAX
    assert weigh(nom for nom in tous if not nom.startswith(RELECTURE)) <= POIDS_MAX
    assert 0 < sum(len(octets) for nom, octets in OCTETS.items() if nom.startswith(RELECTURE)) <= POIDS_RELECTURE_MAX


def test_the_modules_of_the_first_screen_are_asked_for_at_once_and_no_other():
    demandes = re.findall(rf'modulepreload" href="/static/{VERSION}/([^"]+)"', OCTETS[PAGE].decode())
    assert demandes == list_modules(OCTETS, PREMIERS)
    assert demandes[0] == "js/app.js"
    assert "js/pages/actes.js" in demandes
    assert not {"js/pages/texte.js", "js/formulaire/champ.js"} & set(demandes)
    assert not [nom for nom in demandes if nom.startswith(RELECTURE)]


@pytest.mark.parametrize("nom", [nom for nom in MODULES if not nom.startswith((*RELECTURE, "js/volet/"))])
def test_what_drafting_fetches_imports_nothing_of_the_review(nom):
    assert not re.search(r'from "[^"]*relecture/', OCTETS[nom].decode())


def test_each_module_is_fetched_by_the_page_or_is_of_the_pane():
    page = {nom for nom in MODULES if not nom.startswith("js/volet/")}
    assert set(list_modules(OCTETS, PREMIERS, tous=True)) == page


@pytest.mark.parametrize("nom", sorted(FICHIERS))
def test_no_file_names_anything_elsewhere(nom):
    texte = re.sub(ESPACES_DE_NOMS, "", FICHIERS[nom].octets.decode())
    assert not re.search(r"https?://|@import|url\(", texte)


def test_the_page_holds_no_inline_script_or_style():
    page = FICHIERS[PAGE].octets.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)


@pytest.mark.parametrize("nom", MODULES)
def test_each_module_imports_what_is_there(nom):
    """A name misspelt in an import stops the whole page: see it without a browser."""
    for noms, cible in re.findall(
        r'^import (.+?) from "(.+?)";', FICHIERS[nom].octets.decode(), re.MULTILINE | re.DOTALL
    ):
        assert cible.startswith("."), cible
        chemin = resolve(PurePosixPath(nom).parent, cible)
        source = FICHIERS[chemin].octets.decode()
        for importe in re.findall(r"\w+", noms.partition("{")[2]):
            assert re.search(rf"^export (?:async )?(?:function\*?|class|const) {importe}\b", source, re.MULTILINE), (
                importe
            )


@pytest.mark.parametrize("nom", MODULES)
def test_no_text_is_parsed_as_html(nom):
    # What Word gives of a selection is read as XML, which never becomes a part of the page.
    xml = r"DOMParser(?!\(\)\.parseFromString\(\w+, \"application/xml\"\))"
    motif = rf"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|{xml}"
    assert not re.search(motif, FICHIERS[nom].octets.decode())
