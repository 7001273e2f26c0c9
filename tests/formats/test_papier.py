"""The letterhead of a collectivité comes from its own template, and drafts carry it in both formats."""

import io
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from server.acte.fragments import Fragment, Image, Origine
from server.acte.noeuds import Acte, Alinea, Genre
from server.acte.parcours import walk
from server.charte import build_pages, load_charte
from server.errors import EcritureImpossible, FichierIllisible
from server.formats import docx, odt
from server.formats.papier import compile_charte, import_papier
from tests.formats.fabrique_docx import RACINE, describe, make_docx, p
from tests.formats.strategies import make_png
from tests.outils_libreoffice import convert


def make_letterhead(*, texte="", marge=30, police="Georgia"):
    """Make what a town hall has: a logo and its name on the first page, its name on the others, its address below."""
    document = Document()
    document.styles["Normal"].font.name = police
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.top_margin, section.header_distance = Mm(marge), Mm(40), Mm(12)
    section.different_first_page_header_footer = True
    premier = section.first_page_header.paragraphs[0]
    premier.add_run().add_picture(io.BytesIO(make_png()), width=Mm(20))
    nom = section.first_page_header.add_paragraph("Ville d’Aurillac")
    nom.alignment = WD_ALIGN_PARAGRAPH.CENTER
    section.header.paragraphs[0].text = "Ville d’Aurillac – suite"
    section.footer.paragraphs[0].text = "1 place de l’Hôtel-de-Ville"
    section.first_page_footer.paragraphs[0].text = "1 place de l’Hôtel-de-Ville"
    document.add_paragraph(texte)
    tampon = io.BytesIO()
    document.save(tampon)
    return tampon.getvalue()


ATTENDU = [
    "tete/defaut alinea: Ville d’Aurillac – suite",
    "tete/premiere alinea: (image  67)",
    "tete/premiere alinea_centre: Ville d’Aurillac",
    "pied/defaut alinea: 1 place de l’Hôtel-de-Ville",
]


def draft_on(dossier):
    """Draft a short letter on the charte of a folder, in both formats, and read the two back."""
    charte = load_charte(dossier)
    en_tetes, pieds = build_pages(charte, "Aurillac")
    acte = Acte(Genre.COURRIER, "Lettre", (Alinea((Fragment("Madame,", Origine.TRAME),)),), en_tetes, pieds)
    return [lire(ecrire(acte, charte)).acte for lire, ecrire in ((docx.read, docx.write), (odt.read, odt.write))]


def check(dossier, importation):
    charte = load_charte(dossier)
    assert (charte.page.gauche, charte.page.largeur) == pytest.approx((30, 210), abs=0.2)
    assert charte.police_corps.nom == charte.police_titres.nom == "Georgia"
    for acte in draft_on(dossier):
        assert describe(acte)[1:] == ATTENDU
        assert {e.origine for place in walk(acte) for e in place.feuille.contenu if isinstance(e, Fragment)} == {
            "trame"
        }
    assert {f.name for f in importation.fichiers} == {f.name for f in Path(dossier).iterdir()}


def test_a_word_template(tmp_path):
    modele = tmp_path / "papier.dotx"
    modele.write_bytes(make_letterhead())
    importation = import_papier(modele, tmp_path / "charte")
    assert importation.avertissements == ()
    check(tmp_path / "charte", importation)
    charte = load_charte(tmp_path / "charte")
    assert (charte.page.haut, charte.page.en_tete) == (40.0, 12.0)


@pytest.mark.libreoffice
def test_a_libreoffice_template(tmp_path):
    (donnees,) = convert([("papier.docx", make_letterhead())], "odt")
    modele = tmp_path / "papier.ott"
    modele.write_bytes(donnees)
    importation = import_papier(modele, tmp_path / "charte")
    assert importation.avertissements == ()
    check(tmp_path / "charte", importation)


