"""How a draft is called before it is drafted: what tells it from the others of its template, in a line."""

import pytest

from server.brouillons.titre import SUJET_MAX, make_titre, shorten
from tests.api.outils import CATALOGUE, exemple

EXEMPLES = [(modele.code, nom) for modele in CATALOGUE.list_modeles() for nom in modele.exemples]


@pytest.mark.parametrize(
    ("code", "saisie", "sujet"),
    [
        ("arrete_circulation_temporaire", {"operation": " les  travaux\ndu quai "}, "les travaux du quai"),
        ("courrier_reponse", {"organisme": "SARL Aux Œufs d’or", "objet": "ralentisseurs"}, "ralentisseurs"),
        ("deliberation_subvention", {"versement": "en une fois", "beneficiaires": [{"nom": "Le Lavoir"}]}, "Le Lavoir"),
        ("deliberation_subvention", {"beneficiaires": [{"nom": "Le Lavoir"}, {}]}, "Le Lavoir et 1 autre"),
        ("deliberation_subvention", {"beneficiaires": [{"nom": "Le Lavoir"}, {}, {}]}, "Le Lavoir et 2 autres"),
        ("deliberation_subvention", {"versement": "en une fois"}, ""),
        ("deliberation_subvention", {"beneficiaires": [{}, {"nom": "Le Lavoir"}]}, ""),
        ("deliberation_subvention", {"beneficiaires": "Le Lavoir"}, ""),
        ("deliberation_subvention", {"beneficiaires": [["Le Lavoir"]]}, ""),
        ("courrier_reponse", {"objet": 3}, ""),
    ],
)
def test_a_draft_is_called_by_what_it_is_about(code, saisie, sujet) -> None:
    modele = CATALOGUE.get(code)
    assert make_titre(modele, saisie) == (f"{modele.titre} – {sujet}" if sujet else modele.titre)


@pytest.mark.parametrize(("code", "nom"), EXEMPLES)
def test_every_example_has_a_title_of_a_line_and_its_own(code, nom) -> None:
    modele = CATALOGUE.get(code)
    _, _, sujet = make_titre(modele, exemple(code, nom)).partition(f"{modele.titre} – ")
    assert 0 < len(sujet) <= SUJET_MAX + len(" et 99 autres")


def test_what_is_too_long_is_cut_at_a_word() -> None:
    long = "les travaux de renouvellement du réseau d’eau potable, " + "et de tout ce qui va avec " * 4
    coupe = shorten(long)
    assert len(coupe) <= SUJET_MAX
    assert coupe.endswith("…")
    assert long.startswith(coupe[:-1])
    assert long[len(coupe) - 1] in " ,"
    assert len(shorten("a" * 200)) == SUJET_MAX
