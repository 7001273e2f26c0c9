"""An answer that comes late, or never, is about what was asked: it does not overwrite, move or hold what came since."""

import contextlib
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import AGENTS, running
from tests.e2e.service import MOT_DE_PASSE
from tests.e2e.test_pressions import hold_verdicts, wait_for
from tests.e2e.test_verification import choose, seal_acte
from tests.e2e.volet import open_volet
from tests.e2e.vues_word import ARRETE, Api, answer, open_reformuler, open_saisie, serve, submit
from tests.sceau.fabrique import make_projet

REDIGER = "Rédiger le projet"
# Milliseconds: what an answer changes is changed by then.
EFFET = 500
TENIR_WORD = """() => {
  const { RichApi } = OSF.DDA;
  const vrai = RichApi.executeRichApiRequestAsync;
  const tenus = [];
  RichApi.executeRichApiRequestAsync = (...tout) => tenus.push(tout);
  window.__lacher = () => {
    RichApi.executeRichApiRequestAsync = vrai;
    for (const tout of tenus) vrai(...tout);
  };
}"""
DEMANDER = """async () => {
  const { call } = await import(new URL("../api.js", document.querySelector("script[type=module]").src).href);
  call("POST", "/api/essai").catch(() => {});
}"""
SUIVRE = """async () => {
  const { follow } = await import(new URL("flux.js", document.querySelector("script[type=module]").src).href);
  const dits = [];
  const corps = ["id: 1\\nevent: etape\\ndata: {}\\n\\n: en cours\\n\\n", "id: 2\\nevent: fin\\ndata: {}\\n\\n"];
  window.fetch = async (adresse, { headers }) => {
    dits.push(headers["Last-Event-ID"] ?? "");
    const octets = new TextEncoder().encode(corps.shift());
    return new Response(new ReadableStream({ start: (c) => c.enqueue(octets) }));
  };
  const surEvenement = (nom) => dits.push(nom);
  const surCoupure = () => dits.push("coupure");
  window.__dits = dits;
  follow("/api/essai", { signal: new AbortController().signal, surEvenement, surCoupure });
}"""


@pytest.fixture(scope="module")
def mairie(tmp_path_factory, modele_rejoue):
    with running(tmp_path_factory.mktemp("reponses"), modele_rejoue.url, relecture=True) as service:
        yield service


@pytest.fixture(scope="module")
def api(mairie):
    return Api(mairie, AGENTS[0])


@pytest.fixture
def volet(navigateur, mairie):
    with open_volet(navigateur, mairie, AGENTS[0]) as volet:
        yield volet


@contextlib.contextmanager
def held(page, adresse, faire, methode="GET", *, manque=False):
    """Do what asks the service, and what follows, before its answer; then wait until that one has changed what it will."""
    tenues = []

    def hold(route, requete):
        if requete.method == methode:
            tenues.append(route)
        else:
            route.fallback()

    page.route(adresse, hold)
    faire()
    wait_for(page, lambda: tenues)
    yield
    for route in tenues:
        tenue = route.request.url
        with page.expect_event("requestfailed" if manque else "requestfinished", lambda r, url=tenue: r.url == url):
            route.abort() if manque else route.continue_()
    page.unroute(adresse, hold)
    page.wait_for_timeout(EFFET)


def press(page, nom):
    return lambda: page.get_by_role("button", name=nom, exact=True).click()


def go_home(page):
    page.get_by_role("navigation", name="Principale").get_by_role("link", name="Mes actes").click()
    page.get_by_role("heading", name="Mes actes").wait_for()


def see_home(page):
    assert page.evaluate("location.hash") == "#/"
    expect(page.get_by_role("heading", name="Mes actes")).to_be_visible()


def operation(page):
    return page.get_by_label("Opération", exact=True)


def fill_saisie(page):
    """Open a form in the pane, and fill it as its first example is."""
    open_saisie(page, "circulation")
    page.get_by_text("Partir d’un exemple").click()
    press(page, "Remplir avec cet exemple")()
    page.get_by_text("Tout est rempli").wait_for()


def open_exemples(poste):
    page = poste.open(f"nouveau/{ARRETE}")
    page.get_by_text("Partir d’un exemple").click()
    return page, press(page, "Remplir avec cet exemple")


