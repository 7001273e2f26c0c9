"""Every fact of a free text, in the order in which one search has the last word over another."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from server.faits import Genre, find_faits, find_voies
from server.faits.dates import analyse_dates
from server.faits.noms import analyse_noms
from server.faits.repli import fold
from server.redacteurs.marques.annuaire import Declare, accord_of, find_declares
from server.redacteurs.marques.identifiants import find_identifiants
from server.redacteurs.marques.modele import Nature
from server.redacteurs.marques.moments import cut_date, find_abreges, find_courtes, find_mois
from server.redacteurs.marques.propres import find_cites, find_propres
from server.redacteurs.marques.quantites import cut_nombre
from server.redacteurs.marques.repere import Repere, keep_first
from server.redacteurs.marques.voies import accord_voie

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.faits import Fait

_NATURES = {
    Genre.NOMBRE: Nature.NOMBRE, Genre.MONTANT: Nature.MONTANT, Genre.DATE: Nature.DATE, Genre.JOUR: Nature.JOUR,
    Genre.HEURE: Nature.HEURE, Genre.DUREE: Nature.DUREE, Genre.REFERENCE: Nature.REF, Genre.NOM: Nature.PERSONNE,
    Genre.VOIE: Nature.VOIE, Genre.IDENTIFIANT: Nature.CODE, Genre.ADRESSE: Nature.SITE,
}  # fmt: skip
_CARREFOUR = re.compile(r"(?:carrefour|rond-point|giratoire|pont) (?:RD|RN|VC|CR|D|N)", re.IGNORECASE)
_ENTIERS = {"st": "saint", "ste": "sainte", "gal": "general", "mal": "marechal", "dr": "docteur", "pdt": "president"}
_ABREGES = re.compile(r"(?<!\w)(?:st|ste|gal|mal|dr|pdt)(?!\w)")
_NEUF = re.compile(
    r"(?:(?<=^)|(?<=[.;:] )|(?<=\bdont )|(?<=\bsur )|(?<=\bque )|(?<=, ))neuf"
    r"(?= (?:d'entre|ont|sont|sur|autres|doivent|n'ont))"
)
_CHAQUE = re.compile(r"(?:toutes les|pendant|durant|sous) $")
# « , - 95 000 € », « dès -2 °C », « recettes -3 % »: a minus; « 2 - 8 °C » is a range, « plats chauds - 63 °C » a dash.
_MOINS = re.compile(
    r"(?:(?:[:,(;] ?|(?<![^\W\d_])(?:à|de|dès|et|soit|sous|entre) )[-–] ?|(?:^|(?<=[^\W\d_]{3} ))[-–])$"
)
_SIGNEE = re.compile(r"[0-9].*(?:€|%|°|EUR)")
_MOT_ENTIER = re.compile(r"\w+")


def find_reperes(texte: str, declares: Sequence[Declare] = ()) -> tuple[Repere, ...]:
    """Find every fact of a clean text (see `texte.clean_entree`), sorted by place, none over another.

    Identifiers of persons first, then declared names, quotations that are names, the facts of `server.faits`, proper
    nouns, and last whatever still holds a figure.
    """
    faits = tuple(_find_faits(texte))
    trouves = keep_first(
        (
            *find_identifiants(texte),
            *find_declares(texte, declares),
            *find_cites(texte),
            *find_courtes(texte),
            *find_abreges(texte),
            *(f for f in faits if f.nature is not Nature.NOMBRE),
            # Between the two: « octobre 2027 » is no date and a number, but « 2 octobre 2027 » is one date.
            *find_mois(texte),
            *(f for f in faits if f.nature is Nature.NOMBRE),
            *find_propres(texte),
        )
    )
    signes = [_sign(texte, r) for r in trouves]
    return tuple(sorted((*signes, *_find_restes(texte, signes)), key=lambda r: r.debut))


def _sign(texte: str, repere: Repere) -> Repere:
    """Take the minus before a sum, a rate or a temperature into the fact: nothing can then part them."""
    if repere.nature not in {Nature.NOMBRE, Nature.MONTANT} or not _SIGNEE.match(f"{repere.valeur} {repere.texte}"):
        return repere
    m = _MOINS.search(texte, 0, repere.debut)
    if m is None:
        return repere
    debut = max(m.group().rfind("-"), m.group().rfind("–")) + m.start()
    return replace(repere, debut=debut, valeur=f"-{repere.valeur}", texte=texte[debut : repere.fin])


def _find_faits(texte: str) -> Iterator[Repere]:
    dates = {(d.fait.debut, d.fait.fin): d for d in analyse_dates(texte)}
    civilites = {(n.fait.debut, n.fait.fin): n.civilite for n in analyse_noms(texte)}
    plie = fold(texte).plie
    for m in _NEUF.finditer(plie):
        yield Repere(*m.span(), Nature.NOMBRE, "9", texte[m.start() : m.end()])
    for fait in find_faits(texte):
        span = (fait.debut, fait.fin)
        if fait.genre is Genre.DATE:
            yield from cut_date(fait, dates.get(span))
        elif fait.genre is Genre.NOMBRE:
            yield from cut_nombre(texte, plie, fait)
        elif fait.genre is Genre.NOM:
            civilite = civilites.get(span, "")
            yield Repere(*span, Nature.PERSONNE, fait.valeur, fait.texte, civilite, accord_of(civilite))
        elif fait.genre is Genre.VOIE:
            yield from _read_voie(texte, fait)
        elif fait.genre is Genre.HEURE and _CHAQUE.search(plie, max(0, fait.debut - 14), fait.debut):
            yield Repere(*span, Nature.DUREE, f"PT{int(fait.valeur[:2])}H", fait.texte)
        else:
            yield Repere(*span, _NATURES[fait.genre], fait.valeur, fait.texte)


def _read_voie(texte: str, fait: Fait) -> Iterator[Repere]:
    if _CARREFOUR.fullmatch(fait.texte):
        # « carrefour RD 948 »: the road is the fact, not « carrefour RD ».
        debut = fait.debut + len(fait.texte.split()[0]) + 1
        routes = [v for v in find_voies(texte[debut:])[:1] if not v.debut]
        yield from (
            Repere(debut, debut + v.fin, Nature.VOIE, v.valeur, v.texte, accord=accord_voie(v.valeur)) for v in routes
        )
        return
    valeur = _ABREGES.sub(lambda m: _ENTIERS[m.group()], fait.valeur)
    yield Repere(fait.debut, fait.fin, Nature.VOIE, valeur, fait.texte, accord=accord_voie(valeur))


def _find_restes(texte: str, trouves: Sequence[Repere]) -> Iterator[Repere]:
    """Find whatever still holds a figure between the facts: no figure leaves unmarked, whatever it is."""
    debut = 0
    for borne, suite in (*((r.debut, r.fin) for r in trouves), (len(texte), len(texte))):
        for mot in _MOT_ENTIER.finditer(texte, debut, borne):
            if any(c.isdecimal() for c in mot.group()):
                yield Repere(*mot.span(), Nature.CODE, mot.group().lower(), mot.group())
        debut = suite
