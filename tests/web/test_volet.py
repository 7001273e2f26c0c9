"""The pane of Word: its page, its policy, its weight; the rest of the service keeps its own."""

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from server.app import ENTETES, create_app
from server.settings import OFFICE_JS, Settings
from server.web import mount_volet
from server.web.statiques import POLITIQUE, list_modules, load_fichiers
from server.web.volet import PREMIERS, make_page
from tests.comptes.service import LOCAL

# Bytes of all that the pane may fetch, and of its page.
POIDS_MAX = 150_000
CADRES = ("https://*.officeapps.live.com", "https://ville.sharepoint.com")
VERSION, FICHIERS = load_fichiers()
OCTETS = {nom: fichier.octets for nom, fichier in FICHIERS.items()}


def open_client(**reglages):
    app = FastAPI()
    mount_volet(app, Settings(**reglages))
    return TestClient(app)


def policy(reponse):
    directives = (directive.split() for directive in reponse.headers["content-security-policy"].split("; "))
    return {nom: valeurs for nom, *valeurs in directives}


@pytest.fixture(scope="module")
def service():
    """The whole service, with Word on the web let in."""
    with TestClient(create_app(Settings(volet_cadres=CADRES)), base_url=LOCAL) as client:
        yield client


def test_the_pane_takes_one_script_of_elsewhere_and_nothing_else():
    reponse = open_client().get("/volet")
    assert (reponse.status_code, reponse.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "{{" not in reponse.text
    assert re.findall(r'(?:src|href)="(https?:[^"]+)"', reponse.text) == [OFFICE_JS]
    assert policy(reponse) == {
        "default-src": ["'none'"],
        "script-src": ["'self'", "https://appsforoffice.microsoft.com"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'none'"],
    }


def test_office_js_may_be_elsewhere_and_the_policy_follows():
    reponse = open_client(office_js="https://miroir.ville.fr:8443/office/office.js").get("/volet")
    assert 'src="https://miroir.ville.fr:8443/office/office.js"' in reponse.text
    assert policy(reponse)["script-src"] == ["'self'", "https://miroir.ville.fr:8443"]


def test_only_the_pane_may_be_framed_and_only_by_those_that_are_named(service):
    volet = service.get("/volet")
    assert policy(volet)["frame-ancestors"] == list(CADRES)
    assert "x-frame-options" not in volet.headers
    page = service.get("/")
    assert (page.headers["content-security-policy"], page.headers["x-frame-options"]) == (POLITIQUE, "DENY")
    for adresse in ("/api/moi", "/sante", f"/static/{VERSION}/js/app.js", "/absente", "/volet/absente"):
        reponse = service.get(adresse)
        assert policy(reponse)["frame-ancestors"] == ["'none'"], adresse
        assert reponse.headers["x-frame-options"] == "DENY"


def test_nobody_frames_the_pane_unless_the_dsi_says_so():
    with TestClient(create_app(Settings()), base_url=LOCAL) as client:
        volet = client.get("/volet", params={"vue": "controler"})
        assert policy(volet)["frame-ancestors"] == ["'none'"]
        assert volet.headers["x-frame-options"] == "DENY"


def test_the_other_headers_of_the_pane_are_those_of_the_service(service):
    entetes = service.get("/volet").headers
    propres = {"Cache-Control", "Content-Security-Policy", "X-Frame-Options"}
    assert {nom: entetes.get(nom) for nom in ENTETES if nom not in propres} == {
        nom: valeur for nom, valeur in ENTETES.items() if nom not in propres
    }


def test_the_pane_is_asked_for_again_each_time(service):
    reponse = service.get("/volet")
    assert reponse.headers["cache-control"] == "no-cache"
    encore = service.get("/volet", headers={"If-None-Match": reponse.headers["etag"]})
    assert (encore.status_code, encore.content) == (304, b"")
    assert encore.headers["content-security-policy"] == reponse.headers["content-security-policy"]


@pytest.mark.parametrize("taille", [16, 32, 64, 80])
def test_office_may_show_the_icons(service, taille):
    reponse = service.get(f"/volet/icones/{taille}.png")
    assert (reponse.status_code, reponse.headers["content-type"]) == (200, "image/png")
    assert reponse.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "no-store" not in reponse.headers["cache-control"]


def test_there_is_no_other_icon(service):
    assert service.get("/volet/icones/17.png").status_code == 422
    assert service.get("/volet/icones/../manifest.xml").status_code == 404


def test_the_pane_is_light():
    page = make_page(Settings()).decode()
    noms = list_modules(OCTETS, PREMIERS, tous=True) + re.findall(
        rf'stylesheet" href="/static/{VERSION}/([^"]+)"', page
    )
    assert {"css/volet-entier.css", "js/volet/word.js", "js/formulaire/champ.js"} <= set(noms)
    assert sum(len(FICHIERS[nom].octets) for nom in noms) + len(page.encode()) <= POIDS_MAX


def test_the_modules_of_the_first_views_are_asked_for_at_once_and_no_other():
    page = make_page(Settings()).decode()
    demandes = re.findall(rf'modulepreload" href="/static/{VERSION}/([^"]+)"', page)
    assert demandes == list_modules(OCTETS, PREMIERS)
    assert demandes[0] == "js/volet/volet.js"
    assert "js/volet/rediger.js" in demandes
    assert not {"js/volet/projet.js", "js/formulaire/champ.js"} & set(demandes)


def test_no_module_of_the_pane_is_out_of_its_count():
    dossier = {nom for nom in FICHIERS if nom.startswith("js/volet/")}
    assert dossier <= set(list_modules(OCTETS, PREMIERS, tous=True))


def test_the_page_fetches_nothing_of_the_pane():
    assert "volet" not in FICHIERS["index.html"].octets.decode()
