"""The client of the panel, without LibreOffice: against the plain servers of this file and against the real one."""

import json
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.oxt.panneau import reglages, reseau, session

Abandon, Arret, Client, ErreurReseau, Injoignable, Refus = (
    getattr(reseau, nom) for nom in ("Abandon", "Arret", "Client", "ErreurReseau", "Injoignable", "Refus")
)


class Reponses(BaseHTTPRequestHandler):
    """Answer what the test wants: `reponse(self)` writes it."""

    def log_message(self, *_arguments):
        pass

    def do_GET(self):
        self.server.vues.append((self.path, {nom.lower(): valeur for nom, valeur in self.headers.items()}))
        self.server.reponse(self)

    def do_POST(self):
        self.server.corps = self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def answer(self, statut, corps=b"", genre="application/json", **entetes):
        self.send_response(statut)
        for nom, valeur in {"Content-Type": genre, "Content-Length": str(len(corps)), **entetes}.items():
            self.send_header(nom.replace("_", "-"), valeur)
        self.end_headers()
        self.wfile.write(corps)


@contextmanager
def serving(reponse, contexte=None):
    """Serve these answers on loopback."""
    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Reponses)
    serveur.reponse, serveur.vues = reponse, []
    serveur.daemon_threads = True
    if contexte is not None:
        serveur.socket = contexte.wrap_socket(serveur.socket, server_side=True)
    fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.02})
    fil.start()
    try:
        schema = "http" if contexte is None else "https"
        yield serveur, f"{schema}://127.0.0.1:{serveur.server_address[1]}"
    finally:
        serveur.shutdown()
        serveur.server_close()
        fil.join()


def test_the_token_goes_with_the_call_and_json_comes_back():
    with serving(lambda r: r.answer(200, b'{"a": 1}')) as (serveur, adresse):
        assert Client(adresse + "/", "mntr_x").call("POST", "/api/x", {"b": "é"}) == {"a": 1}
    chemin, entetes = serveur.vues[0]
    assert (chemin, entetes["authorization"]) == ("/api/x", "Bearer mntr_x")
    assert json.loads(serveur.corps) == {"b": "é"}


def test_a_problem_is_told_in_the_words_of_the_server():
    probleme = {
        "title": "Saisie refusée",
        "detail": "voie : à remplir",
        "fautes": [{"champ": "voie", "raison": "à remplir"}],
    }
    corps = json.dumps(probleme).encode()
    with (
        serving(lambda r: r.answer(422, corps, "application/problem+json")) as (_, adresse),
        pytest.raises(Refus, match="voie : à remplir") as refus,
    ):
        Client(adresse).call("GET", "/api/x")
    assert (refus.value.statut, refus.value.fautes) == (422, [("voie", "à remplir")])


def test_too_many_requests_say_when_to_come_back():
    corps = b'{"title": "Trop de demandes", "detail": "Trop de demandes."}'
    with (
        serving(lambda r: r.answer(429, corps, "application/problem+json", Retry_After="7")) as (_, adresse),
        pytest.raises(Refus, match="Réessayez dans 7 s"),
    ):
        Client(adresse).call("GET", "/api/x")


@pytest.mark.parametrize(
    ("reponse", "mots"),
    [
        (lambda r: r.answer(200, b"<html>"), "pas un serveur Minutier"),
        (lambda r: r.answer(404, b"<html>", "text/html"), "pas un serveur Minutier"),
        (lambda r: r.answer(302, Location="https://ailleurs.invalid/"), "pas un serveur Minutier"),
        (lambda r: r.answer(502, b"<html>", "text/html"), "ne répond pas"),
        (lambda r: r.answer(503, b"[]"), "ne répond pas"),
        (lambda r: r.connection.close(), "ne répond pas"),
    ],
)
def test_what_is_no_answer_of_minutier_is_told(reponse, mots):
    with serving(reponse) as (_, adresse), pytest.raises(ErreurReseau, match=mots):
        Client(adresse).call("GET", "/api/x")


