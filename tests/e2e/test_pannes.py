"""The server, the model or the session goes away while somebody works: nothing is lost, and it is said in French."""

import signal
import threading

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import running, seated, wait_fetched
from tests.e2e.service import MOT_DE_PASSE
from tests.ports import gone_url
from tests.redacteurs.serveurs import Serveur, held, paced

DELAI_MS = 2_000


@pytest.fixture
def service_fragile(tmp_path):
    with running(tmp_path) as service:
        yield service


@pytest.fixture
def poste_fragile(navigateur, service_fragile):
    with seated(navigateur, service_fragile) as poste:
        yield poste


def operation(page):
    return page.get_by_label("Opération", exact=True)


@pytest.mark.parametrize("fin", [signal.SIGTERM, signal.SIGKILL])
def test_a_restart_while_typing_loses_nothing(poste_fragile, fin):
    page = poste_fragile.open("nouveau/arrete_circulation_temporaire")
    operation(page).fill("les travaux du matin")
    poste_fragile.saved()
    poste_fragile.service.stop(fin)
    operation(page).fill("les travaux de l’après-midi")
    expect(page.locator("[data-etat=coupure]")).to_contain_text("le serveur ne répond pas")
    operation(page).fill("les travaux du soir")
    poste_fragile.service.start()
    poste_fragile.saved()
    page.reload()
    expect(operation(page)).to_have_value("les travaux du soir")
    expect(page.get_by_text("Une saisie non enregistrée a été retrouvée")).to_have_count(0)


def meet_saves(page, faire):
    """Do something of each save, and let what only reads through."""
    page.route(
        "**/api/brouillons/*", lambda route, requete: faire(route) if requete.method == "PUT" else route.fallback()
    )


def test_what_was_never_saved_is_offered_again_after_a_reload(poste):
    page = poste.open("nouveau/arrete_circulation_temporaire")
    operation(page).fill("les travaux du matin")
    poste.saved()
    # The network lets reading through and stops saving: it is the same to the page, and ends when we say so.
    meet_saves(page, lambda route: route.abort())
    operation(page).fill("les travaux du soir")
    expect(page.locator("[data-etat=coupure]")).to_contain_text("le serveur ne répond pas")
    page.once("dialog", lambda dialogue: dialogue.accept())
    page.reload()
    expect(page.get_by_text("Une saisie non enregistrée a été retrouvée")).to_be_visible()
    expect(operation(page)).to_have_value("les travaux du matin")
    poste.open("")
    expect(page.get_by_text("Une saisie n’a pas pu être enregistrée")).to_be_visible()
    page.get_by_role("link", name="Reprendre la saisie faite").click()
    page.get_by_role("button", name="La reprendre").click()
    expect(operation(page)).to_have_value("les travaux du soir")
    page.unroute("**/api/brouillons/*")
    poste.saved()


def test_a_save_whose_answer_was_lost_is_not_somebody_else_s_change(poste):
    page = poste.open("nouveau/arrete_circulation_temporaire")
    operation(page).fill("les travaux du matin")
    poste.saved()

    def lose(route):
        route.fetch()
        route.abort()

    def refuse(route):
        route.fulfill(status=503, json={"detail": "La base de données ne répond pas."})

    meet_saves(page, lose)
    operation(page).fill("les travaux du soir")
    expect(page.locator("[data-etat=coupure]")).to_contain_text("le serveur ne répond pas")
    # A refusal that passes says nothing of what was asked before.
    meet_saves(page, refuse)
    with page.expect_response(lambda reponse: reponse.status == 503):
        operation(page).fill("les travaux de la nuit")
    page.unroute("**/api/brouillons/*")
    poste.saved()
    page.reload()
    expect(operation(page)).to_have_value("les travaux de la nuit")


def test_a_drafting_whose_demand_was_not_answered_is_not_somebody_else_s_change(poste_sans_modele):
    page = poste_sans_modele.page
    poste_sans_modele.start_from("arrete_circulation_temporaire", "02")

    def lose(route):
        route.fetch()
        # Without a model it is written by the time that it is asked again.
        page.wait_for_timeout(DELAI_MS)
        route.abort()

    page.route("**/redaction", lose)
    page.get_by_role("button", name="Rédiger le projet").click()
    expect(page.get_by_text("La rédaction n’a pas commencé")).to_be_visible()
    page.unroute("**/redaction")
    poste_sans_modele.draft()


