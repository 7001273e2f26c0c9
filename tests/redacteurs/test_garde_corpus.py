"""The guard both ways: what it must let through, and the one-fact lies that it must stop."""

from collections import Counter

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


def escaped(cas: tuple[Cas, ...]) -> tuple[Counter[str], list[str]]:
    faites: Counter[str] = Counter()
    passees = []
    for c in cas:
        for mutation in make_mutations(c):
            faites[mutation.sorte] += 1
            if not check(mutation.paragraphes, c.marquage):
                passees.append(f"{c.nom} {mutation.sorte}")
    return faites, passees


def test_honest_passages_of_the_tuning_half_are_accepted():
    """The blind half and the complement are measured, not asked here: docs/evaluation/README.md gives their figures."""
    cas = load_cas("reglage")
    assert len(accepted(cas)) >= 0.97 * len(cas)


@pytest.mark.parametrize("moitie", ["reglage", "complement", "temoin"])
def test_no_one_fact_lie_is_accepted(moitie):
    cas = load_cas(moitie)
    faites, passees = escaped(cas)
    # The minima are those of a half of 100 cases; the complement has fewer, and few references.
    assert sum(faites.values()) > 20 * len(cas)
    assert len(cas) < 100 or all(faites[sorte] >= minimum for sorte, minimum in MINIMUM.items()), faites
    assert passees == []
