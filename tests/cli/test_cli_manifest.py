from pathlib import Path

import pytest

from server.office import make_manifeste

URL = "https://minutier.ville.fr"


def test_the_manifest_is_written(minutier):
    fini = minutier("manifest", "--url", f"{URL}/", "--sortie", "m.xml")
    assert (fini.code, fini.out, fini.err) == (0, "Écrit : m.xml\n", "")
    assert Path("m.xml").read_bytes() == make_manifeste(URL)
    assert Path("m.xml").stat().st_mode & 0o777 == 0o644


def test_what_is_there_already_is_left_alone(minutier):
    Path("minutier-word.xml").write_text("à moi", encoding="utf-8")
    assert minutier("manifest", "--url", URL).out == "Écrit : minutier-word-2.xml\n"
    assert Path("minutier-word.xml").read_text(encoding="utf-8") == "à moi"


@pytest.mark.parametrize("options", [(), ("--url",), ("--url", "http://minutier.ville.fr"), ("--url", "minutier")])
def test_wrong_usage_exits_64_and_writes_nothing(minutier, options):
    fini = minutier("manifest", *options)
    assert (fini.code, fini.out) == (64, "")
    assert "url" in fini.err.lower()
    assert not list(Path().iterdir())


def test_a_folder_that_is_not_there_exits_3(minutier):
    fini = minutier("manifest", "--url", URL, "--sortie", "absent/m.xml")
    assert (fini.code, fini.out) == (3, "")
    assert "Rien n’a été écrit." in fini.err
