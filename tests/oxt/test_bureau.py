"""What goes wrong on a post, in a real LibreOffice: each is told, and nothing is lost."""

import pytest

from tests.e2e.conftest import AGENTS
from tests.e2e.service import MOT_DE_PASSE
from tests.redacteurs.serveurs import paced

pytestmark = pytest.mark.libreoffice


def begin_note(poste) -> None:
    poste.choisir("Modèles d’actes", "Note de service")
    poste.choisir("Partir de", "Exemple 01")
    poste.presser("Commencer la saisie")
    poste.attendre("Page 1 sur")


def test_who_cannot_sign_in_is_told_why(bureau):
    bureau.ecrire("Identifiant", AGENTS[0])
    bureau.presser("Se connecter")
    bureau.attendre("Écrivez votre identifiant et votre mot de passe.")
    bureau.ecrire("Mot de passe", "ce n’est pas lui")
    bureau.presser("Se connecter")
    bureau.attendre("Identifiant ou mot de passe incorrect")
    assert ["secret", "Mot de passe"] in bureau.controles()
    assert bureau.lire("Identifiant") == AGENTS[0]


def test_each_control_has_a_name_and_each_command_its_screen(secretaire):
    for commande, attendu in (
        ("rediger", "Modèles d’actes"),
        ("controler", "Contrôler de nouveau"),
        ("relecture", "Envoyer en relecture"),
        ("verifier", "Vérifier de nouveau"),
    ):
        secretaire.commander(commande)
        secretaire.attendre_controles_nommes(attendu)


VIDE = "Le document est vide : il n’y a rien à contrôler."


def test_a_document_that_is_no_act_or_empty_is_checked_all_the_same(secretaire):
    secretaire.presser("Contrôler")
    secretaire.attendre(VIDE)
    secretaire.ecrire_texte("Liste des courses : trois pommes.")
    secretaire.presser("Contrôler de nouveau")
    secretaire.attendre("ne ressemble pas à un acte")
    secretaire.presser("Visa")
    secretaire.attendre("Document sans visa")
    secretaire.attendre("Ce document ne porte aucun visa.")


def test_two_documents_each_have_their_own_panel(secretaire):
    begin_note(secretaire)
    secretaire.presser("Suivant")
    secretaire.attendre("Page 2 sur")
    premier = secretaire.garder()
    secretaire.ouvrir()
    secretaire.ouvrir_panneau()
    secretaire.attendre_controle("Modèles d’actes")
    secretaire.presser("Contrôler")
    secretaire.attendre(VIDE)
    secretaire.fermer()
    secretaire.reprendre(premier)
    secretaire.attendre("Page 2 sur")


def test_a_server_that_stops_is_told_and_what_was_typed_stays(secretaire, mairie):
    begin_note(secretaire)
    mairie.stop()
    try:
        secretaire.presser("Suivant")
        secretaire.attendre("Page 2 sur")
        secretaire.presser("Rédiger le projet")
        secretaire.attendre("Le serveur ne répond pas. Rien n’est perdu")
        secretaire.presser("Contrôler")
        secretaire.attendre("Le serveur ne répond pas")
    finally:
        mairie.start()
    secretaire.presser("Contrôler de nouveau")
    secretaire.attendre(VIDE)


def test_a_token_that_was_revoked_leads_to_signing_in_and_back(secretaire, mairie):
    begin_note(secretaire)
    secretaire.presser("Suivant")
    secretaire.attendre("Page 2 sur")
    mairie.run("compte", "mot-de-passe", AGENTS[0], "--mot-de-passe-stdin", entree=MOT_DE_PASSE)
    secretaire.presser("Rédiger le projet")
    secretaire.attendre("Votre connexion a expiré")
    secretaire.ecrire("Identifiant", AGENTS[0])
    secretaire.ecrire("Mot de passe", MOT_DE_PASSE)
    secretaire.presser("Se connecter")
    secretaire.attendre("Page 2 sur")
    secretaire.presser("Rédiger le projet")
    secretaire.attendre("Le projet est rédigé")


def test_the_document_takes_keys_while_the_model_writes_and_the_draft_can_be_given_up(
    secretaire, modele_rejoue, monkeypatch
):
    # A letter each half second: it would take minutes, and is given up long before.
    monkeypatch.setattr(modele_rejoue, "script", paced(0.5, pas=1))
    begin_note(secretaire)
    secretaire.presser("Rédiger le projet")
    secretaire.attendre("Rédaction des passages : 0 sur 3")
    secretaire.attendre("Texte provisoire, pas encore contrôlé : ")
    secretaire.taper("Bonjour")
    secretaire.attendre_dans_le_document("Bonjour")
    # Three passages are written at once: the words of one are shown.
    secretaire.attendre("Texte provisoire, pas encore contrôlé : De fortes")
    secretaire.presser("Annuler la rédaction")
    secretaire.attendre("Rédaction annulée : votre saisie est intacte.")
    assert modele_rejoue.partis.wait(60)


def test_an_act_is_drafted_without_the_model_when_somebody_wants_it(secretaire):
    begin_note(secretaire)
    secretaire.presser("Rédiger sans le modèle")
    secretaire.attendre("Le projet est rédigé")
    secretaire.attendre("Aucun passage n’a été écrit par le modèle de langage")
