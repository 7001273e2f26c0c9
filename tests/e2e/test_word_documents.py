"""What the pane of Word does of the documents it meets: corrections, remarks, two at once, long ones, pending changes."""

import io
import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.dossiers.outils import edit
from tests.e2e.conftest import AGENTS, running
from tests.e2e.volet import ADRESSE, holding, open_volet
from tests.e2e.vues_word import ARRETE, Api, check, etat, make_docx, send_back, submit

PARTIE = "[à compléter]"
# Milliseconds: a pane that did not wait would show its first view by then.
ATTENTE = 500


@pytest.fixture(scope="module")
def mairie(tmp_path_factory, modele_rejoue):
    with running(tmp_path_factory.mktemp("documents"), modele_rejoue.url, relecture=True) as service:
        yield service


@pytest.fixture
def volet(navigateur, mairie):
    with open_volet(navigateur, mairie, AGENTS[0]) as volet:
        yield volet


@pytest.fixture(scope="module")
def api(mairie):
    return Api(mairie, AGENTS[0])


@pytest.fixture(scope="module")
def arrete(api):
    brouillon = api.draft()
    return brouillon, api.fichier(brouillon)


# --- what a rule would write instead


def open_correction(volet, arrete, **reglages):
    octets = edit(arrete[1], ("ARRÊTE", "ARRÊTE le lundi 3 novembre 2026"))
    page = volet.open("controler", **{**holding(octets), **reglages})
    check(page)
    volet.batches()
    return page.get_by_role("button", name="Remplacer par « mardi 3 novembre 2026 »")


@pytest.mark.parametrize("version", ["1.3", "1.6"])
def test_what_a_rule_would_write_replaces_the_words(volet, arrete, version):
    bouton = open_correction(volet, arrete, version=version)
    bouton.click()
    if version == "1.3":
        dialogue = volet.page.get_by_role("dialog", name="Remplacer sans suivi ?")
        dialogue.get_by_role("button", name="Annuler").click()
        assert volet.batches() == []
        bouton.click()
        dialogue.get_by_role("button", name="Remplacer").click()
    expect(volet.page.locator(".constat", has_text="C41").locator(".message.reussite")).to_contain_text("Remplacé.")
    expect(bouton).to_be_hidden()
    assert volet.host("ecrits") == ["mardi 3 novembre 2026"]
    dits = [dit for lot in volet.batches() for dit in lot]
    assert 'Body.Search("lundi 3 novembre 2026")' in dits
    assert sum("ChangeTrackingMode =" in dit for dit in dits) == (0 if version == "1.3" else 2)


def test_a_place_that_is_gone_is_not_replaced(volet, arrete):
    bouton = open_correction(volet, arrete, version="1.6")
    volet.set(texte="tout autre chose")
    bouton.click()
    expect(volet.page.locator(".constat .message.attention")).to_contain_text("le texte a changé depuis le contrôle")
    assert volet.host("ecrits") == []


def test_a_service_that_offers_no_correction_is_an_older_one(volet, arrete):
    def handle(route):
        reponse = route.fetch()
        constats = [{cle: v for cle, v in un.items() if cle != "correction"} for un in reponse.json()]
        route.fulfill(response=reponse, json=constats)

    octets = edit(arrete[1], ("ARRÊTE", "ARRÊTE le lundi 3 novembre 2026"))
    page = volet.open("controler", **holding(octets))
    page.route("**/controle", handle)
    check(page)
    expect(page.locator(".constat", has_text="C41")).to_be_visible()
    expect(page.get_by_role("button", name="Remplacer par")).to_have_count(0)


# --- the remarks of a review


@pytest.mark.parametrize("version", ["1.3", "1.6"])
def test_the_remarks_become_comments_where_word_has_them(volet, navigateur, mairie, api, version):
    brouillon = api.draft()
    octets = api.fichier(brouillon)
    chemin = submit(api, brouillon)
    send_back(mairie, navigateur, chemin)
    page = volet.open("relecture", version=version, **holding(octets))
    expect(page.locator(".remarque", has_text="Ici aussi.")).to_be_visible()
    bouton = page.get_by_role("button", name="Mettre les remarques dans le document")
    if version == "1.3":
        expect(bouton).to_have_count(0)
        return
    volet.set(commentaires=["Quelqu’un d’autre : déjà là."])
    for _ in range(2):
        bouton.click()
        expect(page.locator(".message.reussite")).to_contain_text("supprimez-les avant l’envoi")
        expect(bouton).to_be_enabled()
    # The reason of the return stands on no paragraph: it stays in the pane.
    assert volet.host("commentaires") == ["Quelqu’un d’autre : déjà là.", "Jeanne Martin : Ici aussi."]
    volet.set(commentaires=[], texte="tout autre chose")
    bouton.click()
    expect(page.locator(".message.attention", has_text="Sans place dans ce texte")).to_be_visible()
    volet.set(texte=holding(octets)["texte"], refus="AccessDenied")
    bouton.click()
    expect(page.locator(".message.erreur")).to_contain_text("protégé ou en lecture seule")


# --- more than one document, long ones, those that are being changed


def test_each_window_of_word_says_where_its_own_document_stands(volet, navigateur, mairie, arrete):
    page = volet.open("controler", **holding(arrete[1]))
    with open_volet(navigateur, mairie, AGENTS[0]) as autre:
        autre.open("controler", **holding(make_docx("NOTE DE SERVICE", "Objet : essai")))
        expect(etat(autre.page)).to_contain_text("Document sans visa")
        expect(etat(page)).to_contain_text("PROJET")


