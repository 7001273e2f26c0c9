"""The command `minutier manifest`: the file from which Word installs the add-in of this installation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from server.cli_sorties import say, write_sortie
from server.errors import MinutierError

# The rooms that do the work are imported by the commands that need them: `minutier --help` answers at once.
# ruff: noqa: PLC0415


def manifest(
    *,
    url: Annotated[
        str,
        typer.Option(metavar="URL", help="Ce que tapent les agents : https://minutier.ville.fr", show_default=False),
    ],
    sortie: Annotated[
        Path, typer.Option(metavar="FICHIER", help="Où écrire (par défaut : minutier-word.xml).", show_default=False)
    ] = Path("minutier-word.xml"),
) -> int:
    """Écrit le manifeste du complément Word, à déployer par la DSI (docs/deploiement-word.md)."""
    from server.office import check_manifeste, make_manifeste, read_adresse

    adresse = read_adresse(url)
    octets = make_manifeste(adresse)
    fautes = check_manifeste(octets, adresse)
    if fautes:
        raise MinutierError("\n".join(str(faute) for faute in fautes))

    def write(chemin: Path) -> None:
        chemin.write_bytes(octets)
        # Deployed through a shared folder: there is no secret in it, and everybody reads it there.
        chemin.chmod(0o644)

    say(f"Écrit : {write_sortie(sortie, write)}")
    return 0
