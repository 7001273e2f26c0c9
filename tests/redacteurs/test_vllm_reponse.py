"""What a model answers is read again: nothing but well-formed paragraphs comes out, and nothing makes it fail."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.redacteurs import Demande
from server.redacteurs.marques import mark
from server.redacteurs.vllm.apercu import Apercu, ApercuDemarque
from server.redacteurs.vllm.grammaire import PARAGRAPHES_MAX
from server.redacteurs.vllm.incidents import A_REFORMULER, MESSAGES, Panne, PanneError
from server.redacteurs.vllm.reponse import TAILLE_MAX, parse_reponse


@pytest.mark.parametrize(
    ("texte", "paragraphes"),
    [
        ('{"paragraphes": ["Un."]}', ("Un.",)),
        ('  {"paragraphes":["Un.","Deux."]}\n', ("Un.", "Deux.")),
        ('{"paragraphes": [" Éà ⟦DATE_1⟧ \\u00e9. "]}', ("Éà ⟦DATE_1⟧ é.",)),
        ('{"paragraphes": ["\\ud83d\\ude00"]}', ("😀",)),
        ('{"paragraphes": [""]}', ("",)),  # the guard says that it is empty
        ('{"paragraphes": ["a\\u0000b\\nc"]}', ("a\0b\nc",)),  # and that this is no French
    ],
)
def test_paragraphs_come_out_as_they_were_written(texte, paragraphes):
    assert parse_reponse(texte) == paragraphes


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "Voici le texte demandé.",
        '{"paragraphes": ["coupé',
        '{"paragraphes": ["a\nb"]}',
        '{"paragraphes": ["a\tb"]}',
        '{"paragraphes": ["a"], "paragraphes": ["b"]}',
        '{"paragraphes": ["a"], "note": "b"}',
        '{"paragraphs": ["a"]}',
        '{"paragraphes": []}',
        '{"paragraphes": "a"}',
        '{"paragraphes": null}',
        '{"paragraphes": [1]}',
        '{"paragraphes": [["a"]]}',
        '{"paragraphes": ["\\ud83d"]}',
        '["a"]',
        "null",
        "NaN",
        '{"paragraphes": ["a"]} Fin.',
        '```json\n{"paragraphes": ["a"]}\n```',
        "[" * 20_000,
        json.dumps({"paragraphes": ["a"] * (PARAGRAPHES_MAX + 1)}),
    ],
)
def test_anything_else_is_unreadable(texte):
    with pytest.raises(PanneError) as capture:
        parse_reponse(texte)
    assert capture.value.panne is Panne.ILLISIBLE


def test_an_answer_longer_than_any_passage_is_not_read():
    with pytest.raises(PanneError) as capture:
        parse_reponse(json.dumps({"paragraphes": ["a" * TAILLE_MAX]}))
    assert capture.value.panne is Panne.TROP_LONG


@given(st.one_of(st.text(), st.recursive(st.none() | st.text() | st.integers(), st.lists).map(json.dumps)))
def test_reading_ends_with_paragraphs_or_a_fault_that_is_named(texte):
    try:
        lus = parse_reponse(texte)
    except PanneError as faute:
        lus = faute.panne
    assert lus in A_REFORMULER or all(p.encode() is not None for p in lus)


def test_each_fault_has_its_sentence():
    assert set(MESSAGES) == set(Panne)
    assert len(set(MESSAGES.values())) == len(MESSAGES)
    assert str(PanneError(Panne.SILENCE)) == MESSAGES[Panne.SILENCE]


# --- what is shown meanwhile


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), max_size=12), max_size=4), st.data())
def test_the_preview_shows_the_text_however_it_is_cut(paragraphes, data):
    brut = json.dumps({"paragraphes": paragraphes}, ensure_ascii=data.draw(st.booleans()))
    apercu, vu = Apercu(), ""
    while brut:
        coupe = data.draw(st.integers(1, 9))
        vu, brut = vu + apercu.feed(brut[:coupe]), brut[coupe:]
    assert vu == "".join(p + "\n" for p in paragraphes)


@given(st.lists(st.text(max_size=20), max_size=8))
def test_the_preview_never_fails_and_shows_nothing_that_a_screen_cannot(morceaux):
    apercu = Apercu()
    vu = "".join(apercu.feed(m) for m in ['{"paragraphes": ["', *morceaux])
    assert vu.encode() is not None
    assert all(c.isprintable() or c in "\n\u00a0\u202f" for c in vu)


def test_the_preview_shows_values_in_place_of_whole_marks():
    marquage = mark(Demande("m", "considerants", "motifs", ("travaux du 2 novembre 2026",)))
    (marque,) = (m for m, f in marquage.table.items() if f.requis)
    apercu = ApercuDemarque(marquage)
    assert apercu.feed('{"paragraphes": ["Du ' + marque[:3]) == "Du "
    assert apercu.feed(marque[3:-1]) == ""
    assert apercu.feed(marque[-1] + " et ⟦DATE_99⟧.") == "2\u00a0novembre 2026 et …."
    assert apercu.feed(" ⟦ ceci n’est pas une marque") == " ⟦ ceci n’est pas une marque"
