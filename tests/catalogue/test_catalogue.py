import pickle

import pytest

from server.catalogue import CatalogueInvalide, load_catalogue, load_exemple, load_modele
from server.errors import ModeleInconnu, ModeleInvalide
from server.ressources import find_dossier
from tests.catalogue.fabrique import CHAMPS, CORPS, dump, make_base, make_modele, write_modele


def faults(dossier):
    with pytest.raises(CatalogueInvalide) as refus:
        load_modele(dossier)
    return refus.value.erreurs


def champ(nom, type_champ, **autres):
    return {"nom": nom, "type": type_champ, "label": nom, **autres}


REF = {"code": "CGCT", "article": "L1", "sujet": "s", "en_vigueur_depuis": None, "verifie": "lu"}
PASSAGE = make_base()["passages"][0]
ETAT = champ("etat", "choix", choix=[{"valeur": "a", "label": "A"}, {"valeur": "b", "label": "B"}])

CASSES = [
    # what changes in a sound template, key of the fault, what the message says
    ({"inconnue": 1}, "inconnue", "cette clé n’existe pas"),
    ({"titr": "x"}, "titr", "vouliez-vous dire « titre » ?"),
    ({"titre": ...}, "", "« titre » manque"),
    ({"titre": None}, "titre", "« titre » manque"),
    ({"titre": 12}, "titre", 'mettez la valeur entre guillemets ("12")'),
    ({"code": "autre"}, "code", "le nom du dossier, « essai »"),
    ({"code": "Essai-1"}, "code", "minuscules"),
    ({"genre": "arrêté"}, "genre", "valeurs possibles : arrete, deliberation"),
    ({"genre": "inconnu"}, "genre", "un genre connu"),
    ({"nature": "XX"}, "nature", "DE, AR, AI, CC, BF, AU"),
    ({"nature": None}, "nature", "de genre arrete en a toujours"),
    ({"matiere": 7.10}, "matiere", "7.10 se lirait 7.1"),
    ({"matiere": "7.11"}, "matiere", "n’est pas une matière"),
    ({"matiere": "6"}, "matiere", "niveau 2"),
    ({"caractere": "general"}, "caractere", "reglementaire, individuel"),
    ({"caractere": None}, "caractere", "en a toujours"),
    ({"motive": "peut-être"}, "motive", "true ou false"),
    ({"publicite": "affichage"}, "publicite", "publication_et_notification"),
    ({"maturite": "prete"}, "maturite", "a_valider, valide"),
    ({"version": "1.0"}, "version", "numéro de version"),
    ({"version": 1.0}, "version", "entre guillemets"),
    ({"circuit": []}, "circuit", "un rôle au moins"),
    ({"circuit": ["maire"]}, "circuit[0]", "relecteur_juridique"),
    ({"circuit": ["elu", "elu"]}, "circuit", "deux fois"),
    ({"apres_visa": ["signature"]}, "apres_visa[0]", "numero, date, cachet"),
    ({"apres_visa": "date"}, "apres_visa", "une liste est attendue"),
    ({"ne_couvre_pas": [12]}, "ne_couvre_pas[0]", "un texte est attendu"),
    ({"references": [{**REF, "verifie": None}]}, "references[0].verifie", "« verifie » manque"),
    ({"references": [{c: v for c, v in REF.items() if c != "verifie"}]}, "references[0]", "« verifie » manque"),
    ({"references": [{**REF, "verifie": "Légifrance"}]}, "references[0].verifie", "ne dit pas ce qui a été lu"),
    ({"references": [{**REF, "en_vigueur_depuis": "2022"}]}, "references[0].en_vigueur_depuis", "AAAA-MM-JJ"),
    ({"references": [{**REF, "en_vigueur_depuis": "2022-02-30"}]}, "references[0].en_vigueur_depuis", "AAAA-MM-JJ"),
    ({"references": ["CGCT L2213-1"]}, "references[0]", "des clés et des valeurs"),
    ({"champs": "x"}, "champs", "une liste est attendue"),
    ({"champs": [*CHAMPS, champ("x", "chaine")]}, "champs[5].type", "valeurs possibles : phrase"),
    ({"champs": [*CHAMPS, champ("Nom", "phrase")]}, "champs[5].nom", "minuscules sans accent"),
    ({"champs": [*CHAMPS, champ("objet", "phrase")]}, "champs[5].nom", "déclaré deux fois"),
    ({"champs": [*CHAMPS, champ("collectivite", "phrase")]}, "champs[5].nom", "nom réservé"),
    ({"champs": [*CHAMPS, champ("x", "phrase", longueur_max=10_001)]}, "champs[5].longueur_max", "de 1 à 10000"),
    ({"champs": [*CHAMPS, champ("x", "date", longueur_max=10)]}, "champs[5].longueur_max", "n’a pas de longueur"),
    ({"champs": [*CHAMPS, champ("x", "date", min=1)]}, "champs[5].min", "n’a pas de bornes"),
    ({"champs": [*CHAMPS, champ("x", "entier", min=5, max=2)]}, "champs[5].min", "dépasse le maximum"),
    ({"champs": [*CHAMPS, champ("x", "choix")]}, "champs[5]", "« choix » manque"),
    ({"champs": [*CHAMPS, {**ETAT, "choix": ETAT["choix"][:1]}]}, "champs[5].choix", "deux choix au moins"),
    ({"champs": [*CHAMPS, {**ETAT, "choix": ETAT["choix"][:1] * 2}]}, "champs[5].choix[1].valeur", "écrit deux fois"),
    ({"champs": [*CHAMPS, champ("x", "phrase", choix=[])]}, "champs[5].choix", "seul un champ de type choix"),
    ({"champs": [*CHAMPS, champ("x", "bloc")]}, "champs[5]", "« champs » manque"),
    ({"champs": [*CHAMPS, champ("x", "phrase", champs=[])]}, "champs[5].champs", "seul un groupe ou un bloc"),
    (
        {"champs": [*CHAMPS, champ("x", "groupe", champs=[champ("y", "groupe", champs=[champ("z", "date")])])]},
        "champs[5].champs[0].type",
        "ne peut pas être dans un autre groupe",
    ),
    ({"champs": [*CHAMPS, champ("x", "date", defaut="30/02/2026")]}, "champs[5].defaut", "n’existe pas"),
    ({"champs": [*CHAMPS, champ("x", "entier", exemple="trois")]}, "champs[5].exemple", "en chiffres"),
    ({"champs": [*CHAMPS, champ("x", "phrase", si={"apres": "a"})]}, "champs[5].si", "déclaré avant celui-ci"),
    ({"champs": [champ("x", "phrase", si={"etat": "a"}), ETAT]}, "champs[0].si", "déclaré avant celui-ci"),
    ({"champs": [*CHAMPS, ETAT, champ("x", "phrase", si={"etat": "c"})]}, "champs[6].si", "n’est pas un choix"),
    ({"champs": [*CHAMPS, champ("x", "phrase", si={"objet": "a"})]}, "champs[5].si", "ni un choix ni un oui_non"),
    ({"calculs": [{"nom": "total", "formule": "moyenne(voies.cout)"}]}, "calculs[0].formule", "somme, nombre, jours"),
    ({"calculs": [{"nom": "total", "formule": "somme(voies.prix)"}]}, "calculs[0].formule", "n’existe pas"),
    ({"calculs": [{"nom": "total", "formule": "somme(voies.voie)"}]}, "calculs[0].formule", "est de type phrase"),
    ({"calculs": [{"nom": "total", "formule": "jours(debut)"}]}, "calculs[0].formule", "attend 2 champ(s)"),
    (
        {"calculs": [{"nom": "total", "formule": "jours(debut, 2)"}]},
        "calculs[0].formule",
        "le champ « 2 » n’existe pas",
    ),
    ({"calculs": [{"nom": "total", "formule": "quantieme(debut, 121)"}]}, "calculs[0].formule", "de 0 à 120 mois"),
    ({"calculs": [{"nom": "total", "formule": "quantieme(debut, motifs)"}]}, "calculs[0].formule", "attendu : entier"),
    (
        {"champs": [*CHAMPS, champ("x", "entier", min=1)], "calculs": [{"nom": "y", "formule": "quantieme(debut, x)"}]},
        "calculs[0].formule",
        "de 0 à 120 mois",
    ),
    ({"calculs": [{"nom": "debut", "formule": "nombre(voies)"}]}, "calculs[0].nom", "déjà pris"),
    ({"contraintes": [{"ordre": ["debut"], "message": "m"}]}, "contraintes[0].ordre", "deux moments"),
    ({"contraintes": [{"ordre": ["debut", "final"], "message": "m"}]}, "contraintes[0].ordre", "n’existe pas"),
    ({"contraintes": [{"ordre": ["debut", "objet"], "message": "m"}]}, "contraintes[0].ordre", "attendu : date"),
    ({"contraintes": [{"ordre": ["debut", "fin"]}]}, "contraintes[0]", "« message » manque"),
    ({"passages": [{**PASSAGE, "sorte": "prose"}]}, "passages[0].sorte", "considerants"),
    ({"passages": [{**PASSAGE, "points": "objet"}]}, "passages[0].points", "type points"),
    ({"passages": [{**PASSAGE, "champs": ["motif"]}]}, "passages[0].champs", "vouliez-vous dire « motifs »"),
    ({"passages": [{**PASSAGE, "longueur_max": "long"}]}, "passages[0].longueur_max", "un nombre entier"),
    ({"passages": [PASSAGE, PASSAGE]}, "passages[1].nom", "déclaré deux fois"),
]


