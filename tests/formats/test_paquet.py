import io
import stat
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from server.errors import FichierIllisible
from server.formats import paquet as module
from server.formats.archive import build_archive, prepare
from server.formats.paquet import Paquet, detect, parse_xml


def make_zip(parties, **options):
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for nom, donnees in parties:
            archive.writestr(nom, donnees)
    return tampon.getvalue()


def refuse(donnees, raison):
    with pytest.raises(FichierIllisible, match=raison) as faute:
        Paquet(donnees, "a.docx")
    assert str(faute.value).startswith("a.docx : ")


def test_a_part_is_read_whatever_the_case_of_its_name():
    paquet = Paquet(make_zip([("Word/Document.xml", b"<a/>")]))
    assert "word/document.xml" in paquet
    assert paquet.read("word/document.xml") == b"<a/>"
    assert list(paquet) == ["Word/Document.xml"]
    with pytest.raises(KeyError):
        paquet.read("autre.xml")


@pytest.mark.parametrize("nom", ["../a", "a/../../b", "/a", "\\a", "a\\..\\b", "C:/a"])
def test_a_name_that_leaves_the_package_is_refused(nom):
    refuse(make_zip([(nom, b"x")]), "sort de l’archive")


@pytest.mark.parametrize("nom", ["a..b", "a/...x", ".a", "é/b"])
def test_a_strange_name_that_stays_inside_is_let_through(nom):
    assert Paquet(make_zip([(nom, b"x")])).read(nom) == b"x"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_duplicate_members_are_refused_letter_case_aside():
    refuse(make_zip([("a.xml", b"1"), ("a.xml", b"2")]), "en double")
    refuse(make_zip([("a.xml", b"1"), ("A.XML", b"2")]), "en double")


def test_an_encrypted_member_is_refused():
    donnees = bytearray(make_zip([("a", b"x")]))
    for signature, decalage in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = donnees.index(signature) + decalage
        donnees[place] |= 1
    refuse(bytes(donnees), "mot de passe")


def test_a_link_is_refused():
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        lien = zipfile.ZipInfo("a")
        lien.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(lien, "/etc/passwd")
    refuse(tampon.getvalue(), "est un lien")


def test_a_bomb_is_refused_before_it_is_inflated():
    refuse(make_zip([("a.xml", b"\0" * (2 * module.MIO))]), "comprimée plus de 200 fois")


def test_a_small_part_may_compress_well():
    assert len(Paquet(make_zip([("a", b"a" * 900_000)])).read("a")) == 900_000


@pytest.mark.parametrize(
    ("nom", "valeur", "raison"),
    [
        ("COMPRESSE_MAX", 10, "il dépasse"),
        ("MEMBRES_MAX", 1, "plus de 1 parties"),
        ("PARTIE_MAX", 3, "la partie « a » dépasse"),
        ("TOTAL_MAX", 5, "une fois décompressé"),
    ],
)
def test_each_cap_holds(monkeypatch, nom, valeur, raison):
    donnees = make_zip([("a", b"1234"), ("b", b"5678")])
    Paquet(donnees)
    monkeypatch.setattr(module, nom, valeur)
    refuse(donnees, raison)


def test_an_xml_part_has_a_cap_of_its_own(monkeypatch):
    paquet = Paquet(make_zip([("a", b"<a>12345</a>")]), "a.docx")
    monkeypatch.setattr(module, "XML_MAX", 5)
    assert paquet.read("a")
    with pytest.raises(FichierIllisible, match="dépasse"):
        paquet.read_xml("a")


def test_more_bytes_than_declared_are_never_given():
    donnees = bytearray(make_zip([("a", b"x" * 5000)]))
    for signature, decalage in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = donnees.index(signature) + decalage
        donnees[place : place + 4] = struct.pack("<I", 10)
    with pytest.raises(FichierIllisible, match="endommagée"):
        Paquet(bytes(donnees)).read("a")


