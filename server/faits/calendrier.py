"""What a date is made of: months, weekdays, and the value that a date of the text normalises to."""

from __future__ import annotations

from datetime import date

MOIS = {
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8, "septembre": 9,
    "octobre": 10, "novembre": 11, "decembre": 12,
    "janv.": 1, "janv": 1, "fevr.": 2, "fevr": 2, "fev.": 2, "fev": 2, "avr.": 4, "avr": 4, "juil.": 7, "juil": 7,
    "sept.": 9, "sept": 9, "oct.": 10, "oct": 10, "nov.": 11, "nov": 11, "dec.": 12, "dec": 12,
}  # fmt: skip
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_EN_LETTRES = (
    "premier", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt", "vingt et un", "vingt-deux",
    "vingt-trois", "vingt-quatre", "vingt-cinq", "vingt-six", "vingt-sept", "vingt-huit", "vingt-neuf", "trente",
    "trente et un",
)  # fmt: skip
# The keys hold spaces only: « vingt-et-un » and « vingt et un » are one day.
JOURS_EN_LETTRES = {mot.replace("-", " "): rang for rang, mot in enumerate(_EN_LETTRES, 1)}
IMPOSSIBLE = "impossible:"


def build_valeur(annee: int | None, mois: int, jour: int | None) -> str:
    """Write the value of a date: "2026-11-02", "2026-11", "--11-02", or "impossible:2026-02-30"."""
    debut = f"{annee:04d}" if annee is not None else "-"
    valeur = f"{debut}-{mois:02d}" + (f"-{jour:02d}" if jour is not None else "")
    # A leap year stands for the year that is not said: 29 février may exist.
    return (
        valeur if _exists(2000 if annee is None else annee, mois, 1 if jour is None else jour) else IMPOSSIBLE + valeur
    )


def _exists(annee: int, mois: int, jour: int) -> bool:
    try:
        date(annee, mois, jour)
    except ValueError:
        return False
    return True
