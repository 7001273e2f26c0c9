"""Whose the words are of a document that comes back: kept, and never laundered."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import formats
from server.acte.canon import digest
from server.acte.fragments import Fragment, Origine
from server.acte.noeuds import Acte, Alinea, Genre
from server.acte.parcours import strip
from server.charte import load_charte
from server.comparaison.origines import list_machine, read_origines, settle, write_origines
from server.formats.remplacement import list_leaves, rewrite_leaves

IA = (
    "Considérant que la tranchée occupe toute la largeur de la chaussée et que le passage des véhicules y serait "
    "dangereux pour les ouvriers comme pour les riverains ;"
)
TRAME = "ARRÊTE"
DEBUT = "Article 1er – La circulation est interdite "
LIEU = "rue des Tanneurs"


def make_acte(*paragraphes: tuple[Fragment, ...]) -> Acte:
    return Acte(Genre.ARRETE, "", tuple(Alinea(p) for p in paragraphes))


def drafted() -> Acte:
    return make_acte(
        (Fragment(IA, Origine.IA, "motifs"),),
        (Fragment(TRAME, Origine.TRAME),),
        (Fragment(DEBUT, Origine.TRAME), Fragment(LIEU, Origine.SAISIE, "lieu"), Fragment(".", Origine.TRAME)),
    )


def come_back(*textes: str, origine: Origine = Origine.INDETERMINE) -> Acte:
    """Give what comes back from a word processor that lost all we said of the origins."""
    return make_acte(*[(Fragment(texte, origine),) for texte in textes])


def origins(acte: Acte) -> list[list[tuple[str, str, str | None]]]:
    return [[(f.texte, str(f.origine), f.champ) for f in feuille.contenu] for feuille in list_leaves(acte)]


def texts(acte: Acte) -> list[str]:
    return [feuille.texte for feuille in list_leaves(acte)]


def settle_texts(*textes: str, avant: Acte | None = None, machine: tuple[str, ...] = (IA,)) -> Acte:
    return settle(come_back(*textes), avant or drafted(), machine).acte


ARTICLE = f"{DEBUT}{LIEU}."


def test_what_did_not_change_keeps_its_exact_origins() -> None:
    assert settle_texts(IA, TRAME, ARTICLE) == drafted()
    assert origins(settle_texts(IA, TRAME, ARTICLE)) == origins(drafted())


@pytest.mark.parametrize(
    "change",
    [
        IA.replace("chaussée et", "chaussée, et"),
        IA.replace("dangereux", "périlleux"),
        IA + " ",
        IA.replace(" ;", "."),
        IA.upper(),
        "En effet, " + IA,
        IA + " et que le bruit y serait grand",
        IA.replace("Considérant que", "Considérant, d’une part, que"),
    ],
)
def test_a_passage_that_a_hand_touched_is_still_the_machine_s(change) -> None:
    (passage, *_) = origins(settle_texts(change, TRAME, ARTICLE))
    assert passage == [(change, "ia_retouchee", "motifs")]


def test_a_passage_replaced_whole_is_the_agent_s() -> None:
    neuf = "Considérant l’urgence de réparer une conduite d’eau crevée ;"
    reglee = settle_texts(neuf, TRAME, ARTICLE)
    assert origins(reglee)[0] == [(neuf, "agent", None)]


def test_a_passage_cut_in_two_or_moved_or_pasted_elsewhere_stays_the_machine_s() -> None:
    moitie = IA.index(" et que")
    for textes in (
        (IA[:moitie], IA[moitie + 1 :], TRAME, ARTICLE),
        (TRAME, ARTICLE, IA),
        (TRAME, f"{ARTICLE} {IA}"),
        (TRAME, IA[20:90], ARTICLE),
        (f"{TRAME} {IA[:moitie]}", IA[moitie + 1 :], ARTICLE),
    ):
        reglee = settle_texts(*textes)
        de_machine = "".join(f.texte for leaf in list_leaves(reglee) for f in leaf.contenu if "ia" in f.origine)
        for mot in ("tranchée", "chaussée"):
            if any(mot in texte for texte in textes):
                assert mot in de_machine


def test_the_scaffold_and_the_saisie_around_a_correction_keep_their_origins() -> None:
    change = f"{DEBUT}tous les jours {LIEU}."
    assert origins(settle_texts(IA, TRAME, change))[2] == [
        (DEBUT, "trame", None),
        ("tous les jours ", "agent", None),
        (LIEU, "saisie", "lieu"),
        (".", "trame", None),
    ]


def test_what_claims_to_be_a_machine_s_is_believed_and_remembered() -> None:
    nouveau = "Considérant que le marché hebdomadaire rassemble une foule nombreuse sur la place ;"
    lu = make_acte(*[(Fragment(t),) for t in (IA, TRAME, ARTICLE)], (Fragment(nouveau, Origine.IA),))
    regle = settle(lu, drafted(), (IA,))
    assert origins(regle.acte)[3] == [(nouveau, "ia_retouchee", None)]
    assert regle.nouveaux == (nouveau,)
    encore = settle(
        come_back(IA, TRAME, ARTICLE, nouveau.replace("foule", "grande foule")), regle.acte, (IA, *regle.nouveaux)
    )
    assert origins(encore.acte)[3][0][1] == "ia_retouchee"


def test_what_nobody_knows_the_origin_of_stays_so_until_it_is_replaced() -> None:
    texte = "Considérant que la fête du lavoir attire chaque année un public nombreux ;"
    avant = come_back(texte)
    assert origins(settle_texts(texte.replace("public", "large public"), avant=avant, machine=()))[0] == [
        (texte.replace("public", "large public"), "indetermine", None)
    ]
    neuf = "Vu la demande de l’association ;"
    assert origins(settle_texts(neuf, avant=avant, machine=()))[0] == [(neuf, "agent", None)]


LETTRES = st.sampled_from(list("aeé ,;.’nstr7\u00a0"))
GESTES = st.tuples(st.integers(0, len(IA) - 1), st.sampled_from(["mettre", "ôter", "changer"]), LETTRES)


def touch(texte: str, geste: tuple[int, str, str]) -> str:
    rang, quoi, lettre = geste
    rang %= len(texte)
    return texte[:rang] + ("" if quoi == "ôter" else lettre) + texte[rang + (quoi != "mettre") :]


@given(st.lists(GESTES, min_size=1, max_size=12))
def test_no_run_of_small_corrections_launders_a_passage(gestes) -> None:
    """Each is a version of its own: a dozen commas, misspellings, corrections, one after the other."""
    avant, texte = drafted(), IA
    for geste in gestes:
        texte = touch(texte, geste)
        lu = come_back(texte, TRAME, ARTICLE)
        avant = settle(lu, avant, (IA,)).acte
        assert texts(avant) == texts(lu)
        assert digest(avant) == digest(lu)
        assert {f.origine for f in list_leaves(avant)[0].contenu} <= {Origine.IA, Origine.IA_RETOUCHEE}
        assert origins(avant)[1:] == origins(drafted())[1:]


@given(st.lists(st.tuples(GESTES, st.integers(0, 2)), max_size=6))
def test_whatever_is_done_the_text_is_as_it_was_read(gestes) -> None:
    textes = [IA, TRAME, ARTICLE]
    for geste, rang in gestes:
        textes[rang] = touch(textes[rang], geste) or "x"
    lu = come_back(*textes)
    reglee = settle(lu, drafted(), (IA,)).acte
    assert texts(reglee) == texts(lu)
    assert digest(reglee) == digest(lu)


@given(st.lists(st.lists(st.tuples(st.text(min_size=1, max_size=6), st.sampled_from(Origine)), max_size=4), max_size=5))
def test_origins_are_kept_and_put_back(paragraphes) -> None:
    acte = make_acte(*[tuple(Fragment(texte, origine) for texte, origine in p) for p in paragraphes])
    nu = rewrite_leaves(acte, lambda f: tuple(replace(e, origine=Origine.INDETERMINE) for e in f.contenu))
    remis = read_origines(nu, write_origines(acte))
    assert write_origines(remis) == write_origines(read_origines(remis, write_origines(remis)))
    assert ["".join(str(f.origine) * len(f.texte) for f in x.contenu) for x in list_leaves(remis)] == [
        "".join(str(f.origine) * len(f.texte) for f in x.contenu) for x in list_leaves(acte)
    ]


@pytest.mark.parametrize("sorte", ["docx", "odt"])
def test_a_real_file_comes_back_with_the_origins_that_it_left_with(sorte) -> None:
    acte = drafted()
    lu = strip(formats.read(formats.write(acte, sorte, load_charte(None)), "x").acte)
    assert origins(settle(lu, acte, (IA,)).acte)[: len(list_leaves(acte))] == origins(acte)


def test_the_texts_of_a_machine_are_listed() -> None:
    assert list_machine(drafted()) == (IA,)
    assert list_machine(settle_texts(IA.replace("dangereux", "périlleux"), TRAME, ARTICLE)) == (
        IA.replace("dangereux", "périlleux"),
    )
