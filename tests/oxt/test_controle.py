"""The findings in a real LibreOffice: a place follows its words, a correction is tracked, the margin holds them all."""

import pytest

pytestmark = pytest.mark.libreoffice

FAUX = "lundi 20 décembre 2026"
JUSTE = "dimanche 20 décembre 2026"
TEXTE = f"La réunion se tiendra le {FAUX} à 9 h."
REUNIS = "Les agents sont réunis."
CONSTATS = "Constats…"
APPLIQUER = "Appliquer la correction proposée"


@pytest.fixture
def controle(secretaire):
    """Give a document in which one day of the week is wrong, checked."""
    secretaire.ecrire_texte(REUNIS, TEXTE)
    secretaire.presser("Contrôler")
    secretaire.attendre_option(CONSTATS, "Erreur C41")
    return secretaire


def test_a_place_is_found_again_after_its_paragraph_has_changed(controle):
    controle.taper_devant("Bonjour. ")
    assert controle.remplacer("à 9 h", "à 10 h, salle du conseil")
    controle.choisir(CONSTATS, "Erreur C41")
    assert controle.attendre_selection(FAUX) == FAUX
    assert not controle.suivies()


def test_a_place_that_is_gone_is_told(controle):
    assert controle.remplacer(TEXTE, "")
    controle.choisir(CONSTATS, "Erreur C41")
    controle.attendre("Ce passage n’est plus dans le document")
    controle.presser(APPLIQUER)
    controle.attendre("Ces mots ne sont plus dans le document")
    assert not controle.suivies()


def test_a_correction_is_tracked_and_one_undo_takes_it_back(controle):
    controle.presser(APPLIQUER)
    controle.attendre("Choisissez un constat qui propose une correction.")
    controle.choisir(CONSTATS, "Erreur C41")
    controle.attendre("Correction proposée : « dimanche")
    controle.presser(APPLIQUER)
    controle.attendre("Correction appliquée en suivi des modifications")
    assert {sorte for sorte, _ in controle.suivies()} == {"Delete", "Insert"}
    assert controle.annulations()[0] == "Corriger avec Minutier"
    controle.annuler()
    assert not controle.suivies()
    assert controle.texte() == f"{REUNIS}\n{TEXTE}"
    controle.presser(APPLIQUER)
    controle.attendre("Correction appliquée en suivi des modifications")
    controle.tout_accepter()
    assert controle.texte() == f"{REUNIS}\n{TEXTE.replace(FAUX, JUSTE)}"
    # A reader wrote these words, not a model.
    assert controle.style_de("dimanche") == ""


def test_what_changed_since_the_check_is_not_corrected(controle):
    assert controle.remplacer("20 décembre", "21 décembre")
    controle.choisir(CONSTATS, "Erreur C41")
    controle.presser(APPLIQUER)
    controle.attendre("Ces mots ne sont plus dans le document")
    assert not controle.suivies()


def test_the_findings_stand_in_the_margin_and_leave_it(controle):
    controle.ajouter_annotation("Les agents", "À revoir")
    constats = controle.options(CONSTATS)
    controle.presser("Poser les constats en marge")
    controle.attendre("en marge ; ")
    posees = [note for note in controle.annotations() if note[0] == "Contrôle (Minutier)"]
    assert len(posees) == len(constats)
    assert all("Source : " in texte for _, texte, _ in posees)
    assert [place for _, texte, place in posees if texte.startswith("Erreur C41")] == [TEXTE]
    # Once more: they replace those that were there.
    controle.presser("Poser les constats en marge")
    controle.attendre("en marge ; ")
    assert len(controle.annotations()) == len(constats) + 1
    controle.presser("Retirer les constats de la marge")
    controle.attendre("Les constats ne sont plus en marge.")
    assert [texte for _, texte, _ in controle.annotations()] == ["À revoir"]
    assert controle.texte() == f"{REUNIS}\n{TEXTE}"


def test_a_protected_document_takes_no_correction_and_no_remark(controle):
    controle.proteger_document()
    for bouton in (APPLIQUER, "Poser les constats en marge", "Retirer les constats de la marge"):
        controle.choisir(CONSTATS, "Erreur C41")
        controle.presser(bouton)
        controle.attendre("rien n’y a été écrit")
        # So that the next refusal is not taken for this one; what is waited for is said at the end of a check.
        controle.presser("Contrôler de nouveau")
        controle.attendre("ne ressemble pas à un acte")
    assert not controle.suivies()
    assert not controle.annotations()
