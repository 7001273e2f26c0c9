"""What comes while somebody presses a button, or types after it, takes nothing away from what they asked for."""

import contextlib

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import AGENTS
from tests.e2e.volet import open_volet

REDIGER = "Rédiger le projet"


@pytest.fixture
def saisie(navigateur, service):
    """Give a form in the narrow pane, where what is left to fill stands above its button."""
    with open_volet(navigateur, service, AGENTS[0]) as volet:
        yield volet


def open_saisie(volet):
    page = volet.page
    page.get_by_label("Chercher un modèle").fill("subvention")
    page.locator(".modele").get_by_role("button").first.click()
    page.get_by_role("button", name=REDIGER).wait_for()


@contextlib.contextmanager
def pressed(page, nom):
    """Hold a button down."""
    bouton = page.get_by_role("button", name=nom)
    bouton.scroll_into_view_if_needed()
    place = bouton.bounding_box()
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.mouse.down()
    yield
    page.mouse.up()


def hold_verdicts(page):
    """Keep what the server says of the form until it is let go: give those that wait, and what lets them go."""
    attendus, libres = [], []

    def serve(route):
        reponse = route.fetch()
        if libres:
            route.fulfill(response=reponse)
        else:
            attendus.append((route, reponse))

    def let_go():
        libres.append(True)
        for route, reponse in attendus:
            route.fulfill(response=reponse)

    page.route("**/validation", serve)
    return attendus, let_go


def wait_for(page, condition):
    for _ in range(300):
        if condition():
            return
        page.wait_for_timeout(100)
    raise AssertionError("rien n’est venu en 30 s")


def see_sommaire(page):
    titre = page.locator("#sommaire-fautes").get_by_role("heading")
    expect(titre).to_be_focused()
    expect(titre).to_contain_text("champs sont à remplir ou à corriger")


def test_a_verdict_that_comes_during_a_press_does_not_move_the_button(saisie):
    page = saisie.open()
    attendus, let_go = hold_verdicts(page)
    open_saisie(saisie)
    wait_for(page, lambda: attendus)
    with pressed(page, REDIGER):
        let_go()
        page.wait_for_timeout(500)
        expect(page.locator(".reste h2")).to_have_count(0)
    see_sommaire(page)
    expect(page.locator(".reste h2")).to_be_visible()


def test_a_field_that_is_left_for_a_button_does_not_move_it(saisie):
    page = saisie.open()
    open_saisie(saisie)
    page.locator(".reste h2").wait_for()
    page.get_by_label("Chapitre", exact=True).focus()
    with pressed(page, REDIGER):
        page.wait_for_timeout(300)
        expect(page.locator("[aria-invalid=true]")).to_have_count(0)
    see_sommaire(page)


def test_who_types_after_asking_is_told_what_is_missing(saisie):
    page = saisie.open()
    attendus, let_go = hold_verdicts(page)
    open_saisie(saisie)
    page.get_by_role("button", name=REDIGER).click()
    wait_for(page, lambda: len(attendus) == 2)
    page.locator("textarea:visible").first.fill("Quelques mots")
    wait_for(page, lambda: len(attendus) == 3)
    let_go()
    see_sommaire(page)
