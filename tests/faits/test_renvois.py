import pytest

from server.faits.renvois import find_renvois_articles, parse_numero_article


@pytest.mark.parametrize(
    ("titre", "attendu"),
    [
        ("Article 1er", (1, "")),
        ("Article 1ᵉʳ :", (1, "")),
        ("ARTICLE PREMIER", (1, "")),
        ("Article premier – Objet", (1, "")),
        ("Article\u00a02", (2, "")),
        ("Art. 2", (2, "")),
        ("Article 3 bis", (3, "bis")),
        ("ARTICLE 12 ter :", (12, "ter")),
        ("Article II", (2, "")),
        ("Article XIV", (14, "")),
        ("Article unique", (1, "")),
        ("Article n° 4", (4, "")),
        ("Article L. 2213-1", None),
        ("Article 432-12", None),
        ("Article IIII", None),
        ("L’article 2", None),
        ("Articles", None),
        ("", None),
    ],
)
def test_heading(titre, attendu):
    assert parse_numero_article(titre) == attendu


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("prévue à l’article 3", [(3, "")]),
        ("prévue à l'article 3 bis", [(3, "bis")]),
        ("prévue à l’article 1er", [(1, "")]),
        ("prévue à l’article premier du présent arrêté", [(1, "")]),
        ("aux articles 2 et 3 du présent arrêté", [(2, ""), (3, "")]),
        ("aux articles 2, 3 et 5 ci-dessus", [(2, ""), (3, ""), (5, "")]),
        ("les articles 4 à 6 de la présente délibération", [(4, ""), (6, "")]),
        ("fixée à l’article 2 de 500 €", [(2, "")]),
        ("Les dispositions de l’art. 2", [(2, "")]),
        # the heading, and what belongs to another text
        ("Article 2 : voir l’article 1er", [(1, "")]),
        ("  Article 2", []),
        ("l’article 3 de la loi du 29 juillet 1881", []),
        ("l’article 5 des statuts", []),
        ("l’article 2 du règlement intérieur", []),
        ("l’article 2, alinéa 1, de la convention", []),
        ("l’article 3 du même arrêté", []),
        ("l’article L. 2213-1", []),
        ("l’article 432-12 du code pénal", []),
        ("l’article 16 du CGCT", []),
        ("un article de journal", []),
        ("les articles suivants", []),
    ],
)
def test_renvoi(texte, attendu):
    renvois = find_renvois_articles(texte)
    assert [r.article for r in renvois] == attendu
    assert all(texte[r.debut : r.fin] == r.texte for r in renvois)


def test_offsets_hold_with_decomposed_accents():
    texte = "re\u0301glemente\u0301 a\u0300 l’article 3"
    (renvoi,) = find_renvois_articles(texte)
    assert texte[renvoi.debut : renvoi.fin] == "3"