def test_a_final_file_that_was_not_made_is_asked_for_again(redactrice, api):
    page = redactrice.page
    chemin = submit(api, api.draft())
    scelle = []

    def serve_dossier(route):
        reponse = route.fetch()
        fait = {"nom": "acte.docx", "sha256": "0" * 64, "cree_le": "2026-11-02T08:00:00Z"} if scelle else None
        route.fulfill(response=reponse, json={**reponse.json(), "etat": "valide", "actions": [], "scelle": fait})

    page.route(f"**/api{chemin}", serve_dossier)
    redactrice.open(chemin.lstrip("/").replace("dossiers", "dossier"))
    demander = page.get_by_role("button", name="Demander le fichier final")
    with page.expect_response("**/scelle/fichier") as refus:
        demander.click()
    expect(page.locator(".message.erreur")).to_contain_text(refus.value.json()["detail"])
    scelle.append(True)
    page.route("**/scelle/fichier", lambda route: route.fulfill(body=b"PK"))
    demander.click()
    expect(page.locator("#annonce")).to_contain_text("Le fichier final est prêt.")
    expect(page.get_by_role("link", name="Télécharger le fichier final")).to_be_visible()


def test_the_verdict_on_a_file_is_not_shown_for_another(redactrice, mairie):
    page = redactrice.open("verification")
    choose(page, "Fichier de l’acte", "visé.docx", seal_acte(mairie).fichier)
    reponse = page.get_by_role("heading", name="Réponse")
    with held(page, "**/api/verification", press(page, "Vérifier"), "POST"):
        choose(page, "Fichier de l’acte", "autre.docx", make_projet("docx"))
    expect(reponse).to_have_count(0)
    press(page, "Vérifier")()
    expect(reponse).to_contain_text("NON SCELLÉ")


def test_nobody_gets_rid_of_signing_in_again(redactrice):
    page = redactrice.open(f"nouveau/{ARRETE}")
    operation(page).fill("les travaux du matin")
    redactrice.saved()
    redactrice.contexte.clear_cookies()
    operation(page).fill("les travaux du soir")
    dialogue = page.get_by_role("dialog", name="Votre session a expiré")
    secret = dialogue.get_by_label("Mot de passe", exact=True)
    secret.fill(MOT_DE_PASSE)
    for _ in range(4):
        page.keyboard.press("Escape")
        page.wait_for_timeout(100)
    expect(dialogue).to_be_visible()
    expect(secret).to_be_focused()
    expect(secret).to_have_value(MOT_DE_PASSE)
    page.keyboard.press("Enter")
    expect(dialogue).to_have_count(0)
    redactrice.saved()
    expect(operation(page)).to_be_focused()
    expect(operation(page)).to_have_value("les travaux du soir")


@pytest.mark.parametrize("manque", [False, True])
def test_the_list_is_of_the_last_state_that_was_chosen(redactrice, api, manque):
    submit(api, api.draft())
    page = redactrice.open("dossiers")
    etat = page.get_by_label("État")
    aucun = page.get_by_text("Aucun dossier dans cet état.")
    with held(page, "**/api/dossiers?*etat=en_relecture", lambda: etat.select_option("en_relecture"), manque=manque):
        etat.select_option("clos")
        aucun.wait_for()
    expect(aucun).to_be_visible()


def test_one_action_at_a_time_rewords_the_selection(volet):
    page = open_reformuler(volet)
    demandes = serve(volet, answer("court", "reformule", "reformule"))
    page.evaluate("""() => {
      const find = (mots) => [...document.querySelectorAll("button")].find((un) => un.textContent === mots);
      find("Plus court").click();
      find("Plus clair").click();
    }""")
    page.get_by_role("heading", name="Proposition : plus court").wait_for()
    page.wait_for_timeout(EFFET)
    assert [une["action"] for une in demandes] == ["court"]


