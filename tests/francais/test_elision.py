import pytest

from server.francais.elision import a, accord, de, join_liste, le, que


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("Aix-en-Provence", "d’Aix-en-Provence"),
        ("Lyon", "de Lyon"),
        ("Évry", "d’Évry"),
        ("Œting", "d’Œting"),
        ("Le Havre", "du Havre"),
        ("Le Mans", "du Mans"),
        ("Les Ulis", "des Ulis"),
        ("Les Sables-d’Olonne", "des Sables-d’Olonne"),
        ("La Rochelle", "de La Rochelle"),
        ("L’Haÿ-les-Roses", "de L’Haÿ-les-Roses"),
        ("L'Isle-sur-la-Sorgue", "de L'Isle-sur-la-Sorgue"),
        ("Lesquin", "de Lesquin"),
        ("Hyères", "d’Hyères"),
        ("Honfleur", "de Honfleur"),
        ("Hœnheim", "de Hœnheim"),
        ("Hauts-de-Seine", "de Hauts-de-Seine"),
        ("Hôtel de ville", "d’Hôtel de ville"),
        ("Yvetot", "d’Yvetot"),
        ("Yport", "d’Yport"),
        ("Yerres", "d’Yerres"),
        ("Yonne", "d’Yonne"),
        ("Yann", "de Yann"),
        ("habitants", "d’habitants"),
        ("hameau", "de hameau"),
        ("heures", "d’heures"),
        ("handicap", "de handicap"),
        ("hôpital", "d’hôpital"),
        ("onze", "de onze"),
        ("huit", "de huit"),
        ("11", "de 11"),
        ("une rue", "d’une rue"),
        ("le maire", "du maire"),
        ("les riverains", "des riverains"),
        ("la société", "de la société"),
        ("l’association", "de l’association"),
        ("le 2 novembre", "du 2 novembre"),
        ("« Asso »", "d’« Asso »"),
        ("", "de "),
    ],
)
def test_de(nom, attendu):
    assert de(nom) == attendu


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("Aix", "à Aix"),
        ("Le Havre", "au Havre"),
        ("Les Ulis", "aux Ulis"),
        ("La Rochelle", "à La Rochelle"),
        ("L’Haÿ-les-Roses", "à L’Haÿ-les-Roses"),
        ("le maire", "au maire"),
        ("l’association", "à l’association"),
        ("Lesquin", "à Lesquin"),
    ],
)
def test_a(nom, attendu):
    assert a(nom) == attendu


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("association", "l’association"),
        ("commune d’Aix", "la commune d’Aix"),
        ("société Durand", "la société Durand"),
        ("syndicat", "le syndicat"),
        ("hôpital", "l’hôpital"),
        ("Le Havre", "Le Havre"),
        ("une association", "une association"),
        ("l’association", "l’association"),
    ],
)
def test_le(nom, attendu):
    assert le(nom) == attendu


@pytest.mark.parametrize(
    ("suite", "attendu"),
    [
        ("il convient", "qu’il convient"),
        ("le maire", "que le maire"),
        ("Aix", "qu’Aix"),
        ("onze agents", "que onze agents"),
        ("huit agents", "que huit agents"),
        ("à la demande", "qu’à la demande"),
        ("un agent", "qu’un agent"),
        ("yaourt", "que yaourt"),
        ("hors agglomération", "que hors agglomération"),
    ],
)
def test_que(suite, attendu):
    assert que(suite) == attendu


def test_lists():
    assert join_liste([]) == ""
    assert join_liste(["a"]) == "a"
    assert join_liste(["a", "b"]) == "a et b"
    assert join_liste(["a", "b", "c"]) == "a, b et c"
    assert join_liste(["a", "b", "c"], "ou") == "a, b ou c"


@pytest.mark.parametrize(("nombre", "attendu"), [(0, "jour"), (1, "jour"), (1.5, "jour"), (2, "jours"), (-2, "jours")])
def test_plural_starts_at_two(nombre, attendu):
    assert accord(nombre, "jour", "jours") == attendu
