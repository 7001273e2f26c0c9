"""What another program fetches, fills in or shows otherwise forbids a seal; what is honest does not."""

import io
import zipfile

import pytest

from server.formats.docx.espaces import R
from server.sceau import examine
from tests.formats.fabrique_docx import NS, item, lvl, make_docx, numbering, p, r
from tests.formats.fabrique_odt import make_odt, make_styles, paragraph_style, text_style
from tests.sceau.fabrique import change, make_png, swap

PNG = make_png()
PIC = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="i"{plus}/><a:graphic><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip {blip}>{dans}</a:blip>'
    "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
BOITE = (
    '<w:r><w:drawing><wp:anchor>{place}<wp:extent cx="{cx}" cy="900000"/><wp:docPr id="1" name="b"{plus}/><a:graphic>'
    '<a:graphicData uri="x"><wps:wsp><wps:spPr>{fond}</wps:spPr><wps:txbx><w:txbxContent>{texte}</w:txbxContent></wps:txbx>'
    "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
)
IMAGE = {"relations": [("i1", "image", "media/i.png", False)], "parties": [("word/media/i.png", PNG)]}


def boite(**valeurs):
    return p(BOITE.format(**({"place": "", "cx": "900000", "plus": "", "fond": "", "texte": p("Boîte")} | valeurs)))


def pic(blip='r:embed="i1"', dans="", plus=""):
    return p(PIC.format(blip=blip, dans=dans, plus=plus))


def rpr(proprietes, texte="1 250 €"):
    return p(r(texte, proprietes))


def codes(fichier):
    return {refus.code for refus in examine(fichier, "acte").refus}


SVG = '<a:extLst><a:ext uri="x"><asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="i1"/></a:ext></a:extLst>'
CHOIX = (
    '<mc:AlternateContent><mc:Choice Requires="wps">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>'
)
SDT = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent><w:r><w:t>Neuville</w:t></w:r></w:sdtContent></w:sdt>"
CHAMP = '<w:fldSimple w:instr=" {} "><w:r><w:t>3 mars 2026</w:t></w:r></w:fldSimple>'
SEPARATEUR = f'<w:footnotes {NS}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/>{{}}</w:r></w:p></w:footnote></w:footnotes>'
W14 = "<w14:textFill>{}</w14:textFill>"
TABLE = "<w:tbl><w:tblPr>{}</w:tblPr>{}</w:tbl>"
THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:clrScheme name="t">'
    '<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:srgbClr val="FFFFFF"/></a:lt1>'
    '<a:accent1><a:srgbClr val="1F497D"/></a:accent1></a:clrScheme></a:themeElements></a:theme>'
)
AVEC_THEME = {"relations": [("t1", "theme", "theme/theme1.xml", False)], "parties": [("word/theme/theme1.xml", THEME)]}
STYLE_TABLE = (
    '<w:style w:type="table" w:styleId="T1"><w:name w:val="T1"/><w:tblStylePr w:type="firstRow"><w:rPr>'
    '<w:color w:val="FFFFFF"/></w:rPr><w:tcPr><w:shd w:val="clear" w:fill="1F497D"/></w:tcPr></w:tblStylePr></w:style>'
)


STYLE_FIN = (
    '<w:style w:type="table" w:styleId="T2"><w:name w:val="T2"/><w:tblStylePr w:type="lastRow"><w:rPr>'
    '<w:color w:val="FFFFFF"/></w:rPr></w:tblStylePr></w:style>'
)
FIN = '<w:tblStyle w:val="T2"/><w:tblLook w:lastRow="1"/>'
ENVELOPPE = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"


def row(texte, tcpr="", trpr=""):
    return f"<w:tr><w:trPr>{trpr}</w:trPr><w:tc><w:tcPr>{tcpr}</w:tcPr>{texte}</w:tc></w:tr>"


def external(sorte, cible):
    return make_docx(p("Texte"), relations=[("x1", sorte, cible, True)])


