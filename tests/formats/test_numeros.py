import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.formats.numeros import format_numero, parse_marqueur, plan_series


@pytest.mark.parametrize(
    ("valeur", "sorte", "montre"),
    [
        (1, "decimal", "1"),
        (3, "decimalZero", "03"),
        (1, "lowerLetter", "a"),
        (26, "lowerLetter", "z"),
        (27, "upperLetter", "AA"),
        (53, "lowerLetter", "aaa"),
        (4, "lowerRoman", "iv"),
        (1994, "upperRoman", "MCMXCIV"),
        (0, "lowerRoman", "0"),
        (780, "lowerLetter", "z" * 30),
        (999_999_999, "lowerLetter", "999999999"),
        (0, "lowerLetter", ""),
        (1, "ordinal", "1er"),
        (2, "ordinal", "2e"),
        (7, "chicago", "7"),
        (7, "none", ""),
    ],
)
def test_a_value_is_shown_as_word_shows_it(valeur, sorte, montre):
    assert format_numero(valeur, sorte) == montre


@given(
    st.sampled_from(["decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "decimalZero"]),
    st.integers(1, 70),
)
def test_what_is_shown_can_be_computed_again(sorte, valeur):
    numero = f"({format_numero(valeur, sorte)})"
    lectures = parse_marqueur(numero)
    assert all(lecture.shows() == numero for lecture in lectures)
    assert (sorte, valeur) in {(lecture.sorte, lecture.valeur) for lecture in lectures} or sorte == "decimalZero"


@given(st.text(min_size=1, max_size=12))
def test_any_marker_is_shown_as_it_is(numero):
    assert {lecture.shows() for lecture in parse_marqueur(numero)} == {numero}


@pytest.mark.parametrize(
    ("numeros", "series"),
    [
        (["1°", "2°", "3°"], [("decimal", 1), ("decimal", 2), ("decimal", 3)]),
        (["h)", "i)", "j)"], [("lowerLetter", 8), ("lowerLetter", 9), ("lowerLetter", 10)]),
        (["i)", "ii)"], [("lowerRoman", 1), ("lowerRoman", 2)]),
        (["1.", "3."], [("decimal", 1), ("decimal", 3)]),
        (["•", "•"], [("bullet", 1), ("bullet", 1)]),
        (["Article premier", "Article 2"], [("none", 1), ("decimal", 2)]),
    ],
)
def test_markers_that_follow_each_other_are_one_series(numeros, series):
    plan = plan_series(numeros)
    assert [(m.sorte, m.valeur) for m in plan] == series
    assert [m.shows() for m in plan] == numeros
