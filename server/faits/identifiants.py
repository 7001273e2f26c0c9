from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.faits.fait import Fait, Genre
from server.faits.nombres import Analyse, analyse

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHIFFRE = re.compile(r"[0-9]")
_BLOC = re.compile(r"\S+")
# A run of letters and figures, with the signs that join them in a number of file, of plate, of act.
_JETON = re.compile(r"(?<![\w/_-])[a-z0-9]+(?:[-/_][a-z0-9]+)*(?![\w])")
_MELE = re.compile(r"(?=[^a-z]*[a-z])(?=[^0-9]*[0-9])")
_NUMEROS = re.compile(r"(?:[0-9]{4,}[-/][0-9]{1,3}|[0-9]{4,}[-/][0-9]{5,}|[0-9]{1,3}[-/][0-9]{3,})(?:[-/][0-9]+)*")
# What looks like one and is a quantity, a rank, a time or a unit.
_QUANTITE = re.compile(
    r"(?:[0-9]+(?:[kcm]?m[23]?|ha|k?g|t|l|h|j|min|km/h|kva|kw[hc]?|mw|db|mo|go|cv|er|re|ere|eme|e|nd|nde|ers|es|emes|k|eur|ans?|euros?)"
    r"|[0-9]{1,2}h[0-9]{2}|[kcm]?m[23]|co2|[0-9]+h/[0-9]+)"
)
_WEB = re.compile(r"(?<![\w@.])(?:https?://|www\.)[^\s<>«»\"')\]]+")
_COURRIEL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_PONCTUATION = ".,;:!?"


def find_identifiants(texte: str) -> tuple[Fait, ...]:
    """Find the identifiers that mix letters, figures and signs: « AB-123-CD », « 2026-045 », « 12bis », in capitals."""
    return identifiants_of(analyse(texte))


def identifiants_of(a: Analyse) -> tuple[Fait, ...]:
    """Find the identifiers of an analysed text: see `find_identifiants`."""
    return tuple(
        a.repli.fait(Genre.IDENTIFIANT, m.start(), m.end(), m.group().upper())
        for bloc in (_BLOC.finditer(a.repli.plie) if _CHIFFRE.search(a.repli.plie) else ())
        if not bloc.group().isalpha()
        for m in _JETON.finditer(a.repli.plie, bloc.start(), bloc.end())
        if _is_identifiant(m.group())
    )


def _is_identifiant(jeton: str) -> bool:
    if jeton.isalpha():
        return False
    return bool((_MELE.match(jeton) and not _QUANTITE.fullmatch(jeton)) or _NUMEROS.fullmatch(jeton))


def find_adresses(texte: str) -> tuple[Fait, ...]:
    """Find the web and mail addresses: « https://www.telerecours.fr/ » has the value "telerecours.fr"."""
    return adresses_of(analyse(texte))


def adresses_of(a: Analyse) -> tuple[Fait, ...]:
    """Find the addresses of an analysed text: see `find_adresses`."""
    return tuple(sorted(_read_adresses(a), key=lambda f: f.debut))


def _read_adresses(a: Analyse) -> Iterator[Fait]:
    plie = a.repli.plie
    for m in _WEB.finditer(plie) if "www." in plie or "://" in plie else ():
        adresse = m.group().rstrip(_PONCTUATION)
        valeur = re.sub(r"^(?:https?://)?(?:www\.)?", "", adresse).rstrip("/")
        yield a.repli.fait(Genre.ADRESSE, m.start(), m.start() + len(adresse), valeur)
    for m in _COURRIEL.finditer(plie) if "@" in plie else ():
        yield a.repli.fait(Genre.ADRESSE, m.start(), m.end(), m.group())