def two_documents():
    rels = swap(
        "</Relationships>", f'<Relationship Id="r2" Type="{R}/officeDocument" Target="word/autre.xml"/></Relationships>'
    )
    return change(make_docx(p("Texte")), "_rels/.rels", rels)


REFUSES_DOCX = {
    "altchunk": ("externe", make_docx('<w:altChunk r:id="c1"/>', relations=[("c1", "aFChunk", "chunk.html", False)], parties=[("word/chunk.html", "<p>x</p>")])),
    "remote template": ("externe", external("attachedTemplate", "https://exemple.com/modele.dotm")),
    "template of a share": ("externe", external("attachedTemplate", "file:///\\\\serveur\\partage\\modele.dotx")),
    "linked picture": ("externe", make_docx(pic('r:link="i1"'), relations=[("i1", "image", "https://exemple.com/i.png", True)])),
    "picture embedded and linked": ("externe", make_docx(pic('r:embed="i1" r:link="i1"'), **IMAGE)),
    "picture in two variants": ("variantes", make_docx(pic(dans=SVG), **IMAGE)),
    "subdocument": ("externe", external("subDocument", "autre.docx")),
    "bound content control": ("externe", make_docx(p(SDT.format('<w:dataBinding w:xpath="/a" w:storeItemID="{0}"/>')))),
    "date field": ("champ", make_docx(p(CHAMP.format("DATE")))),
    "included text": ("champ", make_docx(p(CHAMP.format("INCLUDETEXT a.docx")))),
    "macro": ("macro", make_docx(p("Texte"), parties=[("word/vbaProject.bin", b"x")])),
    "docm renamed": ("macro", make_docx(p("Texte"), types='<Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>')),
    "activex": ("macro", make_docx(p("Texte"), relations=[("a1", "control", "activeX/a.xml", False)])),
    "embedded font": ("police", make_docx(p("Texte"), relations=[("f1", "fontTable", "fontTable.xml", False)], parties=[("word/fontTable.xml", f'<w:fonts {NS}><w:font w:name="F"><w:embedRegular r:id="x"/></w:font></w:fonts>')])),
    "symbol": ("police", make_docx(p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'))),
    "font of symbols": ("police", make_docx(rpr('<w:rFonts w:hAnsi="Symbol"/>'))),
    "equation": ("inconnu", make_docx("<m:oMathPara><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></m:oMathPara>")),
    "two branches": ("variantes", make_docx(p(CHOIX.format(r("oui"), r("non"))))),
    "hidden drawing": ("cache", make_docx(boite(plus=' hidden="1"'))),
    "box too small": ("cache", make_docx(boite(cx="100"))),
    "box out of the page": ("cache", make_docx(boite(place='<wp:positionH relativeFrom="page"><wp:posOffset>99000000</wp:posOffset></wp:positionH>'))),
    "hidden shape": ("cache", make_docx(p('<w:r><w:pict><v:shape style="visibility: hidden"><v:textbox><w:txbxContent><w:p><w:r><w:t>x</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>'))),
    "box filled with a picture": ("fond", make_docx(boite(fond='<a:blipFill><a:blip r:embed="i1"/></a:blipFill>'), **IMAGE)),
    "page filled with a picture": ("fond", make_docx(p('<w:r><w:pict><v:rect><v:fill r:id="i1"/><v:textbox><w:txbxContent><w:p/></w:txbxContent></v:textbox></v:rect></w:pict></w:r>'), **IMAGE)),
    "white in a white box": ("contraste", make_docx(boite(texte=rpr('<w:color w:val="FFFFFF"/>')))),
    "white": ("contraste", make_docx(rpr('<w:color w:val="FEFEFE"/>'))),
    "white of the theme": ("contraste", make_docx(rpr('<w:color w:val="000000" w:themeColor="background1"/>'), **AVEC_THEME)),
    "tint of the theme": ("contraste", make_docx(rpr('<w:color w:val="000000" w:themeColor="accent1" w:themeTint="08"/>'), **AVEC_THEME)),
    "black on solid": ("contraste", make_docx(rpr('<w:color w:val="000000"/><w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>'))),
    "white by its style": ("contraste", make_docx(p("Texte", "X"), styles='<w:style w:type="paragraph" w:styleId="X"><w:name w:val="X"/><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>')),
    "white by the defaults": ("contraste", make_docx(p("Texte"), styles='<w:docDefaults><w:rPrDefault><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:rPrDefault></w:docDefaults>')),
    "white in a white cell": ("contraste", make_docx(TABLE.format("", row(rpr('<w:color w:val="FFFFFF"/>'))))),
    "white by a table style in the second row": ("contraste", make_docx(TABLE.format('<w:tblStyle w:val="T1"/><w:tblLook w:firstRow="1"/>', row(p("a")) + row(rpr('<w:color w:val="FFFFFF"/>'))), styles=STYLE_TABLE)),
    "white by a table style in a last row in a content control": ("contraste", make_docx(TABLE.format(FIN, row(p("a")) + ENVELOPPE.format(row(p("b")))), styles=STYLE_FIN)),
    "transparent": ("cache", make_docx(rpr(W14.format("<w14:noFill/>")))),
    "filled with white": ("contraste", make_docx(rpr(W14.format('<w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill>')))),
    "squeezed": ("cache", make_docx(rpr('<w:w w:val="1"/>'))),
    "fitted": ("cache", make_docx(rpr('<w:fitText w:val="10"/>'))),
    "letters over each other": ("cache", make_docx(rpr('<w:spacing w:val="-200"/>'))),
    "line of one point": ("cache", make_docx(p("Texte", ppr='<w:spacing w:line="20" w:lineRule="exact"/>'))),
    "out of the margin": ("cache", make_docx(p("Texte", ppr='<w:ind w:left="30000"/>'))),
    "row of one point": ("cache", make_docx(TABLE.format("", row(p("a"), trpr='<w:trHeight w:val="20" w:hRule="exact"/>')))),
    "small by its style": ("taille", make_docx(p("Texte", "X"), styles='<w:style w:type="paragraph" w:styleId="X"><w:name w:val="X"/><w:rPr><w:sz w:val="2"/></w:rPr></w:style>')),
    "right to left": ("caractere", make_docx(rpr("<w:rtl/>"))),
    "forced direction": ("caractere", make_docx(p('<w:bdo w:val="rtl"><w:r><w:t>12</w:t></w:r></w:bdo>'))),
    "private character": ("caractere", make_docx(p("montant \ue000"))),
    "word as a bullet": ("puce", make_docx(item("a"), numbering=numbering(lvl(0, "bullet", "sauf")))),
    "text in the separator of notes": ("cache", make_docx(p("a"), relations=[("n", "footnotes", "footnotes.xml", False)], parties=[("word/footnotes.xml", SEPARATEUR.format("<w:t>Article 9</w:t>"))])),
    "hidden number": ("cache", make_docx(item("a"), numbering=numbering(lvl(0, "decimal", "Article %1", plus="<w:rPr><w:vanish/></w:rPr>")))),
    "white number": ("contraste", make_docx(item("a"), numbering=numbering(lvl(0, "decimal", "Article %1", plus='<w:rPr><w:color w:val="FFFFFF"/></w:rPr>')))),
    "white mark of a numbered paragraph": ("contraste", make_docx(p("a", ppr='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'), numbering=numbering(lvl(0, "decimal", "%1")))),
    "hidden end of paragraph": ("cache", make_docx(p("a", ppr="<w:rPr><w:vanish/></w:rPr>") + p("b"))),
    "white on a page that is not printed": ("contraste", change(make_docx(rpr('<w:color w:val="FFFFFF"/>')), "word/document.xml", swap("<w:body>", '<w:background w:color="000000"/><w:body>'))),
    "two documents": ("variantes", two_documents()),
    "slot of no known name": ("emplacement", make_docx(p(r("Article 3", '<w:rStyle w:val="E"/>')), styles='<w:style w:type="character" w:styleId="E"><w:name w:val="Emplacement objet"/></w:style>')),
    "deleted end of paragraph": ("suivi", make_docx(p("a", ppr='<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'))),
}  # fmt: skip


@pytest.mark.parametrize(("code", "fichier"), REFUSES_DOCX.values(), ids=REFUSES_DOCX)
def test_a_docx_that_is_not_what_it_seems_is_refused(code, fichier):
    assert code in codes(fichier)


ADMIS_DOCX = {
    "plain": make_docx(p("Texte")),
    "template of this machine": external("attachedTemplate", "file:///C:\\Modeles\\mairie.dotx"),
    "link": make_docx(p('<w:hyperlink r:id="l"><w:r><w:t>ici</w:t></w:r></w:hyperlink>'), relations=[("l", "hyperlink", "https://exemple.fr", True)]),
    "page number": make_docx(p('<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>')),
    "content control": make_docx(p(SDT.format("<w:alias w:val='Commune'/>"))),
    "same branches": make_docx(p(CHOIX.format(r("oui"), r("oui")))),
    "picture": make_docx(pic(), **IMAGE),
    "box": make_docx(boite()),
    "white in a blue box": make_docx(boite(fond='<a:solidFill><a:srgbClr val="1F497D"/></a:solidFill>', texte=rpr('<w:color w:val="FFFFFF"/>'))),
    "white in a box of the theme": make_docx(boite(fond='<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>', texte=rpr('<w:color w:val="FFFFFF"/>')), **AVEC_THEME),
    "white in a blue cell": make_docx(TABLE.format("", row(rpr('<w:color w:val="FFFFFF"/>'), '<w:shd w:val="clear" w:fill="1F497D"/>'))),
    "white in a first row of a table style": make_docx(TABLE.format('<w:tblStyle w:val="T1"/><w:tblLook w:firstRow="1"/>', row(p("a")) + row(p("b"))), styles=STYLE_TABLE),
    "white in a blue last row in a content control": make_docx(TABLE.format(FIN, row(p("a")) + ENVELOPPE.format(row(p("b"), '<w:shd w:val="clear" w:fill="1F497D"/>'))), styles=STYLE_FIN),
    "box whose colour says nothing": make_docx('<w:p><w:r><w:pict><v:rect fillcolor=" "><v:textbox><w:txbxContent>' + p("Texte") + "</w:txbxContent></v:textbox></v:rect></w:pict></w:r></w:p>"),
    "white on a blue paragraph": make_docx(p(r("Texte", '<w:color w:val="FFFFFF"/>'), ppr='<w:shd w:val="clear" w:fill="1F497D"/>')),
    "automatic colour": make_docx(rpr('<w:color w:val="auto"/><w:shd w:val="clear" w:fill="000000"/>')),
    "grey": make_docx(rpr('<w:color w:val="808080"/>')),
    "white spaces": make_docx(rpr('<w:color w:val="FFFFFF"/><w:sz w:val="2"/>', "   ")),
    "exact empty line": make_docx('<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'),
    "soft hyphen and hard spaces": make_docx(p("co\u00adopération\u00a0: 1\u202f250 €")),
    "bullets of Word": make_docx(item("a"), numbering=numbering(lvl(0, "bullet", "\uf0b7") + lvl(1, "bullet", "o") + lvl(2, "bullet", "§", plus='<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'))),
    "separator of notes": make_docx(p("a"), relations=[("n", "footnotes", "footnotes.xml", False)], parties=[("word/footnotes.xml", SEPARATEUR.format(""))]),
    "rtl switched off": make_docx(rpr('<w:rtl w:val="0"/>')),
}  # fmt: skip


@pytest.mark.parametrize("fichier", ADMIS_DOCX.values(), ids=ADMIS_DOCX)
def test_an_honest_docx_may_be_sealed(fichier):
    assert examine(fichier, "acte").refus == ()


def odt(corps, styles="", *, nommes="", automatiques="", maitres="", autres=None):  # noqa: PLR0913 -- one for each place
    return make_odt(corps, styles, styles_xml=make_styles(nommes, automatiques, maitres), autres=autres)


def span(proprietes, texte="1 250 €"):
    return f'<text:p><text:span text:style-name="E">{texte}</text:span></text:p>', text_style("E", proprietes)


def meta(contenu):
    return {
        "meta.xml": f'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"><office:meta>{contenu}</office:meta></office:document-meta>'
    }


def cell(fond, texte):
    style = f'<style:style style:name="C" style:family="table-cell"><style:table-cell-properties {fond}/></style:style>'
    return (
        f'<table:table><table:table-row><table:table-cell table:style-name="C">{texte[0]}</table:table-cell></table:table-row></table:table>',
        style + texte[1],
    )


SLOT = text_style("Emplacement_20_numero", "")
CADRE = '<text:p><draw:frame svg:width="{}" svg:height="40mm" {}><draw:text-box><text:p>Boîte</text:p></draw:text-box>{}</draw:frame></text:p>'
BLANC = 'fo:color="#ffffff"'
REFUSES_ODT = {
    "linked picture": ("externe", odt('<text:p><draw:frame><draw:image xlink:href="https://exemple.com/i.png"/></draw:frame></text:p>')),
    "picture outside": ("externe", odt('<text:p><draw:frame><draw:image xlink:href="../i.png"/></draw:frame></text:p>')),
    "linked section": ("externe", odt('<text:section text:name="s"><text:section-source xlink:href="autre.odt"/><text:p>a</text:p></text:section>')),
    "remote template": ("externe", odt("<text:p>a</text:p>", autres=meta('<meta:template xlink:href="https://exemple.com/m.ott"/>'))),
    "date field": ("champ", odt("<text:p><text:date>3 mars</text:date></text:p>")),
    "macro": ("macro", odt("<text:p>a</text:p>", autres={"Basic/Standard/Module1.xml": "<x/>"})),
    "macro of a header": ("macro", odt("<text:p>a</text:p>", maitres='<style:master-page style:name="Standard"><style:header><text:p>a<office:event-listeners><script:event-listener/></office:event-listeners></text:p></style:header></style:master-page>')),
    "embedded font": ("police", odt("<text:p>a</text:p>", nommes='<style:font-face style:name="F"><svg:font-face-src/></style:font-face>')),
    "font file": ("police", odt("<text:p>a</text:p>", autres={"Fonts/f.ttf": b"x"})),
    "font of symbols": ("police", odt(*span('fo:font-family="OpenSymbol"'))),
    "object": ("inconnu", odt('<text:p><draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>', autres={"Object 1/content.xml": "<x/>"})),
    "hidden": ("cache", odt(*span('text:display="none"'))),
    "hidden section": ("cache", odt('<text:section text:name="s" text:display="none"><text:p>a</text:p></text:section>')),
    "hidden object": ("cache", odt(CADRE.format("40mm", 'draw:display="none"', ""))),
    "box too small": ("cache", odt(CADRE.format("0.5mm", "", ""))),
    "box out of the page": ("cache", odt(CADRE.format("40mm", 'svg:x="900mm"', ""))),
    "two contents": ("variantes", odt(CADRE.format("40mm", "", '<draw:image xlink:href="Pictures/i.png"/>'), autres={"Pictures/i.png": PNG})),
    "page filled with a picture": ("fond", odt("<text:p>a</text:p>", automatiques='<style:page-layout style:name="P"><style:page-layout-properties><style:background-image xlink:href="Pictures/i.png"/></style:page-layout-properties></style:page-layout>', autres={"Pictures/i.png": PNG})),
    "shape filled with a picture": ("fond", odt("<text:p>a</text:p>", '<style:style style:name="G" style:family="graphic"><style:graphic-properties draw:fill="bitmap"/></style:style>')),
    "white": ("contraste", odt(*span(BLANC))),
    "white by its paragraph": ("contraste", odt('<text:p text:style-name="P">a</text:p>', paragraph_style("P", texte=BLANC))),
    "white by the defaults": ("contraste", odt("<text:p>a</text:p>", nommes=f'<style:default-style style:family="paragraph"><style:text-properties {BLANC}/></style:default-style>')),
    "white in a white cell": ("contraste", odt(*cell('fo:background-color="#ffffff"', span(BLANC)))),
    "white in a header": ("contraste", odt("<text:p>a</text:p>", automatiques=text_style("E", BLANC), maitres=f'<style:master-page style:name="Standard"><style:header>{span(BLANC)[0]}</style:header></style:master-page>')),
    "white after an automatic colour": ("contraste", odt(span("")[0].replace("<text:p", '<text:p text:style-name="P"'), paragraph_style("P", texte='style:use-window-font-color="true"') + text_style("E", BLANC))),
    "transparent": ("cache", odt(*span('fo:color="#000000" loext:opacity="1%"'))),
    "squeezed": ("cache", odt(*span('style:text-scale="2%"'))),
    "letters over each other": ("cache", odt(*span('fo:letter-spacing="-10pt"'))),
    "small": ("taille", odt(*span('fo:font-size="3pt"'))),
    "small in percent": ("taille", odt(*span('fo:font-size="20%"'))),
    "small above the line": ("taille", odt(*span('style:text-position="super 5%"'))),
    "line of one point": ("cache", odt('<text:p text:style-name="P">a</text:p>', paragraph_style("P", paragraphe='fo:line-height="1pt"'))),
    "out of the margin": ("cache", odt('<text:p text:style-name="P">a</text:p>', paragraph_style("P", paragraphe='fo:margin-left="500mm"'))),
    "row of one point": ("cache", odt('<table:table><table:table-row table:style-name="R"><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table>', '<style:style style:name="R" style:family="table-row"><style:table-row-properties style:row-height="1pt"/></style:style>')),
    "word as a bullet": ("puce", odt("<text:p>a</text:p>", '<text:list-style style:name="L"><text:list-level-style-bullet text:level="1" text:bullet-char="sauf"/></text:list-style>')),
    "word before a bullet": ("puce", odt("<text:p>a</text:p>", '<text:list-style style:name="L"><text:list-level-style-bullet text:level="1" text:bullet-char="•" style:num-prefix="sauf "/></text:list-style>')),
    "picture as a bullet": ("puce", odt("<text:p>a</text:p>", '<text:list-style style:name="L"><text:list-level-style-image text:level="1" xlink:href="#x"/></text:list-style>')),
    "tracked formatting": ("suivi", odt('<text:tracked-changes><text:changed-region xml:id="a"><text:format-change/></text:changed-region></text:tracked-changes><text:p>a</text:p>')),
    "picture in a slot": ("emplacement", odt('<text:p>n° <text:span text:style-name="Emplacement_20_numero">12<draw:frame><draw:image xlink:href="Pictures/i.png"/></draw:frame></text:span></text:p>', nommes=SLOT, autres={"Pictures/i.png": PNG})),
    "note in a slot": ("emplacement", odt('<text:p>n° <text:span text:style-name="Emplacement_20_numero">12<text:note><text:note-body><text:p>x</text:p></text:note-body></text:note></text:span></text:p>', nommes=SLOT)),
    "hidden in a slot": ("emplacement", odt('<text:p>n° <text:span text:style-name="Emplacement_20_numero">12<text:span text:style-name="E">3</text:span></text:span></text:p>', text_style("E", 'text:display="none"'), nommes=SLOT)),
    "hidden number": ("cache", odt("<text:p>a</text:p>", text_style("E", 'text:display="none"') + '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" text:style-name="E"/></text:list-style>')),
    "white number": ("contraste", odt("<text:p>a</text:p>", text_style("E", BLANC) + '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" text:style-name="E"/></text:list-style>')),
    "conditional style": ("variantes", odt("<text:p>a</text:p>", nommes='<style:style style:name="S" style:family="paragraph"><style:map style:condition="table()" style:apply-style-name="H"/></style:style>')),
    "script": ("macro", odt("<text:p>a<text:script>x</text:script></text:p>")),
}  # fmt: skip


@pytest.mark.parametrize(("code", "fichier"), REFUSES_ODT.values(), ids=REFUSES_ODT)
def test_an_odt_that_is_not_what_it_seems_is_refused(code, fichier):
    assert code in codes(fichier)


ADMIS_ODT = {
    "plain": odt("<text:p>Texte</text:p>"),
    "template of this machine": odt("<text:p>a</text:p>", autres=meta('<meta:template xlink:href="../modeles/mairie.ott"/>')),
    "link": odt('<text:p><text:a xlink:href="https://exemple.fr">ici</text:a></text:p>'),
    "page number": odt("<text:p><text:page-number>1</text:page-number></text:p>"),
    "picture": odt('<text:p><draw:frame svg:width="20mm" svg:height="20mm"><draw:image xlink:href="Pictures/i.png"/></draw:frame></text:p>', autres={"Pictures/i.png": PNG}),
    "box": odt(CADRE.format("40mm", "", "")),
    "white in a blue cell": odt(*cell('fo:background-color="#1f497d"', span(BLANC))),
    "white on black": odt(*span(f'{BLANC} fo:background-color="#000000"')),
    "automatic colour with the opacity of LibreOffice": odt(*span('fo:color="#000000" loext:opacity="0%" style:use-window-font-color="true"')),
    "superscript": odt(*span('style:text-position="super 58%"')),
    "bullet": odt("<text:p>a</text:p>", '<text:list-style style:name="L"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>'),
    "empty backgrounds of LibreOffice": odt("<text:p>a</text:p>", automatiques='<style:page-layout style:name="P"><style:page-layout-properties><style:background-image/></style:page-layout-properties></style:page-layout>'),
    "slot": odt('<text:p>n° <text:span text:style-name="Emplacement_20_numero">2026-<text:span>12</text:span></text:span></text:p>', nommes=SLOT),
}  # fmt: skip


@pytest.mark.parametrize("fichier", ADMIS_ODT.values(), ids=ADMIS_ODT)
def test_an_honest_odt_may_be_sealed(fichier):
    assert examine(fichier, "acte").refus == ()


COMMENTE = '<w:commentRangeStart w:id="0"/><w:r><w:t>Texte</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
ANNOTE = "<text:p>Texte<office:annotation><text:p>à revoir</text:p></office:annotation></text:p>"
EN_TETE = [("h", "header", "header1.xml", False)]


@pytest.mark.parametrize(
    "fichier",
    [
        make_docx(p(COMMENTE)),
        make_docx(p("Texte"), relations=EN_TETE, parties=[("word/header1.xml", f"<w:hdr {NS}>{p(COMMENTE)}</w:hdr>")]),
        odt(ANNOTE),
        odt(f"<text:list><text:list-item>{ANNOTE}</text:list-item></text:list>"),
    ],
    ids=["docx", "docx, header", "odt", "odt, list"],
)
def test_a_comment_that_is_left_is_named_and_forbids_the_seal(fichier):
    (refus,) = examine(fichier, "acte").refus
    assert refus.code == "commentaire"
    assert "« Texte »" in refus.lieu
    assert "supprimez-le" in refus.raison


def test_a_file_signed_already_is_not_patched_under_its_signature():
    tampon = io.BytesIO(make_docx(p("Texte")))
    with zipfile.ZipFile(tampon, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<x/>")
    assert codes(tampon.getvalue()) == {"signature"}
    assert codes(odt("<text:p>a</text:p>", autres={"META-INF/documentsignatures.xml": "<x/>"})) == {"signature"}


def test_every_reason_is_given_and_names_its_paragraph():
    refus = examine(make_docx(rpr('<w:color w:val="FFFFFF"/>', "Blanc") + rpr("<w:vanish/>", "Masqué")), "a").refus
    assert {(r.code, r.lieu.rpartition(", ")[2]) for r in refus} == {("contraste", "« Blanc »"), ("cache", "corps")}
