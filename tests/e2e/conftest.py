import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.e2e.service import ELU, MOT_DE_PASSE, RELECTRICE, ServiceReel
from tests.redacteurs.serveurs import Serveur, held, paced
from tests.web.navigateur import open_contexte

# A machine that is busy must not make a test fail: what is awaited comes, or never does.
ATTENTE = 30_000
expect.set_options(timeout=ATTENTE)

AGENTS = ("mireille.durand", "paul.lambert")
# Characters: the end of a page says what was done in it last.
PAGE_DITE = 6000


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Say what the pages of a test that failed show: a deadline that passed does not."""
    rapport = yield
    if call.when == "call" and rapport.failed:
        for page in {objet.page for objet in item.funcargs.values() if hasattr(objet, "page")}:
            with contextlib.suppress(Error):
                vue = page.locator("body").aria_snapshot(timeout=5000)
                rapport.sections.append((page.url, vue[-PAGE_DITE:]))
    return rapport


@contextlib.contextmanager
def running(dossier, vllm_url=None, *, relecture=False) -> Iterator[ServiceReel]:
    service = ServiceReel(dossier, vllm_url)
    service.prepare(*AGENTS)
    if relecture:
        service.make_compte(RELECTRICE, "relecteur_juridique", "direction", "elu")
        # Nobody signs off two steps.
        service.make_compte(ELU, "elu", "direction")
    try:
        service.start()
        yield service
    finally:
        service.stop()


@pytest.fixture(scope="session")
def modele_rejoue():
    """Serve a model that puts the points it is given into their plain form, word after word."""
    with Serveur(paced(0.02, pas=24)) as serveur:
        yield serveur


@pytest.fixture
def suite(modele_rejoue, monkeypatch):
    """Hold the model in the middle of each answer until the test sets this."""
    suite = threading.Event()
    monkeypatch.setattr(modele_rejoue, "script", held(suite))
    yield suite
    suite.set()


@pytest.fixture(scope="session")
def service(tmp_path_factory, modele_rejoue):
    """Run the service with a model, for the tests that leave it running."""
    with running(tmp_path_factory.mktemp("service"), modele_rejoue.url) as service:
        yield service


@pytest.fixture(scope="session")
def service_sans_modele(tmp_path_factory):
    with running(tmp_path_factory.mktemp("sans")) as service:
        yield service


@dataclass
class Poste:
    """Somebody at a keyboard: a browser, signed in."""

    service: ServiceReel
    contexte: BrowserContext
    page: Page

    def open(self, route: str) -> Page:
        self.page.goto(f"/#/{route}")
        return self.page

    def sign_in(self, identifiant: str = AGENTS[0]) -> None:
        self.page.goto("/")
        self.page.get_by_label("Identifiant").fill(identifiant)
        self.page.get_by_label("Mot de passe", exact=True).fill(MOT_DE_PASSE)
        self.page.keyboard.press("Enter")
        self.page.get_by_role("heading", name="Mes actes").wait_for()

    def start_from(self, code: str, exemple: str) -> str:
        """Open a template, fill it with one of its examples; give the id of the act once it is saved."""
        self.open(f"nouveau/{code}")
        self.page.get_by_text("Partir d’un exemple").click()
        self.page.get_by_label("Exemple", exact=True).select_option(exemple)
        self.page.get_by_role("button", name="Remplir avec cet exemple").click()
        self.page.get_by_text("Tout est rempli").wait_for()
        self.saved()
        return self.act()

    def act(self) -> str:
        """Give the id of the act that is open, as the page has it: the driver learns an address a moment later."""
        return self.page.evaluate("location.hash").rsplit("/", 1)[1]

    def saved(self) -> None:
        self.page.locator("[data-etat=enregistre]").wait_for()

    def draft(self, bouton: str = "Rédiger le projet") -> None:
        self.page.get_by_role("button", name=bouton).click()
        self.page.locator(".texte-acte").wait_for()


def wait_fetched(page, module):
    """Wait until a module that is fetched ahead has come: that may be later than the network is quiet."""
    page.wait_for_function(
        "(nom) => performance.getEntriesByType('resource').some((un) => un.name.endsWith(nom) && un.responseEnd)",
        arg=module,
    )


@contextlib.contextmanager
def seated(navigateur, service, identifiant=AGENTS[0], **options) -> Iterator[Poste]:
    garde = service.sessions.get(identifiant)
    with open_contexte(navigateur, service.url, storage_state=garde, **options) as contexte:
        poste = Poste(service, contexte, contexte.new_page())
        if garde is None:
            poste.sign_in(identifiant)
            service.sessions[identifiant] = contexte.storage_state()
        else:
            poste.open("")
            poste.page.get_by_role("heading", name="Mes actes").wait_for()
        yield poste


@pytest.fixture
def poste(navigateur, service):
    with seated(navigateur, service) as poste:
        yield poste


@pytest.fixture
def poste_sans_modele(navigateur, service_sans_modele):
    with seated(navigateur, service_sans_modele) as poste:
        yield poste


# Those of a review: each module that uses them says which service is their `mairie`.


@pytest.fixture
def redactrice(navigateur, mairie):
    with seated(navigateur, mairie) as poste:
        yield poste


@pytest.fixture
def relectrice(navigateur, mairie):
    with seated(navigateur, mairie, RELECTRICE) as poste:
        yield poste


@pytest.fixture
def elu(navigateur, mairie):
    with seated(navigateur, mairie, ELU) as poste:
        yield poste
