import pytest

from server.sceau import Trousseau
from tests.dossiers.outils import open_mairie


@pytest.fixture
def trousseau(reglages):
    return Trousseau.of(reglages.find_donnees())


@pytest.fixture
def scelleur():
    """Give no seal, hence the false one of `open_mairie`; a module that wants the seal itself overrides this."""
    return


@pytest.fixture
def mairie(reglages, scelleur):
    with open_mairie(reglages, scelleur) as mairie:
        yield mairie


@pytest.fixture
def alice(mairie):
    """Give who drafts."""
    return mairie.person("alice", "redacteur")


@pytest.fixture
def julie(mairie):
    """Give the legal reviewer."""
    return mairie.person("julie", "relecteur_juridique")


@pytest.fixture
def maire(mairie):
    """Give the elected member who signs off last."""
    return mairie.person("maire", "elu")
