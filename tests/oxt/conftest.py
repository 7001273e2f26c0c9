import pytest

from tests.e2e.conftest import AGENTS, running
from tests.e2e.service import MOT_DE_PASSE
from tests.oxt.poste import Poste
from tests.oxt.relais import relaying
from tests.redacteurs.serveurs import Serveur, paced


@pytest.fixture(scope="module")
def modele_rejoue():
    """Serve a model that puts the points it is given into their plain form, word after word."""
    with Serveur(paced(0.01, pas=24)) as serveur:
        yield serveur


@pytest.fixture(scope="module")
def mairie(tmp_path_factory, modele_rejoue):
    with running(tmp_path_factory.mktemp("mairie"), modele_rejoue.url, relecture=True) as service:
        yield service


@pytest.fixture(scope="module")
def relais(mairie):
    """Stand between a post and the service; a post that goes through it takes this address for its server's."""
    with relaying(mairie.url) as relais:
        yield relais


@pytest.fixture(scope="module")
def poste(tmp_path_factory, mairie):
    """Open LibreOffice once for the tests of a module: a start takes seconds."""
    with Poste(tmp_path_factory.mktemp("poste"), mairie.url).running() as poste:
        yield poste


@pytest.fixture
def bureau(poste):
    """Give the post an empty document and its panel; nobody is signed in."""
    poste.forget_token()
    poste.ouvrir()
    poste.ouvrir_panneau()
    yield poste
    poste.fermer_tout()


@pytest.fixture
def secretaire(bureau):
    """Sign the secretary in."""
    bureau.sign_in(AGENTS[0], MOT_DE_PASSE)
    return bureau
