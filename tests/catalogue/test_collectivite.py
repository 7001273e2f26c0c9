from pathlib import Path

import pytest

from server.catalogue import load_collectivite, parse_collectivite
from server.catalogue.collectivite import CHAMPS_COLLECTIVITE, list_noms
from server.errors import ReglageInvalide, SaisieRefusee
from tests.catalogue.fabrique import COLLECTIVITE, dump

RACINE = Path(__file__).resolve().parents[2]
EXECUTIF = COLLECTIVITE["executif"]


def make(**changements):
    return parse_collectivite(COLLECTIVITE | changements)


def president(civilite="M.", *, feminiser=False, **autres):
    return {"executif": {**EXECUTIF, "civilite": civilite, "qualite": "président", "feminiser": feminiser}, **autres}


def test_the_description_of_the_documentation_is_accepted(tmp_path):
    page = (RACINE / "docs" / "reglages.md").read_text(encoding="utf-8")
    fichier = tmp_path / "collectivite.yaml"
    fichier.write_text(page.partition("```yaml\n")[2].partition("```")[0], encoding="utf-8")
    assert load_collectivite(fichier).nom == "Le Plessis-aux-Œuvres"
    # Every field that may be left out is named there.
    for champ in (*CHAMPS_COLLECTIVITE, *(un for bloc in CHAMPS_COLLECTIVITE for un in bloc.champs)):
        assert champ.obligatoire or f"`{champ.nom}`" in page


def test_what_follows_from_a_commune():
    valeurs = make().as_mapping()
    assert valeurs["departement"] == {"code": "49", "nom": "Maine-et-Loire", "avec_de": "de Maine-et-Loire"}
    assert valeurs["tribunal"] == {"nom": "tribunal administratif de Nantes", "ville": "Nantes"}
    assert (valeurs["conseil"], valeurs["ou"], valeurs["type"]) == ("conseil municipal", "de la commune", "commune")
    assert valeurs["libelle"] == "commune de Saint-Aubin-sur-Loire"
    assert (valeurs["executif"]["titre"], valeurs["executif"]["qualite"]) == ("La maire", "maire")
    assert (valeurs["telephone"], valeurs["site"], valeurs["publicite_sous_3500"]) == (None, None, None)


@pytest.mark.parametrize(
    ("changements", "libelle", "conseil"),
    [
        ({"nom": "Aix-en-Provence"}, "commune d’Aix-en-Provence", "conseil municipal"),
        ({"nom": "Le Havre"}, "commune du Havre", "conseil municipal"),
        ({"nom": "Les Ulis"}, "commune des Ulis", "conseil municipal"),
        (
            president(type="communaute_de_communes", nom="Val d'Essai"),
            "communauté de communes Val d’Essai",
            "conseil communautaire",
        ),
        (
            president(type="communaute_d_agglomeration", nom="Communauté d'agglomération du Lac"),
            "communauté d’agglomération du Lac",
            "conseil communautaire",
        ),
        (president(type="metropole", nom="Essai Métropole"), "Essai Métropole", "conseil de la métropole"),
        (president(type="departement", nom="Ain", departement="01"), "département de l’Ain", "conseil départemental"),
        (
            president(type="communaute_urbaine", nom="Grand Essai"),
            "communauté urbaine Grand Essai",
            "conseil communautaire",
        ),
    ],
)
def test_each_kind_of_collectivite_has_its_words(changements, libelle, conseil):
    valeurs = make(**changements).as_mapping()
    assert (valeurs["libelle"], valeurs["conseil"]) == (libelle, conseil)


@pytest.mark.parametrize(
    ("civilite", "feminiser", "titre"),
    [("Mme", True, "La présidente"), ("Mme", False, "Le président"), ("M.", True, "Le président")],
)
def test_the_quality_is_feminised_when_asked_and_due(civilite, feminiser, titre):
    assert make(**president(civilite, feminiser=feminiser, type="metropole")).titre == titre


def test_the_quality_may_be_left_to_the_kind():
    sans = {cle: valeur for cle, valeur in EXECUTIF.items() if cle not in {"qualite", "feminiser"}}
    assert make(executif=sans).titre == "Le maire"


