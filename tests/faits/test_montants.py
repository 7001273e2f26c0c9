from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.faits.montants import analyse_montants, find_montants
from server.francais.nombres import format_montant, montant_en_lettres


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("une subvention de 1 000 €", ["1000.00 EUR"]),
        ("une subvention de 1\u00a0000\u00a0€", ["1000.00 EUR"]),
        ("une subvention de 1000€", ["1000.00 EUR"]),
        ("une subvention de mille euros", ["1000.00 EUR"]),
        ("une subvention de 1 000,00 EUR", ["1000.00 EUR"]),
        ("une subvention de 1.000,00 euros", ["1000.00 EUR"]),
        ("mille deux cents euros et cinquante centimes", ["1200.50 EUR"]),
        ("douze euros cinquante", ["12.50 EUR"]),
        ("douze euros et 50 centimes", ["12.50 EUR"]),
        ("12 € 50 centimes", ["12.50 EUR"]),
        ("12€50, payables d’avance", ["12.50 EUR"]),
        ("12.50 €", ["12.50 EUR"]),
        ("12 k€ et 2,5 M€", ["12000.00 EUR", "2500000.00 EUR"]),
        ("1,5 million d’euros", ["1500000.00 EUR"]),
        ("deux millions d'euros", ["2000000.00 EUR"]),
        ("un million d’euros", ["1000000.00 EUR"]),
        ("un euro symbolique", ["1.00 EUR"]),
        ("cinquante centimes", ["0.50 EUR"]),
        ("mille (1 000) euros", ["1000.00 EUR"]),
        ("mille euros (1 000 €)", ["1000.00 EUR", "1000.00 EUR"]),
        ("0,125 € par page", ["0.125 EUR"]),
        ("entre 100 et 200 euros", ["200.00 EUR"]),
        ("trois euros cinquante agents", ["3.00 EUR"]),
        ("le premier euro", []),
        ("1 000 habitants", []),
        ("Europe, européen, eurométropole", []),
        ("12 eurocodes", []),
        ("cent vingt centimes", []),
    ],
)
def test_montant(texte, attendu):
    assert [f.valeur for f in find_montants(texte)] == attendu


@pytest.mark.parametrize(
    ("texte", "taxe"),
    [
        ("1 000 € HT", "HT"),
        ("1 000 € hors taxes", "HT"),
        ("1 200 € (TTC)", "TTC"),
        ("1 200 euros toutes taxes comprises", "TTC"),
        ("1 200 €, payables", ""),
        ("1 200 € htc", ""),
    ],
)
def test_taxes_are_kept_apart(texte, taxe):
    (trouve,) = analyse_montants(texte)
    assert trouve.taxe == taxe
    assert "t" not in trouve.fait.texte.lower()


def test_writing_is_told():
    assert [m.en_lettres for m in analyse_montants("mille euros (1 000 €)")] == [True, False]


@given(st.decimals(0, 10**7, places=2))
def test_figures_and_words_say_the_same_amount(montant):
    attendu = f"{montant:.2f} EUR".replace("-0", "0")
    (chiffres,) = find_montants(f"soit {format_montant(montant)} en tout")
    (lettres,) = find_montants(f"soit {montant_en_lettres(montant)} en tout")
    assert chiffres.valeur == lettres.valeur == attendu


@given(st.integers(0, 10**9))
def test_an_amount_without_centimes(montant):
    (trouve,) = analyse_montants(f"{montant} €")
    assert trouve.montant == Decimal(montant)
