"""Read the tables of facts that ship with the package."""

from __future__ import annotations

import csv
from pathlib import Path

_DOSSIER = Path(__file__).resolve().parent / "donnees"


def read_table(nom: str) -> tuple[dict[str, str], ...]:
    """Read ``donnees/<nom>.tsv``: UTF-8, tab-separated, names of the columns in the first line, no quoting.

    Raises:
        ValueError: a row has not as many cells as there are columns.
    """
    with (_DOSSIER / f"{nom}.tsv").open(encoding="utf-8", newline="") as fichier:
        entete, *rangees = csv.reader(fichier, delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(dict(zip(entete, rangee, strict=True)) for rangee in rangees)
