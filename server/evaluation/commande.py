"""The command `minutier evaluate`."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path  # noqa: TC003 -- typer reads the annotations when the command is declared
from typing import TYPE_CHECKING, Annotated, Final

import typer

from server.cli_francais import UsageInvalideError
from server.errors import SORTIE_RIEN_ECRIT, ReglageInvalide

if TYPE_CHECKING:
    from server.evaluation.cas import Cas
    from server.evaluation.identite import Identite
    from server.evaluation.resultat import Resultat
    from server.redacteurs import Redacteur

# The rooms that do the work, the client of the model above all, are imported when the command runs.
# ruff: noqa: PLC0415

_DELAIS: Final = {"premier": 300.0, "entre": 120.0, "passage": 900.0}
"""Seconds. A small model on CPU that serves eight passages at once writes a token a second for each: it is measured,
not cut."""
_SIMULTANES_MAX: Final = 64
_INUTILISABLE: Final = frozenset({"MINUTIER_VLLM_URL", "MINUTIER_VLLM_API_KEY"})
"""What `choose_modele` names when the server does not answer or refuses us; the rest is a setting to put right."""


def evaluate(  # noqa: PLR0913 -- typer's way to declare options
    *,
    vllm_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Le serveur de modèle (ou MINUTIER_VLLM_URL).", show_default=False),
    ] = None,
    modele: Annotated[
        str | None, typer.Option(metavar="NOM", help="Le modèle, si le serveur en sert plusieurs.", show_default=False)
    ] = None,
    sortie: Annotated[
        Path | None,
        typer.Option(metavar="DOSSIER", help="Où écrire le rapport (JSON et Markdown).", show_default=False),
    ] = None,
    cas: Annotated[
        str,
        typer.Option(
            metavar="LISTE", help="Cas, sortes ou difficultés, séparés par des virgules (expose-*).", show_default=False
        ),
    ] = "",
    simultanes: Annotated[
        int, typer.Option(metavar="N", help="Passages demandés à la fois (par défaut : 4).", show_default=False)
    ] = 4,
    en_json: Annotated[
        bool, typer.Option("--json", help="Écrit du JSON sur la sortie standard, et rien d’autre.")
    ] = False,
) -> int:
    """Évalue un modèle sur des cas fournis : ce que la garde accepte, ce qu’elle refuse, et les textes à lire."""
    from server.cli_sorties import say, say_brut, warn
    from server.evaluation.mesures import measure_all
    from server.evaluation.rapport import render_json
    from server.evaluation.tableau import render_tableau

    retenus = _read_cas(cas)
    if not 1 <= simultanes <= _SIMULTANES_MAX:
        raise UsageInvalideError(f"--simultanes : un nombre de 1 à {_SIMULTANES_MAX} est attendu.")
    try:
        nom, redacteur = _open_modele(vllm_url, modele, simultanes)
    except ReglageInvalide as faute:
        if faute.reglage not in _INUTILISABLE:
            raise
        warn(f"{faute}\nL’évaluation n’a pas eu lieu.")
        return SORTIE_RIEN_ECRIT
    identite, resultats = _run(retenus, nom, redacteur, simultanes)
    if not any(r.cout.premier_s for r in resultats):
        warn("Le serveur n’a répondu à aucune demande : l’évaluation n’a pas eu lieu.")
        return SORTIE_RIEN_ECRIT
    if sortie is not None:
        _write(sortie, identite, resultats)
    if en_json:
        say_brut(render_json(identite, resultats).rstrip("\n"))
    else:
        say(render_tableau(measure_all(resultats)))
    return 0


def _read_cas(liste: str) -> tuple[Cas, ...]:
    from server.evaluation.cas import load_cas, select_cas

    motifs = [motif.strip() for motif in liste.split(",") if motif.strip()]
    tous = load_cas()
    for motif in motifs:
        if not select_cas(tous, [motif]):
            raise UsageInvalideError(f"Aucun cas ne répond à « {motif} ».")
    return select_cas(tous, motifs)


def _open_modele(vllm_url: str | None, modele: str | None, simultanes: int) -> tuple[str, Redacteur]:
    """Find the model to evaluate, by the command line first, then by the settings.

    Raises:
        UsageInvalideError: there is no address.
        ReglageInvalide: the address is none, or the server cannot be used.
    """
    from server.redacteurs.vllm import VLLM, Delais, Reglages, choose_modele
    from server.settings import load_settings, read_vllm_url

    lus = load_settings()
    url = lus.vllm_url if vllm_url is None else read_vllm_url("--vllm-url", vllm_url)
    if url is None:
        raise UsageInvalideError("Donnez le serveur de modèle : minutier evaluate --vllm-url http://127.0.0.1:8000")
    cle = lus.vllm_api_key.get_secret_value() if lus.vllm_api_key else ""
    nom = choose_modele(url, cle, modele or lus.vllm_model)
    return nom, VLLM(Reglages(url=url, modele=nom, cle=cle, concurrence=simultanes, delais=Delais(**_DELAIS)))


def _run(
    cas: tuple[Cas, ...], nom: str, redacteur: Redacteur, simultanes: int
) -> tuple[Identite, tuple[Resultat, ...]]:
    """Run the cases; Ctrl-C or SIGTERM ends the run with what was done, for a slow machine takes an hour."""
    from server.cli_sorties import warn
    from server.evaluation.cas import shuffle_cas
    from server.evaluation.execution import run_cas
    from server.evaluation.identite import identify

    finis: dict[str, Resultat] = {}

    def follow(resultat: Resultat) -> None:
        finis[resultat.cas.nom] = resultat
        codes = ", ".join(dict.fromkeys(i.code for i in resultat.incidents))
        suite = f" ({codes})" if codes else ""
        rang = f"[{len(finis)}/{len(cas)}]"
        warn(f"{rang} {resultat.cas.nom} : {resultat.issue.value}{suite}, {resultat.duree_s:.1f} s")

    # Before the run: a file that changes meanwhile is not what was evaluated.
    identite = identify(nom, datetime.now(UTC), prevus=len(cas), simultanes=simultanes)
    # A command started in the background by a shell ignores Ctrl-C unless told otherwise.
    avant = {s: signal.signal(s, signal.default_int_handler) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        asyncio.run(run_cas(shuffle_cas(cas), redacteur, simultanes, follow))
    except KeyboardInterrupt:
        warn(f"Évaluation interrompue : {len(finis)} cas sur {len(cas)}.")
    finally:
        for numero, gestion in avant.items():
            signal.signal(numero, gestion)
    return replace(identite, faits=len(finis)), tuple(finis[c.nom] for c in cas if c.nom in finis)


def _write(sortie: Path, identite: Identite, resultats: tuple[Resultat, ...]) -> None:
    from server.cli_sorties import warn, write_ensemble
    from server.evaluation.rapport import render_json, render_rapport
    from server.francais.slug import make_slug

    base = f"evaluation-{make_slug(identite.modele) or 'modele'}-{identite.date[:10]}"
    contenus = {
        "json": render_json(identite, resultats).encode(),
        "md": render_rapport(identite, resultats).encode(),
    }
    for chemin in write_ensemble(sortie, base, contenus).values():
        warn(f"Écrit : {chemin}")
