"""Writes docs/regles.md from the rules themselves: `python -m server.regles.documentation > docs/regles.md`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.regles.base import TOUS, Certitude
from server.regles.registre import REGLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.base import Regle

_GENRES = {
    Genre.ARRETE: "arrêtés",
    Genre.DELIBERATION: "délibérations",
    Genre.COURRIER: "courriers",
    Genre.NOTE: "notes",
    Genre.INCONNU: "documents de genre inconnu",
}
_CERTITUDES = {
    Certitude.VERIFIE: "source vérifiée",
    Certitude.INTERPRETATION: "choix de la maison",
    Certitude.MEMOIRE: "de mémoire, à confirmer par un juriste",
}
_INTRODUCTION = """# Les règles de Minutier

Cette page est écrite à partir des règles : ne la modifiez pas à la main
(`python -m server.regles.documentation > docs/regles.md`).

`minutier lint` applique ces règles à un document, quel que soit son auteur. Une **erreur** arrête la validation (un
relecteur peut passer outre par écrit), un **avertissement** demande une vérification, un **conseil** est facultatif.
Une règle fondée sur la mémoire n’est jamais une erreur. Ce que Minutier ne sait pas est dit « indéterminé ».

Un appui « domaine NN » renvoie à la fiche juridique du projet dont la règle est tirée ; entre crochets, la clé de la
source lue ([V:…]), un choix de la maison ([I]) ou la mémoire ([M]).
"""


def render_documentation() -> str:
    """Write the guide of the rules, in French Markdown."""
    return "\n".join([_INTRODUCTION, *_summary(), *(_section(regle) for regle in REGLES.values())])


def _summary() -> Iterator[str]:
    yield "| Code | Niveau | Règle | Source |"
    yield "|---|---|---|---|"
    for regle in REGLES.values():
        yield f"| [{regle.code}](#{regle.code.lower()}) | {regle.niveau.value} | {regle.titre} | {regle.source.texte} |"
    yield ""


def _section(regle: Regle) -> str:
    date = f" ; lu ou vérifié le {regle.source.date:%d/%m/%Y}" if regle.source.date else ""
    genres = (
        "tous" if regle.genres == TOUS else ", ".join(nom for genre, nom in _GENRES.items() if genre in regle.genres)
    )
    limites = f"\n**Ce que la règle ne voit pas.** {regle.limites}\n" if regle.limites else ""
    return f"""## {regle.code}

**{regle.titre}** — {regle.niveau.value} ; documents : {genres}.

**Quoi.** {regle.quoi}

**Pourquoi.** {regle.pourquoi}

**Source.** {regle.source.texte} ({_CERTITUDES[regle.source.certitude]}{date}). Appui : {regle.source.appui}.
{limites}
Refusé :

```text
{regle.exemple_refuse}
```

Accepté :

```text
{regle.exemple_accepte}
```
"""


if __name__ == "__main__":
    sys.stdout.write(render_documentation())
