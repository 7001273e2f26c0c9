import contextlib
import http.server
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path

import httpx2
import pytest
import uvicorn

from server import app as application
from server.app import ENTETES, create_app, serve
from server.db import open_engine
from server.errors import BaseIndisponible, EcritureImpossible, Faute, ModeleInconnu, ReglageInvalide, SaisieRefusee
from server.prise import listen, share
from server.settings import Settings
from tests.comptes.service import add_compte
from tests.ports import free_port

RACINE = Path(__file__).resolve().parents[2]
VERSION = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


@contextlib.contextmanager
def running(app):
    """Serve an application with a real uvicorn on loopback; give a client of it."""
    prise = socket.create_server(("127.0.0.1", 0))
    serveur = uvicorn.Server(uvicorn.Config(app, log_level="critical", server_header=False))
    fil = threading.Thread(target=serveur.run, kwargs={"sockets": [prise]})
    fil.start()
    try:
        while not serveur.started:
            assert fil.is_alive()
            time.sleep(0.01)
        url = f"http://127.0.0.1:{prise.getsockname()[1]}"
        with httpx2.Client(base_url=url, trust_env=False, timeout=10) as client:
            yield client
    finally:
        serveur.should_exit = True
        fil.join(timeout=10)
        prise.close()
        assert not fil.is_alive()


@contextlib.contextmanager
def model_server(statut=200, delai=0.0):
    """Serve /health as a model server does, with this status, after this many seconds."""
    demandes = []
    fin = threading.Event()

    class Reponse(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            demandes.append(self.path)
            fin.wait(delai)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.send_response(statut if self.path == "/health" else 404)
                self.send_header("Location", "/health")
                self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Reponse) as serveur:
        fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.01})
        fil.start()
        try:
            yield f"http://127.0.0.1:{serveur.server_address[1]}", demandes
        finally:
            fin.set()
            serveur.shutdown()
            fil.join(timeout=5)


def get_sante(**reglages):
    with running(create_app(Settings(**reglages))) as client:
        return client.get("/sante")


def test_alone_it_is_well_and_says_its_version():
    reponse = get_sante()
    assert reponse.status_code == 200
    assert reponse.json() == {"etat": "disponible", "version": VERSION, "base": "disponible", "modele": "sans"}


def test_a_database_that_answers_is_said(tmp_path):
    reponse = get_sante(database_url=f"sqlite:///{tmp_path}/base.db")
    assert (reponse.status_code, reponse.json()["base"]) == (200, "disponible")


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////absent/base.db",
        "postgresql://moi:tresor@127.0.0.1:{port}/minutier",
        "postgresql+psycopg://moi:tresor@127.0.0.1:{port}/minutier",
    ],
)
def test_a_database_that_does_not_answer_is_a_503_that_tells_nothing_of_it(url, caplog):
    reponse = get_sante(database_url=url.format(port=free_port()))
    assert reponse.status_code == 503
    assert reponse.json()["etat"] == "indisponible"
    assert reponse.json()["base"] == "indisponible"
    assert "tresor" not in reponse.text + caplog.text
    assert "127.0.0.1" not in reponse.text
    assert "base indisponible" in caplog.text


def test_a_database_that_comes_back_is_seen(tmp_path):
    dossier = tmp_path / "plus_tard"
    with running(create_app(Settings(database_url=f"sqlite:///{dossier}/base.db"))) as client:
        assert client.get("/sante").status_code == 503
        dossier.mkdir()
        assert client.get("/sante").status_code == 200


def test_a_model_server_that_is_well_is_said():
    with model_server() as (url, demandes):
        reponse = get_sante(vllm_url=f"{url}/v1")
    assert (reponse.status_code, reponse.json()["modele"], demandes) == (200, "disponible", ["/health"])


@pytest.mark.parametrize("statut", [302, 404, 503])
def test_without_its_model_server_it_goes_on_and_says_so(statut):
    with model_server(statut) as (url, demandes):
        reponse = get_sante(vllm_url=url)
    assert (reponse.status_code, reponse.json()["etat"]) == (200, "dégradé")
    assert reponse.json()["modele"] == "indisponible"
    assert demandes == ["/health"]


def test_a_model_server_that_is_gone_or_hangs_does_not_hang_the_probe(monkeypatch):
    monkeypatch.setattr(application, "DELAI_SONDE", 0.2)
    assert get_sante(vllm_url=f"http://127.0.0.1:{free_port()}").json()["modele"] == "indisponible"
    with model_server(delai=60.0) as (url, _):
        debut = time.monotonic()
        assert get_sante(vllm_url=url).json()["modele"] == "indisponible"
        assert time.monotonic() - debut < 30.0


