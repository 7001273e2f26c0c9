from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from server.francais.nombres import (
    format_montant,
    format_nombre,
    montant_en_lettres,
    nombre_en_lettres,
    numero_article,
    ordinal,
)


@pytest.mark.parametrize(
    ("nombre", "attendu"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1\u00a0000"),
        (1234567, "1\u00a0234\u00a0567"),
        (Decimal("1234.5"), "1\u00a0234,5"),
        (Decimal("0.50"), "0,50"),
        (Decimal(-1234), "\u22121\u00a0234"),
        (Decimal("1E+3"), "1\u00a0000"),
    ],
)
def test_nombre(nombre, attendu):
    assert format_nombre(nombre) == attendu


@given(st.integers(-(10**12), 10**12))
def test_groups_are_those_of_babel(nombre):
    assert format_nombre(nombre) == format_decimal(nombre, locale="fr").replace("\u202f", "\u00a0").replace(
        "-", "\u2212"
    )


@pytest.mark.parametrize(
    ("montant", "attendu"),
    [
        (0, "0\u00a0€"),
        (Decimal("-0"), "0\u00a0€"),
        (1000, "1\u00a0000\u00a0€"),
        (Decimal("1000.00"), "1\u00a0000\u00a0€"),
        (Decimal("1234.56"), "1\u00a0234,56\u00a0€"),
        (Decimal("1234.5"), "1\u00a0234,50\u00a0€"),
        (Decimal("0.125"), "0,125\u00a0€"),
        (Decimal("-3.5"), "\u22123,50\u00a0€"),
        (Decimal("1E+6"), "1\u00a0000\u00a0000\u00a0€"),
    ],
)
def test_montant(montant, attendu):
    assert format_montant(montant) == attendu


@pytest.mark.parametrize(
    ("montant", "attendu"),
    [
        ("0", "zéro euro"),
        ("1", "un euro"),
        ("2", "deux euros"),
        ("0.01", "un centime"),
        ("0.50", "cinquante centimes"),
        ("1.01", "un euro et un centime"),
        ("21", "vingt et un euros"),
        ("80", "quatre-vingts euros"),
        ("81", "quatre-vingt-un euros"),
        ("200", "deux cents euros"),
        ("201", "deux cent un euros"),
        ("1000", "mille euros"),
        ("1200.50", "mille deux cents euros et cinquante centimes"),
        ("1234.56", "mille deux cent trente-quatre euros et cinquante-six centimes"),
        ("80000", "quatre-vingt mille euros"),
        ("200000", "deux cent mille euros"),
        ("1000000", "un million d’euros"),
        ("2000000", "deux millions d’euros"),
        ("80000000", "quatre-vingts millions d’euros"),
        ("1000001", "un million un euros"),
        ("2500000", "deux millions cinq cent mille euros"),
        ("1000000000", "un milliard d’euros"),
        ("1000000.50", "un million d’euros et cinquante centimes"),
        ("-3", "moins trois euros"),
    ],
)
def test_montant_en_lettres(montant, attendu):
    assert montant_en_lettres(Decimal(montant)) == attendu


@pytest.mark.parametrize("montant", [Decimal("1.234"), Decimal("NaN"), Decimal("Infinity"), Decimal(10**12)])
def test_an_amount_that_has_no_words_is_refused(montant):
    with pytest.raises(ValueError, match=r"montant|nombre"):
        montant_en_lettres(montant)


@pytest.mark.parametrize("montant", [Decimal("NaN"), Decimal("-Infinity")])
def test_what_is_no_number_is_refused(montant):
    with pytest.raises(ValueError, match="n’est pas un nombre"):
        format_montant(montant)


def test_feminine():
    assert nombre_en_lettres(21, feminin=True) == "vingt et une"
    assert nombre_en_lettres(1, feminin=True) == "une"
    assert nombre_en_lettres(11, feminin=True) == "onze"
    assert nombre_en_lettres(-2) == "moins deux"


def test_ranks():
    assert [ordinal(1), ordinal(1, feminin=True), ordinal(2), ordinal(21)] == ["1er", "1re", "2e", "21e"]
    assert [numero_article(1), numero_article(2)] == ["Article\u00a01er", "Article\u00a02"]


@pytest.mark.parametrize("fonction", [ordinal, numero_article])
def test_there_is_no_rank_zero(fonction):
    with pytest.raises(ValueError, match="rang"):
        fonction(0)
