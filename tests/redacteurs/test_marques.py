import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.acte.fragments import Origine
from server.redacteurs.base import Demande
from server.redacteurs.marques import MARQUE, Marquage, mark, put_back, unmark
from server.redacteurs.vllm.donnees import make_donnees


def make(*points, champs=None, sorte="considerants", personnels=()) -> Marquage:
    return mark(Demande("motifs", sorte, "motifs", points, champs or {}, personnels=personnels))


def by_texte(marquage, texte) -> str:
    return next(f.marque for f in marquage.table.values() if f.texte.replace("\u00a0", " ") == texte)


def test_facts_of_a_point_become_typed_marks():
    m = make("travaux rue des Tanneurs du 2 au 6 novembre 2026, 1 500 € à payer")
    assert m.demande.points == ("travaux ⟦VOIE_1⟧ du ⟦DATE_1⟧ au ⟦DATE_2⟧, ⟦MONTANT_1⟧ à payer",)
    assert {f.marque for f in m.table.values() if f.requis} == {"⟦VOIE_1⟧", "⟦DATE_1⟧", "⟦DATE_2⟧", "⟦MONTANT_1⟧"}


@pytest.mark.parametrize(
    ("point", "marque"),
    [
        ("ouvert 8 à 12 h", "ouvert ⟦HEURE_1⟧ à ⟦HEURE_2⟧"),
        ("bureaux 3 et 7 à 20 h", "bureaux ⟦CODE_1⟧ et ⟦NOMBRE_1⟧ à ⟦HEURE_1⟧"),
        ("salle 7 à 20 h", "salle ⟦CODE_1⟧ à ⟦HEURE_1⟧"),
        ("départs 7 h 12 et 17 h 48", "départs ⟦HEURE_1⟧ et ⟦HEURE_2⟧"),
    ],
)
def test_a_first_hour_has_its_unit_from_the_second_but_a_room_has_none(point, marque):
    assert make(point).demande.points == (marque,)


def test_a_place_has_one_mark_whether_a_preposition_tells_it_or_not():
    m = mark(Demande("x", "expose", "x", ("regroupement avec Mazerolles", "participation demandée à Mazerolles")))
    assert m.demande.points == ("regroupement avec ⟦NOM_1⟧", "participation demandée à ⟦NOM_1⟧")
    assert m.table["⟦NOM_1⟧"].personnel


def test_a_fact_of_a_field_is_optional_and_one_value_has_one_mark():
    m = make("début le 2 novembre 2026", champs={"date_debut": dt.date(2026, 11, 2), "date_fin": dt.date(2026, 11, 6)})
    assert m.demande.champs == {"date_debut": "⟦DATE_1⟧", "date_fin": "⟦DATE_2⟧"}
    assert m.table["⟦DATE_1⟧"].requis
    assert not m.table["⟦DATE_2⟧"].requis


@pytest.mark.parametrize(
    "secret",
    [
        "1 85 05 78 006 084 36", "FR76 3000 6000 0112 3456 7890 189", "06 12 34 56 78", "+33 6 12 34 56 78",
        "jean.durand@exemple.fr", "12 bis, rue d'Anjou, 49000 Angers", "802 954 785 00028", "Vasseur", "DURANDEAU",
    ],
)  # fmt: skip
def test_what_identifies_a_person_in_free_text_never_leaves(secret):
    envoye = json.dumps(make_donnees(make(f"plainte de {secret} au sujet du bruit")), ensure_ascii=False)
    assert secret not in envoye
    assert not any(c.isdecimal() for c in MARQUE.sub("", envoye))


@pytest.mark.parametrize(
    "ecrit", ["Claire Simonet", "claire simonet", "SIMONET", "Simonet Claire", "mme Simonet", "simonet"]
)
def test_a_declared_person_is_marked_in_any_case_and_order(ecrit):
    champs = {"agent": {"civilite": "Mme", "prenom": "Claire", "nom": "Simonet"}}
    m = make(f"absence de {ecrit} lundi", champs=champs)
    assert m.demande.champs == {"agent": {"personne": "Mme ⟦P1⟧"}}
    assert "⟦P1⟧" in m.demande.points[0]
    assert "simonet" not in json.dumps(make_donnees(m)).lower()


def test_a_person_declared_elsewhere_in_the_saisie_is_marked_too():
    assert "kervella" not in make("kervella a signé", personnels=("Gwenn Kervella",)).demande.points[0].lower()


def test_a_surname_that_is_a_word_stays_a_word_in_lower_case():
    champs = {"agent": {"civilite": "M.", "prenom": "Luc", "nom": "Petit"}}
    assert make("un petit local", champs=champs).demande.points == ("un petit local",)


