import pytest

from server.faits.noms import analyse_noms, find_noms


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("M. Martin", ["martin"]),
        ("Monsieur Jean MARTIN, maire", ["jean martin"]),
        ("Mme Hélène Lefèvre", ["helene lefevre"]),
        ("Mme Helene LEFEVRE", ["helene lefevre"]),
        ("Madame Anne-Marie d’Aubigné", ["anne marie d aubigne"]),
        ("M. Jean-Pierre de La Tour", ["jean pierre de la tour"]),
        ("M. Le Goff", ["le goff"]),
        ("M. de Villiers", ["de villiers"]),
        ("Mme O’Neill", ["o neill"]),
        ("M. A. Martin. Le conseil", ["a martin"]),
        ("M. Jacques Cœur", ["jacques coeur"]),
        ("Mme Martin née Durand", ["martin", "durand"]),
        ("MM. Martin, Durand et Petit", ["martin", "durand", "petit"]),
        ("Me Dupond-Moretti", ["dupond moretti"]),
        ("le Dr Martin", ["martin"]),
        ("Signé : Jean MARTIN", ["jean martin"]),
        ("l’école Jean Jaurès", ["jean jaures"]),
        ("M. Jean Martin Maire", ["jean martin"]),
        # no name
        ("Monsieur le Maire", []),
        ("Madame la Préfète", []),
        ("Madame, Monsieur,", []),
        ("Monsieur", []),
        ("M. le Président du Conseil", []),
        ("La commune de Lyon", []),
        ("Vu le Code", []),
        ("12 m. Le mur", []),
        ("Camille", []),
        ("Rose", []),
        ("CEDRIC DE", []),
    ],
)
def test_nom(texte, attendu):
    assert [f.valeur for f in find_noms(texte)] == attendu


def test_civilite_is_told():
    assert [n.civilite for n in analyse_noms("M. Martin, Madame Durand, Jean Petit")] == ["M.", "Mme", ""]


def test_the_fact_is_the_name_alone():
    (fait,) = find_noms("à Mme Martin.")
    assert fait.texte == "Martin"
