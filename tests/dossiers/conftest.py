import pytest

from tests.dossiers.outils import open_mairie


@pytest.fixture
def mairie(reglages):
    with open_mairie(reglages) as mairie:
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
