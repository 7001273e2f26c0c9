"""Facts computed from given ones, so that the model has nothing to compute: weekdays, durations, totals."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from server.faits import find_durees
from server.faits.montants import format_valeur
from server.francais.dates import JOURS, duree_en_lettres, format_date
from server.francais.nombres import format_montant, nombre_en_lettres
from server.redacteurs.marques.modele import MARQUE, FaitMarque, Nature
from server.redacteurs.marques.repere import Repere

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.redacteurs.marques.registre import Registre

# In a point: « fournitures 800 €, pose 200 €, total à calculer ».
_TOTAL = re.compile(r"(?<!\w)total à (?:calculer|indiquer|préciser)(?!\w)", re.IGNORECASE)
# Beyond, pairs of facts are too many for a prompt and none is the obvious one.
_MAX_PAIRES = 4
# Days: with four months, two years can never both be near enough to one date.
_MAX_ECART = 120


def add_calculs(registre: Registre, points: Sequence[str]) -> None:
    """Add the weekdays and durations of the dates and hours to the table, each with what it is in French."""
    for repere, sens in (*_jours(registre, points), *_durees(registre)):
        registre.intern(repere, "", "", calcul=sens)


def write_total(registre: Registre, point: str, proprietaire: str) -> str:
    """Write the total of the amounts of a marked point where it asks for it; it is then a fact of the point.

    Nobody else adds: what an amount without tax and one with it are together is for who typed them to know.
    """
    demande = _TOTAL.search(point)
    if demande is None:
        return point
    faits = [registre.table[m] for m in MARQUE.findall(point[: demande.start()])]
    montants = [Decimal(f.valeur.removesuffix(" EUR")) for f in faits if f.nature is Nature.MONTANT]
    if len(montants) < 2:
        return point
    somme = sum(montants, Decimal(0))
    repere = Repere(0, 1, Nature.MONTANT, format_valeur(somme), format_montant(somme))
    marque = registre.intern(repere, proprietaire, proprietaire, requis=True)
    return f"{point[: demande.start()]}total {marque}{point[demande.end() :]}"


def _given(registre: Registre, nature: Nature) -> list[FaitMarque]:
    return [f for f in registre.table.values() if f.nature is nature and not f.calcul]


def _jours(registre: Registre, points: Sequence[str]) -> Iterator[tuple[Repere, str]]:
    dits = {f.valeur.partition("@")[2] for f in _given(registre, Nature.JOUR)}
    dates = resolve_dates(_given(registre, Nature.DATE))
    for fait, jour in dates:
        if fait.valeur not in dits:
            yield _jour(jour, fait.valeur), f"jour de la semaine de {fait.marque}"
    donnes = {f.texte for f in _given(registre, Nature.JOUR)}
    for rang, nom in enumerate(JOURS):
        memes = [f for f, jour in dates if jour.weekday() == rang]
        if len(memes) > 1 and f"{nom}s" not in donnes:
            liste = ", ".join(f.marque for f in memes)
            yield Repere(0, 1, Nature.JOUR, f"{nom}s@", f"{nom}s"), f"jour de la semaine, au pluriel, de {liste}"
    texte = " ".join(points).lower()
    for mot, ecart in (("veille", -1), ("lendemain", 1)):
        for fait, jour in dates if mot in texte else ():
            voisin = jour + dt.timedelta(days=ecart)
            yield Repere(0, 1, Nature.DATE, voisin.isoformat(), format_date(voisin)), f"{mot} de {fait.marque}"
            yield _jour(voisin, voisin.isoformat()), f"jour de la semaine de la {mot} de {fait.marque}"


def _jour(jour: dt.date, valeur: str) -> Repere:
    nom = JOURS[jour.weekday()]
    return Repere(0, 1, Nature.JOUR, f"{nom}@{valeur}", nom)


def resolve_dates(faits: Sequence[FaitMarque]) -> list[tuple[FaitMarque, dt.date]]:
    """Give the days that the date facts name; one without its year has that of the nearest whole date.

    « le 28 juin » beside « le 5 juillet 2027 » can only be in 2027: no other year brings it within four months. Where
    no whole date is that near, the year is not known and the date is left out.
    """
    entieres = [d for f in faits if (d := as_date(f.valeur))]
    resolues = []
    for fait in faits:
        jour = as_date(fait.valeur) or _nearest(fait.valeur, entieres)
        if jour is not None:
            resolues.append((fait, jour))
    return resolues


def _nearest(valeur: str, entieres: Sequence[dt.date]) -> dt.date | None:
    if not valeur.startswith("--") or len(valeur) != 7 or not entieres:
        return None
    annees = {d.year + ecart for d in entieres for ecart in (-1, 0, 1)}
    candidats = [j for annee in annees if (j := as_date(f"{annee:04d}{valeur[1:]}"))]
    proches = {j for j in candidats if min(abs((j - d).days) for d in entieres) <= _MAX_ECART}
    return proches.pop() if len(proches) == 1 else None


def _durees(registre: Registre) -> Iterator[tuple[Repere, str]]:
    faits = _given(registre, Nature.DATE)
    # Two days of which none says its year are of the same one: February may change nothing but its 29th.
    dates = [(d, f) for f, d in resolve_dates(faits)] or [
        (d, f) for f in faits if (d := as_date(f"2001{f.valeur[1:]}")) and f.valeur.startswith("--")
    ]
    for (debut, a), (fin, b) in _pairs(sorted(dates, key=lambda e: e[0])):
        if debut < fin:
            texte = duree_en_lettres(debut, fin)
            sens = f"durée du {a.marque} au {b.marque}, premier et dernier jours compris"
            yield Repere(0, 1, Nature.DUREE, _value_of_duree(texte), texte), sens
            yield from _en_jours(debut, fin, texte, sens)
    heures = [f for f in _given(registre, Nature.HEURE) if len(f.valeur) == 5]
    for a, b in pairwise(heures):
        minutes = _minutes(b.valeur) - _minutes(a.valeur)
        if minutes > 0 and minutes % 60 == 0:
            texte = f"{nombre_en_lettres(minutes // 60, feminin=True)} {'heure' if minutes < 120 else 'heures'}"
            yield Repere(0, 1, Nature.DUREE, f"PT{minutes // 60}H", texte), f"durée de {a.marque} à {b.marque}"


def _en_jours(debut: dt.date, fin: dt.date, texte: str, sens: str) -> Iterator[tuple[Repere, str]]:
    """Offer the other ways to say a period: in days when it was said in months, in weeks when they are whole."""
    jours = (fin - debut).days + 1
    if "jour" not in texte:
        yield Repere(0, 1, Nature.DUREE, f"P{jours}D", f"{nombre_en_lettres(jours)} jours"), f"{sens}, en jours"
    if jours % 7 == 0:
        semaines = jours // 7
        mots = f"{nombre_en_lettres(semaines, feminin=True)} {'semaine' if semaines == 1 else 'semaines'}"
        yield Repere(0, 1, Nature.DUREE, f"P{semaines}W", mots), f"{sens}, en semaines"


def _pairs(dates: list[tuple[dt.date, FaitMarque]]) -> Iterator[tuple[Any, Any]]:
    return combinations(dates, 2) if len(dates) <= _MAX_PAIRES else pairwise(dates)


def _value_of_duree(texte: str) -> str:
    faits = find_durees(f"pendant {texte}")
    return faits[0].valeur if faits else texte


def _minutes(valeur: str) -> int:
    heure, minute = valeur.split(":")
    return int(heure) * 60 + int(minute)


def as_date(valeur: str) -> dt.date | None:
    """Read a whole date from the value of a fact; None for a partial or impossible one."""
    try:
        return dt.date.fromisoformat(valeur)
    except ValueError:
        return None
