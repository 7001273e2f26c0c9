import contextlib
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.catalogue.modele import Champ, Choix, TypeChamp
from server.catalogue.refus import RefusError
from server.catalogue.valeurs import COURANTS, convert, is_vide
from server.francais.caracteres import find_caracteres_interdits
from server.francais.dates import format_date, format_heure, format_jour_date
from server.francais.nombres import format_montant

NBSP = "\u00a0"


def champ(type_champ, **autres):
    return Champ("x", TypeChamp(type_champ), "X", **autres)


ACCEPTES = [
    ("phrase", "  travaux  ", "travaux"),
    ("phrase", "l'école", "l’école"),
    ("phrase", "{{ 7 * 7 }} {%raise%} {# x #}", "{{ 7 * 7 }} {%raise%} {# x #}"),
    ("phrase", "Article 2", "Article 2"),
    ("phrase", "e\u0301cole", "école"),
    ("texte", "un\r\ndeux\rtrois", "un\ndeux\ntrois"),
    ("points", ["un", "deux"], ("un", "deux")),
    ("entier", 12, 12),
    ("entier", "1 234", 1234),
    ("entier", f"1{NBSP}234", 1234),
    ("montant", "1 234,56", Decimal("1234.56")),
    ("montant", f"1\u202f234,56{NBSP}€", Decimal("1234.56")),
    ("montant", "1234.56 €", Decimal("1234.56")),
    ("montant", "1234.5EUR", Decimal("1234.50")),
    ("montant", "500 euros", Decimal("500.00")),
    ("montant", "1.234,56", Decimal("1234.56")),
    ("montant", "1 000 000", Decimal("1000000.00")),
    ("montant", 1500, Decimal("1500.00")),
    ("montant", 0.1, Decimal("0.10")),
    ("montant", Decimal("12.3"), Decimal("12.30")),
    ("montant", 0, Decimal("0.00")),
    ("date", "2026-11-02", date(2026, 11, 2)),
    ("date", "02/11/2026", date(2026, 11, 2)),
    ("date", "2.11.2026", date(2026, 11, 2)),
    ("date", "2 novembre 2026", date(2026, 11, 2)),
    ("date", f"Lundi 2{NBSP}Novembre 2026", date(2026, 11, 2)),
    ("date", "1er août 2026", date(2026, 8, 1)),
    ("date", "1er aout 2026", date(2026, 8, 1)),
    ("date", "29/02/2028", date(2028, 2, 29)),
    ("date", date(2026, 11, 2), date(2026, 11, 2)),
    ("heure", "8 h 30", time(8, 30)),
    ("heure", f"8{NBSP}h{NBSP}30", time(8, 30)),
    ("heure", "08:30", time(8, 30)),
    ("heure", "8h", time(8)),
    ("heure", "18 heures", time(18)),
    ("heure", "8 h 30 min", time(8, 30)),
    ("heure", "midi", time(12)),
    ("heure", "minuit", time(0)),
    ("heure", time(8, 30, 15), time(8, 30)),
    ("oui_non", True, True),
    ("oui_non", "Oui", True),
    ("oui_non", "non", False),
    ("siren", "732 829 320", "732829320"),
    ("siren", 732829320, "732829320"),
    ("siret", "732 829 320 00074", "73282932000074"),
    ("siret", "35600000049837", "35600000049837"),  # La Poste has a key of its own
    ("courriel", "mairie@exemple.fr", "mairie@exemple.fr"),
    ("courriel", "prenom.nom+actes@ville-de-x.exemple.fr", "prenom.nom+actes@ville-de-x.exemple.fr"),
    ("telephone", "02 41 00 00 00", NBSP.join(["02", "41", "00", "00", "00"])),
    ("telephone", "+33 (0)2.41.00.00.00", NBSP.join(["02", "41", "00", "00", "00"])),
    ("url", "https://www.exemple.fr/actes?an=2026", "https://www.exemple.fr/actes?an=2026"),
]


@pytest.mark.parametrize(("type_champ", "brut", "valeur"), ACCEPTES)
def test_what_people_type_is_accepted(type_champ, brut, valeur):
    lu = convert(champ(type_champ), brut)
    assert lu == valeur
    assert type(lu) is type(valeur)


