"""Runs every case file: what a rule lets through, what it stops, where and how it says so."""

import pytest

from server.regles import REGLES, Niveau
from tests.regles.outils_cas import DOSSIER_CAS, Cas, load_cas, span_of

_FICHIERS = sorted(chemin.stem for chemin in DOSSIER_CAS.glob("*.yaml"))
_PASSES = [cas for code in _FICHIERS for cas in load_cas(code, "passes")]
_FAILS = [cas for code in _FICHIERS for cas in load_cas(code, "fails")]


def _name(cas: Cas) -> str:
    return f"{cas.code}-{cas.nom}"


def test_every_rule_has_its_case_file_and_every_file_its_rule():
    assert sorted(REGLES) == _FICHIERS


@pytest.mark.parametrize("code", sorted(REGLES))
def test_a_rule_has_four_cases_in_each_direction_at_least(code):
    assert len(load_cas(code, "passes")) >= 4
    assert len(load_cas(code, "fails")) >= 4


@pytest.mark.parametrize("cas", _PASSES, ids=_name)
def test_lets_through(cas):
    assert REGLES[cas.code].check(cas.contexte) == ()


@pytest.mark.parametrize("cas", _FAILS, ids=_name)
def test_stops(cas):
    regle = REGLES[cas.code]
    constats = regle.check(cas.contexte)
    assert cas.attendus, "un cas refusé dit ce qu'il attend"
    obtenus = [(span_of(cas.contexte, c), c.niveau, c.message) for c in constats]
    assert len(constats) == len(cas.attendus), obtenus
    for constat, attendu in zip(constats, cas.attendus, strict=True):
        assert span_of(cas.contexte, constat) == attendu.get("passage", ""), obtenus
        assert attendu["message"] in constat.message
        assert constat.niveau is Niveau(attendu.get("niveau", regle.niveau))
        assert constat.correction == attendu.get("correction")
        assert constat.source == regle.source.texte
