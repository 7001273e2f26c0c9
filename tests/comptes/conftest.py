import pytest

from server.comptes import mots_de_passe
from tests.comptes.service import HACHEUR_RAPIDE, LOCAL, Page, add_compte, open_client


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch):
    monkeypatch.setattr(mots_de_passe, "HACHEUR", HACHEUR_RAPIDE)


@pytest.fixture
def ouvrir(reglages, moteur):
    """Open browsers on the service, each on a worker of its own; nobody is signed in yet."""
    clients = []

    def open_page(url=LOCAL, origine=None, **autres):
        clients.append(open_client(reglages.model_copy(update=autres), url))
        return Page(clients[-1], origine=origine or url)

    yield open_page
    for client in clients:
        client.close()
        client.app.state.moteur.dispose()


@pytest.fixture
def page(ouvrir, moteur):
    """Give a browser that nobody signed in yet, on a service that has one account."""
    add_compte(moteur)
    return ouvrir()


@pytest.fixture
def admin(ouvrir, moteur):
    """Give a browser where an administrator is signed in."""
    add_compte(moteur, "a.martin", "administrateur")
    page = ouvrir()
    assert page.sign_in("a.martin").status_code == 200
    return page
