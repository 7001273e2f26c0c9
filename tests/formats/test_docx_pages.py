"""Page headers of a real Word file, by the pages that show them; macros."""

import pytest

from server.formats.docx import read
from server.formats.docx.espaces import RACINE
from tests.formats.fabrique_docx import describe, make_docx, p


def page_part(nom, texte):
    return (f"word/{nom}.xml", f"<w:hdr {RACINE}>{p(texte) if texte else '<w:p/>'}</w:hdr>")


def reference(sorte, rid, genre="header"):
    return f'<w:{genre}Reference w:type="{sorte}" r:id="{rid}"/>'


PAGES = {"parties": [page_part("h1", "tous"), page_part("h2", "premier"), page_part("h3", "pair"), page_part("h4", "")],
         "relations": [(f"r{i}", "header", f"h{i}.xml", False) for i in (1, 2, 3, 4)]}  # fmt: skip
TROIS = reference("default", "r1") + reference("first", "r2") + reference("even", "r3")


@pytest.mark.parametrize(
    ("section", "settings", "attendu"),
    [
        (TROIS, "", ["tete/defaut alinea: tous"]),
        (TROIS + "<w:titlePg/>", "", ["tete/defaut alinea: tous", "tete/premiere alinea: premier"]),
        (TROIS, "<w:evenAndOddHeaders/>", ["tete/defaut alinea: tous", "tete/paire alinea: pair"]),
        (TROIS + '<w:titlePg w:val="0"/>', "", ["tete/defaut alinea: tous"]),
        (reference("default", "r1") + reference("first", "r1") + "<w:titlePg/>", "", ["tete/defaut alinea: tous"]),
        (reference("default", "r9"), "", []),
    ],
)
def test_page_headers_by_the_pages_that_show_them(section, settings, attendu):
    donnees = make_docx(p("a"), section=section, settings=settings, **PAGES)
    assert describe(read(donnees).acte)[1:] == attendu


def test_a_first_page_without_header_is_told_from_one_with_the_usual_header():
    acte = read(make_docx(p("a"), section=reference("default", "r1") + "<w:titlePg/>", **PAGES)).acte
    assert [(t.sorte, bool(t.corps)) for t in acte.en_tetes] == [("defaut", True), ("premiere", False)]


def test_sections_inherit_their_headers_and_add_their_own():
    premiere = p("a", ppr=f"<w:sectPr>{reference('default', 'r1')}</w:sectPr>")
    deuxieme = p("b", ppr="<w:sectPr/>")
    troisieme = p("c", ppr=f"<w:sectPr>{reference('default', 'r2')}</w:sectPr>")
    acte = read(make_docx(premiere + deuxieme + troisieme + p("d"), **PAGES)).acte
    assert [t.corps[0].texte for t in acte.en_tetes] == ["tous", "premier"]


@pytest.mark.parametrize("nom", ["word/vbaProject.bin", "word/vbaData.xml"])
def test_macros_are_read_around_and_forbid_a_seal(nom):
    lecture = read(make_docx(p("a"), parties=[(nom, b"x")]))
    assert describe(lecture.acte) == ["alinea: a", "(? macro)"]
    assert "macros" in lecture.avertissements[0]


def test_a_docm_renamed_is_known_by_its_content_type():
    types = (
        '<Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
    )
    assert describe(read(make_docx(p("a"), types=types)).acte)[-1] == "(? macro)"
