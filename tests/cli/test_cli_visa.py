"""`minutier verify` and `minutier cles`."""

import json

import pytest

from server import cli
from server.sceau import Trousseau, render_cles
from tests.sceau.fabrique import (
    CLES,
    CORPS,
    PROPRIETES,
    SORTES,
    change,
    make_projet,
    make_releve,
    make_scelle,
    read_part,
    sub,
    swap,
)


@pytest.fixture
def depot(tmp_path, monkeypatch):
    """Put a sealed file, its sidecar and the keys in a folder, with data of its own."""
    monkeypatch.setenv("MINUTIER_DONNEES", str(tmp_path / "donnees"))
    for sorte in SORTES:
        (tmp_path / f"acte.{sorte}").write_bytes(make_scelle(sorte).fichier)
    (tmp_path / "acte.visa.json").write_bytes(make_scelle("docx").sidecar)
    (tmp_path / "cles.json").write_bytes(render_cles(CLES))
    return tmp_path


@pytest.mark.parametrize("sorte", SORTES)
def test_each_answer_has_its_code_and_its_shape(minutier, depot, sorte):
    scelle = make_scelle(sorte).fichier
    nu = change(
        scelle,
        PROPRIETES[sorte],
        sub({"docx": "<property .*</property>", "odt": "<meta:user-defined.*</meta:user-defined>"}[sorte], ""),
    )
    abime = change(scelle, PROPRIETES[sorte], sub(">v1:.{8}", ">v1:AAAAAAAA"))
    cas = {
        0: scelle,
        1: change(scelle, CORPS[sorte], swap("1 250 €", "1 350 €")),
        2: nu,
        3: abime,
        4: change(scelle, PROPRIETES[sorte], swap("Minutier Visa 002 sur", "Autre")),
    }
    for code, donnees in cas.items():
        (depot / "essai").write_bytes(donnees)
        fini = minutier("verify", depot / "essai", "--cle", depot / "cles.json", "--json")
        vu = json.loads(fini.out)
        assert (fini.code, fini.err) == (code, "")
        assert {"etat", "blocs_alteres", "releve"} <= set(vu)
        assert vu["etat"] == ["VALIDE", "ALTÉRÉ", "NON SCELLÉ", "INVALIDE", "INDÉTERMINÉ"][code]
        assert bool(vu["blocs_alteres"]) == (code == 1)


def test_the_sidecar_shows_before_and_after(minutier, depot):
    altere = change(make_scelle("docx").fichier, CORPS["docx"], swap("1 250 €", "1 350 €"))
    (depot / "altere.docx").write_bytes(altere)
    fini = minutier(
        "verify", depot / "altere.docx", "--cle", depot / "cles.json", "--sidecar", depot / "acte.visa.json"
    )
    assert fini.code == 1
    assert "avant : La redevance est fixée à 1 250 € par mois." in fini.out
    assert "après : La redevance est fixée à 1 350 € par mois." in fini.out
    assert "Camille Dupont, élu (arrêté n° 12 du 3 mars 2026)" in fini.out


def test_without_a_key_it_is_undetermined_and_with_the_installed_one_it_is_read(minutier, depot):
    assert minutier("verify", depot / "acte.docx").code == 4
    trousseau = Trousseau.of(depot / "donnees")
    trousseau.signataire()
    (trousseau.dossier / "publiques.json").write_bytes(render_cles(CLES))
    assert minutier("verify", depot / "acte.docx").code == 0


@pytest.mark.parametrize(
    "contenu",
    [
        b"",
        b"PK\x03\x04 rien",
        b"<html><body>Bonjour</body></html>",
        b"Vu le code",
        b"%PDF-1.7",
        make_projet("docx")[:3000],
    ],
)
def test_what_is_no_document_exits_5(minutier, depot, contenu):
    (depot / "essai.docx").write_bytes(contenu)
    fini = minutier("verify", depot / "essai.docx", "--cle", depot / "cles.json", "--json")
    assert (fini.code, fini.out) == (5, "")
    assert "essai.docx" in fini.err


