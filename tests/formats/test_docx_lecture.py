"""What a reader may meet in the paragraphs of a real Word file, and what the tree holds for each."""

import pytest

from server.formats.docx import read
from tests.formats.fabrique_docx import STYLES, describe, make_docx, p, r


def field(instruction, resultat, *, separe=True):
    separateur = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' if separe else ""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>{separateur}{resultat}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


EN_LIGNE = [
    ("plain text", r("Bonjour"), "Bonjour"),
    ("runs of one look are one", r("Bon") + r("jour"), "Bonjour"),
    ("bold, italic, underline", r("a", "<w:b/>") + r("b", "<w:i/>") + r("c", '<w:u w:val="single"/>'), "[gras a][italique b][souligne c]"),
    ("bold switched off", r("a", '<w:b w:val="0"/>') + r("b", '<w:u w:val="none"/>'), "ab"),
    ("struck, twice struck", r("a", "<w:strike/>") + r("b", "<w:dstrike/>"), "[barre ab]"),
    ("hidden", r("a", "<w:vanish/>"), "[cache a]"),
    ("raised and lowered", r("a", '<w:vertAlign w:val="superscript"/>') + r("b", '<w:vertAlign w:val="subscript"/>'), "[exposant a][indice b]"),
    ("baseline", r("a", '<w:vertAlign w:val="baseline"/>'), "a"),
    ("raised by hand", r("10") + r("2", '<w:position w:val="8"/>'), "10[exposant 2]"),
    ("a hair's lift is typography", r("a", '<w:position w:val="1"/>'), "a"),
    ("line break, tab, carriage return", "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>", "a\nb\tc\nd"),
    ("column break", '<w:r><w:t>a</w:t><w:br w:type="column"/><w:t>b</w:t></w:r>', "a\nb"),
    ("hyphens", "<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t></w:r>", "a\u2011b\u00adc"),
    ("spaces stay as they are", r(" a\u00a0b\u202f "), " a\u00a0b\u202f "),
    ("inserted, deleted", f'<w:ins w:id="1" w:author="x">{r("a")}</w:ins><w:del w:id="2" w:author="x"><w:r><w:delText>b</w:delText></w:r></w:del>', "[insertion a][suppression b]"),
    ("moved", f'<w:moveFrom w:id="1" w:author="x">{r("a")}</w:moveFrom><w:moveTo w:id="2" w:author="x">{r("b")}</w:moveTo>', "[suppression a][insertion b]"),
    ("deleted insertion", '<w:ins w:id="1" w:author="x"><w:del w:id="2" w:author="x"><w:r><w:delText>a</w:delText></w:r></w:del></w:ins>', "[insertion+suppression a]"),
    ("content control", f"<w:sdt><w:sdtPr/><w:sdtContent>{r('a')}</w:sdtContent></w:sdt>", "a"),
    ("control in a control", f"<w:sdt><w:sdtContent><w:sdt><w:sdtContent>{r('a')}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>", "a"),
    ("smart tag, custom XML, direction", f"<w:smartTag>{r('a')}</w:smartTag><w:customXml>{r('b')}</w:customXml><w:bdo>{r('c')}</w:bdo>", "abc"),
    ("bookmark, proofing", '<w:bookmarkStart w:id="0" w:name="x"/>' + r("a") + '<w:bookmarkEnd w:id="0"/><w:proofErr w:type="spellStart"/>', "a"),
    ("link out", f'<w:hyperlink r:id="rL">{r("a")}</w:hyperlink>', "<a→https://exemple.fr/>"),
    ("link to a place", f'<w:hyperlink w:anchor="ici">{r("a")}</w:hyperlink>', "<a→#ici>"),
    ("link without a target", f'<w:hyperlink r:id="absent">{r("a")}</w:hyperlink>', "a"),
    ("page field", '<w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple>', "{page=3}"),
    ("page field with switches", field(r"PAGE  \* MERGEFORMAT", r("3")), "{page=3}"),
    ("page field in letters is another", field(r"PAGE \* roman", r("iii")), r"{autre PAGE \* roman=iii}"),
    ("page count", field("NUMPAGES", r("9")), "{nb_pages=9}"),
    ("page number of old", "<w:r><w:pgNum/></w:r>", "{page=}"),
    ("date field", field('DATE \\@ "d MMMM"', r("1er mai")), '{autre DATE \\@ "d MMMM"=1er mai}'),
    ("field without a result", field("TOC", "", separe=False), "{autre TOC=}"),
    ("field in a field", field("IF " + "1", field("PAGE", r("3"))), "{autre IF 1=3}"),
    ("link field", field('HYPERLINK "https://a.fr/x" \\l "y"', r("a", "<w:b/>")), "<[gras a]→https://a.fr/x#y>"),
    ("link field to a place", field('HYPERLINK \\l "y"', r("a")), "<a→#y>"),
    ("deleted field", f'<w:del w:id="1" w:author="x">{field("PAGE", "<w:r><w:delText>3</w:delText></w:r>")}</w:del>', "[suppression 3]"),
    ("symbol", '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "(? w:sym \uf0fc)"),
    ("ruby", "<w:r><w:ruby><w:rt><w:r><w:t>b</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>a</w:t></w:r></w:rubyBase></w:ruby></w:r>", "(? w:ruby ba)"),
    ("equation", "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", "(? m:oMath x=1)"),
    ("embedded object", '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet"/></w:object></w:r>', "(? w:object)"),
    ("unknown element", "<w:r><w14:nouveau/></w:r>", "(? w14:nouveau)"),
    ("model text", r("a", '<w:rStyle w:val="IA"/>'), "«IA a»"),
    ("slot", r("2026-", '<w:rStyle w:val="Empl"/>') + r("…", '<w:rStyle w:val="Empl"/>'), "{numero:2026-…}"),
    ("style of characters that strikes", r("a", '<w:rStyle w:val="Biffe"/>'), "[barre a]"),
    ("struck style, struck off by hand", r("a", '<w:rStyle w:val="Biffe"/><w:strike w:val="0"/>'), "a"),
    ("look of links is no underline", f'<w:hyperlink r:id="rL">{r("a", chr(60) + "w:rStyle w:val=" + chr(34) + "Lien" + chr(34) + "/>")}</w:hyperlink>', "<a→https://exemple.fr/>"),
    ("comment", '<w:commentRangeStart w:id="0"/>' + r("a") + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>', "a"),
    ("alternate content: the branch of today", f'<mc:AlternateContent><mc:Choice Requires="w14">{r("a")}</mc:Choice><mc:Fallback>{r("a")}</mc:Fallback></mc:AlternateContent>', "a"),
    ("alternate content of the future: the fallback", f'<mc:AlternateContent><mc:Choice Requires="w99">{r("b")}</mc:Choice><mc:Fallback>{r("a")}</mc:Fallback></mc:AlternateContent>', "a"),
    ("alternate content that says two things", f'<mc:AlternateContent><mc:Choice Requires="w14">{r("a")}</mc:Choice><mc:Fallback>{r("b")}</mc:Fallback></mc:AlternateContent>', "(? mc:AlternateContent b)a"),
]  # fmt: skip

LIEN = ("rL", "hyperlink", "https://exemple.fr/", True)


@pytest.mark.parametrize(("xml", "attendu"), [cas[1:] for cas in EN_LIGNE], ids=[cas[0] for cas in EN_LIGNE])
def test_inside_a_paragraph(xml, attendu):
    acte = read(make_docx(p(xml), styles=STYLES, relations=[LIEN])).acte
    assert describe(acte) == [f"alinea: {attendu}"]


PARAGRAPHES = [
    ("our style", p("Texte", "R"), ["mention_recours: Texte"]),
    ("a style made from ours", p("Texte", "V2"), ["visa: Texte"]),
    ("title", p("Arrêté", "T"), ["intitule: Arrêté"]),
    ("heading", p("Dispositions", "H2"), ["titre_section_2: Dispositions"]),
    ("style made from a heading", p("Dispositions", "H9"), ["titre_section_2: Dispositions"]),
    ("heading of an article", p("Article 2", "H2"), ["titre_article: Article 2"]),
    ("outline level by hand", p("Dispositions", ppr='<w:outlineLvl w:val="0"/>'), ["titre_section_1: Dispositions"]),
    ("body text made of a heading", p("Texte", "H2", '<w:outlineLvl w:val="9"/>'), ["alinea: Texte"]),
    ("words of a visa", p("Vu le code ;"), ["visa: Vu le code ;"]),
    ("title by its words, near the top", p("Arrêté portant essai") + p("Vu le code ;") + p("Arrêté portant essai"), ["intitule: Arrêté portant essai", "visa: Vu le code ;", "alinea: Arrêté portant essai"]),
    ("centred", p("Texte", "C"), ["alinea_centre: Texte"]),
    ("centred by hand", p("Texte", ppr='<w:jc w:val="center"/>'), ["alinea_centre: Texte"]),
    ("centred style set left by hand", p("Texte", "C", '<w:jc w:val="left"/>'), ["alinea: Texte"]),
    ("hidden by its style", p("Texte", "K"), ["alinea: [cache Texte]"]),
    ("struck by its style, bold is only a look", p("Texte", "G"), ["alinea: [barre Texte]"]),
    ("struck twice by styles is not struck", p(r("Texte", '<w:rStyle w:val="Biffe"/>'), "G"), ["alinea: Texte"]),
    ("a style based on itself", p("Texte", "Boucle"), ["alinea: Texte"]),
    ("an unknown style is the default one", p("Texte", "Absent"), ["alinea: Texte"]),
    ("empty paragraphs", p("<w:r/>") + p("a") + p("   ") + p("\t"), ["alinea: a"]),
    ("a line to write on", p(r("   ", '<w:u w:val="single"/>')), ["alinea: [souligne    ]"]),
    ("page break before", p("a") + p("b", ppr="<w:pageBreakBefore/>"), ["alinea: a", "⏎ alinea: b"]),
    ("page break by its style", p("a") + p("b", "S"), ["alinea: a", "⏎ alinea: b"]),
    ("page break alone", p("a") + p('<w:r><w:br w:type="page"/></w:r>') + p("b"), ["alinea: a", "⏎ alinea: b"]),
    ("page break at the start", p('<w:r><w:br w:type="page"/><w:t>a</w:t></w:r>'), ["⏎ alinea: a"]),
    ("page break at the end", p('<w:r><w:t>a</w:t><w:br w:type="page"/></w:r>') + p("b"), ["alinea: a", "⏎ alinea: b"]),
    ("section on the next page", p("a", ppr="<w:sectPr/>") + p("b"), ["alinea: a", "⏎ alinea: b"]),
    ("content control around paragraphs", f"<w:sdt><w:sdtContent>{p('a')}{p('b')}</w:sdtContent></w:sdt>", ["alinea: a", "alinea: b"]),
    ("inserted paragraphs", f'<w:ins w:id="1" w:author="x">{p("a")}</w:ins>', ["alinea: [insertion a]"]),
    ("field over paragraphs", p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("a")) + p(r("b") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'), ["alinea: {autre TOC=}a", "alinea: b"]),
    ("field that never ends", p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>X</w:instrText></w:r>' + r("a")) + p("b"), ["alinea: {autre X=}a", "alinea: b"]),
    ("equation as a block", "<m:oMathPara><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></m:oMathPara>", ["(? m:oMath x)"]),
    ("imported chunk", '<w:altChunk r:id="rA"/>', ["(? w:altChunk)"]),
    ("a run where a paragraph should be", r("a"), ["alinea: a"]),
]  # fmt: skip


@pytest.mark.parametrize(("xml", "attendu"), [c[1:] for c in PARAGRAPHES], ids=[c[0] for c in PARAGRAPHES])
def test_paragraphs(xml, attendu):
    assert describe(read(make_docx(xml, styles=STYLES)).acte) == attendu


def test_a_continuous_section_starts_no_page():
    xml = p("a", ppr="<w:sectPr/>") + p("b")
    acte = read(make_docx(xml, section='<w:type w:val="continuous"/>')).acte
    assert describe(acte) == ["alinea: a", "alinea: b"]


def test_tracked_changes_and_comments_are_told():
    revision = make_docx(p(f'<w:ins w:id="1" w:author="x">{r("a")}</w:ins>'))
    commentaire = make_docx(p('<w:r><w:commentReference w:id="0"/></w:r>' + r("a")))
    assert read(revision).avertissements == (
        "Le document contient des modifications suivies, ni acceptées ni refusées.",
    )
    assert read(commentaire).avertissements == ("Les commentaires du document ont été ignorés.",)
    assert read(make_docx(p("a"))).avertissements == ()