@pytest.mark.parametrize(("changements", "cle", "raison"), CASSES)
def test_a_broken_modele_yaml_names_its_key_and_its_line(tmp_path, changements, cle, raison):
    dossier = write_modele(tmp_path, make_base(**changements))
    trouvees = [erreur for erreur in faults(dossier) if erreur.cle == cle and raison in erreur.raison]
    assert trouvees, faults(dossier)
    assert trouvees[0].fichier == dossier / "modele.yaml"
    assert trouvees[0].ligne is not None
    assert str(trouvees[0]).endswith((".", "?"))


CORPS_CASSES = [
    (CORPS.replace("{% endfor %}", ""), 15, "syntaxe"),
    (CORPS.replace("objet }}", "objt }}"), 1, "« objt » n’est pas un champ"),
    (CORPS.replace("v.voie", "v.rue"), 12, "« rue » n’est pas un champ de « v »"),
    (CORPS.replace("total|montant", "totl|montant"), 12, "« totl »"),
    (CORPS.replace("collectivite.adresse.ville", "collectivite.adresse.pays"), 15, "« pays »"),
    (CORPS.replace('passage("motifs")', 'passage("motif")'), 5, "le passage « motif » n’est pas déclaré"),
    (CORPS.replace('{{ passage("motifs") }}', ""), None, "n’est ouvert nulle part"),
    (CORPS.replace("[intitulé]", "[titre]"), 1, "n’est pas une directive"),
    (CORPS.replace("|montant", "|argent"), 12, "argent"),
    (CORPS.replace('emplacement("date")', 'emplacement("numero")'), 15, "n’est pas déclaré dans apres_visa"),
    ("{% include 'x' %}\n" + CORPS, 1, "« include »"),
    (CORPS + "{%- from 'x' import y %}\n", 16, "« from »"),
    (CORPS + "\x00", 16, "U+0000"),
]


