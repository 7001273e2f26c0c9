"""The commands that keep the installation: save, bring back, purge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from server.cli_sorties import say, write_sortie

# The rooms that do the work are imported by the commands that need them: `minutier --help` answers at once.
# ruff: noqa: PLC0415


def sauvegarde(
    *,
    sortie: Annotated[Path, typer.Option(metavar="FICHIER", help="Le fichier à écrire (.zip).", show_default=False)],
) -> int:
    """Sauvegarde la base, les clés et les modèles propres dans un fichier, service en marche ou non."""
    from server.db import open_engine
    from server.sauvegarde import save
    from server.settings import load_settings

    settings = load_settings()
    moteur = open_engine(settings)
    try:
        ecrit = write_sortie(sortie, lambda chemin: say_bilan(save(chemin, settings, moteur).tables))
    finally:
        moteur.dispose()
    say(f"Écrit : {ecrit}")
    say("Ce fichier contient des données personnelles et les clés : gardez-le en lieu sûr, chiffré.")
    return 0


def say_bilan(tables: dict[str, int]) -> None:
    """Say how many rows each table has."""
    say("\n".join(f"{nom} : {lignes}" for nom, lignes in sorted(tables.items())))


def restaurer(
    *,
    fichier: Annotated[
        Path, typer.Argument(metavar="FICHIER", help="Un fichier de « minutier sauvegarde ».", show_default=False)
    ],
    remplacer: Annotated[
        bool, typer.Option("--remplacer", help="Écrase ce qui est déjà là. À n’employer que service arrêté.")
    ] = False,
) -> int:
    """Restaure une sauvegarde : tout, ou rien si quelque chose échoue."""
    from server.db import open_engine
    from server.sauvegarde import restore
    from server.settings import load_settings

    settings = load_settings()
    moteur = open_engine(settings)
    try:
        bilan = restore(fichier, settings, moteur, remplacer=remplacer)
    finally:
        moteur.dispose()
    say_bilan(bilan.manifeste.tables)
    for nom, dossier in bilan.dossiers.items():
        say(f"{nom} : {dossier}")
    say(f"Restauré : sauvegarde du {bilan.manifeste.cree_le}. Chacun doit se reconnecter.")
    return 0


def purge() -> int:
    """Supprime accès périmés, corbeille, et brouillons intouchés depuis MINUTIER_CONSERVATION_BROUILLONS jours."""
    from server.cli_base import open_base
    from server.db import now, transaction
    from server.entretien import purge as run_purge
    from server.installation import open_reserve
    from server.settings import load_settings

    settings = load_settings()
    open_reserve(settings).purge()
    with open_base(settings) as moteur, transaction(moteur) as session:
        faite = run_purge(session, now(), settings.conservation_brouillons)
    say(
        f"Accès périmés supprimés : {faite.acces}\nBrouillons supprimés : {faite.brouillons}\n"
        f"Reformulations oubliées : {faite.reformulations}"
    )
    if settings.conservation_brouillons is None:
        say("Aucun brouillon n’est supprimé pour son âge tant que MINUTIER_CONSERVATION_BROUILLONS n’est pas réglé.")
    return 0