REFUSES = [
    ("phrase", 12, "mettez la valeur entre guillemets"),
    ("phrase", True, "mettez la valeur entre guillemets"),
    ("phrase", ["a"], "pas une liste"),
    ("phrase", {"a": 1}, "pas des clés et des valeurs"),
    ("phrase", "un\ndeux", "une seule ligne"),
    ("phrase", "x" * 501, "501 caractères, 500 au plus"),
    ("phrase", "a\x00b", "caractère n° 2 refusé"),
    ("phrase", "a\x1b[2Jb", "U+001B"),
    ("phrase", "rue\u200bdu Port", "espace de largeur nulle (U+200B)"),
    ("phrase", "abc\u202edef", "sens d’écriture"),
    ("phrase", "a\ue000b", "usage privé"),
    ("phrase", "a\ud800b", "U+D800"),
    ("phrase", "a\u2028b", "séparateur de lignes"),
    ("texte", "x" * 5001, "5000 au plus"),
    ("texte", "a\nb\u2066c", "caractère n° 4"),
    ("points", "un seul", "une liste de points est attendue"),
    ("points", ["un", ""], "ce point est vide"),
    ("points", ["un", "deux\ntrois"], "une seule ligne"),
    ("points", ["x"] * 51, "51 points, 50 au plus"),
    ("entier", "vingt-sept", "en chiffres"),
    ("entier", "12,5", "nombre entier"),
    ("entier", True, "pas oui/non"),
    ("entier", 10**30, "trop grand"),
    ("entier", -1, "0 au moins"),
    ("entier", "1 23", "nombre entier"),
    ("entier", "٣", "nombre entier"),
    ("montant", "mille euros", "« mille euros » ne convient pas"),
    ("montant", "12e3", "ne convient pas"),
    ("montant", "1,234.56", "ne convient pas"),
    ("montant", "1.234", "ne convient pas"),  # 1 234 or 1,234: nobody can tell
    ("montant", "12 34,00", "ne convient pas"),
    ("montant", "1234,567", "ne convient pas"),
    ("montant", "-5", "au moins"),
    ("montant", 0.125, "deux décimales"),
    ("montant", float("nan"), "trop grand"),
    ("montant", float("inf"), "trop grand"),
    ("montant", Decimal("1e999999"), "trop grand"),
    ("montant", 10**40, "trop grand"),
    ("montant", True, "pas oui/non"),
    ("date", "30/02/2026", "« 30/02/2026 » n’existe pas dans le calendrier"),
    ("date", "2026-02-30", "n’existe pas dans le calendrier"),
    ("date", "31 novembre 2026", "n’existe pas dans le calendrier"),
    ("date", "mardi 2 novembre 2026", "ce jour est un lundi"),
    ("date", "2 brumaire 2026", "n’est pas un mois"),
    ("date", "02/11/26", "n’en est pas une"),
    ("date", "demain", "n’en est pas une"),
    ("date", "01/01/0001", "hors d’atteinte"),
    ("date", 20261102, "une date est attendue"),
    ("date", datetime(2026, 11, 2, 8, tzinfo=UTC), "une date est attendue"),
    ("heure", "25 h", "n’existe pas"),
    ("heure", "8 h 60", "n’existe pas"),
    ("heure", "8:", "n’en est pas une"),
    ("heure", 830, "une heure est attendue"),
    ("heure", "le matin", "n’en est pas une"),
    ("oui_non", "peut-être", "oui ou non"),
    ("oui_non", 1, "oui ou non"),
    ("siren", "732829321", "clé de contrôle"),
    ("siren", "73282932", "9 chiffres"),
    ("siren", "73282932O", "9 chiffres"),
    ("siren", True, "pas oui/non"),
    ("siret", "73282932000075", "clé de contrôle"),
    ("siret", "732829320", "14 chiffres"),
    ("courriel", "mairie", "adresse électronique"),
    ("courriel", "a b@exemple.fr", "adresse électronique"),
    ("courriel", "a@b@exemple.fr", "adresse électronique"),
    ("courriel", "a@exemple", "adresse électronique"),
    ("telephone", "02 41", "dix chiffres"),
    ("telephone", 241000000, "mettez la valeur entre guillemets"),
    ("url", "www.exemple.fr", "adresse de site"),
    ("url", "javascript:alert(1)", "adresse de site"),
    ("url", "https://a:b@exemple.fr", "identifiant"),
    ("url", "https://exemple.fr/a b", "adresse de site"),
    ("url", "http://[exemple.fr", "adresse de site"),
]