def test_a_proxy_of_the_environment_is_not_used(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with model_server() as (url, _):
        assert get_sante(vllm_url=url).json()["modele"] == "disponible"


# --- errors


def raising(erreur):
    """Make an application with one more address, which raises."""
    app = create_app(Settings())

    def fail():
        raise erreur

    app.get("/panne")(fail)
    return app


@pytest.mark.parametrize(
    ("erreur", "corps"),
    [
        (
            SaisieRefusee((Faute("debut", "une date est attendue"), Faute("fin", "manque"))),
            {
                "type": "about:blank",
                "title": "Saisie refusée",
                "status": 422,
                "detail": "debut : une date est attendue\nfin : manque",
                "fautes": [
                    {"champ": "debut", "raison": "une date est attendue"},
                    {"champ": "fin", "raison": "manque"},
                ],
            },
        ),
        (
            ModeleInconnu("arete"),
            {
                "type": "about:blank",
                "title": "Modèle inconnu",
                "status": 404,
                "detail": "le modèle « arete » n’existe pas.",
            },
        ),
        (
            EcritureImpossible("/srv/secret", "plein."),
            {
                "type": "about:blank",
                "title": "Écriture impossible",
                "status": 500,
                "detail": "Le détail est dans le journal du serveur.",
            },
        ),
        (
            RuntimeError("/srv/secret"),
            {
                "type": "about:blank",
                "title": "Erreur interne",
                "status": 500,
                "detail": "Le détail est dans le journal du serveur.",
            },
        ),
    ],
)
def test_an_error_is_a_problem_in_french(erreur, corps):
    with running(raising(erreur)) as client:
        reponse = client.get("/panne")
    assert (reponse.status_code, reponse.json()) == (corps["status"], corps)
    assert reponse.headers["Content-Type"] == "application/problem+json"
    assert reponse.headers["Content-Language"] == "fr"


def test_what_the_answer_keeps_back_is_in_the_log(caplog):
    with running(raising(EcritureImpossible("/srv/actes", "plein."))) as client, caplog.at_level(logging.ERROR):
        client.get("/panne")
    assert "Écriture impossible : /srv/actes : plein." in caplog.text


def test_what_the_router_refuses_is_a_problem_too():
    with running(create_app(Settings())) as client:
        inconnue, methode = client.get("/absente"), client.delete("/sante")
    assert (inconnue.status_code, inconnue.json()["title"]) == (404, "Adresse inconnue")
    assert (methode.status_code, methode.headers["Allow"]) == (405, "GET")
    assert methode.json()["detail"] == "Cette adresse n’accepte pas la méthode DELETE."


# --- headers and documentation


@pytest.mark.parametrize("chemin", ["/sante", "/absente", "/panne", "/api/openapi.json"])
def test_each_answer_carries_the_security_headers_and_no_name_of_the_server(chemin):
    with running(raising(RuntimeError("x"))) as client:
        entetes = client.get(chemin).headers
    assert {nom: entetes.get(nom) for nom in ENTETES} == ENTETES
    assert "Server" not in entetes


def test_the_interface_is_described_and_no_page_is_fetched_from_elsewhere():
    with running(create_app(Settings())) as client:
        assert "/sante" in client.get("/api/openapi.json").json()["paths"]
        assert {client.get(chemin).status_code for chemin in ("/docs", "/redoc", "/docs/oauth2-redirect")} == {404}


# --- serve


def test_an_address_of_a_database_that_means_nothing_is_refused_at_start():
    with pytest.raises(ReglageInvalide, match="MINUTIER_DATABASE_URL : l’adresse de la base est illisible") as capture:
        create_app(Settings(database_url="postgresql://moi:tresor@base:port/x"))
    assert "tresor" not in str(capture.value)


def test_a_port_that_is_taken_is_named():
    with socket.create_server(("127.0.0.1", 0)) as prise:
        port = prise.getsockname()[1]
        with pytest.raises(ReglageInvalide, match=f"MINUTIER_PORT : le port {port} est déjà pris"):
            serve(Settings(port=port))


def test_an_answer_does_not_wait_for_the_receipt_of_its_headers():
    with listen(Settings(port=free_port())) as ecoute:  # noqa: SIM117 -- one after the other
        with socket.create_connection(ecoute.getsockname()):
            prise, _ = ecoute.accept()
            with prise:
                assert prise.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_an_address_of_another_machine_is_named():
    with pytest.raises(ReglageInvalide, match=r"MINUTIER_HOST : cette machine n’a pas l’adresse 192\.0\.2\.1"):
        serve(Settings(host="192.0.2.1", port=free_port()))


@contextlib.contextmanager
def serving(port, **reglages):
    """Run serve() in a process of its own, wait until it answers."""
    code = "from server.app import serve; from server.settings import load_settings; serve(load_settings())"
    env = {**os.environ, "MINUTIER_PORT": str(port), **{f"MINUTIER_{nom}": v for nom, v in reglages.items()}}
    with subprocess.Popen([sys.executable, "-c", code], cwd=RACINE, env=env, stderr=subprocess.PIPE) as processus:
        try:
            fin = time.monotonic() + 120
            while True:
                assert processus.poll() is None
                assert time.monotonic() < fin, "the service does not answer"
                with contextlib.suppress(OSError):
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                time.sleep(0.05)
            yield processus
        finally:
            processus.kill()


def healthcheck(port):
    """Run the health check of the Dockerfile, as it is written there but for the interpreter and the port."""
    dockerfile = (RACINE / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    commande = re.search(r"^HEALTHCHECK .*?CMD (\[.*\])$", dockerfile, flags=re.MULTILINE)
    assert commande
    mots = [sys.executable, *(mot.replace("8765", str(port)) for mot in json.loads(commande[1])[1:])]
    return subprocess.run(mots, check=False, capture_output=True, timeout=30).returncode


def test_serve_answers_on_loopback_until_it_is_told_to_stop():
    port = free_port()
    with serving(port) as processus:
        assert httpx2.get(f"http://127.0.0.1:{port}/sante", trust_env=False, timeout=60).status_code == 200
        assert healthcheck(port) == 0
        processus.send_signal(signal.SIGINT)
        assert processus.wait(timeout=10) == 0


def test_the_health_check_of_the_image_fails_where_nothing_answers_or_the_base_is_lost(tmp_path):
    assert healthcheck(free_port()) != 0
    with running(create_app(Settings(database_url=f"sqlite:///{tmp_path}/absent/x.db"))) as client:
        assert healthcheck(client.base_url.port) != 0


def test_two_processes_are_dealt_the_connections_and_end_with_who_started_them(tmp_path):
    port = free_port()
    with serving(port, DONNEES=str(tmp_path), PROCESSUS="2") as serveur:
        numeros = set()
        for _ in range(200):
            # A connection each.
            with contextlib.suppress(httpx2.HTTPError):
                lu = httpx2.get(f"http://127.0.0.1:{port}/metrics", trust_env=False, timeout=60).text
                numeros |= set(re.findall(r'minutier_redactions_en_cours{processus="(\d+)"}', lu))
            if len(numeros) == 2:
                break
            time.sleep(0.1)
        assert len(numeros) == 2
        with pytest.raises(ReglageInvalide, match=f"MINUTIER_PORT : le port {port} est déjà pris"):
            serve(Settings(donnees=tmp_path, port=port, processus=2))
        serveur.kill()
        for _ in range(200):
            if not any(Path(f"/proc/{numero}").exists() for numero in numeros):
                break
            time.sleep(0.1)
        share(Settings(port=port)).close()


@pytest.mark.parametrize("processus", ["1", "2"])
def test_on_a_fresh_machine_it_starts_and_says_how_to_make_the_first_account(tmp_path, processus):
    port = free_port()
    with serving(port, DONNEES=str(tmp_path / "neuf"), PROCESSUS=processus) as serveur:
        url = f"http://127.0.0.1:{port}"
        assert httpx2.get(f"{url}/sante", trust_env=False, timeout=60).json()["base"] == "disponible"
        # No account that somebody could guess: nothing signs in.
        corps = {"identifiant": "admin", "mot_de_passe": "admin"}
        assert httpx2.post(f"{url}/api/connexion", json=corps, trust_env=False, timeout=60).status_code == 401
        serveur.send_signal(signal.SIGINT)
        _, dit = serveur.communicate(timeout=30)
    assert serveur.returncode == 0
    assert "minutier compte creer IDENTIFIANT --prenom PRÉNOM --nom NOM --role administrateur" in dit.decode()
    assert (tmp_path / "neuf").stat().st_mode & 0o777 == 0o700


def test_once_there_is_an_account_nothing_is_asked_for(tmp_path, caplog, monkeypatch):
    settings = Settings(donnees=tmp_path, port=free_port(), processus=1)
    monkeypatch.setattr(uvicorn.Server, "run", lambda *_, **__: None)
    serve(settings)
    assert "Aucun compte n’existe encore" in caplog.text
    caplog.clear()
    moteur = open_engine(settings)
    add_compte(moteur)
    moteur.dispose()
    serve(settings)
    assert caplog.text == ""


def test_a_base_that_does_not_answer_at_start_is_said(caplog):
    with pytest.raises(BaseIndisponible, match="ne répond pas") as capture:
        serve(Settings(database_url=f"postgresql://moi:tresor@127.0.0.1:{free_port()}/x", port=free_port()))
    assert "tresor" not in str(capture.value)
