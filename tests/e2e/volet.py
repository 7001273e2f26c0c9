"""The pane of Word in a browser: the real office.js of npm, a host that answers its batches, nothing else of outside."""

import contextlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
from lxml import etree
from playwright.sync_api import Page

from server import formats
from server.formats.vue_json import acte_as_json
from tests.e2e.service import MOT_DE_PASSE, ServiceReel
from tests.web.navigateur import open_contexte

ICI = Path(__file__).parent
OFFICE = ICI / "node_modules" / "@microsoft" / "office-js" / "dist"
HOTE = ICI / "hote_word.js"
ADRESSE = "https://appsforoffice.microsoft.com/lib/1/hosted/"
# What Word tells the page of itself.
WORD = "_host_Info=Word$Win32$16.01$fr-FR$$$$0"
PANE = {"width": 340, "height": 760}


@dataclass
class Volet:
    """The pane of somebody who has a document open."""

    page: Page
    service: ServiceReel

    def open(self, vue: str = "rediger", **reglages) -> Page:
        """Open the pane by a button of the ribbon; `reglages` say what Word holds."""
        page = self.page
        page.goto("about:blank")
        page.unroute_all()
        self.serve_office(reglages)
        page.goto(f"/volet?vue={vue}&{WORD}")
        return page

    def serve_office(self, reglages) -> None:
        def serve(route, requete):
            nom = requete.url.removeprefix(ADRESSE).split("?")[0]
            if nom != "office.js":
                return route.fulfill(path=OFFICE / nom)
            vrai, hote = ((OFFICE / nom).read_text(encoding="utf-8"), HOTE.read_text(encoding="utf-8"))
            return route.fulfill(body=f"{vrai}\n{hote}", content_type="text/javascript")

        self.reglages = {"octets": [], "version": "1.3", **reglages}
        self.page.route(f"{ADRESSE}**", serve)
        self.page.add_init_script(f"window.__reglages = {to_js(self.reglages)};")

    def host(self, champ: str):
        return self.page.evaluate(f"window.__hote.{champ}")

    def set(self, **reglages) -> None:
        """Change what Word holds, as somebody who types in the document does."""
        self.page.evaluate(f"Object.assign(window.__hote, {to_js(reglages)})")

    def batches(self) -> list[list[str]]:
        """Give the batches that Word was sent since the last time, but those that read the state of the document."""
        lots = self.page.evaluate("window.__hote.lots.splice(0)")
        return [lot for lot in lots if lot != ["load Properties.CustomProperties key,value"]]


def to_js(valeurs) -> str:
    return json.dumps({nom: list(v) if isinstance(v, bytes) else v for nom, v in valeurs.items()}, ensure_ascii=True)


def ask_jeton(service, identifiant) -> str:
    corps = {"identifiant": identifiant, "mot_de_passe": MOT_DE_PASSE, "nom": "Word"}
    reponse = httpx2.post(f"{service.url}/api/connexion/jeton", json=corps, trust_env=False, timeout=60)
    assert reponse.status_code == 201, reponse.text
    return reponse.json()["jeton"]


def holding(octets: bytes, **autres) -> dict:
    """Say what Word holds when a file is open in it: its bytes, its properties, the text that it searches."""
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        trouve = "docProps/custom.xml" in archive.namelist()
        racine = etree.fromstring(archive.read("docProps/custom.xml")) if trouve else ()
    blocs = acte_as_json(formats.read(octets, "ouvert.docx").acte)["blocs"]
    return {
        "octets": octets,
        "proprietes": {une.get("name"): "".join(une.itertext()) for une in racine},
        "texte": "\n".join(bloc["texte"] for bloc in blocs),
        **autres,
    }


@contextlib.contextmanager
def open_volet(navigateur, service, identifiant=None, **options) -> Iterator[Volet]:
    """Give a pane; signed in, when somebody is named, with the token that an earlier day left."""
    assert OFFICE.exists(), "office.js manque : npm ci --prefix tests/e2e (make test le fait)"
    with open_contexte(navigateur, service.url, **{"viewport": PANE, **options}) as contexte:
        volet = Volet(contexte.new_page(), service)
        if identifiant:
            cle = f"volet.{identifiant}"
            service.sessions.setdefault(cle, None)
            service.sessions[cle] = service.sessions[cle] or ask_jeton(service, identifiant)
            contexte.add_init_script(
                f"""if (location.origin !== "null") localStorage.setItem("minutier.jeton", "{service.sessions[cle]}")"""
            )
        yield volet
