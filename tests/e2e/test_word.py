"""The pane of Word over Microsoft's own office.js: what each command sends to Word, at the floor and above it."""

import base64
import io
import json
import re
import subprocess
import zipfile

import httpx2
import pytest
from lxml import etree
from playwright.sync_api import expect

from server import formats
from server.acte.noeuds import Genre
from server.formats.vue_json import acte_as_json
from server.sceau import parse_cles, verify
from server.web.statiques import DOSSIER
from tests.dossiers.outils import edit
from tests.e2e.conftest import AGENTS, running
from tests.e2e.service import ELU, MOT_DE_PASSE, RELECTRICE
from tests.e2e.test_accessibilite import check_axe, check_reflow, check_structure
from tests.e2e.test_pressions import wait_for
from tests.e2e.test_verification import change_montant, seal_acte
from tests.e2e.volet import ICI, WORD, holding, open_volet
from tests.e2e.vues_word import ARRETE, VUES, Api, check, etat, go_to, make_docx, open_projet, open_saisie, send_back
from tests.outils_libreoffice import correct

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VERSIONS = ["1.3", "1.6"]
REESSAYER = "[...document.querySelectorAll('main button')].find((un) => un.textContent === 'Réessayer')?.click()"
DE_WORD = ("word.js", "texte.js")
# The narrow pane of Word, a wide one, and 200 % of the narrow one that a large screen holds.
TAILLES = {"320": (320, 640), "480": (480, 900), "200 %": (320, 400)}


@pytest.fixture(scope="module")
def mairie(tmp_path_factory, modele_rejoue):
    with running(tmp_path_factory.mktemp("word"), modele_rejoue.url, relecture=True) as service:
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
    """Give an act that is drafted: its number, its file."""
    brouillon = api.draft()
    return brouillon, api.fichier(brouillon)


# --- signing in


def test_who_signs_in_keeps_a_token_until_they_sign_out(navigateur, mairie):
    with open_volet(navigateur, mairie) as volet:
        page = volet.open()
        page.get_by_role("button", name="Se connecter").click()
        expect(page.get_by_role("alert")).to_contain_text("Écrivez votre identifiant.")
        page.get_by_label("Identifiant").fill(AGENTS[1])
        page.get_by_label("Mot de passe", exact=True).fill("une autre phrase")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Identifiant ou mot de passe incorrect.")
        page.get_by_label("Mot de passe", exact=True).fill(MOT_DE_PASSE)
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Quel acte").wait_for()
        assert page.context.cookies() == []
        jeton = page.evaluate("localStorage.getItem('minutier.jeton')")
        page.reload()
        page.get_by_role("heading", name="Quel acte").wait_for()
        page.get_by_role("button", name="Se déconnecter").click()
        page.get_by_role("heading", name="Se connecter").wait_for()
        assert page.evaluate("Object.keys(localStorage)") == []
        entetes = {"Authorization": f"Bearer {jeton}"}
        assert httpx2.get(f"{mairie.url}/api/moi", headers=entetes, trust_env=False, timeout=60).status_code == 401


def test_a_token_that_was_ended_is_asked_for_again_and_nothing_is_lost(volet, mairie):
    page = volet.open("controler", **holding(b_arrete(mairie)))
    # What the pane asks of itself as it opens would be the first to meet the end of the token.
    expect(etat(page)).to_contain_text("PROJET")
    cle = f"volet.{AGENTS[0]}"
    entetes = {"Authorization": f"Bearer {mairie.sessions.pop(cle)}"}
    url = f"{mairie.url}/api/connexion/jeton"
    assert httpx2.delete(url, headers=entetes, trust_env=False, timeout=60).status_code == 204
    tardives = []
    page.route("**/api/lire", lambda route, _requete: tardives.append(route))
    page.get_by_role("button", name="Contrôler le document").click()
    dialogue = page.get_by_role("dialog", name="Votre session a expiré")
    dialogue.get_by_label("Mot de passe", exact=True).fill(MOT_DE_PASSE)
    page.keyboard.press("Enter")
    expect(dialogue).to_have_count(0)
    assert tardives
    # What was asked with the old token is refused after signing in: that is not asked about once more.
    for route in tardives:
        route.continue_()
    page.unroute("**/api/lire")
    expect(page.locator("#titre-constats")).to_be_visible()


