"""Documents as they come: long, protected, with changes that wait, closed too soon. Each is told, none is harmed."""

import pytest

from tests.attente import wait_for
from tests.e2e.conftest import AGENTS
from tests.e2e.test_word import Api
from tests.oxt.test_bureau import begin_note
from tests.redacteurs.serveurs import paced

pytestmark = pytest.mark.libreoffice

PAGES = 100
PHRASE = "Considérant que les travaux se tiendront du 2 au 20 décembre 2026 sur la voie publique, rue aux Chats ; "


def test_changes_that_wait_keep_a_document_from_leaving(secretaire, mairie, tmp_path):
    api = Api(mairie, AGENTS[0])
    fichier = tmp_path / "projet.odt"
    fichier.write_bytes(api.ask("GET", f"/brouillons/{api.draft()}/fichiers/odt"))
    secretaire.ouvrir(fichier.as_uri())
    secretaire.ouvrir_panneau()
    secretaire.suivre(True)
    assert secretaire.remplacer("20\u00a0décembre", "19\u00a0décembre")
    secretaire.suivre(False)
    secretaire.presser("Relecture")
    secretaire.presser("Envoyer en relecture")
    secretaire.attendre("acceptez ou refusez (menu Édition, Suivi des modifications)")
    assert secretaire.propriete("Minutier Dossier") is None
    secretaire.tout_accepter()
    secretaire.ajouter_annotation("19\u00a0décembre", "À vérifier avec la voirie")
    secretaire.presser("Envoyer en relecture")
    secretaire.attendre("PROJET – en relecture, étape 1 sur 2")
    secretaire.attendre("1 commentaire est resté dans le document : à supprimer avant le visa")


@pytest.mark.parametrize("protege", ["lecture seule", "formulaire"])
def test_nothing_is_inserted_into_a_document_that_is_protected(secretaire, tmp_path, protege):
    fichier = tmp_path / "acte.odt"
    secretaire.ecrire_texte("Bonjour.")
    secretaire.enregistrer(fichier.as_uri(), "writer8")
    secretaire.fermer()
    secretaire.ouvrir(fichier.as_uri(), protege == "lecture seule")
    secretaire.ouvrir_panneau()
    if protege == "formulaire":
        secretaire.proteger_document()
    begin_note(secretaire)
    secretaire.presser("Rédiger le projet")
    secretaire.attendre("Le projet est rédigé")
    secretaire.presser("Insérer les passages ici")
    secretaire.attendre("rien n’y a été écrit")
    assert secretaire.texte() == "Bonjour."


def test_a_document_that_is_closed_while_its_act_is_drafted_disturbs_nobody(secretaire, modele_rejoue, monkeypatch):
    monkeypatch.setattr(modele_rejoue, "script", paced(0.5, pas=1))
    modele_rejoue.partis.clear()
    avant = len(modele_rejoue.demandes)
    begin_note(secretaire)
    secretaire.presser("Rédiger le projet")
    wait_for(lambda: len(modele_rejoue.demandes) > avant)
    secretaire.fermer()
    # Nobody listens any more: the model is left alone.
    assert modele_rejoue.partis.wait(60)
    secretaire.ouvrir()
    secretaire.ouvrir_panneau()
    # What was typed is on the server.
    secretaire.choisir("Mes projets", "")
    secretaire.presser("Reprendre ce projet")
    secretaire.attendre("Page 1 sur")


def test_a_hundred_pages_are_checked_while_somebody_types(secretaire):
    secretaire.ecrire_long(PHRASE * 4, PAGES * 12)
    assert secretaire.pages() >= PAGES
    secretaire.presser("Contrôler")
    secretaire.taper("Bonjour")
    secretaire.attendre_dans_le_document("Bonjour")
    secretaire.attendre_bouton("Contrôler de nouveau")
    secretaire.attendre("ne ressemble pas à un acte")
