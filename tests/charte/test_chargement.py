"""The charte is one description: complete, readable, and wrong keys are told at their line."""

import dataclasses

import pytest

from server.charte import load_charte
from server.charte.champs import contrast
from server.errors import ModeleInvalide
from server.formats.docx.styles import NOM_DE_CLE
from server.formats.genres import STYLE_DE_CLE
from server.ressources import find_dossier
from tests.formats.strategies import make_png

AUTRES = {"cellule", "cellule_titre", "en_tete_page", "pied_page", "note", "cadre"}


def write(dossier, texte, nom="charte.yaml"):
    (dossier / nom).write_text(texte, encoding="utf-8")
    return dossier


def refused(dossier, texte):
    with pytest.raises(ModeleInvalide) as faute:
        load_charte(write(dossier, texte))
    return faute.value


def test_the_default_charte_has_a_style_for_every_kind_and_no_other():
    cles = [style.cle for style in load_charte().styles]
    assert len(cles) == len(set(cles))
    assert set(cles) == set(STYLE_DE_CLE) | AUTRES == set(NOM_DE_CLE)


def test_every_text_of_the_default_charte_can_be_read():
    charte = load_charte()
    for style in charte.styles:
        assert contrast(style.couleur, style.fond or "FFFFFF") >= 4.5
        assert contrast(style.couleur, charte.fond_ia) >= 4.5
        assert style.taille >= 8
    assert contrast(charte.style("cellule_titre").couleur, charte.tableau.fond_entete) >= 4.5