def b_arrete(service):
    """Give the file of an act of this service."""
    api = Api(service, AGENTS[0])
    return api.fichier(api.draft())


# --- drafting


def test_an_act_is_drafted_and_opened_whole(volet, api, suite):
    page = volet.open()
    open_saisie(page, "circulation")
    page.get_by_role("button", name="Rédiger le projet").click()
    expect(page.locator("#sommaire-fautes")).to_be_visible()
    page.get_by_text("Partir d’un exemple").click()
    page.get_by_label("Exemple", exact=True).select_option("02")
    page.get_by_role("button", name="Remplir avec cet exemple").click()
    page.get_by_text("Tout est rempli").wait_for()
    page.get_by_role("button", name="Rédiger le projet").click()
    page.get_by_text("Texte provisoire").first.wait_for()
    expect(page.locator(".passage-suivi h3").first).to_contain_text("Motifs de fait")
    suite.set()
    page.get_by_role("button", name="Ouvrir dans un nouveau document").wait_for()
    expect(page.get_by_text("relisez mot à mot")).to_be_visible()
    volet.batches()
    page.get_by_role("button", name="Ouvrir dans un nouveau document").click()
    expect(page.get_by_text("L’acte est ouvert dans une autre fenêtre de Word")).to_be_visible()
    creation, ouverture = volet.batches()
    assert creation == ['Application.CreateDocument("…true")']
    assert len(ouverture) == 1
    assert ouverture[0].endswith(".Open()")
    (ouvert,) = volet.host("ouverts")
    dernier = api.ask("GET", "/brouillons")["elements"][0]["id"]
    assert base64.b64decode(ouvert) == api.fichier(dernier)
    lu = formats.read(base64.b64decode(ouvert), "ouvert.docx").acte
    assert (lu.genre, lu.proprietes.statut, lu.proprietes.acte_id) == (Genre.ARRETE, "PROJET", dernier)


def test_an_act_that_was_begun_is_found_again(volet, arrete):
    page = volet.open()
    page.locator(".modele", has_text="Rédigé, modifié").get_by_role("button").first.click()
    expect(page.get_by_role("button", name="Ouvrir dans un nouveau document")).to_be_visible()
    page.get_by_role("button", name="Revoir la saisie").click()
    page.get_by_text("Tout est rempli").wait_for()
    page.get_by_role("button", name="Tous les modèles").click()
    page.get_by_role("heading", name="Quel acte").wait_for()


def test_acts_that_do_not_come_are_asked_for_again(volet, arrete):
    page = volet.page
    page.route("**/api/brouillons", lambda route: route.abort())
    volet.serve_office({})
    page.goto(f"/volet?vue=rediger&{WORD}")
    expect(page.locator(".modele").first).to_be_visible()
    expect(page.locator(".message.erreur")).to_contain_text("Le serveur ne répond pas.")
    page.get_by_role("button", name="Réessayer").click()
    expect(page.locator(".message.erreur")).to_be_focused()
    page.unroute("**/api/brouillons")
    page.get_by_role("button", name="Réessayer").click()
    expect(page.locator(".modele", has_text="Rédigé, modifié")).not_to_have_count(0)
    expect(page.locator(".message.erreur")).to_have_count(0)


SUIVIS = {
    "1.3": ({"version": "1.3"}, "Si le suivi des modifications est actif"),
    "1.6": ({"version": "1.6", "suivi": "Off"}, None),
    "1.6, followed": ({"version": "1.6", "suivi": "TrackAll"}, "Le suivi des modifications est actif"),
}


@pytest.mark.usefixtures("arrete")
@pytest.mark.parametrize("nom", SUIVIS)
def test_the_passages_go_in_at_the_cursor_in_one_step(volet, api, nom):
    reglages, dit = SUIVIS[nom]
    page = open_projet(volet, **reglages)
    page.get_by_role("button", name="Insérer ici les passages").click()
    expect(page.get_by_text("Les passages sont au curseur")).to_be_visible()
    insertion = ["GetSelection()", 'GetSelection().InsertOoxml("…true", "End")']
    (lot,) = volet.batches()
    assert lot == (insertion if nom == "1.3" else ["load Document changeTrackingMode", *insertion])
    annonce = page.locator("main .message.reussite")
    if dit:
        expect(annonce).to_contain_text(dit)
    else:
        expect(annonce).not_to_contain_text("suivi des modifications")
    check_insertion(volet.host("inseres")[0], api)


