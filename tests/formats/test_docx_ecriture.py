"""What a .docx holds beside its text: valid, accessible, the same every time, refused rather than false."""

import contextlib
import io
import time
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator

from server.acte.fragments import Champ, Emplacement, Fragment, Image, Inconnu, NatureChamp, Origine
from server.acte.noeuds import Acte, Alinea, EnTetePage, Genre, Liste, PiedPage, Proprietes, Puce, SortePage, Visa
from server.charte import load_charte
from server.errors import EcritureImpossible, FichierIllisible, MinutierError
from server.formats.docx import read, write
from server.formats.docx.espaces import W
from server.formats.genres import STYLE_DE_CLE
from tests.formats.exemples import arrete_reference
from tests.formats.fabrique_docx import change_part, describe
from tests.formats.strategies import actes, make_png

CHARTE = load_charte()
REFERENCE = write(arrete_reference(), CHARTE)


def part(donnees, nom):
    with zipfile.ZipFile(io.BytesIO(donnees)) as archive:
        return etree.fromstring(archive.read(nom))


def act_of(*contenu):
    return Acte(Genre.ARRETE, "Titre", (Alinea(contenu),))


def audit(donnees, dossier):
    fichier = dossier / "acte.docx"
    fichier.write_bytes(donnees)
    return [str(erreur) for erreur in OpenXmlValidator().validate(str(fichier)).errors]


def test_the_reference_act_is_valid(tmp_path):
    assert audit(REFERENCE, tmp_path) == []


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acte=actes())
def test_any_act_is_valid(acte, tmp_path):
    assert audit(write(acte, CHARTE), tmp_path) == []


def test_the_audit_would_see_a_fault(tmp_path):
    fautif = change_part(REFERENCE, "word/document.xml", lambda xml: xml.replace("<w:cantSplit/>", "<w:b/>", 1))
    assert audit(fautif, tmp_path) != []


def test_the_same_act_gives_the_same_bytes():
    assert write(arrete_reference(), load_charte()) == REFERENCE


def test_python_docx_opens_it_with_its_styles_title_and_language():
    document = Document(io.BytesIO(REFERENCE))
    assert document.core_properties.title == "Arrêté portant réglementation temporaire de la circulation"
    assert document.core_properties.language == "fr-FR"
    styles = {p.style.name for p in document.paragraphs}
    assert {"Acte Visa", "Acte Considerant", "Acte Titre Article", "Acte Signature"} <= styles
    (tableau,) = document.tables
    assert tableau.rows[0].cells[0].text == "Occupation"


def test_it_is_accessible_by_construction():
    document, styles = part(REFERENCE, "word/document.xml"), part(REFERENCE, "word/styles.xml")
    assert styles.find(f".//{{{W}}}docDefaults//{{{W}}}lang").get(f"{{{W}}}val") == "fr-FR"
    niveaux = {
        s.find(f"{{{W}}}name").get(f"{{{W}}}val"): s.find(f".//{{{W}}}outlineLvl").get(f"{{{W}}}val")
        for s in styles.iter(f"{{{W}}}style")
        if s.find(f".//{{{W}}}outlineLvl") is not None
    }
    assert niveaux["Acte Intitule"] == "0"
    assert niveaux["Acte Titre Article"] == "5"
    assert len(document.findall(f".//{{{W}}}tblHeader")) == 1
    paragraphes = list(document.iter(f"{{{W}}}p"))
    assert all("".join(p.itertext()).strip() for p in paragraphes)
    assert not list(document.iter(f"{{{W}}}tab"))
    assert all(p.find(f"{{{W}}}pPr/{{{W}}}pStyle") is not None for p in paragraphes)


def test_every_kind_has_its_style():
    noms = {e.get(f"{{{W}}}val") for e in part(REFERENCE, "word/styles.xml").iter(f"{{{W}}}name")}
    assert set(STYLE_DE_CLE.values()) <= noms


def test_an_image_has_its_description():
    image = Image.from_bytes(make_png(), "L’écu & la « mer »", 20, 10)
    donnees = write(act_of(image), CHARTE)
    (dessin,) = part(donnees, "word/document.xml").iter("{*}docPr")
    assert dessin.get("descr") == "L’écu & la « mer »"


def test_the_same_image_twice_is_stored_once():
    image = Image.from_bytes(make_png(), "", 20, 10)
    with zipfile.ZipFile(io.BytesIO(write(act_of(image, image), CHARTE))) as archive:
        assert [n for n in archive.namelist() if n.startswith("word/media/")] == ["word/media/image1.png"]


