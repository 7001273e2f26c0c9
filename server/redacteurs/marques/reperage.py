"""Every fact of a free text, in the order in which one search has the last word over another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.faits import Genre, find_faits, find_nombres, find_voies
from server.faits.calendrier import build_valeur
from server.faits.dates import analyse_dates
from server.faits.noms import analyse_noms
from server.faits.repli import fold
from server.francais.dates import JOURS, MOIS, format_date
from server.redacteurs.marques.annuaire import Declare, accord_of, find_declares
from server.redacteurs.marques.identifiants import find_identifiants
from server.redacteurs.marques.modele import Nature
from server.redacteurs.marques.propres import find_cites, find_propres
from server.redacteurs.marques.rangs import name_before
from server.redacteurs.marques.repere import Repere, keep_first
from server.redacteurs.marques.voies import accord_voie

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.faits import Fait
    from server.faits.dates import DateTrouvee

_NATURES = {
    Genre.NOMBRE: Nature.NOMBRE, Genre.MONTANT: Nature.MONTANT, Genre.DATE: Nature.DATE, Genre.JOUR: Nature.JOUR,
    Genre.HEURE: Nature.HEURE, Genre.DUREE: Nature.DUREE, Genre.REFERENCE: Nature.REF, Genre.NOM: Nature.PERSONNE,
    Genre.VOIE: Nature.VOIE, Genre.IDENTIFIANT: Nature.CODE, Genre.ADRESSE: Nature.SITE,
}  # fmt: skip
_UNITE = re.compile(
    r"[ \u00a0\u202f]?(?P<u>km/h|kilometres?(?: par heure| a l'heure| carres?)?|km²?|mg|grammes?|g|ufc|metres?(?: carres?| cubes?| lineaires?)?|m[²³23]?|ml|cm"
    r"|centimetres?|mm|millimetres?|hectares?|ha|kg|kilogrammes?|kilos?|tonnes?|t|litres?|l|kva|kwh?c?|mw|db|decibels?|degres?|°c|ares?)"
    r"(?:/(?:m[²³23]?|l|h|an|mois|jour|semaine|ha|km|agent|habitant)(?![\w²³]))?(?![\w²³'’])"
)
_UNITES = {
    "kilometre par heure": "km/h", "kilometre a l'heure": "km/h", "kilometre": "km", "kilometre carre": "km²", "metre": "m", "metre carre": "m²", "m2": "m²",
    "metre cube": "m³", "m3": "m³", "metre lineaire": "ml", "centimetre": "cm", "millimetre": "mm", "hectare": "ha",
    "kilogramme": "kg", "kilo": "kg", "tonne": "t", "litre": "l", "decibel": "db", "degre": "°", "are": "are",
}  # fmt: skip
# « premier » agrees with its noun, which a mark cannot: it stays a word, and the guard asks that the source says it.
_PREMIERS = re.compile(r"premi(?:er|ère|ere)s?|seconde?s?", re.IGNORECASE)
_CARREFOUR = re.compile(r"(?:carrefour|rond-point|giratoire|pont) (?:RD|RN|VC|CR|D|N)", re.IGNORECASE)
_ENTIERS = {"st": "saint", "ste": "sainte", "gal": "general", "mal": "marechal", "dr": "docteur", "pdt": "president"}
_ABREGES = re.compile(r"(?<!\w)(?:st|ste|gal|mal|dr|pdt)(?!\w)")
# « 8 à 12 h »: the first hour has its unit from the second.
_PREMIERE_HEURE = re.compile(
    r"(?<![\w,.])(?P<h>[01]?[0-9]|2[0-4])(?= ?(?:a|-|/|et) ?[0-2]?[0-9] ?h(?:eures?)?(?: ?[0-5][0-9])?(?!\w))"
)
_DUREE_ABREGEE = re.compile(r"(?<![\w,.])(?P<n>[0-9]{1,3}) ?(?:(?P<j>jrs?)|(?P<s>sem))(?:\.|(?!\w))")
_RANGS_MOIS = {fold(mois).plie: rang for rang, mois in enumerate(MOIS, 1)}
_JOURS_LIES = re.compile(
    rf"(?<![\w/.-])(?P<a>[0-9]{{1,2}}(?:er)?)(?: ?- ?| et |, )(?P<b>(?P<q>[0-9]{{1,2}}) (?P<m>{'|'.join(_RANGS_MOIS)})(?: (?P<an>(?:19|20)[0-9]{{2}}))?)(?!\w)"
)
_MOIS = re.compile(rf"(?<!\w)(?P<m>{'|'.join(_RANGS_MOIS)})(?: (?P<an>(?:19|20)[0-9]{{2}}))?(?!\w)")
_NEUF = re.compile(
    r"(?:(?<=^)|(?<=[.;:] )|(?<=\bdont )|(?<=\bsur )|(?<=\bque )|(?<=, ))neuf(?= (?:d'entre|ont|sont|sur|autres|doivent|n'ont))"
)
_EN_SEPT = re.compile(r"[a-z]+-sept")
_CHAQUE = re.compile(r"(?:toutes les|pendant|durant|sous) $")
_COURTE = re.compile(
    r"(?<!\w)(?:le|du|au|les|des|dès le|et|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) (?P<d>(?P<j>[0-9]{1,2})/(?P<m>[0-9]{1,2}))(?![\w/€%]|,[0-9])"
)
_MOT_ENTIER = re.compile(r"\w+")


def find_reperes(texte: str, declares: Sequence[Declare] = ()) -> tuple[Repere, ...]:
    """Find every fact of a clean text (see `texte.clean_entree`), sorted by place, none over another.

    Identifiers of persons first, then declared names, quotations that are names, the facts of `server.faits`, proper nouns,
    and last whatever still holds a figure.
    """
    faits = tuple(_find_faits(texte))
    trouves = keep_first(
        (
            *find_identifiants(texte),
            *find_declares(texte, declares),
            *find_cites(texte),
            *_find_courtes(texte),
            *_find_abreges(texte),
            *(f for f in faits if f.nature is not Nature.NOMBRE),
            # Between the two: « octobre 2027 » is no date and a number, but « 2 octobre 2027 » is one date.
            *_find_mois(texte),
            *(f for f in faits if f.nature is Nature.NOMBRE),
            *find_propres(texte),
        )
    )
    return tuple(sorted((*trouves, *_find_restes(texte, trouves)), key=lambda r: r.debut))


def _find_faits(texte: str) -> Iterator[Repere]:
    dates = {(d.fait.debut, d.fait.fin): d for d in analyse_dates(texte)}
    civilites = {(n.fait.debut, n.fait.fin): n.civilite for n in analyse_noms(texte)}
    plie = fold(texte).plie
    for m in _NEUF.finditer(plie):
        yield Repere(*m.span(), Nature.NOMBRE, "9", texte[m.start() : m.end()])
    nombres = {(n.debut, n.fin): n for n in find_nombres(texte)}
    for fait in find_faits(texte):
        span = (fait.debut, fait.fin)
        if _EN_SEPT.fullmatch(plie, *span) and span in nombres:
            # « vingt-sept » is a number here, not the 20th of September.
            fait = nombres[span]  # noqa: PLW2901 - the fact is read again, and replaces the other
        if fait.genre is Genre.DATE:
            yield from _cut_date(fait, dates.get(span))
        elif fait.genre is Genre.NOMBRE:
            yield from _cut_nombre(texte, plie, fait)
        elif fait.genre is Genre.NOM:
            civilite = civilites.get(span, "")
            yield Repere(*span, Nature.PERSONNE, fait.valeur, fait.texte, civilite, accord_of(civilite))
        elif fait.genre is Genre.VOIE and _CARREFOUR.fullmatch(fait.texte):
            # « carrefour RD 948 »: the road is the fact.
            debut = fait.debut + len(fait.texte.split()[0]) + 1
            yield from (
                Repere(debut, debut + v.fin, Nature.VOIE, v.valeur, v.texte, accord=accord_voie(v.valeur))
                for v in find_voies(texte[debut:])[:1]
                if not v.debut
            )
        elif fait.genre is Genre.VOIE:
            valeur = _ABREGES.sub(lambda m: _ENTIERS[m.group()], fait.valeur)
            yield Repere(*span, Nature.VOIE, valeur, fait.texte, accord=accord_voie(valeur))
        elif fait.genre is Genre.HEURE and _CHAQUE.search(plie, max(0, fait.debut - 14), fait.debut):
            yield Repere(*span, Nature.DUREE, f"PT{int(fait.valeur[:2])}H", fait.texte)
        else:
            yield Repere(*span, _NATURES[fait.genre], fait.valeur, fait.texte)


def _find_courtes(texte: str) -> Iterator[Repere]:
    """Find the days written « le 21/02 »; « 36/40 » and « 1/2 », with no article of a date before them, are no days."""
    for m in _COURTE.finditer(texte):
        jour, mois = int(m["j"]), int(m["m"])
        valeur = build_valeur(None, mois, jour) if 1 <= mois <= 12 and 1 <= jour <= 31 else "impossible"
        if not valeur.startswith("impossible"):
            ecrit = f"{'1er' if jour == 1 else jour}\u00a0{MOIS[mois - 1]}"
            yield Repere(*m.span("d"), Nature.DATE, valeur, ecrit)


def _find_abreges(texte: str) -> Iterator[Repere]:
    """Find what agents shorten: « 12-13 mai 2027 », « 8 à 12 h », « 15 jrs », « 3 sem. »."""
    plie = fold(texte).plie
    for m in _JOURS_LIES.finditer(plie):
        for groupe, quantieme in (("a", m["a"].removesuffix("er")), ("b", m["q"])):
            valeur = build_valeur(int(m["an"]) if m["an"] else None, _RANGS_MOIS[m["m"]], int(quantieme))
            if valeur[0] != "i":
                ecrit = f"{'1er' if quantieme == '1' else quantieme}\u00a0{MOIS[_RANGS_MOIS[m['m']] - 1]} {m['an'] or ''}".strip()
                yield Repere(*m.span(groupe), Nature.DATE, valeur, ecrit)
    for m in _PREMIERE_HEURE.finditer(plie):
        yield Repere(*m.span(), Nature.HEURE, f"{int(m['h']):02d}:00", f"{m['h']} h")
    for m in _DUREE_ABREGEE.finditer(plie):
        unite = "jour" if m["j"] else "semaine"
        ecrit = f"{m['n']} {unite}{'s' if int(m['n']) > 1 else ''}"
        yield Repere(*m.span(), Nature.DUREE, f"P{int(m['n'])}{'D' if m['j'] else 'W'}", ecrit)


def _find_mois(texte: str) -> Iterator[Repere]:
    """Find the months that no date holds: « d’octobre 2027 », « juillet-août », « en mai »."""
    for m in _MOIS.finditer(fold(texte).plie):
        valeur = build_valeur(int(m["an"]) if m["an"] else None, _RANGS_MOIS[m["m"]], None)
        yield Repere(*m.span(), Nature.DATE, valeur, texte[m.start() : m.end()])


def _cut_date(fait: Fait, trouvee: DateTrouvee | None) -> Iterator[Repere]:
    """Cut « lundi 2 novembre 2026 » into its weekday and its date; « 2 » of « du 2 au 6 novembre » gets its month."""
    debut = fait.debut
    if trouvee is not None and trouvee.jour_semaine is not None:
        jour = JOURS[trouvee.jour_semaine]
        fin = debut + len(jour)
        yield Repere(debut, fin, Nature.JOUR, f"{jour}@{fait.valeur}", fait.texte[: len(jour)].lower())
        reste = re.compile(r"[\s,]*(?:le\s)?").match(fait.texte, len(jour))
        debut += reste.end() if reste else len(jour)
    exacte = trouvee.date if trouvee is not None else None
    ecrit = fait.texte[debut - fait.debut :]
    yield Repere(debut, fait.fin, Nature.DATE, fait.valeur, format_date(exacte) if exacte else ecrit)


def _cut_nombre(texte: str, plie: str, fait: Fait) -> Iterator[Repere]:
    """Take the unit of a quantity with it, so that « 5,20 m » cannot become « 5,20 km »."""
    if _PREMIERS.fullmatch(fait.texte):
        return
    nom = name_before(texte, fait.debut)
    if nom and fait.texte.isdigit():
        yield Repere(fait.debut, fait.fin, Nature.CODE, f"{nom} {fait.texte}", fait.texte)
        return
    unite = None if fait.valeur[-1] in "e%‰~" else _UNITE.match(plie, fait.fin)
    if unite is None:
        yield Repere(fait.debut, fait.fin, Nature.NOMBRE, fait.valeur, fait.texte)
        return
    mot = " ".join(m.rstrip("s") if len(m) > 2 else m for m in unite["u"].split())
    valeur = f"{fait.valeur} {_UNITES.get(mot, mot)}"
    yield Repere(fait.debut, unite.end(), Nature.NOMBRE, valeur, texte[fait.debut : unite.end()])


def _find_restes(texte: str, trouves: Sequence[Repere]) -> Iterator[Repere]:
    """Find whatever still holds a figure between the facts: no figure leaves unmarked, whatever it is."""
    debut = 0
    for borne, suite in (*((r.debut, r.fin) for r in trouves), (len(texte), len(texte))):
        for mot in _MOT_ENTIER.finditer(texte, debut, borne):
            if any(c.isdecimal() for c in mot.group()):
                yield Repere(*mot.span(), Nature.CODE, mot.group().lower(), mot.group())
        debut = suite
