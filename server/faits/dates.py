from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from server.faits.calendrier import IMPOSSIBLE, JOURS, JOURS_EN_LETTRES, MOIS, build_valeur
from server.faits.choix import keep_longest
from server.faits.fait import Fait, Genre
from server.faits.jetons import scan
from server.faits.nombres import Analyse, analyse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.faits.nombres import Nombre

_JOUR_SEMAINE = "|".join(JOURS)
_JOUR_SEUL = re.compile(rf"(?<![\w-])({_JOUR_SEMAINE})s?(?!\w)")
# « sept » is a month only after a figure: « vingt-sept conseillers » has no date.
_MOIS = "|".join(
    (r"(?<=[0-9][ -])" if m.startswith("sept") and len(m) < 6 else "")
    + re.escape(m)
    + ("" if m.endswith(".") else r"(?!\w)")
    for m in sorted(MOIS, key=len, reverse=True)
)
_QUANTIEME_EN_LETTRES = "|".join(mot.replace(" ", "[ -]") for mot in sorted(JOURS_EN_LETTRES, key=len, reverse=True))
# The words that a date can start with.
_MOTS_MOIS = frozenset(m.rstrip(".") for m in MOIS)
_MOTS_JOURS = frozenset((*JOURS, *(f"{jour}s" for jour in JOURS)))
_PREMIERS = _MOTS_JOURS | {mot.split(" ")[0] for mot in JOURS_EN_LETTRES}
_QUANTIEME = rf"(?:[0-9]{{1,2}}(?: ?er)?|{_QUANTIEME_EN_LETTRES})(?!\w)"
_AN = r"(?: (?:de )?(?:l'an )?(?P<an>(?:1[5-9]|2[0-9])[0-9]{2})(?![0-9]))?"
# « lundi 2 novembre 2026 », « deux novembre », « novembre 2026 »
_ECRITE = re.compile(
    rf"(?<![\w-])(?:(?P<sem>{_JOUR_SEMAINE}),? (?:le )?)?(?P<q>{_QUANTIEME})[ -]?(?P<m>{_MOIS})"
    + _AN.replace(" ", "[ -]", 1)
)
# The days that take their month from the next date: « du 2 au 6 novembre », « les 2, 3 et 4 novembre ».
_LIEN = r"(?: ?, ?| (?:et|ou|au|a|jusqu'au)(?: (?:le|du|au))? | - |-)"
_SERIE = re.compile(
    rf"(?:(?<=\bdu )|(?<=\bles )|(?<=\ble )|(?<=\bdes )|(?<=\bau )|(?=(?:{_JOUR_SEMAINE}) ))"
    rf"(?P<serie>(?:(?:(?:{_JOUR_SEMAINE}),? )?{_QUANTIEME}(?: (?:{_MOIS}))?{_LIEN}){{1,31}}?)"
    rf"(?=(?:(?:{_JOUR_SEMAINE}),? )?{_QUANTIEME} (?:{_MOIS}))"
)
_ELEMENT = re.compile(rf"(?:(?P<sem>{_JOUR_SEMAINE}),? )?(?P<q>{_QUANTIEME})(?: (?P<m>{_MOIS}))?")
_CHIFFREE = re.compile(
    r"(?:(?<![\w/.-])|(?<=/[0-9]{4}-))(?:(?P<sem>" + _JOUR_SEMAINE + r"),? (?:le )?)?(?:"
    r"(?P<j>[0-9]{1,2})(?P<s>[/.-])(?P<m>[0-9]{1,2})(?P=s)(?P<a>[0-9]{4})|(?P<j2>[0-9]{1,2})/(?P<m2>[0-9]{1,2})/(?P<a2>[0-9]{2})"
    r"|(?P<ia>[0-9]{4})-(?P<im>[0-9]{2})-(?P<ij>[0-9]{2}))(?![0-9]|/[0-9]|-[0-9](?![0-9]?/))"
)
_MOIS_AN = re.compile(rf"(?<![\w'-])(?P<m>{_MOIS}){_AN}")
_MOIS_AN_CHIFFRES = re.compile(r"(?<![\w/.°-])(?<!n° )(?P<m>0[1-9]|1[0-2])/(?P<an>(?:19|20)[0-9]{2})(?![\w/])")
# « mars » and « mai » are months for sure only after one of these.
_AVANT_MOIS = re.compile(r"(?:\ben|\bmois d[e']|\bdebut|\bfin|\bmi-|\bcourant|\bdebut de|\bfin de|\bde) ?$")
_MOIS_SURS = frozenset(m for m, n in MOIS.items() if len(m) > 4 and not m.endswith(".") and n not in {3, 5})
# « 2/11/26 » is 2026 and « 2/11/85 » is 1985: the pivot that Python and POSIX use.
_PIVOT = 69


