from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.faits.calendrier import MOIS
from server.faits.fait import Fait, Genre
from server.faits.jetons import scan
from server.faits.lexique import read_mots
from server.faits.nombres import Analyse, analyse
from server.faits.prenoms import PRENOMS

if TYPE_CHECKING:
    from collections.abc import Iterator

_ABREGES = {
    "av.": "avenue", "av": "avenue", "bd": "boulevard", "bd.": "boulevard", "bld": "boulevard", "boul.": "boulevard",
    "pl.": "place", "ch.": "chemin", "imp.": "impasse", "all.": "allee", "allees": "allee", "sq.": "square",
    "rte": "route", "fg": "faubourg", "fbg": "faubourg",
}  # fmt: skip
_TYPES = (
    "rue", "avenue", "boulevard", "place", "placette", "chemin", "impasse", "allee", "quai", "square",
    "passage", "cours", "route", "sentier", "sente", "ruelle", "rond-point", "esplanade", "promenade",
    "venelle", "faubourg", "montee", "parvis", "pont", "residence", "lotissement", "voie", "carrefour", "cite",
    "hameau", "lieu-dit", "lieudit", "traverse", "rampe", "cote", "mail", "galerie", "villa", "clos",
    "giratoire", "zone artisanale", "zone d'activites", "parking", "jardin",
)  # fmt: skip
_TYPE = re.compile(
    rf"(?:(?<=l')|(?<=d')|(?<![\w'.-]))"
    rf"(?P<t>{'|'.join(sorted(map(re.escape, (*_TYPES, *_ABREGES)), key=len, reverse=True))}) "
)
_MOTS_TYPES = frozenset(re.split(r"[ .-]", t)[0] for t in (*_TYPES, *_ABREGES))
_DEVANT = re.compile(r"(?:\b(?:en|sur|au|de|mise en|prendre|prend) )$")
_EN = re.compile(r" *en ")
_A_COURS = re.compile(r"\b(?:ont|aura|auront|avait|avaient|avoir) $")
_PARTICULE = re.compile(r"(?:(?:de la|de l'|de|du|des|d'|le|la|les|aux?|sous|sur|en)(?: |(?<=')))+", re.IGNORECASE)
_MOT = re.compile(r"[A-ZŒÆ0-9][\w]*(?:['.-]+\w+)*")
_RANG = re.compile(r"[0-9]{1,3}(?:e|er|re|eme|ere)(?!\w)")
_JOUR_MOIS = re.compile(
    rf"(?:[0-9]{{1,2}}(?:er)?|premier|onze|quatorze)[ -]"
    rf"(?:{'|'.join(m for m in MOIS if len(m) > 2 and m[-1] != '.')})(?!\w)(?:[ -][0-9]{{4}}(?![0-9]))?"
)
_NUMEROTEE = re.compile(
    r"(?<![\w.-])(?:(?P<long>route departementale|route nationale|voie communale|chemin rural"
    r"|chemin departemental|autoroute"
    r"|route metropolitaine)|(?P<court>rd|rn|vc|cr|rm)|(?P<lettre>[dna])(?=[0-9])|(?<=\bla )"
    r"(?P<lettre3>[dn])(?= [0-9])) ?(?:n ?° ?|numero )?(?:[dna] ?)?"
    r"(?P<n>[1-9][0-9]{0,3}[a-z]?(?:-[0-9]{1,2})?)(?![\w-])"
)
_ET_PRENOM = re.compile(r" et ([A-Z][a-z]+)")
_GRANDE_RUE = re.compile(r"(?<![\w-])(?:Grande?|GRANDE?|[Gg]rande?(?=-))[' -](?:[Rr]ue|RUE)(?!\w)")
_MOT_NUMEROTEE = re.compile(r"(?:route|voie|chemin|autoroute|(?:rd|rn|vc|cr|rm|d|n|a)[0-9]*[a-z]?)$")
_MOTS_GRANDE = frozenset(("grand", "grande"))
_SIGLES = {"route departementale": "RD", "route nationale": "RN", "voie communale": "VC", "chemin rural": "CR",
           "chemin departemental": "RD", "autoroute": "A", "route metropolitaine": "RM"}  # fmt: skip
_LETTRES = {"d": "RD", "n": "RN", "a": "A"}
# Capitalised words that begin something else: a name after a street, or the rest of a title in capitals.
_ARRETS = read_mots(
    """m mm mme mmes monsieur madame mlle le la les et a au aux pour sur dans entre pendant jusqu par du des en ou vu
    article considerant rue avenue boulevard place chemin impasse allee quai square route est sont sera seront
    rd rn vc cr rm"""
)
_MAX_MOTS = 6


