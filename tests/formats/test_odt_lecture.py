"""What the tree holds of what a real Writer file may hold, one line a case."""

import base64

import pytest

from server.acte.fragments import (
    Champ,
    Emplacement,
    Fragment,
    Image,
    Inconnu,
    Marque,
    NatureChamp,
    Note,
    Origine,
    text_of,
)
from server.acte.noeuds import (
    Alinea,
    Article,
    Cadre,
    Considerant,
    EnTetePage,
    Formule,
    Genre,
    Intitule,
    PiedPage,
    Section,
    Signatures,
    SortePage,
    Tableau,
    Visa,
)
from server.formats.odt import read
from server.formats.odt.espaces import MIME_OTT
from tests.formats.fabrique_odt import make_odt, make_styles, paragraph_style, read_corps, read_leaf, text_style
from tests.formats.strategies import make_png

PNG = make_png(7)


def frag(texte, *marques, lien=None):
    return Fragment(texte, Origine.INDETERMINE, None, frozenset(marques), lien)


def marks_of(corps, styles="", **options):
    return [(f.texte, f.marques) for f in read_leaf(corps, styles, **options).contenu]


# --- text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("xml", "texte"),
    [
        ("<text:p>un  deux\n trois</text:p>", "un deux trois"),
        ("<text:p>  début</text:p>", "début"),
        ("<text:p>a<text:span> b</text:span></text:p>", "a b"),
        ("<text:p>a <text:span> b</text:span></text:p>", "a b"),
        ('<text:p>a<text:s/>b<text:s text:c="3"/>c</text:p>', "a b   c"),
        ("<text:p>a<text:tab/>b<text:line-break/>c</text:p>", "a\tb\nc"),
        ("<text:p>a<text:soft-page-break/>b</text:p>", "ab"),
        ("<text:p>a\u00a0b\u202fc\u2011d</text:p>", "a\u00a0b\u202fc\u2011d"),
        ('<text:p>a<text:bookmark text:name="x"/><text:reference-mark-start text:name="y"/>b</text:p>', "ab"),
        ('<text:p><text:s text:c="999999999"/>a</text:p>', " " * 10_000 + "a"),
        ('<text:p><text:s text:c="x"/>a</text:p>', " a"),
        ("<text:p>a<loext:content-control>b</loext:content-control>c</text:p>", "abc"),
        ("<text:p><text:meta>a</text:meta>b</text:p>", "ab"),
    ],
)
def test_text(xml, texte):
    assert read_leaf(xml).texte == texte


def test_empty_paragraphs_are_nothing():
    assert read_corps("<text:p/><text:p>  </text:p><text:p><text:line-break/></text:p>") == ()


@pytest.mark.parametrize(
    ("proprietes", "marque"),
    [
        ('fo:font-weight="bold"', Marque.GRAS),
        ('fo:font-weight="700"', Marque.GRAS),
        ('fo:font-style="oblique"', Marque.ITALIQUE),
        ('style:text-underline-style="wave"', Marque.SOULIGNE),
        ('style:text-line-through-style="solid"', Marque.BARRE),
        ('style:text-line-through-type="double"', Marque.BARRE),
        ('text:display="none"', Marque.CACHE),
        ('text:display="condition"', Marque.CACHE),
        ('style:text-position="super 58%"', Marque.EXPOSANT),
        ('style:text-position="33% 58%"', Marque.EXPOSANT),
        ('style:text-position="sub"', Marque.INDICE),
        ('style:text-position="-8% 100%"', Marque.INDICE),
        ('style:text-position="0% 100%"', None),
        ('fo:font-weight="normal"', None),
        ('fo:font-weight="400"', None),
        ('style:text-underline-style="none"', None),
        ('style:text-line-through-style="none" style:text-line-through-type="none"', None),
        ('style:text-line-through-style="solid" style:text-line-through-type="none"', None),
        ('text:display="true"', None),
        ('fo:color="#ff0000"', None),
    ],
)
def test_marks_of_direct_formatting(proprietes, marque):
    attendu = frozenset({marque} if marque else ())
    corps = '<text:p><text:span text:style-name="T1">x</text:span></text:p>'
    assert marks_of(corps, text_style("T1", proprietes)) == [("x", attendu)]


