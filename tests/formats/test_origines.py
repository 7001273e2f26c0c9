"""The origin map: exact where the leaf came back unchanged, never too good where it did not."""

import base64
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.acte.fragments import Fragment, Inconnu, Marque, Origine, merge_fragments
from server.acte.noeuds import Acte, Alinea, Considerant, Genre, Visa
from server.acte.parcours import walk
from server.formats.origines import AVERTISSEMENT, apply_origines, encode_origines
from server.formats.remplacement import list_leaves, rewrite_leaves
from tests.formats.strategies import actes

IA = Fragment("que la chaussée est étroite ;", Origine.IA, "motifs")
ACTE = Acte(
    Genre.ARRETE,
    "",
    (
        Visa((Fragment("Vu le code ;", Origine.TRAME),)),
        Considerant((Fragment("Considérant ", Origine.TRAME), IA)),
        Alinea((Fragment("Le ", Origine.TRAME), Fragment("2 mai", Origine.SAISIE, "debut"))),
    ),
)


def as_read(acte):
    """Give an act as a reader does before the map: only model text or not."""

    def provisional(feuille):
        return merge_fragments(
            replace(e, origine=Origine.IA if e.origine.startswith("ia") else Origine.INDETERMINE, champ=None)
            if isinstance(e, Fragment)
            else e
            for e in feuille.contenu
        )

    return rewrite_leaves(acte, provisional)


def origins(acte):
    return [[(e.texte, e.origine.value) for e in p.feuille.contenu] for p in walk(acte)]


def change(acte, rang, contenu):
    corps = list(acte.corps)
    corps[rang] = replace(corps[rang], contenu=contenu)
    return replace(acte, corps=tuple(corps))


