"""Laws, decrees, arrêtés, délibérations and other numbered or dated texts that an act refers to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.faits.calendrier import IMPOSSIBLE
from server.faits.dates import dates_of
from server.faits.fait import Fait, Genre
from server.faits.jetons import scan
from server.faits.nombres import Analyse, analyse

if TYPE_CHECKING:
    from collections.abc import Iterator

_NATURES = {
    "loi": "LOI", "lois": "LOI", "ordonnance": "ORDONNANCE", "ordonnances": "ORDONNANCE", "decret-loi": "DECRET-LOI",
    "decret": "DECRET", "decrets": "DECRET", "arrete": "ARRETE", "arretes": "ARRETE", "deliberation": "DELIBERATION",
    "deliberations": "DELIBERATION", "decision": "DECISION", "decisions": "DECISION", "circulaire": "CIRCULAIRE",
    "instruction": "INSTRUCTION", "convention": "CONVENTION", "contrat": "CONTRAT", "marche": "MARCHE",
    "avenant": "AVENANT", "permis": "PERMIS", "proces-verbal": "PROCES-VERBAL", "rapport": "RAPPORT", "avis": "AVIS",
    "courrier": "COURRIER", "lettre": "LETTRE", "reglement": "REGLEMENT", "directive": "DIRECTIVE",
    "autorisation": "AUTORISATION", "declaration": "DECLARATION", "dossier": "DOSSIER", "facture": "FACTURE",
}  # fmt: skip
# Texts that are named by their date alone. A letter or an opinion is not: its date stays a date.
_DATES = frozenset(("LOI", "ORDONNANCE", "DECRET", "DECRET-LOI", "ARRETE", "DELIBERATION", "CIRCULAIRE", "INSTRUCTION"))
_NATURE = re.compile(
    rf"(?<![\w-])(?P<n>{'|'.join(sorted(_NATURES, key=len, reverse=True))})(?!\w)(?! (?:qui|que|dont|par|et|ou) )"
)
_MOT = re.compile(r" \(?[a-z][a-z'-]{0,30}\)?(?!\w)")
_MOTS_NATURES = frozenset(nature.split("-")[0] for nature in _NATURES)
_NUMERO = re.compile(r" ?(?:n ?°s?|n[or]s?\.?(?= ?[0-9])|numeros?|№) ?(?P<id>[a-z0-9]+(?:[-/_.][a-z0-9]+)*)")
_UE = re.compile(
    r" (?:\((?:ue|ce|cee|euratom)(?:, euratom)?\) )?(?:n ?° ?)?(?P<id>[0-9]{2,4}/[0-9]{1,4})(?:/(?:ue|ce"
    r"|cee|jai))?(?![\w/])"
)
_MAX_MOTS = 6


@dataclass(frozen=True, slots=True)
class TexteTrouve:
    """Hold a text that is referred to: its kind, its number or "", its ISO date or "".

    The fact ends at the number, so that the date said after it stays a date of its own; `fin` is the end of the whole,
    in offsets of the folded text, like `debut`.
    """

    fait: Fait
    nature: str
    numero: str
    date: str
    debut: int
    fin: int


def find_textes(texte: str) -> tuple[Fait, ...]:
    """Find the laws, decrees, arrêtés, délibérations… that a text refers to.

    Values: "LOI:82-213", "DELIBERATION:2026-045", "REGLEMENT:2016/679"; without a number, by the date:
    "ARRETE:1967-11-24". Adjectives do not count: « arrêté interministériel du 24 novembre 1967 » is that same value.
    """
    return tuple(t.fait for t in textes_of(analyse(texte)))


def textes_of(a: Analyse) -> tuple[TexteTrouve, ...]:
    """Find the texts referred to in an analysed text: see `find_textes`."""
    dates = {a.repli.to_plie(d.fait.debut): d.fait for d in dates_of(a)}
    trouves: list[TexteTrouve] = []
    for m in scan(_NATURE, a.repli.plie, a.jetons.starts(_MOTS_NATURES)):
        trouve = _read_texte(a, m, dates)
        if trouve is not None and (not trouves or m.start() >= trouves[-1].fin):
            trouves.append(trouve)
    return tuple(trouves)


def _read_texte(a: Analyse, m: re.Match[str], dates: dict[int, Fait]) -> TexteTrouve | None:
    nature = _NATURES[m["n"]]
    if nature in {"REGLEMENT", "DIRECTIVE", "DECISION"} and (ue := _UE.match(a.repli.plie, m.end())):
        fait = a.repli.fait(Genre.REFERENCE, m.start(), ue.end(), f"{nature}:{ue['id']}")
        return TexteTrouve(fait, nature, ue["id"], "", m.start(), ue.end())
    for fin in _ends_of_name(a.repli.plie, m.end()):
        numero = _NUMERO.match(a.repli.plie, fin)
        if numero and any(c.isdigit() for c in numero["id"]):
            return _build_numerote(a, m.start(), nature, numero, dates)
        date = _date_at(a, fin, dates)
        if date is not None:
            return _build_date(a, m.start(), nature, date) if nature in _DATES else None
    return None


def _ends_of_name(plie: str, fin: int) -> Iterator[int]:
    """Give the places where the name of a text may end: « arrêté », « arrêté préfectoral », « arrêté du maire »."""
    yield fin
    for _ in range(_MAX_MOTS):
        mot = _MOT.match(plie, fin)
        if mot is None:
            return
        fin = mot.end()
        yield fin


def _date_at(a: Analyse, fin: int, dates: dict[int, Fait]) -> Fait | None:
    """Give the date that « du … » or « en date du … » opens at this place."""
    for lien in (" du ", " en date du ", " des ", " le "):
        if a.repli.plie.startswith(lien, fin) and fin + len(lien) in dates:
            return dates[fin + len(lien)]
    return None


def _build_numerote(a: Analyse, debut: int, nature: str, m: re.Match[str], dates: dict[int, Fait]) -> TexteTrouve:
    numero = m["id"].upper()
    date = _date_at(a, m.end(), dates)
    fait = a.repli.fait(Genre.REFERENCE, debut, m.end(), f"{nature}:{numero}")
    fin = a.repli.to_plie(date.fin) if date else m.end()
    return TexteTrouve(fait, nature, numero, date.valeur if date else "", debut, fin)


def _build_date(a: Analyse, debut: int, nature: str, date: Fait) -> TexteTrouve | None:
    valeur = date.valeur
    if len(valeur.removeprefix(IMPOSSIBLE)) < 10:  # « la loi de mars 2026 » names no text
        return None
    fin = a.repli.to_plie(date.fin)
    fait = a.repli.fait(Genre.REFERENCE, debut, fin, f"{nature}:{valeur}")
    return TexteTrouve(fait, nature, "", valeur, debut, fin)
