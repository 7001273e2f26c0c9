"""Lists of a real Word file: the markers that are computed, and how the items nest."""

import pytest

from server.formats.docx import read
from tests.formats.fabrique_docx import STYLES, describe, item, lvl, make_docx, numbering, p

DEUX = lvl(0, "decimal", "%1.") + lvl(1, "decimal", "%1.%2") + lvl(2, "lowerRoman", "(%3)")
RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
LISTES = [
    ("bullets of any sign", numbering(lvl(0, "bullet", "\uf0b7") + lvl(1, "bullet", "–")), item("a") + item("b", niveau=1), ["• a", "  • b"]),
    ("figures, letters, romans", numbering(lvl(0, "decimal", "%1°") + lvl(1, "lowerLetter", "%2)") + lvl(2, "upperRoman", "%3.")), item("a") + item("b", niveau=1) + item("c", niveau=2) + item("d"), ["1° a", "  a) b", "    I. c", "2° d"]),
    ("levels that say their parents", numbering(DEUX), item("a") + item("b", niveau=1) + item("c", niveau=1) + item("d") + item("e", niveau=1), ["1. a", "  1.1 b", "  1.2 c", "2. d", "  2.1 e"]),
    ("a level that jumps", numbering(DEUX), item("a") + item("b", niveau=2), ["1. a", "  (i) b"]),
    ("a first value", numbering(lvl(0, "decimal", "%1.", debut=4)), item("a") + item("b"), ["4. a", "5. b"]),
    ("a number that starts again", numbering(DEUX, nums=[(1, 0, ""), (2, 0, RESTART)]), item("a") + item("b", 2) + item("c", 2), ["1. a", "5. b", "6. c"]),
    ("numbers of one definition go on", numbering(DEUX, nums=[(1, 0, ""), (2, 0, "")]), item("a") + item("b", 2), ["1. a", "2. b"]),
    ("a level of its own", numbering(DEUX, nums=[(1, 0, f'<w:lvlOverride w:ilvl="0">{lvl(0, "upperLetter", "%1 -")}</w:lvlOverride>')]), item("a"), ["A - a"]),
    ("never restart", numbering(lvl(0, "decimal", "%1.") + lvl(1, "decimal", "%2)", plus='<w:lvlRestart w:val="0"/>')), item("a") + item("b", niveau=1) + item("c") + item("d", niveau=1), ["1. a", "  1) b", "2. c", "  2) d"]),
    ("legal figures", numbering(lvl(0, "upperRoman", "%1.") + lvl(1, "decimal", "%1.%2", plus="<w:isLgl/>")), item("a") + item("b", niveau=1), ["I. a", "  1.1 b"]),
    ("zero before", numbering(lvl(0, "decimalZero", "%1.")), item("a"), ["01. a"]),
    ("text alone", numbering(lvl(0, "none", "Considérant")), item("a"), ["Considérant a"]),
    ("number 0 is none", numbering(DEUX), item("a", 0) + item("b", 9), ["a", "b"]),
    ("by style", numbering(DEUX), p("a", "L") + p("b", "L2") + p("c", "L", '<w:numPr><w:numId w:val="0"/></w:numPr>'), ["1. a", "  1.1 b", "c"]),
    ("picture bullet", numbering('<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/><w:lvlPicBulletId w:val="0"/></w:lvl>'), item("a"), ["• a"]),
    ("an empty item counts", numbering(DEUX), item("a") + item("") + item("c"), ["1. a", "3. c"]),
    ("definition by a list style", '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Ls"/></w:abstractNum>' + f'<w:abstractNum w:abstractNumId="1">{DEUX}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>', item("a"), ["1. a"]),
]  # fmt: skip
STYLE_LISTE = '<w:style w:type="numbering" w:styleId="Ls"><w:name w:val="Ls"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'


def outline(blocs, marge=""):
    """Give the markers and texts of lists, indented as they nest."""
    lignes = []
    for bloc in blocs:
        for puce in getattr(bloc, "elements", ()):
            lignes.append(f"{marge}{puce.numero} {puce.texte}")
            lignes += outline(puce.enfants, marge + "  ")
        if not hasattr(bloc, "elements"):
            lignes.append(bloc.texte)
    return lignes


@pytest.mark.parametrize(("xml", "corps", "attendu"), [c[1:] for c in LISTES], ids=[c[0] for c in LISTES])
def test_lists(xml, corps, attendu):
    acte = read(make_docx(corps, styles=STYLES + STYLE_LISTE, numbering=xml)).acte
    assert outline(acte.corps) == attendu


def test_a_numbered_heading_keeps_its_number_and_its_kind():
    xml = p("Article", ppr='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    visa = p("Vu le code ;", ppr='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    acte = read(make_docx(visa + xml, numbering=numbering(lvl(0, "bullet", "-")))).acte
    assert describe(acte) == ["visa •: Vu le code ;", "puce •: Article"]
