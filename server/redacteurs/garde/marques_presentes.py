"""Marks: none unknown, none missing, none that means something else where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.redacteurs.garde.base import Refus, quote
from server.redacteurs.marques import MARQUE, Nature
from server.redacteurs.marques.calculs import as_date
from server.redacteurs.marques.rangs import NOMMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.redacteurs.garde.base import Examen

_CROCHET = re.compile(r"[⟦⟧]")
_PERIODE = re.compile(
    rf"\b[dD]u (?:{MARQUE.pattern} )?(?P<a>{MARQUE.pattern}) au (?:{MARQUE.pattern} )?(?P<b>{MARQUE.pattern})"
)
_PLAGE = re.compile(rf"\b(?:[dD]e|[eE]ntre) (?P<a>{MARQUE.pattern}) (?:à|et) (?P<b>{MARQUE.pattern})")
_CIVILITE = re.compile(
    rf"(?P<c>\bMM?\.|\bMonsieur|\bMessieurs|\bMmes?|\bMadame|\bMesdames|\bMlle|\bMe|\bDr)\s(?P<m>{MARQUE.pattern})"
)
_RANG = re.compile(rf"(?<!\w)(?:{NOMMES})s?[ \u00a0](?P<m>⟦NOMBRE_[0-9]+⟧)", re.IGNORECASE)
_MASCULINES = frozenset({"M.", "MM.", "Monsieur", "Messieurs"})
_FEMININES = frozenset({"Mme", "Mmes", "Madame", "Mesdames", "Mlle"})


def check_inconnues(examen: Examen) -> Iterator[Refus]:
    """Refuse a mark that the table does not hold, and brackets that make no mark."""
    for marque in dict.fromkeys(examen.marques):
        if examen.fait(marque) is None:
            yield Refus(
                "marque_inconnue",
                f"La marque {marque} ne figure pas parmi les données.",
                "Vous avez écrit une marque qui n’existe pas : recopiez les marques telles qu’elles sont données.",
                marque,
            )
    reste = _CROCHET.search(examen.libre)
    if reste:
        yield Refus(
            "marque_inconnue",
            "Une marque est mal formée.",
            "Une marque est mal formée : recopiez les marques telles qu’elles sont données, avec leurs crochets ⟦ ⟧.",
            quote(examen.texte, reste.start(), reste.end()),
        )


def check_manquantes(examen: Examen) -> Iterator[Refus]:
    """Refuse a passage where a fact of the points does not occur."""
    ecrites = set(examen.marques)
    manquantes = [f.marque for f in examen.marquage.table.values() if f.requis and f.marque not in ecrites]
    if manquantes:
        liste = ", ".join(manquantes)
        yield Refus(
            "marque_manquante",
            f"Des faits donnés manquent dans le passage : {liste}.",
            f"Il manque des marques : chacune de celles-ci doit figurer au moins une fois : {liste}.",
            liste,
        )


def check_ordre(examen: Examen) -> Iterator[Refus]:
    """Refuse « du … au … » and « de … à … » that run backwards, and a weekday before another date than its own."""
    for motif in (_PERIODE, _PLAGE):
        for m in motif.finditer(examen.texte):
            if _runs_backwards(examen, m["a"], m["b"]):
                yield Refus(
                    "ordre_inverse",
                    "Une période se termine avant d’avoir commencé.",
                    f"{m['a']} et {m['b']} sont dans le mauvais ordre.",
                    m.group(),
                )
    for jour, date in re.findall(rf"(⟦JOUR_[0-9]+⟧)\s({MARQUE.pattern})", examen.texte):
        fait, suite = examen.fait(jour), examen.fait(date)
        du_jour = fait.valeur.partition("@")[2] if fait else ""
        if fait and suite and du_jour and suite.nature is Nature.DATE and du_jour != suite.valeur:
            yield Refus(
                "jour_faux",
                "Un jour de la semaine ne correspond pas à la date qui le suit.",
                f"{jour} n’est pas le jour de la semaine de {date}.",
                f"{jour} {date}",
            )


def _runs_backwards(examen: Examen, a: str, b: str) -> bool:
    debut, fin = examen.fait(a), examen.fait(b)
    if debut is None or fin is None or debut.nature is not fin.nature:
        return False
    if debut.nature is Nature.DATE:
        da, db = as_date(debut.valeur), as_date(fin.valeur)
        return da is not None and db is not None and da > db
    # An evening may end after midnight, or the next morning: before that hour, « de … à … » cannot run backwards.
    return debut.nature is Nature.HEURE and fin.valeur < debut.valeur < "18:00"


def check_rangs(examen: Examen) -> Iterator[Refus]:
    """Refuse « lot ⟦NOMBRE_1⟧ » where the number was given to count: it would name another lot."""
    for m in _RANG.finditer(examen.texte):
        fait = examen.fait(m["m"])
        if fait is not None and not any(m.group().lower() in p.texte.lower() for p in examen.source):
            yield Refus(
                "rang",
                f"« {m.group()} » donne à un nombre la place d’un numéro.",
                f"{m['m']} compte et ne numérote rien : écrivez-le avec ce qu’il compte dans les données.",
                m.group(),
            )


def check_civilite(examen: Examen) -> Iterator[Refus]:
    """Refuse « M. » before a woman, « Mme » before a man, and a civilité before what is no person."""
    for m in _CIVILITE.finditer(examen.texte):
        fait = examen.fait(m["m"])
        if fait is None:
            continue
        feminin, masculin = m["c"] in _FEMININES, m["c"] in _MASCULINES
        contraire = (feminin and fait.accord == "masculin") or (masculin and fait.accord == "féminin")
        inventee = fait.nature in {Nature.ORG, Nature.VOIE, Nature.LIEU} or (
            fait.nature is Nature.PERSONNE and not fait.civilite and (feminin or masculin)
        )
        if contraire or (inventee and not _is_given(examen, m["c"], m["m"])):
            yield Refus(
                "civilite",
                f"La civilité écrite devant {m['m']} n’est pas celle qui est donnée.",
                f"La civilité devant {m['m']} n’est pas celle des données : reprenez-la telle quelle.",
                m.group(),
            )


def _is_given(examen: Examen, civilite: str, marque: str) -> bool:
    """Tell whether the request itself writes this civilité before this mark: « M. ⟦P1⟧ » of a declared person."""
    ecrit = f"{civilite} {marque}"
    return any(ecrit in phrase.texte.replace("\u00a0", " ") for phrase in examen.source)
