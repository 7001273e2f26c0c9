import contextlib
import socket
import threading
import time

import pytest
import uvicorn
from fastapi import FastAPI

from server.web import mount_page
from server.web.statiques import load_fichiers
from tests.web.navigateur import open_contexte


@contextlib.contextmanager
def serving(app, port=0):
    """Serve an application with a real uvicorn on loopback, in a thread; give its address."""
    prise = socket.create_server(("127.0.0.1", port))
    serveur = uvicorn.Server(uvicorn.Config(app, log_level="critical", server_header=False))
    fil = threading.Thread(target=serveur.run, kwargs={"sockets": [prise]})
    fil.start()
    try:
        while not serveur.started:
            assert fil.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{prise.getsockname()[1]}"
    finally:
        serveur.should_exit = True
        fil.join(timeout=60)
        prise.close()
        assert not fil.is_alive()


class Modules:
    """Runs a function of the page's own modules: `modules.run("formulaire/saisie.js", "(m, v) => m.isVide(v)", 0)`."""

    def __init__(self, page, version):
        self.page = page
        self.version = version

    def run(self, module, fonction, *arguments):
        adresse = f"/static/{self.version}/js/{module}"
        corps = f"async ([adresse, args]) => ({fonction})(await import(adresse), ...args)"
        return self.page.evaluate(corps, [adresse, list(arguments)])


@pytest.fixture(scope="module")
def modules(navigateur):
    """Give the modules of the page, in a browser where no API answers."""
    app = FastAPI()
    mount_page(app)
    with serving(app) as url, open_contexte(navigateur, url) as contexte:
        page = contexte.new_page()
        page.goto("/")
        page.get_by_role("button", name="Réessayer").wait_for()
        yield Modules(page, load_fichiers()[0])
