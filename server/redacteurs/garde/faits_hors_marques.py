"""Closed world: no figure, number, date, duration, reference, street or address stands outside marks."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from server.faits import Genre, find_faits
from server.faits.repli import fold
from server.redacteurs.donnees import cut_mots, read_expressions, read_familles, stem
from server.redacteurs.garde.base import Refus, quote
from server.redacteurs.marques import Nature
from server.redacteurs.marques.calculs import resolve_dates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.faits import Fait
    from server.redacteurs.garde.base import Examen

_CHIFFRE = re.compile(r"\S*\d\S*")
_ROMAIN = re.compile(r"(?<![\w.])(?=[IVXLC]{2,})(?:X{0,3})(?:IX|IV|V?I{0,3})(?:e|ème|er)?(?![\w])")
_MOIS = re.compile(
    r"(?<![\w-])(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)(?!\w)"
)
# « neuf » that counts people or things, where no noun in the plural tells it from the adjective.
_NEUF = re.compile(
    r"(?:^|[.;:,\n] ?|(?<!\w)(?:dont|sur|que|a|les|des) )neuf"
    r"(?= (?:d'entre|ont|sont|sur|autres|doivent|n'ont|[a-z]+[sx]\b))"
)
_ARTICLE = re.compile(
    r"(?<!\w)(?:[lrd]|lo)\. ?¤|(?<!\w)(?:article|alinea|annexe|decret|loi|ordonnance|circulaire) (?:premier|unique)"
)
# « premier » agrees with its noun, so that it stays a word: given, or in a locution.
_ORDINAL = re.compile(r"premi(?:er|ere)s?|seconde?s?")
# « deux points : en premier lieu …, en second lieu … » announces what it then says.
_ANNONCE = re.compile(
    r"(?<!\w)deux (?:points|options|parties|volets|motifs|raisons|modifications|temps|axes|solutions|hypotheses)(?!\w)"
)
# By the end of each part of the day; a time near a limit may be said either way.
_MOMENTS = (
    ("05:30", ("nuit", "nocturne", "nocturnes")),
    ("12:00", ("matin", "matinee", "matinal", "matinale")),
    ("17:00", ("apres-midi",)),
    ("21:00", ("soir", "soiree", "apres-midi")),
    ("24:01", ("soir", "soiree", "nuit", "nocturne", "nocturnes")),
)
_CODES = {
    Genre.NOMBRE: ("nombre_en_lettres", "un nombre"),
    Genre.MONTANT: ("nombre_en_lettres", "un montant"),
    Genre.DATE: ("moment", "une date"),
    Genre.JOUR: ("moment", "un jour de la semaine"),
    Genre.HEURE: ("moment", "une heure"),
    Genre.DUREE: ("moment", "une durée"),
    Genre.REFERENCE: ("reference", "une référence"),
    Genre.VOIE: ("reference", "une voie"),
    Genre.NOM: ("nom_propre", "un nom"),
    Genre.IDENTIFIANT: ("reference", "un numéro"),
    Genre.ADRESSE: ("adresse", "une adresse"),
}

_PAR_HEURE = re.compile(r"⟧ ?/ ?h(?!\w)")
_DU_MOIS = re.compile(r"(?<!\w)(?:du|au|le) mois d(?:e |['’])⟦DATE")
"""« du mois de mars » is « mars »."""


def check_chiffres(examen: Examen) -> Iterator[Refus]:
    """Refuse any figure of any script outside marks, superscripts and Roman numerals included."""
    for motif in (_CHIFFRE, _ROMAIN):
        for m in motif.finditer(examen.libre):
            if m.group() and not _is_sigle_donne(examen, m.group()):
                yield Refus(
                    "chiffre",
                    "Un nombre en chiffres ne vient pas des données.",
                    "N’écrivez aucun chiffre : seules les marques portent des nombres, des dates et des montants.",
                    quote(examen.texte, m.start(), m.end()),
                )
                return
    for i, c in enumerate(examen.libre):
        if not c.isascii() and c.isnumeric() and not (c in "²³" and examen.libre[i - 1 : i] == "m"):
            yield Refus(
                "chiffre",
                "Un nombre écrit avec un signe spécial ne vient pas des données.",
                "N’écrivez aucun chiffre, même en exposant ou en fraction.",
                quote(examen.texte, i, i + 1),
            )
            return


def _is_sigle_donne(examen: Examen, mot: str) -> bool:
    return not any(c.isdigit() for c in mot) and mot.lower() in examen.mots_donnes


def check_faits(examen: Examen) -> Iterator[Refus]:
    """Refuse what reads as a fact outside marks: a number in words, a date, a duration, a reference, a street."""
    permis = _find_permis(examen)
    for fait in find_faits(examen.libre):
        if not _is_permis(examen, fait, permis):
            code, quoi = _CODES[fait.genre]
            yield Refus(
                code,
                f"Le passage contient {quoi} qui ne vient pas des données : « {fait.texte} ».",
                f"Vous avez écrit {quoi} hors des marques : n’utilisez que les marques données.",
                quote(examen.texte, fait.debut, fait.fin),
            )


def _find_permis(examen: Examen) -> list[tuple[int, int]]:
    """Find where the lexicon allows a word of number: « deux-roues », « d’une part », « en premier lieu »."""
    permis = [m.span() for m in read_expressions("locutions").finditer(examen.plie)]
    if "premi" in examen.plie and "second" in examen.plie:
        permis += [m.span() for m in _ANNONCE.finditer(examen.plie)]
    return permis


def _is_permis(examen: Examen, fait: Fait, permis: list[tuple[int, int]]) -> bool:
    if any(debut <= fait.debut and fait.fin <= fin for debut, fin in permis):
        return True
    mot = fold(fait.texte).plie
    if fait.genre is Genre.NOMBRE and _ORDINAL.fullmatch(mot):
        return stem(mot) in examen.radicaux_donnes
    # « moitié de l’effectif présente » may be « la moitié de l’effectif ».
    if mot == "la moitie":
        return "moitie" in examen.mots_donnes
    # Institutions and titles are looked at by the check of names; what is said word for word in the inputs is given.
    # « une quarantaine » is no number that could be marked.
    if fait.genre in {Genre.NOM, Genre.DUREE, Genre.REFERENCE, Genre.JOUR} or mot.endswith("aine"):
        mots = cut_mots(fait.texte)
        return bool(mots) and f" {' '.join(mots)} " in f" {' '.join(cut_mots(examen.marquage.clair))} "
    return False


def check_mois(examen: Examen) -> Iterator[Refus]:
    """Refuse the name of a month outside marks, even where it may be another word, and « neuf » where it counts."""
    m = _NEUF.search(examen.plie)
    if m:
        yield Refus(
            "nombre_en_lettres",
            "Le passage contient un nombre qui ne vient pas des données : « neuf ».",
            "Vous avez écrit un nombre hors des marques : n’utilisez que les marques données.",
            quote(examen.texte, *m.span()),
        )
    m = _MOIS.search(examen.plie)
    if m:
        yield Refus(
            "moment",
            "Le passage nomme un mois qui ne vient pas des données.",
            "N’écrivez aucun nom de mois : les dates sont des marques.",
            quote(examen.texte, *m.span()),
        )


def check_temps(examen: Examen) -> Iterator[Refus]:
    """Refuse the words of time whose family the inputs never use: « hebdomadaire », « demain », « définitif »."""
    permis = " ".join(m.group() for m in read_expressions("locutions").finditer(examen.plie))
    dits = {*cut_mots(permis), *_said_by_facts(examen)}
    for mot in examen.find_non_donnes(read_familles("temps")):
        if mot in dits:
            continue
        yield Refus(
            "moment",
            f"Le passage précise un moment ou une durée que la saisie ne donne pas : « {mot} ».",
            f"Le mot « {mot} » précise un moment ou une durée qui n’est pas donné : retirez-le.",
            mot,
        )


def _said_by_facts(examen: Examen) -> Iterator[str]:
    """Give the words of time that the given dates and hours say by themselves: « en soirée » for 19 h."""
    faits = [f for f in examen.marquage.table.values() if not f.calcul]
    natures = {f.nature for f in faits}
    if natures & {Nature.DATE, Nature.JOUR}:
        yield from ("jour", "jours", "journee", "journees")
    if _DU_MOIS.search(examen.texte):
        yield "mois"
    if Nature.HEURE in natures or any(_PAR_HEURE.search(point) for point in examen.marquage.demande.points):
        yield from ("heure", "heures", "horaire", "horaires")
    for heure in (f.valeur for f in faits if f.nature is Nature.HEURE):
        yield from next((mots for limite, mots in _MOMENTS if heure < limite), ())
    if _has_consecutives(examen):
        yield from ("lendemain", "veille")
    if any(jour.weekday() > 4 for _, jour in resolve_dates([f for f in faits if f.nature is Nature.DATE])):
        yield from ("week-end", "weekend")


def _has_consecutives(examen: Examen) -> bool:
    """Tell whether two given dates follow one another: then one is the day after the other."""
    dates = [f for f in examen.marquage.table.values() if f.nature is Nature.DATE and not f.calcul]
    jours = {jour for _, jour in resolve_dates(dates)}
    return any(jour + timedelta(days=1) in jours for jour in jours)


def check_article(examen: Examen) -> Iterator[Refus]:
    """Refuse the beginnings of a reference that lean on a mark of another kind: « L. ⟦NOMBRE_1⟧ »."""
    m = _ARTICLE.search(examen.plie)
    if m:
        yield Refus(
            "reference",
            "Le passage construit une référence qui n’est pas donnée.",
            "Ne construisez aucune référence : recopiez les marques de référence.",
            quote(examen.texte, *m.span()),
        )
