import pytest

from server.francais.genre import accord_genre, civilite, fonction


@pytest.mark.parametrize("genre", ["Mme", "Madame", "f", "mme "])
def test_feminine(genre):
    assert civilite(genre) == "Mme"
    assert civilite(genre, abrege=False) == "Madame"
    assert accord_genre(genre, "le maire", "la maire") == "la maire"


@pytest.mark.parametrize("genre", ["M.", "Monsieur", "m", "M"])
def test_masculine(genre):
    assert civilite(genre) == "M."
    assert civilite(genre, abrege=False) == "Monsieur"
    assert accord_genre(genre, "le maire", "la maire") == "le maire"


@pytest.mark.parametrize("genre", ["", "Mx", "None", "maître"])
def test_a_gender_is_never_guessed(genre):
    with pytest.raises(ValueError, match="civilité"):
        civilite(genre)


@pytest.mark.parametrize(
    ("masculin", "feminin"),
    [
        ("maire", "maire"),
        ("Premier adjoint", "Première adjointe"),
        ("premier adjoint au maire", "première adjointe au maire"),
        ("conseiller municipal délégué", "conseillère municipale déléguée"),
        ("adjoint chargé de la voirie", "adjointe chargée de la voirie"),
        ("directeur général des services", "directrice générale des services"),
        ("président du conseil départemental", "présidente du conseil départemental"),
        ("vice-président", "vice-présidente"),
        ("secrétaire général", "secrétaire générale"),
        ("chef de service", "cheffe de service"),
        ("responsable de l’urbanisme", "responsable de l’urbanisme"),
    ],
)
def test_functions(masculin, feminin):
    assert fonction("Mme", masculin) == feminin
    assert fonction("M.", masculin) == masculin
    assert fonction("Mme", masculin, feminiser=False) == masculin
