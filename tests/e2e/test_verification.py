"""« Vérifier un visa » in a browser: each answer, the passages before and after, what a keyboard and axe make of it."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from server.sceau import Trousseau, parse_cles, seal
from tests.e2e.clavier import Clavier
from tests.e2e.conftest import seated
from tests.e2e.test_relecture import check_screen
from tests.sceau.fabrique import CORPS, PIRATE, PROPRIETES, change, make_projet, make_releve, sub, swap
from tests.sceau.test_pdf import read_pdf

AVANT, APRES = "1 250 €", "1 950 €"


def seal_acte(service):
    """Seal an act with the key of a service."""
    cle = Trousseau.of(service.dossier / "donnees").signataire()
    return seal(make_projet("docx"), "acte.docx", make_releve(instant=dt.datetime.now(dt.UTC)), cle)


@pytest.fixture(scope="module")
def scelle(service):
    return seal_acte(service)


def change_montant(octets):
    return change(octets, CORPS["docx"], swap(AVANT, APRES))


def choose(page, label, nom, octets):
    fichier = {"name": nom, "mimeType": "application/octet-stream", "buffer": octets}
    page.get_by_label(label).set_input_files(fichier)


def ask(poste, octets, sidecar=None):
    """Give a file, and perhaps its sidecar, to the page; give the page with the answer."""
    page = poste.open("verification")
    page.get_by_role("heading", name="Vérifier un visa", level=1).wait_for()
    page.reload()
    choose(page, "Fichier de l’acte", "arrêté.docx", octets)
    if sidecar is not None:
        choose(page, "Sceau à part", "arrêté.visa.json", sidecar)
    page.get_by_role("button", name="Vérifier", exact=True).click()
    page.get_by_role("heading", name="Réponse").wait_for()
    return page


def test_what_was_approved_is_valide_and_says_who_approved_it(poste, scelle):
    page = ask(poste, scelle.fichier)
    expect(page.get_by_role("heading", name="Réponse : VALIDE")).to_be_focused()
    expect(page.get_by_role("region", name="Réponse")).to_contain_text("exactement ce que le relecteur a approuvé")
    expect(page.locator(".fiche")).to_contain_text("Camille Dupont (élu")
    check_screen(page)


@pytest.mark.libreoffice
def test_a_file_completed_after_the_visa_is_printed(poste, scelle):
    page = ask(poste, change(scelle.fichier, CORPS["docx"], swap("……………", "2026-118")))
    expect(page.get_by_role("heading", name="Réponse : VALIDE")).to_be_focused()
    with page.expect_download(timeout=120_000) as telecharge:
        page.get_by_role("button", name="Préparer le PDF").click()
    assert "2026-118" in read_pdf(telecharge.value.path().read_bytes(), "pdftotext", "-", "-")
    page = ask(poste, change_montant(scelle.fichier))
    expect(page.get_by_role("button", name="Préparer le PDF")).to_have_count(0)


def test_an_altered_amount_is_shown_before_and_after_with_the_sidecar(poste, scelle):
    page = ask(poste, change_montant(scelle.fichier), scelle.sidecar)
    expect(page.get_by_role("heading", name="Réponse : ALTÉRÉ")).to_be_focused()
    passage = page.locator(".changement")
    expect(passage).to_have_count(1)
    expect(passage.locator("del")).to_contain_text(AVANT)
    expect(passage.locator("ins")).to_contain_text(APRES)
    check_screen(page)


def test_without_the_sidecar_the_page_shows_what_stands_and_asks_for_it(poste, scelle):
    page = ask(poste, change_montant(scelle.fichier))
    expect(page.locator(".changement ins")).to_contain_text(APRES)
    expect(page.locator(".changement del")).to_have_count(0)
    expect(page.get_by_text("choisissez aussi le .visa.json")).to_be_visible()


@pytest.mark.parametrize("cas", ["NON SCELLÉ", "INVALIDE", "INDÉTERMINÉ"])
def test_every_other_answer_says_what_to_do(poste, scelle, cas):
    contrefait = seal(make_projet("docx"), "acte.docx", make_releve(), PIRATE).fichier
    troue = change(scelle.fichier, PROPRIETES["docx"], sub(r"<property [^>]*Minutier Visa 003 sur.*?</property>", ""))
    octets, faire = {
        "NON SCELLÉ": (make_projet("docx"), "Choisissez aussi le fichier .visa.json"),
        "INVALIDE": (contrefait, "prévenez la collectivité"),
        "INDÉTERMINÉ": (troue, "Suivez l’explication"),
    }[cas]
    page = ask(poste, octets)
    expect(page.get_by_role("heading", name=f"Réponse : {cas}")).to_be_focused()
    expect(page.get_by_text(faire)).to_be_visible()
    check_screen(page)


def test_faults_stand_beside_their_field_and_an_old_answer_goes_away(poste, scelle):
    page = ask(poste, scelle.fichier)
    choose(page, "Fichier de l’acte", "arrêté.docx", b"ceci n'est pas un document")
    expect(page.get_by_role("heading", name="Réponse")).to_have_count(0)
    page.get_by_role("button", name="Vérifier", exact=True).click()
    entree = page.get_by_label("Fichier de l’acte")
    expect(entree).to_be_focused()
    expect(entree).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".faute").first).to_be_visible()
    check_screen(page)


def test_the_keys_and_the_guide_are_downloaded_from_the_page(poste, scelle):
    page = poste.open("")
    page.get_by_role("contentinfo").get_by_role("link", name="Vérifier un visa").click()
    with page.expect_download() as cles:
        page.get_by_role("link", name="Télécharger les clés publiques").click()
    assert parse_cles(cles.value.path().read_bytes(), cles.value.suggested_filename)
    with page.expect_download() as guide:
        page.get_by_role("link", name="Télécharger le guide").click()
    texte = guide.value.path().read_text(encoding="utf-8")
    for reponse in ("VALIDE", "ALTÉRÉ", "NON SCELLÉ", "INVALIDE", "INDÉTERMINÉ"):
        assert f"<strong>{reponse}</strong>" in texte


def test_a_file_is_verified_with_nothing_but_a_keyboard(poste, scelle):
    page = poste.open("")
    page.reload()
    page.get_by_role("heading", name="Mes actes").wait_for()
    clavier = Clavier(page, {})
    clavier.go_to("Vérifier un visa")
    clavier.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    clavier.press("Tab")
    expect(page.get_by_label("Fichier de l’acte")).to_be_focused()
    choose(page, "Fichier de l’acte", "arrêté.docx", scelle.fichier)
    clavier.go_to("Vérifier")
    clavier.press("Enter")
    expect(page.get_by_role("heading", name="Réponse : VALIDE")).to_be_focused()


def test_the_dark_scheme_is_accessible_too(navigateur, service, scelle):
    with seated(navigateur, service, color_scheme="dark") as poste:
        page = ask(poste, change_montant(scelle.fichier), scelle.sidecar)
        check_screen(page)


def test_the_guide_can_be_read_on_its_own(navigateur, service, poste):
    page = poste.open("verification")
    adresse = page.get_by_role("link", name="Télécharger le guide").get_attribute("href")
    assert re.fullmatch(r"/static/[0-9a-f]+/guides/verification\.html", adresse)
    page.goto(adresse)
    check_screen_alone(page)


def check_screen_alone(page):
    """Hold a page without a script of ours to what holds for any page."""
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    page.set_viewport_size({"width": 320, "height": 640})
    deborde = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert deborde <= 0
