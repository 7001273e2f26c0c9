#!/usr/bin/env python3
"""Draft each example of each template and hand each file to validators; print counts, exit 1 on any failure.

Usage: validation.py --minutier COMMAND --dossier FOLDER [--docx COMMAND]… [--odt COMMAND]…
A validator is a command that takes the file as its last argument and exits 0 when the file is valid.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path


def run(commande: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command and keep all that it prints."""
    return subprocess.run(commande, check=False, capture_output=True, text=True)  # noqa: S603 -- commands of our caller


def require(commande: list[str]) -> str:
    """Run a command that has to succeed; give its output."""
    fini = run(commande)
    if fini.returncode:
        sys.exit(f"validation: {shlex.join(commande)}: exit {fini.returncode}\n{fini.stdout}{fini.stderr}")
    return fini.stdout


def draft_all(minutier: list[str], dossier: Path) -> list[Path]:
    """Draft each example of each template in a folder of its own; give the files, in order."""
    fichiers: list[Path] = []
    for modele in json.loads(require([*minutier, "modeles", "--json"])):
        for exemple in modele["exemples"]:
            sortie = dossier / modele["code"] / exemple
            sortie.mkdir(parents=True)
            saisie = sortie / "saisie.yaml"
            saisie.write_text(require([*minutier, "modeles", modele["code"], "--exemple", exemple]), encoding="utf-8")
            options = ["--sortie", str(sortie), "--formats", "docx,odt,html,txt", "--redacteur", "aucun", "--json"]
            rendu = json.loads(require([*minutier, "draft", modele["code"], str(saisie), *options]))
            fichiers += [Path(chemin) for _, chemin in sorted(rendu["fichiers"].items())]
    return fichiers


def check(fichiers: list[Path], suffixe: str, commande: list[str]) -> int:
    """Hand each file of a kind to a validator, print how many it saw; count the failures, which are printed too.

    A validator that saw no file is a failure: an empty catalogue must not pass for a clean run.
    """
    vus = [fichier for fichier in fichiers if fichier.suffix == suffixe]
    echecs = 0 if vus else 1
    for fichier in vus:
        fini = run([*commande, str(fichier)])
        if fini.returncode:
            echecs += 1
            sys.stdout.write(f"FAILED {shlex.join([*commande, str(fichier)])}\n{fini.stdout}{fini.stderr}\n")
    sys.stdout.write(f"{len(vus):>4} {suffixe} checked by {shlex.join(commande)}: {echecs} failures\n")
    return echecs


def main() -> int:
    """Read the command line, draft, check, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutier", required=True, type=shlex.split)
    parser.add_argument("--dossier", required=True, type=Path)
    parser.add_argument("--docx", action="append", default=[], type=shlex.split)
    parser.add_argument("--odt", action="append", default=[], type=shlex.split)
    arguments = parser.parse_args()
    fichiers = draft_all(arguments.minutier, arguments.dossier)
    for suffixe, nombre in sorted(Counter(fichier.suffix for fichier in fichiers).items()):
        sys.stdout.write(f"{nombre:>4} {suffixe} drafted\n")
    echecs = sum(check(fichiers, ".docx", commande) for commande in arguments.docx)
    echecs += sum(check(fichiers, ".odt", commande) for commande in arguments.odt)
    return 1 if echecs else 0


if __name__ == "__main__":
    sys.exit(main())
