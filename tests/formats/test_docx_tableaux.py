"""Tables of a real Word file."""

import pytest

from server.formats.docx import read
from tests.formats.fabrique_docx import STYLES, describe, make_docx, p


def tc(contenu, tcpr=""):
    return f"<w:tc><w:tcPr>{tcpr}</w:tcPr>{contenu if contenu.startswith('<') else p(contenu)}</w:tc>"


def tr(*cellules, trpr=""):
    return f"<w:tr><w:trPr>{trpr}</w:trPr>{''.join(cellules)}</w:tr>"


def tbl(*lignes, tblpr=""):
    return f"<w:tbl><w:tblPr>{tblpr}</w:tblPr><w:tblGrid/>{''.join(lignes)}</w:tbl>"


def shape(tableau):
    """Give, for each row, the (columns, rows) of its cells, and whether it is a header."""
    return [([(c.colonnes, c.lignes) for c in ligne.cellules], ligne.entete) for ligne in tableau.lignes]


def read_table(xml, **options):
    (tableau,) = read(make_docx(xml, styles=STYLES, **options)).acte.corps
    return tableau


RESTART_V, SUITE_V = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
TABLEAUX = [
    ("header row", tbl(tr(tc("a"), tc("b"), trpr="<w:tblHeader/>"), tr(tc("c"), tc("d"))), [([(1, 1), (1, 1)], True), ([(1, 1), (1, 1)], False)]),
    ("columns spanned", tbl(tr(tc("a", '<w:gridSpan w:val="2"/>')), tr(tc("b"), tc("c"))), [([(2, 1)], False), ([(1, 1), (1, 1)], False)]),
    ("rows spanned", tbl(tr(tc("a", RESTART_V), tc("b")), tr(tc("<w:p/>", SUITE_V), tc("c")), tr(tc("<w:p/>", SUITE_V), tc("d"))), [([(1, 3), (1, 1)], False), ([(1, 1)], False), ([(1, 1)], False)]),
    ("spans one after the other", tbl(tr(tc("a", RESTART_V)), tr(tc("<w:p/>", SUITE_V)), tr(tc("b", RESTART_V)), tr(tc("<w:p/>", SUITE_V))), [([(1, 2)], False), ([(1, 2)], False)]),
    ("columns spanned in the old way", tbl(tr(tc("a", '<w:hMerge w:val="restart"/>'), tc("<w:p/>", "<w:hMerge/>"), tc("b"))), [([(2, 1), (1, 1)], False)]),
    ("a row in a content control", tbl(f"<w:sdt><w:sdtContent>{tr(tc('a'))}</w:sdtContent></w:sdt>", tr(tc("b"))), [([(1, 1)], False)] * 2),
    ("a cell in a content control", tbl(tr(f"<w:sdt><w:sdtContent>{tc('a')}</w:sdtContent></w:sdt>", tc("b"))), [([(1, 1), (1, 1)], False)]),
]  # fmt: skip


@pytest.mark.parametrize(("xml", "attendu"), [c[1:] for c in TABLEAUX], ids=[c[0] for c in TABLEAUX])
def test_tables(xml, attendu):
    assert shape(read_table(xml)) == attendu


def test_what_stands_under_a_spanned_cell_is_kept_as_unknown():
    xml = tbl(tr(tc("a", RESTART_V)), tr(tc("dessous", SUITE_V)))
    assert describe(read(make_docx(xml)).acte) == ["tableau1/1-2/1 alinea: a", "tableau1/1-2/1 (? w:vMerge dessous)"]


def test_a_table_in_a_cell_and_an_empty_cell():
    xml = tbl(tr(tc(tbl(tr(tc("a"))) + "<w:p/>"), tc("<w:p/>")))
    acte = read(make_docx(xml)).acte
    assert describe(acte) == ["tableau1/1/1/tableau1/1/1 alinea: a"]
    assert acte.corps[0].lignes[0].cellules[1].corps == ()


@pytest.mark.parametrize(
    ("trpr", "tblpr", "marque"),
    [
        ('<w:ins w:id="1" w:author="x"/>', "", "insertion"),
        ('<w:del w:id="1" w:author="x"/>', "", "suppression"),
        ("<w:hidden/>", "", "cache"),
        ("", '<w:tblStyle w:val="TK"/>', "cache"),
    ],
)
def test_a_row_or_a_style_marks_the_text_of_its_cells(trpr, tblpr, marque):
    xml = tbl(tr(tc("a"), trpr=trpr), tblpr=tblpr)
    assert describe(read(make_docx(xml, styles=STYLES)).acte) == [f"tableau1/1/1 alinea: [{marque} a]"]


def test_in_a_cell_words_do_not_make_the_kind():
    assert describe(read(make_docx(tbl(tr(tc("Vu le code ;"))))).acte) == ["tableau1/1/1 alinea: Vu le code ;"]
