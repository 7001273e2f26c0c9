import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.francais.caracteres import find_caracteres_interdits


@pytest.mark.parametrize(
    ("caractere", "code", "nom"),
    [
        ("\u200b", "U+200B", "largeur nulle"),
        ("\u200d", "U+200D", "largeur nulle"),
        ("\ufeff", "U+FEFF", "octets"),
        ("\u202e", "U+202E", "sens d’écriture"),
        ("\u2066", "U+2066", "sens d’écriture"),
        ("\u00ad", "U+00AD", "trait d’union"),
        ("\x00", "U+0000", "nul"),
        ("\x1b", "U+001B", "échappement"),
        ("\x85", "U+0085", "commande"),
        ("\r", "U+000D", "retour chariot"),
        ("\u2028", "U+2028", "lignes"),
        ("\ue000", "U+E000", "privé"),
        ("\ufdd0", "U+FDD0", "non attribué"),
        ("\ud800", "U+D800", "surrogate"),
        ("\ufe0f", "U+FE0F", "variante"),
        ("\u3164", "U+3164", "remplissage"),
        ("\U000e0041", "U+E0041", "invisible"),
    ],
)
def test_refused(caractere, code, nom):
    (trouve,) = find_caracteres_interdits(f"l’arrêté{caractere} du maire")
    assert (trouve.position, trouve.code) == (8, code)
    assert nom in trouve.nom


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "L’arrêté n° 12 — « œuvre » : 1 000 € …",
        "ligne\n\tindentée",
        "1\u00a0000\u202f€",
        "e\u0301te\u0301",
        "x² ½ 1ᵉʳ №",
        "Ŵojciech Łódź Đỗ 日本 العربية",
        "tiret\u2011insécable",
    ],
)
def test_accepted(texte):
    assert find_caracteres_interdits(texte) == ()


def test_each_place_is_told():
    assert [c.position for c in find_caracteres_interdits("\x00a\x00")] == [0, 2]


@given(st.characters())
def test_every_unseen_character_is_refused(caractere):
    categorie = unicodedata.category(caractere)
    refuse = bool(find_caracteres_interdits(caractere))
    if categorie in {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}:
        assert refuse is (caractere not in "\n\t")
    elif refuse:
        assert categorie in {"Mn", "Lo", "So"}