def test_a_server_that_is_not_there_is_told():
    with serving(lambda r: r.answer(200)) as (_, adresse):
        pass
    with pytest.raises(Injoignable, match="Rien n’est perdu"):
        Client(adresse).call("GET", "/api/x")


@pytest.mark.parametrize(
    "adresse", ["", "minutier", "ftp://a", "https://", "https://a:b@c", "https://a?b", "https://a:z"]
)
def test_what_is_no_address_is_refused(adresse):
    with pytest.raises(ErreurReseau, match="adresse"):
        Client(adresse)


def test_a_password_does_not_leave_in_clear():
    with pytest.raises(ErreurReseau, match="en clair"):
        Client("http://minutier.ville.fr")


def test_a_file_of_authorities_that_cannot_be_read_is_told(tmp_path):
    for fichier in (tmp_path / "absent.pem", tmp_path / "vide.pem"):
        (tmp_path / "vide.pem").write_text("rien")
        with pytest.raises(ErreurReseau, match="autorités"):
            Client("https://a.fr", autorites=str(fichier))


def test_an_own_authority_is_trusted_where_the_dsi_names_it(tmp_path):
    certificat, cle = make_certificat(tmp_path)
    contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    contexte.load_cert_chain(certificat, cle)
    with serving(lambda r: r.answer(200, b"{}"), contexte) as (_, adresse):
        assert Client(adresse, autorites=str(certificat)).call("GET", "/api/x") == {}
        with pytest.raises(Injoignable, match="certificat du serveur n’est pas reconnu"):
            Client(adresse).call("GET", "/api/x")