def test_a_session_that_ends_asks_to_sign_in_over_the_page(poste_fragile):
    page = poste_fragile.open("nouveau/arrete_circulation_temporaire")
    operation(page).fill("les travaux du matin")
    poste_fragile.saved()
    poste_fragile.contexte.clear_cookies()
    operation(page).fill("les travaux du soir")
    dialogue = page.get_by_role("dialog", name="Votre session a expiré")
    expect(dialogue).to_contain_text("Ce que vous avez saisi est gardé dans cette page")
    expect(dialogue.get_by_label("Mot de passe", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialogue).to_be_visible()
    dialogue.get_by_label("Mot de passe", exact=True).fill("faux")
    page.keyboard.press("Enter")
    expect(dialogue.get_by_role("alert")).not_to_be_empty()
    dialogue.get_by_label("Mot de passe", exact=True).fill(MOT_DE_PASSE)
    page.keyboard.press("Enter")
    expect(dialogue).to_have_count(0)
    poste_fragile.saved()
    expect(operation(page)).to_have_value("les travaux du soir")


def test_somebody_else_who_signs_in_there_receives_nothing(poste_fragile):
    page = poste_fragile.open("nouveau/arrete_circulation_temporaire")
    operation(page).fill("les travaux de Mireille")
    poste_fragile.saved()
    poste_fragile.contexte.clear_cookies()
    operation(page).fill("les travaux secrets")
    dialogue = page.get_by_role("dialog", name="Votre session a expiré")
    dialogue.get_by_label("Identifiant").fill("paul.lambert")
    dialogue.get_by_label("Mot de passe", exact=True).fill(MOT_DE_PASSE)
    page.once("dialog", lambda alerte: alerte.accept())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Cet acte n’existe pas")).to_be_visible()
    assert "secrets" not in page.evaluate("JSON.stringify({...sessionStorage}) + document.body.innerText")


@pytest.mark.parametrize("fin", [signal.SIGTERM, signal.SIGKILL])
def test_a_restart_while_drafting_is_said_and_drafting_asked_again(navigateur, tmp_path, fin):
    with (
        Serveur(paced(0.4, pas=4)) as modele,
        running(tmp_path, modele.url) as service,
        seated(navigateur, service) as poste,
    ):
        page = poste.page
        poste.start_from("arrete_circulation_temporaire", "02")
        page.get_by_role("button", name="Rédiger le projet").click()
        expect(page.get_by_text("Texte provisoire, pas encore contrôlé")).to_be_visible()
        service.stop(fin)
        modele.script = paced(0.001)
        service.start()
        expect(page.get_by_text("La rédaction s’est interrompue")).to_be_visible(timeout=40_000)
        expect(page.get_by_text("Votre saisie est enregistrée")).to_be_visible()
        page.get_by_role("button", name="Demander de nouveau la rédaction").click()
        page.locator(".texte-acte").wait_for()
        expect(page.locator(".passage")).to_contain_text("Écrit par le modèle")


def test_a_cancelled_drafting_changes_nothing(navigateur, tmp_path):
    with (
        Serveur(paced(0.4, pas=4)) as modele,
        running(tmp_path, modele.url) as service,
        seated(navigateur, service) as poste,
    ):
        page = poste.page
        poste.start_from("arrete_circulation_temporaire", "01")
        page.get_by_role("button", name="Rédiger le projet").click()
        expect(page.get_by_text("Texte provisoire, pas encore contrôlé")).to_be_visible()
        page.get_by_role("button", name="Arrêter la rédaction").click()
        expect(page.get_by_text("Vous avez arrêté la rédaction")).to_be_visible()
        expect(page.get_by_text("Ce projet n’est pas encore rédigé")).to_be_visible()


def test_a_page_that_is_loaded_again_follows_the_drafting_again(navigateur, tmp_path):
    suite = threading.Event()
    with (
        Serveur(held(suite)) as modele,
        running(tmp_path, modele.url) as service,
        seated(navigateur, service) as poste,
    ):
        page = poste.page
        poste.start_from("arrete_circulation_temporaire", "01")
        page.get_by_role("button", name="Rédiger le projet").click()
        expect(page.get_by_text("Texte provisoire, pas encore contrôlé")).to_be_visible()
        page.reload()
        expect(page.get_by_role("heading", name="Le projet s’écrit")).to_be_visible()
        suite.set()
        page.locator(".texte-acte").wait_for(timeout=60_000)


def test_a_model_that_is_away_is_said_and_the_act_is_still_drafted(navigateur, tmp_path):
    with running(tmp_path, gone_url()) as service, seated(navigateur, service) as poste:
        page = poste.page
        poste.start_from("arrete_circulation_temporaire", "01")
        expect(page.get_by_text("Le modèle ne répond pas")).to_be_visible()
        poste.draft()
        passage = page.locator(".passage")
        expect(passage).to_contain_text("Vos mots, mis en forme")
        expect(passage).to_contain_text("Pourquoi le texte du modèle n’a pas été gardé")


def test_two_windows_on_one_act_do_not_overwrite_each_other(poste):
    page = poste.open("nouveau/arrete_circulation_temporaire")
    operation(page).fill("première fenêtre")
    poste.saved()
    autre = poste.contexte.new_page()
    autre.goto(f"/{page.evaluate('location.hash')}")
    operation(autre).fill("seconde fenêtre")
    autre.locator("[data-etat=enregistre]").wait_for()
    operation(page).fill("première fenêtre encore")
    expect(page.get_by_text("Cet acte a été modifié dans une autre fenêtre")).to_be_visible()
    page.get_by_role("button", name="Garder ma saisie").click()
    poste.saved()
    autre.reload()
    expect(operation(autre)).to_have_value("première fenêtre encore")


def test_a_screen_that_does_not_come_is_said_and_asked_again(poste_fragile):
    page = poste_fragile.page
    page.route("**/js/pages/aide.js", lambda route: route.abort())
    # Fetched ahead, too: who asks again while that one is on its way would share what comes of it.
    with page.expect_event("requestfailed", lambda requete: requete.url.endswith("/pages/aide.js")):
        page.reload()
    page.get_by_role("link", name="Ce que fait le modèle").click()
    expect(page.get_by_role("heading", name="La page n’a pas pu s’ouvrir")).to_be_visible()
    expect(page.get_by_text("Le serveur ne répond pas. Rien n’est perdu")).to_be_visible()
    page.unroute_all()
    page.get_by_role("button", name="Réessayer").click()
    expect(page.get_by_role("heading", name="Ce que fait le modèle")).to_be_visible()


def test_screens_are_there_before_anybody_opens_them(poste_fragile, service_fragile):
    page = poste_fragile.page
    wait_fetched(page, "/pages/aide.js")
    service_fragile.stop()
    page.get_by_role("link", name="Ce que fait le modèle").click()
    expect(page.get_by_role("heading", name="Ce que fait le modèle")).to_be_visible()
