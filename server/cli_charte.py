"""The commands `charte`: compile a charte into styles, and make one out of a letterhead."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from server.cli_francais import REGLAGES, CommandeFrancaise, GroupeFrancais
from server.cli_sorties import find_dossier_libre, say, warn

# The rooms that do the work are imported by the commands that need them: `minutier --help` answers at once.
# ruff: noqa: PLC0415

app = typer.Typer(
    cls=GroupeFrancais,
    context_settings=REGLAGES,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Prépare la charte graphique de la collectivité.",
)


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def compiler(
    *,
    sortie: Annotated[
        Path, typer.Option(metavar="DOSSIER", help="Où écrire (par défaut : charte).", show_default=False)
    ] = Path("charte"),
) -> int:
    """Compile la charte réglée en styles Word et LibreOffice, avec un document de référence de chaque."""
    from server.cli_actes import open_installation
    from server.formats.papier import compile_charte

    charte = open_installation().charte
    for chemin in compile_charte(charte, find_dossier_libre(sortie)):
        say(f"Écrit : {chemin}")
    return 0


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def importer(
    *,
    fichier: Annotated[
        Path,
        typer.Argument(metavar="FICHIER", help="Papier à en-tête (.dotx, .docx, .ott, .odt).", show_default=False),
    ],
    sortie: Annotated[
        Path,
        typer.Option(metavar="DOSSIER", help="Dossier à créer (par défaut : charte).", show_default=False),
    ] = Path("charte"),
) -> int:
    """Fait une charte d’un papier à en-tête : marges, police, en-têtes, pieds de page, images."""
    from server.formats.papier import import_papier

    importation = import_papier(fichier, sortie)
    for avertissement in importation.avertissements:
        warn(avertissement)
    for chemin in importation.fichiers:
        say(f"Écrit : {chemin}")
    say(f"Pour l’employer : MINUTIER_CHARTE={sortie}")
    return 0