def test_reading_the_selection_can_be_stopped(volet):
    page = open_reformuler(volet)
    demandes = serve(volet, answer("court", "reformule", "reformule"))
    page.evaluate(TENIR_WORD)
    press(page, "Plus court")()
    expect(page.get_by_role("button", name="Plus clair")).to_be_disabled()
    press(page, "Arrêter")()
    page.evaluate("window.__lacher()")
    expect(page.locator("main .message.info")).to_contain_text("Arrêté : rien n’a changé.")
    expect(page.get_by_role("button", name="Plus clair")).to_be_enabled()
    assert demandes == []
    tenus = [libere for libere in volet.host("liberes") if "IntersectWithOrNullObject" in libere]
    assert len(set(tenus)) == 2


def test_a_proposal_goes_away_when_another_is_asked_for(volet):
    page = open_reformuler(volet)
    serve(volet, answer("court", "reformule", "reformule"))
    press(page, "Plus court")()
    page.get_by_role("button", name="Appliquer").wait_for()
    page.evaluate(TENIR_WORD)
    press(page, "Plus clair")()
    expect(page.get_by_role("button", name="Appliquer")).to_have_count(0)
    page.evaluate("window.__lacher()")
    page.get_by_role("button", name="Appliquer").wait_for()


def test_an_example_does_not_replace_what_is_typed_while_it_comes(redactrice):
    page, remplir = open_exemples(redactrice)
    with held(page, "**/exemples/*", remplir):
        operation(page).fill("les travaux du matin")
    dialogue = page.get_by_role("dialog", name="Remplacer votre saisie ?")
    dialogue.get_by_role("button", name="Annuler").click()
    expect(operation(page)).to_have_value("les travaux du matin")
    remplir()
    dialogue.get_by_role("button", name="Remplacer").click()
    expect(page.locator("#annonce")).to_contain_text("Le formulaire est rempli avec l’exemple.")
    expect(operation(page)).not_to_have_value("les travaux du matin")


def test_an_example_that_comes_after_somebody_left_fills_nothing(redactrice):
    page, remplir = open_exemples(redactrice)
    with held(page, "**/exemples/*", remplir):
        go_home(page)
    expect(page.locator("#annonce")).to_be_empty()
    page.reload()
    page.get_by_role("heading", name="Mes actes").wait_for()
    expect(page.get_by_text("Une saisie n’a pas pu être enregistrée")).to_have_count(0)


@pytest.mark.parametrize("geste", ["rédiger", "envoyer", "reprendre"])
def test_an_answer_does_not_move_who_left_the_screen(redactrice, api, geste):
    id_ = api.draft()
    route, adresse, bouton = {
        "rédiger": (f"acte/{id_}", "**/redaction", "Rédiger à nouveau"),
        "envoyer": (f"acte/{id_}/envoi", "**/soumission", "Envoyer en relecture"),
        "reprendre": (f"acte/{id_}/reprise", "**/reprise", "Reprendre sans changer les dates"),
    }[geste]
    page = redactrice.open(route)
    with held(page, adresse, press(page, bouton), "POST"):
        go_home(page)
    see_home(page)


def test_the_first_saving_does_not_bring_back_who_left(redactrice):
    page = redactrice.open(f"nouveau/{ARRETE}")
    operation(page).fill("les travaux de la rue du Port")
    page.get_by_role("link", name="Mes actes").click()
    page.get_by_role("heading", name="Mes actes").wait_for()
    see_home(page)


def test_the_pane_does_not_go_to_an_act_that_somebody_left(volet):
    page = volet.open()
    fill_saisie(page)
    with held(page, "**/redaction", press(page, REDIGER), "POST"):
        press(page, "Reformuler")()
        page.get_by_role("heading", name="Reformuler la sélection").wait_for()
    expect(page.get_by_role("heading", name="Reformuler la sélection")).to_be_visible()


def test_what_is_decided_at_once_waits_until_the_version_is_opened(relectrice, api):
    page = relectrice.page
    dossier = submit(api, api.draft()).rsplit("/", 1)[1]
    with held(page, "**/ouverture", lambda: relectrice.open(f"dossier/{dossier}"), "POST"):
        page.get_by_label("Motif du renvoi").fill("Précisez l’heure de la fin.")
        press(page, "Renvoyer avec ce motif")()
    page.get_by_role("heading", name="Renvoyé pour correction").wait_for()