def test_marks_that_change_meaning_come_from_named_styles_too():
    nommes = (
        paragraph_style("Ancien", texte='style:text-line-through-style="solid" fo:font-weight="bold"')
        + text_style("Rature", 'style:text-line-through-style="solid"')
        + text_style("Fort", 'fo:font-weight="bold"')
        + text_style("Internet_20_link", 'style:text-underline-style="solid"')
    )
    styles_xml = make_styles(nommes)
    assert marks_of('<text:p text:style-name="Ancien">x</text:p>', styles_xml=styles_xml) == [
        ("x", frozenset({Marque.BARRE}))
    ]
    dans = '<text:p><text:span text:style-name="{}">x</text:span></text:p>'
    assert marks_of(dans.format("Rature"), styles_xml=styles_xml) == [("x", frozenset({Marque.BARRE}))]
    assert marks_of(dans.format("Fort"), styles_xml=styles_xml) == [("x", frozenset({Marque.GRAS}))]
    assert marks_of(dans.format("Internet_20_link"), styles_xml=styles_xml) == [("x", frozenset())]


def test_the_inner_run_wins_and_the_default_style_counts():
    nommes = (
        '<style:default-style style:family="paragraph"><style:text-properties text:display="none"/>'
        "</style:default-style>"
    )
    styles = text_style("Vu", 'text:display="true"') + text_style("Gras", 'fo:font-weight="bold"', "Vu")
    corps = (
        '<text:p>a<text:span text:style-name="Vu">b<text:span text:style-name="Gras">c</text:span></text:span></text:p>'
    )
    assert marks_of(corps, styles, styles_xml=make_styles(nommes)) == [
        ("a", frozenset({Marque.CACHE})),
        ("b", frozenset()),
        ("c", frozenset({Marque.GRAS})),
    ]


def test_styles_that_turn_in_circles_end():
    styles = text_style("A", "", "B") + text_style("B", 'fo:font-weight="bold"', "A")
    assert marks_of('<text:p><text:span text:style-name="A">x</text:span></text:p>', styles) == [
        ("x", frozenset({Marque.GRAS}))
    ]


NOTE = Note((Alinea((frag("fin"),)),))


@pytest.mark.parametrize(
    ("xml", "contenu"),
    [
        ('<text:span text:style-name="IA">x</text:span>', (Fragment("x", Origine.IA_RETOUCHEE),)),
        ('<text:span text:style-name="Emplacement_20_numero">12</text:span>', (Emplacement("numero", "12"),)),
        ('<text:a xlink:href="https://a.fr">x</text:a>', (frag("x", lien="https://a.fr"),)),
        ("<text:page-number>3</text:page-number>", (Champ(NatureChamp.PAGE),)),
        ("<text:page-count>3</text:page-count>", (Champ(NatureChamp.NB_PAGES),)),
        ("<text:date>1er mai</text:date>", (Champ(NatureChamp.AUTRE, "1er mai", "text:date"),)),
        ('<text:sequence text:name="T">2</text:sequence>', (Champ(NatureChamp.AUTRE, "2", "text:sequence"),)),
        ("<text:placeholder>ici</text:placeholder>", (Champ(NatureChamp.AUTRE, "ici", "text:placeholder"),)),
        (
            '<field:fieldmark-start field:type="vnd.oasis.opendocument.field.UNHANDLED"/>x<field:fieldmark-end/>',
            (Champ(NatureChamp.AUTRE, "", "UNHANDLED"), frag("x")),
        ),
        ('<text:hidden-text text:string-value="secret"/>', (frag("secret", Marque.CACHE),)),
        ('<text:hidden-paragraph text:is-hidden="true"/>x', (frag("x", Marque.CACHE),)),
        ('<text:hidden-paragraph text:is-hidden="false"/>x', (frag("x"),)),
        ('<text:script script:language="JavaScript">alert(1)</text:script>', (Inconnu("macro", "alert(1)"),)),
        ('<text:execute-macro text:name="m">go</text:execute-macro>', (Inconnu("macro", "go"),)),
        (
            "<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby>",
            (Inconnu("text:ruby", "漢kan"),),
        ),
        ('<draw:line svg:x1="0cm"/>', (Inconnu("draw:line"),)),
        ('<draw:control draw:control="c1"/>', (Inconnu("draw:control"),)),
        ("<draw:g><draw:rect/></draw:g>", (Inconnu("draw:g"),)),
        ("<text:note><text:note-body><text:p> fin</text:p></text:note-body></text:note>", (NOTE,)),
    ],
)
def test_what_stands_in_a_paragraph(xml, contenu):
    assert read_leaf(f"<text:p>{xml}</text:p>").contenu == contenu


