"""The command `oxt`: write the LibreOffice extension."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from server.cli_francais import UsageInvalideError
from server.cli_sorties import say, write_ensemble


def oxt(
    *,
    sortie: Annotated[
        Path,
        typer.Option(metavar="FICHIER", help="Le fichier à écrire (par défaut : minutier.oxt).", show_default=False),
    ] = Path("minutier.oxt"),
    serveur: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="L’adresse du serveur, mise dans l’extension pour tous les postes.",
            show_default=False,
        ),
    ] = "",
) -> int:
    """Écrit l’extension LibreOffice, à installer sur les postes (docs/deploiement-libreoffice.md)."""
    # The room that does the work is imported by the command that needs it: `minutier --help` answers at once.
    from server.oxt import build_oxt, check_serveur  # noqa: PLC0415

    if sortie.suffix != ".oxt":
        raise UsageInvalideError(f"--sortie attend un nom en .oxt : « {sortie} ».")
    if serveur and (raison := check_serveur(serveur)):
        raise UsageInvalideError(f"--serveur : « {serveur} » est refusée ; {raison}.")
    ecrit = write_ensemble(sortie.parent, sortie.stem, {"oxt": build_oxt(version("minutier"), serveur)})
    say(f"Écrit : {ecrit['oxt']}")
    return 0
