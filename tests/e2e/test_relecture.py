"""Two people: one drafts and sends, the other sends back, then approves what Writer corrected; on each screen, axe."""

import re

import pytest
from playwright.sync_api import expect

from server.sceau import Etat, parse_cles, verify
from tests.dossiers.outils import edit
from tests.e2e.clavier import PAS_MAX, Clavier
from tests.e2e.conftest import running, seated, wait_fetched
from tests.e2e.service import RELECTRICE
from tests.e2e.test_accessibilite import LARGEURS, check_axe, check_reflow, check_structure
from tests.outils_libreoffice import correct

MOTIF = "L’association a changé d’adresse : corrigez l’article 1er."
PASSAGE = re.compile(r"Passage \d+ sur \d+")
CONVERSION_MS = 180_000


@pytest.fixture(scope="module")
def mairie(tmp_path_factory, modele_rejoue):
    """Run the service with a model: who drafts, and somebody who reviews each step."""
    with running(tmp_path_factory.mktemp("relecture"), modele_rejoue.url, relecture=True) as service:
        yield service


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
    return page.evaluate("location.hash").rsplit("/", 1)[1]


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


def prepare(page, final, cles):
    """Have the other format and the PDF made."""
    with page.expect_download(timeout=CONVERSION_MS) as attente:
        page.get_by_role("button", name="Préparer le .odt, avec le même sceau").click()
    odt = attente.value
    assert verify(odt.path().read_bytes(), odt.suggested_filename, cles).etat is Etat.VALIDE
    assert odt.suggested_filename == final.suggested_filename.replace(".docx", ".odt")
    with page.expect_download(timeout=CONVERSION_MS) as attente:
        page.get_by_role("button", name="Préparer le PDF").click()
        expect(page.get_by_text("Préparation en cours")).to_be_visible()
    assert attente.value.path().read_bytes().startswith(b"%PDF-")
    assert attente.value.suggested_filename.endswith(".pdf")
    expect(page.get_by_text("Le fichier est dans vos téléchargements.").last).to_be_visible()


def deposit(page, octets):
    fichier = {"name": "corrige.docx", "mimeType": "application/octet-stream", "buffer": octets}
    page.get_by_label("Fichier corrigé").set_input_files(fichier)
    page.get_by_role("button", name="Déposer cette version").click()
    page.get_by_role("heading", name=re.compile("L’acte, version.2")).wait_for()


@pytest.mark.libreoffice
def test_an_act_is_sent_returned_corrected_sent_again_and_approved(redactrice, relectrice, elu):
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
    page.get_by_role("button", name="Envoyer de nouveau").click()
    page.get_by_role("dialog", name="Envoyer sans rien changer ?").get_by_role("button", name="Annuler").click()
    fichier = download(page, "Téléchargez le fichier")
    corrige = correct(fichier.path().read_bytes(), "docx", "ARRÊTE", "ARRÊTE CE QUI SUIT")
    deposit(page, corrige)
    page.get_by_role("button", name="Envoyer").click()
    page.locator(".etat-dossier").get_by_role("heading", name="En relecture").wait_for()

    page = open_dossier(relectrice, dossier)
    page.get_by_role("link", name="Ce qui a changé depuis la version précédente").click()
    expect(page.locator(".changement ins").first).to_contain_text("CE QUI SUIT")
    page.get_by_role("link", name="Revenir au dossier").click()
    for etape, poste in enumerate((relectrice, elu)):
        page = open_dossier(poste, dossier)
        page.get_by_role("heading", name=re.compile(f"étape {etape + 1} sur 2")).wait_for()
        judge_all(page)
        tick_all(page)
        waive_all(page)
        page.get_by_role("button", name="Viser l’étape").click()
        expect(page.locator("#annonce")).to_contain_text(
            ("L’acte passe à l’étape suivante.", "L’acte est validé.")[etape]
        )
    page.get_by_role("heading", name="Validé").wait_for()
    expect(page.get_by_role("alert")).to_be_empty()
    final = download(page, "Télécharger le fichier final")
    sidecar = download(page, "Télécharger le sceau à part").path().read_bytes()
    cles = parse_cles(page.request.get("/api/cles/publiques").body(), "cles-publiques.json")
    verdict = verify(final.path().read_bytes(), final.suggested_filename, cles, sidecar)
    assert verdict.etat is Etat.VALIDE, verdict
    assert verdict.releve.relecteur.nom == "Marc Petit"
    assert len(verdict.releve.precedents) == 1
    prepare(page, final, cles)
    page.get_by_role("link", name="Vérifier un fichier").click()
    fichier = {"name": final.suggested_filename, "mimeType": "application/octet-stream"}
    page.get_by_label("Fichier de l’acte").set_input_files({**fichier, "buffer": final.path().read_bytes()})
    page.get_by_role("button", name="Vérifier", exact=True).click()
    expect(page.get_by_role("heading", name="Réponse : VALIDE")).to_be_focused()
    expect(page.get_by_role("region", name="Réponse")).to_contain_text("Visé d’abord parJeanne Martin")


