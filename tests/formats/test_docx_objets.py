"""Pictures, text boxes, drawings and notes of a real Word file."""

import pytest

from server.formats.docx import read
from server.formats.docx.espaces import RACINE
from tests.formats.fabrique_docx import describe, item, lvl, make_docx, numbering, p, r
from tests.formats.strategies import make_png

IMAGE = ("word/media/i.png", make_png())
LIEN_IMAGE = ("rI", "image", "media/i.png", False)


def drawing(contenu, *, sorte="inline"):
    return (
        f'<w:r><w:drawing><wp:{sorte}><wp:extent cx="360000" cy="720000"/><wp:docPr id="1" name="x" descr="Blason"/>'
        f'<a:graphic><a:graphicData uri="x">{contenu}</a:graphicData></a:graphic></wp:{sorte}></w:drawing></w:r>'
    )


PIC = '<pic:pic><pic:blipFill><a:blip r:{}="rI"/></pic:blipFill></pic:pic>'


def box(texte):
    return f"<wps:wsp><wps:txbx><w:txbxContent>{p(texte)}</w:txbxContent></wps:txbx></wps:wsp>"


def pict(contenu):
    return f"<w:r><w:pict>{contenu}</w:pict></w:r>"


DESSINS = [
    ("picture in line", drawing(PIC.format("embed")), ["alinea: (image Blason 67)"]),
    ("picture anchored", drawing(PIC.format("embed"), sorte="anchor"), ["alinea: (image Blason 67)"]),
    ("picture elsewhere", drawing(PIC.format("link")), ["alinea: (? image externe Blason)"]),
    ("text box", r("a") + drawing(box("b")), ["alinea: a", "cadre1 alinea: b"]),
    ("text box in both branches", f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing(box("b"))[5:-6]}</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{p("b")}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>', ["cadre1 alinea: b"]),
    ("old text box", pict(f"<v:shape><v:textbox><w:txbxContent>{p('b')}</w:txbxContent></v:textbox></v:shape>"), ["cadre1 alinea: b"]),
    ("old picture", pict('<v:shape alt="Blason"><v:imagedata r:id="rI"/></v:shape>'), ["alinea: (image Blason 67)"]),
    ("watermark", pict('<v:shape><v:textpath string="PROJET"/></v:shape>'), ["alinea: (? w:pict PROJET)"]),
    ("shape without text", drawing("<wps:wsp/>"), ["alinea: (? wps:wsp)"]),
    ("group", drawing(f'<wpg:wgp xmlns:wpg="x">{box("b")}{PIC.format("embed")}</wpg:wgp>'), ["alinea: (image Blason 67)", "cadre1 alinea: b"]),
    ("chart", drawing('<c:chart xmlns:c="x"/>'), ["alinea: (? c:chart)"]),
    ("smart art", drawing('<dgm:relIds xmlns:dgm="x"/>'), ["alinea: (? dgm:relIds)"]),
    ("drawing of nothing", "<w:r><w:drawing/></w:r>", ["alinea: (? w:drawing)"]),
]  # fmt: skip


@pytest.mark.parametrize(("xml", "attendu"), [c[1:] for c in DESSINS], ids=[c[0] for c in DESSINS])
def test_drawings(xml, attendu):
    acte = read(make_docx(p(xml), parties=[IMAGE], relations=[LIEN_IMAGE])).acte
    assert describe(acte) == attendu


def test_a_picture_knows_its_size():
    ((image,),) = [
        f.contenu
        for f in read(make_docx(p(drawing(PIC.format("embed"))), parties=[IMAGE], relations=[LIEN_IMAGE])).acte.corps
    ]
    assert (image.largeur_mm, image.hauteur_mm) == (10.0, 20.0)


def test_a_picture_that_is_not_in_the_package():
    assert describe(read(make_docx(p(drawing(PIC.format("embed"))), relations=[LIEN_IMAGE])).acte) == [
        "alinea: (? image absente Blason)"
    ]


def test_a_box_in_a_list_waits_for_its_end():
    xml = (
        item("a")
        + p(r("b") + drawing(box("c")), ppr='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        + item("d")
    )
    acte = read(make_docx(xml, numbering=numbering(lvl(0, "decimal", "%1.")))).acte
    assert describe(acte) == ["puce 1.: a", "puce 2.: b", "puce 3.: d", "cadre1 alinea: c"]


def note(ident, contenu, sorte="footnote"):
    return f'<w:{sorte} w:id="{ident}">{contenu}</w:{sorte}>'


def notes_part(sorte, xml):
    return (f"word/{sorte}s.xml", f"<w:{sorte}s {RACINE}>{xml}</w:{sorte}s>")


@pytest.mark.parametrize("sorte", ["footnote", "endnote"])
@pytest.mark.parametrize("blanc", ["", r(" "), "<w:r><w:tab/></w:r>"])
def test_notes(sorte, blanc):
    appel = r("a") + f'<w:r><w:{sorte}Reference w:id="2"/></w:r>' + r("b")
    texte = p(f"<w:r><w:{sorte}Ref/></w:r>{blanc}{r('la note')}") + p("suite")
    donnees = make_docx(
        p(appel),
        parties=[notes_part(sorte, note(2, texte, sorte))],
        relations=[("rN", f"{sorte}s", f"{sorte}s.xml", False)],
    )
    assert describe(read(donnees).acte) == ["alinea: a(note)b", "note1 alinea: la note", "note1 alinea: suite"]


def test_a_note_that_calls_itself_and_one_that_is_not_there():
    appel = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    donnees = make_docx(
        p(appel.format(2) + appel.format(9)),
        parties=[notes_part("footnote", note(2, p(r("x") + appel.format(2))))],
        relations=[("rN", "footnotes", "footnotes.xml", False)],
    )
    assert describe(read(donnees).acte) == ["alinea: (note)(note)", "note1 alinea: x(note)"]
