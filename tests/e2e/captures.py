"""Photograph each step of the page, for people to look at: python -m tests.e2e.captures FOLDER."""

import sys
import tempfile
from pathlib import Path

from tests.e2e.conftest import Poste, running, seated
from tests.e2e.service import ADMINISTRATRICE, RELECTRICE
from tests.e2e.test_verification import ask, change_montant, seal_acte
from tests.redacteurs.serveurs import Serveur, paced
from tests.web.navigateur import open_contexte, open_navigateur

TAILLES = {
    "1280": {"viewport": {"width": 1280, "height": 860}},
    "320": {"viewport": {"width": 320, "height": 740}},
    "zoom200": {"viewport": {"width": 640, "height": 430}, "device_scale_factor": 2},
    "sombre": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "dark"},
}


class Album:
    def __init__(self, dossier: Path, taille: str, poste: Poste) -> None:
        self.dossier = dossier
        self.taille = taille
        self.poste = poste
        self.rang = 0

    def shoot(self, nom: str) -> None:
        self.rang += 1
        # Sticky bars and smooth scrolls come to rest.
        self.poste.page.wait_for_timeout(400)
        self.poste.page.screenshot(path=self.dossier / f"{self.taille}-{self.rang:02}-{nom}.png")


def walk(album: Album) -> None:
    """Go through an act, from the empty desk to the next year's act."""
    poste, page = album.poste, album.poste.page
    album.shoot("actes-vides")
    poste.open("nouveau")
    page.locator(".modele").first.wait_for()
    album.shoot("modeles")
    poste.open("nouveau/deliberation_subvention")
    page.locator(".reste h2").wait_for()
    page.get_by_role("button", name="Rédiger le projet").click()
    page.locator("#sommaire-fautes").wait_for()
    album.shoot("fautes")
    identifiant = poste.start_from("deliberation_subvention", "03")
    album.shoot("saisie")
    page.get_by_label("Nom de l’association").first.scroll_into_view_if_needed()
    page.get_by_label("SIRET").nth(1).fill("98000023600012")
    page.get_by_text("clé de contrôle").first.wait_for()
    page.get_by_label("SIRET").nth(1).evaluate("(champ) => champ.scrollIntoView({ block: 'center' })")
    album.shoot("saisie-faute")
    page.get_by_label("SIRET").nth(1).fill("98000023600011")
    page.get_by_text("Tout est rempli").wait_for()
    poste.saved()
    page.get_by_role("button", name="Rédiger le projet").click()
    page.get_by_text("Texte provisoire").first.wait_for()
    album.shoot("redaction")
    page.locator(".texte-acte").wait_for()
    page.get_by_role("button", name="Modifier").last.click()
    page.get_by_label("Paragraphe 1").fill("Considérant que, comme chacun le sait, les clubs sont utiles ;")
    album.shoot("correction")
    page.get_by_role("button", name="Enregistrer ce passage").click()
    page.locator(".passage", has_text="retouché par vous").wait_for()
    page.evaluate("scrollTo(0, 0)")
    album.shoot("texte")
    if page.get_by_role("button", name="Voir dans le texte").count():
        page.get_by_role("button", name="Voir dans le texte").first.click()
        album.shoot("constat")
    page.get_by_role("table").scroll_into_view_if_needed()
    album.shoot("tableau")
    walk_back(album, identifiant)


def walk_back(album: Album, identifiant: str) -> None:
    """Come back to an act that is drafted: its files, next year's, the rest of the desk."""
    poste, page = album.poste, album.poste.page
    poste.open(f"acte/{identifiant}/apercu")
    page.frame_locator("iframe").get_by_text("RÉPUBLIQUE FRANÇAISE").wait_for()
    album.shoot("apercu")
    poste.open("")
    page.locator(".acte").first.wait_for()
    album.shoot("actes")
    page.locator(".acte").last.get_by_role("button", name="Supprimer").click()
    page.get_by_role("button", name="Annuler la suppression").wait_for()
    album.shoot("supprime")
    page.get_by_role("link", name="Corbeille").click()
    page.get_by_role("button", name="Restaurer").first.wait_for()
    album.shoot("corbeille")
    page.get_by_role("button", name="Restaurer").first.click()
    page.get_by_text("La corbeille est vide").wait_for()
    poste.open(f"acte/{identifiant}/reprise")
    page.get_by_label("Nouvelle date").fill("13/12/2027")
    album.shoot("reprise")
    page.get_by_role("button", name="Créer le nouvel acte").click()
    page.get_by_role("region", name="Dates décalées").wait_for()
    album.shoot("dates")
    for route, nom in (("compte", "compte"), ("aide", "aide")):
        poste.open(route)
        page.locator("main h1").wait_for()
        album.shoot(nom)
    poste.open(f"acte/{identifiant}")
    poste.saved()
    poste.contexte.clear_cookies()
    page.get_by_label("Heure", exact=True).fill("19 h")
    page.get_by_role("dialog").wait_for()
    album.shoot("session")


