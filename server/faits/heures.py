from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.faits.calendrier import IMPOSSIBLE
from server.faits.fait import Fait, Genre
from server.faits.jetons import scan
from server.faits.nombres import Analyse, Nombre, analyse

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEUX_POINTS = re.compile(r"(?<![\w:.,/-])([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?![\w:])")
_EN_CHIFFRES = re.compile(r" ?(?:h|heures?)(?: ?(?P<min>[0-9]{2})(?![0-9])(?: ?(?:min|mn|minutes?)(?!\w))?)?(?!\w)")
_HEURE_DITE = re.compile(r" heures?(?!\w)")
_FRACTIONS = re.compile(r" et (?:(?P<demi>demie?)|(?P<quart>quart))(?!\w)| moins le (?P<moins>quart)(?!\w)")
_MIDI = re.compile(
    r"(?<![\w'-])(?<!apres )(midi|minuit)(?![\w-])(?: (?:et )?(?:(?P<demi>demie?)|(?P<quart>quart))(?!\w))?"
)
_MOTS_MIDI = frozenset(("midi", "minuit"))
# What tells a moment (« à 8 heures ») from a duration (« pendant 8 heures », « limitée à 8 h », « 35 h par semaine »).
_AVANT_MOMENT = re.compile(r"\b(?:a|des|vers|jusqu'a|avant|apres|entre|partir de|jusque|aux|heure :) $")
_AVANT_DUREE = re.compile(
    r"\b(?:duree(?: \w+)? (?:de|a)|delai de|periode de|pendant|durant|amplitude de|maximum de|minimum de"
    r"|moins de|plus de|sous"
    r"|(?:limite|reduit|porte|fixe|egal|maintenu|superieur|inferieur)e?s? a) $"
)
_APRES_DUREE = re.compile(
    r" ?/ ?(?:jour|semaine|mois)| (?:par|de (?:travail|formation|cours|menage)|hebdomadaires?|consecutives"
    r"|ouvr|supplementaires)"
)
_PAR_PLAGE = re.compile(r"\bde $")
_SUITE_PLAGE = re.compile(r" ?(?:heures?|h)(?: ?[0-9]{2})? a (?:[0-9]{1,2} ?h|\w+(?:[ -]\w+){0,2} heures?|midi|minuit)")
_FIN_PLAGE = re.compile(r"(?:\b(?:de|entre) \w[\w -]{0,20} ?(?:heures?|h)(?: ?[0-9]{2})? (?:a|et)) $")


def find_heures(texte: str) -> tuple[Fait, ...]:
    """Find the times of day of a text: « 8 h 30 », « 08:30 », « huit heures trente » have the value "08:30".

    « midi » is "12:00", « minuit » "00:00", « 24 h » "24:00"; « 8 h 75 » is "impossible:08:75". Hours
    that last (« pendant 8 heures ») are a duration, not a time.
    """
    return heures_of(analyse(texte))


def heures_of(a: Analyse) -> tuple[Fait, ...]:
    """Find the times of day of an analysed text: see `find_heures`."""
    return tuple(sorted([*_find_deux_points(a), *_find_midi(a), *_find_dites(a)], key=lambda f: f.debut))


def read_moment(a: Analyse, i: int) -> tuple[int, str] | None:
    """Read the time of day that starts at the i-th number: its end and its value, or None when it is no time."""
    nombre, plie = a.nombres[i], a.repli.plie
    if nombre.ordinal or nombre.brut or nombre.valeur != int(nombre.valeur) or not 0 <= nombre.valeur < 100:
        return None
    heure = int(nombre.valeur)
    if not nombre.en_lettres:
        return _read_chiffres(plie, nombre, heure)
    dite = _HEURE_DITE.match(plie, nombre.fin)
    if dite is None:
        return None
    lu = _read_minutes_dites(a, i, dite.end(), heure)
    # « huit heures trente » is a time wherever it stands; « une heure et demie » may be a duration.
    chiffrees = lu[0] > dite.end() and not _FRACTIONS.match(plie, dite.end())
    avec_minutes = chiffrees and not _says_duree(plie, nombre.debut, lu[0])
    return lu if avec_minutes or _is_moment(plie, nombre, heure, dite.end()) else None


def _read_chiffres(plie: str, nombre: Nombre, heure: int) -> tuple[int, str] | None:
    m = _EN_CHIFFRES.match(plie, nombre.fin)
    if m is None:
        return None
    if m["min"]:
        return m.end(), _value(heure, int(m["min"]))
    abrege = "heure" not in m.group()
    sure = abrege and heure <= 24 and not _says_duree(plie, nombre.debut, m.end())
    if not sure and not _is_moment(plie, nombre, heure, m.end()):
        return None
    return _add_fraction(plie, m.end(), heure)


def _read_minutes_dites(a: Analyse, i: int, fin: int, heure: int) -> tuple[int, str]:
    suivant = a.nombres[i + 1] if i + 1 < len(a.nombres) else None
    if suivant and suivant.en_lettres and suivant.debut == fin + 1 and 1 < suivant.valeur < 60 and not suivant.ordinal:
        return suivant.fin, _value(heure, int(suivant.valeur))
    return _add_fraction(a.repli.plie, fin, heure)


def _add_fraction(plie: str, fin: int, heure: int) -> tuple[int, str]:
    m = _FRACTIONS.match(plie, fin)
    if m is None:
        return fin, _value(heure, 0)
    if m["moins"]:
        return m.end(), _value(heure - 1, 45)
    return m.end(), _value(heure, 30 if m["demi"] else 15)


def _is_moment(plie: str, nombre: Nombre, heure: int, fin: int) -> bool:
    avant = plie[max(0, nombre.debut - 40) : nombre.debut]
    if heure > 24 or _says_duree(plie, nombre.debut, fin):
        return False
    plage = _PAR_PLAGE.search(avant) and _SUITE_PLAGE.match(plie, nombre.fin)
    return bool(_AVANT_MOMENT.search(avant) or plage or _FIN_PLAGE.search(avant))


def _says_duree(plie: str, debut: int, fin: int) -> bool:
    avant = plie[max(0, debut - 40) : debut]
    return bool(_AVANT_DUREE.search(avant) or _APRES_DUREE.match(plie, fin))


def _value(heure: int, minute: int, seconde: int | None = None) -> str:
    valeur = f"{heure:02d}:{minute:02d}" + (f":{seconde:02d}" if seconde else "")
    possible = 0 <= heure < 24 and minute < 60 and (seconde or 0) < 60
    return valeur if possible or valeur == "24:00" else IMPOSSIBLE + valeur


def _find_deux_points(a: Analyse) -> Iterator[Fait]:
    for m in scan(_DEUX_POINTS, a.repli.plie, a.jetons.chiffres):
        valeur = _value(int(m[1]), int(m[2]), int(m[3]) if m[3] else None)
        yield a.repli.fait(Genre.HEURE, m.start(), m.end(), valeur)


def _find_midi(a: Analyse) -> Iterator[Fait]:
    for m in scan(_MIDI, a.repli.plie, a.jetons.starts(_MOTS_MIDI)):
        minute = 30 if m["demi"] else 15 if m["quart"] else 0
        yield a.repli.fait(Genre.HEURE, m.start(), m.end(), _value(12 if m[1] == "midi" else 0, minute))


def _find_dites(a: Analyse) -> Iterator[Fait]:
    for i, nombre in enumerate(a.nombres):
        lu = read_moment(a, i)
        if lu:
            yield a.repli.fait(Genre.HEURE, nombre.debut, lu[0], lu[1])