def test_the_document_is_read_anew_each_time_it_is_asked_about(volet, api, arrete):
    page = volet.open("controler", **holding(arrete[1]))
    demandes = []
    page.on("request", lambda requete: demandes.append(requete.url))
    check(page)
    second = api.draft()
    neuf = holding(api.fichier(second))
    volet.set(octets=list(neuf["octets"]), proprietes=neuf["proprietes"], texte=neuf["texte"])
    with page.expect_response(f"**/api/brouillons/{second}/controle"):
        check(page)
    assert sum(f"/api/brouillons/{arrete[0]}/controle" in url for url in demandes) == 1


def test_coming_back_to_the_pane_finds_where_the_document_stands_now(volet, arrete):
    page = volet.open("controler", **holding(make_docx("Autre chose")))
    expect(etat(page)).to_contain_text("Document sans visa")
    volet.set(proprietes=holding(arrete[1])["proprietes"])
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.evaluate("performance.now = () => 3_600_000; dispatchEvent(new Event('focus'))")
    expect(etat(page)).to_contain_text("PROJET")


def test_a_document_of_a_hundred_pages_is_checked(volet):
    lignes = [f"Paragraphe {rang} : le conseil prend acte de la communication faite en séance." for rang in range(1500)]
    octets = make_docx("DÉLIBÉRATION", *lignes, PARTIE)
    page = volet.open("controler", tranche=10_000, **holding(octets))
    check(page)
    volet.batches()
    page.locator(".constat", has_text="à compléter").get_by_role("button", name="Voir dans le texte").first.click()
    expect(page.locator("#place")).to_contain_text("L’endroit est sélectionné")
    assert volet.host("fermes") == 1


def test_a_document_with_pending_changes_is_checked_as_it_would_read(volet, arrete):
    """What somebody inserted counts, and the visa will refuse it until it is accepted."""
    octets = edit(arrete[1], ("ARRÊTE", f"ARRÊTE {PARTIE}"))
    page = volet.open("controler", version="1.6", revisions=3, **holding(track(octets)))
    check(page)
    page.locator(".constat", has_text="à compléter").get_by_role("button", name="Voir dans le texte").first.click()
    expect(page.locator("#place")).to_contain_text("L’endroit est sélectionné")


def track(octets):
    """Have the planted words stand as a change that Word follows."""
    entree, sortie = io.BytesIO(octets), io.BytesIO()
    with zipfile.ZipFile(entree) as lue, zipfile.ZipFile(sortie, "w") as ecrite:
        for nom in lue.namelist():
            donnees = lue.read(nom)
            if nom == "word/document.xml":
                motif = rf"<w:r>(?:(?!<w:r>).)*{re.escape(PARTIE)}.*?</w:r>".encode()
                donnees, combien = re.subn(
                    motif, rb'<w:ins w:id="9001" w:author="A" w:date="2026-11-02T08:00:00Z">\g<0></w:ins>', donnees
                )
                assert combien
            ecrite.writestr(nom, donnees)
    return sortie.getvalue()


# --- Word that is slow, a pane that is closed


def open_slow(volet, vue="rediger", **reglages):
    """Open the pane in a Word whose script has not come yet."""
    page = volet.page
    volet.serve_office(reglages)
    retenus = []
    page.route(f"{ADRESSE}office.js*", lambda route, _requete: retenus.append(route))
    page.goto(f"/volet?vue={vue}&_host_Info=Word$Win32$16.01$fr-FR$$$$0", wait_until="commit")
    return page, retenus


def test_the_first_view_does_not_wait_for_the_script_of_microsoft(volet, arrete):
    page, retenus = open_slow(volet, **holding(arrete[1]))
    page.get_by_role("heading", name="Quel acte").wait_for()
    expect(page.locator(".modele").first).to_be_visible()
    expect(etat(page)).to_contain_text("Lecture du document…")
    retenus[0].fallback()
    expect(etat(page)).to_contain_text("PROJET")


def test_signing_in_does_not_wait_for_it_either(navigateur, mairie):
    with open_volet(navigateur, mairie) as volet:
        page, retenus = open_slow(volet)
        page.get_by_role("button", name="Se connecter").wait_for()
        retenus[0].abort()
        page.get_by_role("heading", name="Ce volet s’ouvre dans Word").wait_for()


def test_framed_by_word_on_the_web_the_pane_waits_for_where_the_token_is(volet, arrete):
    volet.page.add_init_script("window.parent = {}")
    page, retenus = open_slow(volet, **holding(arrete[1]))
    page.wait_for_timeout(ATTENTE)
    expect(page.get_by_text("Ouverture de Minutier…")).to_be_visible()
    retenus[0].fallback()
    page.get_by_role("heading", name="Quel acte").wait_for()


def test_a_pane_closed_while_an_act_is_written_finds_it_again(volet, navigateur, mairie, api, suite):
    corps = {"modele": ARRETE, "saisie": api.read_exemple()}
    brouillon = api.ask("POST", "/brouillons", 201, json=corps)["id"]
    page = volet.open()
    page.locator(".modele", has_text="En cours de saisie").first.get_by_role("button").click()
    page.get_by_text("Tout est rempli").wait_for()
    page.get_by_role("button", name="Rédiger le projet").click()
    page.get_by_role("heading", name="Le projet s’écrit").wait_for()
    with open_volet(navigateur, mairie, AGENTS[0]) as autre:
        seconde = autre.open()
        repris = seconde.locator(".modele", has_text="En cours de saisie").first.get_by_role("button")
        repris.wait_for()
        # Nobody listens for a moment only: past fifteen seconds the service would stop.
        page.close()
        page = seconde
        repris.click()
        page.get_by_role("heading", name="Le projet s’écrit").wait_for()
        suite.set()
        page.get_by_role("button", name="Ouvrir dans un nouveau document").wait_for()
    assert api.ask("GET", f"/brouillons/{brouillon}")["acte"]
