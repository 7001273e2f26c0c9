"""Files that are damaged, of another kind or hostile: a clear French error, or a tree; nothing else, and in time."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.acte.noeuds import Acte
from server.charte import load_charte
from server.errors import FichierIllisible
from server.formats import odt
from tests.formats.exemples import arrete_reference
from tests.formats.fabrique_odt import XML, make_content, make_odt

BON = odt.write(arrete_reference(), load_charte())
MANIFESTE = (
    f'{XML}<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="content.xml">'
    "<m:encryption-data/></m:file-entry></m:manifest>"
)
ENTITE = f'{XML}<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + make_content(
    "<text:p>&e;</text:p>"
).removeprefix(XML)


@pytest.mark.parametrize(
    ("donnees", "raison"),
    [
        (b"", "archive lisible"),
        (b"bonjour", "archive lisible"),
        (b"PK\x03\x04", "archive lisible"),
        (BON[: len(BON) // 2], "archive lisible"),
        (b'<?xml version="1.0"?><office:document xmlns:office="x"/>', "plat"),
        (make_odt(autres={"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "pas un document texte"),
        (make_odt(autres={"META-INF/manifest.xml": MANIFESTE}), "mot de passe"),
        (make_odt(autres={"content.xml": "<rien/>"}), "pas de l’OpenDocument"),
        (make_odt(autres={"content.xml": "<rien"}), "XML lisible"),
        (make_odt(autres={"content.xml": ENTITE}), "DOCTYPE"),
        (make_odt(autres={"content.xml": make_content("").replace("office:text", "office:drawing")}), "pas de texte"),
        (make_odt(autres={"styles.xml": "<x/>"}), "pas de l’OpenDocument"),
        (make_odt(autres={"meta.xml": "<x/>"}), "pas de l’OpenDocument"),
        (make_odt(autres={"../evil": "x"}), "sort de l’archive"),
        (make_odt(autres={"CONTENT.XML": "x"}), "double"),
        (make_odt("<text:section>" * 300 + "</text:section>" * 300), "XML lisible"),
    ],
)
def test_what_is_refused(donnees, raison):
    with pytest.raises(FichierIllisible, match=raison) as faute:
        odt.read(donnees, "acte.odt")
    assert str(faute.value).startswith("acte.odt : ")


def check(donnees):
    """Read; nothing but a tree or the error that says what is wrong may come out."""
    try:
        acte = odt.read(donnees).acte
    except FichierIllisible:
        return
    assert isinstance(acte, Acte)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(donnees):
    check(donnees)


@pytest.mark.parametrize(
    "nombre", [pytest.param(60, id="court"), pytest.param(3000, id="long", marks=pytest.mark.long)]
)
def test_any_damage(nombre):
    hasard = random.Random(7)  # noqa: S311 -- a fixed sequence of damages, not a secret
    for _ in range(nombre):
        donnees = bytearray(BON)
        for _ in range(hasard.randint(1, 8)):
            donnees[hasard.randrange(len(donnees))] = hasard.randrange(256)
        check(bytes(donnees))


_BALISES = (
    *(
        "text:p",
        "text:h",
        "text:span",
        "text:list",
        "text:list-item",
        "text:list-header",
        "table:table",
        "text:section",
    ),
    *("table:table-row", "table:table-cell", "table:covered-table-cell", "draw:frame", "draw:text-box", "draw:image"),
    *("text:note", "text:note-body", "text:change", "text:change-start", "text:tracked-changes", "text:changed-region"),
    *("text:deletion", "text:s", "text:a", "office:forms", "text:numbered-paragraph", "draw:custom-shape", "text:ruby"),
)
_ATTRIBUTS = ("text:style-name", "text:c", "text:level", "table:number-columns-spanned", "text:change-id", "text:id")
_VALEURS = ("", "1", "-3", "99999999999", "c1", "IA", "é")


@st.composite
def any_xml(draw, profondeur=0):
    """Draw elements that we know, anywhere, with attributes that make no sense."""
    nom = draw(st.sampled_from(_BALISES))
    attributs = "".join(
        f' {n}="{draw(st.sampled_from(_VALEURS))}"'
        for n in draw(st.lists(st.sampled_from(_ATTRIBUTS), max_size=2, unique=True))
    )
    enfants = "".join(draw(st.lists(any_xml(profondeur + 1), max_size=2))) if profondeur < 5 else ""
    return f"<{nom}{attributs}>{draw(st.sampled_from(['', 'x', 'Vu ']))}{enfants}</{nom}>"


@settings(max_examples=100, deadline=None)
@given(st.lists(any_xml(), max_size=3))
def test_any_arrangement_of_elements(elements):
    assert isinstance(odt.read(make_odt("".join(elements))).acte, Acte)


def test_deep_nesting_that_passes_is_read():
    corps = "<text:list><text:list-item>" * 100 + "<text:p>fond</text:p>" + "</text:list-item></text:list>" * 100
    assert "fond" in repr(odt.read(make_odt(corps)).acte)


def test_an_identifier_used_twice_as_libreoffice_does_is_no_fault():
    corps = '<text:list xml:id="a"><text:list-item><text:p>x</text:p></text:list-item></text:list>' * 2
    assert len(odt.read(make_odt(corps)).acte.corps) == 2


def test_a_large_document_is_read_in_time():
    corps = "".join(f"<text:p>Vu l’acte n° {i}</text:p>" for i in range(20_000))
    debut = time.perf_counter()
    assert len(odt.read(make_odt(corps)).acte.corps) == 20_000
    assert time.perf_counter() - debut < 30
