"""Files made to harm: verify says that they cannot be read, or what they are; it fetches nothing and never falls over."""

import base64
import io
import json
import re
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import FichierIllisible
from server.sceau import Cles, Etat, Verdict, parse_cles, render_cles, seal, verify
from server.sceau.lieux import read_ligne
from tests.sceau.fabrique import (
    CLE,
    CLES,
    CORPS,
    PROPRIETES,
    SORTES,
    change,
    make_releve,
    make_scelle,
    read_part,
    sub,
    swap,
)

both = pytest.mark.parametrize("sorte", SORTES)


def add(donnees, nom, contenu):
    tampon = io.BytesIO(donnees)
    with zipfile.ZipFile(tampon, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(nom, contenu)
    return tampon.getvalue()


def refused(fichier):
    with pytest.raises(FichierIllisible) as capture:
        verify(fichier, "acte", CLES)
    return str(capture.value)


@both
def test_a_bomb(sorte):
    assert "comprimée plus de" in refused(add(make_scelle(sorte).fichier, "media/vide.bin", b"\0" * 8_000_000))


@both
@pytest.mark.parametrize("partie", [CORPS, PROPRIETES], ids=["body", "properties"])
def test_an_external_entity(sorte, partie):
    doctype = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    xxe = change(make_scelle(sorte).fichier, partie[sorte], sub(r"(<\?xml[^>]*\?>\s*)", rf"\1{doctype}"))
    assert "DOCTYPE" in refused(xxe)


@both
def test_a_part_twice_under_two_cases(sorte):
    assert "en double" in refused(add(make_scelle(sorte).fichier, CORPS[sorte].upper(), b"<x/>"))


@both
@pytest.mark.parametrize("nom", ["../../etc/cron.d/x", "/etc/x", "C:\\x", "a/../../x"])
def test_a_part_that_leaves_the_package(sorte, nom):
    assert "sort de l’archive" in refused(add(make_scelle(sorte).fichier, nom, b"x"))


@both
def test_a_file_that_was_cut(sorte):
    entier = make_scelle(sorte).fichier
    for part in (0.1, 0.5, 0.9, 0.999):
        refused(entier[: int(len(entier) * part)])


@pytest.mark.parametrize(
    "contenu",
    [
        b"",
        b"<html><body>Vu</body></html>",
        b"Vu le code",
        b"%PDF-1.7 x",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"{\\rtf1}",
    ],
)
def test_what_is_renamed(contenu):
    assert "ni un document Word" in refused(contenu)


def test_a_docm_renamed_is_altered_for_its_macros():
    types = swap("wordprocessingml.document.main+xml", "wordprocessingml.document.macroEnabled.main+xml")
    docm = change(make_scelle("docx").fichier, "[Content_Types].xml", types)
    for fichier in (docm, add(make_scelle("docx").fichier, "word/vbaProject.bin", b"x")):
        verdict = verify(fichier, "acte", CLES)
        assert verdict.etat is Etat.ALTERE
        assert "macros" in verdict.blocs_alteres[-1].raison


def test_a_remote_template_is_seen_and_not_fetched():
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="https://exemple.invalid/modele.dotm" TargetMode="External"/></Relationships>'
    )
    verdict = verify(add(make_scelle("docx").fichier, "word/_rels/settings.xml.rels", rels), "acte", CLES)
    assert verdict.etat is Etat.ALTERE
    assert "modele.dotm" in verdict.blocs_alteres[0].raison


@both
def test_a_seal_that_inflates_without_end(sorte):
    code = "v1:" + base64.b64encode(zlib.compress(b"[" * 20_000_000, 9)).decode()
    morceaux = [code[i : i + 200] for i in range(0, len(code), 200)]
    paires = [(f"Minutier Visa {i:03d} sur {len(morceaux):03d}", m) for i, m in enumerate(morceaux, 1)]
    if sorte == "docx":
        xml = "".join(
            f'<property fmtid="x" pid="2" name="{n}"><vt:lpwstr>{v}</vt:lpwstr></property>' for n, v in paires
        )
        changer = sub("<property .*</property>", xml)
    else:
        xml = "".join(f'<meta:user-defined meta:name="{n}">{v}</meta:user-defined>' for n, v in paires)
        changer = sub("<meta:user-defined.*</meta:user-defined>", xml)
    assert verify(change(make_scelle(sorte).fichier, PROPRIETES[sorte], changer), "acte", CLES).etat is Etat.INVALIDE


