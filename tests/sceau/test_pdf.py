"""The PDF of a sealed file, by a real LibreOffice: what it claims, what it says, what it leaves out."""

import re
import shutil
import subprocess
import threading
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from server import formats, libreoffice
from server.acte.fragments import Image
from server.charte import load_charte
from server.errors import EcritureImpossible, LibreOfficeIndisponible
from server.formats.paquet import Paquet
from server.sceau import Etat, Relecteur, VisaPrecedent, derive_pdf, read_releve, verify
from server.sceau.mention import annotate
from server.sceau.pdf import DERIVE, _describes_images, say_visas
from tests.outils_libreoffice import convert
from tests.sceau.fabrique import CLES, SORTES, make_releve, make_scelle

both = pytest.mark.parametrize("sorte", SORTES)
MARQUES = (rb"/StructTreeRoot \d", rb"/MarkInfo<</Marked true", rb"/Lang\(fr-FR\)", rb"/DisplayDocTitle true",
           rb"GTS_PDFA1", rb"<pdfaid:part>2<", rb"<pdfaid:conformance>B<")  # fmt: skip
PDF_UA = rb"<pdfuaid:part>1<"


def read_pdf(pdf: bytes, *outil: str) -> str:
    return subprocess.run([*outil], input=pdf, capture_output=True, check=True).stdout.decode()


def drop(fichier: bytes, sorte: str) -> bytes:
    """Take from a file its title and every language that it names."""
    sortie = BytesIO()
    with zipfile.ZipFile(BytesIO(fichier)) as lu, zipfile.ZipFile(sortie, "w") as ecrit:
        for nom in lu.namelist():
            donnees = lu.read(nom)
            if nom.endswith(".xml"):
                donnees = re.sub(rb'<w:lang [^>]*/>| (?:fo|style):(?:language|country)="[^"]*"', b"", donnees)
                donnees = re.sub(rb"<dc:(title|language)>[^<]*</dc:\1>", b"", donnees)
            if nom == "docProps/core.xml":
                continue
            if nom in {"[Content_Types].xml", "_rels/.rels"}:
                donnees = re.sub(rb"<(?:Override|Relationship) [^>]*docProps/core.xml[^>]*/>", b"", donnees)
            ecrit.writestr(nom, donnees)
    return sortie.getvalue()


@pytest.mark.libreoffice
@both
def test_a_pdf_claims_what_it_is_and_says_who_signed_off(sorte):
    scelle = make_scelle(sorte)
    releve = read_releve(scelle.sidecar)
    pdf = derive_pdf(drop(scelle.fichier, sorte), f"acte.{sorte}", releve)
    for marque in (*MARQUES, PDF_UA):
        assert re.search(marque, pdf), marque
    infos, texte = read_pdf(pdf, "pdfinfo", "-"), " ".join(read_pdf(pdf, "pdftotext", "-", "-").split())
    mention = " ".join(f"{say_visas(releve)} {DERIVE}".split())
    assert re.search(r"Title: +(.+)", infos)[1] == releve.acte.intitule
    assert " ".join(re.search(r"Subject: +(.+)", infos)[1].split()) == mention
    assert texte.count(mention) == int(re.search(r"Pages: +(\d+)", infos)[1])
    # Every font is in the file.
    polices = read_pdf(pdf, "pdffonts", "-").splitlines()[2:]
    assert polices
    assert all(ligne.split()[-5] == "yes" for ligne in polices)


@pytest.mark.libreoffice
def test_the_mention_may_be_left_out_and_adds_no_page():
    scelle = make_scelle("docx")
    releve = read_releve(scelle.sidecar)
    pdf = derive_pdf(scelle.fichier, "acte.docx", releve, mention=False)
    (nu,) = convert([("acte.docx", scelle.fichier)], "pdf")
    assert read_pdf(pdf, "pdftotext", "-", "-") == read_pdf(nu, "pdftotext", "-", "-")
    assert releve.relecteur.nom not in read_pdf(pdf, "pdfinfo", "-")
    assert DERIVE in read_pdf(pdf, "pdfinfo", "-")


