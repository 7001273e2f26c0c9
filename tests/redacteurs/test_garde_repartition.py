"""One paragraph per point: the facts of a point stay in its paragraph."""

from server.redacteurs.base import Demande
from server.redacteurs.garde import check_repartition
from server.redacteurs.marques import mark

POINTS = (
    "nacelle de 18 m rue Haute",
    "largeur restante de 3,20 m le 2 novembre 2026",
    "reprise le 3 novembre 2026",
)
MARQUAGE = mark(Demande("motifs", "considerants", "motifs", POINTS, {"date_debut": "2026-11-02"}))
MARQUES = {fait.texte.replace("\u00a0", " "): fait.marque for fait in MARQUAGE.table.values()}
NACELLE, LARGEUR = MARQUES["18 m"], MARQUES["3,20 m"]
DEBUT, REPRISE = MARQUES["2 novembre 2026"], MARQUES["3 novembre 2026"]
JOUR = next(fait.marque for fait in MARQUAGE.table.values() if fait.calcul)


def codes(*paragraphes: str) -> list[str]:
    return [refus.code for refus in check_repartition(paragraphes, MARQUAGE)]


def test_each_fact_in_the_paragraph_of_its_point() -> None:
    assert codes(f"Une nacelle de {NACELLE}.", f"Il reste {LARGEUR}.", f"Reprise le {REPRISE}.") == []


def test_a_fact_of_another_point() -> None:
    assert codes(f"Une nacelle de {NACELLE}.", f"{LARGEUR} sont de {NACELLE}.", f"Reprise le {REPRISE}.") == [
        "autre_point"
    ]


def test_exchanged_facts_are_both_refused() -> None:
    assert codes(f"Une nacelle de {LARGEUR}.", f"Il reste {NACELLE}.", f"Reprise le {REPRISE}.") == ["autre_point"] * 2


def test_a_fact_of_a_field_and_a_computed_one_stand_anywhere() -> None:
    assert codes(f"Le {JOUR} {DEBUT}, une nacelle.", "Il reste peu.", f"Reprise après le {DEBUT}.") == []


def test_nothing_is_said_where_paragraphs_and_points_do_not_pair() -> None:
    assert codes(f"Une nacelle de {LARGEUR} et {NACELLE}, reprise le {REPRISE}.") == []


def test_the_agent_is_told_the_fact_and_the_model_its_mark() -> None:
    (refus,) = check_repartition((f"{NACELLE}.", f"{LARGEUR} {NACELLE}.", f"{REPRISE}."), MARQUAGE)
    assert "18" in refus.message
    assert "18" not in refus.pour_modele
    assert NACELLE in refus.pour_modele
