"""The command `modeles`: what templates there are, what each asks, what an example of it looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.catalogue import json_schema, load_exemple
from server.catalogue.catalogue import DOSSIER_EXEMPLES
from server.catalogue.lecture_json import to_plain
from server.cli_actes import open_installation
from server.cli_sorties import say, say_json, warn
from server.errors import SORTIE_RIEN_ECRIT

if TYPE_CHECKING:
    from server.catalogue import Champ, Modele


def print_liste(*, en_json: bool) -> int:
    """Print every sound template; a broken one is told on standard error, and then the exit code is 3."""
    trouves, erreurs = open_installation().catalogue.check()
    if en_json:
        say_json([_summarize(modele) for modele in trouves])
    else:
        for modele in trouves:
            exemples = f" (exemples : {', '.join(modele.exemples)})" if modele.exemples else ""
            say(f"{modele.code}\n    {modele.titre}{exemples}\n    {modele.resume}")
    for erreur in erreurs:
        warn(str(erreur))
    return SORTIE_RIEN_ECRIT if erreurs else 0


def _summarize(modele: Modele) -> dict[str, Any]:
    return {
        "code": modele.code,
        "titre": modele.titre,
        "genre": str(modele.genre),
        "version": modele.version,
        "exemples": list(modele.exemples),
        "passages": len(modele.passages),
    }


def print_modele(code: str, *, en_json: bool) -> int:
    """Print what a template asks and what it does not cover; in JSON, with the schema of its saisie."""
    modele = open_installation().catalogue.get(code)
    if en_json:
        say_json({**_summarize(modele), "schema": json_schema(modele)})
        return 0
    say(f"{modele.titre} ({modele.code}, version {modele.version})\n{modele.resume}\n\nChamps de la saisie :")
    for champ in modele.champs:
        _print_champ(champ, 1)
    say("\nCe modèle ne couvre pas :")
    for limite in modele.ne_couvre_pas:
        say(f"  - {limite}")
    say(f"\nExemples : {', '.join(modele.exemples)} (minutier modeles {modele.code} --exemple 01 > saisie.yaml)")
    return 0


def _print_champ(champ: Champ, niveau: int) -> None:
    precisions = [str(champ.type)]
    if not champ.obligatoire or champ.defaut is not None:
        precisions.append("facultatif")
    if champ.si:
        precisions.append("selon " + ", ".join(condition.champ for condition in champ.si))
    if champ.choix:
        precisions.append(" | ".join(choix.valeur for choix in champ.choix))
    say(f"{'  ' * niveau}{champ.nom} : {champ.label} ({' ; '.join(precisions)})")
    for sous in champ.champs:
        _print_champ(sous, niveau + 1)


def print_exemple(code: str, nom: str, *, en_json: bool) -> int:
    """Print an example as `draft` accepts it: its own text, or its values in JSON."""
    modele = open_installation().catalogue.get(code)
    document = load_exemple(modele, nom)
    if en_json:
        say_json(to_plain(document.valeur))
    else:
        say((modele.dossier / DOSSIER_EXEMPLES / f"{nom}.yaml").read_text(encoding="utf-8"))
    return 0