def make_certificat(dossier):
    """Make a certificate of 127.0.0.1 that is its own authority."""
    import datetime as dt  # noqa: PLC0415
    import ipaddress  # noqa: PLC0415

    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    cle = ec.generate_private_key(ec.SECP256R1())
    nom = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Mairie")])
    maintenant = dt.datetime.now(dt.UTC)
    certificat = (
        x509.CertificateBuilder()
        .subject_name(nom)
        .issuer_name(nom)
        .public_key(cle.public_key())
        .serial_number(1)
        .not_valid_before(maintenant - dt.timedelta(days=1))
        .not_valid_after(maintenant + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(cle, hashes.SHA256())
    )
    (dossier / "ca.pem").write_bytes(certificat.public_bytes(serialization.Encoding.PEM))
    prive = cle.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (dossier / "cle.pem").write_bytes(prive)
    return dossier / "ca.pem", dossier / "cle.pem"


def test_a_proxy_is_asked_where_the_dsi_names_one():
    with serving(lambda r: r.answer(200, b'{"relais": true}')) as (serveur, adresse):
        client = Client("http://localhost:9", mandataire=adresse)
        assert client.call("GET", "/api/x") == {"relais": True}
    assert serveur.vues[0][0] == "http://localhost:9/api/x"


def test_a_call_that_is_given_up_ends_while_the_server_waits():
    commence, libre = threading.Event(), threading.Event()

    def wait(reponse):
        reponse.send_response(200)
        reponse.send_header("Content-Type", "text/event-stream")
        reponse.end_headers()
        commence.set()
        libre.wait(60)

    arret, vus = Arret(), []

    def listen(adresse):
        try:
            list(Client(adresse).follow("/api/x", arret))
        except Abandon as abandon:
            vus.append(abandon)

    with serving(wait) as (_, adresse):
        fil = threading.Thread(target=listen, args=(adresse,))
        fil.start()
        assert commence.wait(60)
        arret.ask()
        fil.join(60)
        libre.set()
    assert len(vus) == 1


def test_a_call_that_is_given_up_is_cut_before_the_answer_begins():
    """The server learns that nobody waits any more: it stops what it asked of the model."""
    commence, parti = threading.Event(), threading.Event()

    def wait(reponse):
        commence.set()
        if reponse.rfile.read(1) == b"":
            parti.set()

    arret, vus = Arret(), []

    def ask(adresse):
        try:
            Client(adresse).call("POST", "/api/reformulations", {}, arret)
        except Abandon as abandon:
            vus.append(abandon)

    with serving(wait) as (_, adresse):
        fil = threading.Thread(target=ask, args=(adresse,))
        fil.start()
        assert commence.wait(60)
        arret.ask()
        assert parti.wait(60)
        fil.join(60)
    assert len(vus) == 1


def test_a_call_that_is_given_up_while_it_is_opened_goes_no_further():
    arret = Arret()
    arret.ask()
    with pytest.raises(Abandon):
        arret.hold(None)


def test_a_stream_is_taken_up_after_a_cut(monkeypatch):
    monkeypatch.setattr(reseau, "ATTENTES", (0.01, 0.01))
    morceaux = [
        b': coucou\n\nid: 1\nevent: etape\ndata: {"nom": "passages"}\n\n',
        b'id: 2\r\nevent: fin\r\ndata: {"revision":\r\ndata: 2}\r\n\r\n',
    ]

    with serving(lambda r: r.answer(200, morceaux.pop(0), "text/event-stream")) as (serveur, adresse):
        vus = list(Client(adresse).follow("/api/x", Arret()))
    assert vus == [("etape", {"nom": "passages"}), ("fin", {"revision": 2})]
    assert [entetes.get("last-event-id") for _, entetes in serveur.vues] == [None, "1"]


def test_a_stream_that_never_comes_back_ends(monkeypatch):
    monkeypatch.setattr(reseau, "ATTENTES", (0.01, 0.01))
    with serving(lambda r: r.answer(503)) as (serveur, adresse), pytest.raises(Injoignable):
        list(Client(adresse).follow("/api/x", Arret()))
    assert len(serveur.vues) == 3


def test_an_older_server_is_told_and_an_equal_one_is_not():
    with serving(lambda r: r.answer(200, b'{"version": "0.9.12"}')) as (_, adresse):
        client = Client(adresse)
        assert session.check_version(client, "0.9.12") == session.check_version(client, "0.9.2") == ""
        assert "plus ancien que ce panneau" in session.check_version(client, "0.10.0")


def test_a_server_without_the_door_of_office_clients_is_too_old():
    def answer(reponse):
        if reponse.path == "/sante":
            return reponse.answer(200, b'{"version": "0.0.9"}')
        return reponse.answer(404, b'{"title": "Introuvable"}', "application/problem+json")

    with (
        serving(answer) as (serveur, adresse),
        pytest.raises(ErreurReseau, match=r"version 0\.0\.9\) est trop ancien"),
    ):
        session.sign_in(reglages.Reglages(adresse), "a", "secret", "poste")
    assert [chemin for chemin, _ in serveur.vues] == ["/sante", "/api/connexion/jeton"]


def test_no_password_is_told_to_what_is_no_minutier():
    with (
        serving(lambda r: r.answer(200, b"{}")) as (serveur, adresse),
        pytest.raises(ErreurReseau, match="pas un serveur Minutier"),
    ):
        session.sign_in(reglages.Reglages(adresse), "a", "secret", "poste")
    assert [chemin for chemin, _ in serveur.vues] == ["/sante"]


@pytest.mark.parametrize("nom", ['a"b\\c\n.odt', "Arrêté œuvre.odt"])
def test_a_file_keeps_its_bytes_whatever_its_name(nom):
    borne, corps = reseau.encode_formulaire(nom, b"\r\n--x\x00")
    tete, _, reste = corps.partition(b"\r\n\r\n")
    assert tete.count(b"\r\n") == 2
    assert reste == b"\r\n--x\x00" + f"\r\n--{borne}--\r\n".encode()
