"""Answers that come late, twice or not at all, in a real LibreOffice: what somebody does meanwhile counts."""

import time

import pytest

from tests.e2e.service import MOT_DE_PASSE, RELECTRICE
from tests.oxt.poste import Poste
from tests.oxt.relais import answering, fail, failing, holding
from tests.oxt.test_aller_retour import Visas
from tests.oxt.test_controle import APPLIQUER, CONSTATS, REUNIS, TEXTE
from tests.oxt.test_histoire import CORRECTION, DIT, VOULU

pytestmark = pytest.mark.libreoffice

PASSAGES = "Passages du modèle…"
RIEN_DE_CHOISI = "Choisissez d’abord la sorte d’acte."
ENVOI = "/api/dossiers/document?modele=note_service"
REPOS_S = 2.0


@pytest.fixture(scope="module")
def poste(tmp_path_factory, relais):
    with Poste(tmp_path_factory.mktemp("reponses"), relais.url).running() as poste:
        yield poste


@pytest.fixture(scope="module")
def dossier(mairie):
    """Give the number of the one dossier that waits for its first reviewer."""
    return Visas(mairie).send()


@pytest.fixture
def relectrice(bureau, dossier):
    """Sign the reviewer in, at what waits for her."""
    bureau.sign_in(RELECTRICE, MOT_DE_PASSE)
    bureau.presser("Relecture")
    bureau.attendre("À relire (1)")
    return bureau


@pytest.fixture
def examen(relectrice):
    """Open the version to review, its first passage chosen."""
    relectrice.presser("Ouvrir pour relire")
    relectrice.prendre_nouveau()
    relectrice.attendre("Vous relisez la version")
    relectrice.choisir_rang(PASSAGES, 0)
    relectrice.attendre_zone(CORRECTION, "Considérant")
    return relectrice


def test_a_correction_that_failed_is_still_there_and_of_the_same_passage(examen, relais, dossier):
    chemin = f"/api/dossiers/{dossier}/examens"
    passage = examen.attendre_zone(CORRECTION, DIT)
    examen.ecrire_zone(CORRECTION, passage.replace(DIT, VOULU))
    with failing(relais, chemin, "Panne du registre."):
        examen.presser("Demander cette correction")
        examen.attendre("Panne du registre.")
    examen.presser("Demander cette correction")
    examen.attendre("Décision enregistrée.")
    examen.attendre_option_rang(PASSAGES, 0, "à corriger")
    assert examen.options(PASSAGES)[1].startswith("À juger")


def test_two_presses_are_one_decision(examen, relais, dossier):
    relais.vus.clear()
    with holding(relais, f"/api/dossiers/{dossier}/examens") as suite:
        examen.presser("Accepter")
        examen.presser("Accepter")
        # Pressed after them, it is said after them.
        examen.presser("Ajouter la remarque")
        examen.attendre("Écrivez d’abord la remarque.")
        suite.set()
        examen.attendre("Décision enregistrée.")
    examen.attendre_option_rang(PASSAGES, 0, "accepté")
    assert examen.options(PASSAGES)[1].startswith("À juger")
    assert len(relais.vus) == 1


def test_a_remark_that_failed_is_still_there(examen, relais, dossier):
    chemin = f"/api/dossiers/{dossier}/commentaires"
    examen.ecrire("Remarque sur le paragraphe du curseur", "À revoir.")
    with failing(relais, chemin, "Panne du registre."):
        examen.presser("Ajouter la remarque")
        examen.attendre("Panne du registre.")
    examen.presser("Ajouter la remarque")
    examen.attendre("Remarque ajoutée")
    assert examen.lire("Remarque sur le paragraphe du curseur") == ""


def test_what_was_said_meanwhile_stays(relectrice, relais, dossier):
    premier = relectrice.garder()
    with holding(relais, f"/api/dossiers/{dossier}/versions/1/fichier") as suite:
        relectrice.presser("Ouvrir pour relire")
        relectrice.attendre("Ouverture de l’acte…")
        relectrice.presser("Envoyer en relecture")
        relectrice.attendre(RIEN_DE_CHOISI)
        suite.set()
        relectrice.prendre_nouveau()
    relectrice.attendre("Vous relisez la version")
    relectrice.reprendre(premier)
    assert RIEN_DE_CHOISI in relectrice.textes()


def test_a_late_answer_leaves_the_screen_that_was_chosen_since(secretaire, relais):
    secretaire.choisir("Modèles d’actes", "Note de service")
    with holding(relais, "/api/modeles/note_service/schema") as suite:
        secretaire.presser("Commencer la saisie")
        secretaire.attendre("Lecture du formulaire…")
        secretaire.presser("Reformuler")
        secretaire.attendre("Sélectionnez un passage")
        # What is awaited elsewhere is not said here.
        assert "Lecture du formulaire…" not in secretaire.textes()
        secretaire.presser("Plus court")
        secretaire.attendre("Sélectionnez d’abord")
        dits = secretaire.textes()
        suite.set()
    time.sleep(REPOS_S)
    assert secretaire.textes() == dits


