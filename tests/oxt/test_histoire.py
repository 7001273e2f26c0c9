"""The whole story of an act in Writer: a real LibreOffice, the real panel, a real server, and three people."""

import pytest

from tests.e2e.conftest import AGENTS
from tests.e2e.service import ELU, MOT_DE_PASSE, RELECTRICE

pytestmark = pytest.mark.libreoffice

MODELE = "Arrêté temporaire de circulation"
VOIES = "Voies et mesures"
REMARQUE = "La date de fin n’existe pas."
# Between the day and the month, the act has a space that does not break.
FIN, FAUX = "20\u00a0décembre 2026", "31\u00a0novembre 2026"
APRES = "21\u00a0décembre 2026"
CORRECTION = "Correction demandée pour ce passage"
DIT, VOULU = "prévoit la venue de", "attend"
MOTIF = "Corrigez la date de fin de la mesure."


def fill(poste) -> None:
    """Fill the hard example, and one road more, typed by hand."""
    poste.choisir("Modèles d’actes", MODELE)
    poste.choisir("Partir de", "Exemple 02")
    poste.presser("Commencer la saisie")
    poste.attendre("Page 1 sur")
    for page in (2, 3):
        poste.presser("Suivant")
        poste.attendre(f"Page {page} sur")
    assert len(poste.options(VOIES)) == 5
    poste.presser("Ajouter")
    poste.ecrire("Voie", "chemin des Écoliers")
    poste.choisir("Circulation", "Interdite")
    poste.presser("Revenir à la liste")
    poste.attendre_bouton("Monter")
    poste.presser("Monter")
    poste.attendre_option(VOIES, "5. chemin des Écoliers")


def draft(poste) -> None:
    """Draft; what was forgotten is told beside its field, on the page where it is."""
    poste.presser("Rédiger le projet")
    poste.attendre("1 point à corriger")
    poste.attendre("Voies et mesures – 5. chemin des Écoliers")
    poste.attendre("À corriger : à remplir")
    poste.choisir("Stationnement", "Stationnement interdit")
    poste.presser("Revenir à la liste")
    poste.presser("Rédiger le projet")
    poste.attendre("Le projet est rédigé")


def switch(poste, identifiant: str) -> None:
    """Give the post to somebody else."""
    poste.presser("Visa")
    poste.presser("Se déconnecter de ce poste")
    poste.sign_in(identifiant, MOT_DE_PASSE)


def review(poste) -> None:
    """Open the act that waits, from an empty document; judge what the model wrote in it."""
    poste.ouvrir()
    poste.ouvrir_panneau()
    poste.presser("Relecture")
    poste.attendre("À relire (1)")
    poste.presser("Ouvrir pour relire")
    poste.prendre_nouveau()
    poste.attendre("Vous relisez la version")
    for rang in range(len(poste.options("Passages du modèle…"))):
        poste.choisir_rang("Passages du modèle…", rang)
        poste.presser("Accepter")
        poste.attendre("Décision enregistrée")
        poste.attendre_option_rang("Passages du modèle…", rang, "accepté")


def approve(poste) -> None:
    poste.presser("Décider…")
    for controle in ("Exactitude…", "Plausibilité…", "Sources…"):
        poste.cocher(controle)
    poste.presser("Viser")


def insert_and_take_back(poste) -> None:
    """Insert the passages here: one undo step takes them all out."""
    avant = poste.texte()
    poste.presser("Insérer les passages ici")
    poste.attendre("insérés")
    assert "Considérant" in poste.texte()
    poste.annuler()
    assert poste.texte() == avant


def open_draft(poste) -> str:
    """Open the act as a new document, whole; give its title."""
    poste.presser("Ouvrir le projet")
    titre = poste.prendre_document("PROJET-")
    poste.attendre("PROJET – personne ne l’a encore relu")
    assert poste.contient("chemin des Écoliers")
    assert poste.propriete("Minutier Modele") == "arrete_circulation_temporaire"
    assert not poste.modifie()
    return titre