def check_insertion(ooxml, api):
    """Read what was inserted: the words of each passage, the « IA » style on those of the model."""
    racine = etree.fromstring(ooxml)
    styles = {style.get(f"{W}styleId") for style in racine.iter(f"{W}style")}
    paragraphes = [
        ("".join(p.itertext()), {s.get(f"{W}val") for s in p.iter(f"{W}rStyle")}) for p in racine.iter(f"{W}p")
    ]
    dernier = next(un for un in api.ask("GET", "/brouillons")["elements"] if un["etat"] == "redige")
    passages = api.ask("GET", f"/brouillons/{dernier['id']}")["passages"]
    attendus = [(texte, {"IA"} if un["origine"] == "ia" else set()) for un in passages for texte in un["paragraphes"]]
    assert paragraphes == attendus
    assert any(style for _, style in paragraphes)
    assert styles == {"IA"}


@pytest.mark.parametrize(
    ("refus", "dit"),
    [("AccessDenied", "protégé ou en lecture seule"), ("GeneralException", "placez le curseur dans un paragraphe"),
     ("InvalidArgument", "hors d’un tableau ou d’une note"), ("Inconnu", "Word n’a pas pu le faire (Inconnu)")],
)  # fmt: skip
def test_what_word_refuses_is_said(volet, arrete, refus, dit):
    page = open_projet(volet)
    volet.set(refus=refus)
    page.get_by_role("button", name="Insérer ici les passages").click()
    expect(page.locator("main .message.erreur")).to_contain_text(dit)


def test_the_server_that_goes_away_is_said_and_asked_again(volet, arrete):
    page = open_projet(volet)
    page.context.set_offline(True)
    page.get_by_role("button", name="Ouvrir dans un nouveau document").click()
    expect(page.locator("main .message.erreur")).to_contain_text("Le serveur ne répond pas.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Ouvrir dans un nouveau document").click()
    expect(page.get_by_text("L’acte est ouvert")).to_be_visible()


# --- checking


def test_a_screen_that_does_not_come_is_said_and_asked_again(volet):
    """The screens come after the first view: the server may have stopped meanwhile."""
    module = "**/js/volet/controler.js"
    volet.page.context.route(module, lambda route: route.abort())
    page = volet.open()
    page.get_by_role("heading", name="Quel acte").wait_for()
    page.get_by_role("button", name="Contrôler").click()
    expect(page.get_by_text("Le serveur ne répond pas")).to_be_visible()
    page.context.unroute(module)
    # It is fetched ahead, too: who asks again while that one is on its way shares what comes of it, and asks once more.
    bouton = page.get_by_role("button", name="Contrôler le document")
    wait_for(page, lambda: page.evaluate(REESSAYER) or bouton.is_visible())


def test_what_the_model_took_from_the_form_is_no_finding(volet, arrete, api):
    page = volet.open("controler", **holding(arrete[1]))
    check(page)
    connus = [constat["code"] for constat in api.ask("GET", f"/brouillons/{arrete[0]}")["constats"]]
    assert page.locator(".constat .code").all_inner_texts() == connus
    sans = api.ask("POST", "/lint", files={"fichier": ("a.docx", arrete[1])})[0]["constats"]
    assert len(sans) > len(connus)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_finding_selects_its_place(volet, arrete, version):
    octets = edit(arrete[1], ("ARRÊTE", "ARRÊTE [à compléter] ^p"))
    page = volet.open("controler", version=version, tranche=20_000, **holding(octets))
    check(page)
    constat = page.locator(".constat", has_text="à compléter").first
    expect(constat).to_contain_text("Source :")
    volet.batches()
    constat.get_by_role("button", name="Voir dans le texte").click()
    expect(page.locator("#place")).to_contain_text("L’endroit est sélectionné")
    recherche, selection = volet.batches()
    assert recherche[:1] == ["SearchOptions.MatchCase = true"]
    assert recherche[1] == 'Body.Search("[à compléter]")'
    assert recherche[2].startswith('load Body.Search("[à compléter]") ')
    assert len(selection) == 1
    assert selection[0].endswith(".Select()")
    assert volet.host("fermes") == 1


