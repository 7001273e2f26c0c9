"""What comes while somebody presses a button, or types after it, takes nothing away from what they asked for."""

import contextlib

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import AGENTS
from tests.e2e.volet import open_volet
from tests.e2e.vues_word import open_saisie

REDIGER = "Rédiger le projet"


@pytest.fixture
def saisie(navigateur, service):
    """Give a form in the narrow pane, where what is left to fill stands above its button."""
    with open_volet(navigateur, service, AGENTS[0]) as volet:
        yield volet


@contextlib.contextmanager
def pressed(bouton):
    """Hold something down."""
    page = bouton.page
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
            with page.expect_response("**/validation"):
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
    open_saisie(page, "subvention")
    wait_for(page, lambda: attendus)
    with pressed(page.get_by_role("button", name=REDIGER)):
        let_go()
        page.wait_for_timeout(500)
        expect(page.locator(".reste h2")).to_have_count(0)
    see_sommaire(page)
    expect(page.locator(".reste h2")).to_be_visible()


@pytest.mark.parametrize("nom", [REDIGER, "Oui"])
def test_a_field_that_is_left_for_another_control_does_not_move_it(saisie, nom):
    page = saisie.open()
    open_saisie(page, "subvention")
    page.locator(".reste h2").wait_for()
    page.get_by_label("Chapitre", exact=True).focus()
    controle = page.get_by_role("radio", name=nom).last if nom == "Oui" else page.get_by_role("button", name=nom)
    with pressed(controle):
        page.wait_for_timeout(300)
        expect(page.locator("[aria-invalid=true]")).to_have_count(0)
    if nom == "Oui":
        expect(controle).to_be_checked()
        expect(page.get_by_label("Chapitre", exact=True)).to_have_attribute("aria-invalid", "true")
    else:
        see_sommaire(page)


def test_what_is_dragged_away_or_pressed_twice_holds_nothing_back(saisie):
    page = saisie.open()
    open_saisie(page, "subvention")
    lien = page.locator(".reste a").first
    lien.scroll_into_view_if_needed()
    page.evaluate(
        """() => {
          const lien = document.querySelector(".reste a");
          const say = (nom, options) => lien.dispatchEvent(new PointerEvent(nom, { bubbles: true, ...options }));
          say("pointerdown", { pointerType: "touch", pointerId: 1 });
          say("pointerdown", { pointerType: "touch", pointerId: 2 });
          say("pointerup", { pointerType: "touch", pointerId: 1 });
          say("pointerup", { pointerType: "touch", pointerId: 2 });
          say("pointerdown", { pointerType: "mouse", pointerId: 3 });
          lien.dispatchEvent(new DragEvent("dragstart", { bubbles: true }));
        }"""
    )
    page.get_by_label("Chapitre", exact=True).fill("65")
    expect(page.get_by_role("complementary").get_by_role("link", name="Budget, Chapitre")).to_have_count(0)
    page.get_by_role("button", name=REDIGER).focus()
    page.keyboard.press("Enter")
    see_sommaire(page)


@pytest.mark.parametrize("suivant", ["vient", "manque"])
def test_who_types_after_asking_is_told_what_is_missing(saisie, suivant):
    page = saisie.open()
    attendus, let_go = hold_verdicts(page)
    open_saisie(page, "subvention")
    page.get_by_role("button", name=REDIGER).click()
    wait_for(page, lambda: len(attendus) == 2)
    if suivant == "manque":
        page.route("**/validation", lambda route: route.abort())
    page.locator("textarea:visible").first.fill("Quelques mots")
    if suivant == "vient":
        wait_for(page, lambda: len(attendus) == 3)
    else:
        page.wait_for_timeout(2000)
    let_go()
    see_sommaire(page)
