from datetime import date

import pytest
from babel.dates import format_date as babel_date
from hypothesis import assume, given
from hypothesis import strategies as st
from num2words import num2words

from server.faits.dates import analyse_dates, find_dates, find_jours, weekday_of
from server.francais.dates import format_date, format_jour_date, format_periode


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("le 2 novembre 2026", ["2026-11-02"]),
        ("le 2\u00a0novembre 2026", ["2026-11-02"]),
        ("le 02/11/2026", ["2026-11-02"]),
        ("le 2/11/26", ["2026-11-02"]),
        ("le 2/11/85", ["1985-11-02"]),
        ("le 02.11.2026", ["2026-11-02"]),
        ("le 02-11-2026", ["2026-11-02"]),
        ("le 2026-11-02", ["2026-11-02"]),
        ("le lundi 2 novembre 2026", ["2026-11-02"]),
        ("lundi, le 2 novembre 2026", ["2026-11-02"]),
        ("le deux novembre deux mille vingt-six", ["2026-11-02"]),
        ("le premier novembre deux mille vingt-six", ["2026-11-01"]),
        ("le vingt-et-un mars mil neuf cent soixante", ["1960-03-21"]),
        ("le 1er novembre 2026", ["2026-11-01"]),
        ("le 1 er novembre 2026", ["2026-11-01"]),
        ("le 1ᵉʳ novembre 2026", ["2026-11-01"]),
        ("LE 1ER AOÛT 2026", ["2026-08-01"]),
        ("le 1er aou\u0302t 2026", ["2026-08-01"]),
        ("le 3 fevrier 2026", ["2026-02-03"]),
        ("le 3 févr. 2026", ["2026-02-03"]),
        ("le 3 sept. 2026", ["2026-09-03"]),
        ("le sept septembre 2026", ["2026-09-07"]),
        ("Fait à Aix, le 29 février 2028", ["2028-02-29"]),
        # partial
        ("en novembre 2026", ["2026-11"]),
        ("11/2026", ["2026-11"]),
        ("le 2 novembre", ["--11-02"]),
        ("avant le 29 février", ["--02-29"]),
        ("en novembre", ["--11"]),
        ("fin mars et au mois de mai", ["--03", "--05"]),
        # impossible
        ("le 30 février 2026", ["impossible:2026-02-30"]),
        ("le 29 février 2026", ["impossible:2026-02-29"]),
        ("le 31 novembre", ["impossible:--11-31"]),
        ("le 32/11/2026", ["impossible:2026-11-32"]),
        ("le 02/13/2026", ["impossible:2026-13-02"]),
        ("le 0 novembre 2026", ["impossible:2026-11-00"]),
        # several that share a month or a year
        ("du 2 au 6 novembre 2026", ["2026-11-02", "2026-11-06"]),
        ("du lundi 2 au vendredi 6 novembre 2026", ["2026-11-02", "2026-11-06"]),
        ("du 2 novembre au 6 décembre 2026", ["2026-11-02", "2026-12-06"]),
        ("du 28 décembre au 3 janvier 2027", ["2026-12-28", "2027-01-03"]),
        ("du deux au six novembre deux mille vingt-six", ["2026-11-02", "2026-11-06"]),
        ("les 2, 3 et 4 novembre 2026", ["2026-11-02", "2026-11-03", "2026-11-04"]),
        ("entre le 2 et le 6 novembre 2026", ["2026-11-02", "2026-11-06"]),
        ("du 2 au 6 novembre", ["--11-02", "--11-06"]),
        ("du 1er au 31 novembre 2026", ["2026-11-01", "impossible:2026-11-31"]),
        ("du 02/11/2026 au 06/11/2026", ["2026-11-02", "2026-11-06"]),
        # traps
        ("les années 2020", []),
        ("la planète Mars et le mai", []),
        ("le ratio 2/3 et la page 12/24", []),
        ("n° 11/2026", []),
        ("arrêté n° 2026/11/021", []),
        ("192.168.1.12", []),
        ("1er adjoint", []),
        ("L. 2213-1", []),
        ("sept agents", []),
        ("vingt-sept conseillers", []),
        ("le dix sept", []),
        ("le 10 sept 2026", ["2026-09-10"]),
        ("vingt maires", []),
        ("12 marseillais", []),
    ],
)
def test_date(texte, attendu):
    assert [f.valeur for f in find_dates(texte)] == attendu


def test_a_shared_month_leaves_each_day_its_own_place():
    premier, dernier = find_dates("du 2 au 6 novembre 2026")
    assert (premier.texte, dernier.texte) == ("2", "6 novembre 2026")


@pytest.mark.parametrize(
    ("texte", "exact"),
    [
        ("lundi 2 novembre 2026", True),
        ("mardi 2 novembre 2026", False),
        ("2 novembre 2026", None),
        ("lundi 2 novembre", None),
        ("lundi 30 février 2026", None),
        ("lundi 02/11/2026", True),
    ],
)
def test_weekday_is_compared(texte, exact):
    (trouvee,) = analyse_dates(texte)
    assert trouvee.jour_exact is exact


def test_the_weekdays_of_a_range_are_compared_too():
    assert [d.jour_exact for d in analyse_dates("du mardi 2 au vendredi 6 novembre 2026")] == [False, True]


def test_weekday_of():
    assert weekday_of("le dimanche 1er novembre 2026") == 6
    assert weekday_of("le 1er novembre 2026") is None


def test_weekdays_alone():
    assert [f.valeur for f in find_jours("tous les lundis et le mardi matin, lundisme")] == ["lundi", "mardi"]


JOURS = st.dates(date(1500, 1, 1), date(2999, 12, 31))


@given(JOURS)
def test_every_writing_of_a_day_has_one_value(jour):
    lettres = "premier" if jour.day == 1 else num2words(jour.day, lang="fr")
    annee = num2words(jour.year, lang="fr")
    mois = babel_date(jour, "MMMM", locale="fr")
    ecritures = [
        format_date(jour),
        format_jour_date(jour),
        babel_date(jour, "d MMMM yyyy", locale="fr"),
        babel_date(jour, "EEEE d MMMM yyyy", locale="fr").upper(),
        babel_date(jour, "dd/MM/yyyy", locale="fr"),
        f"{jour.day}/{jour.month}/{jour.year}",
        f"{jour.day:02d}.{jour.month:02d}.{jour.year}",
        jour.isoformat(),
        f"{lettres} {mois} {annee}",
    ]
    assert {f.valeur for e in ecritures for f in find_dates(f"le {e}, à Aix")} == {jour.isoformat()}
    assert all(f.texte == e for e in ecritures for f in find_dates(f"le {e}, à Aix"))


@given(JOURS)
def test_the_weekday_that_we_write_is_exact(jour):
    (trouvee,) = analyse_dates(format_jour_date(jour))
    assert trouvee.date == jour
    assert trouvee.jour_exact is True


@given(JOURS, JOURS)
def test_both_ends_of_our_periods_are_found(debut, fin):
    assume(debut < fin)
    periode = format_periode(debut, None, fin, None)
    assert [f.valeur for f in find_dates(periode)] == [debut.isoformat(), fin.isoformat()]
