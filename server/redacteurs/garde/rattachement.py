"""Attachment: each fact stands with what it was given with.

Two facts of one kind can be exchanged without any word being wrong. So each pair is tried both ways, as written and
exchanged: the words and the other marks around each in the passage are compared with those around it in the request.
Where they say little, the order of the request decides.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from server.redacteurs.garde.base import Refus
from server.redacteurs.garde.profils import Profil, compare, find_profils, likeness, merge
from server.redacteurs.marques import MARQUE, Nature
from server.redacteurs.marques.modele import ENTITES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from server.redacteurs.garde.base import Examen

    _Places = tuple[Mapping[str, Profil], Mapping[str, Profil]]

# Names whose kind the marks guess: a place, an organisation, another proper noun.
_NOMS = frozenset({Nature.ORG, Nature.NOM, Nature.LIEU})
# How much the order of the request weighs against words: a passage mostly keeps it.
_POIDS_ORDRE = 0.08
_MAX_PAIRES = 400
_M = MARQUE.pattern
# « 12 € au lieu de 10 € » says what « de 10 € à 12 € » says.
_AU_LIEU = re.compile(rf"({_M}) au lieu (?:de |d[’'])({_M})")
# Two facts in a list say the same of both: only their order can be told.
# What stands before a year and before no other number, unless a noun follows it.
_AVANT_ANNEE = r"\b(?:[eE]n|depuis|année|exercice|budget|rentrée|saison)"
_LISTE = r"(?: et | ou | puis |, |,? et (?:le |du |de la |des |au )|, (?:le |du |de la |des |au )| au | à )"


def check_rattachement(examen: Examen) -> Iterator[Refus]:
    """Refuse two facts of one kind that read better exchanged, and a fact that stands where another one was given."""
    sources = _sources(examen)
    ecrits, donnes = find_profils(examen.paragraphes), find_profils(sources)
    places = {m: merge(p) for m, p in ecrits.items()}, {m: merge(p) for m, p in donnes.items()}
    rangs = {m: i for i, m in reversed([*enumerate(MARQUE.findall(" ".join(sources)))])}
    for a, b in _pairs(examen, places):
        ordre = 1 if (rangs[a] < rangs[b]) == (examen.marques.index(a) < examen.marques.index(b)) else -1
        if _weigh(examen, a, b, places) + _POIDS_ORDRE * ordre <= 0:
            yield _refus(a, b)
    yield from _check_remplaces(examen, ecrits, donnes)


def _sources(examen: Examen) -> list[str]:
    """Give the request, « 12 € au lieu de 10 € » turned round where the passage says « de 10 € à 12 € »."""

    def turn(m: re.Match[str]) -> str:
        dits = (f"{m[2]} à {m[1]}", f"{m[1]} à {m[2]}")
        return f"de {dits[0]}" if any(d in examen.texte for d in dits) else m.group()

    return [_AU_LIEU.sub(turn, p.texte) for p in examen.source]


def _pairs(examen: Examen, places: _Places) -> Sequence[tuple[str, str]]:
    """Give the pairs of given marks of one kind that the passage holds."""
    marques = [m for m in places[0] if m in places[1]]
    paires = [(a, b) for a, b in combinations(marques, 2) if _sorte(examen, a) == _sorte(examen, b)]
    return paires[:_MAX_PAIRES]


def _sorte(examen: Examen, marque: str) -> str:
    fait = examen.fait(marque)
    if fait is None:
        return ""
    return "NOM" if fait.nature in _NOMS else fait.nature.value


def _weigh(examen: Examen, a: str, b: str, places: _Places) -> float:
    """Weigh the passage as written against the two marks exchanged; 0 when only their order can tell."""
    if _are_listed(a, b, examen.texte) and any(_are_listed(a, b, p.texte) for p in examen.source):
        return 0.0
    annees = [_is_annee(examen, m) for m in (a, b)]
    if annees[0] != annees[1]:
        annee, nombre = (a, b) if annees[0] else (b, a)
        bien, mal = (len(re.findall(rf"{_AVANT_ANNEE} {m}(?! [a-z]{{4}})", examen.texte)) for m in (annee, nombre))
        if bool(bien) != bool(mal):
            return 1.0 if bien else -1.0
    ecrits, donnes = places
    return compare((ecrits[a], ecrits[b]), (donnes[a], donnes[b]), frozenset({a, b}))


def _is_annee(examen: Examen, marque: str) -> bool:
    fait = examen.fait(marque)
    return (
        fait is not None and fait.nature is Nature.NOMBRE and re.fullmatch("(?:19|20)[0-9]{2}", fait.valeur) is not None
    )


def _are_listed(a: str, b: str, texte: str) -> bool:
    return re.search(f"{a}{_LISTE}{b}|{b}{_LISTE}{a}", texte) is not None


def _check_remplaces(
    examen: Examen, ecrits: Mapping[str, list[Profil]], donnes: Mapping[str, list[Profil]]
) -> Iterator[Refus]:
    """Refuse a mark that stands where one of its kind, written less often than it was given, should."""
    dits = Counter(MARQUE.findall(" ".join(examen.marquage.demande.points)))
    moindres = [m for m in donnes if len(ecrits.get(m, ())) < max(1, dits[m])]
    for marque, places in ecrits.items():
        rivales = [
            m for m in moindres if m != marque and marque in donnes and _sorte(examen, m) == _sorte(examen, marque)
        ]
        de_trop = len(places) > len(donnes.get(marque, ()))
        for rivale in rivales[:20]:
            ignores = frozenset({marque, rivale})
            siens, autres = merge(donnes[marque]), merge(donnes[rivale])
            ecarts = [likeness(p, siens, ignores) - likeness(p, autres, ignores) for p in places]
            if de_trop or (rivale not in ecrits and min(ecarts) < 0):
                yield _refus(marque, rivale)
                break


def check_beneficiaires(examen: Examen) -> Iterator[Refus]:
    """Refuse a sentence that names one beneficiary and gives the fact of another, when nothing given joins them."""
    for phrase in examen.phrases:
        faits = [f for m in dict.fromkeys(phrase.marques) if (f := examen.fait(m)) and f.proprietaires]
        nommes = {p for f in faits if f.nature in ENTITES for p in f.proprietaires if "[" in p}
        for fait in faits:
            siens = {p for p in fait.proprietaires if "[" in p}
            groupes = {p.partition("[")[0] for p in siens} & {p.partition("[")[0] for p in nommes}
            if len(siens) == len(fait.proprietaires) and groupes and not siens & nommes and _is_item(examen, siens):
                yield Refus(
                    "autre_beneficiaire",
                    f"{fait.marque} est écrit avec un bénéficiaire auquel il n’appartient pas.",
                    f"{fait.marque} n’appartient pas à celui que vous nommez dans la même phrase.",
                    phrase.texte.strip(),
                )


def _is_item(examen: Examen, proprietaires: set[str]) -> bool:
    """Tell whether these owners are items of a group of fields; points may be joined, items may not."""
    return not any(p.startswith(f"{examen.marquage.demande.champ_points}[") for p in proprietaires)


def _refus(a: str, b: str) -> Refus:
    return Refus(
        "rattachement",
        f"{a} et {b} semblent échangés : chacun est écrit là où la saisie place l’autre.",
        f"{a} et {b} semblent échangés : laissez chaque marque avec ce qui l’accompagne dans les données.",
        f"{a} {b}",
    )
