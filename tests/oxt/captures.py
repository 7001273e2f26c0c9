"""Photograph each state of the panel of Writer, for people to look at: python -m tests.oxt.captures FOLDER.

Needs a screen that nobody sees: xvfb, openbox, scrot, dbus, libreoffice-gtk3, libreoffice-l10n-fr (Debian's names).
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.conftest import AGENTS, running
from tests.e2e.service import ELU, MOT_DE_PASSE, RELECTRICE, ServiceReel
from tests.oxt import test_histoire as histoire
from tests.oxt.poste import Poste
from tests.oxt.relais import relaying
from tests.oxt.test_reformuler import CHEMIN, COURTE, LONGUE, reword
from tests.redacteurs.serveurs import Serveur, paced

# Width and height of the screen, and what LibreOffice is started with.
APPARENCES = {
    "guide": ((1366, 768), {}),
    "zoom200": ((2000, 1400), {"GDK_SCALE": "2"}),
    "contraste": ((1366, 768), {"GTK_THEME": "HighContrastInverse"}),
}
# The user interface in French, and no window that greets or gives advice.
PROFIL = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Linguistic/General"><prop oor:name="UILocale" oor:op="fuse"><value>fr</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooLocale" oor:op="fuse"><value>fr</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>7.4</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="LastTimeDonateShown" oor:op="fuse"><value>4000000000</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="LastTimeGetInvolvedShown" oor:op="fuse"><value>4000000000</value></prop></item>
</oor:items>
"""


class PosteVisible(Poste):
    """A post whose windows are drawn."""

    def __init__(self, dossier: Path, serveur: str, affichage: str, ajouts: dict[str, str]) -> None:
        super().__init__(dossier, serveur)
        self.affichage, self.ajouts = affichage, ajouts
        profil = dossier / "profil/user"
        profil.mkdir(parents=True)
        (profil / "registrymodifications.xcu").write_text(PROFIL, encoding="utf-8")

    @property
    def ecran(self) -> list[str]:
        return []

    @property
    def environnement(self) -> dict[str, str]:
        dessine = {"DISPLAY": self.affichage, "SAL_USE_VCLPLUGIN": "gtk3", "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"}
        return super().environnement | dessine | self.ajouts

    def photograph(self, fichier: Path) -> None:
        self.devant()
        # What is drawn comes a moment after what is said.
        time.sleep(1.5)
        subprocess.run(["scrot", "-o", str(fichier)], env=self.environnement, check=True)


@contextmanager
def screen(taille: tuple[int, int], numero: int) -> Iterator[str]:
    """Give a screen of this size, and what places windows on it."""
    affichage = f":{numero}"
    largeur, hauteur = taille
    lances = [subprocess.Popen(["Xvfb", affichage, "-screen", "0", f"{largeur}x{hauteur}x24", "-nolisten", "tcp"])]
    try:
        time.sleep(1)
        lances.append(subprocess.Popen(["openbox"], env=os.environ | {"DISPLAY": affichage}))
        yield affichage
    finally:
        for processus in reversed(lances):
            processus.send_signal(signal.SIGTERM)
            processus.wait(30)


def tell_draft(poste: PosteVisible, photograph: Callable[[str], None]) -> str:
    """Sign in, fill, draft; give the title of the act."""
    poste.ouvrir()
    poste.agrandir()
    poste.ouvrir_panneau()
    photograph("01-connexion")
    poste.ecrire("Identifiant", AGENTS[0])
    poste.presser("Se connecter")
    poste.attendre("Écrivez votre identifiant")
    photograph("02-connexion-refusee")
    poste.sign_in(AGENTS[0], MOT_DE_PASSE)
    poste.choisir("Modèles d’actes", histoire.MODELE)
    poste.attendre_bouton("Commencer la saisie")
    photograph("03-modeles")
    poste.choisir("Partir de", "Exemple 02")
    poste.presser("Commencer la saisie")
    poste.attendre("Page 1 sur")
    photograph("04-saisie")
    tell_group(poste, photograph)
    poste.attendre("Texte provisoire")
    photograph("07-redaction")
    poste.attendre("Le projet est rédigé")
    photograph("08-projet")
    return histoire.open_draft(poste)


def tell_group(poste: PosteVisible, photograph: Callable[[str], None]) -> None:
    """Add an item to a group, and forget something in it."""
    for page in (2, 3):
        poste.presser("Suivant")
        poste.attendre(f"Page {page} sur")
    photograph("05-groupe")
    poste.presser("Ajouter")
    poste.ecrire("Voie", "chemin des Écoliers")
    poste.choisir("Circulation", "Interdite")
    poste.presser("Revenir à la liste")
    poste.attendre_bouton("Monter")
    poste.presser("Rédiger le projet")
    poste.attendre("À corriger : à remplir")
    photograph("06-faute")
    poste.choisir("Stationnement", "Stationnement interdit")
    poste.presser("Revenir à la liste")
    poste.presser("Rédiger le projet")