def test_the_same_words_elsewhere_are_not_taken_for_the_place(volet, arrete):
    octets = edit(arrete[1], ("ARRÊTE", "[à compléter] ARRÊTE [à compléter]"))
    page = volet.open("controler", **holding(octets))
    check(page)
    boutons = page.locator(".constat", has_text="à compléter").get_by_role("button")
    assert boutons.count() >= 1
    choisis = []
    for bouton in boutons.all():
        page.evaluate("document.getElementById('place').textContent = ''")
        volet.batches()
        bouton.click()
        expect(page.locator("#place")).to_contain_text("L’endroit est sélectionné")
        choisis.append(volet.batches()[-1][-1])
    assert len(set(choisis)) == len(choisis)


def test_a_place_that_is_gone_is_said(volet, arrete):
    octets = edit(arrete[1], ("ARRÊTE", "ARRÊTE [à compléter]"))
    page = volet.open("controler", **holding(octets))
    check(page)
    volet.set(texte="tout autre chose")
    page.locator(".constat", has_text="à compléter").get_by_role("button").first.click()
    expect(page.locator("#place")).to_contain_text("le texte a changé depuis le contrôle")


def test_an_empty_document_and_one_that_is_no_act_are_said_to_be(volet):
    page = volet.open("controler", nom="", **holding(make_docx()))
    check(page)
    expect(page.locator("main")).to_contain_text("Le document est vide")
    autre = holding(make_docx("Liste des courses", "Du pain"))
    volet.set(octets=list(autre["octets"]), texte=autre["texte"])
    check(page)
    expect(page.locator("main")).to_contain_text("ne ressemble pas à un acte")
    expect(etat(page)).to_contain_text("Document sans visa, qui ne vient pas de Minutier.")


def test_a_document_that_word_does_not_give_is_said(volet):
    page = volet.open("controler")
    volet.set(refus="InternalError")
    check(page)
    expect(page.locator("main .message.erreur")).to_contain_text("Word n’a pas pu le faire")
    volet.set(refus="", octets=list(b"PK\x03\x04 pas un document"))
    check(page)
    expect(page.locator("main .message.erreur")).not_to_contain_text("Word n’a pas pu le faire")
    expect(page.locator("main .message.erreur")).to_contain_text("Le contrôle n’est pas fait")


# --- review


@pytest.mark.parametrize("version", VERSIONS)
def test_the_open_document_is_sent_once_no_change_is_pending(volet, mairie, api, version):
    brouillon = api.draft()
    page = volet.open("relecture", version=version, revisions=2, **holding(api.fichier(brouillon)))
    expect(etat(page)).to_contain_text("PROJET")
    expect(page.get_by_label("De quel acte s’agit-il")).to_have_value(ARRETE)
    expect(page.get_by_text("Le visa refuse les modifications suivies et les commentaires")).to_be_visible()
    volet.batches()
    page.get_by_role("button", name="Envoyer en relecture").click()
    if version == "1.6":
        expect(page.get_by_role("alert")).to_contain_text("modifications suivies attendent")
        (lot,) = volet.batches()
        assert lot[0] == "Body.GetTrackedChanges()"
        assert lot[1].startswith("load Body.GetTrackedChanges() ")
        assert api.ask("GET", f"/dossiers?brouillon={brouillon}")["total"] == 0
        volet.set(revisions=0)
        page.get_by_role("button", name="Envoyer en relecture").click()
    expect(etat(page)).to_contain_text("En relecture – étape 1 sur 2")
    (dossier,) = api.ask("GET", f"/dossiers?brouillon={brouillon}")["elements"]
    assert api.ask("GET", f"/dossiers/{dossier['id']}/versions/1/fichier") == api.fichier(brouillon)
    if version == "1.3":
        assert not any("GetTrackedChanges" in dit for lot in volet.batches() for dit in lot)