def test_each_screen_of_the_review_is_accessible(redactrice, relectrice):
    dossier = send(redactrice, "deliberation_subvention", "03")
    identifiant = redactrice.open("").locator(".acte a[href$='/texte']").first.get_attribute("href").split("/")[2]
    for route, attendu in (("dossiers", "h1:text('Mes dossiers')"), (f"acte/{identifiant}/envoi", "#format")):
        redactrice.open(route).locator(attendu).first.wait_for()
        check_screen(redactrice.page)
    check_screen(open_dossier(redactrice, dossier))
    relectrice.open("a-relire").locator(".acte").first.wait_for()
    check_screen(relectrice.page)
    page = open_dossier(relectrice, dossier)
    page.locator(".jugement").first.get_by_role("button", name="Corriger").click()
    page.get_by_text("Faire une remarque", exact=True).last.click()
    page.get_by_text("Versions et historique").click()
    page.locator(".historique li").first.wait_for()
    page.get_by_role("button", name="Viser l’étape").click()
    page.get_by_text("Le visa n’est pas donné").wait_for()
    check_screen(page)
    relectrice.open(f"dossier/{dossier}/changements/redige").locator(".chapo").wait_for()
    page.get_by_label("Montrer aussi ce qui n’a pas changé").check()
    page.locator(".changement").first.wait_for()
    check_screen(page)


def test_the_dark_scheme_of_the_review_is_accessible_too(navigateur, redactrice, mairie):
    dossier = send(redactrice)
    with seated(navigateur, mairie, RELECTRICE, color_scheme="dark") as poste:
        check_axe(open_dossier(poste, dossier))


def test_an_act_is_approved_with_nothing_but_a_keyboard(redactrice, relectrice):
    dossier = send(redactrice)
    page = relectrice.page
    page.reload()
    page.get_by_role("heading", name="Mes actes").wait_for()
    clavier = Clavier(page, {})
    clavier.go_to("À relire")
    clavier.press("Enter")
    page.get_by_role("heading", name="À relire").wait_for()
    for _ in range(PAS_MAX):
        if page.evaluate("document.activeElement.hash") == f"#/dossier/{dossier}":
            break
        clavier.press("Tab")
    clavier.press("Enter")
    page.locator(".texte-acte").wait_for()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    clavier.go_to("Juger les passages")
    clavier.press("Enter")
    for passage in page.locator(".jugement").all():
        expect(passage).to_be_focused()
        clavier.go_to("Accepter")
        clavier.press("Enter")
        expect(passage).to_contain_text("Accepté par vous")
    expect(page.locator("#annonce")).to_contain_text("Tous les passages sont jugés.")
    for nom in ("exactitude", "plausibilite", "sources"):
        for _ in range(PAS_MAX):
            if clavier.focus["nom"] == nom:
                break
            clavier.press("Tab")
        assert clavier.focus["nom"] == nom
        clavier.press("Space")
    clavier.go_to("Viser l’étape")
    clavier.press("Enter")
    page.get_by_role("heading", name=re.compile("étape 2 sur 2")).wait_for()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.locator("#annonce")).to_contain_text("L’acte passe à l’étape suivante.")