def tell_review(poste: PosteVisible, photograph: Callable[[str], None], titre: str) -> None:
    """Check, send, have it sent back, and send it again."""
    poste.agrandir()
    histoire.break_and_check(poste)
    photograph("09-constats")
    poste.presser("Relecture")
    poste.attendre_bouton("Envoyer en relecture")
    photograph("10-envoi")
    poste.presser("Envoyer en relecture")
    poste.attendre("PROJET – en relecture, étape 1 sur 2 : relecture juridique")
    photograph("11-envoye")
    histoire.switch(poste, RELECTRICE)
    histoire.review(poste)
    poste.agrandir()
    poste.choisir_rang("Passages du modèle…", 0)
    photograph("12-examen")
    poste.presser("Décider…")
    poste.attendre("Votre décision")
    photograph("13-decision")
    poste.ecrire("Motif du renvoi", histoire.MOTIF)
    poste.presser("Renvoyer avec ce motif")
    poste.attendre("Acte renvoyé")
    poste.fermer()
    poste.prendre_document(titre)
    histoire.switch(poste, AGENTS[0])
    poste.presser("Relecture")
    poste.attendre("PROJET – renvoyé pour correction")
    poste.choisir_rang("Remarques…", 0)
    poste.presser("Poser les remarques en marge")
    poste.attendre("en marge")
    photograph("14-renvoi")
    poste.remplacer(histoire.FAUX, histoire.FIN)
    poste.presser("Envoyer la version corrigée")
    poste.attendre("PROJET – en relecture, étape 1 sur 2")


def tell_visa(poste: PosteVisible, photograph: Callable[[str], None], titre: str) -> None:
    """Sign off, open what is final, change it."""
    for identifiant, suite in ((RELECTRICE, "étape 2 sur 2"), (ELU, "PROJET – validé")):
        poste.prendre_document(titre)
        histoire.switch(poste, identifiant)
        histoire.review(poste)
        histoire.approve(poste)
        poste.attendre(suite)
    poste.agrandir()
    poste.presser("Ouvrir le fichier final")
    poste.prendre_document("arrete_")
    poste.agrandir()
    poste.attendre("VALIDÉ – le visa est valide")
    photograph("15-valide")
    poste.remplacer(histoire.FIN, histoire.APRES)
    poste.presser("Vérifier de nouveau")
    poste.attendre("MODIFIÉ DEPUIS LE VISA")
    photograph("16-modifie")


def tell_rewording(poste: PosteVisible, photograph: Callable[[str], None]) -> None:
    """Reword a sentence of a letter."""
    poste.ouvrir()
    poste.agrandir()
    poste.ouvrir_panneau()
    poste.ecrire_texte("Madame, Monsieur,", LONGUE, "Je vous remercie de votre présence.")
    poste.presser("Reformuler")
    poste.attendre("Sélectionnez un passage")
    poste.selectionner(LONGUE)
    photograph("20-reformuler")
    poste.presser("Plus court")
    poste.attendre(f"Après : {COURTE}")
    photograph("21-avant-apres")
    poste.presser("Appliquer en suivi des modifications")
    poste.attendre("Appliqué")
    photograph("22-applique")
    poste.fermer()


def tell_all(poste: PosteVisible, photograph: Callable[[str], None]) -> None:
    """Go through the states of the panel."""
    titre = tell_draft(poste, photograph)
    tell_rewording(poste, photograph)
    poste.prendre_document(titre)
    tell_review(poste, photograph, titre)
    tell_visa(poste, photograph, titre)


def photograph_all(service: ServiceReel, sortie: Path, nom: str, numero: int) -> None:
    """Photograph one appearance."""
    taille, ajouts = APPARENCES[nom]
    sortie.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as dossier,
        relaying(service.url) as relais,
        screen(taille, numero) as affichage,
    ):
        relais.reponses[CHEMIN] = lambda appel: reword(appel, {LONGUE: COURTE})
        with PosteVisible(Path(dossier), relais.url, affichage, ajouts).running() as poste:
            tell_all(poste, lambda etat: poste.photograph(sortie / f"{etat}.png"))


def main() -> None:
    """Run a service, and take the pictures."""
    with (
        tempfile.TemporaryDirectory() as dossier,
        Serveur(paced(0.15, pas=24)) as modele,
        running(Path(dossier), modele.url, relecture=True) as service,
    ):
        for numero, nom in enumerate(sys.argv[2:] or APPARENCES, 90):
            photograph_all(service, Path(sys.argv[1]) / nom, nom, numero)


if __name__ == "__main__":
    main()
