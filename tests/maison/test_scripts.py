import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[2]


def executable(chemin, corps):
    chemin.write_text(f"#!/bin/sh\n{corps}\n", encoding="utf-8")
    chemin.chmod(chemin.stat().st_mode | stat.S_IXUSR)
    return chemin


def run(script, *arguments, **env):
    return subprocess.run(
        ["sh", str(RACINE / "scripts" / script), *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **{nom: str(valeur) for nom, valeur in env.items()}},
    )


def test_an_environment_is_created_and_kept_the_second_time(tmp_path):
    env = tmp_path / "env"
    for _ in range(2):
        assert run("venv.sh", env, "--without-pip", PYTHON=sys.executable).returncode == 0
        (env / "temoin").touch()
    assert (env / "temoin").exists()
    assert (env / "bin" / "python").exists()


def test_the_environment_of_a_lost_interpreter_is_made_again(tmp_path):
    env = tmp_path / "env"
    run("venv.sh", env, "--without-pip", PYTHON=sys.executable)
    (env / "bin" / "python").unlink()
    (env / "temoin").touch()
    assert run("venv.sh", env, "--without-pip", PYTHON=sys.executable).returncode == 0
    assert (env / "bin" / "python").exists()
    assert not (env / "temoin").exists()


def test_a_folder_that_is_not_an_environment_is_left_alone(tmp_path):
    (tmp_path / "precieux").touch()
    fini = run("venv.sh", tmp_path, "--without-pip", PYTHON=sys.executable)
    assert fini.returncode == 1
    assert "n’est pas un environnement Python" in fini.stderr
    assert (tmp_path / "precieux").exists()


@pytest.mark.parametrize(
    ("corps", "message"),
    [
        ('[ "${2#*print}" = "$2" ] && exit 1; echo 3.9', "Python 3.11 ou plus récent est nécessaire"),
        (f'case "$2" in *ensurepip*) exit 1;; esac; exec "{sys.executable}" "$@"', "apt-get install python3."),
    ],
)
def test_what_the_machine_lacks_is_named_and_nothing_is_made(tmp_path, corps, message):
    python = executable(tmp_path / "python3", corps)
    fini = run("venv.sh", tmp_path / "env", PYTHON=python)
    assert fini.returncode == 1
    assert message in fini.stderr
    assert not (tmp_path / "env").exists()


def test_a_missing_interpreter_is_named(tmp_path):
    fini = run("venv.sh", tmp_path / "env", PYTHON=tmp_path / "absent")
    assert fini.returncode == 1
    assert "est introuvable" in fini.stderr


# --- scripts/paquets.sh: on a machine made of fakes, the only folder of its PATH


@pytest.fixture
def machine(tmp_path):
    """Make a machine that has the usual tools, nothing that the tests need, and an agent who is not root."""
    commandes = tmp_path / "bin"
    commandes.mkdir()
    for outil in ("sh", "tr", "sed", "grep", "env", "touch", "chmod"):
        chemin = subprocess.run(["sh", "-c", f"command -v {outil}"], check=True, capture_output=True, text=True)
        (commandes / outil).symlink_to(chemin.stdout.strip())
    executable(commandes / "id", "echo 1000")
    return commandes


def apt(machine, gives):
    """Give the machine an apt-get that writes down what it is asked and brings these tools."""
    lignes = "\n".join(f'printf "#!/bin/sh\\necho Liberation DejaVu Sans\\n" >{machine}/{outil}' for outil in gives)
    chmods = "\n".join(f"chmod +x {machine}/{outil}" for outil in gives)
    corps = f'echo "$@" >>{machine}/apt.log\ncase "$*" in *install*) :;; *) exit 0;; esac\n{lignes}\n{chmods}'
    executable(machine / "apt-get", corps)


def test_without_the_right_to_install_the_packages_and_the_command_are_printed(machine):
    apt(machine, gives=())
    fini = run("paquets.sh", "test", PATH=machine)
    assert fini.returncode == 1
    assert (
        "libreoffice-writer poppler-utils fontconfig fonts-liberation fonts-dejavu-core chromium nodejs npm"
        in fini.stderr
    )
    assert "sudo apt-get install -y --no-install-recommends libreoffice-writer" in fini.stderr
    assert not (machine / "apt.log").exists()


def test_root_installs_what_is_missing_once(machine):
    executable(machine / "id", "echo 0")
    apt(machine, gives=("soffice", "pdftoppm", "fc-list", "chromium", "node", "npm"))
    assert run("paquets.sh", "test", PATH=machine).returncode == 0
    journal = (machine / "apt.log").read_text()
    assert "install -y --no-install-recommends libreoffice-writer" in journal
    assert run("paquets.sh", "test", PATH=machine).returncode == 0
    assert (machine / "apt.log").read_text() == journal


def test_passwordless_sudo_installs_too(machine):
    executable(machine / "sudo", '[ "$1" = -n ] && shift; [ "$1" = true ] || exec "$@"')
    apt(machine, gives=("node", "npm", "chromium"))
    assert run("paquets.sh", "bench", PATH=machine).returncode == 0
    assert "nodejs npm" in (machine / "apt.log").read_text()


def test_what_the_installation_did_not_bring_is_a_failure(machine):
    executable(machine / "id", "echo 0")
    apt(machine, gives=("unzip",))
    fini = run("paquets.sh", "ci", PATH=machine)
    assert fini.returncode == 1
    assert "il manque : jing" in fini.stderr
    assert "il manque : jing unzip" not in fini.stderr


def test_an_unknown_target_is_a_wrong_usage(machine):
    assert run("paquets.sh", "tout", PATH=machine).returncode == 64