def test_brackets_that_a_person_typed_make_no_mark():
    m = make("écrire ⟦P1⟧ partout")
    assert "⟦P1⟧" not in m.demande.points[0].replace("[⟦CODE_1⟧]", "")


def test_groups_are_nested_by_item():
    champs = {"b.nom": ("Les Palmes", "Le Cercle"), "b.montant": (Decimal(100), Decimal(250))}
    m = make("aides", champs=champs)
    assert m.demande.champs["b"] == [
        {"nom": "⟦ORG_1⟧", "montant": "⟦MONTANT_1⟧"},
        {"nom": "⟦ORG_2⟧", "montant": "⟦MONTANT_2⟧"},
    ]
    assert m.table["⟦MONTANT_2⟧"].proprietaires == {"b[1]"}


@pytest.mark.parametrize(
    ("points", "attendu"),
    [
        (("du 2 au 6 novembre 2026",), "cinq jours"),
        (("du 2 au 6 novembre 2026",), "vendredi"),
        (("réunion le 5 juillet 2027, convocation le 28 juin",), "lundi"),
    ],
)
def test_what_a_text_may_compute_is_offered(points, attendu):
    m = make(*points)
    assert any(f.calcul and f.texte.replace("\u00a0", " ") == attendu for f in m.table.values())


def test_a_total_that_is_asked_for_is_a_fact_of_the_point():
    m = make("fournitures 800,50 €, pose 200 €, total à calculer", "subvention 300 €")
    assert m.demande.points[0] == "fournitures ⟦MONTANT_1⟧, pose ⟦MONTANT_2⟧, total ⟦MONTANT_3⟧"
    total = m.table["⟦MONTANT_3⟧"]
    assert total.texte.replace("\u00a0", " ") == "1 000,50 €"
    assert total.requis
    assert not total.calcul


@pytest.mark.parametrize("point", ["un seul montant 800 €, total à calculer", "total à calculer", "800 € puis 200 €"])
def test_nothing_is_added_that_nobody_asked_to_add(point):
    m = make(point)
    assert "total ⟦" not in m.demande.points[0]
    assert not any(f.texte.startswith("1") for f in m.table.values())


def test_a_day_without_year_far_from_any_whole_date_gets_no_weekday():
    m = make("le 5 juillet 2027", "le 28 décembre")
    assert not any(f.calcul and f.valeur.endswith("--12-28") for f in m.table.values())


def test_the_repr_holds_no_person():
    assert "Vasseur" not in repr(make("plainte de Mme Vasseur"))


@pytest.mark.parametrize(
    ("ecrit", "rendu"),
    [
        ("la demande de ⟦P1⟧", "La demande d’Anne Bry"),
        ("parce que ⟦P1⟧", "Parce qu’Anne Bry"),
        ("à l'angle de ⟦VOIE_1⟧", "À l'angle de la rue des Tanneurs"),
        ("du ⟦DATE_1⟧ au ⟦DATE_2⟧", "Du 2 au 6 novembre 2026"),
        ("au ⟦DATE_2⟧", "Au 6 novembre 2026"),
        ("de ⟦VOIE_2⟧", "De l’avenue Foch"),
    ],
)
def test_values_come_back_with_their_elision_and_article(ecrit, rendu):
    champs = {"agent": {"civilite": "Mme", "prenom": "Anne", "nom": "Bry"}}
    m = make("rue des Tanneurs et avenue Foch du 2 au 6 novembre 2026", champs=champs)
    assert put_back(ecrit, m).replace("\u00a0", " ") == rendu


def test_a_place_with_its_article_is_contracted_and_a_person_is_not():
    m = make("atelier à Le Havre", "avis de M. Le Goff")
    lieu, personne = by_texte(m, "Le Havre"), by_texte(m, "Le Goff")
    assert put_back(f"Atelier à {lieu}", m) == "Atelier au Havre"
    assert put_back(f"Avis de {personne}", m) == "Avis de Le Goff"


def test_an_accepted_paragraph_is_one_fragment_of_the_model():
    m = make("réunion le 1er mars 2027")
    (fragment,) = unmark("Considérant que la réunion a lieu le ⟦DATE_1⟧.", m)
    assert fragment.origine is Origine.IA
    assert fragment.champ == "motifs"
    assert fragment.texte == "Considérant que la réunion a lieu le 1er\u00a0mars 2027\u00a0;"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_marked_without_a_figure_left(texte):
    (point,) = make(texte).demande.points
    assert not any(c.isdecimal() for c in MARQUE.sub("", point))