@pytest.mark.parametrize(("sorte", "montre"), [("saisie", ""), ("ia", "IA"), ("ia_retouchee", "IA")])
def test_model_text_has_its_style(sorte, montre):
    donnees = write(act_of(Fragment("x", Origine(sorte))), CHARTE)
    styles = [e.get(f"{{{W}}}val") for e in part(donnees, "word/document.xml").iter(f"{{{W}}}rStyle")]
    assert styles == [montre] * bool(montre)


def test_an_unusual_slot_has_its_style_and_reads_back():
    acte = act_of(Emplacement("cote_archives"))
    donnees = write(acte, CHARTE)
    noms = {e.get(f"{{{W}}}val") for e in part(donnees, "word/styles.xml").iter(f"{{{W}}}name")}
    assert "Emplacement cote_archives" in noms
    assert read(donnees).acte == acte


def test_the_properties_carry_what_the_draft_is_and_the_mark_of_model_content():
    racine = part(REFERENCE, "docProps/custom.xml")
    valeurs = {e.get("name"): "".join(e.itertext()) for e in racine}
    assert valeurs["Minutier Statut"] == "projet"
    assert valeurs["Minutier Contenu IA"] == "partiel"
    assert valeurs["DigitalSourceType"].startswith("http://cv.iptc.org/newscodes/digitalsourcetype/")
    assert max(len(v) for v in valeurs.values()) <= 255


def test_without_model_content_there_is_no_such_mark():
    acte = replace(arrete_reference(), proprietes=Proprietes(statut="projet", contenu_ia="aucun"))
    assert b"DigitalSourceType" not in zipfile.ZipFile(io.BytesIO(write(acte, CHARTE))).read("docProps/custom.xml")


def test_a_page_kind_without_a_header_shows_the_default_one():
    pied = PiedPage((Alinea((Champ(NatureChamp.PAGE),)),))
    premiere = EnTetePage((Alinea((Fragment("Commune", Origine.TRAME),)),), SortePage.PREMIERE)
    acte = replace(act_of(Fragment("x", Origine.TRAME)), en_tetes=(premiere,), pieds=(pied,))
    donnees = write(acte, CHARTE)
    sortes = [e.get(f"{{{W}}}type") for e in part(donnees, "word/document.xml").iter(f"{{{W}}}footerReference")]
    assert sortes == ["default", "first"]
    assert read(donnees).acte == acte


@pytest.mark.parametrize(
    ("element", "raison"),
    [
        (Fragment("a\x00b"), "U\\+0000"),
        (Fragment("a\rb"), "U\\+000D"),
        (Fragment("a\ud800b"), "U\\+D800"),
        (Fragment("a\ufffeb"), "U\\+FFFE"),
        (Fragment("x", lien="https://a.fr/\x01"), "U\\+0001"),
        (Inconnu("m:oMath", "x"), "m:oMath"),
        (Image.from_bytes(b"<svg/>", "Blason", 1, 1), "« Blason » n’est ni PNG"),
    ],
)
def test_what_cannot_be_written_faithfully_is_refused(element, raison):
    with pytest.raises(EcritureImpossible, match=raison):
        write(act_of(element), CHARTE)


def test_an_unknown_block_a_marker_and_a_property_that_word_would_change_are_refused():
    acte = act_of(Fragment("x"))
    for fautif in (
        replace(acte, corps=(Inconnu("w:altChunk"),)),
        replace(acte, corps=(Visa((Fragment("x"),), numero="5 %"),)),
        replace(acte, titre="a\x02"),
        replace(acte, proprietes=Proprietes(modele="m" * 256)),
    ):
        with pytest.raises(EcritureImpossible):
            write(fautif, CHARTE)


@pytest.mark.parametrize("texte", ["<w:p/>", "&amp;", "]]>", "\"'", "Article 2", "  a  ", "é\u0301", "\U0001f600"])
def test_any_text_stays_text(texte):
    acte = act_of(Fragment(texte, Origine.SAISIE, "objet"))
    assert read(write(acte, CHARTE)).acte == acte


def test_changing_one_word_of_the_document_shows():
    autre = change_part(REFERENCE, "word/document.xml", lambda xml: xml.replace("gênant", "licite"))
    avant, apres = describe(read(REFERENCE).acte), describe(read(autre).acte)
    assert [(a, b) for a, b in zip(avant, apres, strict=True) if a != b] == [
        (
            "alinea: Pendant la même période, le stationnement est interdit et considéré comme gênant au droit du chantier.",
            "alinea: Pendant la même période, le stationnement est interdit et considéré comme licite au droit du chantier.",
        )
    ]