def test_an_opening_that_failed_is_asked_again_with_the_decision(relectrice, api):
    page = relectrice.page
    dossier = submit(api, api.draft()).rsplit("/", 1)[1]
    page.route("**/ouverture", lambda route: route.abort())
    relectrice.open(f"dossier/{dossier}")
    expect(page.get_by_role("alert").get_by_text("Le serveur ne répond pas.")).to_be_visible()
    page.unroute("**/ouverture")
    page.get_by_label("Motif du renvoi").fill("Précisez l’heure de la fin.")
    press(page, "Renvoyer avec ce motif")()
    page.get_by_role("heading", name="Renvoyé pour correction").wait_for()


def end_unseen(page, api):
    """Let a drafting end on the service, of which the page hears nothing."""
    page.get_by_role("heading", name="Le projet s’écrit").wait_for()
    dernier = max(api.ask("GET", "/brouillons")["elements"], key=lambda un: un["cree_le"])["id"]
    wait_for(page, lambda: api.ask("GET", f"/brouillons/{dernier}")["acte"])


def test_a_drafting_that_ended_before_it_was_stopped_is_shown(redactrice, api):
    page = redactrice.page
    page.route("**/evenements", lambda route: None)
    redactrice.start_from(ARRETE, "02")
    press(page, REDIGER)()
    end_unseen(page, api)
    press(page, "Arrêter la rédaction")()
    page.locator(".texte-acte").wait_for()
    expect(page.get_by_text("Rien n’a changé dans l’acte")).to_have_count(0)
    expect(page.locator("#annonce")).to_contain_text("Le projet est rédigé.")


def test_the_pane_shows_a_drafting_that_ended_before_it_was_stopped(volet, api):
    page = volet.open()
    page.route("**/evenements", lambda route: None)
    fill_saisie(page)
    press(page, REDIGER)()
    end_unseen(page, api)
    press(page, "Arrêter la rédaction")()
    page.get_by_role("button", name="Insérer ici les passages").wait_for()


def test_who_stops_a_drafting_and_hears_nothing_is_not_told_that_nothing_changed(redactrice):
    page = redactrice.page
    page.route("**/evenements", lambda route: None)
    redactrice.start_from(ARRETE, "02")
    press(page, REDIGER)()
    page.get_by_role("heading", name="Le projet s’écrit").wait_for()
    page.route("**/api/**", lambda route: route.abort())
    press(page, "Arrêter la rédaction")()
    expect(page.get_by_role("alert")).to_contain_text("Le serveur ne répond pas.")
    expect(page.get_by_text("Rien n’a changé dans l’acte")).to_have_count(0)


def test_what_was_saved_meanwhile_is_not_taken_for_the_act(redactrice, api):
    page = redactrice.page
    brouillon = redactrice.start_from(ARRETE, "02")
    jamais = {"redaction": "00000000-0000-4000-8000-000000000000"}
    page.route("**/redaction", lambda route: route.fulfill(status=202, json=jamais))
    page.route("**/evenements", lambda route: None)
    press(page, REDIGER)()
    page.get_by_role("heading", name="Le projet s’écrit").wait_for()
    vu = api.ask("GET", f"/brouillons/{brouillon}")
    saisie = {**vu["saisie"], "operation": "le bal"}
    api.ask("PUT", f"/brouillons/{brouillon}", json={"saisie": saisie, "revision": vu["revision"]})
    press(page, "Arrêter la rédaction")()
    expect(page.get_by_text("Rien n’a changé dans l’acte")).to_be_visible()
    expect(page.locator("#annonce")).not_to_contain_text("Le projet est rédigé.")