def test_comments_are_left_out_and_said():
    lecture = read(make_odt("<text:p>a<office:annotation><text:p>non</text:p></office:annotation>b</text:p>"))
    assert lecture.acte.corps == (Alinea((frag("ab"),)),)
    assert lecture.avertissements == ("Les commentaires sont ignorés.",)


# --- pictures, frames, objects ----------------------------------------------------------------------------------------


def frame(interieur):
    return f'<text:p>a<draw:frame svg:width="2cm" svg:height="10mm">{interieur}</draw:frame></text:p>'


def test_a_picture_of_the_package():
    corps = frame('<draw:image xlink:href="Pictures/a.png"/><svg:title>titre</svg:title><svg:desc>un  écu</svg:desc>')
    _, image = read_leaf(corps, autres={"Pictures/a.png": PNG}).contenu
    assert image == Image.from_bytes(PNG, "un écu", 20.0, 10.0)
    assert (image.donnees, image.largeur_mm, image.hauteur_mm) == (PNG, 20.0, 10.0)


def test_a_picture_inside_the_xml():
    encode = base64.b64encode(PNG).decode()
    _, image = read_leaf(frame(f"<draw:image><office:binary-data>{encode}</office:binary-data></draw:image>")).contenu
    assert image.donnees == PNG


@pytest.mark.parametrize(
    ("interieur", "attendu"),
    [
        ('<draw:image xlink:href="https://a.fr/x.png"/>', Inconnu("image externe", "https://a.fr/x.png")),
        ('<draw:image xlink:href="../../etc/passwd"/>', Inconnu("image externe", "../../etc/passwd")),
        ("<draw:image><office:binary-data>é</office:binary-data></draw:image>", Inconnu("image externe")),
        ('<draw:object xlink:href="Obj"/><draw:image xlink:href="p.png"/>', Inconnu("draw:object")),
        ('<draw:object-ole xlink:href="Obj"/>', Inconnu("draw:object-ole")),
        ('<draw:floating-frame xlink:href="https://a.fr"/>', Inconnu("draw:floating-frame")),
        ("", Inconnu("draw:frame")),
    ],
)
def test_frames_that_are_not_pictures_of_the_package(interieur, attendu):
    assert read_leaf(frame(interieur), autres={"p.png": PNG}).contenu == (frag("a"), attendu)


@pytest.mark.parametrize(
    "forme",
    [
        "<draw:frame><draw:text-box><text:p>dans</text:p></draw:text-box></draw:frame>",
        "<draw:custom-shape><text:p>dans</text:p><draw:enhanced-geometry/></draw:custom-shape>",
        "<draw:rect><text:list><text:list-item><text:p>dans</text:p></text:list-item></text:list></draw:rect>",
    ],
)
def test_a_text_box_stands_after_its_anchor(forme):
    premier, cadre, dernier = read_corps(f"<text:p>ancre{forme}</text:p><text:p>suite</text:p>")
    assert (premier.texte, dernier.texte) == ("ancre", "suite")
    assert isinstance(cadre, Cadre)
    assert "dans" in repr(cadre)


