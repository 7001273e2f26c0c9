"""The table, for the screen and for the report: the same columns, the same words."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.evaluation.mesures import Ligne

COLONNES: Final = (
    "Groupe", "Cas", "1re réponse", "2e réponse", "Repli", "Acceptés", "En forme", "Mots écrits / donnés",
    "1er jeton (s)", "Total (s)", "Jetons lus", "Jetons écrits", "Part du cache",
)  # fmt: skip
_LARGEUR: Final = 150
"""Columns of a screen that is not one: a file or a pipe gets the whole table on one line per group."""


def make_cellules(ligne: Ligne) -> tuple[str, ...]:
    """Write one line of the table, cell by cell; « – » where there is nothing to measure."""
    return (
        ligne.groupe,
        str(ligne.cas),
        str(ligne.premier),
        str(ligne.retente),
        str(ligne.repli),
        f"{ligne.acceptes} ({format_part(ligne.part_acceptee)})",
        f"{ligne.en_forme} / {ligne.acceptes}",
        format_decimal(ligne.rapport, 2),
        format_decimal(ligne.premier_s, 1),
        format_decimal(ligne.total_s, 1),
        str(ligne.jetons_invite),
        str(ligne.jetons_ecrits),
        format_part(ligne.part_cache),
    )


def format_decimal(valeur: float | None, decimales: int) -> str:
    """Write a number with a decimal comma."""
    return "–" if valeur is None else f"{valeur:.{decimales}f}".replace(".", ",")


def format_part(valeur: float | None) -> str:
    """Write a share as a whole percentage, rounded down: a gate of 70 % is not met by 69,6 %."""
    return "–" if valeur is None else f"{int(valeur * 100 + 1e-9)}\u00a0%"


def render_tableau(lignes: Sequence[Ligne]) -> str:
    """Write the table for a terminal, as plain text."""
    table = Table(*COLONNES)
    table.columns[0].no_wrap = True
    table.columns[0].min_width = max(len(ligne.groupe) for ligne in lignes)
    for colonne in table.columns[1:]:
        colonne.justify = "right"
    for rang, ligne in enumerate(lignes):
        table.add_row(*make_cellules(ligne), end_section=rang == len(lignes) - 2)
    texte = io.StringIO()
    Console(file=texte, width=_LARGEUR, color_system=None).print(table)
    return texte.getvalue()


def render_markdown(lignes: Sequence[Ligne]) -> str:
    """Write the table in Markdown."""
    alignement = "|".join(["---", *["--:"] * (len(COLONNES) - 1)])
    rangees = ["| " + " | ".join(make_cellules(ligne)) + " |" for ligne in lignes]
    return "\n".join(["| " + " | ".join(COLONNES) + " |", f"|{alignement}|", *rangees])
