import pytest

from server.evaluation.cas import Difficulte
from server.evaluation.mesures import count_codes, measure, measure_all
from server.evaluation.resultat import Issue
from server.evaluation.tableau import COLONNES, format_part, make_cellules, render_markdown, render_tableau
from server.redacteurs import Cout
from tests.evaluation.fabrique import make_cas, make_fini

DUR = make_cas("expose-01", "le toit fuit", "trois devis", sorte="expose", difficulte=Difficulte.DIFFICILE)
LONG = make_cas("considerants-01", "le toit fuit", sorte="considerants")
RESULTATS = (
    make_fini(make_cas(), "Fermer le portail."),
    make_fini(make_cas("consignes-02"), "Fermer le grand portail vert.", essais=2, codes=("jugement", "jugement")),
    make_fini(DUR, "Le toit fuit", "Trois devis", ia=False, essais=2, codes=("jugement", "chiffre")),
)


def test_a_case_is_accepted_at_the_first_or_second_answer_or_left_to_the_agent():
    assert [r.issue for r in RESULTATS] == [Issue.PREMIER, Issue.RETENTE, Issue.REPLI]
    assert [r.accepte for r in RESULTATS] == [True, True, False]


@pytest.mark.parametrize(
    ("sorte", "paragraphes", "en_forme"),
    [
        ("consignes", ["Fermer le portail."], True),
        ("consignes", ["fermer le portail."], False),
        ("consignes", ["Fermer le portail"], False),
        ("consignes", ["Fermer.", "Le portail."], False),
        ("consignes", ["Considérant que le portail est fermé."], False),
        ("consignes", [], False),
        ("considerants", ["Considérant que le portail est fermé\u00a0;"], True),
        ("considerants", ["Considérant que le portail est fermé."], False),
        ("considerants", ["Le portail est fermé\u00a0;"], False),
    ],
)
def test_form_is_one_paragraph_per_point_opened_and_ended_as_its_kind_asks(sorte, paragraphes, en_forme):
    assert make_fini(make_cas(sorte=sorte), *paragraphes).en_forme is en_forme


def test_the_length_is_measured_against_the_points():
    assert [r.rapport for r in RESULTATS] == [1.0, 5 / 3, 1.0]
    assert make_fini(make_cas("x", "…"), "Rien à dire.").rapport == 3.0


def test_a_line_sums_up():
    ligne = measure("total", RESULTATS)
    assert (ligne.cas, ligne.premier, ligne.retente, ligne.repli, ligne.acceptes) == (3, 1, 1, 1, 2)
    assert ligne.part_acceptee == pytest.approx(2 / 3)
    assert (ligne.en_forme, ligne.rapport) == (2, pytest.approx(4 / 3))
    assert (ligne.premier_s, ligne.total_s, ligne.jetons_invite, ligne.jetons_ecrits) == (1.0, 2.0, 300, 30)
    assert ligne.part_cache == 0.6


def test_no_group_is_cut_on_screen():
    assert "│ considerants │" in render_tableau(measure_all([make_fini(LONG, "x")]))


def test_what_was_not_measured_is_no_zero():
    jamais = make_fini(make_cas(), "Fermer.", ia=False, essais=1, codes=("injoignable",), cout=Cout(total_s=9.0))
    ligne = measure("total", [jamais])
    assert (ligne.rapport, ligne.premier_s, ligne.total_s, ligne.part_cache) == (None, None, None, None)
    assert make_cellules(ligne)[-6:] == ("–", "–", "–", "0", "0", "–")
    assert measure("rien", []).part_acceptee == 0.0
    tait = make_fini(make_cas(), "Fermer.", cout=Cout(1.0, 2.0, jetons_invite=100, jetons_ecrits=5))
    assert measure("total", [tait]).part_cache is None


def test_there_is_a_line_for_each_group_that_occurs_then_the_total():
    lignes = measure_all(RESULTATS)
    assert [(ligne.groupe, ligne.cas) for ligne in lignes] == [
        ("expose", 1),
        ("consignes", 2),
        ("simple", 2),
        ("difficile", 1),
        ("total", 3),
    ]


def test_a_reason_counts_once_for_each_case():
    assert count_codes(RESULTATS) == {"jugement": 2, "chiffre": 1}


@pytest.mark.parametrize(("part", "ecrit"), [(0.7, "70"), (0.699, "69"), (0.29, "29"), (1.0, "100"), (0.0, "0")])
def test_a_share_is_never_rounded_up_to_a_gate(part, ecrit):
    assert format_part(part) == f"{ecrit}\u00a0%"


def test_the_table_shows_the_same_on_screen_and_in_markdown():
    lignes = measure_all(RESULTATS)
    ecran, markdown = render_tableau(lignes), render_markdown(lignes)
    assert len(markdown.splitlines()) == 2 + len(lignes)
    assert {rangee.count("|") for rangee in markdown.splitlines()} == {len(COLONNES) + 1}
    for ligne in lignes:
        for cellule in make_cellules(ligne):
            assert cellule in markdown
            assert cellule in ecran
    assert "1,33" in markdown
