"""Dates and times as people type them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from server.catalogue.refus import RefusError

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_RANG_MOIS = {
    nom: rang
    for rang, mois in enumerate(_MOIS, 1)
    for nom in (mois, "".join(c for c in unicodedata.normalize("NFD", mois) if not unicodedata.combining(c)))
}
_JOURS = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_DATE_ISO = re.compile(r"(?P<a>\d{4})-(?P<m>\d{1,2})-(?P<j>\d{1,2})", re.ASCII)
_DATE_CHIFFRES = re.compile(r"(?P<j>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<a>\d{4})", re.ASCII)
_DATE_LETTRES = re.compile(
    rf"(?:(?P<jour>{_JOURS})\s+)?(?P<j>1er|\d{{1,2}})\s+(?P<mois>[a-zéû]{{3,9}})\s+(?P<a>\d{{4}})", re.ASCII
)
_NOMS_JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_HEURE = re.compile(r"(?P<h>\d{1,2})\s*(?:h|:|heures?)\s*(?P<m>\d{2})?(?:\s*(?:min|mn))?", re.ASCII)


def parse_date(brut: Any) -> dt.date:
    """Parse « 2 novembre 2026 », « lundi 2 novembre 2026 », 02/11/2026, 02.11.2026 or 2026-11-02.

    Raises:
        RefusError: not a date, not in the calendar, a weekday that is not its own, or a year out of reach.
    """
    if isinstance(brut, dt.date) and not isinstance(brut, dt.datetime):
        return brut
    if not isinstance(brut, str):
        raise RefusError("une date est attendue (2 novembre 2026, 02/11/2026 ou 2026-11-02)")
    texte = " ".join(unicodedata.normalize("NFC", brut).lower().split())
    for motif in (_DATE_ISO, _DATE_CHIFFRES, _DATE_LETTRES):
        if trouve := motif.fullmatch(texte):
            return _make_date(trouve.groupdict(), texte)
    raise RefusError(f"une date est attendue (2 novembre 2026 ou 02/11/2026) ; « {texte[:40]} » n’en est pas une")


def _make_date(parties: Mapping[str, str | None], texte: str) -> dt.date:
    mois = _RANG_MOIS.get(parties.get("mois") or "", 0) if "mois" in parties else int(parties["m"] or 0)
    if not mois:
        raise RefusError(f"« {parties['mois']} » n’est pas un mois")
    jour = int((parties["j"] or "").removesuffix("er"))
    try:
        valeur = dt.date(int(parties["a"] or 0), mois, jour)
    except ValueError:
        raise RefusError(f"« {texte} » n’existe pas dans le calendrier") from None
    if not 1789 <= valeur.year <= 2200:
        raise RefusError(f"l’année {valeur.year} est hors d’atteinte")
    if (nom := parties.get("jour")) and nom != _NOMS_JOURS[valeur.weekday()]:
        raise RefusError(f"« {texte} » : ce jour est un {_NOMS_JOURS[valeur.weekday()]}")
    return valeur


def parse_heure(brut: Any) -> dt.time:
    """Parse « 8 h 30 », « 8h », 08:30, « midi » or « minuit ».

    Raises:
        RefusError: not a time, or none that a clock shows.
    """
    if isinstance(brut, dt.time):
        return brut.replace(second=0, microsecond=0, tzinfo=None)
    if not isinstance(brut, str):
        raise RefusError("une heure est attendue (8 h 30)")
    texte = " ".join(brut.lower().split())
    if texte in {"midi", "minuit"}:
        return dt.time(12 if texte == "midi" else 0)
    trouve = _HEURE.fullmatch(texte)
    if not trouve or (":" in texte and not trouve["m"]):
        raise RefusError(f"une heure est attendue (8 h 30) ; « {texte[:40]} » n’en est pas une")
    heure, minute = int(trouve["h"]), int(trouve["m"] or 0)
    if heure > 23 or minute > 59:
        raise RefusError(f"« {texte} » n’existe pas : une heure va de 0 h à 23 h 59")
    return dt.time(heure, minute)
