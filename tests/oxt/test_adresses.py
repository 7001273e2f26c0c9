"""A post where nobody set the address of the server: what is typed may lead anywhere, a password goes to Minutier only."""

import ssl

import pytest

from tests.e2e.conftest import AGENTS
from tests.e2e.service import MOT_DE_PASSE
from tests.oxt.poste import Poste
from tests.oxt.relais import relaying
from tests.oxt.test_reseau import make_certificat

pytestmark = pytest.mark.libreoffice

SANTE = "/sante"


@pytest.fixture(scope="module")
def poste(tmp_path_factory):
    with Poste(tmp_path_factory.mktemp("adresses"), "").running() as poste:
        yield poste


def sign_in_to(bureau, adresse):
    bureau.ecrire("Adresse du serveur", adresse)
    bureau.ecrire("Identifiant", AGENTS[0])
    bureau.ecrire("Mot de passe", MOT_DE_PASSE)
    bureau.presser("Se connecter")


@pytest.mark.parametrize(
    ("adresse", "dit"),
    [
        ("minutier", "Ce n’est pas l’adresse d’un serveur"),
        ("http://minutier.ville.fr", "doit commencer par https://"),
        ("http://127.0.0.1:9", "Le serveur ne répond pas"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(bureau, adresse, dit):
    sign_in_to(bureau, adresse)
    bureau.attendre(dit)


def test_a_certificate_that_nobody_vouches_for_stops_the_call(bureau, mairie, tmp_path):
    contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    contexte.load_cert_chain(*make_certificat(tmp_path))
    with relaying(mairie.url, contexte) as relais:
        sign_in_to(bureau, relais.url)
        bureau.attendre("Le certificat du serveur n’est pas reconnu par ce poste : rien n’a été envoyé.")


def test_another_server_learns_no_password(bureau, mairie):
    with relaying(mairie.url) as relais:
        relais.reponses[SANTE] = lambda appel: appel.answer_json({"bonjour": "monde"})
        sign_in_to(bureau, relais.url)
        bureau.attendre("Ce n’est pas un serveur Minutier")
        assert relais.vus == [None]


def test_an_older_server_is_told_and_used_all_the_same(bureau, mairie):
    with relaying(mairie.url) as relais:
        relais.reponses[SANTE] = lambda appel: appel.answer_json({"version": "0.0.9"})
        sign_in_to(bureau, relais.url)
        bureau.attendre_bouton("Rédiger")
        bureau.attendre("Le serveur (version 0.0.9) est plus ancien que ce panneau (version 0.1.0)")
