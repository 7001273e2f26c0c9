import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.francais.typographie import clean

N = "\u00a0"


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("l'arrêté d'Aix", "l’arrêté d’Aix"),
        ("l'« arrêté »", f"l’«{N}arrêté{N}»"),
        ("Objet : demande", f"Objet{N}: demande"),
        ("Objet: demande", f"Objet{N}: demande"),
        ("vu ; considérant", f"vu{N}; considérant"),
        ("vu; considérant", f"vu{N}; considérant"),
        ("Pourquoi ?", f"Pourquoi{N}?"),
        ("Oui!", f"Oui{N}!"),
        ("« mot »", f"«{N}mot{N}»"),
        ("«mot»", f"«{N}mot{N}»"),
        ("n° 12", f"n°{N}12"),
        ("n°12 et N° 3", f"n°{N}12 et N°{N}3"),
        ("1 000 € et 20 %", f"1 000{N}€ et 20{N}%"),
        ("deux  espaces", "deux espaces"),
        ("une\ttabulation", "une tabulation"),
        ("ligne un\nligne deux", "ligne un\nligne deux"),
        ("(voir l'annexe) ; fin", f"(voir l’annexe){N}; fin"),
        # left alone
        ("à 08:30", "à 08:30"),
        ("à 08:30 !", f"à 08:30{N}!"),
        ("https://a.fr/l'a?b=c;d:e", "https://a.fr/l'a?b=c;d:e"),
        ("www.a.fr/?x ; fin", f"www.a.fr/?x{N}; fin"),
        ("d'alerte@a.fr", "d'alerte@a.fr"),
        ("article L. 2213-1 du CGCT", "article L. 2213-1 du CGCT"),
        ("arrêté 2026/12:3", "arrêté 2026/12:3"),
        ("une hauteur de 5' et 12\"", "une hauteur de 5' et 12\""),
        ("'guillemets simples'", "'guillemets simples'"),
        ("", ""),
    ],
)
def test_clean(texte, attendu):
    assert clean(texte) == attendu


TEXTES = st.one_of(
    st.text(max_size=150),
    st.lists(
        st.sampled_from(
            [
                "a",
                "é",
                "1",
                "12",
                ":",
                ";",
                "!",
                "?",
                "«",
                "»",
                "'",
                "’",
                "n°",
                "N°",
                "€",
                "%",
                ".",
                ",",
                "(",
                ")",
                "https://a.fr",
                "www.b.fr",
                "x@y.fr",
                "08:30",
                "\xa0",
                "\u202f",
                "\t",
                "\n",
                "\ue000",
            ]
        ),
        max_size=30,
    ).map("".join),
    st.lists(
        st.sampled_from(re.split(" ", "a L. 1 : ; ! ? « » l'a n° 12 € https://a.fr x@y.fr 08:30")), max_size=30
    ).map(" ".join),
)


@given(TEXTES)
def test_a_second_pass_changes_nothing(texte):
    assert clean(clean(texte)) == clean(texte)


@given(TEXTES)
def test_only_spaces_and_apostrophes_change(texte):
    def bare(t):
        return "".join(c for c in t.replace("’", "'").replace("º", "°") if c not in " \t\u00a0\u202f")

    assert bare(clean(texte)) == bare(texte)
