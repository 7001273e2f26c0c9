from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.francais.dates import (
    add_mois_quantieme,
    age,
    duree_en_lettres,
    format_date,
    format_heure,
    format_jour_date,
    format_periode,
    jours_entre,
    jours_francs_entre,
)

LUNDI, VENDREDI = date(2026, 11, 2), date(2026, 11, 6)


def plain(texte):
    return texte.replace("\u00a0", " ")


def test_the_first_is_an_ordinal():
    assert format_date(date(2026, 11, 1)) == "1er\u00a0novembre 2026"
    assert format_date(date(2026, 8, 21)) == "21\u00a0août 2026"


def test_weekday():
    assert format_jour_date(LUNDI) == "lundi 2\u00a0novembre 2026"


@pytest.mark.parametrize(
    ("heure", "attendu"),
    [
        (time(8, 30), "8\u00a0h\u00a030"),
        (time(8), "8\u00a0h"),
        (time(8, 5), "8\u00a0h\u00a005"),
        (time(0), "0\u00a0h"),
        (time(0, 1), "0\u00a0h\u00a001"),
        (time(23, 59, 59), "23\u00a0h\u00a059"),
    ],
)
def test_heure(heure, attendu):
    assert format_heure(heure) == attendu


@pytest.mark.parametrize(
    ("periode", "attendu"),
    [
        ((LUNDI, time(8), LUNDI, time(18)), "le lundi 2 novembre 2026 de 8 h à 18 h"),
        ((LUNDI, None, LUNDI, None), "le lundi 2 novembre 2026"),
        ((LUNDI, time(8), LUNDI, None), "le lundi 2 novembre 2026 à partir de 8 h"),
        ((LUNDI, None, LUNDI, time(18)), "le lundi 2 novembre 2026 jusqu’à 18 h"),
        (
            (LUNDI, time(8), VENDREDI, time(18)),
            "du lundi 2 novembre 2026 à 8 h au vendredi 6 novembre 2026 à 18 h",
        ),
        ((LUNDI, time(8), VENDREDI, None), "du lundi 2 novembre 2026 à 8 h au vendredi 6 novembre 2026"),
        ((LUNDI, None, VENDREDI, None), "du 2 au 6 novembre 2026"),
        ((date(2026, 11, 1), None, VENDREDI, None), "du 1er au 6 novembre 2026"),
        ((LUNDI, None, date(2026, 12, 1), None), "du 2 novembre au 1er décembre 2026"),
        ((date(2026, 12, 28), None, date(2027, 1, 3), None), "du 28 décembre 2026 au 3 janvier 2027"),
        ((LUNDI, None, None, None), "à compter du 2 novembre 2026"),
        ((LUNDI, time(8), None, None), "à compter du 2 novembre 2026 à 8 h"),
    ],
)
def test_periode(periode, attendu):
    assert plain(format_periode(*periode)) == attendu


@pytest.mark.parametrize(
    "periode",
    [
        (VENDREDI, None, LUNDI, None),
        (LUNDI, time(18), LUNDI, time(8)),
        (LUNDI, None, None, time(8)),
    ],
)
def test_a_period_that_ends_before_it_starts_is_refused(periode):
    with pytest.raises(ValueError, match="période"):
        format_periode(*periode)


@pytest.mark.parametrize(
    ("jour", "mois", "attendu"),
    [
        (date(2026, 11, 2), 2, date(2027, 1, 2)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2026, 5, 15), 0, date(2026, 5, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_quantieme(jour, mois, attendu):
    assert add_mois_quantieme(jour, mois) == attendu


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 600))
def test_the_quantieme_is_kept_or_is_the_last_day_of_the_month(jour, mois):
    fin = add_mois_quantieme(jour, mois)
    assert (fin.year - jour.year) * 12 + fin.month - jour.month == mois
    assert fin.day == jour.day or (fin.day < jour.day and add_mois_quantieme(fin, 0).replace(day=fin.day) == fin)
    if fin.day != jour.day:
        assert fin.fromordinal(fin.toordinal() + 1).day == 1


def test_days_between():
    assert jours_entre(LUNDI, VENDREDI) == 4
    assert jours_entre(VENDREDI, LUNDI) == -4
    assert jours_francs_entre(LUNDI, VENDREDI) == 3
    assert jours_francs_entre(LUNDI, date(2026, 11, 3)) == 0
    assert jours_francs_entre(LUNDI, LUNDI) == 0


def test_age():
    assert age(date(2000, 11, 2), date(2026, 11, 1)) == 25
    assert age(date(2000, 11, 2), date(2026, 11, 2)) == 26
    assert age(date(2000, 2, 29), date(2026, 2, 28)) == 25
    with pytest.raises(ValueError, match="naissance"):
        age(date(2026, 1, 2), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("debut", "fin", "attendu"),
    [
        (LUNDI, LUNDI, "un jour"),
        (LUNDI, VENDREDI, "cinq jours"),
        (date(2026, 11, 1), date(2026, 11, 30), "un mois"),
        (date(2026, 11, 15), date(2027, 1, 14), "deux mois"),
        (date(2026, 1, 1), date(2026, 12, 31), "un an"),
        (date(2026, 1, 1), date(2028, 12, 31), "trois ans"),
        (date(2026, 1, 1), date(2027, 6, 30), "dix-huit mois"),
        (date(2026, 1, 15), date(2026, 3, 1), "quarante-six jours"),
    ],
)
def test_duration_in_words(debut, fin, attendu):
    assert plain(duree_en_lettres(debut, fin)) == attendu


def test_a_duration_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="précède"):
        duree_en_lettres(VENDREDI, LUNDI)