@pytest.mark.libreoffice
def test_a_return_is_read_corrected_sent_again_and_sealed(volet, navigateur, mairie, api):
    """The whole way of an act: sent from Word, returned, corrected in Writer, sent again, approved, sealed, altered."""
    brouillon = api.draft()
    octets = api.fichier(brouillon)
    page = volet.open("relecture", **holding(octets))
    page.get_by_role("button", name="Envoyer en relecture").click()
    expect(etat(page)).to_contain_text("En relecture")
    (dossier,) = api.ask("GET", f"/dossiers?brouillon={brouillon}")["elements"]
    chemin = f"/dossiers/{dossier['id']}"
    send_back(mairie, navigateur, chemin)

    page = volet.open("relecture", **holding(octets))
    expect(etat(page)).to_contain_text("Renvoyé pour correction")
    expect(page.locator(".remarque", has_text="Motif de renvoi")).to_contain_text("Précisez l’heure.")
    remarque = page.locator(".remarque", has_text="Ici aussi.")
    volet.batches()
    remarque.get_by_role("button", name="Voir dans le document").click()
    expect(page.locator("#place")).to_contain_text("L’endroit est sélectionné")
    assert volet.batches()[-1][-1].endswith("Select()")
    remarque.get_by_role("button", name="Marquer comme traitée").click()
    expect(page.locator(".remarque", has_text="Ici aussi.")).to_have_count(0)

    corrige = correct(octets, "docx", "ARRÊTE", "ARRÊTE CE QUI SUIT")
    volet.set(octets=list(corrige))
    page.get_by_role("button", name="Envoyer cette version").click()
    expect(etat(page)).to_contain_text("En relecture")
    assert api.ask("GET", f"{chemin}/versions/2/fichier") == corrige

    for qui in (RELECTRICE, ELU):
        approve(Api(mairie, qui), chemin)
    scelle = api.ask("GET", f"{chemin}/scelle/fichier")
    cles = parse_cles(json.dumps(api.ask("GET", "/cles/publiques")).encode(), "cles.json")
    assert verify(scelle, "final.docx", cles).etat.value == "VALIDE"
    page = volet.open("relecture", **holding(scelle))
    expect(etat(page)).to_contain_text("Validé : ce document est exactement celui qui a été visé.")
    page.get_by_role("button", name="Vérifier le sceau").click()
    expect(page.get_by_role("heading", name="Réponse : VALIDE")).to_be_focused()
    volet.set(octets=list(edit(scelle, ("CE QUI SUIT", "CECI"))))
    page.get_by_role("button", name="Actualiser l’état").click()
    expect(etat(page)).to_contain_text("Modifié depuis le visa")


def approve(api, chemin):
    """Sign off the step that waits, as the page of review does."""
    dossier = api.ask("GET", chemin)
    version = api.ask("GET", f"{chemin}/versions/{dossier['version']}")
    lu = {"version": version["numero"], "empreinte": version["canon"]}
    api.ask("POST", f"{chemin}/ouverture", 204, json=lu)
    decisions = [{"bloc": un["bloc"], "decision": "accepte"} for un in version["passages"]]
    if decisions:
        api.ask("PUT", f"{chemin}/examens", json={**lu, "decisions": decisions})
    constats = [version["constats"][rang] for rang in version["a_deroger"]]
    raisons = [{"code": c["code"], "bloc": c["bloc"], "raison": "Vérifié avec le service."} for c in constats]
    controles = {"exactitude": True, "plausibilite": True, "sources": True}
    visa = {**lu, "etape": dossier["etape"], "controles": controles, "derogations": raisons}
    api.ask("POST", f"{chemin}/visa", json=visa)


def test_a_document_of_elsewhere_is_sent_as_an_act_that_somebody_names(volet):
    page = volet.open(
        "relecture",
        nom="https://ville.sharepoint.com/d/Note%20interne.docx?web=1",
        **holding(make_docx("NOTE DE SERVICE", "Objet : essai")),
    )
    expect(page.get_by_text("Note interne.docx")).to_be_visible()
    page.get_by_role("button", name="Envoyer en relecture").click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez de quel acte il s’agit.")
    expect(page.get_by_label("De quel acte s’agit-il")).to_be_focused()


def test_an_altered_seal_is_told_from_the_start(volet, mairie):
    scelle = seal_acte(mairie)
    page = volet.open("relecture", **holding(change_montant(scelle.fichier)))
    expect(etat(page)).to_contain_text("Modifié depuis le visa : ce n’est plus le texte qui a été approuvé.")
    page.get_by_role("button", name="Vérifier le sceau").click()
    expect(page.get_by_role("heading", name="Réponse : ALTÉRÉ")).to_be_focused()


# --- the pane itself


def test_out_of_word_the_pane_says_so(navigateur, mairie):
    with open_volet(navigateur, mairie, AGENTS[0]) as volet:
        page = volet.page
        page.route("https://appsforoffice.microsoft.com/**", lambda route: route.abort())
        page.goto("/volet")
        page.get_by_role("heading", name="Ce volet s’ouvre dans Word").wait_for()
        expect(page.locator("main")).to_contain_text("https://appsforoffice.microsoft.com/lib/1/hosted/office.js")
        check_structure(page)
        check_axe(page)


