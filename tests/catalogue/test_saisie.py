import contextlib
import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.catalogue import (
    Valeurs,
    load_catalogue,
    load_exemple,
    load_modele,
    parse_collectivite,
    read_saisie,
    validate,
)
from server.errors import FichierIllisible, SaisieRefusee
from server.ressources import find_dossier
from tests.catalogue.fabrique import COLLECTIVITE, SAISIE, dump, make_modele, write_modele


@pytest.fixture
def essai(tmp_path):
    return load_modele(write_modele(tmp_path))


def refuse(modele, saisie, collectivite=None):
    with pytest.raises(SaisieRefusee) as refus:
        validate(modele, saisie, collectivite)
    return {faute.champ: faute.raison for faute in refus.value.faults}


def test_a_good_saisie_gives_typed_values_for_every_field(essai):
    saisie = validate(essai, SAISIE)
    assert saisie.modele == "essai"
    assert list(saisie.valeurs) == ["objet", "voies", "debut", "fin", "motifs"]
    assert saisie.valeurs["voies"][0]["cout"] is None
    assert saisie.valeurs["motifs"] == ("la tranchée occupe la chaussée",)
    assert set(saisie.contexte) == {*saisie.valeurs, "total", "collectivite"}


def test_a_saisie_is_a_value(essai):
    saisie = validate(essai, SAISIE)
    assert saisie == validate(essai, copy.deepcopy(SAISIE))
    assert hash(saisie.valeurs) == hash(validate(essai, SAISIE).valeurs)
    assert pickle.loads(pickle.dumps(saisie)) == saisie  # noqa: S301 -- our own bytes
    with pytest.raises(AttributeError):
        saisie.valeurs.x = 1
    with pytest.raises(TypeError):
        saisie.valeurs["objet"] = "autre"


def test_what_was_typed_is_in_no_repr(essai):
    document = read_saisie(dump(SAISIE).encode(), "s.yaml")
    for montre in (repr(document), repr(validate(essai, document.valeur))):
        assert "tranchée" not in montre
        assert "Lefèvre" not in montre
        assert "rue du Port" not in montre


def test_every_fault_is_told_and_not_only_the_first(essai):
    fautes = refuse(
        essai,
        {
            "objett": "x",
            "voies": [{"voie": "rue du Port", "cout": "mille"}, {"voi": "rue Haute"}, "rue Basse"],
            "debut": "30/02/2026",
            "motifs": ["bien", "a\u200bb"],
            "collectivite": COLLECTIVITE | {"siren": "123"},
        },
    )
    assert set(fautes) == {
        "objet", "objett", "voies[0].cout", "voies[1].voi", "voies[1].voie", "voies[2]", "debut", "fin", "motifs[1]",
        "collectivite.siren",
    }  # fmt: skip
    assert fautes["objet"] == "« Objet » est obligatoire"
    assert fautes["objett"] == "ce champ n’existe pas ; vouliez-vous dire « objet » ?"
    assert "« mille » ne convient pas" in fautes["voies[0].cout"]


def test_the_end_does_not_come_before_the_start(essai):
    assert refuse(essai, SAISIE | {"debut": "07/11/2026"}) == {"fin": "La fin précède le début"}
    assert validate(essai, SAISIE | {"debut": "06/11/2026"}).valeurs["fin"].day == 6


def test_the_order_of_dates_with_times(tmp_path):
    modele = make_modele(
        tmp_path,
        *({"nom": n, "type": "date", "label": n} for n in ("d1", "d2")),
        *({"nom": n, "type": "heure", "label": n, "obligatoire": False} for n in ("h1", "h2")),
        contraintes=[{"ordre": [["d1", "h1"], ["d2", "h2"]], "message": "Non."}],
    )
    commun = {"d1": "02/11/2026", "d2": "02/11/2026", "collectivite": COLLECTIVITE}
    assert validate(modele, commun | {"h1": "8 h", "h2": "8 h"})
    assert validate(modele, commun | {"h1": "8 h"})
    assert validate(modele, commun | {"h1": "18 h", "h2": "8 h", "d2": "03/11/2026"})
    assert refuse(modele, commun | {"h1": "18 h", "h2": "8 h"}) == {"h2": "Non"}


def test_the_order_inside_a_groupe_is_checked_in_each_item(tmp_path):
    champs = [{"nom": n, "type": "date", "label": n} for n in ("debut", "fin")]
    modele = make_modele(
        tmp_path,
        {"nom": "nuits", "type": "groupe", "label": "Nuits", "champs": champs},
        contraintes=[{"ordre": ["nuits.debut", "nuits.fin"], "message": "Non."}],
    )
    bonne = {"debut": "01/11/2026", "fin": "02/11/2026"}
    mauvaise = {"debut": "03/11/2026", "fin": "02/11/2026"}
    assert validate(modele, {"nuits": [bonne], "collectivite": COLLECTIVITE})
    fautes = refuse(modele, {"nuits": ["rien", bonne, mauvaise], "collectivite": COLLECTIVITE})
    assert set(fautes) == {"nuits[0]", "nuits[2].fin"}


