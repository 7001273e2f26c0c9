"""Rules are total: whatever the tree, the text and the saisie, a verdict and never an exception."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.acte.assemblage import assemble
from server.acte.fragments import Champ, Emplacement, Fragment, Inconnu, Marque, NatureChamp, Note, Origine
from server.acte.noeuds import (
    Acte,
    Alinea,
    Cellule,
    EnTetePage,
    Genre,
    Ligne,
    Liste,
    Puce,
    Signature,
    Signatures,
    Tableau,
)
from server.acte.parcours import walk
from server.formats.genres import PROTOTYPES, make_leaf
from server.regles import REGLES, Contexte, lint
from tests.regles.outils_cas import ModeleDeTest, span_of

# Words that the rules react to, glued at random with anything else.
_MOTS = """
Vu|Considérant|ARRÊTE|Article 1er|Article 3 bis|Article L. 2213-1|à l’article 4|articles 2 à 9999|Annexe 1|annexes A à|n°|N°…|XXX|____|{{|{%
30/02/2026|lundi 2 novembre 2026|du 6 novembre 2026 au 2 novembre 2026|à 8 h|jour et nuit|1 200 € (mille)|HT|TVA 20 %|TTC|(|)|«|»|“
Le maire de|La présidente|Pour le maire et par délégation|J. DUPONT|Jean DUPONT|M.|l’adjointe|Fait à|tribunal administratif|recours|deux mois
à compter de|notification|publication|présents : 19|en exercice : 27|vingt et une voix pour|aucune voix contre|abstentions : ٣|l’unanimité moins
PJ : 2|Objet :|accusé de réception|Total|total|1.234,56|9999999999999999999999|²|𝄞|e\u0301|\u00ad|\u200b|İ|ß|\ud800|\n|\t|\u00a0|  |-|–|:|;
""".replace("\n", "|").split("|")
_TEXTES = st.lists(st.one_of(st.sampled_from(_MOTS), st.text(max_size=6)), max_size=12).map(" ".join)
_FRAGMENTS = st.builds(
    Fragment,
    _TEXTES,
    st.sampled_from(Origine),
    st.none(),
    st.sampled_from([frozenset(), frozenset({Marque.SUPPRESSION})]),
)
_EN_LIGNE = st.one_of(
    _FRAGMENTS,
    _FRAGMENTS,
    st.builds(Emplacement, st.just("numero"), st.text(max_size=3)),
    st.builds(Champ, st.sampled_from(NatureChamp), st.text(max_size=3)),
    st.builds(Inconnu, st.just("m:oMath"), st.text(max_size=3)),
    st.builds(Note, st.lists(st.builds(Alinea, st.lists(_FRAGMENTS, max_size=1).map(tuple)), max_size=1).map(tuple)),
)
_CONTENUS = st.lists(_EN_LIGNE, max_size=4).map(tuple)
_FEUILLES = st.builds(
    make_leaf,
    st.sampled_from(sorted(set(PROTOTYPES) - {"puce"})),
    _CONTENUS,
    numero=st.sampled_from(["", "1°", "Article 2"]),
)
_CELLULES = st.builds(
    Cellule, st.lists(st.builds(Alinea, _CONTENUS), max_size=2).map(tuple), st.integers(-1, 3), st.integers(-1, 3)
)
_TABLEAUX = st.builds(
    Tableau,
    st.lists(st.builds(Ligne, st.lists(_CELLULES, max_size=4).map(tuple), st.booleans()), max_size=4).map(tuple),
)
_BLOCS = st.one_of(
    _FEUILLES,
    _FEUILLES,
    _TABLEAUX,
    st.builds(Liste, st.lists(st.builds(Puce, _CONTENUS), min_size=1, max_size=3).map(tuple)),
    st.builds(Signatures, st.lists(st.builds(Signature, _CONTENUS), max_size=2).map(tuple)),
    st.builds(Inconnu, st.just("draw:object"), st.text(max_size=5)),
)
_ACTES = st.builds(
    Acte,
    st.sampled_from(Genre),
    st.just(""),
    st.lists(_BLOCS, max_size=12).map(assemble),
    st.lists(st.builds(EnTetePage, st.lists(_FEUILLES, max_size=2).map(tuple)), max_size=1).map(tuple),
)
_VALEURS = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.decimals(), st.dates(), st.times(), st.floats(),
    ),
    lambda v: st.one_of(st.lists(v, max_size=3), st.lists(v, max_size=3).map(tuple), st.dictionaries(st.text(max_size=5), v, max_size=3)),
    max_leaves=8,
)  # fmt: skip
_SAISIES = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("effectif", "vote", "seance", "pieces_jointes", "signataire"), _VALEURS)
    ),
    st.builds(
        lambda effectif, vote: {"effectif": effectif, "vote": vote},
        st.dictionaries(
            st.sampled_from(["en_exercice", "presents", "absents", "pouvoirs", "ne_prennent_pas_part"]), _VALEURS
        ),
        st.dictionaries(st.sampled_from(["pour", "contre", "abstentions", "blancs_nuls"]), _VALEURS),
    ),
)
_MODELES = st.one_of(
    st.none(),
    st.builds(
        ModeleDeTest,
        st.sampled_from(["arrete_circulation_temporaire", "accuse_reception"]),
        caractere=st.sampled_from([None, "reglementaire", "individuel", "ni_l_un_ni_l_autre"]),
        motive=st.booleans(),
        references=st.just(({"code": "CGCT", "article": "L2213-1"}, {"code": None})),
    ),
)
_DATES = st.one_of(st.none(), st.dates())


@given(_ACTES, _SAISIES, _MODELES, _DATES)
def test_no_tree_and_no_saisie_makes_a_rule_fail(acte, saisie, modele, date):
    constats = lint(Contexte(acte, date, saisie, modele, saisie))
    feuilles = [place.feuille for place in walk(acte)]
    for constat in constats:
        if constat.bloc is None:
            assert (constat.debut, constat.fin) == (0, 0)
        else:
            unites = len(feuilles[constat.bloc].texte.encode("utf-16-le", "surrogatepass")) // 2
            assert 0 <= constat.debut <= constat.fin <= unites


def test_a_saisie_may_be_flat():
    acte = Acte(Genre.DELIBERATION, "", ())
    contexte = Contexte(acte, saisie={"effectif.en_exercice": 27, "effectif.presents": Decimal(10)})
    assert [c.code for c in REGLES["D06"].check(contexte)] == ["D06"]


def test_offsets_hold_where_the_text_has_invisible_and_astral_characters():
    texte = "𝄞𝄞 e\u0301 l\u00ada demande\u200b de l’entreprise XXX, le mar\u00addi 2 novembre 2026"
    contexte = Contexte(Acte(Genre.ARRETE, "", (Alinea((Fragment(texte),)),)))
    constats = (*REGLES["C05"].check(contexte), *REGLES["C41"].check(contexte))
    assert [span_of(contexte, c) for c in constats] == ["XXX", "mar\u00addi 2 novembre 2026"]


_PLACES_HOSTILES = (
    (Genre.ARRETE, "alinea"),
    (Genre.ARRETE, "signature"),
    (Genre.ARRETE, "visa"),
    (Genre.DELIBERATION, "alinea"),
    (Genre.COURRIER, "mention_recours"),
)


@pytest.mark.parametrize(
    "motif",
    ["{{", "_ ", "1", "12 ", "(", "« n° ", "article 3, ", "20 voix pour, ", "présents : ", "1 200 € HT (mille) TVA ",
     "maire de la ville de ", "recours tribunal administratif ", "annexes 1 et 2, ", "Jean DUPONT ", "e\u0301", "aB3+/", "l’unanimité "],
)  # fmt: skip
def test_long_hostile_paragraphs_end(motif):
    """The suite's own timeout is the measure: a quadratic search would hang it for minutes."""
    contenu = (Fragment((motif * 20_000)[:20_000], Origine.IA),)
    formule = make_leaf("formule", (Fragment("ARRÊTE"),))
    for genre, cle in _PLACES_HOSTILES:
        lint(Contexte(Acte(genre, "", (formule, make_leaf(cle, contenu))), dt.date(2026, 3, 3)))


def test_ten_thousand_leaves_are_read():
    feuilles = [
        make_leaf("titre_article", (Fragment(f"Article {i}"),))
        if i % 2
        else make_leaf("alinea", (Fragment("Le 2 novembre 2026, à l’article 1er."),))
        for i in range(10_000)
    ]
    acte = Acte(Genre.ARRETE, "", assemble(feuilles))
    constats = REGLES["C42"].check(Contexte(acte))
    assert len(constats) == 4_999
    assert lint(Contexte(dataclasses.replace(acte, genre=Genre.DELIBERATION)))
