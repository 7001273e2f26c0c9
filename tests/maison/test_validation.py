import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "validation.py"

MINUTIER = """
import json, sys
from pathlib import Path
mots = sys.argv[1:]
if mots == ["modeles", "--json"]:
    print(json.dumps(CATALOGUE))
elif mots[0] == "modeles":
    print("code: " + mots[1])
else:
    sortie = Path(mots[mots.index("--sortie") + 1])
    assert Path(mots[2]).read_text() == "code: " + mots[1] + "\\n"
    fichiers = {ext: str(sortie / ("acte." + ext)) for ext in ("docx", "odt")}
    for chemin in fichiers.values():
        Path(chemin).write_text(mots[1])
    print(json.dumps({"fichiers": fichiers}))
"""

# A validator that finds fault with the acts of the template « faux ».
VALIDATEUR = "import sys, pathlib; sys.exit(pathlib.Path(sys.argv[-1]).read_text() == 'faux')"


@pytest.fixture
def validate(tmp_path):
    """Run the script on a fake `minutier` with this catalogue."""

    def run(*codes, options=()):
        catalogue = json.dumps([{"code": code, "exemples": ["01", "02"]} for code in codes])
        (tmp_path / "minutier.py").write_text(MINUTIER.replace("CATALOGUE", catalogue), encoding="utf-8")
        (tmp_path / "juge.py").write_text(VALIDATEUR, encoding="utf-8")
        commande = [sys.executable, SCRIPT, "--minutier", f"{sys.executable} {tmp_path}/minutier.py"]
        juge = f"{sys.executable} {tmp_path}/juge.py"
        commande += ["--dossier", tmp_path / "actes", "--docx", juge, "--odt", juge, *options]
        return subprocess.run(list(map(str, commande)), check=False, capture_output=True, text=True)

    return run


def test_each_example_goes_through_each_validator_of_its_kind(validate):
    fini = validate("bon", "juste")
    assert fini.returncode == 0
    assert "4 .docx drafted" in fini.stdout
    assert "4 .odt checked by" in fini.stdout
    assert fini.stdout.count(": 0 failures") == 2


def test_one_refused_file_is_a_failure_and_is_named(validate):
    fini = validate("bon", "faux")
    assert fini.returncode == 1
    assert fini.stdout.count("FAILED") == 4
    assert "faux/02/acte.odt" in fini.stdout
    assert "bon/01" not in fini.stdout


def test_nothing_to_check_is_a_failure(validate):
    assert validate().returncode == 1


def test_a_missing_validator_is_a_failure(validate):
    fini = validate("bon", options=("--docx", "/absent/validateur"))
    assert fini.returncode != 0
    assert "/absent/validateur" in fini.stderr