ETAT = {
    "nom": "etat",
    "type": "choix",
    "label": "État",
    "choix": [{"valeur": v, "label": v} for v in ("projet", "extrait")],
}
VOTE = {
    "nom": "vote",
    "type": "bloc",
    "label": "Vote",
    "si": {"etat": "extrait"},
    "champs": [
        {"nom": "pour", "type": "entier", "label": "Pour"},
        {"nom": "observation", "type": "phrase", "label": "Observation", "obligatoire": False},
    ],
}


def test_a_field_is_asked_only_under_its_condition(tmp_path):
    modele = make_modele(tmp_path, ETAT, VOTE)
    projet, extrait = ({"etat": e, "collectivite": COLLECTIVITE} for e in ("projet", "extrait"))
    assert validate(modele, projet).valeurs["vote"] is None
    assert validate(modele, extrait | {"vote": {"pour": 12}}).valeurs["vote"] == Valeurs(
        {"pour": 12, "observation": None}.items()
    )
    assert refuse(modele, extrait) == {"vote.pour": "« Pour » est obligatoire"}
    assert refuse(modele, projet | {"vote": {"pour": 12}}) == {
        "vote": "ce champ n’est pas demandé (il l’est seulement si « etat » vaut « extrait ») : laissez-le vide"
    }


def test_a_fault_in_the_condition_makes_no_fault_of_what_depends_on_it(tmp_path):
    modele = make_modele(tmp_path, ETAT, VOTE)
    assert set(refuse(modele, {"etat": "extrai", "collectivite": COLLECTIVITE})) == {"etat"}
    assert set(refuse(modele, {"etat": "extrai", "vote": {"pour": "x"}, "collectivite": COLLECTIVITE})) == {
        "etat",
        "vote.pour",
    }


def test_a_condition_in_a_groupe_names_a_sibling_or_a_field_of_the_top(tmp_path):
    modele = make_modele(
        tmp_path,
        {"nom": "vitesse", "type": "oui_non", "label": "Vitesse", "defaut": False},
        {
            "nom": "voies",
            "type": "groupe",
            "label": "Voies",
            "champs": [
                ETAT,
                {"nom": "kmh", "type": "entier", "label": "km/h", "si": {"vitesse": True}},
                {"nom": "sens", "type": "phrase", "label": "Sens", "si": {"etat": ["extrait"]}},
            ],
        },
    )
    projet = {"voies": [{"etat": "projet"}], "collectivite": COLLECTIVITE}
    assert validate(modele, projet).valeurs["voies"][0]["kmh"] is None
    assert set(refuse(modele, projet | {"vitesse": "oui"})) == {"voies[0].kmh"}
    assert set(refuse(modele, projet | {"voies": [{"etat": "extrait", "kmh": 30}]})) == {
        "voies[0].kmh",
        "voies[0].sens",
    }


def test_a_default_stands_where_nothing_was_typed(tmp_path):
    modele = make_modele(tmp_path, {"nom": "n", "type": "entier", "label": "N", "defaut": 3})
    assert validate(modele, {"collectivite": COLLECTIVITE}).valeurs["n"] == 3
    assert validate(modele, {"n": "", "collectivite": COLLECTIVITE}).valeurs["n"] == 3
    assert validate(modele, {"n": 4, "collectivite": COLLECTIVITE}).valeurs["n"] == 4


def test_an_optional_bloc_left_blank_by_a_form_is_not_given(tmp_path):
    modele = make_modele(tmp_path, ETAT, {**VOTE, "si": None, "obligatoire": False})
    blanc = {"etat": "projet", "vote": {"pour": "", "observation": None}, "collectivite": COLLECTIVITE}
    assert validate(modele, blanc).valeurs["vote"] is None
    assert set(refuse(modele, blanc | {"vote": {"pour": "", "observation": "x"}})) == {"vote.pour"}
    assert set(refuse(modele, blanc | {"vote": {"contre": ""}})) == {"vote.pour", "vote.contre"}
    assert set(refuse(modele, blanc | {"vote": "12"})) == {"vote"}


