from __future__ import annotations

from calendar import monthrange
from datetime import date, time, timedelta

from server.francais.nombres import nombre_en_lettres

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_NBSP = "\u00a0"


def format_date(jour: date) -> str:
    """Write a date: « 1er novembre 2026 », with a no-break space between the day and the month."""
    return f"{_format_quantieme(jour)}{_NBSP}{MOIS[jour.month - 1]} {jour.year}"


def format_jour_date(jour: date) -> str:
    """Write a date with its weekday: « lundi 2 novembre 2026 »."""
    return f"{JOURS[jour.weekday()]} {format_date(jour)}"


def format_heure(heure: time) -> str:
    """Write a time of day: « 8 h 30 », « 8 h » on the hour, « 0 h » at midnight. Seconds are not shown."""
    minutes = f"{_NBSP}{heure.minute:02d}" if heure.minute else ""
    return f"{heure.hour}{_NBSP}h{minutes}"


def format_periode(debut: date, heure_debut: time | None, fin: date | None, heure_fin: time | None) -> str:
    """Write a period, shortened where nothing is lost by it.

    « le lundi 2 novembre 2026 de 8 h à 18 h », « du lundi 2 novembre 2026 à 8 h au vendredi 6 novembre 2026 à 18 h »,
    « du 2 au 6 novembre 2026 », « à compter du 2 novembre 2026 » without an end.

    Raises:
        ValueError: the end is before the start, or has an hour and no day.
    """
    if fin is None:
        if heure_fin is not None:
            raise ValueError("la période a une heure de fin sans date de fin")
        return f"à compter du {format_date(debut)}{_format_a(heure_debut)}"
    if (fin, heure_fin or time.max) < (debut, heure_debut or time.min):
        raise ValueError("la fin de la période précède son début")
    if debut == fin:
        return f"le {format_jour_date(debut)}{_format_plage(heure_debut, heure_fin)}"
    if heure_debut is None and heure_fin is None:
        return f"du {_format_debut(debut, fin)} au {format_date(fin)}"
    de, au = (f"{format_jour_date(j)}{_format_a(h)}" for j, h in ((debut, heure_debut), (fin, heure_fin)))
    return f"du {de} au {au}"


def add_mois_quantieme(jour: date, mois: int) -> date:
    """Add months to a date, de quantième à quantième: one month after 31 January is the last day of February.

    This is the bare computation; whether a period is franc, or put off to the next working day, is for its own law.
    """
    rang = jour.year * 12 + jour.month - 1 + mois
    annee, mois_final = divmod(rang, 12)
    return date(annee, mois_final + 1, min(jour.day, monthrange(annee, mois_final + 1)[1]))


def jours_entre(debut: date, fin: date) -> int:
    """Count the days from one date to another: 1 from a day to the next, negative backwards."""
    return (fin - debut).days


def jours_francs_entre(debut: date, fin: date) -> int:
    """Count the whole days that stand between two dates, neither of them counted; 0 when there is none."""
    return max(0, jours_entre(debut, fin) - 1)


def age(naissance: date, au: date) -> int:
    """Count the whole years from a birth to a date; one born on 29 February grows older on 1 March.

    Raises:
        ValueError: the date is before the birth.
    """
    if au < naissance:
        raise ValueError("la date précède la naissance")
    return au.year - naissance.year - ((au.month, au.day) < (naissance.month, naissance.day))


def duree_en_lettres(debut: date, fin: date) -> str:
    """Say how long a period lasts, first and last day counted: « cinq jours », « deux mois », « un an ».

    Months and years are said only when they are whole: from 1 November to 30 November is « un mois ».

    Raises:
        ValueError: the end is before the start.
    """
    if fin < debut:
        raise ValueError("la fin de la période précède son début")
    lendemain = fin + timedelta(days=1)
    mois = (lendemain.year - debut.year) * 12 + lendemain.month - debut.month
    if mois and debut.day == lendemain.day:
        annees, reste = divmod(mois, 12)
        return _say(mois, "mois", "mois") if reste else _say(annees, "an", "ans")
    return _say(jours_entre(debut, lendemain), "jour", "jours")


def _say(combien: int, singulier: str, pluriel: str) -> str:
    return f"{nombre_en_lettres(combien)}{_NBSP}{singulier if combien < 2 else pluriel}"


def _format_quantieme(jour: date) -> str:
    return "1er" if jour.day == 1 else str(jour.day)


def _format_a(heure: time | None) -> str:
    return f" à {format_heure(heure)}" if heure is not None else ""


def _format_plage(debut: time | None, fin: time | None) -> str:
    if debut is not None and fin is not None:
        return f" de {format_heure(debut)} à {format_heure(fin)}"
    if debut is not None:
        return f" à partir de {format_heure(debut)}"
    return f" jusqu’à {format_heure(fin)}" if fin is not None else ""


def _format_debut(debut: date, fin: date) -> str:
    """Write the first day without what the last one repeats."""
    if debut.year != fin.year:
        return format_date(debut)
    if debut.month != fin.month:
        return f"{_format_quantieme(debut)}{_NBSP}{MOIS[debut.month - 1]}"
    return _format_quantieme(debut)
