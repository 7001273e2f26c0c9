from types import SimpleNamespace

import pytest

from server import cli


@pytest.fixture
def minutier(monkeypatch, tmp_path, capsys):
    """Run a command in an empty folder; give its exit code and what it wrote."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, entree=None):
        if entree is not None:
            (tmp_path / ".entree").write_bytes(entree)
            with (tmp_path / ".entree").open(encoding="utf-8") as flux:
                monkeypatch.setattr("sys.stdin", flux)
                code = cli.run([str(a) for a in arguments])
            (tmp_path / ".entree").unlink()
        else:
            code = cli.run([str(a) for a in arguments])
        lu = capsys.readouterr()
        return SimpleNamespace(code=code, out=lu.out, err=lu.err)

    return run