@pytest.mark.parametrize(("type_champ", "brut", "raison"), REFUSES)
def test_what_is_refused_says_why(type_champ, brut, raison):
    with pytest.raises(RefusError) as refus:
        convert(champ(type_champ), brut)
    assert raison in str(refus.value)
    assert not str(refus.value).endswith(".")


def test_a_choice_is_one_of_its_values_and_a_slip_is_corrected():
    etat = champ("choix", choix=(Choix("projet", "Projet"), Choix("extrait", "Extrait")))
    assert convert(etat, "extrait") == "extrait"
    with pytest.raises(RefusError, match="vouliez-vous dire « extrait »"):
        convert(etat, "extraits")
    with pytest.raises(RefusError, match="n’est pas un choix possible"):
        convert(etat, ["extrait"])


def test_bounds_are_those_of_the_template():
    borne = champ("entier", minimum=Decimal(5), maximum=Decimal(70))
    assert [convert(borne, 5), convert(borne, 70)] == [5, 70]
    with pytest.raises(RefusError, match="5 au moins"):
        convert(borne, 4)
    with pytest.raises(RefusError, match="70 au plus"):
        convert(borne, 71)
    dette = champ("montant", minimum=Decimal("-1000.50"))
    assert convert(dette, "-1 000,50") == Decimal("-1000.50")
    with pytest.raises(RefusError, match="-1000,50 € au moins"):
        convert(dette, "−1000,51")


def test_a_field_of_the_greatest_length_passes_and_one_more_character_does_not():
    long = champ("texte", longueur_max=10_000)
    assert len(convert(long, "x" * 10_000)) == 10_000
    with pytest.raises(RefusError, match="10001 caractères, 10000 au plus"):
        convert(long, "x" * 10_001)


def test_the_point_at_fault_is_named_by_its_rank():
    with pytest.raises(RefusError) as refus:
        convert(champ("points"), ["un", "deux\x07"])
    assert refus.value.rang == 1


def test_the_characters_let_through_without_a_look_are_all_permitted():
    courants = [chr(point) for point in range(0x110000) if COURANTS.fullmatch(chr(point))]
    assert {"é", "œ", "’", "«", "€", "\u00a0", "\u202f", "–"} <= set(courants)
    assert find_caracteres_interdits("".join(courants)) == ()


@pytest.mark.parametrize(
    ("brut", "vide"), [(None, True), ("", True), (" \n", True), ([], True), (0, False), (False, False), ({}, False)]
)
def test_blank_counts_as_not_given(brut, vide):
    assert is_vide(brut) is vide


@given(st.dates(date(1789, 1, 1), date(2200, 12, 31)))
def test_a_date_that_we_print_reads_back(jour):
    for ecrit in (format_date(jour), format_jour_date(jour), jour.isoformat(), jour.strftime("%d/%m/%Y")):
        assert convert(champ("date"), ecrit) == jour


@given(st.times().map(lambda t: t.replace(second=0, microsecond=0)))
def test_a_time_that_we_print_reads_back(heure):
    assert convert(champ("heure"), format_heure(heure)) == heure


@given(st.decimals(0, 10**11, places=2))
def test_an_amount_that_we_print_reads_back(montant):
    assert convert(champ("montant"), format_montant(montant)) == montant


_BRUTS = st.one_of(
    st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.decimals(), st.dates(), st.times(),
    st.lists(st.one_of(st.text(max_size=5), st.integers(), st.none()), max_size=3), st.dictionaries(st.text(), st.text(), max_size=2),
)  # fmt: skip
_SIMPLES = [t for t in TypeChamp if t not in {TypeChamp.GROUPE, TypeChamp.BLOC, TypeChamp.CHOIX}]


@given(st.sampled_from(_SIMPLES), _BRUTS)
def test_anything_gives_a_value_or_a_refusal(type_champ, brut):
    with contextlib.suppress(RefusError):
        assert convert(champ(type_champ), brut) is not None
