"""Who reviews: a step handed over, an absence with its days, the circuit of a template; each fault beside its field."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.clavier import Clavier
from tests.e2e.conftest import running, seated
from tests.e2e.service import ADMINISTRATRICE
from tests.e2e.test_relecture import check_screen, open_dossier, send

REMPLACANTE = "alice.petit"


def in_days(nombre: int) -> dt.date:
    """Give a day as the service counts them."""
    return dt.datetime.now().astimezone().date() + dt.timedelta(nombre)


@pytest.fixture(scope="module")
def mairie(tmp_path_factory):
    """Run the service for who drafts, two who review, who administers."""
    with running(tmp_path_factory.mktemp("circuits"), relecture=True) as service:
        service.make_compte(REMPLACANTE, "relecteur_juridique")
        service.make_compte(ADMINISTRATRICE, "administrateur")
        yield service


@pytest.fixture
def remplacante(navigateur, mairie):
    with seated(navigateur, mairie, REMPLACANTE) as poste:
        yield poste


@pytest.fixture
def administratrice(navigateur, mairie):
    with seated(navigateur, mairie, ADMINISTRATRICE) as poste:
        yield poste


def list_a_relire(poste):
    poste.open("")
    page = poste.open("a-relire")
    page.get_by_role("heading", name="À relire", level=1).wait_for()
    return page


def as_typed(jour):
    return f"{jour:%d/%m/%Y}"


def test_a_step_is_handed_to_a_colleague_who_signs_it_off(redactrice, relectrice, remplacante):
    dossier = send(redactrice)
    page = open_dossier(relectrice, dossier)
    page.get_by_text("Confier cette relecture à une autre personne").click()
    page.get_by_role("button", name="Confier", exact=True).click()
    expect(page.get_by_text("Choisissez une personne.")).to_be_visible()
    expect(page.get_by_label("Alice Petit")).to_be_focused()
    check_screen(page)
    page.get_by_label("Alice Petit").check()
    page.get_by_role("button", name="Confier", exact=True).click()
    expect(page.locator("#annonce")).to_contain_text("Relecture confiée à Alice Petit.")
    expect(page.locator(".etat-dossier")).to_contain_text("confiée à Alice Petit")
    expect(page.get_by_role("button", name="Viser l’étape")).to_have_count(0)

    page = list_a_relire(remplacante)
    page.locator(f"a[href='#/dossier/{dossier}']").first.click()
    expect(page.get_by_role("button", name="Viser l’étape")).to_be_visible()


def test_a_dossier_is_handed_to_a_colleague_and_given_back(redactrice, navigateur, mairie):
    page = redactrice.page
    dossier = send(redactrice)
    page.get_by_role("button", name="Reprendre l’acte").click()
    page.get_by_role("dialog").get_by_role("button", name="Reprendre l’acte").click()
    page.get_by_role("heading", name="Pas encore envoyé").wait_for()
    page.get_by_text("Confier ce dossier à une autre personne").click()
    page.get_by_label("Paul Lambert").check()
    page.get_by_role("button", name="Confier", exact=True).click()
    expect(page.locator(".etat-dossier")).to_contain_text("Acte suivi par Paul Lambert")
    expect(page.get_by_role("button", name="Envoyer en relecture")).to_have_count(0)
    with seated(navigateur, mairie, "paul.lambert") as paul:
        autre = open_dossier(paul, dossier)
        autre.get_by_text("Confier ce dossier à une autre personne").click()
        autre.get_by_label("Mireille Durand").check()
        autre.get_by_role("button", name="Confier", exact=True).click()
        autre.get_by_role("heading", name="Mes dossiers", level=1).wait_for()
    expect(open_dossier(redactrice, dossier).locator(".etat-dossier")).to_contain_text("Acte suivi par vous")


def test_an_absence_is_planned_ended_and_put_back(relectrice, remplacante):
    page = relectrice.open("compte")
    page.get_by_role("link", name="Mes absences").click()
    page.get_by_text("Aucune absence n’est prévue").wait_for()
    page.get_by_role("button", name="Enregistrer l’absence").click()
    expect(page.get_by_text("Choisissez la personne qui relira.")).to_be_visible()
    page.get_by_label("Alice Petit").check()
    page.get_by_role("radio", name="relecture juridique").check()
    page.get_by_label("Premier jour", exact=True).fill("demain")
    page.get_by_label("Dernier jour, compris", exact=True).fill(as_typed(in_days(1)))
    page.get_by_role("button", name="Enregistrer l’absence").click()
    premier = page.get_by_label("Premier jour", exact=True)
    expect(premier).to_be_focused()
    expect(premier).to_have_attribute("aria-invalid", "true")
    premier.fill(as_typed(in_days(2)))
    page.get_by_role("button", name="Enregistrer l’absence").click()
    expect(page.get_by_text("Elle vient avant le début.")).to_be_visible()
    expect(page.get_by_label("Dernier jour, compris", exact=True)).to_be_focused()
    check_screen(page)
    premier.fill(as_typed(in_days(1)))
    page.get_by_role("button", name="Enregistrer l’absence").click()
    ligne = page.locator(".acte", has_text="Alice Petit, à votre place")
    expect(ligne).to_contain_text(re.compile(rf"absence – le \w+ {in_days(1).day}"))
    expect(page.get_by_text("L’absence est enregistrée.")).to_be_visible()

    recue = remplacante.open("absences")
    expect(recue.locator(".acte", has_text="vous, à la place de Jeanne Martin")).to_be_visible()
    expect(recue.get_by_role("button", name="Mettre fin")).to_have_count(0)

    ligne.get_by_role("button", name="Mettre fin").click()
    expect(ligne).to_have_count(0)
    expect(page.get_by_role("button", name="Annuler")).to_be_focused()
    check_screen(page)
    page.get_by_role("button", name="Annuler").click()
    expect(ligne).to_have_count(1)
    page.get_by_text("L’absence est rétablie.").wait_for()
    ligne.get_by_role("button", name="Mettre fin").click()
    expect(ligne).to_have_count(0)


def test_who_administers_plans_the_absence_of_somebody_else(administratrice, relectrice):
    page = administratrice.open("absences")
    page.get_by_role("radiogroup", name="Qui est absent").get_by_label("Jeanne Martin").check()
    page.get_by_label("Qui relit à sa place").select_option(label="Alice Petit")
    page.get_by_role("radio", name="direction").check()
    for champ in ("Premier jour", "Dernier jour, compris"):
        page.get_by_label(champ, exact=True).fill(as_typed(in_days(1)))
    page.get_by_role("button", name="Enregistrer l’absence").click()
    ligne = page.locator(".acte", has_text="Alice Petit, à la place de Jeanne Martin")
    expect(ligne).to_contain_text("direction")
    expect(relectrice.open("absences").locator(".acte")).to_contain_text("Alice Petit, à votre place")
    ligne.get_by_role("button", name="Mettre fin").click()
    expect(ligne).to_have_count(0)


def test_who_reviews_nothing_has_no_absence_to_plan(redactrice):
    page = redactrice.open("absences")
    expect(page.get_by_text("Vous n’avez pas de rôle de relecture")).to_be_visible()
    check_screen(page)


def test_a_circuit_is_changed_undone_and_changed_with_nothing_but_a_keyboard(administratrice, redactrice):
    redactrice.open("compte").get_by_role("link", name="Mes absences").wait_for()
    expect(redactrice.page.get_by_role("link", name="Circuits de relecture")).to_have_count(0)
    page = administratrice.open("compte")
    page.get_by_role("link", name="Circuits de relecture").click()
    modele = page.locator(".modele", has=page.get_by_role("heading", name="Note de service"))
    avant = modele.get_by_role("list").inner_text()
    clavier = Clavier(page, {})
    modele.get_by_role("button", name="Changer").press("Enter")
    expect(modele.get_by_label("Première étape")).to_be_focused()
    page.keyboard.type("di")
    clavier.press("Tab")
    page.keyboard.type("di")
    clavier.go_to("Enregistrer")
    clavier.press("Enter")
    expect(modele.get_by_text("Un même rôle ne vise qu’une fois.")).to_be_visible()
    expect(modele.get_by_label("Deuxième étape")).to_be_focused()
    check_screen(page)
    clavier.press("ArrowDown", "ArrowDown")
    clavier.go_to("Enregistrer")
    clavier.press("Enter")
    expect(modele.get_by_role("listitem")).to_have_text(
        ["direction", re.compile("référent éthique – personne n’a ce rôle")]
    )
    expect(modele).to_contain_text("Changé par la collectivité")
    check_screen(page)
    expect(page.get_by_role("button", name="Annuler ce changement")).to_be_focused()
    clavier.press("Enter")
    expect(page.get_by_text("Circuit rétabli")).to_be_visible()
    expect(modele).not_to_contain_text("Changé par la collectivité")
    assert modele.get_by_role("list").inner_text() == avant


def test_a_circuit_without_a_step_is_refused_and_a_changed_one_is_given_back(administratrice):
    page = administratrice.open("circuits")
    modele = page.locator(".modele", has=page.get_by_role("heading", name="Fiche de consignes"))
    modele.get_by_role("button", name="Changer").click()
    for rang in ("Première", "Deuxième", "Troisième", "Quatrième"):
        modele.get_by_label(f"{rang} étape").select_option("")
    modele.get_by_role("button", name="Enregistrer").click()
    expect(modele.get_by_text("Il faut au moins une étape")).to_be_visible()
    expect(modele.get_by_label("Première étape")).to_be_focused()
    modele.get_by_label("Première étape").select_option("elu")
    modele.get_by_role("button", name="Enregistrer").click()
    expect(modele.get_by_role("listitem")).to_have_text(["élu"])
    modele.get_by_role("button", name="Revenir au circuit du modèle").click()
    expect(modele).not_to_contain_text("Changé par la collectivité")


def test_who_signs_in_the_place_of_another_is_told_in_whose(redactrice, relectrice, elu):
    absences = relectrice.open("absences")
    absences.get_by_label("Marc Petit").check()
    absences.get_by_role("radio", name="relecture juridique").check()
    for champ, jours in (("Premier jour", 0), ("Dernier jour, compris", 1)):
        absences.get_by_label(champ, exact=True).fill(as_typed(in_days(jours)))
    absences.get_by_role("button", name="Enregistrer l’absence").click()
    absences.get_by_text("L’absence est enregistrée.").wait_for()
    dossier = send(redactrice)

    decision = open_dossier(elu, dossier).get_by_role("region", name="Votre décision")
    expect(decision).to_contain_text("Vous visez en l’absence de Jeanne Martin.")
    expect(decision).to_contain_text("celui de la personne que vous remplacez")
    check_screen(decision.page)
    decision = open_dossier(relectrice, dossier).get_by_role("region", name="Votre décision")
    expect(decision.get_by_role("button", name="Viser l’étape")).to_be_visible()
    expect(decision).not_to_contain_text("Vous visez en l’absence")

    relectrice.open("absences").get_by_role("button", name="Mettre fin").click()