def find_voies(texte: str) -> tuple[Fait, ...]:
    """Find the streets and roads: « rue de la Paix », « avenue du Général-de-Gaulle », « RD 12 ».

    Values are without accents, hyphens, capitals or abbreviations: « bd Jean-Jaurès » is "boulevard jean jaures",
    « route départementale n° 12 » is "RD 12". The name must have a capital or a date; the house number is a
    fact of its own.
    """
    return voies_of(analyse(texte))


def voies_of(a: Analyse) -> tuple[Fait, ...]:
    """Find the streets and roads of an analysed text: see `find_voies`."""
    return tuple(sorted([*_find_nommees(a), *_find_numerotees(a)], key=lambda f: f.debut))


def _find_nommees(a: Analyse) -> Iterator[Fait]:
    libre = 0
    for m in scan(_TYPE, a.repli.plie, a.jetons.starts(_MOTS_TYPES)):
        if m.start() < libre or _is_locution(a, m):
            continue
        fin = _end_of_name(a, m.end())
        if fin is not None:
            libre = fin
            nature = _ABREGES.get(m["t"], m["t"])
            yield a.repli.fait(Genre.VOIE, m.start(), fin, f"{nature} {_normalise(a.repli.plie[m.end() : fin])}")


def _is_locution(a: Analyse, m: re.Match[str]) -> bool:
    """Tell « mise en place », « au cours de », « ont cours du 15 juin », « passage en LED » from a place."""
    if m["t"] not in {"place", "cours", "cote", "voie", "passage", "route", "quai", "mail"}:
        return False
    if _EN.match(a.repli.plie, m.end()):
        return True
    avant = a.repli.plie[max(0, m.start() - 12) : m.start()]
    if m["t"] == "cours" and _A_COURS.search(avant):
        return True
    devant = _DEVANT.search(avant)
    return devant is not None and not a.repli.casse[m.start()].isupper() and "de " not in devant.group()


def _end_of_name(a: Analyse, debut: int) -> int | None:
    casse, plie = a.repli.casse, a.repli.plie
    fin: int | None = None
    position = debut
    for _ in range(_MAX_MOTS):
        particule = _PARTICULE.match(casse, position)
        suite = particule.end() if particule else position
        date = _JOUR_MOIS.match(plie, suite) if fin is None else None
        mot = date or _RANG.match(plie, suite) or _MOT.match(casse, suite)
        if mot is None or not _continues(
            mot, date=date is not None, premier=fin is None, particule=particule is not None
        ):
            break
        fin = mot.end()
        if date or casse[fin : fin + 1] != " ":
            break
        position = _skip_et(casse, plie, suite, fin)
    return fin


def _continues(mot: re.Match[str], *, date: bool, premier: bool, particule: bool) -> bool:
    ecrit = mot.group()
    if date:
        return True
    if ecrit[0].isdigit():
        return premier and particule and not ecrit.isdigit()
    return ecrit.split("'")[0].lower() not in _ARRETS or (len(ecrit) > 1 and not premier and "'" in ecrit)


def _skip_et(casse: str, plie: str, debut: int, fin: int) -> int:
    """Go over the « et » of « rue Pierre et Marie Curie », between two first names only."""
    suivant = _ET_PRENOM.match(casse, fin)
    if suivant and plie[debut:fin] in PRENOMS and suivant[1].lower() in PRENOMS:
        return suivant.start(1)
    return fin + 1


def _normalise(plie: str) -> str:
    return " ".join(plie.replace("œ", "oe").replace("-", " ").replace("'", "' ").replace(".", " ").split())


def _find_numerotees(a: Analyse) -> Iterator[Fait]:
    departs = a.jetons.starts({mot for mot in a.jetons.places if mot[0] in "rvcadn" and _MOT_NUMEROTEE.match(mot)})
    for m in scan(_NUMEROTEE, a.repli.plie, departs):
        lettre = m["lettre"] or m["lettre3"]
        if lettre and not a.repli.casse[m.start()].isupper():
            continue
        sigle = _SIGLES[m["long"]] if m["long"] else (m["court"] or "").upper() or _LETTRES[lettre]
        yield a.repli.fait(Genre.VOIE, m.start(), m.end(), f"{sigle} {m['n'].upper()}")
    for m in scan(_GRANDE_RUE, a.repli.casse, a.jetons.starts(_MOTS_GRANDE)):
        yield a.repli.fait(Genre.VOIE, m.start(), m.end(), "grande rue")
