"""From an empty form to a file in Word, as a secretary goes: with a model and without, and with no mouse."""

import io
import re

import docx
import pytest
from playwright.sync_api import expect

from tests.e2e.clavier import Clavier
from tests.web.test_formulaire import example

MODIFIE = "Considérant que la place accueille 84 chalets et 6 000 visiteurs par soirée ;"


def sign_in_by_keyboard(page, service_url, identifiant, mot_de_passe):
    page.goto(service_url)
    expect(page.get_by_label("Identifiant")).to_be_focused()
    page.keyboard.type(identifiant)
    page.keyboard.press("Tab")
    page.keyboard.type(mot_de_passe)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Mes actes").wait_for()


def fill_by_keyboard(poste, code, nom):
    """Choose a template and fill its form from an example, by keyboard only; give the person at the keyboard."""
    modele, _, saisie = example(code, nom)
    clavier = Clavier(poste.page, saisie)
    clavier.go_to("Rédiger un acte")
    clavier.press("Enter")
    poste.page.get_by_role("heading", name="Quel acte rédigez-vous ?").wait_for()
    clavier.go_to(modele.titre)
    clavier.press("Enter")
    poste.page.locator(".formulaire").wait_for()
    clavier.fill("Rédiger")
    poste.page.get_by_text("Tout est rempli").wait_for()
    poste.saved()
    return clavier, saisie


def saved_saisie(poste):
    identifiant = poste.act()
    return poste.page.evaluate("(id) => fetch(`/api/brouillons/${id}`).then((r) => r.json())", identifiant)["saisie"]


def normal(valeur):
    """Compare what was typed with the example: numbers and defaults are sent as texts or left out."""
    if isinstance(valeur, dict):
        return {cle: normal(v) for cle, v in valeur.items()}
    if isinstance(valeur, list):
        return [normal(v) for v in valeur]
    return valeur if isinstance(valeur, bool) else str(valeur)


