import re
from datetime import UTC, datetime

from server.evaluation.identite import digest, identify

INSTANT = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


def test_a_run_says_what_it_evaluates():
    identite = identify("qwen", INSTANT, prevus=40, simultanes=4)
    assert (identite.modele, identite.date) == ("qwen", "2026-11-23T18:00:00+00:00")
    assert re.fullmatch(r"v\d+ \([0-9a-f]{12}\)", identite.invites)
    assert re.fullmatch(r"[0-9a-f]{12}", identite.garde)
    assert identite.garde != identite.cas
    assert (identite.prevus, identite.faits, identite.simultanes) == (40, 0, 4)


def test_a_change_of_a_word_or_of_a_name_is_another_digest(tmp_path):
    def make(nom, **fichiers):
        dossier = tmp_path / nom
        dossier.mkdir()
        for fichier, texte in fichiers.items():
            (dossier / f"{fichier}.txt").write_text(texte, "utf-8")
        return digest([dossier])

    premier = make("a", un="mot", deux="mots")
    assert make("b", un="mot", deux="mots") == premier
    autres = {
        make("c", un="mot", deux="mote"),
        make("d", un="mot", trois="mots"),
        make("e", un="mot"),
        make("f", un="motm", deux="ots"),
        make("g", deux="motsun.txtmot"),
    }
    assert len(autres) == 5
    assert premier not in autres


def test_what_python_leaves_behind_is_not_counted(tmp_path):
    (tmp_path / "a.py").write_text("x", "utf-8")
    avant = digest([tmp_path])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(b"x")
    assert digest([tmp_path]) == avant