def break_and_check(poste) -> None:
    """Edit by hand; the document is checked as it is now, and the finding selects its place."""
    poste.attendre("Aucun constat")
    assert poste.remplacer(FIN, FAUX)
    poste.presser_jusqua("Contrôler de nouveau", "Constats…", "Erreur C41")
    poste.choisir("Constats…", "Erreur C41")
    assert FAUX in poste.attendre_selection(FAUX)
    poste.attendre("Source : ")


def send_back(poste) -> None:
    """Send the act back, with a remark at its place and other words for a passage."""
    review(poste)
    poste.placer(FAUX)
    poste.ecrire("Remarque sur le paragraphe du curseur", REMARQUE)
    poste.presser("Ajouter la remarque")
    poste.attendre("Remarque ajoutée sur ce paragraphe")
    poste.choisir_rang("Passages du modèle…", 0)
    passage = poste.attendre_zone(CORRECTION, DIT)
    poste.ecrire_zone(CORRECTION, passage.replace(DIT, VOULU))
    poste.presser("Demander cette correction")
    poste.attendre_option_rang("Passages du modèle…", 0, "à corriger")
    poste.presser("Décider…")
    poste.ecrire("Motif du renvoi", MOTIF)
    poste.presser("Renvoyer avec ce motif")
    poste.attendre("Acte renvoyé")
    poste.fermer()


def correct(poste) -> None:
    """Find the remarks in the margin, correct, take the words that were asked for, and send again."""
    poste.presser("Relecture")
    poste.attendre("PROJET – renvoyé pour correction")
    poste.presser("Poser les remarques en marge")
    poste.attendre("posées en marge")
    notes = poste.annotations()
    textes = {texte for _, texte, _ in notes if not texte.startswith("Correction demandée : ")}
    assert (textes, len(notes)) == ({REMARQUE, MOTIF}, 3)
    assert [FAUX in lieu for _, texte, lieu in notes if texte == REMARQUE] == [True]
    assert poste.remplacer(FAUX, FIN)
    poste.choisir("Remarques…", "Jeanne Martin : Correction demandée")
    poste.presser("Appliquer la correction")
    poste.attendre("Correction appliquée en suivi des modifications")
    assert ["Insert", f"{VOULU} "] in poste.suivies()
    poste.tout_accepter()
    poste.presser("Envoyer la version corrigée")
    poste.attendre("PROJET – en relecture, étape 1 sur 2")
    # They are no part of the act: they do not go with it.
    assert poste.annotations() == []


def verify(poste) -> None:
    """The sealed file verifies, until somebody changes it."""
    poste.presser("Ouvrir le fichier final")
    poste.prendre_document("arrete_")
    poste.attendre("VALIDÉ – le visa est valide")
    assert poste.remplacer(FIN, APRES)
    poste.attendre("MODIFIÉ DEPUIS LA VÉRIFICATION")
    poste.presser("Vérifier de nouveau")
    poste.attendre("MODIFIÉ DEPUIS LE VISA")
    poste.attendre(APRES)


def test_an_act_from_the_form_to_its_visa(bureau):
    poste = bureau
    poste.sign_in(AGENTS[0], MOT_DE_PASSE)
    fill(poste)
    draft(poste)
    assert "à relire par une personne" in poste.attendre("écrit")
    insert_and_take_back(poste)
    titre = open_draft(poste)
    break_and_check(poste)
    poste.presser("Relecture")
    poste.presser("Envoyer en relecture")
    poste.attendre("PROJET – en relecture, étape 1 sur 2 : relecture juridique")
    switch(poste, RELECTRICE)
    send_back(poste)
    poste.prendre_document(titre)
    switch(poste, AGENTS[0])
    correct(poste)
    for identifiant, suite in ((RELECTRICE, "étape 2 sur 2"), (ELU, "PROJET – validé")):
        poste.prendre_document(titre)
        switch(poste, identifiant)
        review(poste)
        approve(poste)
        poste.attendre(suite)
    verify(poste)