def test_who_signed_out_is_not_asked_to_sign_in_by_what_was_asked_before(redactrice, mairie):
    page = redactrice.page
    # The next browser signs in anew.
    mairie.sessions.pop(AGENTS[0])
    with held(page, re.compile(r"/api/brouillons\?"), lambda: page.get_by_label("Chercher dans mes actes").fill("bal")):
        press(page, "Se déconnecter")()
        page.get_by_text("Vous êtes déconnecté.").wait_for()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_one_person_asked_is_not_done_in_the_name_of_the_next(volet, mairie):
    page = volet.open()
    page.get_by_role("heading", name="Quel acte").wait_for()
    # The next pane signs in anew.
    mairie.sessions.pop(f"volet.{AGENTS[0]}")
    demandes, tenues = [], []
    page.on("request", lambda requete: demandes.append(requete.url))
    page.route("**/api/essai", lambda route, _requete: tenues.append(route))
    page.evaluate(DEMANDER)
    wait_for(page, lambda: tenues)
    press(page, "Se déconnecter")()
    page.get_by_label("Identifiant").fill(AGENTS[1])
    page.get_by_label("Mot de passe", exact=True).fill(MOT_DE_PASSE)
    press(page, "Se connecter")()
    page.get_by_role("heading", name="Quel acte").wait_for()
    tenues[0].fulfill(status=401, json={"detail": "Connectez-vous."})
    page.wait_for_timeout(EFFET)
    assert [url.rsplit("/", 1)[1] for url in demandes].count("essai") == 1
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_signing_out_waits_for_what_is_being_saved(redactrice, mairie):
    mairie.sessions.pop(AGENTS[0])
    page = redactrice.open(f"nouveau/{ARRETE}")
    demandes = []
    page.on("request", lambda requete: demandes.append(requete.url))
    with held(page, "**/api/brouillons", lambda: operation(page).fill("les travaux de la rue du Port"), "POST"):
        press(page, "Se déconnecter")()
        page.wait_for_timeout(EFFET)
        assert not any(url.endswith("/deconnexion") for url in demandes)
    page.get_by_text("Vous êtes déconnecté.").wait_for()


def test_who_could_not_sign_out_finds_the_form_again(volet):
    page = volet.open()
    expect(page.locator(".etat-document")).to_contain_text("Document sans visa")
    fill_saisie(page)
    page.route("**/api/connexion/jeton", lambda route: route.abort())
    press(page, "Se déconnecter")()
    page.get_by_role("heading", name="Quel acte").wait_for()
    expect(page.locator(".etat-document")).to_contain_text("Le serveur ne répond pas")
    page.locator(".modele", has_text="En cours de saisie").first.get_by_role("button").click()
    page.get_by_text("Tout est rempli").wait_for()
    press(page, REDIGER)()
    page.get_by_role("heading", name="Le projet s’écrit").wait_for()


def test_what_is_left_to_fill_keeps_the_focus_when_it_changes(redactrice):
    page = redactrice.open(f"nouveau/{ARRETE}")
    page.locator(".reste a").first.wait_for()
    attendus, let_go = hold_verdicts(page)
    operation(page).fill("les travaux du matin")
    wait_for(page, lambda: attendus)
    page.locator(".reste a").last.focus()
    let_go()
    expect(page.locator(".reste h2")).to_be_focused()


def test_a_button_that_waits_has_the_focus_again(redactrice, mairie):
    page = redactrice.page
    redactrice.start_from(ARRETE, "01")
    page.route("**/redaction", lambda route: route.abort())
    rediger = page.get_by_role("button", name=REDIGER)
    rediger.press("Enter")
    page.get_by_text("La rédaction n’a pas commencé").wait_for()
    expect(rediger).to_be_focused()
    redactrice.open("verification")
    choose(page, "Fichier de l’acte", "visé.docx", seal_acte(mairie).fichier)
    press(page, "Vérifier")()
    pdf = page.get_by_role("button", name="Préparer le PDF")
    with held(page, "**/api/verification/pdf", lambda: pdf.press("Enter"), "POST", manque=True):
        expect(pdf).not_to_be_focused()
    expect(pdf).to_be_focused()


def test_a_stream_that_says_nothing_more_is_asked_for_again(redactrice):
    page = redactrice.page
    page.clock.install(time=0)
    # From there on no time passes but what is given.
    page.clock.pause_at(60_000)
    page.evaluate(SUIVRE)
    wait_for(page, lambda: page.evaluate("window.__dits") == ["", "etape"])
    page.clock.run_for(29_000)
    assert page.evaluate("window.__dits") == ["", "etape"]
    page.clock.run_for(1_000)
    page.clock.run_for(2_000)
    wait_for(page, lambda: page.evaluate("window.__dits") == ["", "etape", "coupure", "1", "fin"])
