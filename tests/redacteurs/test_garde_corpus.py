"""The guard both ways: what it must let through, and the one-fact lies that it must stop."""

from collections import Counter
from itertools import islice

import pytest

from server.redacteurs.garde import check
from tests.redacteurs.mutations import Cas, load_cas, make_mutations

# One fact of each kind at least, many times: a generator that made none would prove nothing.
MINIMUM = {
    "chiffre": 300, "date": 80, "nom": 50, "reference": 8, "beneficiaires": 10, "montants": 15, "en_lettres": 150,
    "personne_ajoutee": 250, "negation": 150, "voie": 20, "duree": 25, "marque_retiree": 400, "autre_marque": 400,
}  # fmt: skip


def accepted(cas: tuple[Cas, ...]) -> list[str]:
    return [c.nom for c in cas if not check(c.paragraphes, c.marquage)]


def escaped(cas: tuple[Cas, ...], un_sur: int) -> tuple[Counter[str], list[str]]:
    faites: Counter[str] = Counter()
    passees = []
    for c in cas:
        for mutation in islice(make_mutations(c), 0, None, un_sur):
            faites[mutation.sorte] += 1
            if not check(mutation.paragraphes, c.marquage):
                passees.append(f"{c.nom} {mutation.sorte}")
    return faites, passees


# Nobody who tunes the guard has read these.
TEMOINS = ["temoin", "temoin_3", "temoin_4", "temoin_5"]
REGLEES = ["reglage", "reglage_2", "reglage_3", *(f"reglage_{n}" for n in range(8, 13))]


@pytest.mark.parametrize("serie", [*TEMOINS, *REGLEES])
def test_honest_passages_are_accepted(serie):
    """The freest prose (the other series) is measured, not asked here: docs/evaluation/README.md has its figures."""
    cas = load_cas(serie)
    assert len(accepted(cas)) >= 0.97 * len(cas)


def check_lies(serie: str, un_sur: int, par_cas: int = 20) -> None:
    """Check that none of a series' lies is accepted, or one in so many of them."""
    cas = load_cas(serie)
    faites, passees = escaped(cas, un_sur)
    # The minima are those of a series of 100 cases of any prose; the others have fewer references and streets.
    assert sum(faites.values()) > par_cas * len(cas) / un_sur
    assert serie not in {"reglage", "temoin"} or all(faites[sorte] >= minimum for sorte, minimum in MINIMUM.items()), (
        faites
    )
    assert passees == []


@pytest.mark.parametrize("serie", ["reglage", "temoin"])
def test_no_one_fact_lie_is_accepted(serie):
    check_lies(serie, un_sur=1)


@pytest.mark.parametrize("serie", ["complement", *(f"reglage_{n}" for n in range(2, 8))])
def test_no_one_fact_lie_of_a_sample_is_accepted(serie):
    check_lies(serie, un_sur=4)


@pytest.mark.parametrize("serie", [*TEMOINS[1:], *(f"reglage_{n}" for n in range(8, 14))])
def test_no_one_fact_lie_of_a_smaller_sample_is_accepted(serie):
    check_lies(serie, un_sur=8)


@pytest.mark.long
@pytest.mark.parametrize("serie", ["complement", *(f"reglage_{n}" for n in range(2, 14)), *TEMOINS[1:]])
def test_no_one_fact_lie_of_the_other_series_is_accepted(serie):
    # The passages of this one are short: 1,981 lies in all.
    check_lies(serie, un_sur=1, par_cas=19 if serie == "reglage_5" else 20)
