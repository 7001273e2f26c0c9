"""A post that has the extension learns from its own server that there is a newer one."""

import io
import json
import zipfile

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from lxml import etree

from server.oxt import FICHIER, MISE_A_JOUR
from server.settings import Settings
from server.web import mount_oxt


def open_client(**reglages):
    app = FastAPI()
    mount_oxt(app, Settings(**reglages))
    return TestClient(app)


@pytest.mark.parametrize(
    ("reglages", "serveur"),
    [({"url_publique": "https://minutier.ville.fr"}, "https://minutier.ville.fr"), ({}, "http://testserver")],
)
def test_the_update_leads_to_the_extension_of_this_server(reglages, serveur):
    client = open_client(**reglages)
    annonce = etree.fromstring(client.get(MISE_A_JOUR).content)
    (adresse,) = annonce.xpath("//*[local-name()='src']/@*")
    assert adresse == serveur + FICHIER
    with zipfile.ZipFile(io.BytesIO(client.get(FICHIER).content)) as archive:
        assert json.loads(archive.read("reglages.json")) == {"serveur": serveur}
        description = etree.fromstring(archive.read("description.xml"))
    (version,) = description.xpath("//*[local-name()='version']/@value")
    assert annonce.xpath("//*[local-name()='version']/@value") == [version]
    assert description.xpath("//*[local-name()='update-information']/*/@*") == [serveur + MISE_A_JOUR]