def test_properties_never_add_text():
    autre = change_part(REFERENCE, "docProps/custom.xml", lambda xml: xml.replace("projet", "autre chose"))
    assert describe(read(autre).acte) == describe(read(REFERENCE).acte)


def test_hundreds_of_numbered_lists_read_back():
    liste = Liste((Puce((Fragment("a", Origine.TRAME),), "1°"), Puce((Fragment("b", Origine.TRAME),), "2°")))
    separe = Alinea((Fragment("x", Origine.TRAME),))
    acte = Acte(Genre.NOTE, "", (separe, liste) * 300)
    assert read(write(acte, CHARTE)).acte == acte


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_file_is_a_tree_or_a_french_error(data):
    brut = bytearray(REFERENCE)
    for place in data.draw(st.lists(st.integers(0, len(brut) - 1), min_size=1, max_size=5)):
        brut[place] = data.draw(st.integers(0, 255))
    fin = data.draw(st.sampled_from([len(brut), len(brut), len(brut) // 2]))
    with contextlib.suppress(FichierIllisible):
        read(bytes(brut[:fin]), "a.docx")


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused(donnees):
    with pytest.raises(MinutierError):
        read(donnees)


@settings(max_examples=80)
@given(st.lists(st.sampled_from(["<w:p>", "</w:p>", "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", "<w:r>", "</w:r>", "<w:t>a</w:t>", '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="separate"/>', '<w:fldChar w:fldCharType="end"/>', "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", '<w:numPr><w:ilvl w:val="99"/><w:numId w:val="2"/></w:numPr>', '<w:gridSpan w:val="-1"/>', "<w:vMerge/>", "<w:drawing/>", '<w:footnoteReference w:id="1"/>']), max_size=14))  # fmt: skip
def test_any_elements_in_the_body_are_a_tree_or_a_french_error(morceaux):
    corps = "".join(morceaux)
    donnees = change_part(REFERENCE, "word/document.xml", lambda xml: xml.replace("<w:body>", f"<w:body>{corps}", 1))
    try:
        assert read(donnees).acte
    except FichierIllisible:
        return


LENTS = {
    "fields that never end": '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * 20_000 + "<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 20_000,
    "fields in fields": "<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>a</w:t></w:r>' * 20_000 + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 20_000 + "</w:p>",
    "runs of one slot": "<w:p>" + '<w:r><w:rPr><w:rStyle w:val="Emplacementnumero"/></w:rPr><w:t>a</w:t></w:r>' * 20_000 + "</w:p>",
    "sections": '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId1"/></w:sectPr></w:pPr></w:p>' * 10_000,
    "levels of list": '<w:p><w:pPr><w:numPr><w:ilvl w:val="8"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>' * 10_000,
    "digits": f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{"1" * 9000}"/><w:numId w:val="{"1" * 9000}"/></w:numPr><w:outlineLvl w:val="{"1" * 9000}"/></w:pPr><w:r><w:rPr><w:position w:val="{"1" * 9000}"/></w:rPr><w:t>a</w:t></w:r></w:p>',
}  # fmt: skip


@pytest.mark.parametrize("corps", LENTS.values(), ids=LENTS)
def test_what_is_made_to_be_slow_is_read_in_seconds(corps):
    donnees = change_part(REFERENCE, "word/document.xml", lambda xml: xml.replace("<w:body>", f"<w:body>{corps}", 1))
    debut = time.process_time()
    with contextlib.suppress(FichierIllisible):
        read(donnees)
    # A second at most on a machine of 2020; a quadratic walk would take minutes.
    assert time.process_time() - debut < 20


def test_deep_nesting_is_a_tree_or_a_french_error():
    for debut, fin in (
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
    ):
        for profondeur in (20, 60, 400):
            corps = debut * profondeur + "<w:p/>" + fin * profondeur
            donnees = change_part(
                REFERENCE, "word/document.xml", lambda xml, c=corps: xml.replace("<w:body>", f"<w:body>{c}", 1)
            )
            if profondeur == 20:
                read(donnees)
            elif profondeur == 400:
                with pytest.raises(FichierIllisible):
                    read(donnees)
            else:
                try:
                    read(donnees)
                except FichierIllisible:
                    continue