@pytest.mark.parametrize(
    ("changements", "champ", "raison"),
    [
        ({"siren": "123456789"}, "collectivite.siren", "clé de contrôle"),
        ({"type": "region"}, "collectivite.type", "n’est pas un choix possible"),
        ({"departement": "20"}, "collectivite.departement", "n’est pas un code de département"),
        ({"departement": 49}, "collectivite.departement", "entre guillemets"),
        ({"population": "quatre mille"}, "collectivite.population", "en chiffres"),
        ({"population": 0}, "collectivite.population", "1 au moins"),
        ({"adresse": "1, place"}, "collectivite.adresse", "des champs sont attendus"),
        ({"adresse": {**COLLECTIVITE["adresse"], "code_postal": "4900"}}, "collectivite.adresse.code_postal", "cinq chiffres"),
        ({"executif": {**EXECUTIF, "civilite": "Mlle"}}, "collectivite.executif.civilite", "n’est pas un choix"),
        ({"executif": {**EXECUTIF, "qualite": "président"}}, "collectivite.executif.qualite", "ne convient pas : maire"),
        ({"publicite_sous_3500": "papier"}, "collectivite.publicite_sous_3500", "moins de 3 500 habitants"),
        ({"nomm": "x"}, "collectivite.nomm", "vouliez-vous dire « nom »"),
        ({"nom": None}, "collectivite.nom", "obligatoire"),
        ({"site": "exemple.fr"}, "collectivite.site", "adresse de site"),
    ],
)  # fmt: skip
def test_a_wrong_collectivite_names_its_field(changements, champ, raison):
    with pytest.raises(SaisieRefusee) as refus:
        make(**changements)
    assert [(faute.champ, raison in faute.raison) for faute in refus.value.faults] == [(champ, True)]


def test_a_small_commune_chooses_its_publicity():
    assert make(population=3499, publicite_sous_3500="papier").as_mapping()["publicite_sous_3500"] == "papier"
    with pytest.raises(SaisieRefusee):
        make(population=3500, publicite_sous_3500="papier")
    with pytest.raises(SaisieRefusee):
        make(**president(type="communaute_de_communes", population=900, publicite_sous_3500="papier"))


def test_a_collectivite_is_a_mapping_of_fields():
    with pytest.raises(SaisieRefusee) as refus:
        parse_collectivite("Saint-Aubin")
    assert [faute.champ for faute in refus.value.faults] == ["collectivite"]


def test_the_file_of_the_setting_is_read(tmp_path):
    fichier = tmp_path / "collectivite.yaml"
    fichier.write_text(dump(COLLECTIVITE), encoding="utf-8")
    assert load_collectivite(fichier) == parse_collectivite(COLLECTIVITE)


def test_a_wrong_file_names_file_line_and_key(tmp_path):
    fichier = tmp_path / "collectivite.yaml"
    fichier.write_text(dump(COLLECTIVITE | {"siren": "1", "executif": {**EXECUTIF, "nom": 3}}), encoding="utf-8")
    with pytest.raises(ReglageInvalide) as refus:
        load_collectivite(fichier)
    lignes = str(refus.value).splitlines()
    assert f"{fichier}, ligne 3, clé « siren » : un SIREN (9 chiffres) est attendu." in lignes[0]
    assert ", ligne 14, clé « executif.nom » : " in lignes[1]


@pytest.mark.parametrize(
    ("texte", "raison"), [("nom: a\nnom: b", "ligne 2"), ("- a", "des champs sont attendus"), (None, "illisible")]
)
def test_a_file_that_cannot_be_read_is_a_wrong_setting(tmp_path, texte, raison):
    fichier = tmp_path / "collectivite.yaml"
    if texte is not None:
        fichier.write_text(texte, encoding="utf-8")
    with pytest.raises(ReglageInvalide, match=raison) as refus:
        load_collectivite(fichier)
    assert refus.value.reglage == "MINUTIER_COLLECTIVITE"


def test_the_names_told_to_templates_are_those_that_exist():
    def names(valeur):
        return {nom: names(v) if hasattr(v, "keys") else None for nom, v in valeur.items()}

    assert names(make().as_mapping()) == list_noms()