def test_a_text_box_anchored_to_the_page():
    cadre, suite = read_corps(
        "<draw:frame><draw:text-box><text:p>Vu</text:p></draw:text-box></draw:frame><text:p>x</text:p>"
    )
    assert cadre == Cadre((Alinea((frag("Vu"),)),))
    assert suite.texte == "x"


# --- kinds ------------------------------------------------------------------------------------------------------------


def test_our_styles_tell_the_kind_and_derived_styles_too():
    nommes = paragraph_style("Acte_20_Visa") + paragraph_style("Mien", parent="Acte_20_Visa")
    corps = '<text:p text:style-name="Mien">Considérant</text:p><text:p text:style-name="P1">Article 1er</text:p>'
    styles = paragraph_style("P1", parent="Acte_20_Visa")
    assert [type(b) for b in read_corps(corps, styles, styles_xml=make_styles(nommes))] == [Visa, Visa]


def test_words_tell_the_kind_when_styles_do_not():
    corps = "".join(
        f"<text:p>{t}</text:p>"
        for t in ("Arrêté portant essai", "Vu le code", "Considérant que", "ARRÊTE", "Article 1er", "Texte")
    )
    intitule, visa, considerant, formule, article = read_corps(corps)
    assert isinstance(intitule, Intitule)
    assert isinstance(visa, Visa)
    assert isinstance(considerant, Considerant)
    assert isinstance(formule, Formule)
    assert isinstance(article, Article)
    assert article.corps == (Alinea((frag("Texte"),)),)


def test_words_tell_nothing_in_a_cell():
    (tableau,) = read_corps(
        "<table:table><table:table-row><table:table-cell><text:p>Vu le code</text:p></table:table-cell></table:table-row>"
        "</table:table>"
    )
    assert isinstance(tableau.lignes[0].cellules[0].corps[0], Alinea)


def test_headings():
    corps = (
        '<text:p text:style-name="Title">Titre</text:p><text:h text:outline-level="2">Partie</text:h><text:p>x</text:p>'
        '<text:p text:style-name="Heading_20_1">Autre</text:p><text:h text:outline-level="9">Profond</text:h>'
    )
    intitule, partie, autre = read_corps(corps)
    assert isinstance(intitule, Intitule)
    assert isinstance(partie, Section)
    assert (partie.titre.niveau, autre.titre.niveau) == (2, 1)
    assert autre.corps[0].titre.niveau == 4


@pytest.mark.parametrize(
    ("corps", "sauts"),
    [
        ('<text:p text:style-name="P1">a</text:p>', [True]),
        ('<text:p>a</text:p><text:p text:style-name="P1"/><text:p>b</text:p>', [False, True]),
        ('<text:p text:style-name="P2">a</text:p><text:p>b</text:p>', [False, True]),
        ('<text:p text:style-name="P3">a</text:p><text:p text:style-name="P3">b</text:p>', [False, True]),
        ('<text:p text:style-name="P4">a</text:p><text:p text:style-name="P4">b</text:p>', [False, False]),
    ],
)
def test_page_breaks(corps, sauts):
    styles = (
        paragraph_style("P1", paragraphe='fo:break-before="page"')
        + paragraph_style("P2", paragraphe='fo:break-after="page"')
        + paragraph_style("P3", attributs='style:master-page-name="Standard"')
        + paragraph_style("P4", attributs='style:master-page-name=""')
    )
    assert [bloc.saut for bloc in read_corps(corps, styles)] == sauts


# --- tables -----------------------------------------------------------------------------------------------------------


def cell(texte, attributs=""):
    return f"<table:table-cell {attributs}><text:p>{texte}</text:p></table:table-cell>"


