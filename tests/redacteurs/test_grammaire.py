"""The grammar of an answer lets honest answers through and nothing else; its patterns are plain enough to be tried here."""

import re

import pytest

from server.redacteurs import Demande
from server.redacteurs.marques import mark
from server.redacteurs.vllm.grammaire import PARAGRAPHES_MAX, find_formes, make_schema

POINTS = (
    "travaux rue des Tanneurs du 2 au 6 novembre 2026",
    "12 exposants, lot 2, l’accord de Mme Claire Simonet",
    "croisement impossible",
)


def matches(rang: int, texte: str, sorte: str = "considerants") -> bool:
    schema = make_schema(mark(Demande("m", sorte, "motifs", POINTS)))
    return re.fullmatch(schema["properties"]["paragraphes"]["prefixItems"][rang]["pattern"], texte) is not None


@pytest.mark.parametrize(
    ("rang", "texte"),
    [
        (0, "Considérant que des travaux ont lieu ⟦VOIE_1⟧ du ⟦DATE_1⟧ au ⟦DATE_2⟧ ;"),
        (0, "Considérant qu’ils ont lieu ⟦VOIE_1⟧, du ⟦JOUR_1⟧ ⟦DATE_1⟧ au ⟦JOUR_2⟧ ⟦DATE_2⟧, soit ⟦DUREE_1⟧ ;"),
        (1, "Considérant que ⟦NOMBRE_1⟧ exposants, au lot ⟦CODE_1⟧, ont l’accord de Mme ⟦P1⟧ ;"),
        (2, "Considérant que le croisement est impossible ;"),
    ],
)
def test_an_honest_paragraph_is_within_the_grammar(rang, texte):
    assert matches(rang, texte)


@pytest.mark.parametrize(
    ("rang", "texte"),
    [
        (0, "Des travaux ont lieu ⟦VOIE_1⟧ du ⟦DATE_1⟧ au ⟦DATE_2⟧ ;"),
        (0, "Considérant que des travaux ont lieu ⟦VOIE_1⟧ du ⟦DATE_2⟧ au ⟦DATE_1⟧ ;"),
        (0, "Considérant que des travaux ont lieu ⟦VOIE_1⟧ du ⟦DATE_1⟧ ;"),
        (0, "Considérant que 3 travaux ont lieu ⟦VOIE_1⟧ du ⟦DATE_1⟧ au ⟦DATE_2⟧ ;"),
        (0, "Considérant que des travaux ont lieu ⟦VOIE_1⟧ du ⟦JOUR_2⟧ ⟦DATE_1⟧ au ⟦DATE_2⟧ ;"),
        (0, "Considérant que des travaux" + " encore" * 60 + " ⟦VOIE_1⟧ du ⟦DATE_1⟧ au ⟦DATE_2⟧ ;"),
        (1, "Considérant que les exposants sont ⟦NOMBRE_1⟧, au lot ⟦CODE_1⟧, selon Mme ⟦P1⟧ ;"),
        (1, "Considérant que ⟦NOMBRE_1⟧ exposants, au lot ⟦CODE_1⟧, ont l’accord de M. ⟦P1⟧ ;"),
        (2, "Considérant que le croisement est impossible ⟦DATE_1⟧ ;"),
        (2, "Considérant que le croisement est **impossible** ;"),
        (2, "Considérant que le croisement est impossible ; vu ;"),
    ],
)
def test_what_breaks_the_contract_is_outside_the_grammar(rang, texte):
    assert not matches(rang, texte)


@pytest.mark.parametrize(
    ("point", "juste", "faux"),
    [
        ("pas de trottoir", "Considérant qu’il n’y a pas de trottoir ;", "Considérant que pas de trottoir ;"),
        (
            "comptage du 18 janvier 2027",
            "Considérant le comptage du ⟦DATE_1⟧ ;",
            "Considérant que le comptage du ⟦DATE_1⟧ ;",
        ),
        ("avis favorable", "Considérant l’avis favorable ;", "Considérant le avis favorable ;"),
        ("élagage de haies", "Considérant l’élagage de haies ;", "Considérant les élagage de haies ;"),
        ("travaux de voirie", "Considérant les travaux de voirie ;", "Considérant le travaux de voirie ;"),
        ("prix de revient", "Considérant le prix de revient ;", "Considérant que prix de revient ;"),
        ("la rue est étroite", "Considérant que la rue est étroite ;", "Considérant la rue est étroite ;"),
    ],
)
def test_a_point_without_a_verb_is_copied_after_words_that_ask_for_none(point, juste, faux):
    schema = make_schema(mark(Demande("m", "considerants", "motifs", (point,))), copie=True)
    motif = schema["properties"]["paragraphes"]["prefixItems"][0]["pattern"]
    assert re.fullmatch(motif, juste)
    assert not re.fullmatch(motif, faux)


def test_an_elided_article_stays_against_its_mark():
    demande = Demande("m", "expose", "motifs", ("l’Amicale laïque a rendu son bilan",), {"b.nom": ("Amicale laïque",)})
    motif = make_schema(mark(demande), copie=True)["properties"]["paragraphes"]["prefixItems"][0]["pattern"]
    assert re.fullmatch(motif, "L’⟦ORG_1⟧ a rendu son bilan.")
    assert not re.fullmatch(motif, "L’ ⟦ORG_1⟧ a rendu son bilan.")


def test_an_instruction_begins_with_an_infinitive():
    assert matches(2, "Ne pas laisser croiser ici.", "consignes")
    assert matches(2, "Prévoir le croisement impossible.", "consignes")
    assert not matches(2, "Je signale le croisement.", "consignes")
    assert not matches(2, "Croisementir le croisement.", "consignes")


def test_there_are_as_many_paragraphs_as_points_and_no_more_than_a_template_takes():
    liste = make_schema(mark(Demande("m", "expose", "motifs", ("un point",) * 200)))["properties"]["paragraphes"]
    assert len(liste["prefixItems"]) == liste["minItems"] == liste["maxItems"] == PARAGRAPHES_MAX


def test_the_forms_of_computed_facts_are_those_of_the_grammar():
    formes = find_formes(mark(Demande("m", "expose", "motifs", POINTS)))
    assert formes == ["⟦JOUR_1⟧ ⟦DATE_1⟧", "⟦JOUR_2⟧ ⟦DATE_2⟧", "⟦DATE_2⟧, soit ⟦DUREE_1⟧"]
