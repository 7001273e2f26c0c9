"""The command `lint`: rules on files, whoever wrote them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.cli_actes import TIRET, read_acte
from server.cli_francais import UsageInvalideError
from server.cli_sorties import say, say_brut, warn
from server.errors import SORTIE_REFUS, FichierIllisible
from server.regles import Contexte, Controle, Niveau, lint, render_json, render_sarif, render_texte

if TYPE_CHECKING:
    from collections.abc import Sequence

GENRES = tuple(str(genre) for genre in Genre if genre is not Genre.INCONNU)
RENDUS = {"texte": render_texte, "json": render_json, "sarif": render_sarif}


def run(fichiers: Sequence[str], rendu: str, jour: str | None, genre: str | None) -> int:
    """Check files and print what was found.

    Args:
        fichiers: names, « - » for standard input.
        rendu: texte, json or sarif.
        jour: day of judgement, AAAA-MM-JJ; today when None.
        genre: kind of act for all of them; recognised in each when None.

    Returns:
        2 when a file could not be read (the others are still reported), 1 when an erreur was found, else 0.
    """
    if rendu not in RENDUS:
        raise UsageInvalideError(f"Format inconnu : « {rendu} ». Formats possibles : {', '.join(RENDUS)}.")
    if genre is not None and genre not in GENRES:
        raise UsageInvalideError(f"Genre inconnu : « {genre} ». Genres possibles : {', '.join(GENRES)}.")
    if list(fichiers).count(TIRET) > 1:
        raise UsageInvalideError("L’entrée standard « - » ne se lit qu’une fois.")
    date = _read_jour(jour) or dt.datetime.now(dt.UTC).astimezone().date()
    controles, illisibles = [], 0
    for fichier in fichiers:
        try:
            controles.append(_check(fichier, date, genre))
        except FichierIllisible as erreur:
            warn(str(erreur))
            illisibles += 1
    if rendu != "texte":
        say_brut(RENDUS[rendu](controles))
    elif controles:
        say(render_texte(controles))
    if illisibles:
        return SORTIE_REFUS
    return int(any(c.niveau is Niveau.ERREUR for controle in controles for c in controle.constats))


def _read_jour(texte: str | None) -> dt.date | None:
    try:
        return None if texte is None else dt.date.fromisoformat(texte)
    except ValueError:
        raise UsageInvalideError(f"« {texte} » n’est pas une date AAAA-MM-JJ.") from None


def _check(fichier: str, jour: dt.date, genre: str | None) -> Controle:
    acte = read_acte(fichier).acte
    if genre is not None:
        acte = replace(acte, genre=Genre(genre))
    return Controle(fichier, lint(Contexte(acte=acte, date=jour)), acte)