@both
def test_ten_thousand_paragraphs_more_are_told_one_by_one(sorte):
    balise = {"docx": "<w:p><w:r><w:t>x{}</w:t></w:r></w:p>", "odt": "<text:p>x{}</text:p>"}[sorte]
    fin = {"docx": "<w:sectPr", "odt": "</office:text>"}[sorte]
    ajout = "".join(balise.format(i) for i in range(10_000))
    verdict = verify(change(make_scelle(sorte).fichier, CORPS[sorte], swap(fin, ajout + fin)), "acte", CLES)
    assert (verdict.etat, len(verdict.blocs_alteres)) == (Etat.ALTERE, 10_000)


@both
@given(donnees=st.data())
def test_whatever_an_attribute_says_there_is_an_answer(sorte, donnees):
    nom = donnees.draw(st.sampled_from([n for n in _PARTIES[sorte] if n.endswith((".xml", ".rels"))]))
    xml = read_part(make_scelle(sorte).fichier, nom)
    lieux = [trouve.span(1) for trouve in re.finditer(r'="([^"]*)"', xml)]
    debut, fin = donnees.draw(st.sampled_from(lieux))
    valeur = donnees.draw(st.sampled_from(_VALEURS))
    if xml[debut:fin] == valeur:
        return
    fichier = change(make_scelle(sorte).fichier, nom, lambda xml: xml[:debut] + valeur + xml[fin:])
    try:
        assert isinstance(verify(fichier, "acte", CLES), Verdict)
    except FichierIllisible:
        return


_VALEURS = (
    "",
    "-1",
    "0",
    "1e999",
    "99999999999999999999",
    "FFFFFF",
    "auto",
    "%",
    "½",
    "x" * 300,
    "#",
    "../x",
    "http://[",
)
_PARTIES = {sorte: zipfile.ZipFile(io.BytesIO(make_scelle(sorte).fichier)).namelist() for sorte in SORTES}


@pytest.mark.parametrize(
    ("vrai", "faux"),
    [
        (b'"rang":7', b'"rang":1e999'),
        (b"2026-11-02T09:30:00Z", b"0001-01-01T00:00:00+01:00"),
        ("Arrêté rue des Écoles".encode(), b"\\ud800"),
    ],
)
def test_a_statement_that_says_what_cannot_be_is_no_statement(vrai, faux):
    scelle = make_scelle("docx")
    sidecar = json.loads(scelle.sidecar)
    charge = base64.b64decode(sidecar["enveloppe"]["payload"])
    assert vrai in charge
    sidecar["enveloppe"]["payload"] = base64.b64encode(charge.replace(vrai, faux)).decode()
    for cles in (CLES, Cles()):
        verdict = verify(scelle.fichier, "acte", cles, json.dumps(sidecar).encode())
        assert verdict.etat in {Etat.INVALIDE, Etat.INDETERMINE}
        assert verdict.releve is None


@pytest.mark.parametrize("jeton", ['["texte","x",5,""]', '["texte","\\ud800","",""]'])
def test_a_line_of_a_sidecar_that_is_none_is_shown_as_it_is(jeton):
    ligne = f'["corps","",[{jeton}]]'
    assert read_ligne(ligne) == ("", ligne)


def test_a_key_file_with_an_epoch_without_end_is_none():
    with pytest.raises(FichierIllisible):
        parse_cles(re.sub(rb'"epoque": ?[0-9]+', b'"epoque": 1e999', render_cles(CLES)), "cles.json")


def test_the_seal_of_a_file_that_cannot_be_read_is_refused_as_unreadable():
    with pytest.raises(FichierIllisible):
        seal(b"PK\x03\x04", "acte.docx", make_releve(), CLE)
