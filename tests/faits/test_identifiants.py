import pytest

from server.faits.identifiants import find_adresses, find_identifiants


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("le véhicule AB-123-CD", ["AB-123-CD"]),
        ("le véhicule ab-123-cd", ["AB-123-CD"]),
        ("le dossier 2026-045", ["2026-045"]),
        ("la parcelle AB123", ["AB123"]),
        ("le bâtiment B2", ["B2"]),
        ("les années 2025-2026", []),
        ("12 m2, 30km/h, 8h30, 1er, 2e, 12k, CO2", []),
        ("les 2/3 et 5-6", []),
        ("Aix-en-Provence", []),
        ("et/ou", []),
    ],
)
def test_identifiant(texte, attendu):
    assert [f.valeur for f in find_identifiants(texte)] == attendu


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("sur https://www.telerecours.fr/.", ["telerecours.fr"]),
        ("sur www.telerecours.fr,", ["telerecours.fr"]),
        ("(http://exemple.fr/a?b=1)", ["exemple.fr/a?b=1"]),
        ("écrire à Mairie@Exemple.fr.", ["mairie@exemple.fr"]),
        ("12 @ 14", []),
        ("wwww.a", []),
    ],
)
def test_adresse(texte, attendu):
    assert [f.valeur for f in find_adresses(texte)] == attendu