def shape_of(tableau):
    return [
        (ligne.entete, [(text_of(c.corps[0].contenu) if c.corps else "", c.colonnes, c.lignes) for c in ligne.cellules])
        for ligne in tableau.lignes
    ]


def test_a_table_with_spans_headers_and_groups():
    corps = (
        "<table:table><table:table-column/><table:table-header-rows><table:table-row>"
        + cell("T", 'table:number-columns-spanned="2"')
        + "<table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row-group><table:table-row>"
        + cell("a", 'table:number-rows-spanned="2"')
        + cell("b")
        + "</table:table-row></table:table-row-group><table:table-rows><table:table-row><table:covered-table-cell/>"
        + cell("c")
        + "</table:table-row></table:table-rows></table:table>"
    )
    assert shape_of(read_leaf(corps)) == [
        (True, [("T", 2, 1)]),
        (False, [("a", 1, 2), ("b", 1, 1)]),
        (False, [("c", 1, 1)]),
    ]


def test_repeated_cells_and_rows():
    corps = (
        '<table:table><table:table-row table:number-rows-repeated="2">'
        + cell("x", 'table:number-columns-repeated="3"')
        + "</table:table-row></table:table>"
    )
    assert shape_of(read_leaf(corps)) == [(False, [("x", 1, 1)] * 3)] * 2


def test_repetition_is_capped():
    corps = (
        '<table:table><table:table-row table:number-rows-repeated="999999999">'
        + cell("x")
        + '</table:table-row><table:table-row table:number-rows-repeated="99999">'
        + cell("x")
        + "</table:table-row></table:table>"
    )
    assert len(read_leaf(corps).lignes) == 1 + 1024


def test_a_nested_table_and_a_hidden_row():
    interieur = f"<table:table><table:table-row>{cell('dedans')}</table:table-row></table:table>"
    corps = (
        f"<table:table><table:table-row><table:table-cell>{interieur}</table:table-cell></table:table-row>"
        f'<table:table-row table:visibility="collapse">{cell("caché")}</table:table-row></table:table>'
    )
    tableau = read_leaf(corps)
    assert isinstance(tableau.lignes[0].cellules[0].corps[0], Tableau)
    assert tableau.lignes[1].cellules[0].corps[0].contenu == (frag("caché", Marque.CACHE),)


def test_signatures_side_by_side():
    interieur = '<table:table-cell><text:p text:style-name="Acte_20_Signature">{}</text:p></table:table-cell>'
    corps = (
        f"<table:table><table:table-row>{interieur.format('A')}{interieur.format('B')}</table:table-row></table:table>"
    )
    signatures = read_leaf(corps, styles_xml=make_styles(paragraph_style("Acte_20_Signature")))
    assert isinstance(signatures, Signatures)
    assert [s.texte for s in signatures.colonnes] == ["A", "B"]


# --- tracked changes, sections, macros --------------------------------------------------------------------------------


def changes(*regions):
    info = "<office:change-info><dc:creator>X</dc:creator><dc:date>2026-01-01T00:00:00</dc:date></office:change-info>"
    xml = "".join(
        f'<text:changed-region text:id="{i}"><text:{genre}>{info}{corps}</text:{genre}></text:changed-region>'
        for i, genre, corps in regions
    )
    return f"<text:tracked-changes>{xml}</text:tracked-changes>"


def test_an_insertion_over_two_paragraphs():
    corps = changes(("c1", "insertion", "")) + (
        '<text:p>a<text:change-start text:change-id="c1"/>b</text:p><text:p>c<text:change-end text:change-id="c1"/>d</text:p>'
    )
    lecture = read(make_odt(corps))
    assert [b.contenu for b in lecture.acte.corps] == [
        (frag("a"), frag("b", Marque.INSERTION)),
        (frag("c", Marque.INSERTION), frag("d")),
    ]
    assert any("suivies" in a for a in lecture.avertissements)