@pytest.mark.parametrize(("corps", "ligne", "raison"), CORPS_CASSES)
def test_a_broken_body_names_its_line(tmp_path, corps, ligne, raison):
    dossier = write_modele(tmp_path, corps=corps)
    with pytest.raises(CatalogueInvalide) as refus:
        load_modele(dossier)
    trouvees = [e for e in refus.value.erreurs if e.ligne == ligne and raison in e.raison]
    assert trouvees, refus.value.erreurs
    assert trouvees[0].fichier == dossier / "corps.txt.j2"


@pytest.mark.parametrize(
    ("texte", "ligne", "raison"),
    [
        ("code: essai\ncode: essai\n", 2, "écrite deux fois"),
        ("code: &a essai\ntitre: *a\n", 1, "ancres"),
        ("code: [essai\n", 1, "crochets"),
        ("- code\n", 1, "des clés et des valeurs"),
        ("", None, "des clés et des valeurs"),
        ("x" * 1_100_000, None, "dépasse"),
    ],
)
def test_a_modele_yaml_that_is_no_yaml_names_its_line(tmp_path, texte, ligne, raison):
    with pytest.raises(CatalogueInvalide) as refus:
        load_modele(write_modele(tmp_path, texte))
    assert raison in str(refus.value)
    assert refus.value.ligne == ligne


def test_a_float_matiere_is_refused_as_it_was_written(tmp_path):
    texte = dump(make_base()).replace("'6.1'", "7.10")
    (faute,) = faults(write_modele(tmp_path, texte))
    assert '("7.10")' in faute.raison
    assert faute.ligne == texte[: texte.index("matiere")].count("\n") + 1


