from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.faits.fait import Fait, Genre
from server.faits.jetons import scan
from server.faits.lexique import read_mots
from server.faits.nombres import Analyse, analyse
from server.faits.prenoms import PRENOMS

if TYPE_CHECKING:
    from collections.abc import Iterator

_CIVILITES = {
    "m.": "M.", "mr": "M.", "monsieur": "M.", "mm.": "M.", "messieurs": "M.", "mme": "Mme", "mme.": "Mme",
    "madame": "Mme", "mmes": "Mme", "mesdames": "Mme", "mlle": "Mme", "mademoiselle": "Mme", "me": "Me",
    "maitre": "Me", "dr": "Dr", "docteur": "Dr", "pr": "Pr", "professeur": "Pr",
}  # fmt: skip
_CIVILITE = re.compile(
    r"(?<![\w'.-])(?P<c>MM?\.|Mr|Monsieur|Messieurs|Mmes?\.?|Madame|Mesdames|Mlle|Mademoiselle|Me|Ma[iî]tre|Dr|Docteur|Pr"
    r"|Professeur|MONSIEUR|MADAME|MME|MLLE|(?P<lien>nee?|epouse|epoux|veuve)) "
)
_MOTS_CIVILITES = frozenset(c.rstrip(".") for c in _CIVILITES) | {"ne", "nee", "epouse", "epoux", "veuve"}
# A part of a name: « Martin », « d'Aubigné », « MARTIN-DUPONT », « O'Neill », « Floc'h », an initial « J.-P. ».
_PARTIE = r"(?:[dDlL]')?[A-ZŒÆ][\w]*(?:'(?:[A-ZŒÆ]\w*|h(?!\w)))?(?:\.?-[A-ZŒÆdl]'?\w*)*\.?"
_PARTICULE = r"(?:de la|de l'|de|du|des|d'|le|la|van der|van den|van de|van|von der|von|der|den|ben|el|al|da|dos|di|da)"
_MOT_NOM = re.compile(rf"(?:(?P<particule>(?:{_PARTICULE}) ?)(?=[A-ZŒÆ]|[dDlL]'[A-ZŒÆ]))?(?P<mot>{_PARTIE})")
_ET = re.compile(r"(?:, | et )")
_PRENOM_NOM = re.compile(r"(?<![\w'.-])(?P<p>[A-ZŒÆ][a-z]+(?:-[A-ZŒÆ][a-z]+)*|[A-ZŒÆ]{3,}(?:-[A-ZŒÆ]{3,})*)(?= )")
# Capitalised words that end a name or that are none.
_PAS_NOMS = read_mots(
    """maire maires president presidente vice prefet prefete adjoint adjointe directeur directrice conseiller
    conseillere conseil senateur senatrice depute deputee ministre secretaire general generale madame monsieur
    mesdames messieurs mademoiselle mme m mm mlle me dr le la les vu considerant article arrete decide commune ville
    mairie rue avenue place boulevard service police gendarmerie prefecture departement region metropole communaute
    et ou objet signe fait responsable chef premier premiere deuxieme troisieme tresorier tresoriere rapporteur
    commissaire procureur juge juges de du des au aux en par pour qui que est sont son sa ses ce cette il elle nous
    vous je un une dans sur avec a"""
)
_INITIALE = re.compile(r"[A-ZŒÆ]\.(?:-?[A-ZŒÆ]\.)*")
_PARTICULES_SEULES = frozenset(("le", "la", "de", "du", "des"))
_MAX_MOTS = 6


@dataclass(frozen=True, slots=True)
class NomTrouve:
    """Hold a person's name; `civilite` is "M.", "Mme", "Me", "Dr", "Pr" as said before it, or ""."""

    fait: Fait
    civilite: str


