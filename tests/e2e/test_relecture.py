"""Two people: one drafts and sends, the other sends back, then approves what came back; on each screen, axe."""

import contextlib
import json
import re

import pytest
from playwright.sync_api import expect

from tests.dossiers.outils import edit
from tests.e2e.clavier import PAS_MAX, Clavier
from tests.e2e.conftest import AGENTS, running, seated
from tests.e2e.service import RELECTRICE, ServiceReel
from tests.e2e.test_accessibilite import LARGEURS, check_axe, check_reflow, check_structure

MOTIF = "L’association a changé d’adresse : corrigez l’article 1er."
PASSAGE = re.compile(r"Passage \d+ sur \d+")


@pytest.fixture(scope="module")
def bureau(tmp_path_factory, modele_rejoue):
    """Run the service with a model and a seal: who drafts, and somebody who reviews each step."""
    with running(tmp_path_factory.mktemp("relecture"), modele_rejoue.url, scelle=True) as service:
        yield service


@pytest.fixture
def redactrice(navigateur, bureau):
    with seated(navigateur, bureau) as poste:
        yield poste


@pytest.fixture
def relectrice(navigateur, bureau):
    with seated(navigateur, bureau, RELECTRICE) as poste:
        yield poste


def check_screen(page):
    """Hold a screen to what each screen is held to, at each width."""
    check_structure(page)
    for largeur, hauteur in LARGEURS.values():
        page.set_viewport_size({"width": largeur, "height": hauteur})
        check_axe(page)
        check_reflow(page)
    page.set_viewport_size({"width": 1280, "height": 800})


def send(poste, code="arrete_circulation_temporaire", exemple="02") -> str:
    """Draft an act and send it; give the number of its dossier."""
    page = poste.page
    poste.start_from(code, exemple)
    poste.draft()
    page.get_by_role("link", name="Envoyer en relecture").click()
    page.get_by_role("heading", name="Qui va relire").wait_for()
    page.get_by_role("button", name="Envoyer en relecture").click()
    page.locator(".etat-dossier").get_by_role("heading", name="En relecture").wait_for()
    page.wait_for_url("**/dossier/*")
    return page.url.rsplit("/", 1)[1]


def open_dossier(poste, dossier):
    poste.open(f"dossier/{dossier}")
    poste.page.reload()
    poste.page.locator(".texte-acte").wait_for()
    return poste.page


def judge_all(page, mot="Accepter"):
    for passage in page.locator(".jugement").all():
        passage.get_by_role("button", name=mot).click()
        expect(passage.get_by_role("button", name=mot)).to_have_attribute("aria-pressed", "true")


def tick_all(page):
    for controle in ("Exactitude", "Plausibilité", "Sources"):
        page.get_by_label(controle).check()


def waive_all(page):
    for boite in page.locator(".derogation textarea").all():
        boite.fill("Vérifié avec le service concerné.")


def download(page, lien):
    with page.expect_download() as attente:
        page.get_by_role("link", name=lien).first.click()
    return attente.value


def test_an_act_is_sent_returned_corrected_sent_again_and_approved(redactrice, relectrice):
    dossier = send(redactrice)
    page = relectrice.open("a-relire")
    page.get_by_role("heading", name="À relire").wait_for()
    page.locator(f"a[href='#/dossier/{dossier}']").first.click()
    page.locator(".texte-acte").wait_for()
    page.get_by_role("button", name="Renvoyer avec ce motif").click()
    expect(page.get_by_label("Motif du renvoi")).to_be_focused()
    expect(page.get_by_text("un renvoi est toujours motivé")).to_be_visible()
    page.get_by_label("Motif du renvoi").fill(MOTIF)
    page.get_by_role("button", name="Renvoyer avec ce motif").click()
    page.get_by_role("heading", name="Renvoyé pour correction").wait_for()

    page = open_dossier(redactrice, dossier)
    expect(page.get_by_text("Cet acte vous est renvoyé")).to_be_visible()
    expect(page.locator(".message", has_text="Cet acte vous est renvoyé")).to_contain_text(MOTIF)
    fichier = download(page, "Téléchargez le fichier")
    corrige = edit(fichier.path().read_bytes(), ("ARRÊTE", "ARRÊTE CE QUI SUIT"))
    page.get_by_label("Fichier corrigé").set_input_files(
        {"name": "corrige.docx", "mimeType": "application/octet-stream", "buffer": corrige}
    )
    page.get_by_role("button", name="Déposer cette version").click()
    page.get_by_role("heading", name=re.compile("L’acte, version.2")).wait_for()
    page.get_by_role("button", name="Envoyer").click()
    page.locator(".etat-dossier").get_by_role("heading", name="En relecture").wait_for()

    page = open_dossier(relectrice, dossier)
    page.get_by_role("link", name="Ce qui a changé depuis la version précédente").click()
    expect(page.locator("ins").first).to_contain_text("CE QUI SUIT")
    page.get_by_role("link", name="Revenir au dossier").click()
    for etape in range(2):
        page.get_by_role("heading", name=re.compile(f"étape {etape + 1} sur 2")).wait_for()
        judge_all(page)
        tick_all(page)
        waive_all(page)
        page.get_by_role("button", name="Viser l’étape").click()
    page.get_by_role("heading", name="Validé").wait_for()
    assert download(page, "Télécharger le fichier final").suggested_filename.endswith(".docx")
    sceau = download(page, "Télécharger le sceau à part")
    assert json.loads(sceau.path().read_bytes())["essai"]["version"] == 2
