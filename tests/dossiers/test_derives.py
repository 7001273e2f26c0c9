"""What is made of a final file and never kept: the other format, the PDF, a sidecar attested after a revocation."""

import json
import re
import shutil
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from server import libreoffice
from server.collectivites.models import CollectiviteEnregistree
from server.db import now, transaction
from server.dossiers import derives
from server.dossiers.sceau_reel import SceauReel
from server.errors import EcritureImpossible
from server.formats.paquet import detect
from server.installation import Installation
from server.sceau import Etat, verify
from tests.dossiers.outils import edit

AUTRE = {"docx": "odt", "odt": "docx"}


@pytest.fixture
def scelleur(trousseau):
    return SceauReel(trousseau)


@pytest.fixture
def visa(julie, maire):
    """Have a dossier signed off to its end."""

    def approve(dossier):
        julie.approve(dossier)
        maire.approve(dossier)
        return dossier

    return approve


def scelle(personne, dossier, quoi, statut=200):
    return personne.ask("GET", f"/dossiers/{dossier['id']}/scelle/{quoi}", statut)


@pytest.mark.parametrize("sorte", ["docx", "odt"])
def test_the_other_format_has_the_same_seal(alice, visa, trousseau, monkeypatch, sorte) -> None:
    # Nobody touched this act: our own writer makes it, and LibreOffice is not needed.
    monkeypatch.setattr(shutil, "which", lambda _: None)
    dossier = visa(alice.submit(alice.make(format=sorte)))
    autre = AUTRE[sorte]
    reponse = scelle(alice, dossier, f"fichier?format={autre}")
    assert detect(reponse.content) == autre
    assert reponse.headers["content-disposition"].endswith(f'.{autre}"')
    sidecar = scelle(alice, dossier, "sidecar").content
    verdict = verify(reponse.content, f"acte.{autre}", trousseau.publiques(), sidecar)
    assert (verdict.etat, verdict.notes) == (Etat.VALIDE, ())
    assert scelle(alice, dossier, f"fichier?format={sorte}").content == scelle(alice, dossier, "fichier").content
    scelle(alice, dossier, "fichier?format=rtf", 422)


@pytest.mark.libreoffice
def test_an_act_that_somebody_touched_goes_through_libreoffice(alice, visa, trousseau) -> None:
    retouche = edit(alice.file(alice.make()), ("2026/118", "2026/119"))
    dossier = visa(alice.submit(alice.make_from(retouche)))
    reponse = scelle(alice, dossier, "fichier?format=odt")
    assert verify(reponse.content, "acte.odt", trousseau.publiques()).etat is Etat.VALIDE


@pytest.mark.libreoffice
def test_the_pdf_says_who_signed_off_unless_the_collectivite_does_not_want_it(mairie, alice, visa) -> None:
    dossier = alice.submit(alice.make())
    assert scelle(alice, dossier, "pdf", 409).json()["detail"] == "Cet acte n’est pas scellé."
    visa(dossier)
    reponse = scelle(alice, dossier, "pdf")
    assert reponse.headers["content-type"] == "application/pdf"
    assert re.fullmatch(r'attachment; filename="[^"]+\.pdf"', reponse.headers["content-disposition"])
    for marque in (rb"<pdfaid:part>2<", rb"<pdfaid:conformance>B<", rb"<pdfuaid:part>1<", "Maire Essai (élu)".encode()):
        assert marque in reponse.content
    with transaction(mairie.moteur) as session:
        collectivite = session.get_one(CollectiviteEnregistree, mairie.collectivite)
        collectivite.donnees = {**collectivite.donnees, "mention_visa_pdf": False}
    muet = scelle(alice, dossier, "pdf").content
    assert "Maire Essai" not in muet.decode("latin-1")


def test_nobody_of_elsewhere_gets_it(mairie, alice, visa) -> None:
    dossier = visa(alice.send())
    autre = mairie.person("zoe", "redacteur")
    scelle(autre, dossier, "pdf", 404)


def test_without_libreoffice_it_says_what_the_dsi_must_install(alice, visa, monkeypatch) -> None:
    dossier = visa(alice.send())
    monkeypatch.setattr(shutil, "which", lambda _: None)
    refus = scelle(alice, dossier, "pdf", 503).json()
    assert refus["title"] == "LibreOffice indisponible"
    assert refus["detail"] == libreoffice.ABSENT
    assert "libreoffice-writer" in refus["detail"]


@pytest.mark.parametrize("quoi", ["pdf", "fichier?format=odt"])
def test_what_libreoffice_cannot_make_is_a_conflict(alice, visa, monkeypatch, quoi) -> None:
    retouche = edit(alice.file(alice.make()), ("2026/118", "2026/119"))
    dossier = visa(alice.submit(alice.make_from(retouche)))

    def fail(*_, **__):
        raise EcritureImpossible("acte", "LibreOffice n’a pas pu convertir l’acte.")

    monkeypatch.setattr(libreoffice, "convert", fail)
    monkeypatch.setattr("server.sceau.conversion.convert", fail)
    assert "n’a pas pu convertir" in scelle(alice, dossier, quoi, 409).json()["detail"]


def test_a_revoked_key_is_attested_by_the_next_one_if_the_ledger_has_the_seal(mairie, alice, visa, trousseau) -> None:
    dossier = visa(alice.send())
    fichier, avant = scelle(alice, dossier, "fichier").content, scelle(alice, dossier, "sidecar").content
    trousseau.revoke(1, "vol", now() + timedelta(seconds=1))
    # No key to attest with: the sidecar as it is, and no error.
    assert scelle(alice, dossier, "sidecar").content == avant
    trousseau.rotate()
    apres = scelle(alice, dossier, "sidecar").content
    cles = trousseau.publiques()
    assert verify(fichier, "acte.docx", cles, avant).etat is Etat.INDETERMINE
    assert verify(fichier, "acte.docx", cles, apres).etat is Etat.VALIDE
    assert json.loads(apres)["enveloppe"] == json.loads(avant)["enveloppe"]
    # A seal that the ledger does not have was made by whoever stole the key.
    with transaction(mairie.moteur, ecriture=False) as session:
        final = derives.find_final(session, Installation(mairie.app.state.settings), UUID(dossier["id"]))
    assert final.inscrit
    assert derives.give_sidecar(replace(final, inscrit=False), mairie.sceau) == avant
