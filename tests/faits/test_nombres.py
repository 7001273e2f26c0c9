from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from server.faits.nombres import find_nombres


def valeurs(texte):
    return [f.valeur for f in find_nombres(texte)]


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        # figures
        ("une population de 1 234 habitants", ["1234"]),
        ("une population de 1\u00a0234 habitants", ["1234"]),
        ("une population de 1\u202f234 habitants", ["1234"]),
        ("une population de 1\u2009234 habitants", ["1234"]),
        ("soit 1 234,56 au total", ["1234.56"]),
        ("soit 1.234,56 au total", ["1234.56"]),
        ("soit 1.234.567 au total", ["1234567"]),
        ("12,50 m de large", ["12.5"]),
        ("12,00 m de large", ["12"]),
        ("solde de −12,5 points", ["-12.5"]),
        ("- 5 agents", ["5"]),
        ("-5 agents", ["5"]),
        ("les lots 1, 2 et 3", ["1", "2", "3"]),
        ("la matière 7.10 et non 7.1", ["7.10", "7.1"]),
        ("12 mille habitants et 3 millions de visiteurs", ["12000", "3000000"]),
        ("les années 2020", ["2020"]),
        ("10² mètres", ["10²"]),
        ("une emprise de 12 m² sur 3,5 m", ["12", "3.5"]),
        ("limitée à 30 km/h", ["30"]),
        ("٣ agents", ["3"]),
        # what is no quantity
        ("Tél. : 01 23 45 67 89", ["0123456789"]),
        ("Tél. : 01.23.45.67.89", ["0123456789"]),
        ("Tél. : +33 1 23 45 67 89", ["0123456789"]),
        ("Tél. : +33 (0)1 23 45 67 89", ["0123456789"]),
        ("n+1", ["1"]),
        ("SIREN 217 500 016", ["217500016"]),
        ("SIRET 217 500 016 00019", ["21750001600019"]),
        ("SIRET 21750001600019", ["21750001600019"]),
        ("01000 Bourg-en-Bresse", ["01000"]),
        ("75001 Paris", ["75001"]),
        ("le département 01", ["1"]),
        # percentages
        ("20 % des voix", ["20%"]),
        ("20\u00a0% des voix", ["20%"]),
        ("vingt pour cent des voix", ["20%"]),
        ("20 pour cent des voix", ["20%"]),
        ("cent pour cent des voix", ["100%"]),
        ("un pour cent des voix", ["1%"]),
        ("2 ‰", ["2‰"]),
        ("pour cent euros", ["100"]),
        # words
        ("dix-sept conseillers", ["17"]),
        ("quatre-vingts places", ["80"]),
        ("quatre vingt dix neuf places", ["99"]),
        ("quatre-vingt-onze places", ["91"]),
        ("vingt et un conseillers", ["21"]),
        ("vingt-et-un conseillers", ["21"]),
        ("vingt et une conseillères", ["21"]),
        ("soixante et onze", ["71"]),
        ("septante et un", ["71"]),
        ("nonante-neuf", ["99"]),
        ("huitante-trois", ["83"]),
        ("cent un", ["101"]),
        ("deux cents", ["200"]),
        ("mille", ["1000"]),
        ("mil neuf cent soixante-dix", ["1970"]),
        ("deux mille vingt-six", ["2026"]),
        ("deux-mille-vingt-six", ["2026"]),
        ("un million deux cent mille", ["1200000"]),
        ("trois milliards", ["3000000000"]),
        ("douze virgule cinq", ["12.5"]),
        ("zéro virgule zéro cinq", ["0.05"]),
        ("zéro agent", ["0"]),
        ("deux ou trois agents", ["2", "3"]),
        ("les lots deux, trois et quatre", ["2", "3", "4"]),
        ("vingt et trente", ["20", "30"]),
        ("MILLE DEUX CENTS", ["1200"]),
        # ranks
        ("le 1er adjoint", ["1e"]),
        ("le 1ᵉʳ adjoint", ["1e"]),
        ("la première adjointe", ["1e"]),
        ("la 2e tranche", ["2e"]),
        ("la 2ème tranche", ["2e"]),
        ("le second tour", ["2e"]),
        ("la vingt et unième séance", ["21e"]),
        ("la quatre-vingt-dixième séance", ["90e"]),
        # vague quantities and fractions
        ("une dizaine de personnes", ["10~"]),
        ("des centaines de personnes", ["100s~"]),
        ("la moitié des voix", ["1/2"]),
        ("un tiers des membres", ["1/3"]),
        ("les deux tiers des membres", ["2/3"]),
        ("les trois quarts", ["3/4"]),
        ("neuf agents et les neuf conseillers", ["9", "9"]),
        ("neuf euros", ["9"]),
        ("le numéro un", ["1"]),
        # traps: no number at all
        ("un arrêté et une délibération", []),
        ("un véhicule neuf", []),
        ("un bâtiment remis à neuf sans délai", []),
        ("les deux-roues motorisés", []),
        ("la commune de Six-Fours-les-Plages", []),
        ("Trois-Rivières", []),
        ("les droits des tiers sont réservés", []),
        ("le Premier ministre", []),
        ("en premier lieu", []),
        ("dans un premier temps", []),
        ("le tribunal de première instance", []),
        ("des millions", []),
        ("une mise en quarantaine", []),
        ("unanime, dixit, centre, milliardaire", []),
        ("le bâtiment B2", []),
        ("CO2", []),
    ],
)
def test_nombre(texte, attendu):
    assert valeurs(texte) == attendu


@given(st.integers(0, 10**12 - 1))
def test_figures_and_words_say_the_same_number(nombre):
    lettres = num2words(nombre, lang="fr")
    attendu = [] if nombre == 1 else [str(nombre)]
    assert valeurs(lettres) == attendu
    assert valeurs(lettres.replace(" ", "-")) == attendu  # the 1990 spelling


@given(st.integers(2, 10**6))
def test_ranks_in_words(rang):
    assert valeurs(num2words(rang, lang="fr", to="ordinal")) == [f"{rang}e"]


@given(st.decimals(0, 10**9, places=2), st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", "."]))
def test_groups_do_not_change_a_number(nombre, separateur):
    entiers, decimales = f"{nombre:.2f}".split(".")
    ecrit = f"{int(entiers):,}".replace(",", separateur) + "," + decimales
    (fait,) = find_nombres(f"soit {ecrit} en tout")
    assert Decimal(fait.valeur) == nombre
    assert fait.texte == ecrit
