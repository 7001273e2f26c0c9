"""Moments as agents write them: dates with their weekday, days and hours shortened, months alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.faits.calendrier import build_valeur
from server.faits.repli import fold
from server.francais.dates import JOURS, MOIS, format_date
from server.redacteurs.marques.modele import Nature
from server.redacteurs.marques.repere import Repere

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.faits import Fait
    from server.faits.dates import DateTrouvee

# « 8 à 12 h »: the first hour has its unit from the second. In « bureaux 3 et 7 à 20 h » and « salle 7 à 20 h », 7 has
# none; in « 7 h 12 et 17 h 48 », 12 are minutes.
_PREMIERE_HEURE = re.compile(
    r"(?<![0-9] h )(?<![0-9]h )(?<![0-9]h)"
    r"(?<![0-9] et )(?<![0-9] ou )(?<![0-9], )(?<!\bsalle )(?<!\bbureau )(?<!\bquai )(?<!\bporte )"
    r"(?<![\w,.])(?P<h>[01]?[0-9]|2[0-4])"
    r"(?= ?(?:a|-|/|et) ?[0-2]?[0-9] ?h(?:eures?)?(?: ?[0-5][0-9])?(?!\w))"
)
_DUREE_ABREGEE = re.compile(r"(?<![\w,.])(?P<n>[0-9]{1,3}) ?(?:(?P<j>jrs?)|(?P<s>sem))(?:\.|(?!\w))")
_RANGS_MOIS = {fold(mois).plie: rang for rang, mois in enumerate(MOIS, 1)}
_MOIS_AN = rf"(?P<m>{'|'.join(_RANGS_MOIS)})(?: (?P<an>(?:19|20)[0-9]{{2}}))?(?!\w)"
_JOURS_LIES = re.compile(
    rf"(?<![\w/.-])(?P<a>[0-9]{{1,2}}(?:er)?)(?: ?- ?| et |, )(?P<b>(?P<q>[0-9]{{1,2}}) {_MOIS_AN})"
)
_MOIS = re.compile(rf"(?<!\w){_MOIS_AN}")
_COURTE = re.compile(
    rf"(?<!\w)(?:le|du|au|les|des|dès le|et|{'|'.join(JOURS)}) (?P<d>(?P<j>[0-9]{{1,2}})/(?P<m>[0-9]{{1,2}}))"
    r"(?![\w/€%]|,[0-9])"
)
_APRES_JOUR = re.compile(r"[\s,]*(?:le\s)?")


def find_courtes(texte: str) -> Iterator[Repere]:
    """Find the days written « le 21/02 »; « 36/40 » and « 1/2 », with no article of a date before them, are no days."""
    for m in _COURTE.finditer(texte):
        jour, mois = int(m["j"]), int(m["m"])
        valeur = build_valeur(None, mois, jour) if 1 <= mois <= 12 and 1 <= jour <= 31 else "impossible"
        if not valeur.startswith("impossible"):
            yield Repere(*m.span("d"), Nature.DATE, valeur, _say_jour(jour, mois))


def find_abreges(texte: str) -> Iterator[Repere]:
    """Find what agents shorten: « 12-13 mai 2027 », « 8 à 12 h », « 15 jrs », « 3 sem. »."""
    plie = fold(texte).plie
    for m in _JOURS_LIES.finditer(plie):
        for groupe, quantieme in (("a", m["a"].removesuffix("er")), ("b", m["q"])):
            valeur = build_valeur(int(m["an"]) if m["an"] else None, _RANGS_MOIS[m["m"]], int(quantieme))
            if valeur[0] != "i":
                ecrit = f"{_say_jour(int(quantieme), _RANGS_MOIS[m['m']])} {m['an'] or ''}".strip()
                yield Repere(*m.span(groupe), Nature.DATE, valeur, ecrit)
    for m in _PREMIERE_HEURE.finditer(plie):
        yield Repere(*m.span(), Nature.HEURE, f"{int(m['h']):02d}:00", f"{m['h']} h")
    for m in _DUREE_ABREGEE.finditer(plie):
        unite = "jour" if m["j"] else "semaine"
        ecrit = f"{m['n']} {unite}{'s' if int(m['n']) > 1 else ''}"
        yield Repere(*m.span(), Nature.DUREE, f"P{int(m['n'])}{'D' if m['j'] else 'W'}", ecrit)


def find_mois(texte: str) -> Iterator[Repere]:
    """Find the months that no date holds: « d’octobre 2027 », « juillet-août », « en mai »."""
    for m in _MOIS.finditer(fold(texte).plie):
        valeur = build_valeur(int(m["an"]) if m["an"] else None, _RANGS_MOIS[m["m"]], None)
        yield Repere(*m.span(), Nature.DATE, valeur, texte[m.start() : m.end()])


def cut_date(fait: Fait, trouvee: DateTrouvee | None) -> Iterator[Repere]:
    """Cut « lundi 2 novembre 2026 » into its weekday and its date; « 2 » of « du 2 au 6 novembre » gets its month."""
    debut = fait.debut
    if trouvee is not None and trouvee.jour_semaine is not None:
        jour = JOURS[trouvee.jour_semaine]
        fin = debut + len(jour)
        yield Repere(debut, fin, Nature.JOUR, f"{jour}@{fait.valeur}", fait.texte[: len(jour)].lower())
        reste = _APRES_JOUR.match(fait.texte, len(jour))
        debut += reste.end() if reste else len(jour)
    exacte = trouvee.date if trouvee is not None else None
    ecrit = fait.texte[debut - fait.debut :]
    yield Repere(debut, fait.fin, Nature.DATE, fait.valeur, format_date(exacte) if exacte else ecrit)


def _say_jour(jour: int, mois: int) -> str:
    return f"{'1er' if jour == 1 else jour}\u00a0{MOIS[mois - 1]}"