def test_a_word_below_the_floor_is_told(volet):
    page = volet.open(version="1.2")
    page.get_by_role("heading", name="Ce volet s’ouvre dans Word").wait_for()


@pytest.mark.parametrize("vue", VUES)
def test_a_view_is_accessible(volet, arrete, vue):
    page = go_to(volet, vue, arrete)
    check_structure(page)
    for largeur, hauteur in TAILLES.values():
        page.set_viewport_size({"width": largeur, "height": hauteur})
        check_axe(page)
        check_reflow(page)
    for scheme in ({"color_scheme": "dark"}, {"forced_colors": "active", "color_scheme": "light"}):
        page.emulate_media(**scheme)
        check_axe(page)


def test_each_view_says_what_the_model_does_and_that_somebody_reviews(volet, arrete):
    for vue in ("rediger", "controler", "relecture"):
        page = volet.open(vue)
        expect(page.locator("footer")).to_contain_text("ne décide de rien : une personne relit tout")
        expect(page.get_by_role("button", name="Rédiger")).to_be_visible()
        assert page.locator("[aria-current=page]").count() == 1


def test_an_act_is_drafted_with_nothing_but_a_keyboard(volet):
    page = volet.open()
    page.get_by_role("heading", name="Quel acte").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.type("circulation")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Partir d’un exemple").wait_for()
    for _ in range(8):
        if page.evaluate("document.activeElement.textContent").startswith("Partir"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Tout est rempli").wait_for()


def test_what_word_is_asked_exists():
    """Microsoft's own types: a name that Word does not have, or another kind of value, does not pass."""
    options = "--noEmit --allowJs --checkJs --strict --noImplicitAny false --target es2024 --module esnext --moduleResolution bundler"
    commande = [
        str(ICI / "node_modules" / ".bin" / "tsc"), *options.split(), "--types", "office-js",
        "--typeRoots", str(ICI / "node_modules" / "@types"), *(str(DOSSIER / "js" / "volet" / nom) for nom in DE_WORD),
    ]  # fmt: skip
    fini = subprocess.run(commande, capture_output=True, text=True, check=False)
    assert (fini.returncode, fini.stdout + fini.stderr) == (0, "")


def test_only_two_modules_speak_to_word():
    for module in (DOSSIER / "js").rglob("*.js"):
        if module.name not in {*DE_WORD, "jeton.js"}:
            assert not re.search(r"\b(?:Office|Word|Excel)\.[A-Za-z]", module.read_text(encoding="utf-8"))
    assert "settings" not in (DOSSIER / "js" / "volet" / "jeton.js").read_text(encoding="utf-8")


def test_the_package_that_is_inserted_is_one_that_word_reads(volet, arrete, api):
    """Its parts name each other as an Open Packaging document does."""
    page = open_projet(volet)
    page.get_by_role("button", name="Insérer ici les passages").click()
    expect(page.get_by_text("Les passages sont au curseur")).to_be_visible()
    paquet = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
    racine = etree.fromstring(volet.host("inseres")[0])
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        lignes = [
            f'<Override PartName="{un.get(f"{paquet}name")}" ContentType="{un.get(f"{paquet}contentType")}"/>'
            for un in racine if not un.get(f"{paquet}name").endswith(".rels")
        ]  # fmt: skip
        rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{types}">{rels}{"".join(lignes)}</Types>')
        for un in racine:
            archive.writestr(un.get(f"{paquet}name").lstrip("/"), etree.tostring(un[0][0]))
    feuilles = acte_as_json(formats.read(sortie.getvalue(), "insere.docx").acte)["blocs"]
    dernier = next(un for un in api.ask("GET", "/brouillons")["elements"] if un["etat"] == "redige")
    passages = api.ask("GET", f"/brouillons/{dernier['id']}")["passages"]
    lus = [(bloc["texte"], {f["origine"] for f in bloc["fragments"]}) for bloc in feuilles if bloc["texte"]]
    # The words of the model, which now stand in a document that it did not write.
    assert lus == [(texte, {"ia_retouchee"}) for un in passages for texte in un["paragraphes"]]
