"""The civilité of a person is the one that was given, wherever it was given."""

import pytest

from server.redacteurs.base import Demande
from server.redacteurs.garde import check
from server.redacteurs.marques import Marquage, Nature, mark


def marquage(point: str) -> Marquage:
    """Make a request whose person is declared without a civilité."""
    return mark(Demande("corps", "paragraphes", "reponse", (point,), {}, personnels=("Karim Benali",)))


def codes(point: str, phrase: str) -> set[str]:
    m = marquage(point)
    personne = next(f.marque for f in m.table.values() if f.nature is Nature.PERSONNE)
    return {refus.code for refus in check((phrase.replace("⟦P⟧", personne),), m)}


@pytest.mark.parametrize("espace", [" ", "\u00a0"])
def test_a_civilite_of_the_point_is_given(espace: str) -> None:
    assert "civilite" not in codes(f"M.{espace}Karim Benali répond aux questions", "M. ⟦P⟧ répond à vos questions.")


@pytest.mark.parametrize("civilite", ["M.", "Mme", "Monsieur"])
def test_an_invented_civilite_is_refused(civilite: str) -> None:
    assert "civilite" in codes("Karim Benali répond aux questions", f"{civilite} ⟦P⟧ répond à vos questions.")


def test_the_other_civilite_is_refused() -> None:
    assert "civilite" in codes("M. Karim Benali répond aux questions", "Mme ⟦P⟧ répond à vos questions.")
