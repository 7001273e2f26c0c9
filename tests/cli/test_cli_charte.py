from pathlib import Path

import pytest

from server.charte import load_charte


def test_the_charte_is_compiled_for_word_and_libreoffice(minutier):
    fini = minutier("charte", "compiler", "--sortie", "c")
    assert (fini.code, fini.err) == (0, "")
    ecrits = sorted(Path("c").iterdir())
    assert {"reference.docx", "reference.odt"} <= {chemin.name for chemin in ecrits}
    assert sorted(fini.out.splitlines()) == [f"Écrit : {chemin}" for chemin in ecrits]


def test_what_is_there_already_is_left_alone(minutier):
    Path("c").mkdir()
    Path("c/charte.yaml").write_text("à moi", encoding="utf-8")
    assert minutier("charte", "compiler", "--sortie", "c").code == 0
    assert [chemin.name for chemin in Path("c").iterdir()] == ["charte.yaml"]
    assert Path("c-2/reference.docx").is_file()
    Path("vide").mkdir()
    assert minutier("charte", "compiler", "--sortie", "vide").code == 0
    assert Path("vide/reference.docx").is_file()


@pytest.mark.parametrize("document", ["reference.docx", "reference.odt"])
def test_a_letterhead_becomes_a_charte(minutier, document):
    minutier("charte", "compiler", "--sortie", "c")
    fini = minutier("charte", "importer", f"c/{document}", "--sortie", "papier")
    assert fini.code == 0
    assert "Écrit : papier/charte.yaml" in fini.out
    assert fini.out.endswith("MINUTIER_CHARTE=papier\n")
    assert load_charte(Path("papier"))
    encore = minutier("charte", "importer", f"c/{document}", "--sortie", "papier")
    assert encore.code == 3


@pytest.mark.parametrize(("nom", "donnees"), [("absent.dotx", None), ("a.dotx", b"PK\x03\x04"), ("a.txt", b"bonjour")])
def test_what_is_no_letterhead_exits_2_and_writes_nothing(minutier, nom, donnees):
    if donnees is not None:
        Path(nom).write_bytes(donnees)
    fini = minutier("charte", "importer", nom, "--sortie", "papier")
    assert (fini.code, fini.out) == (2, "")
    assert nom in fini.err
    assert not Path("papier").exists()


def test_a_folder_that_cannot_be_written_exits_3(minutier):
    Path("f").write_bytes(b"")
    fini = minutier("charte", "compiler", "--sortie", "f/c")
    assert (fini.code, fini.out) == (3, "")
    assert "Rien n’a été écrit." in fini.err


@pytest.mark.parametrize("arguments", [["charte"], ["charte", "zut"], ["charte", "importer"]])
def test_wrong_usage_exits_64(minutier, arguments):
    fini = minutier(*arguments)
    assert (fini.code, fini.out) == (64, "")


def test_help_is_in_french(minutier):
    for commande in (["charte"], ["charte", "compiler"], ["charte", "importer"]):
        fini = minutier(*commande, "--help")
        assert fini.code == 0
        assert fini.out.startswith("Usage : minutier charte")
        assert "Affiche cette aide." in fini.out