def test_the_hard_arrete_is_typed_by_keyboard_and_written_by_a_model(poste, suite):
    page = poste.page
    clavier, saisie = fill_by_keyboard(poste, "arrete_circulation_temporaire", "02")
    assert normal(saved_saisie(poste)) == normal(saisie)
    clavier.go_to("Rédiger le projet")
    clavier.press("Enter")
    expect(page.get_by_text("Texte provisoire, pas encore contrôlé")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Arrêté temporaire de circulation et de stationnement")
    suite.set()
    expect(page.get_by_role("heading", name="Arrêté portant réglementation temporaire", level=1)).to_be_focused()
    expect(page.locator(".passage.origine-ia").first).to_contain_text("Écrit par le modèle")
    expect(page.get_by_text(re.compile("Le modèle a écrit 1.passage"))).to_be_visible()
    expect(page.locator(".provisoire")).to_have_count(0)


def test_the_hard_deliberation_is_typed_by_keyboard_and_written_without_a_model(poste_sans_modele):
    poste = poste_sans_modele
    clavier, saisie = fill_by_keyboard(poste, "deliberation_subvention", "03")
    assert normal(saved_saisie(poste)) == normal(saisie)
    expect(poste.page.get_by_text("Aucun modèle n’est réglé")).to_be_visible()
    clavier.go_to("Rédiger le projet")
    clavier.press("Enter")
    poste.page.locator(".texte-acte").wait_for()
    expect(poste.page.locator(".passage").first).to_contain_text("Vos mots, mis en forme")
    expect(poste.page.get_by_text("Aucun passage n’a été écrit par le modèle")).to_be_visible()
    expect(poste.page.get_by_role("table").get_by_text("L’Œil & l’Oreille")).to_be_visible()
    expect(poste.page.get_by_role("table").locator("strong", has_text="Total")).to_be_visible()
    expect(poste.page.get_by_role("columnheader", name="Montant")).to_be_visible()


def test_a_passage_is_corrected_redrafted_and_put_back(poste):
    page = poste.page
    poste.start_from("arrete_circulation_temporaire", "02")
    poste.draft()
    passage = page.locator(".passage")
    passage.get_by_role("button", name="Modifier").click()
    premier = passage.get_by_label("Paragraphe 1")
    expect(premier).to_be_focused()
    premier.fill(MODIFIE)
    passage.get_by_role("button", name="Enregistrer ce passage").click()
    expect(passage).to_contain_text("retouché par vous")
    expect(page.locator(".texte-acte")).to_contain_text(MODIFIE.replace(" ;", ""))
    passage.get_by_role("button", name="Redemander au modèle").click()
    expect(passage).to_contain_text("Écrit par le modèle")
    expect(page.locator(".texte-acte")).not_to_contain_text("la place accueille")
    passage.get_by_role("button", name="Garder mes mots").click()
    expect(passage).to_contain_text("Vos mots, mis en forme")
    expect(passage).to_be_focused()


def test_corrections_are_kept_when_the_act_is_drafted_again(poste):
    page = poste.page
    identifiant = poste.start_from("arrete_circulation_temporaire", "01")
    poste.draft()
    passage = page.locator(".passage")
    passage.get_by_role("button", name="Modifier").click()
    passage.get_by_label("Paragraphe 1").fill("Considérant que la chaussée est étroite ;")
    passage.get_by_role("button", name="Enregistrer ce passage").click()
    expect(page.locator(".texte-acte")).to_contain_text("la chaussée est étroite")
    poste.open(f"acte/{identifiant}")
    page.get_by_label("Lieu, tel qu’il figure dans le titre").fill("dans le bas de la ville")
    poste.saved()
    poste.open(f"acte/{identifiant}/texte")
    expect(page.get_by_text("La saisie a changé depuis la rédaction")).to_be_visible()
    page.get_by_role("button", name="Rédiger à nouveau").click()
    page.get_by_role("button", name="Garder mes corrections").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("dans le bas de la ville")
    expect(page.locator(".texte-acte")).to_contain_text("la chaussée est étroite")


def test_an_early_request_leads_to_the_fields_that_are_missing(poste):
    page = poste.open("nouveau/arrete_circulation_temporaire") or poste.page
    page.get_by_role("button", name="Rédiger le projet").click()
    sommaire = page.locator("#sommaire-fautes")
    expect(sommaire.get_by_role("heading")).to_be_focused()
    sommaire.get_by_role("link", name="Opération", exact=True).click()
    expect(page.get_by_label("Opération", exact=True)).to_be_focused()
    page.keyboard.type("les travaux")
    expect(sommaire.get_by_role("link", name="Opération", exact=True)).to_have_count(0)


@pytest.mark.parametrize("extension", ["docx", "odt", "html", "txt"])
def test_each_file_says_that_it_is_a_draft(poste, extension):
    page = poste.page
    identifiant = poste.start_from("arrete_circulation_temporaire", "02")
    poste.draft()
    poste.open(f"acte/{identifiant}/apercu")
    noms = {"docx": "Télécharger pour Word", "odt": "LibreOffice", "html": "Page web", "txt": "Texte seul"}
    with page.expect_download() as attente:
        page.get_by_role("link", name=noms[extension]).click()
    fichier = attente.value
    assert fichier.suggested_filename.startswith("PROJET-")
    assert fichier.suggested_filename.endswith(f".{extension}")
    octets = fichier.path().read_bytes()
    assert octets
    if extension == "docx":
        assert "PROJET" in "".join(p.text for p in docx.Document(io.BytesIO(octets)).sections[0].header.paragraphs)


def test_the_preview_looks_like_the_document(poste):
    page = poste.page
    identifiant = poste.start_from("deliberation_subvention", "01")
    poste.draft()
    poste.open(f"acte/{identifiant}/apercu")
    apercu = page.frame_locator("iframe[title='Aperçu du document']")
    expect(apercu.get_by_text("RÉPUBLIQUE FRANÇAISE")).to_be_visible()
    expect(apercu.get_by_text("PROJET").first).to_be_visible()


def test_findings_name_their_source_and_lead_to_their_place(poste):
    page = poste.page
    identifiant = poste.start_from("arrete_circulation_temporaire", "01")
    poste.draft()
    # A wording that the rules refuse, typed by hand as anybody could.
    page.locator(".passage").get_by_role("button", name="Modifier").click()
    page.get_by_label("Paragraphe 1").fill(
        "Considérant que, conformément à l’article L. 9999-99 du code de la route, la rue est étroite ;"
    )
    page.get_by_role("button", name="Enregistrer ce passage").click()
    constat = page.locator(".constat", has=page.get_by_role("button", name="Voir dans le texte")).first
    expect(constat).to_contain_text(re.compile(r"Source\s: \S+"))
    expect(constat).to_contain_text(re.compile("Erreur|Avertissement|Conseil"))
    constat.get_by_role("button", name="Voir dans le texte").click()
    vise = page.locator(".alinea.vise")
    expect(vise).to_be_focused()
    expect(vise).to_be_in_viewport()
    assert identifiant


def test_an_act_is_found_again_and_taken_up_for_another_day(poste):
    page = poste.page
    poste.start_from("arrete_circulation_temporaire", "02")
    poste.draft()
    poste.open("")
    page.get_by_label("Chercher dans mes actes").fill("lumieres")
    expect(page.locator(".bilan")).to_contain_text("pour cette recherche")
    acte = page.locator(".acte").first
    expect(acte).to_contain_text("Lumières d’hiver")
    acte.get_by_role("link", name="Reprendre pour un nouvel acte").click()
    page.get_by_label("Nouvelle date").fill("10 décembre 2027")
    expect(page.get_by_text("vendredi 10 décembre 2027")).to_be_visible()
    page.get_by_role("button", name="Créer le nouvel acte").click()
    dates = page.get_by_role("region", name="Dates décalées")
    expect(dates.get_by_role("row", name="Premier jour")).to_contain_text("vendredi 10 décembre 2027")
    delegation = dates.get_by_role("row", name="délégation")
    delegation.get_by_role("button", name="Remettre l’ancienne").click()
    expect(delegation).to_contain_text("mardi 7 avril 2026")
    expect(page.get_by_label("Premier jour", exact=True)).to_have_value("10/12/2027")
    poste.saved()
    saisie = saved_saisie(poste)
    assert saisie["signataire"]["delegation_date"] == "2026-04-07"
    assert saisie["date_fin"] == "2027-12-19"
    poste.draft()
    expect(page.locator(".texte-acte")).to_contain_text("du 10 au 19 décembre 2027")
    expect(page.locator(".texte-acte")).not_to_contain_text("du 11 au 20 décembre 2026")
