"""The form of the panel, without LibreOffice: what is asked, what is sent, on which page, at fault where."""

import pytest

from server.catalogue import load_catalogue, load_exemple, validate
from server.catalogue.lecture_json import to_plain
from server.catalogue.schema import json_schema
from server.ressources import find_dossier
from tests.oxt.panneau import formulaire as f
from tests.oxt.panneau import places, saisie, schema

CATALOGUE = load_catalogue([find_dossier("templates_actes")])
EXEMPLES = [(modele.code, nom) for modele in CATALOGUE.list_modeles() for nom in modele.exemples]


def open_form(code, valeurs):
    dedans = {nom: valeur for nom, valeur in valeurs.items() if nom not in schema.RESERVES}
    return f.Formulaire(schema.read_champs(json_schema(CATALOGUE.get(code))), dedans)


def retype(form):
    """Go through every page and every item, and type again what is shown."""
    nombre = len(form.list_pages())
    for rang in range(nombre):
        form.pages[-1] = rang
        for case in form.list_pages()[rang]:
            if case.champ.type == "groupe":
                for place in range(len(f.elements_of(case))):
                    form.enter(case, place)
                    retype(form)
                    form.leave()
            elif case.champ.type not in {"choix", "oui_non"} and f.has_valeur(case):
                montre = saisie.show_valeur(case.champ, case.valeurs)
                case.valeurs[case.champ.nom] = saisie.read_valeur(case.champ, montre)


@pytest.mark.parametrize(("code", "exemple"), EXEMPLES)
def test_each_example_goes_through_the_form_and_is_accepted(code, exemple):
    """The server accepts what the panel sends, after each field was shown and typed again."""
    valeurs = to_plain(load_exemple(CATALOGUE.get(code), exemple).valeur)
    form = open_form(code, valeurs)
    retype(form)
    envoyee = form.saisie
    assert validate(CATALOGUE.get(code), {**envoyee, "collectivite": valeurs["collectivite"]}, None)
    attendue = {nom for nom, valeur in valeurs.items() if nom not in schema.RESERVES and not saisie.is_vide(valeur)}
    assert set(envoyee) <= attendue
    assert len(envoyee) >= len(attendue) - 3


def fields_of(form):
    return [case.chemin for page in form.list_pages() for case in page]


def test_what_is_asked_follows_the_answers_and_comes_back():
    form = open_form("arrete_circulation_temporaire", {"origine": "demande", "demande": {"demandeur": "l’association"}})
    assert "demande.demandeur" in fields_of(form)
    form.valeurs["origine"] = "commune"
    assert "demande.demandeur" not in fields_of(form)
    assert "demande" not in form.saisie
    form.valeurs["origine"] = "demande"
    assert form.saisie["demande"] == {"demandeur": "l’association"}


def test_no_page_is_heavier_than_a_narrow_panel():
    for modele in CATALOGUE.list_modeles():
        for page in open_form(modele.code, {}).list_pages():
            assert 0 < len(page) <= f.POIDS_DE_PAGE
            assert len(page) == 1 or "groupe" not in {case.champ.type for case in page}


def test_the_fields_keep_the_order_of_the_schema():
    proprietes = [nom for nom in json_schema(CATALOGUE.get("note_service"))["properties"] if nom not in schema.RESERVES]
    vus = list(dict.fromkeys(chemin.split(".")[0] for chemin in fields_of(open_form("note_service", {}))))
    assert vus == [nom for nom in proprietes if nom in vus]
    assert len(vus) > 3


def test_a_fault_is_shown_once_its_field_was_left_and_leads_to_its_item():
    form = open_form("arrete_circulation_temporaire", {"voies": [{"voie": "rue A"}, {}]})
    fautes = [("voies[1].voie", "« Voie » est obligatoire")]
    form.see([], fautes)
    cases = {case.chemin: case for page in form.list_pages() for case in page}
    assert not form.fault_of(cases["voies"])
    form.see_all(fautes)
    assert form.fault_of(cases["voies"]) == "[1].voie : « Voie » est obligatoire"
    assert form.go_to_fault()
    assert form.lieu.chemin == "voies[1]"
    case = form.list_pages()[form.page][0]
    assert (case.chemin, form.fault_of(case)) == ("voies[1].voie", "à remplir")


def test_a_fault_of_the_whole_leads_nowhere():
    form = open_form("note_service", {})
    form.see_all([("", "la saisie est vide")])
    assert not form.go_to_fault()


def test_items_move_within_their_bounds():
    elements = ["a", "b", "c"]
    assert [f.move(elements, 0, 1), f.move(elements, 1, 1), f.move(elements, 2, 1), f.move(elements, 0, -1)] == [
        1,
        2,
        2,
        0,
    ]
    assert elements == ["b", "c", "a"]


@pytest.mark.parametrize(
    ("texte", "iso"),
    [
        ("2/11/2026", "2026-11-02"),
        ("02.11.2026", "2026-11-02"),
        ("lundi 2 novembre 2026", "2026-11-02"),
        ("1er août 2026", "2026-08-01"),
        ("2026-11-02", "2026-11-02"),
    ],
)
def test_a_date_is_read_as_people_write_it(texte, iso):
    assert saisie.parse_date(texte).isoformat() == iso


@pytest.mark.parametrize("texte", ["", "31/11/2026", "demain", "2 brumaire 2026", "2/11/26", "9999999999"])
def test_what_is_no_date_is_left_to_the_server(texte):
    assert saisie.parse_date(texte) is None
    assert saisie.say_date(texte) == ""


def test_a_date_is_said_in_full():
    assert saisie.say_date("1/12/2026") == "mardi 1er décembre 2026"


# --- places in the document


def test_the_nth_of_equal_blocks_is_the_nth_of_equal_paragraphs():
    blocs = ["Vu le code", "À noter", "À noter"]
    assert places.find_paragraphes(blocs, [2], ["Vu\u00a0le  code", "À noter", "", "À noter"]) == [3]
    assert places.find_paragraphes(blocs, [1], ["À noter"]) == [0]


def test_a_block_that_is_gone_is_not_found():
    assert places.find_paragraphes(["a b"], [0], ["c", ""]) == [None]
    assert places.find_paragraphes([""], [0], ["", "c"]) == [None]
    assert places.find_paragraphes(["a"], [3, -1], ["a"]) == [None, None]


def test_a_block_whose_number_is_computed_is_still_found():
    assert places.find_paragraphes(["1° la voie publique"], [0], ["autre", "la voie publique"]) == [1]


def test_offsets_count_as_writer_does():
    assert places.cut_utf16("a😀bc", 3, 4) == "b"
