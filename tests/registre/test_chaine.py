"""The chain as values: whatever is done to it is seen, and what cannot be seen is said to need a checkpoint."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.registre.chaine import Entree, Repere, canonicalise, digest, make_entree, verify

PLAINES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda dedans: st.lists(dedans, max_size=3) | st.dictionaries(st.text(max_size=5), dedans, max_size=3),
    max_leaves=8,
)


def make_chaine(nombre: int, donnees=lambda rang: {"n": rang}) -> list[Entree]:
    entrees: list[Entree] = []
    for rang in range(1, nombre + 1):
        contenu = {
            "genre": "visa",
            "acteur": "a" * 32,
            "instant": f"2026-11-28T10:00:{rang:02d}.000000Z",
            "donnees": donnees(rang),
        }
        entrees.append(make_entree(entrees[-1] if entrees else None, contenu, None))
    return entrees


def rewrite(entree: Entree, **membres) -> Entree:
    """Change a row and give it the digest of what it has become."""
    contenu = canonicalise({**json.loads(entree.contenu), **membres})
    return Entree(entree.rang, entree.dossier, contenu, digest(contenu))


def test_a_chain_that_nobody_touched_is_sound() -> None:
    assert verify([]).dernier is None
    entrees = make_chaine(5)
    lue = verify(entrees)
    assert (lue.lignes, lue.fautes, lue.reculs) == (5, (), ())
    assert lue.dernier == Repere(5, entrees[-1].empreinte)


@given(st.lists(PLAINES, min_size=1, max_size=5))
def test_whatever_a_row_holds_it_is_written_the_same_when_it_is_read_again(donnees) -> None:
    texte = canonicalise({"donnees": donnees})
    assert canonicalise(json.loads(texte)) == texte


@pytest.mark.parametrize("valeur", [1.5, float("nan"), [{"x": [0.1]}], {"a": 1e3}])
def test_a_floating_point_number_is_refused(valeur) -> None:
    with pytest.raises(TypeError):
        canonicalise({"donnees": valeur})


@given(st.integers(2, 6), st.data())
def test_a_row_that_is_changed_taken_away_or_moved_is_seen(nombre, data) -> None:
    entrees = make_chaine(nombre)
    rang = data.draw(st.integers(0, nombre - 2))
    geste = data.draw(st.sampled_from(["contenu", "remplacée", "ôtée", "échangée", "doublée"]))
    autre = rewrite(entrees[rang], donnees={"n": 99})
    if geste == "contenu":
        entrees[rang] = Entree(autre.rang, None, autre.contenu, entrees[rang].empreinte)
    elif geste == "remplacée":
        entrees[rang] = autre
    elif geste == "ôtée":
        del entrees[rang]
    elif geste == "échangée":
        entrees[rang], entrees[rang + 1] = entrees[rang + 1], entrees[rang]
    else:
        entrees.insert(rang, entrees[rang])
    assert verify(entrees).fautes


def test_only_a_checkpoint_shows_a_tail_that_was_cut() -> None:
    entrees = make_chaine(5)
    repere = Repere(5, entrees[-1].empreinte)
    assert verify(entrees[:4]).fautes == ()
    (faute,) = verify(entrees[:4], repere).fautes
    assert (faute.rang, "la fin a été coupée" in faute.raison) == (5, True)
    (faute,) = verify([], repere).fautes
    assert faute.rang == 5


def test_only_a_checkpoint_shows_that_all_was_written_again() -> None:
    repere = Repere(3, make_chaine(5)[2].empreinte)
    autres = make_chaine(5, lambda rang: {"n": -rang})
    assert verify(autres).fautes == ()
    (faute,) = verify(autres, repere).fautes
    assert (faute.rang, "tout a été réécrit" in faute.raison) == (3, True)


def test_what_follows_a_checkpoint_is_no_fault() -> None:
    entrees = make_chaine(5)
    assert verify(entrees, Repere(3, entrees[2].empreinte)).fautes == ()


@pytest.mark.parametrize(
    ("membres", "raison"),
    [
        ({"v": "registre/2"}, "n’est pas connue"),
        ({"rang": 7}, "celui d’une autre ligne"),
        ({"dossier": "b" * 32}, "celui d’une autre ligne"),
        ({"instant": "2020-01-01T00:00:00.000000Z"}, "plus ancienne"),
        ({"instant": "hier"}, "illisible"),
        ({"instant": "2026-11-28T10:00:03Z"}, "illisible"),
        ({"instant": None}, "illisible"),
    ],
)
def test_what_a_row_says_of_itself_is_checked(membres, raison) -> None:
    entrees = make_chaine(3)
    entrees[2] = rewrite(entrees[2], **membres)
    assert any(raison in faute.raison for faute in verify(entrees).fautes)


@pytest.mark.parametrize("contenu", ["", "[]", "{}", "null", "[" * 100_000])
def test_a_row_that_cannot_be_read_is_a_fault_and_no_failure(contenu) -> None:
    fautes = verify([Entree(1, None, contenu, digest(contenu))]).fautes
    assert [faute.raison for faute in fautes] == ["son contenu est illisible."]


def test_faults_are_counted_no_further_than_they_help() -> None:
    assert len(verify([Entree(1, None, "", "")] * 500).fautes) == 100
