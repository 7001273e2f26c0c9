"""Documents made by odfpy, another writer of OpenDocument, are read like our own."""

import io

from odf import dc, draw, meta, style, table, text
from odf.opendocument import OpenDocumentText

from server.acte.fragments import Fragment, Image, Marque, Note
from server.acte.noeuds import Alinea, Article, Liste, Section, Tableau, Visa
from server.formats.odt import read
from tests.formats.strategies import make_png


def save(document):
    tampon = io.BytesIO()
    document.write(tampon)
    return tampon.getvalue()


def test_a_document_of_odfpy():
    document = OpenDocumentText()
    gras = style.Style(name="Gras", family="text")
    gras.addElement(style.TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(gras)
    visa = text.P(text="Vu le code ")
    visa.addElement(text.Span(stylename=gras, text="général"))
    document.text.addElement(visa)
    document.text.addElement(text.H(outlinelevel=1, text="Première partie"))
    document.text.addElement(text.P(text="Article 1er"))
    liste = text.List()
    item = text.ListItem()
    item.addElement(text.P(text="un"))
    liste.addElement(item)
    document.text.addElement(liste)
    tableau = table.Table()
    rangee = table.TableRow()
    cellule = table.TableCell()
    cellule.addElement(text.P(text="case"))
    rangee.addElement(cellule)
    tableau.addElement(rangee)
    document.text.addElement(tableau)

    premier, section = read(save(document)).acte.corps
    assert isinstance(premier, Visa)
    assert premier.contenu == (
        Fragment("Vu le code "),
        Fragment("général", marques=frozenset({Marque.GRAS})),
    )
    assert isinstance(section, Section)
    (article,) = section.corps
    assert isinstance(article, Article)
    assert [type(b) for b in article.corps] == [Alinea, Tableau]


def test_a_list_with_a_style_a_note_and_a_picture_of_odfpy():
    document = OpenDocumentText()
    puces = text.ListStyle(name="P")
    puces.addElement(text.ListLevelStyleBullet(level=1, bulletchar="-"))
    document.automaticstyles.addElement(puces)
    liste = text.List(stylename=puces)
    item = text.ListItem()
    paragraphe = text.P(text="un")
    note = text.Note(id="n1", noteclass="footnote")
    note.addElement(text.NoteCitation(text="1"))
    corps = text.NoteBody()
    corps.addElement(text.P(text="note"))
    note.addElement(corps)
    paragraphe.addElement(note)
    cadre = draw.Frame(width="2cm", height="1cm", anchortype="as-char")
    image = document.addPicture("a.png", "image/png", make_png())
    cadre.addElement(draw.Image(href=image))
    paragraphe.addElement(cadre)
    item.addElement(paragraphe)
    liste.addElement(item)
    document.text.addElement(liste)

    (lue,) = read(save(document)).acte.corps
    assert isinstance(lue, Liste)
    assert lue.elements[0].numero == "•"
    assert lue.elements[0].contenu == (
        Fragment("un"),
        Note((Alinea((Fragment("note"),)),)),
        Image.from_bytes(make_png(), "", 20, 10),
    )


def test_the_title_of_the_file_wins():
    document = OpenDocumentText()
    document.meta.addElement(dc.Title(text="Titre du fichier"))
    document.meta.addElement(meta.UserDefined(name="Minutier Statut", valuetype="string", text="PROJET"))
    document.text.addElement(text.P(text="Arrêté portant essai"))
    acte = read(save(document)).acte
    assert acte.titre == "Titre du fichier"
    assert acte.proprietes.statut == "PROJET"
