"""The commands `collectivite`: describe once for whom the acts are drafted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli_francais import REGLAGES, CommandeFrancaise, GroupeFrancais
from server.cli_sorties import say, warn

if TYPE_CHECKING:
    from server.catalogue import Collectivite

# The rooms that do the work are imported by the commands that need them: `minutier --help` answers at once.
# ruff: noqa: PLC0415

app = typer.Typer(
    cls=GroupeFrancais,
    context_settings=REGLAGES,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Décrit la collectivité pour qui les actes sont rédigés.",
)


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def importer(
    *,
    fichier: Annotated[
        Path, typer.Argument(metavar="FICHIER", help="Description en YAML (docs/reglages.md).", show_default=False)
    ],
) -> int:
    """Enregistre une collectivité ; une seconde fois, sous le même nom, remplace sa description."""
    from server.cli_base import open_base
    from server.collectivites.service import import_collectivite
    from server.db import transaction
    from server.settings import load_settings

    description = _read(fichier).as_json()
    with open_base(load_settings()) as moteur, transaction(moteur) as session:
        nom = import_collectivite(session, description).nom
    say(f"Collectivité enregistrée : {nom}.")
    return 0


def _read(fichier: Path) -> Collectivite:
    from server.catalogue import load_collectivite
    from server.errors import FichierIllisible, ReglageInvalide

    try:
        return load_collectivite(fichier)
    except ReglageInvalide as erreur:
        raise FichierIllisible(fichier, f"ce n’est pas la description d’une collectivité.\n{erreur.raison}") from None


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def lister() -> int:
    """Liste les collectivités enregistrées."""
    from server.cli_base import open_base
    from server.collectivites.service import list_collectivites
    from server.db import transaction
    from server.settings import load_settings

    with open_base(load_settings()) as moteur, transaction(moteur, ecriture=False) as session:
        noms = [une.nom for une in list_collectivites(session)]
    for nom in noms:
        say(nom)
    if not noms:
        warn("Aucune collectivité.")
    return 0