def test_a_damaged_part_is_refused():
    donnees = bytearray(build_archive([prepare("a", b"x" * 40, 0)]))
    donnees[35] ^= 0xFF
    with pytest.raises(FichierIllisible, match="« a » est endommagée"):
        Paquet(bytes(donnees)).read("a")


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
        b'<!DOCTYPE a [<!ENTITY e "x"><!ENTITY f "&e;&e;">]><a>&f;</a>',
        b'<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>',
        "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE a><a/>".encode("utf-16"),
    ],
)
def test_a_doctype_is_refused_in_any_encoding(xml):
    with pytest.raises(FichierIllisible, match="DOCTYPE"):
        parse_xml(xml, "document.xml", "a.docx")


@pytest.mark.parametrize("corps", ["<a/>", '<a><b xml:id="x"/><b xml:id="x"/></a>'])
def test_an_external_dtd_is_never_opened(tmp_path, corps):
    dtd = tmp_path / "a.dtd"
    dtd.write_text("no DTD at all <<<")
    xml = f'<!DOCTYPE a SYSTEM "{dtd.as_uri()}">{corps}'.encode()
    # What opens it chokes on it.
    with pytest.raises(etree.XMLSyntaxError, match="external subset"):
        etree.fromstring(xml, etree.XMLParser(load_dtd=True))
    with pytest.raises(FichierIllisible, match="DOCTYPE"):
        parse_xml(xml, "document.xml", "a.docx")


def test_the_same_xml_id_twice_is_let_through():
    assert parse_xml(b'<a><b xml:id="x"/><b xml:id="x"/></a>', "content.xml", "a.odt").tag == "a"


def test_xml_nested_too_deep_is_refused():
    with pytest.raises(FichierIllisible, match="XML lisible"):
        parse_xml(b"<a>" * 300 + b"</a>" * 300, "document.xml", "a.docx")
    assert parse_xml(b"<a>" * 200 + b"</a>" * 200, "document.xml", "a.docx").tag == "a"


@pytest.mark.parametrize(
    ("donnees", "sorte"),
    [
        (make_zip([("[Content_Types].xml", b""), ("word/document.xml", b"")]), "docx"),
        (make_zip([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"")]), "odt"),
        (make_zip([("mimetype", b"application/vnd.oasis.opendocument.text-template")]), "odt"),
        (make_zip([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]), "zip"),
        (make_zip([("[Content_Types].xml", b""), ("xl/workbook.xml", b"")]), "zip"),
        (b"PK\x03\x04tronc", "zip"),
        (b"%PDF-1.7", "pdf"),
        (b"{\\rtf1", "rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        (b"\x89PNG\r\n", "image"),
        (b'<?xml version="1.0"?><office:document xmlns:office="x"/>', "fodt"),
        (b"Vu le code ;", "texte"),
        ("\ufeffVu l’arrêté".encode(), "texte"),
        ("Vu l'arrêté".encode("cp1252"), "texte"),
        (b"", "texte"),
        (b"\x00\x01", "inconnu"),
        (b"\xff\xfe\x01\x02", "inconnu"),
    ],
)
def test_a_file_is_known_by_its_content(donnees, sorte):
    assert detect(donnees) == sorte


@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_detected_and_opened_or_refused(donnees, zippe):
    donnees = b"PK\x03\x04" + donnees if zippe else donnees
    assert detect(donnees)
    with pytest.raises(FichierIllisible):
        Paquet(donnees)


def test_an_archive_reads_back_and_is_the_same_every_time():
    parties = [("mimetype", b"abc", 0), ("é/b.xml", b"<a>" * 50, 6), ("c.bin", b"x" * 9000, 3)]
    donnees = build_archive([prepare(*partie) for partie in parties])
    with zipfile.ZipFile(io.BytesIO(donnees)) as archive:
        assert archive.testzip() is None
        assert [(i.filename, archive.read(i)) for i in archive.infolist()] == [(nom, d) for nom, d, _ in parties]
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert build_archive([prepare(*partie) for partie in parties]) == donnees


def test_an_archive_refuses_two_members_of_one_name():
    with pytest.raises(ValueError, match="named"):
        build_archive([prepare("a", b"1"), prepare("a", b"2")])