def test_a_sign_off_that_is_not_ready_says_what_is_missing_and_leads_to_it(redactrice, relectrice):
    page = open_dossier(relectrice, send(redactrice))
    alerte = page.get_by_role("alert")
    page.get_by_role("button", name="Viser l’étape").click()
    alerte.get_by_role("link", name="Plausibilité").click()
    expect(page.get_by_label("Plausibilité")).to_be_focused()
    tick_all(page)
    page.get_by_role("button", name="Viser l’étape").click()
    alerte.get_by_role("link", name=PASSAGE).first.click()
    expect(page.locator(".jugement").first).to_be_focused()
    expect(page.get_by_role("heading", name=re.compile("étape 1 sur 2"))).to_be_visible()


def test_a_correction_and_a_remark_reach_who_drafts(redactrice, relectrice):
    dossier = send(redactrice)
    page = open_dossier(relectrice, dossier)
    passage = page.locator(".jugement").first
    passage.get_by_role("button", name="Corriger").click()
    page.get_by_label("Texte proposé").fill("Considérant que la place est étroite ;")
    page.get_by_role("button", name="Proposer ce texte").click()
    expect(passage).to_contain_text("À corriger par vous")
    passage.get_by_role("button", name="Faire une remarque").click()
    expect(page.get_by_label("Votre remarque")).to_be_focused()
    page.keyboard.type("Préciser l’heure de fin.")
    page.get_by_role("button", name="Ajouter la remarque").click()
    expect(page.locator(".texte-acte .remarque")).to_contain_text("Préciser l’heure de fin.")
    judge_all(page, "Rejeter")
    tick_all(page)
    waive_all(page)
    page.get_by_role("button", name="Viser l’étape").click()
    expect(page.get_by_role("alert")).to_contain_text("renvoyez le dossier")

    page = open_dossier(redactrice, dossier)
    expect(page.locator(".jugement").first).to_contain_text("Rejeté par Jeanne Martin")
    expect(page.get_by_role("button", name="Accepter")).to_have_count(0)
    page.locator(".texte-acte .remarque").get_by_role("button", name="Marquer comme traitée").click()
    expect(page.locator(".texte-acte .remarque")).to_have_count(0)
    expect(page.locator(".remarque", has_text="Traitée")).to_have_count(1)


def test_what_changed_while_one_read_is_said_then_read_again(redactrice, relectrice):
    """The author takes the act back and changes a cell: the reviewer’s click signs nothing."""
    dossier = send(redactrice, "deliberation_subvention", "03")
    relecture = open_dossier(relectrice, dossier)
    judge_all(relecture)
    tick_all(relecture)
    page = open_dossier(redactrice, dossier)
    octets = download(page, "Télécharger cette version").path().read_bytes()
    page.get_by_role("button", name="Reprendre l’acte").click()
    page.get_by_role("dialog").get_by_role("button", name="Reprendre l’acte").click()
    page.get_by_role("heading", name="Pas encore envoyé").wait_for()
    page.get_by_role("button", name="Déposer cette version").click()
    expect(page.get_by_text("Choisissez d’abord le fichier")).to_be_visible()
    deposit(page, edit(octets, ("réputé satisfait", "réputé non satisfait")))
    page.get_by_role("button", name="Envoyer en relecture").click()
    page.locator(".etat-dossier").get_by_role("heading", name="En relecture").wait_for()

    relecture.get_by_role("button", name="Viser l’étape").click()
    expect(relecture.get_by_role("alert")).to_contain_text("a changé depuis que vous l’avez lu")
    relecture.get_by_role("button", name="Recharger le dossier").click()
    relecture.get_by_role("heading", name=re.compile("L’acte, version.2")).wait_for()
    expect(relecture.get_by_label("Exactitude")).not_to_be_checked()
    relecture.get_by_role("link", name="Ce qui a changé depuis la version précédente").click()
    cellule = relecture.locator(".changement", has_text=re.compile(r"Tableau 1, ligne \d, colonne \d")).first
    expect(cellule.locator("ins")).to_contain_text("non")
    expect(cellule.get_by_text("ajouté : ")).to_have_count(1)


