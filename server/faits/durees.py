from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from server.faits.fait import Fait, Genre
from server.faits.heures import read_moment
from server.faits.jetons import scan
from server.faits.nombres import Analyse, Nombre, analyse, end_of_double, format_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNITE = re.compile(
    r"(?: |-)?(?:(?P<Y>ans?|annees?)|(?P<M>mois)|(?P<Q>trimestres?)|(?P<S>semestres?)|(?P<W>semaines?)"
    r"|(?P<D>jours?|journees?|j)"
    r"|(?P<H>heures?|h)|(?P<N>minutes?|min|mn)|(?P<C>secondes?))(?!\w)"
    r"(?P<genre> (?:francs?|ouvres?|ouvrables?|calendaires?)(?!\w))?(?P<demi> et demie?(?!\w))?"
)
_DEMI = re.compile(r"(?<!\w)(?:une )?demi(?:e)?[ -](?P<u>heure|journee)(?!\w)")
_HUITAINE = re.compile(r"(?<!\w)(?:sous|dans la|dans une|la) (?P<u>huitaine|quinzaine)(?!\w)(?! (?:de|d'|commerciale))")
_AVANT_DEMI = frozenset(("une", "demi", "demie"))
_AVANT_HUITAINE = frozenset(("sous", "dans", "la"))
# « un jour férié », « une heure tardive »: a kind of day or of hour, not a duration.
_APRES_ARTICLE = re.compile(r" (?:ferie|chome|donne|ou l'autre|quelconque|plus tard|tardive|civile|scolaire|de marche)")
# Quarters and half-years count in months, so that « un trimestre » is « trois mois ».
_MOIS_PAR = {"Q": 3, "S": 6}
_GENRES = {"franc": "francs", "ouvre": "ouvres", "ouvrable": "ouvrables", "calendaire": "calendaires"}


def find_durees(texte: str) -> tuple[Fait, ...]:
    """Find the durations of a text, with an ISO 8601 value: "P2M", "P15D", "PT48H", "P3D/francs".

    « jours francs », « ouvrés », « ouvrables », « calendaires » are kept after a slash: they are counted differently.
    Years, months, weeks, days and hours are never turned into one another, but for quarters, half-years and parts of an
    hour (« une demi-heure » is "PT30M").
    """
    return durees_of(analyse(texte))


def durees_of(a: Analyse) -> tuple[Fait, ...]:
    """Find the durations of an analysed text: see `find_durees`."""
    return tuple(sorted([*_find_comptees(a), *_find_locutions(a)], key=lambda f: f.debut))


def _find_comptees(a: Analyse) -> Iterator[Fait]:
    for i, nombre in enumerate(a.nombres):
        if nombre.ordinal or nombre.brut or read_moment(a, i) is not None:
            continue
        m = _UNITE.match(a.repli.plie, end_of_double(a, i) or nombre.fin)
        if m is not None and not _is_article(a.repli.plie, nombre, m):
            yield a.repli.fait(Genre.DUREE, nombre.debut, m.end(), _value(nombre.valeur, m))


def _is_article(plie: str, nombre: Nombre, m: re.Match[str]) -> bool:
    """Tell « un jour férié », « une heure tardive », « une seconde délibération » from a counted duration."""
    if not nombre.seul:
        return bool(m["C"]) and nombre.valeur < 2
    return bool(m["C"]) or bool(_APRES_ARTICLE.match(plie, m.end()))


def _value(valeur: Decimal, m: re.Match[str]) -> str:
    groupes = m.groupdict()
    unite = next(u for u in "YMQSWDHNC" if groupes[u])
    if m["demi"]:
        valeur += Decimal("0.5")
    if unite in _MOIS_PAR:
        return f"P{format_decimal(valeur * _MOIS_PAR[unite])}M"
    if unite in "HNC":
        return _value_temps(valeur, unite)
    genre = _GENRES[m["genre"].strip().rstrip("s")] if m["genre"] else ""
    return f"P{format_decimal(valeur)}{unite}" + (f"/{genre}" if genre else "")


def _value_temps(valeur: Decimal, unite: str) -> str:
    if unite != "H" or valeur == int(valeur):
        return f"PT{format_decimal(valeur)}{ {'H': 'H', 'N': 'M', 'C': 'S'}[unite] }"
    entieres = int(valeur)
    minutes = format_decimal((valeur - entieres) * 60)
    return f"PT{f'{entieres}H' if entieres else ''}{minutes}M"


def _find_locutions(a: Analyse) -> Iterator[Fait]:
    plie = a.repli.plie
    for m in scan(_DEMI, plie, a.jetons.starts(_AVANT_DEMI)):
        yield a.repli.fait(Genre.DUREE, m.start(), m.end(), "PT30M" if m["u"] == "heure" else "P0.5D")
    for m in scan(_HUITAINE, plie, a.jetons.starts(_AVANT_HUITAINE)):
        yield a.repli.fait(Genre.DUREE, m.start("u"), m.end(), "P8D" if m["u"] == "huitaine" else "P15D")