def test_what_is_left_out_is_told(tmp_path):
    modele = tmp_path / "papier.dotx"
    modele.write_bytes(make_letterhead(texte="Cher Monsieur,", marge=120))
    avertissements = import_papier(modele, tmp_path / "charte").avertissements
    assert len(avertissements) == 2
    assert avertissements[0] == "La mesure « gauche » du modèle (120.0 mm) a été ramenée à 90.0 mm."
    assert "n’est pas repris" in avertissements[1]


def test_an_unknown_thing_in_the_header_is_left_out_and_told(tmp_path):
    symbole = p('<w:r><w:t>Ville</w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')
    donnees = make_docx(
        "",
        parties=[("word/h.xml", f"<w:hdr {RACINE}>{symbole}</w:hdr>")],
        relations=[("r1", "header", "h.xml", False)],
        section='<w:headerReference w:type="default" r:id="r1"/>',
    )
    modele = tmp_path / "papier.docx"
    modele.write_bytes(donnees)
    (avertissement,) = import_papier(modele, tmp_path / "charte").avertissements
    assert "w:sym" in avertissement
    assert describe(draft_on(tmp_path / "charte")[0])[1:] == ["tete/defaut alinea: Ville"]


def test_a_template_without_header_says_so(tmp_path):
    modele = tmp_path / "vide.dotx"
    modele.write_bytes(make_docx(""))
    (avertissement,) = import_papier(modele, tmp_path / "charte").avertissements
    assert "ni en-tête ni pied de page" in avertissement


def test_a_charte_that_is_there_is_not_overwritten(tmp_path):
    modele = tmp_path / "papier.dotx"
    modele.write_bytes(make_letterhead())
    (tmp_path / "charte").mkdir()
    existante = tmp_path / "charte" / "charte.yaml"
    existante.write_text("nom: la nôtre", encoding="utf-8")
    with pytest.raises(EcritureImpossible, match="contient déjà une charte"):
        import_papier(modele, tmp_path / "charte")
    assert existante.read_text(encoding="utf-8") == "nom: la nôtre"
    assert list((tmp_path / "charte").iterdir()) == [existante]


def test_a_folder_that_cannot_be_written_is_told_and_left_empty(tmp_path):
    modele = tmp_path / "papier.dotx"
    modele.write_bytes(make_letterhead())
    (tmp_path / "fichier").write_text("x")
    with pytest.raises(EcritureImpossible, match="ne s’écrit pas"):
        import_papier(modele, tmp_path / "fichier" / "charte")


@pytest.mark.parametrize(
    ("donnees", "raison"),
    [(b"%PDF-1.7", "un modèle Word"), (b"PK\x03\x04", "un modèle Word"), (None, "ne s’ouvre pas")],
)
def test_what_is_no_template_is_refused(tmp_path, donnees, raison):
    modele = tmp_path / "papier.dotx"
    if donnees is not None:
        modele.write_bytes(donnees)
    with pytest.raises(FichierIllisible, match=raison):
        import_papier(modele, tmp_path / "charte")
    assert not (tmp_path / "charte").exists()


def test_a_charte_compiles_to_two_documents_and_their_styles(tmp_path):
    ecrits = compile_charte(load_charte(), tmp_path / "sortie")
    assert [e.name for e in ecrits] == ["reference.docx", "reference.odt", "styles-word.xml", "styles-odf.xml"]
    mot, libre = (docx.read(ecrits[0].read_bytes()).acte, odt.read(ecrits[1].read_bytes()).acte)
    assert mot == libre
    assert b"Acte Visa" in ecrits[2].read_bytes()
    assert b"Acte Visa" in ecrits[3].read_bytes()
    assert not any(isinstance(e, Image) for place in walk(mot) for e in place.feuille.contenu)


def test_compiling_into_a_file_is_refused(tmp_path):
    (tmp_path / "fichier").write_text("x")
    with pytest.raises(EcritureImpossible, match="ne s’écrit pas"):
        compile_charte(load_charte(), tmp_path / "fichier")
