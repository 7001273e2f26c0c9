"""Each screen: no violation that axe knows, nothing off the side at 320 px and 200 %, landmarks, focus, titles."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import seated
from tests.web.navigateur import AXE, open_contexte

ECRANS = [
    "actes",
    "supprime",
    "corbeille",
    "modeles",
    "saisie",
    "fautes",
    "suivi",
    "texte",
    "edition",
    "apercu",
    "reprise",
    "dates",
    "compte",
    "aide",
    "session",
]
# 200 % of 1280 px, and the width that WCAG 1.4.10 asks for.
LARGEURS = {"1280": (1280, 800), "200 %": (640, 400), "320": (320, 640)}


def check_axe(page):
    assert AXE.exists(), "axe-core manque : npm ci --prefix tests/e2e (make test le fait)"
    page.evaluate(AXE.read_text(encoding="utf-8"))
    resultat = page.evaluate("axe.run(document, { resultTypes: ['violations'], iframes: false })")
    fautes = [(v["id"], v["help"], [n["html"][:160] for n in v["nodes"]][:3]) for v in resultat["violations"]]
    assert fautes == []


def check_reflow(page):
    deborde = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert deborde <= 0


def check_structure(page):
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    assert page.evaluate("document.querySelectorAll('main').length") == 1
    assert page.title().endswith("Minutier")
    niveaux = page.evaluate(
        "[...document.querySelectorAll('main :is(h1,h2,h3)')].filter((t) => t.checkVisibility()).map((t) => Number(t.tagName[1]))"
    )
    assert all(b - a <= 1 for a, b in pairwise(niveaux))


def go_to(poste, ecran, identifiant):
    """Bring a screen up; `identifiant` is an act that is drafted."""
    page = poste.page
    if ecran in {"saisie", "fautes"}:
        poste.open("nouveau/deliberation_subvention")
        page.locator(".reste h2").wait_for()
        if ecran == "fautes":
            page.get_by_role("button", name="Rédiger le projet").click()
            page.locator("#sommaire-fautes").wait_for()
    elif ecran == "suivi":
        poste.open(f"acte/{identifiant}/texte")
        page.get_by_role("button", name="Redemander au modèle").first.click()
        page.get_by_role("heading", name="Le projet s’écrit").wait_for()
    elif ecran == "session":
        poste.open("aide")
        page.get_by_role("heading", name="Ce que fait le modèle").wait_for()
        poste.contexte.clear_cookies()
        page.get_by_role("link", name="Mes actes").click()
        page.get_by_role("dialog").wait_for()
        return
    elif ecran in {"supprime", "corbeille"}:
        poste.open("nouveau/note_service")
        page.get_by_label("Objet de la note", exact=True).fill("Note à jeter")
        poste.saved()
        poste.open("")
        page.locator(".acte", has_text="Note à jeter").first.get_by_role("button", name="Supprimer").click()
        page.get_by_role("button", name="Annuler la suppression").wait_for()
        if ecran == "corbeille":
            page.get_by_role("link", name="Corbeille").click()
            page.get_by_role("button", name="Supprimer pour de bon").first.wait_for()
    elif ecran == "dates":
        poste.open(f"acte/{identifiant}/reprise")
        page.get_by_label("Nouvelle date").fill("10/12/2027")
        page.get_by_role("button", name="Créer le nouvel acte").click()
        page.get_by_role("region", name="Dates décalées").wait_for()
    else:
        routes = {"actes": "", "modeles": "nouveau", "texte": f"acte/{identifiant}/texte", "edition": f"acte/{identifiant}/texte",
                  "apercu": f"acte/{identifiant}/apercu", "reprise": f"acte/{identifiant}/reprise", "compte": "compte", "aide": "aide"}  # fmt: skip
        poste.open(routes[ecran])
        attendus = {
            "actes": ".acte",
            "modeles": ".modele",
            "texte": ".texte-acte",
            "edition": ".texte-acte",
            "apercu": "iframe",
            "reprise": "#nouvelle",
            "compte": "#ancien",
            "aide": ".prose",
        }
        page.locator(attendus[ecran]).first.wait_for()
        if ecran == "edition":
            page.get_by_role("button", name="Modifier").first.click()
    expect(page.locator("main")).not_to_have_attribute("aria-busy", "true")


@pytest.fixture(scope="module")
def acte(navigateur, service):
    """Draft an act once, for every screen that shows one."""
    with seated(navigateur, service) as poste:
        identifiant = poste.start_from("deliberation_subvention", "03")
        poste.draft()
        return identifiant


@pytest.mark.usefixtures("suite")
@pytest.mark.parametrize("ecran", ECRANS)
def test_a_screen_is_accessible(navigateur, service, acte, ecran):
    with seated(navigateur, service) as poste:
        go_to(poste, ecran, acte)
        check_structure(poste.page)
        for largeur, hauteur in LARGEURS.values():
            poste.page.set_viewport_size({"width": largeur, "height": hauteur})
            check_axe(poste.page)
            check_reflow(poste.page)


@pytest.mark.parametrize("ecran", ["actes", "corbeille", "fautes", "texte", "session"])
def test_the_dark_scheme_is_accessible_too(navigateur, service, acte, ecran):
    with seated(navigateur, service, color_scheme="dark") as poste:
        go_to(poste, ecran, acte)
        check_axe(poste.page)


def test_signing_in_is_accessible(navigateur, service):
    with open_contexte(navigateur, service.url) as contexte:
        page = contexte.new_page()
        page.goto("/")
        page.get_by_role("button", name="Se connecter").click()
        expect(page.get_by_role("alert")).to_contain_text("Écrivez votre identifiant.")
        check_structure(page)
        for largeur, hauteur in LARGEURS.values():
            page.set_viewport_size({"width": largeur, "height": hauteur})
            check_axe(page)
            check_reflow(page)


def test_each_screen_says_that_it_makes_drafts_and_what_a_model_may_do(poste, acte):
    for ecran in ["actes", "modeles", "saisie", "texte", "apercu", "reprise", "compte", "aide"]:
        go_to(poste, ecran, acte)
        avis = poste.page.locator("header .avis")
        expect(avis).to_contain_text("PROJET")
        expect(avis).to_contain_text("ne décide de rien")
        expect(avis).to_contain_text("une personne relit tout")


def test_the_focus_follows_from_screen_to_screen(poste):
    page = poste.page
    page.keyboard.press("Tab")
    page.get_by_role("link", name="Ce que fait le modèle", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("link", name="Ce que fait le modèle", exact=True)).to_have_attribute("aria-current", "page")
    page.go_back()
    expect(page.get_by_role("heading", name="Mes actes", level=1)).to_be_focused()


def test_the_first_tab_skips_to_the_content(poste):
    poste.page.reload()
    poste.page.get_by_role("heading", name="Mes actes").wait_for()
    poste.page.keyboard.press("Tab")
    expect(poste.page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    poste.page.keyboard.press("Enter")
    expect(poste.page.locator("main")).to_be_focused()


def test_nothing_moves_for_who_asked_for_calm(navigateur, service):
    with seated(navigateur, service, reduced_motion="reduce") as poste:
        mouvantes = poste.page.evaluate("document.getAnimations().length")
        assert mouvantes == 0