@dataclass(frozen=True, slots=True)
class DateTrouvee:
    """Hold a date of the text, and the weekday that the text gives it (0 for lundi), None when it gives none."""

    fait: Fait
    jour_semaine: int | None

    @property
    def date(self) -> date | None:
        """Give the day itself, or None when it is partial or impossible."""
        valeur = self.fait.valeur
        return None if valeur.startswith((IMPOSSIBLE, "-")) or len(valeur) < 10 else date.fromisoformat(valeur)

    @property
    def jour_exact(self) -> bool | None:
        """Tell whether the weekday that is said is that of the date; None when it cannot be told."""
        jour = self.date
        return None if jour is None or self.jour_semaine is None else jour.weekday() == self.jour_semaine


def find_dates(texte: str) -> tuple[Fait, ...]:
    """Find the dates of a text, with an ISO value.

    Whole: "2026-11-02". Partial: "2026-11", "--11-02", "--11". A day that does not exist: "impossible:2026-02-30". The
    first days of « du 2 au 6 novembre 2026 » take the month and the year of the last one.
    """
    return tuple(d.fait for d in analyse_dates(texte))


def analyse_dates(texte: str) -> tuple[DateTrouvee, ...]:
    """Find the dates of a text with the weekday that goes with each."""
    return dates_of(analyse(texte))


def dates_of(a: Analyse) -> tuple[DateTrouvee, ...]:
    """Find the dates of an analysed text: see `analyse_dates`."""
    ecrites = tuple(_find_ecrites(a))
    trouvees = [*_find_series(a, ecrites), *ecrites, *_find_chiffrees(a), *_find_mois(a)]
    par_fait: dict[Fait, DateTrouvee] = {}
    for trouvee in trouvees:
        par_fait.setdefault(trouvee.fait, trouvee)
    return tuple(par_fait[f] for f in keep_longest(par_fait))


def weekday_of(texte: str) -> int | None:
    """Give the weekday (0 for lundi … 6 for dimanche) of the first date of the text that says one, else None."""
    return next((d.jour_semaine for d in analyse_dates(texte) if d.jour_semaine is not None), None)


def find_jours(texte: str) -> tuple[Fait, ...]:
    """Find the weekdays of a text, those of dates included: « tous les lundis » has the value "lundi"."""
    return jours_of(analyse(texte))


def jours_of(a: Analyse) -> tuple[Fait, ...]:
    """Find the weekdays of an analysed text: see `find_jours`."""
    return tuple(
        a.repli.fait(Genre.JOUR, m.start(), m.end(), m[1])
        for m in scan(_JOUR_SEUL, a.repli.plie, a.jetons.starts(_MOTS_JOURS))
    )


def _day_of(quantieme: str) -> int:
    mots = quantieme.replace("-", " ")
    return JOURS_EN_LETTRES.get(mots) or int(mots.removesuffix("er"))


def _weekday(mot: str | None) -> int | None:
    return JOURS.index(mot) if mot else None


def _find_ecrites(a: Analyse) -> Iterator[DateTrouvee]:
    annees = _years_in_words(a)
    for m in scan(_ECRITE, a.repli.plie, a.jetons.starts(_PREMIERS, chiffres=True)):
        annee, fin = _read_annee(m, annees)
        valeur = build_valeur(annee, MOIS[m["m"]], _day_of(m["q"]))
        yield DateTrouvee(a.repli.fait(Genre.DATE, m.start(), fin, valeur), _weekday(m["sem"]))