@pytest.mark.parametrize("option", ["--cle", "--sidecar", "--annexe"])
def test_a_file_that_is_not_there_exits_5_and_is_named(minutier, depot, option):
    fini = minutier("verify", depot / "acte.docx", option, depot / "absent")
    assert fini.code == 5
    assert "absent : le fichier n’existe pas." in fini.err


def test_annexes_are_checked(minutier, depot):
    (depot / "plan.pdf").write_bytes(b"%PDF")
    fini = minutier("verify", depot / "acte.docx", "--cle", depot / "cles.json", "--annexe", depot / "plan.pdf")
    assert fini.code == 1
    assert "annexe « plan.pdf »" in fini.out


def test_keys_from_the_first_to_the_revocation(minutier, depot):
    assert minutier("cles", "lister").err.startswith("Aucune clé")
    assert minutier("cles", "exporter").code == 64
    assert minutier("cles", "creer").out.startswith("Époque 1")
    assert minutier("cles", "renouveler").out.startswith("Époque 2")
    assert "révoquée" in minutier("cles", "revoquer", "1", "--motif", "vol").out
    vues = json.loads(minutier("cles", "lister", "--json").out)
    assert [(v["epoque"], v["motif"], v["revoquee_le"] is None) for v in vues] == [(1, "vol", False), (2, "", True)]
    assert minutier("cles", "lister").out.count("Époque") == 2
    assert minutier("cles", "exporter").code == 0
    assert json.loads((depot / "cles-publiques.json").read_bytes())["cles"] == vues
    assert minutier("cles", "exporter").out == "Écrit : cles-publiques-2.json\n"


@pytest.mark.parametrize("instant", ["hier", "2026-11-02T09:00:00"])
def test_an_instant_without_its_zone_is_refused(minutier, depot, instant):
    minutier("cles", "creer")
    fini = minutier("cles", "revoquer", "1", "--motif", "vol", "--depuis", instant)
    assert fini.code == 64
    assert minutier("cles", "revoquer", "1", "--motif", "vol", "--depuis", "2026-11-02T09:00:00+01:00").code == 0


def test_the_folder_of_the_keys_is_nowhere_in_what_verify_says(minutier, depot):
    assert str(depot / "donnees") not in minutier("verify", depot / "acte.docx").out
    assert cli.run(["verify", "--help"]) == 0
    assert "PRIVATE" not in read_part(make_scelle("docx").fichier, PROPRIETES["docx"])


@pytest.mark.libreoffice
def test_a_valid_file_is_made_into_a_pdf_beside_it(minutier, depot):
    fini = minutier("pdf", depot / "acte.odt", "--cle", depot / "cles.json")
    assert (fini.code, fini.err) == (0, "")
    assert f"Écrit : {depot / 'acte.pdf'}" in fini.out
    assert "qui seul se vérifie" in fini.out
    pdf = (depot / "acte.pdf").read_bytes()
    assert b"<pdfaid:part>2<" in pdf
    nom = make_releve().relecteur.nom.encode()
    assert nom in pdf
    assert minutier("pdf", depot / "acte.odt", "--cle", depot / "cles.json", "--sans-mention").code == 0
    assert nom not in (depot / "acte-2.pdf").read_bytes()


def test_no_pdf_of_what_is_not_valid(minutier, depot, monkeypatch):
    altere = change(make_scelle("docx").fichier, CORPS["docx"], swap("1 250 €", "1 350 €"))
    (depot / "altere.docx").write_bytes(altere)
    for fichier, options, dit in (
        ("altere.docx", ["--cle", depot / "cles.json"], "ALTÉRÉ"),
        ("acte.docx", [], "INDÉTERMINÉ"),
    ):
        fini = minutier("pdf", depot / fichier, *options)
        assert fini.code == 2
        assert fini.out.startswith(dit)
        assert "Aucun PDF" in fini.err
    monkeypatch.setattr("shutil.which", lambda _: None)
    fini = minutier("pdf", depot / "acte.docx", "--cle", depot / "cles.json")
    assert fini.code == 3
    assert "libreoffice-writer" in fini.err
    assert minutier("pdf", "-", entree=b"x").code == 64
    assert list(depot.glob("*.pdf")) == []