def test_a_deletion_inside_a_paragraph():
    corps = changes(("c1", "deletion", "<text:p>rayé</text:p>")) + (
        '<text:p>a<text:change text:change-id="c1"/>b</text:p>'
    )
    assert read_leaf(corps).contenu == (frag("a"), frag("rayé", Marque.SUPPRESSION), frag("b"))


def test_a_deletion_over_two_paragraphs_parts_them_again():
    corps = changes(("c1", "deletion", "<text:p>fin</text:p><text:p>début</text:p>")) + (
        '<text:p>a<text:change text:change-id="c1"/>b</text:p>'
    )
    assert [b.contenu for b in read_corps(corps)] == [
        (frag("a"), frag("fin", Marque.SUPPRESSION)),
        (frag("début", Marque.SUPPRESSION), frag("b")),
    ]


def test_whole_paragraphs_deleted_and_a_note_in_them():
    note = "<text:note><text:note-body><text:p>n</text:p></text:note-body></text:note>"
    corps = changes(("c1", "deletion", f"<text:p>un{note}</text:p><text:p>deux</text:p>")) + (
        '<text:change text:change-id="c1"/><text:p>reste</text:p>'
    )
    assert [b.texte for b in read_corps(corps)] == ["", "", "reste"]
    assert read_corps(corps)[1].contenu == (frag("deux", Marque.SUPPRESSION),)


def test_a_change_of_formatting_is_no_insertion():
    corps = changes(("c1", "format-change", "")) + (
        '<text:p><text:change-start text:change-id="c1"/>a<text:change-end text:change-id="c1"/></text:p>'
    )
    lecture = read(make_odt(corps))
    assert lecture.acte.corps == (Alinea((frag("a"),)),)
    assert any("mise en forme" in a for a in lecture.avertissements)


def test_sections_and_indexes_are_read_through():
    corps = (
        '<text:section text:name="s"><text:p>un</text:p></text:section>'
        "<text:table-of-content><text:table-of-content-source/><text:index-body><text:index-title><text:p>Sommaire</text:p>"
        "</text:index-title></text:index-body></text:table-of-content>"
    )
    assert [b.texte for b in read_corps(corps)] == ["un", "Sommaire"]


@pytest.mark.parametrize("attribut", ['text:display="none"', 'text:display="condition" text:is-hidden="true"'])
def test_a_hidden_section_is_hidden_text(attribut):
    corps = f'<text:section text:name="s" {attribut}><text:p>un</text:p></text:section><text:p>deux</text:p>'
    un, deux = read_corps(corps)
    assert un.contenu == (frag("un", Marque.CACHE),)
    assert deux.contenu == (frag("deux"),)


ECOUTE = "<office:event-listeners><script:event-listener/></office:event-listeners>"


def test_a_section_fed_from_elsewhere_is_unknown():
    corps = (
        '<text:section text:name="s"><text:section-source xlink:href="../autre.odt"/><text:p>un</text:p></text:section>'
    )
    assert read_corps(corps)[0] == Inconnu("text:section-source", "../autre.odt")


@pytest.mark.parametrize(
    ("options", "attendu"),
    [
        ({"scripts": "<office:scripts/>"}, 0),
        ({"autres": {"Basic/Standard/script-lb.xml": "<x/>"}}, 0),
        ({"autres": {"Basic/Standard/Module1.xml": "<x/>"}}, 1),
        ({"autres": {"Scripts/python/m.py": "print()"}}, 1),
        ({"scripts": f"<office:scripts>{ECOUTE}</office:scripts>"}, 1),
        ({"corps": f"<text:p>a<text:a>{ECOUTE}</text:a></text:p>"}, 1),
    ],
)
def test_macros_are_said_by_an_unknown_block(options, attendu):
    options = {"corps": "<text:p>a</text:p>"} | options
    assert read_corps(**options)[1:] == (Inconnu("macro"),) * attendu


