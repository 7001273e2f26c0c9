import errno
import io
import json
import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import cli_sorties
from server.cli_sorties import say, say_json, write_ensemble
from server.errors import EcritureImpossible
from server.francais.slug import make_slug


def content(dossier: Path) -> dict[str, bytes]:
    return {f.name: f.read_bytes() for f in sorted(dossier.rglob("*")) if f.is_file()}


def fail(numero):
    def raises(*_):
        raise OSError(numero, os.strerror(numero))

    return raises


def test_files_are_written_whole_under_their_name(tmp_path):
    ecrits = write_ensemble(tmp_path / "a" / "b", "acte", {"docx": b"1", "odt": b"2"})
    assert ecrits == {"docx": tmp_path / "a/b/acte.docx", "odt": tmp_path / "a/b/acte.odt"}
    assert content(tmp_path) == {"acte.docx": b"1", "acte.odt": b"2"}


def test_an_existing_file_is_never_overwritten_and_the_set_keeps_one_name(tmp_path):
    (tmp_path / "acte.odt").write_bytes(b"a moi")
    ecrits = write_ensemble(tmp_path, "acte", {"docx": b"1", "odt": b"2"})
    assert [chemin.name for chemin in ecrits.values()] == ["acte-2.docx", "acte-2.odt"]
    assert write_ensemble(tmp_path, "acte", {"odt": b"3"})["odt"].name == "acte-3.odt"
    assert content(tmp_path) == {"acte.odt": b"a moi", "acte-2.docx": b"1", "acte-2.odt": b"2", "acte-3.odt": b"3"}


def test_a_dangling_link_is_an_existing_file(tmp_path):
    (tmp_path / "acte.docx").symlink_to(tmp_path / "ailleurs")
    assert write_ensemble(tmp_path, "acte", {"docx": b"1"})["docx"].name == "acte-2.docx"
    assert not (tmp_path / "ailleurs").exists()


def test_two_writers_at_once_get_two_names(tmp_path):
    depart = threading.Barrier(8, timeout=60)
    ecrits: list[dict[str, Path]] = []

    def write(rang):
        depart.wait()
        ecrits.append(write_ensemble(tmp_path, "acte", {"docx": b"%d" % rang, "odt": b"%d" % rang}))

    fils = [threading.Thread(target=write, args=(rang,)) for rang in range(8)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len({paire["docx"] for paire in ecrits}) == 8
    for paire in ecrits:
        assert paire["docx"].stem == paire["odt"].stem
        assert paire["docx"].read_bytes() == paire["odt"].read_bytes()
    assert len(list(tmp_path.iterdir())) == 16


@pytest.mark.parametrize(
    ("numero", "raison"),
    [
        (errno.ENOSPC, "il n’y a plus de place sur le disque"),
        (errno.EDQUOT, "quota"),
        (errno.EACCES, "pas le droit d’y écrire"),
        (errno.EROFS, "lecture seule"),
        (errno.EIO, "l’écriture a échoué"),
    ],
)
def test_when_the_disk_refuses_nothing_is_left(tmp_path, monkeypatch, numero, raison):
    monkeypatch.setattr(cli_sorties.os, "fsync", fail(numero))
    with pytest.raises(EcritureImpossible, match=raison):
        write_ensemble(tmp_path / "a" / "b", "acte", {"docx": b"1", "odt": b"2"})
    assert list(tmp_path.iterdir()) == []


def test_when_the_last_name_cannot_be_given_the_first_is_taken_back(tmp_path, monkeypatch):
    lien = Path.hardlink_to

    def link(self, cible):
        if self.suffix == ".odt":
            fail(errno.ENOSPC)()
        lien(self, cible)

    monkeypatch.setattr(Path, "hardlink_to", link)
    with pytest.raises(EcritureImpossible):
        write_ensemble(tmp_path, "acte", {"docx": b"1", "odt": b"2"})
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_nothing(tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli_sorties, "_sync_dossier", interrupt)
    lien = Path.hardlink_to
    monkeypatch.setattr(Path, "hardlink_to", lambda self, c: interrupt() if self.suffix == ".odt" else lien(self, c))
    with pytest.raises(KeyboardInterrupt):
        write_ensemble(tmp_path, "acte", {"docx": b"1", "odt": b"2"})
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_hard_links_is_served_too(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "hardlink_to", fail(errno.EPERM))
    (tmp_path / "acte.docx").write_bytes(b"a moi")
    assert write_ensemble(tmp_path, "acte", {"docx": b"1"})["docx"].name == "acte-2.docx"
    assert content(tmp_path) == {"acte.docx": b"a moi", "acte-2.docx": b"1"}
    monkeypatch.setattr(Path, "replace", fail(errno.ENOSPC))
    with pytest.raises(EcritureImpossible):
        write_ensemble(tmp_path, "acte", {"docx": b"3"})
    assert content(tmp_path) == {"acte.docx": b"a moi", "acte-2.docx": b"1"}


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "f").write_bytes(b"x")
    for dossier in (tmp_path / "f", tmp_path / "f" / "g"):
        with pytest.raises(EcritureImpossible, match="ce n’est pas un dossier"):
            write_ensemble(dossier, "acte", {"docx": b"1"})
    assert content(tmp_path) == {"f": b"x"}


