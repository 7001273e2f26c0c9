import copy
import json
from decimal import Decimal

import pytest

from server.catalogue import json_schema, load_catalogue, load_exemple, load_modele, parse_collectivite, validate
from server.errors import SaisieRefusee
from server.ressources import find_dossier
from tests.catalogue.fabrique import COLLECTIVITE, SAISIE, make_modele, write_modele
from tests.catalogue.test_saisie import ETAT, VOTE
from tests.catalogue.valideur import is_valid

INSTALLEE = parse_collectivite(COLLECTIVITE)
MODELES = load_catalogue([find_dossier("templates_actes")]).list_modeles()
EXEMPLES = [(modele, nom) for modele in MODELES for nom in modele.exemples]


def plain(valeur):
    """Give a value as JSON carries it."""
    return json.loads(json.dumps(valeur, default=float))


def accepts(modele, saisie) -> tuple[bool, bool]:
    """Tell whether the schema and `validate` accept a saisie."""
    try:
        validate(modele, saisie, INSTALLEE)
    except SaisieRefusee:
        return is_valid(json_schema(modele), plain(saisie)), False
    return is_valid(json_schema(modele), plain(saisie)), True


@pytest.mark.parametrize(("modele", "nom"), EXEMPLES, ids=lambda v: v if isinstance(v, str) else v.code)
def test_the_examples_satisfy_the_schema_and_are_accepted(modele, nom):
    assert accepts(modele, load_exemple(modele, nom).valeur) == (True, True)


@pytest.mark.parametrize(("modele", "nom"), EXEMPLES, ids=lambda v: v if isinstance(v, str) else v.code)
def test_taking_any_key_away_is_seen_alike_by_the_schema_and_by_validate(modele, nom):
    exemple = load_exemple(modele, nom).valeur
    verdicts = [accepts(modele, {c: v for c, v in exemple.items() if c != cle}) for cle in exemple]
    assert [schema for schema, _ in verdicts] == [accepte for _, accepte in verdicts]
    assert (False, False) in verdicts


@pytest.mark.parametrize("modele", MODELES, ids=lambda modele: modele.code)
def test_every_schema_is_json_and_says_its_version_and_its_titles(modele):
    schema = json.loads(json.dumps(json_schema(modele)))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert list(schema["properties"])[: len(modele.champs)] == [champ.nom for champ in modele.champs]
    for champ in modele.champs:
        propriete = schema["properties"][champ.nom]
        assert propriete["title"] == champ.label
        assert propriete["x-minutier"]["type"] == champ.type
        assert propriete["x-minutier"]["donnee_personnelle"] is champ.donnee_personnelle
        assert ("description" in propriete) is bool(champ.aide)


@pytest.fixture
def essai(tmp_path):
    return load_modele(write_modele(tmp_path))


@pytest.mark.parametrize(
    "changements",
    [
        {"inconnu": 1},
        {"objet": None},
        {"objet": ""},
        {"objet": 12},
        {"objet": "x" * 501},
        {"voies": []},
        {"voies": "rue"},
        {"voies": [{"voi": "x"}]},
        {"voies": [{"voie": "x"}] * 201},
        {"voies": [{"voie": "x", "cout": "mille"}]},
        {"voies": [{"voie": "x", "cout": -1}]},
        {"motifs": "un"},
        {"motifs": [""]},
        {"modele": "autre"},
        {"collectivite": {"nom": "x"}},
        {"collectivite": {**COLLECTIVITE, "type": "region"}},
    ],
)
def test_what_the_schema_refuses_validate_refuses(essai, changements):
    assert accepts(essai, SAISIE | changements) == (False, False)


@pytest.mark.parametrize(
    "changements",
    [
        {"voies": [{"voie": "x", "cout": None}]},
        {"voies": [{"voie": "x", "cout": ""}]},
        {"voies": [{"voie": "x", "cout": "1 234,56 €"}]},
        {"voies": [{"voie": "x", "cout": Decimal("12.5")}]},
        {"debut": "2 novembre 2026"},
        {"modele": "essai", "titre_exemple": "Un"},
        {"collectivite": {**COLLECTIVITE, "telephone": None, "site": ""}},
    ],
)
def test_what_validate_accepts_the_schema_accepts(essai, changements):
    assert accepts(essai, SAISIE | changements) == (True, True)


def test_conditions_are_in_the_schema(tmp_path):
    groupe = {
        "nom": "voies",
        "type": "groupe",
        "label": "Voies",
        "obligatoire": False,
        "champs": [
            {"nom": "voie", "type": "phrase", "label": "Voie"},
            {"nom": "kmh", "type": "entier", "label": "km/h", "si": {"vitesse": True}},
        ],
    }
    vitesse = {"nom": "vitesse", "type": "oui_non", "label": "Vitesse", "defaut": "non"}
    modele = make_modele(tmp_path, ETAT, VOTE, vitesse, groupe)
    commun = {"collectivite": COLLECTIVITE}
    projet, extrait = commun | {"etat": "projet"}, commun | {"etat": "extrait"}
    voie, voie_kmh = {"voie": "x"}, {"voie": "x", "kmh": 30}
    cas = [
        (projet, True),
        (projet | {"vote": None}, True),
        (projet | {"vote": {"pour": 1}}, False),
        (extrait, False),
        (extrait | {"vote": {"pour": 1}}, True),
        (extrait | {"vote": {}}, False),
        (projet | {"voies": [voie]}, True),
        (projet | {"voies": [voie_kmh]}, False),
        (projet | {"vitesse": True, "voies": [voie]}, False),
        (projet | {"vitesse": "oui", "voies": [voie_kmh]}, True),
        (projet | {"vitesse": True}, True),
        (projet | {"vitesse": True, "voies": []}, True),
    ]
    for saisie, accepte in cas:
        assert accepts(modele, copy.deepcopy(saisie)) == (accepte, accepte), saisie