def test_an_answer_that_makes_no_sense_is_not_taken_for_nothing(secretaire, relais):
    with answering(relais, "/api/modeles", lambda appel: appel.answer_json({"modeles": [{}]})):
        secretaire.presser("Relecture")
        secretaire.attendre("Une erreur s’est produite dans le panneau.")
    secretaire.presser("Relecture")
    secretaire.attendre("Ce document n’a pas encore de dossier.")
    assert "Une erreur s’est produite dans le panneau." not in " ".join(secretaire.textes())


def prepare_envoi(secretaire):
    """Write a document, and say what it is, on the screen that sends it."""
    secretaire.ecrire_texte(REUNIS)
    open_envoi(secretaire)


def open_envoi(secretaire):
    secretaire.presser("Relecture")
    secretaire.choisir("Sorte d’acte", "Note de service")


def leave_and_come_back(secretaire):
    """Leave the screen that sends; come back while the document has no dossier yet."""
    secretaire.presser("Reformuler")
    secretaire.attendre("Sélectionnez un passage")
    open_envoi(secretaire)


def test_two_presses_send_one_dossier(secretaire, relais):
    prepare_envoi(secretaire)
    relais.vus.clear()
    with holding(relais, ENVOI) as suite:
        secretaire.presser("Envoyer en relecture")
        secretaire.presser("Envoyer en relecture")
        leave_and_come_back(secretaire)
        secretaire.presser("Envoyer en relecture")
        secretaire.attendre("Envoi du document…")
        suite.set()
        secretaire.attendre("Envoyé en relecture.")
    assert len(relais.vus) == 1


def test_a_press_while_the_dossier_is_read_again_sends_nothing_more(secretaire, relais):
    prepare_envoi(secretaire)
    with holding(relais, "/api/dossiers/a-relire") as suite:
        secretaire.presser("Envoyer en relecture")
        secretaire.attendre("Lecture des dossiers…")
        secretaire.presser("Envoyer en relecture")
        secretaire.attendre("Lecture des dossiers…")
        suite.set()
        secretaire.attendre("Envoyé en relecture.")


def test_what_failed_after_its_screen_was_left_is_said(secretaire, relais):
    prepare_envoi(secretaire)
    with holding(relais, ENVOI, fail("Panne du registre.")) as suite:
        secretaire.presser("Envoyer en relecture")
        leave_and_come_back(secretaire)
        secretaire.presser("Envoyer en relecture")
        secretaire.attendre("Envoi du document…")
        suite.set()
        secretaire.attendre("Panne du registre.")
    secretaire.presser("Envoyer en relecture")
    secretaire.attendre("Envoyé en relecture.")


@pytest.mark.parametrize(
    ("ailleurs", "attendu"), [("Reformuler", "Sélectionnez un passage"), ("Contrôler", "ne ressemble pas à un acte")]
)
def test_what_was_sent_is_known_wherever_its_answer_finds_the_panel(secretaire, relais, ailleurs, attendu):
    prepare_envoi(secretaire)
    with holding(relais, ENVOI) as suite:
        secretaire.presser("Envoyer en relecture")
        secretaire.attendre("Envoi du document…")
        secretaire.presser(ailleurs)
        secretaire.attendre(attendu)
        suite.set()
        secretaire.attendre("Envoyé en relecture.")
    secretaire.attendre("PROJET – en relecture, étape 1 sur 2")
    assert secretaire.propriete("Minutier Dossier")


def test_the_findings_go_while_the_document_is_checked_again(secretaire, relais):
    secretaire.ecrire_texte(REUNIS, TEXTE)
    secretaire.presser("Contrôler")
    secretaire.attendre_option(CONSTATS, "Erreur C41")
    with holding(relais, "/api/lint") as suite:
        secretaire.presser("Contrôler de nouveau")
        secretaire.attendre_sans(CONSTATS[:-1])
        secretaire.attendre("Contrôle du document…")
        suite.set()
        secretaire.choisir(CONSTATS, "Erreur C41")
    secretaire.presser(APPLIQUER)
    secretaire.attendre("Correction appliquée en suivi des modifications")


def test_the_findings_come_back_when_a_check_fails(secretaire, relais):
    secretaire.ecrire_texte(REUNIS, TEXTE)
    secretaire.presser("Contrôler")
    secretaire.attendre_option(CONSTATS, "Erreur C41")
    with failing(relais, "/api/lint", "Panne."):
        secretaire.presser("Contrôler de nouveau")
        secretaire.attendre("Panne.")
    secretaire.attendre_option(CONSTATS, "Erreur C41")
