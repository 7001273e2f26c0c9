"""What an agent typed over a passage: whose words are they now?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.acte.fragments import Fragment, Origine
from server.redacteurs import Demande, Incident, Redige
from server.redacteurs.aucun import write_plain
from server.redaction import retouch

UN = "Considérant que la tranchée occupe toute la largeur de la chaussée\u00a0;"
DEUX = "Considérant qu’aucun véhicule ne peut croiser les engins sans danger\u00a0;"
AUTRE = "Considérant l’avis rendu hier par notre commission de sécurité\u00a0;"
ECRIT = Redige(
    "motifs",
    ((Fragment(UN, Origine.IA, "motifs"),), (Fragment(DEUX, Origine.IA, "motifs"),)),
    Origine.IA,
    2,
    (Incident("longueur", "trop long"),),
)


def origines(redige):
    return [fragment.origine for p in redige.paragraphes for fragment in p]


def test_a_passage_left_as_drafted_is_the_draft() -> None:
    assert retouch(ECRIT, ECRIT, [UN, DEUX]) == ECRIT


@pytest.mark.parametrize(
    "texte",
    [
        UN.replace("toute", "presque toute"),
        UN.replace("Considérant que la", "Considérant, en fait, que cette"),
        "Considérant que la chaussée occupe la tranchée",
        "la largeur de la chaussée",
        "Sur toute chaussée, quelque largeur, tranchée",
    ],
)
def test_a_changed_paragraph_stays_the_model_s(texte) -> None:
    redige = retouch(ECRIT, ECRIT, [texte, DEUX])
    assert redige.origine is Origine.IA_RETOUCHEE
    assert origines(redige) == [Origine.IA_RETOUCHEE, Origine.IA]


def test_a_paragraph_replaced_whole_is_the_agent_s() -> None:
    redige = retouch(ECRIT, ECRIT, [AUTRE, DEUX])
    assert origines(redige) == [Origine.AGENT, Origine.IA]
    assert redige.origine is Origine.IA_RETOUCHEE
    assert retouch(redige, ECRIT, [AUTRE]).origine is Origine.AGENT


@pytest.mark.parametrize("paragraphes", [[UN], [DEUX, UN], [UN, DEUX, AUTRE]])
def test_a_passage_cut_turned_or_lengthened_is_no_longer_as_drafted(paragraphes) -> None:
    assert retouch(ECRIT, ECRIT, paragraphes).origine is Origine.IA_RETOUCHEE


def test_words_that_went_away_and_came_back_are_the_model_s() -> None:
    ailleurs = retouch(ECRIT, ECRIT, [AUTRE])
    assert ailleurs.origine is Origine.AGENT
    assert retouch(ailleurs, ECRIT, [UN.replace("toute", "presque toute")]).origine is Origine.IA_RETOUCHEE
    assert retouch(ailleurs, ECRIT, [UN, DEUX]) == ECRIT


def test_a_plain_passage_changed_by_hand_is_the_agent_s() -> None:
    plain = write_plain(Demande("motifs", "considerants", "motifs", ("la chaussée est étroite", "le soir tombe")))
    textes = ["".join(f.texte for f in p) for p in plain.paragraphes]
    assert retouch(plain, plain, textes) == plain
    redige = retouch(plain, plain, [textes[0], "Considérant que le soir tombe tôt ;"])
    assert redige.origine is Origine.AGENT
    assert redige.paragraphes[0] == plain.paragraphes[0]
    assert redige.paragraphes[1] == (Fragment("Considérant que le soir tombe tôt ;", Origine.AGENT),)


def test_a_changed_passage_no_longer_says_why_the_model_was_refused() -> None:
    assert retouch(ECRIT, ECRIT, [UN]).incidents == ()


@given(st.lists(st.sampled_from([UN, DEUX, AUTRE, UN[:30], DEUX[20:]]), min_size=1, max_size=4))
def test_the_text_is_what_was_typed_and_four_words_of_the_model_are_never_laundered(paragraphes) -> None:
    redige = retouch(ECRIT, ECRIT, paragraphes)
    assert ["".join(f.texte for f in p) for p in redige.paragraphes] == paragraphes
    if any(p != AUTRE for p in paragraphes):
        assert redige.origine in {Origine.IA, Origine.IA_RETOUCHEE}
