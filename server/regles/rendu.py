"""Findings as text for a person, as JSON and as SARIF 2.1.0 for a program."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from server.acte.parcours import walk
from server.regles.registre import REGLES
from server.regles.vue import Niveau

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from server.acte.noeuds import Acte
    from server.regles.base import Constat, Regle

SARIF_VERSION = "2.1.0"
SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_NIVEAUX_SARIF = {Niveau.ERREUR: "error", Niveau.AVERTISSEMENT: "warning", Niveau.CONSEIL: "note"}
_PLURIELS = {Niveau.ERREUR: "erreurs", Niveau.AVERTISSEMENT: "avertissements", Niveau.CONSEIL: "conseils"}
_EXTRAIT = 60


@dataclass(frozen=True, slots=True)
class Controle:
    """A file that was checked: its name as given, its findings, and its tree when the places are to be shown."""

    fichier: str
    constats: tuple[Constat, ...]
    acte: Acte | None = None


def render_texte(controles: Iterable[Controle]) -> str:
    """Write the findings for a person, file by file, with what they point at and their counts."""
    return "\n".join(_render_controle(controle) for controle in controles) + "\n"


def _render_controle(controle: Controle) -> str:
    if not controle.constats:
        return f"{controle.fichier} : aucun constat."
    lignes = [f"{controle.fichier} : {_counts(controle.constats)}"]
    textes = _texts_of(controle.acte)
    for constat in controle.constats:
        lignes.append(f"  {constat.niveau.value:<13} {constat.code}  {constat.message}")
        passage = _span(constat, textes)
        lieu = (
            "" if constat.bloc is None else f"paragraphe {constat.bloc + 1}" + (f" : « {passage} »" if passage else "")
        )
        details = [lieu, constat.source, f"proposition : « {constat.correction} »" if constat.correction else ""]
        lignes.append(f"{'':<21}{' — '.join(d for d in details if d)}")
    return "\n".join(lignes)


def _counts(constats: Sequence[Constat]) -> str:
    combien = Counter(constat.niveau for constat in constats)
    parts = [f"{combien[n]} {_PLURIELS[n] if combien[n] > 1 else n.value}" for n in Niveau if combien[n]]
    return ", ".join(parts)


def _texts_of(acte: Acte | None) -> list[str]:
    return [] if acte is None else [place.feuille.texte for place in walk(acte)]


def _span(constat: Constat, textes: Sequence[str]) -> str:
    if constat.bloc is None or constat.bloc >= len(textes):
        return ""
    unites = textes[constat.bloc].encode("utf-16-le", "surrogatepass")
    passage = unites[constat.debut * 2 : constat.fin * 2].decode("utf-16-le", "replace")
    court = " ".join(passage.split())
    return court if len(court) <= _EXTRAIT else f"{court[: _EXTRAIT - 1]}…"


def render_json(controles: Iterable[Controle]) -> str:
    """Write the findings as JSON: `[{"fichier", "constats": [{"code", "niveau", "message", "bloc", …}]}]`."""
    return json.dumps([_as_json(controle) for controle in controles], ensure_ascii=False, indent=2)


def _as_json(controle: Controle) -> dict[str, Any]:
    return {"fichier": controle.fichier, "constats": [constat_as_json(constat) for constat in controle.constats]}


def constat_as_json(constat: Constat) -> dict[str, Any]:
    """Give a finding as plain values, with the keys of the command line's contract."""
    return {
        "code": constat.code,
        "niveau": constat.niveau.value,
        "message": constat.message,
        "bloc": constat.bloc,
        "debut": constat.debut,
        "fin": constat.fin,
        "source": constat.source,
    }


def render_sarif(controles: Iterable[Controle]) -> str:
    """Write the findings as a SARIF 2.1.0 log.

    A region counts UTF-16 code units in the text of the act: its leaves in the order of `walk`, one per line. The
    logical location names the leaf.
    """
    liste = list(controles)
    run = {
        "tool": {"driver": {"name": "Minutier", "language": "fr-FR", "rules": [_rule(r) for r in REGLES.values()]}},
        "columnKind": "utf16CodeUnits",
        "language": "fr-FR",
        "artifacts": [{"location": {"uri": _uri(controle.fichier)}} for controle in liste],
        "results": [_result(rang, controle, c) for rang, controle in enumerate(liste) for c in controle.constats],
    }
    return json.dumps({"$schema": SARIF_SCHEMA, "version": SARIF_VERSION, "runs": [run]}, ensure_ascii=False, indent=2)


def _uri(fichier: str) -> str:
    return quote(fichier.replace("\\", "/"), safe="/")


def _rule(regle: Regle) -> dict[str, Any]:
    return {
        "id": regle.code,
        "name": regle.code,
        "shortDescription": {"text": regle.titre},
        "fullDescription": {"text": regle.quoi},
        "help": {"text": f"{regle.pourquoi}\n\nSource : {regle.source.texte}."},
        "defaultConfiguration": {"level": _NIVEAUX_SARIF[regle.niveau]},
        "properties": {"source": regle.source.texte, "appui": regle.source.appui},
    }


def _result(rang: int, controle: Controle, constat: Constat) -> dict[str, Any]:
    emplacement: dict[str, Any] = {"artifactLocation": {"uri": _uri(controle.fichier), "index": rang}}
    textes = _texts_of(controle.acte)
    if constat.bloc is not None and constat.bloc < len(textes):
        emplacement["region"] = _region(constat, textes)
    lieu: dict[str, Any] = {"physicalLocation": emplacement}
    if constat.bloc is not None:
        lieu["logicalLocations"] = [{"fullyQualifiedName": f"paragraphe/{constat.bloc}", "kind": "element"}]
    return {
        "ruleId": constat.code,
        "ruleIndex": list(REGLES).index(constat.code),
        "level": _NIVEAUX_SARIF[constat.niveau],
        "message": {"text": constat.message},
        "locations": [lieu],
    }


def _region(constat: Constat, textes: Sequence[str]) -> dict[str, Any]:
    longueurs = [len(texte.encode("utf-16-le", "surrogatepass")) // 2 + 1 for texte in textes]
    debut = [0, *accumulate(longueurs)][constat.bloc or 0]
    return {"charOffset": debut + constat.debut, "charLength": constat.fin - constat.debut}
