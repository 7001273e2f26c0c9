"""Names: what a module of the page or of the pane uses, it declares or imports, and what it imports exists."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from server.web.statiques import DOSSIER

MODULES = Path(__file__).resolve().parents[1] / "e2e" / "node_modules"
OPTIONS = (
    "--noEmit", "--allowJs", "--checkJs", "--strict", "false", "--target", "es2024", "--module", "esnext",
    "--moduleResolution", "bundler", "--types", "office-js", "--typeRoots", str(MODULES / "@types"),
)  # fmt: skip
# Of what TypeScript says of scripts without types, this alone is never a matter of types.
DE_NOMS = re.compile(
    "Cannot find name|Cannot find module|has no exported member|No value exists in scope|used before its declaration"
)


def find_inconnus(dossier):
    """Give what is said of names in the modules of a folder."""
    modules = sorted(str(un) for un in dossier.rglob("*.js"))
    commande = [str(MODULES / ".bin" / "tsc"), *OPTIONS, *modules]
    fini = subprocess.run(commande, capture_output=True, text=True, check=False, cwd=dossier)
    # What stands beside no file is said of the command itself.
    assert not re.search("^error", fini.stdout + fini.stderr, re.MULTILINE), fini.stdout + fini.stderr
    return [ligne for ligne in fini.stdout.splitlines() if DE_NOMS.search(ligne)]


def test_every_name_is_declared_or_imported():
    assert find_inconnus(DOSSIER / "js") == []


@pytest.mark.parametrize(
    ("ancien", "fautif", "dit"),
    [
        ("import { call, readProbleme, send } from", "import { call, readProbleme } from", "Cannot find name 'send'"),
        ("import { call, readProbleme, send } from", "import { call, readProbleme, sent } from", "no exported member"),
        ('from "./mots.js"', 'from "./motz.js"', "Cannot find module"),
        ("function post(page, action, corps,", "function post(page, action, autre,", "No value exists in scope"),
    ],
)
def test_a_name_that_nobody_declares_is_found(tmp_path, ancien, fautif, dit):
    """The fault that « Demander le fichier final » had, and its like."""
    shutil.copytree(DOSSIER / "js", tmp_path / "js")
    suite = tmp_path / "js" / "relecture" / "suite.js"
    texte = suite.read_text(encoding="utf-8")
    assert ancien in texte
    suite.write_text(texte.replace(ancien, fautif), encoding="utf-8")
    assert any(dit in ligne and "relecture/suite.js" in ligne for ligne in find_inconnus(tmp_path / "js"))
