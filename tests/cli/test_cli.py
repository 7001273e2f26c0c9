import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path

import pytest

from server import cli, cli_modeles
from server.regles import REGLES

MINUTIER = Path(sys.executable).with_name("minutier")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Il manque une commande."),
        (["drft"], "Commande inconnue : « drft ». Vouliez-vous dire « draft » ?"),
        (["xyz"], "Commande inconnue : « xyz ».\n"),
        (["draft"], "Argument manquant : CODE."),
        (["draft", "a"], "Argument manquant : SAISIE."),
        (["lire"], "Argument manquant : FICHIER."),
        (["lint"], "Argument manquant : FICHIER…."),
        (["draft", "a", "b", "--sorti", "x"], "Option inconnue : « --sorti ». Vouliez-vous dire « --sortie » ?"),
        (["--zut"], "Option inconnue : « --zut »."),
        (["draft", "a", "b", "--sortie"], "L’option « --sortie » attend une valeur."),
        (["lire", "a", "--json=3"], "L’option « --json » ne prend pas de valeur."),
        (["lire", "a", "b"], "Argument en trop : b."),
        (["regles", "x"], "Argument en trop : x."),
        (["modeles", "--exemple", "01"], "--exemple attend un modèle"),
        (["modeles", "--format", "toml"], "Formats possibles : yaml, json."),
        (
            ["draft", "a", "b", "--formats", "docx,pdf"],
            "Format inconnu : « pdf ». Formats possibles : docx, odt, html, txt.",
        ),
        (["draft", "a", "b", "--formats", ""], "Format inconnu"),
        (["draft", "a", "b", "--redacteur", "gpt"], "Rédacteur inconnu : « gpt »."),
        (["lint", "a", "--format", "xml"], "Formats possibles : texte, json, sarif."),
        (["lint", "a", "--date", "2026-02-30"], "« 2026-02-30 » n’est pas une date AAAA-MM-JJ."),
        (["lint", "a", "--genre", "contrat"], "Genres possibles : arrete, deliberation, courrier, note."),
        (["lint", "-", "-"], "ne se lit qu’une fois"),
    ],
)
def test_wrong_usage_exits_64_and_says_so_in_french(minutier, arguments, message):
    fini = minutier(*arguments)
    assert fini.code == 64
    assert message in fini.err
    assert fini.out == ""
    assert not any(mot in fini.err for mot in ("Usage:", "Error", "Missing", "No such", "Try "))
    assert list(Path().iterdir()) == []


def test_wrong_usage_says_where_the_help_is(minutier):
    assert minutier("draft").err.endswith("Aide : minutier draft --help\n")


COMMANDES = [
    [],
    ["modeles"],
    ["draft"],
    ["lire"],
    ["lint"],
    ["verify"],
    ["pdf"],
    ["cles"],
    ["demo"],
    ["regles"],
    ["evaluate"],
    ["serve"],
]


@pytest.mark.parametrize("commande", COMMANDES, ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_everywhere_and_in_french(minutier, commande, option):
    fini = minutier(*commande, option)
    assert fini.code == 0
    assert fini.out.startswith(" ".join(["Usage : minutier", *commande]))
    assert "Affiche cette aide." in fini.out
    for anglais in (
        "Usage:",
        "Options:",
        "Commands:",
        "Show this",
        "[required]",
        "[default",
        "<str>",
        "COMMAND ",
        "TEXT",
    ):
        assert anglais not in fini.out


def test_every_command_has_a_help_of_its_own():
    assert {c.name or (c.callback.__name__ if c.callback else "") for c in cli.app.registered_commands} >= {"draft"}
    for commande in cli.app.registered_commands:
        assert commande.callback is not None
        assert (commande.callback.__doc__ or "").strip().endswith(".")


def test_version(minutier):
    assert minutier("--version").out == f"minutier {importlib.metadata.version('minutier')}\n"


def test_an_internal_fault_exits_70_and_keeps_its_detail_to_itself(minutier, monkeypatch):
    def crash(**_):
        raise ZeroDivisionError("le secret de la saisie")

    monkeypatch.setattr(cli_modeles, "print_liste", crash)
    fini = minutier("modeles")
    assert fini.code == 70
    assert "Erreur interne de Minutier (ZeroDivisionError)" in fini.err
    assert "--debug" in fini.err
    assert "secret" not in fini.err
    assert "Traceback" in minutier("--debug", "modeles").err
    monkeypatch.setenv("MINUTIER_DEBUG", "1")
    assert "le secret de la saisie" in minutier("modeles").err


def test_a_wrong_setting_exits_64_and_names_it(minutier, monkeypatch):
    monkeypatch.setenv("MINUTIER_MODELE", "x")
    fini = minutier("modeles")
    assert (fini.code, fini.out) == (64, "")
    assert fini.err.startswith("MINUTIER_MODELE : ce réglage n’existe pas.")


def test_the_rules_are_listed(minutier):
    liste = json.loads(minutier("regles", "--json").out)
    assert [list(regle) for regle in liste] == [["code", "niveau", "titre", "source"]] * len(REGLES)
    assert {regle["niveau"] for regle in liste} <= {"erreur", "avertissement", "conseil"}
    texte = minutier("regles").out
    assert all(regle["code"] in texte for regle in liste)


@pytest.mark.parametrize(
    "commande",
    [[MINUTIER], [sys.executable, "-m", "server"], [sys.executable, "-m", "server.cli"]],
    ids=["script", "paquet", "module"],
)
def test_the_command_line_is_run_by_its_script_and_by_its_module(commande):
    fini = subprocess.run([*commande, "drft"], capture_output=True, text=True, check=False)
    assert (fini.returncode, fini.stdout) == (64, "")
    assert "Commande inconnue" in fini.stderr


def test_the_locale_of_the_machine_changes_no_word(monkeypatch):
    environnement = {"LANG": "en_US.ISO-8859-1", "LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    fini = subprocess.run([MINUTIER, "--help"], capture_output=True, text=True, check=True, env=environnement)
    assert fini.stdout.startswith("Usage : minutier [OPTIONS] COMMANDE")


@pytest.mark.parametrize(
    ("reglages", "adresse"),
    [
        ({}, "http://127.0.0.1:8765"),
        ({"HOST": "::1", "PORT": "9000"}, "http://[::1]:9000"),
        ({"URL_PUBLIQUE": "https://minutier.ville.fr"}, "https://minutier.ville.fr"),
    ],
)
def test_serving_says_what_to_open(minutier, monkeypatch, reglages, adresse):
    servis = []
    monkeypatch.setattr("server.app.serve", servis.append)
    for nom, valeur in reglages.items():
        monkeypatch.setenv(f"MINUTIER_{nom}", valeur)
    fini = minutier("serve")
    assert (fini.code, len(servis)) == (0, 1)
    assert fini.err == f"Minutier s’ouvre à l’adresse {adresse} (Ctrl-C l’arrête).\n"
