import pytest

from server.faits.voies import find_voies


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("12 bis, rue de la Paix", ["rue de la paix"]),
        ("RUE DE LA PAIX", ["rue de la paix"]),
        ("l’avenue du Général-de-Gaulle", ["avenue du general de gaulle"]),
        ("avenue du Général de Gaulle", ["avenue du general de gaulle"]),
        ("bd Jean-Jaurès", ["boulevard jean jaures"]),
        ("boulevard Jean Jaurès", ["boulevard jean jaures"]),
        ("rue du 8 mai 1945", ["rue du 8 mai 1945"]),
        ("rue du 11-Novembre-1918", ["rue du 11 novembre 1918"]),
        ("avenue de la 2e DB", ["avenue de la 2e db"]),
        ("place de l’Église", ["place de l' eglise"]),
        ("impasse d’Alsace", ["impasse d' alsace"]),
        ("rue Pierre et Marie Curie", ["rue pierre et marie curie"]),
        ("rue du Cœur", ["rue du coeur"]),
        ("rue de la Paix et place du Marché", ["rue de la paix", "place du marche"]),
        ("rue de la Paix du 2 au 6 novembre", ["rue de la paix"]),
        ("la RD 12", ["RD 12"]),
        ("la RD12", ["RD 12"]),
        ("la D 12", ["RD 12"]),
        ("la route départementale n° 12", ["RD 12"]),
        ("la RN 7 et l’A7", ["RN 7", "A 7"]),
        ("la voie communale n° 3 et le chemin rural n°4", ["VC 3", "CR 4"]),
        ("la Grande-Rue", ["grande rue"]),
        # no street
        ("la mise en place de Panneaux", []),
        ("sur place Jean", []),
        ("une rue de la commune", []),
        ("au cours de Janvier", []),
        ("la place", []),
        ("article D. 12", []),
        ("12 places", []),
        ("une rue à sens unique", []),
    ],
)
def test_voie(texte, attendu):
    assert [f.valeur for f in find_voies(texte)] == attendu