def test_forms():
    assert read_corps("<office:forms/><text:p>a</text:p>") == (Alinea((frag("a"),)),)
    (inconnu, _) = read_corps("<office:forms><form:form/></office:forms><text:p>a</text:p>")
    assert inconnu == Inconnu("macro")


def test_a_foreign_block_is_kept():
    assert read_corps("<office:chart>12</office:chart>") == (Inconnu("office:chart", "12"),)


# --- pages ------------------------------------------------------------------------------------------------------------


def page(nom, interieur, attributs=""):
    return f'<style:master-page style:name="{nom}" {attributs}>{interieur}</style:master-page>'


def p(texte):
    return f"<text:p>{texte}</text:p>"


def pages_of(maitres, corps="<text:p>x</text:p>", styles=""):
    acte = read(make_odt(corps, styles, styles_xml=make_styles(maitres=maitres))).acte
    return [(type(t), t.sorte, t.corps[0].texte if t.corps else "") for t in (*acte.en_tetes, *acte.pieds)]


def test_headers_of_each_kind():
    maitres = page(
        "Standard",
        f"<style:header>{p('d')}</style:header><style:header-left>{p('g')}</style:header-left>"
        f"<style:header-first>{p('1')}</style:header-first><style:footer>{p('pied')}</style:footer>"
        f"<style:footer-left>{p('pied')}</style:footer-left>",
    )
    assert pages_of(maitres) == [
        (EnTetePage, SortePage.DEFAUT, "d"),
        (EnTetePage, SortePage.PREMIERE, "1"),
        (EnTetePage, SortePage.PAIRE, "g"),
        (PiedPage, SortePage.DEFAUT, "pied"),
    ]


def test_a_header_that_is_not_displayed_and_pages_that_are_not_used():
    maitres = page("Standard", f'<style:header style:display="false">{p("non")}</style:header>') + page(
        "Autre", f"<style:header>{p('non')}</style:header>"
    )
    assert pages_of(maitres) == []


def test_a_first_page_followed_by_another():
    maitres = page("Une", f"<style:header>{p('logo')}</style:header>", 'style:next-style-name="Standard"') + page(
        "Standard", f"<style:header>{p('suite')}</style:header>"
    )
    styles = paragraph_style("P1", attributs='style:master-page-name="Une"')
    assert pages_of(maitres, '<text:p text:style-name="P1">x</text:p>', styles) == [
        (EnTetePage, SortePage.DEFAUT, "suite"),
        (EnTetePage, SortePage.PREMIERE, "logo"),
    ]


def test_regions_of_a_header_are_read():
    maitres = page(
        "Standard",
        f"<style:header><style:region-left>{p('g')}</style:region-left><style:region-right>{p('d')}</style:region-right>"
        "</style:header>",
    )
    (tete,) = read(make_odt(p("x"), styles_xml=make_styles(maitres=maitres))).acte.en_tetes
    assert [b.texte for b in tete.corps] == ["g", "d"]


# --- the file ---------------------------------------------------------------------------------------------------------


def test_title_and_kind_are_guessed_in_a_file_of_others():
    acte = read(make_odt(p("Arrêté portant essai") + p("Vu le code") + p("ARRÊTE") + p("Article 1er"))).acte
    assert acte.titre == "Arrêté portant essai"
    assert acte.genre is Genre.ARRETE


def test_a_template_and_a_file_without_styles_are_read():
    donnees = make_odt(p("x"), autres={"mimetype": MIME_OTT})
    assert read(donnees).acte.corps == (Alinea((frag("x"),)),)


def test_damaged_origins_are_said():
    meta = (
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"><office:meta>'
        '<meta:user-defined meta:name="Minutier Origines 001">abîmé</meta:user-defined></office:meta>'
        "</office:document-meta>"
    )
    lecture = read(make_odt(p("x"), autres={"meta.xml": meta}))
    assert lecture.acte.corps[0].contenu[0].origine is Origine.INDETERMINE
    assert any("endommagées" in a for a in lecture.avertissements)
