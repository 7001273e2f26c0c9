import zipfile
from pathlib import Path

import pytest


def test_the_extension_is_written_and_nothing_is_overwritten(minutier):
    for nom in ("poste/minutier.oxt", "poste/minutier-2.oxt"):
        fini = minutier("oxt", "--sortie", "poste/minutier.oxt", "--serveur", "https://minutier.ville.fr")
        assert (fini.code, fini.out, fini.err) == (0, f"Écrit : {nom}\n", "")
        assert zipfile.is_zipfile(nom)
    assert Path("poste/minutier.oxt").read_bytes() == Path("poste/minutier-2.oxt").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "mot"),
    [(["--sortie", "a.zip"], ".oxt"), (["--serveur", "http://minutier.ville.fr"], "https://"), (["--zut"], "--zut")],
)
def test_wrong_usage_exits_64_and_writes_nothing(minutier, arguments, mot):
    fini = minutier("oxt", *arguments)
    assert (fini.code, fini.out) == (64, "")
    assert mot in fini.err
    assert not list(Path().glob("*.oxt"))


def test_a_place_that_cannot_be_written_exits_3(minutier):
    Path("f").write_bytes(b"")
    fini = minutier("oxt", "--sortie", "f/minutier.oxt")
    assert (fini.code, fini.out) == (3, "")
    assert "Rien n’a été écrit." in fini.err
