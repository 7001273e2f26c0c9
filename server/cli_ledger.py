"""The commands `ledger`: check the ledger of sign-offs, write it out, sign where it stands."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from server.cli_francais import REGLAGES, CommandeFrancaise, GroupeFrancais, UsageInvalideError
from server.cli_sorties import say, say_json, warn, write_sortie

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from server.registre.chaine import Entree, Repere, Verification

# The rooms that do the work are imported by the commands that need them: `minutier --help` answers at once.
# ruff: noqa: PLC0415

app = typer.Typer(
    cls=GroupeFrancais,
    context_settings=REGLAGES,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Vérifie, exporte et jalonne le registre des visas.",
)

ALTERE = 1


@contextmanager
def _read_registre(fichier: Path | None) -> Iterator[Iterable[Entree]]:
    """Give the rows of the database as it is now, or of an exported ledger."""
    from server.registre.points import read_export

    if fichier is not None:
        yield read_export(fichier)
        return
    from server.cli_base import open_base
    from server.db import hold_lecture
    from server.registre.service import read_lignes
    from server.settings import load_settings

    with open_base(load_settings()) as moteur, hold_lecture(moteur) as connexion:
        yield read_lignes(connexion)


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def verify(
    *,
    fichier: Annotated[
        Path | None,
        typer.Option(metavar="FICHIER", help="Un registre exporté, au lieu de la base.", show_default=False),
    ] = None,
    point: Annotated[
        Path | None,
        typer.Option(metavar="FICHIER", help="Un point de contrôle gardé ailleurs (avec --cle).", show_default=False),
    ] = None,
    cle: Annotated[
        Path | None, typer.Option(metavar="FICHIER", help="La clé publique (PEM) qui l’a signé.", show_default=False)
    ] = None,
    en_json: Annotated[
        bool, typer.Option("--json", help="Écrit du JSON sur la sortie standard, et rien d’autre.")
    ] = False,
) -> int:
    """Relit tout le registre : code 0 s’il est intact, 1 si une ligne a été changée, ôtée ou déplacée.

    Seul un point de contrôle montre une fin coupée, ou un registre entièrement réécrit.
    """
    from server.registre.chaine import verify as verify_chaine

    repere = _read_repere(point, cle)
    with _read_registre(fichier) as entrees:
        verification = verify_chaine(entrees, repere)
    if en_json:
        say_json(_describe(verification))
    else:
        _print(verification, avec_point=repere is not None)
    return ALTERE if verification.fautes else 0


def _read_repere(point: Path | None, cle: Path | None) -> Repere | None:
    from server.registre.points import load_cle, read_point

    if (point is None) != (cle is None):
        raise UsageInvalideError("--point et --cle se donnent ensemble : la clé ne vient jamais du point lui-même.")
    return None if point is None or cle is None else read_point(point, load_cle(cle))


def _describe(verification: Verification) -> dict[str, Any]:
    dernier = verification.dernier
    return {
        "etat": "ALTÉRÉ" if verification.fautes else "INTACT",
        "lignes": verification.lignes,
        "dernier": None if dernier is None else {"rang": dernier.rang, "empreinte": dernier.empreinte},
        "fautes": [{"rang": faute.rang, "raison": faute.raison} for faute in verification.fautes],
        "reculs": list(verification.reculs),
    }


def _print(verification: Verification, *, avec_point: bool) -> None:
    for faute in verification.fautes:
        say(f"ligne {faute.rang} : {faute.raison}")
    for rang in verification.reculs:
        say(f"ligne {rang} : l’horloge de la machine retardait quand elle a été écrite.")
    say(f"{'ALTÉRÉ' if verification.fautes else 'INTACT'} : {verification.lignes} lignes.")
    if not avec_point:
        warn("Sans --point, une fin coupée ou un registre entièrement réécrit ne se voient pas.")


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def export(
    *,
    sortie: Annotated[Path, typer.Option(metavar="FICHIER", help="Le fichier à écrire (.jsonl).", show_default=False)],
) -> int:
    """Écrit le registre dans un fichier, une ligne JSON par inscription, sans aucun nom."""
    from server.registre.points import write_ligne

    def write(chemin: Path) -> None:
        with chemin.open("w", encoding="utf-8", newline="\n") as cible, _read_registre(None) as entrees:
            for entree in entrees:
                cible.write(f"{write_ligne(entree)}\n")

    say(f"Écrit : {write_sortie(sortie, write)}")
    return 0


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def checkpoint(
    *,
    sortie: Annotated[Path, typer.Option(metavar="FICHIER", help="Le fichier à écrire (.json).", show_default=False)],
    cle_privee: Annotated[
        Path, typer.Option(metavar="FICHIER", help="La clé privée Ed25519 (PEM) qui signe.", show_default=False)
    ],
) -> int:
    """Signe l’état actuel du registre. À garder ailleurs que sur cette machine : c’est ce qui le rend utile."""
    from server.db import now
    from server.errors import Conflit
    from server.registre.chaine import verify as verify_chaine
    from server.registre.chaine import write_instant
    from server.registre.points import load_signataire, make_point

    sign = load_signataire(cle_privee)
    with _read_registre(None) as entrees:
        verification = verify_chaine(entrees)
    if verification.fautes or verification.dernier is None:
        raise Conflit("Le registre est vide ou altéré (« minutier ledger verify ») : rien n’a été signé.")
    point = json.dumps(make_point(verification.dernier, write_instant(now()), sign), indent=2)
    ecrit = write_sortie(sortie, lambda chemin: _write(chemin, point))
    say(f"Écrit : {ecrit} (ligne {verification.dernier.rang}). Gardez-le hors de cette machine.")
    return 0


def _write(chemin: Path, texte: str) -> None:
    chemin.write_text(f"{texte}\n", encoding="utf-8")