def test_headings_follow_each_other_without_a_gap():
    niveaux = {style.niveau_plan for style in load_charte().styles}
    assert niveaux == {0, 1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize(
    ("couleurs", "rapport"), [(("000000", "FFFFFF"), 21.0), (("777777", "FFFFFF"), 4.48), (("FFFFFF", "FFFFFF"), 1.0)]
)
def test_contrast_is_that_of_wcag(couleurs, rapport):
    assert contrast(*couleurs) == pytest.approx(rapport, abs=0.01)


def test_a_charte_is_hashable_and_equal_to_itself_loaded_again():
    assert load_charte() == load_charte()
    assert hash(load_charte()) == hash(load_charte())
    autre = dataclasses.replace(load_charte(), nom="autre")
    assert autre != load_charte()
    assert hash(autre) != hash(load_charte())


def test_a_collectivite_says_only_what_it_changes(tmp_path):
    charte = load_charte(write(tmp_path, "styles:\n  visa: {taille: 11}\npage: {gauche: 30}\n"))
    defaut = load_charte()
    assert charte.style("visa") == dataclasses.replace(defaut.style("visa"), taille=11.0)
    assert charte.page == dataclasses.replace(defaut.page, gauche=30.0)
    assert charte.style("considerant") == defaut.style("considerant")


def test_the_default_of_a_collectivite_reaches_styles_that_say_nothing_of_it(tmp_path):
    charte = load_charte(write(tmp_path, "styles:\n  defaut: {taille: 12}\n"))
    assert charte.style("alinea").taille == 12
    assert charte.style("intitule").taille == 15


def test_a_style_may_be_as_another(tmp_path):
    charte = load_charte(write(tmp_path, "styles:\n  objet: {comme: intitule, taille: 12}\n"))
    assert dataclasses.replace(
        charte.style("objet"), cle="intitule", taille=15.0, apres=16.0, avant=14.0
    ) == charte.style("intitule")


def test_an_empty_file_is_the_default_charte(tmp_path):
    assert load_charte(write(tmp_path, "")) == load_charte(find_dossier("styles"))


def test_a_logo_has_its_proportions_and_its_description(tmp_path):
    (tmp_path / "logo.png").write_bytes(make_png())
    charte = load_charte(write(tmp_path, "logo: {fichier: logo.png, description: Blason, hauteur: 20}\n"))
    assert (charte.logo.largeur_mm, charte.logo.hauteur_mm, charte.logo.description) == (20.0, 20.0, "Blason")


@pytest.mark.parametrize(
    ("texte", "ligne", "cle", "raison"),
    [
        ("page:\n  gauche: large\n", 2, "page.gauche", "un nombre entre 3 et 90"),
        ("page:\n  gauche: true\n", 2, "page.gauche", "un nombre"),
        ("page: {gauche: 89, droite: 89}\n", 1, "page", "moins de 60 mm"),
        ("page: 12\n", 1, "page", "une suite de clés"),
        ("nom: 12\n", 1, "nom", "un texte"),
        ("\n\nvisa: 1\n", 3, "visa", "clé inconnue"),
        ("styles:\n  visa:\n    taile: 12\n", 3, "styles.visa.taile", "clé inconnue"),
        ("styles:\n  visa: {taille: 2}\n", 2, "styles.visa.taille", "entre 6 et 48"),
        ("styles:\n  visa: {couleur: bleu}\n", 2, "styles.visa.couleur", "RRGGBB"),
        ("styles:\n  visa: {couleur: 123456}\n", 2, "styles.visa.couleur", "entre guillemets"),
        ('styles:\n  visa: {couleur: "BBBBBB"}\n', 2, "styles.visa.couleur", "le contraste du texte avec son fond est de 1.9"),
        ("styles:\n  visa: {alignement: milieu}\n", 2, "styles.visa.alignement", "gauche, droite, centre, justifie"),
        ("styles:\n  visa: {gras: oui}\n", 2, "styles.visa.gras", "true ou false"),
        ("styles:\n  visa: {niveau_plan: 1.5}\n", 2, "styles.visa.niveau_plan", "entier"),
        ("styles:\n  visa: {comme: absent}\n", 2, "styles.visa.comme", "autre style"),
        ("styles:\n  visa: {comme: considerant}\n  considerant: {comme: visa}\n", 3, "styles.considerant.comme", "autre style"),
        ("styles:\n  visa: {filet_bas: {epaisseur: 1}}\n", 2, "styles.visa.filet_bas", "« couleur » manque"),
        ('pages: {pied: "{date}"}\n', 1, "pages.pied", "« {date} » est inconnu"),
        ("polices:\n  corps: {famille: ronde}\n", 2, "polices.corps.famille", "sans, serif"),
        ("polices:\n  corps: {equivalents: Arial}\n", 2, "polices.corps.equivalents", "liste de textes"),
        ("logo:\n  fichier: absent.png\n", 2, "logo.fichier", "n’est pas dans"),
        ("logo:\n  fichier: ../charte.yaml\n", 2, "logo.fichier", "n’est pas dans"),
        ("logo:\n  fichier: charte.yaml\n", 2, "logo.fichier", "PNG ou JPEG"),
        ("nom: a\nnom: b\n", 2, "nom", "en double"),
        ("- a\n", 1, "", "une suite de clés"),
        ("nom: [\n", 2, "", "YAML"),
        ("nom: &a [*a]\n", 1, "nom[0]", "se contient"),
        ("nom: 2026-13-45\n", 1, "nom", "valeur illisible"),
    ],
)  # fmt: skip
def test_a_wrong_key_is_told_with_its_file_and_its_line(tmp_path, texte, ligne, cle, raison):
    faute = refused(tmp_path, texte)
    assert faute.fichier == tmp_path / "charte.yaml"
    assert (faute.cle, faute.ligne) == (cle, ligne)
    assert raison in faute.raison


def test_a_logo_without_description_is_refused(tmp_path):
    (tmp_path / "logo.png").write_bytes(make_png())
    assert "description" in refused(tmp_path, "logo: {fichier: logo.png}\n").raison


def test_a_file_that_is_not_there_or_not_utf8_is_told(tmp_path):
    with pytest.raises(ModeleInvalide, match="ne s’ouvre pas"):
        load_charte(tmp_path)
    (tmp_path / "charte.yaml").write_bytes(b"nom: \xe9\n")
    with pytest.raises(ModeleInvalide, match="UTF-8"):
        load_charte(tmp_path)


@pytest.mark.parametrize("texte", ["", "{}", "[]", '{"version": "papier/9"}', '{"version": "papier/1", "en_tetes": [{"noeud": "os.system"}], "pieds": []}', '{"version": "papier/1", "en_tetes": [{"noeud": "Fragment", "texte": "x"}], "pieds": []}', '{"version": "papier/1", "en_tetes": [{"noeud": "EnTetePage", "corps": [{"noeud": "Image", "fichier": "../x"}]}], "pieds": []}'])  # fmt: skip
def test_a_damaged_letterhead_is_told(tmp_path, texte):
    write(tmp_path, texte, "papier.json")
    with pytest.raises(ModeleInvalide, match=r"papier.json : papier à en-tête illisible"):
        load_charte(tmp_path)
