"""Runs of a file become as few fragments as there are differences."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from server.acte.fragments import Champ, Fragment, Marque, NatureChamp, merge_fragments, text_of

GRAS = frozenset({Marque.GRAS})
PAGE = Champ(NatureChamp.PAGE, "1")

elements = st.lists(
    st.builds(Fragment, st.text(max_size=3), marques=st.sampled_from([frozenset(), GRAS])) | st.just(PAGE), max_size=12
)


def test_neighbours_of_one_nature_join() -> None:
    a, b, c = Fragment("a"), Fragment("b"), Fragment("c", marques=GRAS)
    assert merge_fragments([a, Fragment(""), b, c, PAGE, a, b]) == (
        Fragment("ab"),
        c,
        PAGE,
        Fragment("ab"),
    )


@given(elements)
def test_text_is_kept_and_no_two_neighbours_are_alike(contenu: list[Fragment | Champ]) -> None:
    fusion = merge_fragments(contenu)
    assert text_of(fusion) == text_of(contenu)
    assert merge_fragments(fusion) == fusion
    for gauche, droite in pairwise(fusion):
        if isinstance(gauche, Fragment) and isinstance(droite, Fragment):
            assert gauche.marques != droite.marques


def test_many_runs_are_joined_in_one_pass() -> None:
    runs = [Fragment("x" * 20)] * 200_000
    (fragment,) = merge_fragments(runs)
    assert isinstance(fragment, Fragment)
    assert len(fragment.texte) == 4_000_000