def _years_in_words(a: Analyse) -> dict[int, Nombre]:
    return {n.debut: n for n in a.nombres if n.en_lettres and not n.ordinal and 1000 <= n.valeur <= 2999}


def _read_annee(m: re.Match[str], en_lettres: dict[int, Nombre]) -> tuple[int | None, int]:
    """Read the year of a matched month, in figures or in words just after it, with the end of the whole."""
    if m["an"]:
        return int(m["an"]), m.end()
    annee = en_lettres.get(m.end() + 1)
    return (int(annee.valeur), annee.fin) if annee else (None, m.end())


def _find_series(a: Analyse, ecrites: tuple[DateTrouvee, ...]) -> Iterator[DateTrouvee]:
    """Read the days before a date that take their month or their year from it."""
    finales = {_start(d): d.fait.valeur.removeprefix(IMPOSSIBLE) for d in ecrites}
    for m in scan(_SERIE, a.repli.plie, a.jetons.starts(_PREMIERS, chiffres=True)):
        origine = a.repli.fait(Genre.DATE, m.end(), m.end(), "").debut
        if origine not in finales:
            continue
        debut, mois, _ = finales[origine].rsplit("-", 2)
        annee = int(debut) if debut != "-" else None
        yield from _resolve(a, m, int(mois), annee)


def _start(d: DateTrouvee) -> int:
    return d.fait.debut


def _resolve(a: Analyse, m: re.Match[str], mois: int, annee: int | None) -> Iterator[DateTrouvee]:
    elements = list(_ELEMENT.finditer(a.repli.plie, m.start("serie"), m.end("serie")))
    for element in reversed(elements):
        if element["m"]:
            lu = MOIS[element["m"]]
            # « du 28 décembre au 3 janvier 2027 » starts in 2026.
            annee = annee - 1 if annee is not None and lu > mois else annee
            mois = lu
        valeur = build_valeur(annee, mois, _day_of(element["q"]))
        fait = a.repli.fait(Genre.DATE, element.start(), element.end(), valeur)
        yield DateTrouvee(fait, _weekday(element["sem"]))


def _find_chiffrees(a: Analyse) -> Iterator[DateTrouvee]:
    for m in scan(_CHIFFREE, a.repli.plie, a.jetons.starts(_MOTS_JOURS, chiffres=True)):
        if m["ia"]:
            annee, mois, jour = int(m["ia"]), int(m["im"]), int(m["ij"])
        elif m["a"]:
            annee, mois, jour = int(m["a"]), int(m["m"]), int(m["j"])
        else:
            court = int(m["a2"])
            annee, mois, jour = court + (2000 if court < _PIVOT else 1900), int(m["m2"]), int(m["j2"])
        fait = a.repli.fait(Genre.DATE, m.start(), m.end(), build_valeur(annee, mois, jour))
        yield DateTrouvee(fait, _weekday(m["sem"]))


def _find_mois(a: Analyse) -> Iterator[DateTrouvee]:
    plie = a.repli.plie
    annees = _years_in_words(a)
    for m in scan(_MOIS_AN, plie, a.jetons.starts(_MOTS_MOIS)):
        annee, fin = _read_annee(m, annees)
        if (
            annee
            or m["m"] in _MOIS_SURS
            or (m["m"] in {"mars", "mai"} and _AVANT_MOIS.search(plie[max(0, m.start() - 12) : m.start()]))
        ):
            yield DateTrouvee(a.repli.fait(Genre.DATE, m.start(), fin, build_valeur(annee, MOIS[m["m"]], None)), None)
    for m in scan(_MOIS_AN_CHIFFRES, plie, a.jetons.chiffres):
        valeur = build_valeur(int(m["an"]), int(m["m"]), None)
        yield DateTrouvee(a.repli.fait(Genre.DATE, m.start(), m.end(), valeur), None)