def test_origins_are_named_and_can_be_hidden(redactrice, relectrice):
    page = open_dossier(relectrice, send(redactrice))
    nom = page.locator(".texte-acte .mots-ia .mots-nom").first
    expect(nom).to_contain_text("IA")
    expect(nom).to_be_visible()
    page.get_by_label("Montrer d’où vient chaque mot").uncheck()
    expect(nom).to_be_hidden()


def test_who_only_drafts_does_not_fetch_the_review(redactrice):
    page = redactrice.page
    demandes = []
    page.on("request", lambda requete: demandes.append(requete.url))
    page.reload()
    page.get_by_role("heading", name="Mes actes").wait_for()
    wait_fetched(page, "/pages/aide.js")
    assert any("/js/app.js" in url for url in demandes)
    assert not any("/relecture/" in url for url in demandes)
    page.get_by_role("link", name="Mes dossiers").click()
    page.get_by_role("heading", name="Mes dossiers").wait_for()
    assert any("/js/relecture/listes.js" in url for url in demandes)


def test_an_error_is_waived_with_a_reason_or_nothing_is_signed(redactrice, relectrice):
    dossier = send(redactrice)
    page = open_dossier(redactrice, dossier)
    octets = download(page, "Télécharger cette version").path().read_bytes()
    page.get_by_role("button", name="Reprendre l’acte").click()
    page.get_by_role("dialog").get_by_role("button", name="Reprendre l’acte").click()
    page.get_by_role("heading", name="Pas encore envoyé").wait_for()
    deposit(page, edit(octets, ("ARRÊTE", "ARRÊTE [à compléter]")))
    page.get_by_role("button", name="Envoyer en relecture").click()
    page.locator(".etat-dossier").get_by_role("heading", name="En relecture").wait_for()

    page = open_dossier(relectrice, dossier)
    judge_all(page)
    tick_all(page)
    constat = page.locator(".constat.erreur", has=page.get_by_label("Passer outre")).first
    expect(constat).to_contain_text("Source :")
    constat.get_by_label("Passer outre").fill("non")
    page.get_by_role("button", name="Viser l’étape").click()
    alerte = page.get_by_role("alert")
    expect(alerte).to_contain_text("dites pourquoi vous passez outre")
    alerte.get_by_role("listitem").first.get_by_role("link").click()
    expect(page.get_by_label("Passer outre").first).to_be_focused()
    check_axe(page)
    waive_all(page)
    expect(page.locator(".reste-relecture")).to_contain_text("toutes motivées")
    page.get_by_role("button", name="Viser l’étape").click()
    page.get_by_role("heading", name=re.compile("étape 2 sur 2")).wait_for()


def test_an_act_that_nobody_could_review_does_not_leave(poste):
    """Nobody has the roles of the circuit in this service."""
    page = poste.page
    poste.start_from("courrier_accuse_reception", "01")
    poste.draft()
    page.get_by_role("link", name="Envoyer en relecture").click()
    expect(page.get_by_text("personne n’a ce rôle")).to_be_visible()
    expect(page.get_by_text("L’acte ne peut pas encore partir")).to_be_visible()
    expect(page.get_by_role("button", name="Envoyer en relecture")).to_have_count(0)
    check_screen(page)
