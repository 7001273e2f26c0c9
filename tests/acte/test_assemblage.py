"""Nesting and flattening undo each other, whatever the sequence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.acte.assemblage import assemble, flatten
from server.acte.fragments import Fragment, Inconnu
from server.acte.noeuds import (
    Alinea,
    Annexe,
    Article,
    Bloc,
    Formule,
    Liste,
    Mention,
    PieceJointe,
    Puce,
    Section,
    Signature,
    TitreAnnexe,
    TitreArticle,
    TitreSection,
    Visa,
)


def texte(mots: str) -> tuple[Fragment, ...]:
    return (Fragment(mots),)


FEUILLES: list[Bloc] = [
    Alinea(texte("a")),
    Visa(texte("v")),
    Formule(texte("ARRÊTE")),
    TitreArticle(texte("Article 1er")),
    *(TitreSection(texte("t"), niveau=n) for n in (1, 2, 3, 4)),
    TitreAnnexe(texte("Annexe")),
    Mention(texte("m")),
    Signature(texte("s")),
    PieceJointe(texte("p")),
    Liste((Puce(texte("x"), numero="•"),)),
    Inconnu("w:object"),
]

plats = st.lists(st.sampled_from(FEUILLES), max_size=25)


@given(plats)
def test_flatten_undoes_assemble(sequence: list[Bloc]) -> None:
    assert list(flatten(assemble(sequence))) == sequence


@given(plats)
def test_assemble_undoes_flatten(sequence: list[Bloc]) -> None:
    arbre = assemble(sequence)
    assert assemble(list(flatten(arbre))) == arbre


def test_article_holds_what_follows_until_another_kind() -> None:
    titre, alinea, liste, mention = TitreArticle(texte("Article 1er")), FEUILLES[0], FEUILLES[-2], FEUILLES[9]
    assert assemble([titre, alinea, liste, mention, alinea]) == (Article(titre, (alinea, liste)), mention, alinea)


def test_section_ends_at_its_equal_and_at_the_signature() -> None:
    un, deux, article, signature = (
        TitreSection(texte("I")),
        TitreSection(texte("A"), niveau=2),
        TitreArticle(texte("Article 1er")),
        Signature(texte("s")),
    )
    assert assemble([un, deux, article, un, signature]) == (
        Section(un, (Section(deux, (Article(article),)),)),
        Section(un),
        signature,
    )


def test_annexe_holds_all_that_follows() -> None:
    annexe, article, signature = (
        TitreAnnexe(texte("Annexe 1")),
        TitreArticle(texte("Article 1er")),
        Signature(texte("s")),
    )
    assert assemble([annexe, article, signature, annexe]) == (
        Annexe(annexe, (Article(article), signature)),
        Annexe(annexe),
    )


@pytest.mark.parametrize("profondeur", [1000])
def test_long_acts_do_not_exhaust_the_stack(profondeur: int) -> None:
    sequence: list[Bloc] = [TitreArticle(texte("Article 2")), Alinea(texte("a"))] * profondeur
    assert len(assemble(sequence)) == profondeur
