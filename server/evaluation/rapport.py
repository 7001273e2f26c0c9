"""The report of a run: JSON for a program, Markdown for a person who judges."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from server.evaluation.mesures import count_codes, measure_all
from server.evaluation.resultat import Issue
from server.evaluation.tableau import format_decimal, render_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.evaluation.identite import Identite
    from server.evaluation.resultat import Resultat

_ISSUES = {
    Issue.PREMIER: "accepté à la première réponse",
    Issue.RETENTE: "accepté à la seconde réponse",
    Issue.REPLI: "repli : les termes de l’agent",
}
_LECTURE = (
    "Médianes pour les mots et les secondes, sommes pour les jetons. « En forme » : un paragraphe par point, ouvert et "
    "fermé comme sa sorte le demande. Le nombre accepté ne dit pas que les textes sont justes : lisez-les."
)
# What Markdown would read as its own in a text that nobody wrote as Markdown.
_SIGNES = re.compile(r"([\\`*_{}\[\]<>#|!~])")


def as_json(identite: Identite, resultats: Sequence[Resultat]) -> dict[str, Any]:
    """Give a run as plain values."""
    lignes = measure_all(resultats)
    return {
        "identite": asdict(identite),
        "tableau": [
            asdict(ligne) | {"acceptes": ligne.acceptes, "part_acceptee": round(ligne.part_acceptee, 4)}
            for ligne in lignes
        ],
        "codes": count_codes(resultats),
        "cas": [_cas_as_json(resultat) for resultat in resultats],
    }


def _cas_as_json(resultat: Resultat) -> dict[str, Any]:
    demande = resultat.cas.demande
    return {
        "nom": resultat.cas.nom,
        "sorte": demande.sorte,
        "genre": resultat.cas.genre,
        "ton": demande.ton,
        "difficulte": resultat.cas.difficulte.value,
        "points": list(demande.points),
        "issue": resultat.issue.value,
        "essais": resultat.essais,
        "paragraphes": list(resultat.paragraphes),
        "refuses": list(resultat.refuses),
        "incidents": [asdict(incident) for incident in resultat.incidents],
        "en_forme": resultat.en_forme,
        "rapport": round(resultat.rapport, 3),
        "duree_s": round(resultat.duree_s, 3),
        "cout": {nom: round(valeur, 3) for nom, valeur in asdict(resultat.cout).items()},
    }


def render_json(identite: Identite, resultats: Sequence[Resultat]) -> str:
    """Write a run as JSON."""
    return json.dumps(as_json(identite, resultats), ensure_ascii=False, indent=2) + "\n"


def render_rapport(identite: Identite, resultats: Sequence[Resultat]) -> str:
    """Write a run in Markdown: what was evaluated, the table, the reasons, then every text beside its points."""
    codes = count_codes(resultats)
    raisons = "\n".join(f"| `{code}` | {nombre} |" for code, nombre in codes.items()) or "| – | 0 |"
    parties = [
        f"# Évaluation du modèle « {_escape(identite.modele)} »",
        _say_identite(identite),
        "## Tableau",
        render_markdown(measure_all(resultats)),
        _LECTURE,
        "## Ce qui a été refusé",
        f"| Motif | Cas |\n|---|--:|\n{raisons}",
        "## Textes",
        *(_render_cas(resultat) for resultat in resultats),
    ]
    return "\n\n".join(parties) + "\n"


def _render_cas(resultat: Resultat) -> str:
    demande = resultat.cas.demande
    ton = f", ton {demande.ton}" if demande.ton else ""
    return "\n\n".join(
        [
            f"### {resultat.cas.nom} ({resultat.cas.difficulte.value}{ton})",
            _say_issue(resultat),
            "\n".join(["| Points donnés | Texte retenu |", "|---|---|", *_pair(demande.points, resultat.paragraphes)]),
            *(f"- Refusé (`{i.code}`) : {_escape(i.message)}" for i in resultat.incidents),
            *(f"> Réponse écartée : {_escape(texte)}" for texte in resultat.refuses),
        ]
    )


def _say_identite(identite: Identite) -> str:
    return (
        f"Le {identite.date}, Minutier {identite.minutier}, consignes {identite.invites}, garde {identite.garde}, "
        f"cas {identite.cas}. {identite.faits} cas faits sur {identite.prevus}, {identite.simultanes} à la fois."
    )


def _say_issue(resultat: Resultat) -> str:
    premier, total = (format_decimal(s, 1) for s in (resultat.cout.premier_s, resultat.cout.total_s))
    return (
        f"{_ISSUES[resultat.issue].capitalize()}, en {resultat.essais} demande(s) ; premier jeton à {premier} s, "
        f"{total} s en tout. À regarder : {_escape(resultat.cas.regarder)}."
    )


def _pair(points: Sequence[str], paragraphes: Sequence[str]) -> Iterator[str]:
    """Put each paragraph beside a point, in order; the longer column goes on alone."""
    for rang in range(max(len(points), len(paragraphes))):
        cellules = (liste[rang] if rang < len(liste) else "" for liste in (points, paragraphes))
        yield "| " + " | ".join(_escape(cellule) for cellule in cellules) + " |"


def _escape(texte: str) -> str:
    """Write a text so that Markdown shows it as it is, on one line; what is invisible is shown."""
    visible = "".join(c if c.isprintable() or c.isspace() else f"(U+{ord(c):04X})" for c in texte)
    return _SIGNES.sub(r"\\\1", " ".join(visible.split(" ")).replace("\r", "").replace("\n", " / ").replace("\t", " "))