def test_a_real_limit_of_the_system_leaves_nothing(tmp_path):
    programme = textwrap.dedent("""
        import resource, sys
        from pathlib import Path
        from server.cli_sorties import write_ensemble
        from server.errors import EcritureImpossible
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            write_ensemble(Path(sys.argv[1]) / "neuf", "acte", {"txt": b"x", "docx": b"x" * 5000})
        except EcritureImpossible as erreur:
            sys.exit(str(erreur))
    """)
    fini = subprocess.run([sys.executable, "-c", programme, str(tmp_path)], capture_output=True, text=True, check=False)
    assert "dépasse la taille que le système permet. Rien n’a été écrit." in fini.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("titre", "slug"),
    [
        ("Arrêté portant réglementation de la circulation", "arrete-portant-reglementation-de-la-circulation"),
        ("Œuvre d’art à l’Haÿ-les-Roses", "oeuvre-d-art-a-l-hay-les-roses"),
        ("../../etc/passwd", "etc-passwd"),
        ("", ""),
        ("…", ""),
        ("x" * 80, ""),
        ("mot " * 30, "mot-mot-mot-mot-mot-mot-mot-mot-mot-mot-mot-mot-mot-mot-mot"),
    ],
)
def test_a_title_becomes_a_piece_of_file_name(titre, slug):
    assert make_slug(titre) == slug


@given(st.text(max_size=200))
def test_a_slug_is_safe_in_any_file_system(titre):
    slug = make_slug(titre)
    assert len(slug) <= 60
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-")


def test_what_a_file_holds_does_not_drive_the_terminal(capsys):
    say("\ttitre \x1b[2J\x07 \u202egnp")
    assert capsys.readouterr().out == "\ttitre �[2J� �gnp\n"


@pytest.mark.parametrize("encodage", ["ascii", "latin-1", "utf-8"])
def test_json_is_sound_on_any_terminal(monkeypatch, encodage):
    octets = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(octets, encoding=encodage))
    say_json({"é": "’…€"})
    assert json.loads(octets.getvalue().decode(encodage)) == {"é": "’…€"}


def test_text_is_readable_on_any_terminal(monkeypatch):
    octets = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(octets, encoding="latin-1"))
    say("L’arrêté")
    assert octets.getvalue() == b"L?arr\xeat\xe9\n"


def test_a_reader_that_went_away_is_no_fault():
    programme = "from server.cli_sorties import say_brut\nfor _ in range(3000): say_brut('x' * 100)"
    fini = subprocess.run(["bash", "-c", f'{sys.executable} -c "{programme}" | head -1; echo ${{PIPESTATUS[0]}}'], capture_output=True, text=True, check=True)  # fmt: skip
    assert fini.stdout.splitlines()[-1] == "0"
    assert fini.stderr == ""