# Drawing an act costs far more than what is tested here; the long form draws a third of its 2,000.
MOINS = settings(max_examples=settings.default.max_examples // 3)


@MOINS
@given(actes())
def test_the_map_gives_every_origin_back(acte):
    revenu, avertissements = apply_origines(as_read(acte), encode_origines(acte))
    assert revenu == acte
    assert avertissements == ()


@MOINS
@given(actes())
def test_leaves_are_listed_in_the_order_of_walk(acte):
    assert list_leaves(acte) == [p.feuille for p in walk(acte) if not isinstance(p.feuille, Inconnu)]


def test_chunks_are_short_enough_for_word_and_start_with_a_version():
    morceaux = encode_origines(replace(ACTE, corps=tuple(Visa((Fragment(f"Vu {i}"),)) for i in range(300))))
    assert len(morceaux) > 5
    assert max(map(len, morceaux)) <= 200
    assert morceaux[0].startswith("o1:")


def test_an_act_without_text_has_no_map():
    assert encode_origines(replace(ACTE, corps=())) == ()


def test_a_leaf_moved_elsewhere_keeps_its_origins():
    morceaux = encode_origines(ACTE)
    renverse = replace(as_read(ACTE), corps=as_read(ACTE).corps[::-1])
    assert origins(apply_origines(renverse, morceaux)[0]) == origins(ACTE)[::-1]


def test_the_style_taken_off_model_text_makes_it_undetermined():
    lavee = change(as_read(ACTE), 1, (Fragment("Considérant que la chaussée est étroite ;"),))
    assert origins(apply_origines(lavee, encode_origines(ACTE))[0])[1] == [
        ("Considérant ", "trame"),
        ("que la chaussée est étroite ;", "indetermine"),
    ]


def test_the_style_put_on_other_text_makes_it_undetermined():
    maquillee = change(as_read(ACTE), 0, (Fragment("Vu "), Fragment("le code ;", Origine.IA)))
    assert origins(apply_origines(maquillee, encode_origines(ACTE))[0])[0] == [
        ("Vu ", "trame"),
        ("le code ;", "indetermine"),
    ]


def test_a_human_leaf_edited_by_hand_is_the_agents():
    modifie = change(as_read(ACTE), 2, (Fragment("Le 3 mai"),))
    resultat = origins(apply_origines(modifie, encode_origines(ACTE))[0])
    assert resultat[2] == [("Le 3 mai", "agent")]
    assert resultat[1][1][1] == "ia"


def test_a_model_leaf_edited_by_hand_is_a_retouched_one_and_its_words_may_be_elsewhere():
    modifie = change(as_read(ACTE), 1, (Fragment("Considérant "), Fragment("que la rue est étroite ;", Origine.IA)))
    resultat = origins(apply_origines(modifie, encode_origines(ACTE))[0])
    assert resultat[1] == [("Considérant ", "indetermine"), ("que la rue est étroite ;", "ia_retouchee")]
    assert resultat[0] == [("Vu le code ;", "trame")]


def test_model_words_pasted_without_their_style_are_not_the_agents():
    """Laundering: the drafted leaf is gone, its words stand in a new one."""
    colle = change(as_read(ACTE), 1, (Fragment("Considérant aussi que la chaussée est étroite ;"),))
    assert origins(apply_origines(colle, encode_origines(ACTE))[0])[1] == [
        ("Considérant aussi que la chaussée est étroite ;", "indetermine")
    ]


def test_a_leaf_twice_in_the_draft_and_once_in_the_file_is_lost_once():
    double = replace(ACTE, corps=(*ACTE.corps, ACTE.corps[1]))
    revenu, _ = apply_origines(change(as_read(ACTE), 0, (Fragment("Vu"),)), encode_origines(double))
    assert origins(revenu)[0] == [("Vu", "indetermine")]


def test_a_mark_that_changes_the_meaning_makes_another_leaf():
    barre = change(as_read(ACTE), 2, (Fragment("Le 2 mai", marques=frozenset({Marque.BARRE})),))
    assert origins(apply_origines(barre, encode_origines(ACTE))[0])[2] == [("Le 2 mai", "agent")]


def test_a_mark_that_does_not_leaves_the_origins():
    gras = change(as_read(ACTE), 2, (Fragment("Le 2 m", marques=frozenset({Marque.GRAS})), Fragment("ai")))
    assert origins(apply_origines(gras, encode_origines(ACTE))[0])[2] == [
        ("Le ", "trame"),
        ("2 m", "saisie"),
        ("ai", "saisie"),
    ]


def test_a_file_of_others_has_retouched_and_undetermined_text():
    revenu, avertissements = apply_origines(as_read(ACTE), ())
    assert {o for feuille in origins(revenu) for _, o in feuille} == {"ia_retouchee", "indetermine"}
    assert avertissements == ()


@pytest.mark.parametrize(
    "morceaux",
    [
        ("o1:",),
        ("o1:AAAA",),
        ("o9:xx",),
        ("n’importe quoi",),
        (encode_origines(ACTE)[0][:-6],),
        (encode_origines(ACTE)[0][:40] + "A" + encode_origines(ACTE)[0][41:],),
    ],
)
def test_a_damaged_map_is_as_none_with_a_warning(morceaux):
    revenu, avertissements = apply_origines(as_read(ACTE), morceaux)
    assert revenu == apply_origines(as_read(ACTE), ())[0]
    assert avertissements == (AVERTISSEMENT,)


@given(st.lists(st.text(max_size=30), max_size=3), st.binary(max_size=60))
def test_any_chunks_are_read_without_a_fault(morceaux, brut):
    apply_origines(as_read(ACTE), morceaux)
    code = "o1:" + base64.b64encode(zlib.compress(brut)).decode()
    apply_origines(as_read(ACTE), [code])


@pytest.mark.parametrize(
    "json_brut",
    [
        b"[]",
        b"[[],[[]]]",
        b"[[],[[1]]]",
        b'[[],[["a",1,"z",-1]]]',
        b'[[],[["a",-1,"t",-1]]]',
        b'[[3],[["a",1,"s",0]]]',
        b'[{},[["a",1,"s",0]]]',
        b'[[],{"a":1}]',
    ],
)
def test_a_map_of_another_shape_is_damaged(json_brut):
    code = "o1:" + base64.b64encode(zlib.compress(json_brut)).decode()
    assert apply_origines(as_read(ACTE), [code])[1] == (AVERTISSEMENT,)
