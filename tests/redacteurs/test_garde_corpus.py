"""The guard both ways: what it must let through, and the one-fact lies that it must stop."""

from collections import Counter

import pytest

from server.redacteurs.garde import check
from tests.redacteurs.mutations import Cas, load_cas, load_series, make_mutations

# One fact of each kind at least, many times: a generator that made none would prove nothing.
MINIMUM = {
    "chiffre": 300, "date": 80, "nom": 50, "reference": 8, "beneficiaires": 10, "montants": 15, "en_lettres": 150,
    "personne_ajoutee": 250, "negation": 150, "voie": 20, "duree": 25, "marque_retiree": 400, "autre_marque": 400,
}  # fmt: skip


def accepted(cas: tuple[Cas, ...]) -> list[str]:
    return [c.nom for c in cas if not check(c.paragraphes, c.marquage)]


def escaped(cas: tuple[Cas, ...]) -> tuple[Counter[str], list[str]]:
    faites: Counter[str] = Counter()
    passees = []
    for c in cas:
        for mutation in make_mutations(c):
            faites[mutation.sorte] += 1
            if not check(mutation.paragraphes, c.marquage):
                passees.append(f"{c.nom} {mutation.sorte}")
    return faites, passees


def test_tuning_half_is_accepted():
    cas = load_cas("reglage")
    assert len(accepted(cas)) >= 0.97 * len(cas)


def test_series_written_beside_the_corpus_are_accepted():
    cas = load_series()
    assert len(cas) >= 130
    assert len(accepted(cas)) >= 0.94 * len(cas)


def test_no_one_fact_lie_about_the_tuning_half_is_accepted():
    faites, passees = escaped(load_cas("reglage"))
    assert all(faites[sorte] >= minimum for sorte, minimum in MINIMUM.items()), faites
    assert passees == []


@pytest.mark.long
def test_lies_about_the_series_are_refused_but_for_the_known_one():
    # g-035 is refused when honest: its words stand nearer to the other number than to their own. The guard then takes
    # the exchanged numbers for the right ones. It cannot tell; nothing else may pass.
    assert escaped(load_series())[1] == ["g-035 echange"]