@both
def test_the_line_is_in_the_copy_alone_and_in_each_footer(sorte):
    fichier = make_scelle(sorte).fichier
    copie = annotate(Paquet(fichier, "acte"), sorte, "Un titre", "Un sujet", "Une mention")
    pieds = formats.read(copie, f"acte.{sorte}").acte.pieds
    assert pieds
    assert all("Une mention" in str(pied) for pied in pieds)
    assert verify(fichier, "acte", CLES).etat is Etat.VALIDE
    assert verify(copie, "acte", CLES).etat is Etat.ALTERE


@both
def test_a_document_without_footers_says_it_at_its_end(sorte):
    acte = replace(formats.read(make_scelle(sorte).fichier, f"acte.{sorte}").acte, pieds=())
    nu = formats.write(acte, sorte, load_charte())
    copie = formats.read(annotate(Paquet(nu, "acte"), sorte, "T", "S", "Une mention"), f"acte.{sorte}").acte
    assert copie.pieds == ()
    assert "Une mention" in str(copie.corps[-1])


def test_each_step_is_said_with_its_role_and_delegation():
    releve = make_releve()
    avant = VisaPrecedent(Relecteur("Julie Roux", "referent_ethique", "en l’absence de Luc Petit"), releve.instant)
    dit = say_visas(replace(releve, precedents=(avant,), relecteur=Relecteur("Ana Sol", "elu")))
    assert "Visé par Julie Roux (référent éthique, en l’absence de Luc Petit) le " in dit
    assert " et par Ana Sol (élu) le " in dit
    assert f"visa n°\u00a0{releve.rang} du registre" in dit


def test_a_picture_without_words_keeps_a_pdf_from_claiming_to_be_accessible(monkeypatch):
    acte = formats.read(make_scelle("docx").fichier, "acte.docx").acte
    feuille = next(bloc for bloc in acte.corps if hasattr(bloc, "contenu"))
    for description, attendu in (("Plan de la rue", True), (" ", False)):
        montre = replace(feuille, contenu=(Image("0" * 64, description),))
        assert _describes_images(replace(acte, corps=(montre,))) is attendu
    demandes = []
    monkeypatch.setattr(libreoffice, "convert", lambda *suite: demandes.append(suite[3]) or b"")
    monkeypatch.setattr("server.sceau.pdf._describes_images", lambda _: False)
    scelle = make_scelle("docx")
    derive_pdf(scelle.fichier, "acte.docx", read_releve(scelle.sidecar))
    assert '"PDFUACompliance": {"type": "boolean", "value": "false"}' in demandes[0]


def test_without_libreoffice_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    scelle = make_scelle("docx")
    with pytest.raises(LibreOfficeIndisponible, match="installer le paquet « libreoffice-writer »"):
        derive_pdf(scelle.fichier, "acte.docx", read_releve(scelle.sidecar))


def test_a_libreoffice_gets_nothing_of_the_environment_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("MINUTIER_VLLM_API_KEY", "secret")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    faux = tmp_path / "soffice"
    faux.write_text(f"#!/bin/sh\nenv > {tmp_path}/env\nexit 1\n")
    faux.chmod(0o700)
    monkeypatch.setattr(shutil, "which", lambda _: str(faux))
    with pytest.raises(EcritureImpossible, match="n’a pas pu convertir"):
        libreoffice.convert(b"x", "docx", "pdf")
    assert "secret" not in (tmp_path / "env").read_text()
    assert list((tmp_path / "tmp").iterdir()) == []


def test_more_conversions_than_the_machine_takes_are_put_off(monkeypatch):
    monkeypatch.setattr(libreoffice, "find_soffice", lambda: "soffice")
    monkeypatch.setattr(libreoffice, "_places", threading.BoundedSemaphore(1))
    monkeypatch.setattr(libreoffice, "_convert", lambda *_: libreoffice.convert(b"x", "docx", "pdf", "", 0.01))
    with pytest.raises(LibreOfficeIndisponible, match="dans un instant"):
        libreoffice.convert(b"x", "docx", "pdf")
    # The place is free again.
    monkeypatch.setattr(libreoffice, "_convert", lambda *_: b"fait")
    assert libreoffice.convert(b"x", "docx", "pdf") == b"fait"
