import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.catalogue.documents import (
    Document,
    DocumentRefuseError,
    decode,
    format_chemin,
    parse_document,
    parse_json,
    parse_yaml,
)


@pytest.mark.parametrize(
    ("texte", "valeur"),
    [
        ("a: 1", {"a": 1}),
        ("a: 1234.50", {"a": Decimal("1234.50")}),
        ("a: 8:30", {"a": "8:30"}),  # YAML 1.1 reads 510
        ("a: non", {"a": "non"}),  # YAML 1.1 reads false
        ("a: 0241000000", {"a": "0241000000"}),  # a telephone, not an octal
        ("a: 01", {"a": "01"}),
        ("a: 0", {"a": 0}),
        ("a: 2026-02-30", {"a": "2026-02-30"}),  # PyYAML raises ValueError
        ("a: 1e5", {"a": "1e5"}),
        ("a: .inf", {"a": ".inf"}),
        ("a: 0x1F", {"a": "0x1F"}),
        ("a: '12'", {"a": "12"}),
        ("a: true\nb: ~\nc:", {"a": True, "b": None, "c": None}),
        ("a: >\n  un\n  deux\n", {"a": "un deux\n"}),
        ("a:\n- x\n- {b: 1}", {"a": ["x", {"b": 1}]}),
        ("{a: 1}", {"a": 1}),  # YAML that starts like JSON
        ('{"a": 1.10, "b": "\\u0041"}', {"a": Decimal("1.10"), "b": "A"}),
        ("", None),
        ("# rien", None),
        ("99999999999999999999: x", {"99999999999999999999": "x"}),
    ],
)
def test_values_are_read_as_a_person_means_them(texte, valeur):
    assert parse_document(texte).valeur == valeur


def test_each_key_and_each_item_knows_its_line():
    document = parse_yaml("a: 1\nb:\n  - x\n  - c: 2\n    d: 3\n")
    assert document.lignes[("b", 1, "d")] == 5
    assert document.lignes[("b", 0)] == 3
    assert document.find_ligne(("b", 1, "absent")) == 4
    assert document.find_ligne_de("b[1].d") == 5
    assert document.find_ligne_de("absent") == 1
    assert parse_json('{"a": 1}').find_ligne(("a",)) is None


@pytest.mark.parametrize(
    ("texte", "ligne", "raison"),
    [
        ("a: 1\nb: 2\na: 3", 3, "la clé « a » est écrite deux fois"),
        ("x:\n  a: 1\n  a: 3", 3, "la clé « a » est écrite deux fois"),
        ("a: &x 1\nb: *x", 1, "ancres"),
        ("b: *x", 1, "renvois"),
        ("a: !!python/object/apply:os.system [ls]", 1, "étiquettes"),
        ("a: !vault x", 1, "étiquettes"),
        ("a: 1\n---\nb: 2", 2, "plusieurs documents"),
        ("? [a, b]\n: 1", 1, "simple mot"),
        ("a: b: c", 1, "guillemets"),
        ("a:\n\t- b", 2, "tabulation"),
        ("a: [1, 2", 1, "crochets"),
        ('a: "x', 1, "guillemet"),
        ("a: \x1b[2J", 1, "U+001B"),
        ("a: b\nc: \u2028", 2, "U+2028"),
        ("[" * 100 + "]" * 100, None, "imbriquées"),
        ("a: " + "[" * 13 + "]" * 13, 1, "imbriquées"),
        ('{"a": 1, "a": 2}', None, "deux fois"),
        ('{"a":' * 5000 + "1" + "}" * 5000, None, "imbriquées"),
        ("- a\n" * 20_001, 20_000, "trop de valeurs"),
        ("x" * 1_048_577, None, "dépasse"),
    ],
)
def test_what_is_refused_is_refused_with_its_line(texte, ligne, raison):
    with pytest.raises(DocumentRefuseError) as refus:
        parse_document(texte)
    assert raison in refus.value.raison
    assert refus.value.ligne == ligne


@pytest.mark.parametrize("texte", ['{"a": NaN}', '{"a": Infinity}', '{"a": -Infinity}'])
def test_json_has_no_number_that_is_none(texte):
    with pytest.raises(DocumentRefuseError, match="n’est pas un nombre"):
        parse_json(texte)


def test_a_billion_laughs_costs_nothing():
    lignes = ['a0: &a0 ["x"]'] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    with pytest.raises(DocumentRefuseError, match="ancres"):
        parse_yaml("\n".join(lignes))


def test_numbers_of_any_length_are_read():
    document = parse_json('{"a": ' + "9" * 5000 + ', "b": 1e999999}')
    assert isinstance(document.valeur["a"], Decimal)
    assert document.valeur["b"] == Decimal("1e999999")


def test_bytes_are_utf8_with_or_without_bom():
    assert decode("é".encode()) == decode(b"\xef\xbb\xbf" + "é".encode()) == "é"
    with pytest.raises(DocumentRefuseError, match="UTF-8") as refus:
        decode(b"a: 1\nb: \xe9\n")
    assert refus.value.ligne == 2
    with pytest.raises(DocumentRefuseError, match="dépasse"):
        decode(b"x" * (4 * 1024 * 1024 + 1))


def test_places_are_written_as_people_know_them():
    assert format_chemin(("champs", 3, "type")) == "champs[3].type"
    assert format_chemin(()) == ""


def read_or_refuse(lecture, texte):
    try:
        return lecture(texte)
    except DocumentRefuseError as refus:
        return refus


@given(st.text(max_size=200))
def test_any_text_gives_a_document_or_a_refusal(texte):
    assert isinstance(read_or_refuse(parse_document, texte), Document | DocumentRefuseError)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(st.characters(codec="utf-8"), max_size=20),
    lambda enfants: st.lists(enfants, max_size=4) | st.dictionaries(st.text(max_size=8), enfants, max_size=4),
    max_leaves=15,
)


@given(_JSON)
def test_json_gives_back_what_was_written(valeur):
    texte = json.dumps({"racine": valeur})
    lu = read_or_refuse(parse_json, texte)
    if isinstance(lu, DocumentRefuseError):
        assert "imbriquées" in lu.raison
    else:
        assert lu.valeur == {"racine": valeur}