def find_noms(texte: str) -> tuple[Fait, ...]:
    """Find the names of persons: after a civilité, after « née », or from a common first name.

    The fact is the name alone, its value without accents, hyphens or capitals: « Jean-Pierre de La TOUR » is
    "jean pierre de la tour". The civilité is not in it, so that « Mme Hélène Martin » is « Hélène MARTIN »:
    `analyse_noms` gives it. A name with neither civilité nor known first name is not found.
    """
    return tuple(n.fait for n in analyse_noms(texte))


def analyse_noms(texte: str) -> tuple[NomTrouve, ...]:
    """Find the names of persons with their civilité."""
    return noms_of(analyse(texte))


def noms_of(a: Analyse) -> tuple[NomTrouve, ...]:
    """Find the names of an analysed text: see `find_noms`."""
    trouves: list[NomTrouve] = []
    fin = 0
    spans = sorted({**_find_prenoms(a), **_find_titres(a)}.items())
    for (debut, terme), civilite in spans:
        if debut >= fin:
            fait = a.repli.fait(Genre.NOM, debut, terme, _normalise(a.repli.plie[debut:terme]))
            trouves.append(NomTrouve(fait, civilite))
            fin = terme
    return tuple(trouves)


def _find_titres(a: Analyse) -> dict[tuple[int, int], str]:
    trouves: dict[tuple[int, int], str] = {}
    casse = a.repli.casse
    for m in scan(_CIVILITE, casse, a.jetons.starts(_MOTS_CIVILITES)):
        civilite = "" if m["lien"] else _CIVILITES[m["c"].lower()]
        pluriel = m["c"].lower() in {"mm.", "messieurs", "mmes", "mesdames"}
        for span in _read_noms(casse, m.end(), pluriel=pluriel):
            trouves[span] = civilite
    return trouves


def _read_noms(casse: str, debut: int, *, pluriel: bool) -> Iterator[tuple[int, int]]:
    """Read one name, or the whole of « MM. Martin, Durand et Petit »."""
    while (fin := _end_of_name(casse, debut)) is not None:
        yield debut, fin
        lien = _ET.match(casse, fin) if pluriel else None
        if lien is None:
            return
        debut = lien.end()


def _end_of_name(casse: str, debut: int) -> int | None:
    """Give the end of the name that starts here, or None; the dot of a sentence is not a part of it."""
    fin: int | None = None
    position = debut
    for rang in range(_MAX_MOTS):
        m = _MOT_NOM.match(casse, position)
        if m is None or _stops(m, first=rang == 0):
            return fin
        if m["mot"].lower() in _PARTICULES_SEULES:  # « Madame Le », « Cédric DE »: no name yet
            position = m.end() + 1
            continue
        initiale = _INITIALE.fullmatch(m["mot"]) is not None
        fin = m.end() if initiale or not m["mot"].endswith(".") else m.end() - 1
        if fin != m.end() or casse[fin : fin + 1] != " ":
            return fin
        position = fin + 1
    return fin


def _stops(m: re.Match[str], *, first: bool) -> bool:
    if _INITIALE.fullmatch(m["mot"]):
        return False
    mot = m["mot"].rstrip(".").lower()
    # « Monsieur le Maire » : « le » and « la » open a name only with their capital, « M. Le Goff ».
    if first and m["particule"] and m["particule"].strip() in {"le", "la", "des", "du"}:
        return True
    return mot in _PAS_NOMS and mot not in _PARTICULES_SEULES


def _find_prenoms(a: Analyse) -> dict[tuple[int, int], str]:
    trouves: dict[tuple[int, int], str] = {}
    fin_precedente = 0
    casse = a.repli.casse
    for m in scan(_PRENOM_NOM, casse, a.jetons.starts(PRENOMS)):
        if m.start() < fin_precedente or m["p"].split("-")[0].lower() not in PRENOMS:
            continue
        fin = _end_of_name(casse, m.start())
        if fin is not None and fin > m.end():
            trouves[m.start(), fin] = ""
            fin_precedente = fin
    return trouves


def _normalise(plie: str) -> str:
    return " ".join(plie.replace("œ", "oe").replace("-", " ").replace("'", " ").replace(".", " ").split())