def test_every_fault_of_a_template_is_told(tmp_path):
    dossier = write_modele(
        tmp_path, make_base(nature="XX", version="1", circuit=[]), CORPS.replace("objet }}", "objt }}")
    )
    with pytest.raises(CatalogueInvalide) as refus:
        load_modele(dossier)
    assert len(refus.value.erreurs) == 4
    assert len(str(refus.value).splitlines()) == 4
    assert (refus.value.cle, refus.value.code_sortie) == ("nature", 3)
    revenue = pickle.loads(pickle.dumps(refus.value))  # noqa: S301 -- our own bytes
    assert str(revenue) == str(refus.value)
    assert isinstance(revenue, ModeleInvalide)


def test_a_letter_needs_neither_nature_nor_matiere(tmp_path):
    modele = make_modele(tmp_path, champ("x", "phrase"), genre="courrier", nature=None, matiere=None, caractere=None)
    assert (modele.nature, modele.matiere, modele.caractere) == (None, None, None)


def test_a_sound_template_is_read_whole(tmp_path):
    modele = load_modele(write_modele(tmp_path))
    assert (modele.code, modele.matiere, modele.references[0].en_vigueur_depuis) == ("essai", "6.1", None)
    assert modele.find_champ("voies.cout").type == "montant"
    assert modele.find_champ("voies.prix") is None
    assert modele.find_passage("motifs").champs == ("motifs", "voies", "debut")
    assert modele.find_passage("absent") is None
    assert hash(modele) == hash(load_modele(modele.dossier))


def test_the_parts_of_a_bloc_may_bear_the_name_of_a_function(tmp_path):
    modele = make_modele(
        tmp_path, champ("v", "bloc", champs=[champ("emplacement", "phrase"), champ("items", "phrase")])
    )
    assert modele.find_champ("v.items")


def test_a_catalogue_loads_each_template_once_and_when_asked(tmp_path):
    write_modele(tmp_path)
    catalogue = load_catalogue([tmp_path])
    assert catalogue.codes == ("essai",)
    assert catalogue.get("essai") is catalogue.get("essai")
    assert catalogue.list_modeles() == (catalogue.get("essai"),)


def test_an_unknown_template_names_those_that_exist(tmp_path):
    write_modele(tmp_path)
    for code in ("esai", "../essai", ""):
        with pytest.raises(ModeleInconnu, match="Connus : essai"):
            load_catalogue([tmp_path]).get(code)


def test_a_template_of_ours_is_never_replaced(tmp_path):
    write_modele(tmp_path / "a")
    write_modele(tmp_path / "b")
    with pytest.raises(CatalogueInvalide, match="« essai » est déjà celui de"):
        load_catalogue([tmp_path / "a", tmp_path / "b"])


def test_a_folder_that_cannot_be_listed_is_told(tmp_path):
    with pytest.raises(CatalogueInvalide, match="illisible"):
        load_catalogue([tmp_path / "absent"])


def test_a_broken_template_hides_no_sound_one(tmp_path):
    write_modele(tmp_path)
    write_modele(tmp_path, make_base(code="casse", genre="x"), code="casse")
    (tmp_path / "notes").mkdir()  # a folder without modele.yaml is none
    catalogue = load_catalogue([tmp_path])
    modeles, erreurs = catalogue.check()
    assert [m.code for m in modeles] == ["essai"]
    assert [e.cle for e in erreurs] == ["genre"]
    with pytest.raises(CatalogueInvalide):
        catalogue.list_modeles()


def test_a_template_without_a_body_is_told(tmp_path):
    dossier = write_modele(tmp_path)
    (dossier / "corps.txt.j2").unlink()
    with pytest.raises(CatalogueInvalide, match=r"corps\.txt\.j2 : le fichier est illisible"):
        load_modele(dossier)


def test_examples_are_found_by_name(tmp_path):
    dossier = write_modele(tmp_path)
    (dossier / "exemples").mkdir()
    (dossier / "exemples" / "02.yaml").write_text("- rien\n", encoding="utf-8")
    (dossier / "exemples" / "01.yaml").write_text("titre_exemple: Un\nobjet: x\n", encoding="utf-8")
    modele = load_modele(dossier)
    assert modele.exemples == ("01", "02")
    assert load_exemple(modele, "01").valeur["objet"] == "x"
    with pytest.raises(ModeleInconnu, match=r"l’exemple « 03 » n’existe pas\. Connus : 01, 02\."):
        load_exemple(modele, "03")
    with pytest.raises(CatalogueInvalide, match="un exemple est une saisie"):
        load_exemple(modele, "02")


def test_the_templates_that_ship_are_sound():
    modeles, erreurs = load_catalogue([find_dossier("templates_actes")]).check()
    assert [str(erreur) for erreur in erreurs] == []
    assert "arrete_circulation_temporaire" in [modele.code for modele in modeles]
