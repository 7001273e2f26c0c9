"""What stands around drafting: find an act, delete it, favourites, one's own account."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import seated
from tests.e2e.service import MOT_DE_PASSE


def test_an_act_that_is_deleted_is_taken_back_at_once_or_from_the_bin(poste):
    page = poste.open("nouveau/courrier_reponse")
    premier = page.locator(".formulaire input[type=text]:visible, .formulaire textarea:visible").first
    premier.fill("Effaçable")
    poste.saved()
    identifiant = poste.act()
    poste.open("")
    ligne = page.locator(".acte", has=page.locator(f"a[href*='{identifiant}']"))
    ligne.get_by_role("button", name="Supprimer").click()
    annuler = page.get_by_role("button", name="Annuler la suppression")
    expect(annuler).to_be_focused()
    expect(annuler).to_have_accessible_description(re.compile("est dans la corbeille pour 30.jours"))
    expect(ligne).to_have_count(0)
    page.keyboard.press("Enter")
    expect(ligne.get_by_role("link").first).to_be_focused()
    expect(annuler).to_have_count(0)
    ligne.get_by_role("button", name="Supprimer").click()
    # Deleted, not only asked for.
    expect(annuler).to_be_focused()
    page.get_by_role("link", name="Corbeille").click()
    jete = page.get_by_role("button", name=re.compile("^Restaurer.: Courrier de réponse"))
    jete.click()
    expect(jete).to_have_count(0)
    expect(page.locator(".bilan")).to_be_focused()
    poste.open(f"acte/{identifiant}")
    expect(premier).to_have_value("Effaçable")


def test_an_act_goes_for_good_only_once_confirmed(poste):
    page = poste.open("nouveau/note_service")
    page.get_by_label("Objet de la note", exact=True).fill("Note effaçable")
    poste.saved()
    poste.open("")
    page.locator(".acte", has_text="Note effaçable").get_by_role("button", name="Supprimer").click()
    expect(page.get_by_role("button", name="Annuler la suppression")).to_be_focused()
    poste.open("corbeille")
    ligne = page.locator(".acte", has_text="Note effaçable")
    bouton = ligne.get_by_role("button", name="Supprimer pour de bon")
    bouton.click()
    page.get_by_role("dialog").get_by_role("button", name="Annuler").click()
    expect(bouton).to_be_focused()
    bouton.click()
    page.get_by_role("dialog").get_by_role("button", name="Supprimer pour de bon").click()
    expect(ligne).to_have_count(0)


def test_templates_are_found_by_words_and_favourites_come_first(poste):
    page = poste.open("nouveau")
    page.get_by_label("Chercher un modèle").fill("deliberation subvention")
    expect(page.locator(".modele")).to_have_count(1)
    page.get_by_label("Chercher un modèle").fill("zzz")
    expect(page.get_by_text("Aucun modèle ne correspond")).to_be_visible()
    page.get_by_label("Chercher un modèle").fill("")
    favori = page.get_by_role("button", name="Favori : Délibération")
    favori.click()
    expect(favori).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator(".modele h2").first).to_contain_text("Délibération")
    favori.click()
    expect(favori).to_have_attribute("aria-pressed", "false")


def test_the_collectivite_is_shown_and_never_asked(poste):
    page = poste.open("nouveau/arrete_circulation_temporaire")
    page.get_by_text("Collectivité : Le Plessis-aux-Œuvres").click()
    expect(page.get_by_text("Mme Maëlle Kœnig-d’Aubigné")).to_be_visible()
    expect(page.get_by_label("SIREN")).to_have_count(0)


def test_nobody_sees_the_acts_of_somebody_else(navigateur, service, poste):
    poste.start_from("arrete_circulation_temporaire", "01")
    route = poste.page.evaluate("location.hash").removeprefix("#/")
    with seated(navigateur, service, "paul.lambert") as autre:
        autre.open(route)
        expect(autre.page.get_by_role("heading", name="Cet acte n’existe pas")).to_be_visible()


def test_a_password_is_changed_and_a_session_closed(navigateur, service_sans_modele):
    nouveau = "une autre phrase que personne ne devine"
    with seated(navigateur, service_sans_modele, "paul.lambert") as poste:
        page = poste.open("compte")
        page.get_by_label("Mot de passe actuel").fill(MOT_DE_PASSE)
        page.get_by_label("Nouveau mot de passe", exact=True).fill(nouveau)
        page.get_by_label("Nouveau mot de passe, une seconde fois").fill("pas pareil")
        page.get_by_role("button", name="Changer le mot de passe").click()
        expect(page.get_by_role("alert")).to_contain_text("diffèrent")
        page.get_by_label("Nouveau mot de passe, une seconde fois").fill(nouveau)
        page.get_by_role("button", name="Changer le mot de passe").click()
        expect(page.get_by_role("alert")).to_contain_text("Votre mot de passe est changé")
        page.get_by_role("button", name="Se déconnecter").click()
        page.get_by_role("heading", name="Se connecter à Minutier").wait_for()
        assert page.evaluate("sessionStorage.length") == 0
        page.get_by_label("Identifiant").fill("paul.lambert")
        page.get_by_label("Mot de passe", exact=True).fill(nouveau)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Mes actes")).to_be_visible()
