import pytest

from server.faits.durees import find_durees


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("dans un délai de deux mois", ["P2M"]),
        ("dans un délai de 2 mois", ["P2M"]),
        ("sous 15 jours", ["P15D"]),
        ("quinze (15) jours", ["P15D"]),
        ("48 heures", ["PT48H"]),
        ("trois jours francs", ["P3D/francs"]),
        ("cinq jours ouvrés", ["P5D/ouvres"]),
        ("cinq jours ouvrables", ["P5D/ouvrables"]),
        ("dix jours calendaires", ["P10D/calendaires"]),
        ("un an", ["P1Y"]),
        ("un mois", ["P1M"]),
        ("un jour franc", ["P1D/francs"]),
        ("un an et demi", ["P1.5Y"]),
        ("1,5 an", ["P1.5Y"]),
        ("trois semaines", ["P3W"]),
        ("un trimestre", ["P3M"]),
        ("deux semestres", ["P12M"]),
        ("une heure et demie", ["PT1H30M"]),
        ("une demi-heure et 30 minutes", ["PT30M", "PT30M"]),
        ("une demi-journée", ["P0.5D"]),
        ("pendant 8 heures", ["PT8H"]),
        ("35 h par semaine", ["PT35H"]),
        ("30 secondes", ["PT30S"]),
        ("sous huitaine", ["P8D"]),
        ("vingt-quatre mois", ["P24M"]),
        ("de deux à trois mois", ["P3M"]),
        # traps
        ("un jour férié", []),
        ("une heure tardive", []),
        ("une seconde délibération", []),
        ("à 8 heures", []),
        ("les années 2020", []),
        ("tous les mois", []),
        ("la quinzaine commerciale", []),
        ("quinze (16) jours", []),
        ("deux moissons", []),
        ("le 2e jour", []),
    ],
)
def test_duree(texte, attendu):
    assert [f.valeur for f in find_durees(texte)] == attendu