def walk_review(auteur: Album, relecture: Album) -> None:
    """Send an act, review it, send it back: both sides of the desk."""
    page, lue = auteur.poste.page, relecture.poste.page
    auteur.poste.start_from("deliberation_subvention", "03")
    auteur.poste.draft()
    page.get_by_role("link", name="Envoyer en relecture").click()
    page.get_by_role("heading", name="Qui va relire").wait_for()
    auteur.shoot("envoi")
    page.get_by_role("button", name="Envoyer en relecture").click()
    page.locator(".etat-dossier").wait_for()
    auteur.shoot("dossier-envoye")
    relecture.poste.open("a-relire")
    lue.locator(".acte").first.get_by_role("link", name="Relire").click()
    lue.locator(".jugement").first.wait_for()
    relecture.shoot("relecture")
    lue.locator(".jugement").first.get_by_role("button", name="Accepter").click()
    relecture.shoot("passage-juge")
    lue.get_by_label("Exactitude").check()
    lue.get_by_label("Motif du renvoi").fill("Préciser dans le tableau l’objet de la subvention du Cœur d’à côté.")
    lue.locator(".decision").scroll_into_view_if_needed()
    relecture.shoot("decision")
    lue.get_by_role("button", name="Renvoyer avec ce motif").click()
    lue.get_by_role("heading", name="Renvoyé pour correction").wait_for()
    page.reload()
    page.get_by_text("Cet acte vous est renvoyé").wait_for()
    auteur.shoot("renvoye")
    auteur.poste.open("dossiers")
    page.locator(".acte").first.wait_for()
    auteur.shoot("dossiers")


def walk_verification(album: Album) -> None:
    """Verify a file that says what was approved, then one whose amount was changed."""
    scelle = seal_acte(album.poste.service)
    album.poste.open("verification").get_by_role("button", name="Vérifier", exact=True).wait_for()
    album.shoot("verification")
    ask(album.poste, scelle.fichier)
    album.shoot("valide")
    page = ask(album.poste, change_montant(scelle.fichier), scelle.sidecar)
    page.get_by_role("heading", name="Réponse").evaluate("(titre) => titre.scrollIntoView({ block: 'start' })")
    album.shoot("altere")


def walk_circuits(relecture: Album, administration: Album) -> None:
    """Hand a step over, plan an absence, change a circuit."""
    page = relecture.poste.open("absences")
    page.get_by_role("button", name="Enregistrer l’absence").click()
    relecture.shoot("absence-fautes")
    page.get_by_label("Nadia Roux").check()
    page.get_by_role("radio", name="direction").check()
    for champ in ("Premier jour", "Dernier jour, compris"):
        page.get_by_label(champ, exact=True).fill("31/12/2199")
    page.get_by_role("button", name="Enregistrer l’absence").click()
    page.locator(".acte").wait_for()
    relecture.shoot("absence")
    page = administration.poste.open("compte")
    page.get_by_role("link", name="Circuits de relecture").wait_for()
    administration.shoot("compte")
    page = administration.poste.open("circuits")
    page.locator(".modele").last.get_by_role("button", name="Changer").click()
    administration.shoot("circuit")
    page.get_by_label("Première étape").select_option("referent_ethique")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Annuler ce changement").wait_for()
    administration.shoot("circuit-change")


def main(dossier: Path) -> None:
    dossier.mkdir(parents=True, exist_ok=True)
    with open_navigateur() as navigateur, Serveur(paced(0.08, pas=12)) as modele:
        for taille, options in TAILLES.items():
            with (
                tempfile.TemporaryDirectory() as donnees,
                running(Path(donnees), modele.url, relecture=True) as service,
            ):
                service.make_compte(ADMINISTRATRICE, "administrateur")
                with open_contexte(navigateur, service.url, **options) as contexte:
                    page = contexte.new_page()
                    page.goto("/")
                    page.get_by_label("Identifiant").wait_for()
                    page.screenshot(path=dossier / f"{taille}-00-connexion.png")
                with seated(navigateur, service, **options) as poste:
                    walk(Album(dossier, taille, poste))
                with (
                    seated(navigateur, service, **options) as auteur,
                    seated(navigateur, service, RELECTRICE, **options) as relectrice,
                    seated(navigateur, service, ADMINISTRATRICE, **options) as administratrice,
                ):
                    relecture = Album(dossier, f"{taille}-relecture", relectrice)
                    walk_review(Album(dossier, f"{taille}-envoi", auteur), relecture)
                    walk_verification(Album(dossier, f"{taille}-verification", auteur))
                    walk_circuits(relecture, Album(dossier, f"{taille}-administration", administratrice))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