def test_computed_fields(tmp_path):
    modele = make_modele(
        tmp_path,
        {
            "nom": "lots",
            "type": "groupe",
            "label": "Lots",
            "champs": [
                {"nom": "prix", "type": "montant", "label": "Prix", "obligatoire": False},
                {"nom": "nb", "type": "entier", "label": "Nb"},
            ],
        },
        {"nom": "seance", "type": "bloc", "label": "S", "obligatoire": False, "champs": [{"nom": "jour", "type": "date", "label": "J"}]},
        {"nom": "d1", "type": "date", "label": "D1"},
        {"nom": "d2", "type": "date", "label": "D2", "obligatoire": False},
        {"nom": "a", "type": "entier", "label": "A"},
        {"nom": "m", "type": "entier", "label": "M", "min": 0, "max": 12, "obligatoire": False},
        calculs=[
            {"nom": "total", "formule": "somme(lots.prix)"},
            {"nom": "unites", "formule": "somme( lots.nb )"},
            {"nom": "combien", "formule": "nombre(lots)"},
            {"nom": "duree", "formule": "jours(d1, d2)"},
            {"nom": "ecart", "formule": "difference(a, a)"},
            {"nom": "jour", "formule": "jour_semaine(d1)"},
            {"nom": "jour_seance", "formule": "jour_semaine(seance.jour)"},
            {"nom": "deux_mois", "formule": "quantieme(d1, 2)"},
            {"nom": "delai", "formule": "quantieme(d2, m)"},
        ],
    )  # fmt: skip
    saisie = {"lots": [{"prix": "0,10", "nb": 2}, {"nb": 3}, {"prix": "0,20", "nb": 1}], "d1": "02/11/2026", "a": 5}
    calculs = validate(modele, saisie | {"collectivite": COLLECTIVITE, "d2": "06/11/2026"}).calculs
    assert {nom: str(valeur) for nom, valeur in calculs.items()} == {
        "total": "0.30", "unites": "6", "combien": "3", "duree": "5", "ecart": "0", "jour": "lundi", "jour_seance": "None",
        "deux_mois": "2027-01-02", "delai": "None",
    }  # fmt: skip
    assert validate(modele, saisie | {"collectivite": COLLECTIVITE}).calculs["duree"] is None


def test_the_saisie_names_its_template_and_its_collectivite(essai):
    installee = parse_collectivite(COLLECTIVITE | {"nom": "Ville-Neuve"})
    sans = {cle: valeur for cle, valeur in SAISIE.items() if cle != "collectivite"}
    assert (
        validate(essai, sans | {"modele": "essai", "titre_exemple": "x"}, installee).collectivite.nom == "Ville-Neuve"
    )
    assert validate(essai, SAISIE, installee).collectivite.nom == "Saint-Aubin-sur-Loire"
    assert "MINUTIER_COLLECTIVITE" in refuse(essai, sans)["collectivite"]
    assert "« autre »" in refuse(essai, SAISIE | {"modele": "autre"})["modele"]


def test_the_number_of_items_is_bounded(essai):
    assert refuse(essai, SAISIE | {"voies": []}) == {"voies": "« Voies » est obligatoire"}
    assert refuse(essai, SAISIE | {"voies": [{"voie": "x"}] * 201}) == {"voies": "201 éléments, 200 au plus"}
    assert refuse(essai, SAISIE | {"voies": {"voie": "x"}}) == {
        "voies": "une liste est attendue (un tiret par élément)"
    }


@pytest.mark.parametrize(
    ("donnees", "raison"),
    [
        (b"", "une saisie est faite de champs"),
        (b"- a", "une saisie est faite de champs"),
        (b"a: 1\na: 2", "ligne 2 : la clé « a » est écrite deux fois."),
        (b'{"a": 1', "ligne 1"),
        (b"\xff\xfe", "UTF-8"),
        (b"PK\x03\x04", "U+0003"),
    ],
)
def test_a_file_that_is_no_saisie_is_refused_by_name(donnees, raison):
    with pytest.raises(FichierIllisible) as refus:
        read_saisie(donnees, "saisie.yaml")
    assert str(refus.value).startswith("saisie.yaml : ")
    assert raison in str(refus.value)


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.just("2026-11-02")
    | st.just("oui"),
    lambda v: (
        st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=8) | st.sampled_from(["nom", "date"]), v, max_size=3)
    ),
    max_leaves=8,
)
_MODELES = load_catalogue([find_dossier("templates_actes")]).list_modeles()


@given(st.data(), st.sampled_from(_MODELES))
def test_any_saisie_is_accepted_or_refused_with_reasons(data, modele):
    exemple = load_exemple(modele, data.draw(st.sampled_from(modele.exemples))).valeur
    cles = st.sampled_from([champ.nom for champ in modele.champs] + ["collectivite", "modele", "zut"])
    with contextlib.suppress(SaisieRefusee):
        saisie = validate(modele, exemple | data.draw(st.dictionaries(cles, _JSON, max_size=4)))
        assert set(saisie.valeurs) == {champ.nom for champ in modele.champs}
