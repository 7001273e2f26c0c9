import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.faits.heures import find_heures
from server.francais.dates import format_heure


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("à 8 h 30", ["08:30"]),
        ("à 8\u00a0h\u00a030", ["08:30"]),
        ("à 8h30", ["08:30"]),
        ("à 8H30", ["08:30"]),
        ("à 8 h", ["08:00"]),
        ("à 08:30", ["08:30"]),
        ("à 08:30:15", ["08:30:15"]),
        ("à 8 heures 30", ["08:30"]),
        ("à 8 heures 30 minutes", ["08:30"]),
        ("à huit heures trente", ["08:30"]),
        ("à huit heures", ["08:00"]),
        ("à huit heures et demie", ["08:30"]),
        ("à neuf heures moins le quart", ["08:45"]),
        ("à midi et à minuit", ["12:00", "00:00"]),
        ("à midi et demi", ["12:30"]),
        ("jusqu’à 24 h", ["24:00"]),
        ("de 8 h à 18 h", ["08:00", "18:00"]),
        ("de 8 heures à 18 heures", ["08:00", "18:00"]),
        ("entre 8 heures et 18 heures", ["08:00", "18:00"]),
        ("à partir de 20 heures", ["20:00"]),
        ("8 h 75", ["impossible:08:75"]),
        ("25 h 30", ["impossible:25:30"]),
        ("24:01", ["impossible:24:01"]),
        # durations and others
        ("pendant 8 heures", []),
        ("une durée de 8 heures", []),
        ("limitée à 8 heures", []),
        ("48 heures", []),
        ("35 h par semaine", []),
        ("7 h de travail", []),
        ("une heure de retard", []),
        ("l’après-midi", []),
        ("le ratio 1:200", []),
        ("le 12 hectares", []),
    ],
)
def test_heure(texte, attendu):
    assert [f.valeur for f in find_heures(texte)] == attendu


@given(st.times())
def test_what_we_write_is_read_back(heure):
    (fait,) = find_heures(f"à {format_heure(heure)} précises")
    assert fait.valeur == f"{heure.hour:02d}:{heure.minute:02d}"
    assert fait.texte == format_heure(heure)
