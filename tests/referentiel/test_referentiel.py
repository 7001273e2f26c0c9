import datetime as dt

import pytest

from server.catalogue import load_catalogue
from server.referentiel import DEPARTEMENTS, MATIERES, NATURES, REFERENCES, Statut, find_reference, statut
from server.referentiel.matieres import THEMES
from server.referentiel.references import normalize_article
from server.referentiel.tables import read_table
from server.ressources import find_dossier


@pytest.mark.parametrize(
    ("code", "tribunal", "avec_de"),
    [
        ("49", "tribunal administratif de Nantes", "de Maine-et-Loire"),
        ("45", "tribunal administratif d’Orléans", "du Loiret"),
        ("80", "tribunal administratif d’Amiens", "de la Somme"),
        ("92", "tribunal administratif de Cergy-Pontoise", "des Hauts-de-Seine"),
        ("93", "tribunal administratif de Montreuil", "de la Seine-Saint-Denis"),
        ("2A", "tribunal administratif de Bastia", "de la Corse-du-Sud"),
        ("69", "tribunal administratif de Lyon", "du Rhône"),
        ("01", "tribunal administratif de Lyon", "de l’Ain"),
        ("35", "tribunal administratif de Rennes", "d’Ille-et-Vilaine"),
        ("971", "tribunal administratif de la Guadeloupe", "de la Guadeloupe"),
        ("974", "tribunal administratif de La Réunion", "de La Réunion"),
        ("976", "tribunal administratif de Mayotte", "de Mayotte"),
        ("987", "tribunal administratif de la Polynésie française", "de la Polynésie française"),
        ("988", "tribunal administratif de Nouvelle-Calédonie", "de Nouvelle-Calédonie"),
    ],
)
def test_each_departement_has_its_court_named_as_it_is_written(code, tribunal, avec_de):
    assert (DEPARTEMENTS[code].tribunal, DEPARTEMENTS[code].avec_de) == (tribunal, avec_de)


def test_every_departement_of_metropole_and_overseas_is_there():
    metropole = {f"{n:02}" for n in range(1, 96) if n != 20} | {"2A", "2B"}
    assert metropole | {"971", "972", "973", "974", "976"} <= set(DEPARTEMENTS)
    assert "20" not in DEPARTEMENTS
    assert len({d.tribunal for d in DEPARTEMENTS.values()}) == 42


def test_names_are_typographed_and_courts_end_with_their_seat_or_their_land():
    for departement in DEPARTEMENTS.values():
        assert departement.avec_de.endswith(departement.nom)
        assert departement.avec_de.startswith(("de ", "du ", "des ", "d’", "de l’"))
        assert "'" not in departement.nom + departement.tribunal + departement.siege
        assert departement.tribunal.startswith(("tribunal administratif de ", "tribunal administratif d’"))


def test_matieres_are_strings_and_seven_ten_is_not_seven_one():
    assert (len(THEMES), len(MATIERES)) == (9, 57)
    assert (MATIERES["7.10"], MATIERES["7.1"], MATIERES["6.1"]) == (
        "Divers",
        "Décisions budgétaires",
        "Police municipale",
    )
    assert all(code.partition(".")[0] in THEMES for code in MATIERES)


def test_natures_are_the_six_of_actes():
    assert tuple(NATURES) == ("DE", "AR", "AI", "CC", "BF", "AU")


@pytest.mark.parametrize("nom", ["tribunaux", "matieres", "natures", "references"])
def test_every_fact_has_its_source_and_the_day_it_was_checked(nom):
    rangees = read_table(nom)
    assert rangees
    for rangee in rangees:
        assert rangee["source"].strip()
        assert dt.date.fromisoformat(rangee["verifie_le"]) <= dt.date(2026, 12, 31)
        assert all(valeur == valeur.strip() for valeur in rangee.values())


def test_every_reference_of_our_templates_is_known_with_the_same_date():
    for modele in load_catalogue([find_dossier("templates_actes")]).list_modeles():
        for reference in modele.references:
            connue = find_reference(reference.code, reference.article)
            assert connue is not None, (modele.code, reference)
            assert (connue.en_vigueur_depuis or None) == reference.en_vigueur_depuis, (modele.code, reference)


def test_the_status_of_what_nobody_read_is_indeterminate():
    assert statut("CGCT", "L. 2131-1") is statut("cgct", "L2131-1") is Statut.VIGUEUR
    assert statut("CGCT", "L1611-4") is Statut.INDETERMINE  # read in its state of 2015 only
    assert statut("CGCT", "L9999-99") is Statut.INDETERMINE
    assert statut("Code inconnu", "L1") is Statut.INDETERMINE
    assert find_reference("Code inconnu", "L1") is None


def test_references_are_unique_and_of_known_confidence():
    assert len(REFERENCES) == len(read_table("references"))
    assert {reference.confiance for reference in REFERENCES.values()} <= {"A", "B", "C"}
    for reference in REFERENCES.values():
        assert not reference.en_vigueur_depuis or dt.date.fromisoformat(reference.en_vigueur_depuis)


@pytest.mark.parametrize("ecrit", ["L. 2213-1", "L.2213-1", "L 2213-1", "l2213-1", "L.\u00a02213-1"])
def test_an_article_is_found_however_it_is_written(ecrit):
    assert normalize_article(ecrit) == "L2213-1"
    assert normalize_article("R.* 421-1") == "R421-1"
    assert find_reference("CGCT", ecrit) is find_reference("CGCT", "L2213-1") is not None


def test_a_text_as_a_whole_is_found_with_or_without_the_word():
    assert find_reference("Décret 2001-495", "ensemble") is find_reference("Décret 2001-495") is not None
