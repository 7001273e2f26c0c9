import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.faits import Genre, find_faits, find_renvois_articles, parse_numero_article


def faits(texte):
    return [(f.genre, f.valeur) for f in find_faits(texte)]


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        (
            "Du lundi 2 novembre 2026 à 8 h au vendredi 6 novembre 2026 à 18 h, rue de la Paix, la vitesse est limitée à 30 km/h.",
            [
                (Genre.DATE, "2026-11-02"),
                (Genre.HEURE, "08:00"),
                (Genre.DATE, "2026-11-06"),
                (Genre.HEURE, "18:00"),
                (Genre.VOIE, "rue de la paix"),
                (Genre.NOMBRE, "30"),
            ],
        ),
        (
            "Vu la loi n° 82-213 du 2 mars 1982 et l’article L. 2213-1 du CGCT ;",
            [
                (Genre.REFERENCE, "LOI:82-213"),
                (Genre.DATE, "1982-03-02"),
                (Genre.REFERENCE, "CGCT:L2213-1"),
                (Genre.REFERENCE, "CGCT"),
            ],
        ),
        (
            "Une subvention de mille deux cents euros est versée à Mme Martin sous trente jours.",
            [(Genre.MONTANT, "1200.00 EUR"), (Genre.NOM, "martin"), (Genre.DUREE, "P30D")],
        ),
        ("rue du 8 mai 1945", [(Genre.VOIE, "rue du 8 mai 1945")]),
        ("02/11/2026-06/11/2026", [(Genre.DATE, "2026-11-02"), (Genre.DATE, "2026-11-06")]),
        ("tous les lundis", [(Genre.JOUR, "lundi")]),
        ("l’arrêté n° 2026-045", [(Genre.REFERENCE, "ARRETE:2026-045")]),
        ("www.a2026.fr", [(Genre.ADRESSE, "a2026.fr")]),
        ("", []),
        ("Le maire est chargé de l’exécution du présent arrêté.", []),
    ],
)
def test_the_most_specific_wins(texte, attendu):
    assert faits(texte) == attendu


@pytest.mark.parametrize(
    "textes",
    [
        ("le 2 novembre 2026", "le 02/11/2026", "le lundi 2 novembre 2026", "le deux novembre deux mille vingt-six"),
        ("mille euros", "1 000 €", "1 000,00 EUR", "1\u202f000 euros"),
        ("L. 2213-1", "L2213-1", "l’article L 2213-1"),
        ("8 h 30", "8h30", "08:30", "huit heures trente"),
        ("Mme Hélène Lefèvre", "Hélène LEFÈVRE"),
        ("e\u0301tabli le 3 fe\u0301vrier 2026", "établi le 3 février 2026"),
        ("1\u200b000 €", "1000 €"),
        ("le 2\u00ad novembre 2026", "le 2 novembre 2026"),
    ],
)
def test_one_fact_has_one_value(textes):
    assert len({tuple(faits(t)) for t in textes}) == 1
    assert faits(textes[0])


MORCEAUX = st.sampled_from(
    re.split(
        " ",
        "1 2 31 2026 1.2 , . ; : - – ' ’ / ( ) « » € % ° h n° un une deux vingt et cent mille millions virgule zéro "
        "centimes le du au les à de la novembre mai mars lundi heures midi mois jours francs article articles Article "
        "L2213-1 code de la route CGCT loi décret arrêté M. Mme MM. Jean MARTIN de La rue place bis 1er premier euros "
        "L. R. D \u00a0 \u202f \n é e\u0301 \u200b \u00ad œ Œ ﬁ İ 𝟙 ٣ @ www. https:// +33 01",
    )
)
TEXTES = st.one_of(
    st.text(max_size=200), st.lists(MORCEAUX, max_size=60).map(" ".join), st.lists(MORCEAUX).map("".join)
)


@given(TEXTES)
def test_facts_are_cut_out_of_the_text(texte):
    fin = 0
    for fait in find_faits(texte):
        assert fin <= fait.debut < fait.fin <= len(texte)
        assert texte[fait.debut : fait.fin] == fait.texte
        assert fait.valeur
        fin = fait.fin


@given(TEXTES)
def test_articles_are_read_in_any_text(texte):
    parse_numero_article(texte)
    for renvoi in find_renvois_articles(texte):
        assert texte[renvoi.debut : renvoi.fin] == renvoi.texte
        assert renvoi.article.numero >= 0


def duration(texte):
    debut = time.process_time()
    find_faits(texte)
    find_renvois_articles(texte)
    return time.process_time() - debut


@pytest.mark.parametrize(
    "motif",
    [
        "1.111.", "9", "1:1 ", "0-", "cent vingt et ", "un virgule ", "du 2 au ", "de 8 h à ", "L. 1 (", "articles 1, ",
        "arrêté de la de ", "rue de la ", "M. A. ", "@a.", "x", "e\u0301",
    ],
)  # fmt: skip
def test_hostile_text_costs_its_length(motif):
    """100 kB of anything: a quadratic search would take minutes, the slowest of these takes about three seconds."""
    texte = (motif * (100_000 // len(motif) + 1))[:100_000]
    assert duration(texte) < 20


def test_four_times_the_text_is_about_four_times_the_cost():
    court, long = (max(1e-4, min(duration("du 2 au L. 1, rue de la " * n) for _ in range(2))) for n in (500, 2000))
    assert long / court < 9  # 16 if it were quadratic
