"""Kinship of words: abbreviations, acronyms written out, derivations."""

import pytest

from server.redacteurs.donnees import cut_mots
from server.redacteurs.garde.parente import abbreviates, are_kin, spell_sigles


@pytest.mark.parametrize(
    ("court", "mot"),
    [
        ("hab", "habitants"), ("env", "environ"), ("assos", "associations"), ("fav", "favorable"), ("pdt", "pendant"),
        ("max", "maximum"), ("ste", "societe"), ("abst", "abstentions"), ("dsi", "systemes"), ("pers", "personnes"),
        ("logts", "logements"),
    ],
)  # fmt: skip
def test_an_abbreviation_is_said_by_its_word(court, mot):
    assert abbreviates(court, mot)


@pytest.mark.parametrize(
    ("court", "mot"),
    [
        ("hab", "loyer"),
        ("max", "mairie"),
        ("lot", "lots"),
        ("pdt", "presence"),
        ("habitant", "habitants"),
        ("s", "sur"),
    ],
)
def test_another_word_is_not(court, mot):
    assert not abbreviates(court, mot)


@pytest.mark.parametrize(
    ("point", "ecrit", "dits"),
    [
        ("si QF < 400", "lorsque le quotient familial est inférieur", "qf quotient familial"),
        ("PV du 3", "un procès-verbal a été dressé", "pv proces verbal proces-verbal"),
        ("CAO du 3", "la commission d’appel d’offres", "cao commission appel offres"),
        ("RDC", "le rez-de-chaussée", "rdc rez de chaussee rez-de-chaussee"),
        ("QF < 400", "le quorum est atteint", ""),
        ("qf", "le quotient familial", ""),
    ],
)
def test_an_acronym_is_said_by_the_words_of_its_initials(point, ecrit, dits):
    assert spell_sigles(point, ecrit) == set(cut_mots(dits)) | {m for m in dits.split() if "-" in m}


@pytest.mark.parametrize(
    ("x", "y"), [("taille", "tailler"), ("versement", "verser"), ("depart", "partira"), ("⟦A⟧", "⟦A⟧")]
)
def test_kin(x, y):
    assert are_kin(x, y)
    assert are_kin(y, x)


@pytest.mark.parametrize(("x", "y"), [("loyer", "charges"), ("⟦NOM_1⟧", "⟦NOM_2⟧"), ("matin", "soir")])
def test_not_kin(x, y):
    assert not are_kin(x, y)
