"""The contract of an answer: one paragraph for each point, with the facts of that point, as often and in its order.

So that each fact stays with what it was given with, and two facts cannot be exchanged, whatever the words around them.
A weekday may stand before its date, and a duration after its period: they were computed, and mean nothing elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from server.redacteurs.donnees import cut_mots, read_familles, stem
from server.redacteurs.garde.base import Refus
from server.redacteurs.garde.parente import is_among, spell_sigles
from server.redacteurs.marques import MARQUE, Nature
from server.redacteurs.marques.voisins import find_civilite, find_compte, find_numerote, has_unite, is_vide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.redacteurs.donnees import Famille
    from server.redacteurs.garde.base import Examen
    from server.redacteurs.marques import FaitMarque

_M = MARQUE.pattern
_CROCHET = re.compile(r"[⟦⟧]")
_ANNEE = re.compile(r"(?:19|20)[0-9]{2}")
_ESPACE = r"[ \u00a0]"
_UNITE = re.compile(r"[ \u00a0](mètres?|euros?|degrés?|kilomètres?|litres?|heures?|pour cent|m|km|€|%)(?!\w)")
_JOUR_DATE = re.compile(rf"⟦JOUR_[0-9]+⟧{_ESPACE}⟦DATE_[0-9]+⟧")
# « votre demande, enregistrée sous le n° ⟦CODE_1⟧ » for « dossier ⟦CODE_1⟧ »: it numbers nothing else.
_ENREGISTRE = re.compile(r"sous l[ea] (?:n ?°|numéro|référence)[ \u00a0]?$")
_FAMILLES = {
    **dict.fromkeys((Nature.DATE, Nature.JOUR, Nature.HEURE), "moment"),
    **dict.fromkeys((Nature.NOMBRE, Nature.MONTANT, Nature.DUREE), "quantité"),
    **dict.fromkeys((Nature.CODE, Nature.REF), "référence"),
}
_PLUS = re.compile(rf"\+ ?({_M})")
# Words of a point that give a rise or a fall without being of its family.
_HAUSSES = re.compile(
    r"(?<!\w)(?:croiss|mont(?:e|ent|ées?)(?!\w)|majora|majoré|relèv|relev|suppl|progress|élev)", re.IGNORECASE
)
_BAISSES = re.compile(
    r"(?<!\w)(?:moins|recul|remis|chut|économ|rétréc|ramen|retrait\b|pertes?\b|abatt|limit|resserr|étroit)",
    re.IGNORECASE,
)
_CIVILITES = {"M.": "masculin", "Monsieur": "masculin", "Mme": "féminin", "Madame": "féminin", "Mlle": "féminin"}
_CIVILITE = re.compile(rf"\b(?P<c>M\.|Monsieur|Mme|Madame|Mlle|MM\.|Mmes|Me|Dr){_ESPACE}$")


def check_nombre(examen: Examen) -> Iterator[Refus]:
    """Refuse another number of paragraphs than of points."""
    demandes, ecrits = len(examen.marquage.demande.points), len(examen.paragraphes)
    if demandes != ecrits:
        yield Refus(
            "nombre",
            f"Le passage compte {ecrits} paragraphes pour {demandes} points donnés.",
            "Écris un paragraphe par point, dans le même ordre.",
        )


def check_inconnues(examen: Examen) -> Iterator[Refus]:
    """Refuse a mark that the table does not hold, and brackets that make no mark."""
    inconnue = next((m for m in examen.marques if examen.fait(m) is None), None)
    if inconnue or _CROCHET.search(examen.libre):
        yield Refus(
            "marque_inconnue",
            "Le passage contient une marque qui ne figure pas parmi les données.",
            "Recopie les marques telles qu’elles sont données, avec leurs crochets ⟦ ⟧ ; n’en invente pas.",
            inconnue or "",
        )


def check_marques(examen: Examen) -> Iterator[Refus]:
    """Refuse a fact that is missing, that belongs to another point, or that changed its place among the others."""
    for rang, (point, ecrit) in enumerate(examen.couples, 1):
        donnees = MARQUE.findall(point)
        ecrites = [m for m in MARQUE.findall(ecrit) if m in donnees or not _is_calcul(examen, m)]
        manquantes = [*(Counter(donnees) - Counter(ecrites))]
        en_trop = [*(Counter(ecrites) - Counter(donnees))]
        if manquantes:
            liste = ", ".join(manquantes)
            yield Refus(
                "marque_manquante",
                f"Des faits du point {rang} manquent dans le passage : {liste}.",
                f"Il manque des marques au paragraphe {rang} : {liste}.",
                liste,
            )
        elif en_trop:
            yield Refus(
                "autre_point",
                f"Un fait est écrit dans le paragraphe {rang}, où il n’a pas été donné : {en_trop[0]}.",
                f"{en_trop[0]} n’est pas une marque du point {rang} : laisse-la dans le sien.",
                en_trop[0],
            )
        elif ecrites != donnees and not _is_same_order(examen, donnees, ecrites):
            yield Refus(
                "ordre",
                f"Les faits du paragraphe {rang} ne sont pas dans l’ordre où ils ont été donnés.",
                f"Garde les marques du paragraphe {rang} dans cet ordre : {', '.join(donnees)}.",
                ", ".join(ecrites),
            )


def _is_same_order(examen: Examen, donnees: Sequence[str], ecrites: Sequence[str]) -> bool:
    """Tell an order that exchanges nothing: the one date of a point may go before its one amount.

    Facts that may be taken for one another (two amounts, a weekday and a date) keep their order, and those of one
    nature that follow one another (« du ⟦DATE_1⟧ au ⟦DATE_2⟧ ») stay together.
    """
    natures = {m: fait.nature for m in donnees if (fait := examen.fait(m))}
    familles = {m: _FAMILLES.get(nature, "nom") for m, nature in natures.items()}
    if ecrites == _swap_couples(donnees, familles):
        return True
    suites = {(a, b) for a, b in pairwise(donnees) if natures[a] is natures[b]}
    if not suites <= set(pairwise(ecrites)):
        return False
    nombres = Counter(familles[m] for m in donnees)
    restes = list(donnees)
    for m in ecrites:
        avant = restes[: restes.index(m)]
        if any(familles[a] == familles[m] or min(nombres[familles[a]], nombres[familles[m]]) > 1 for a in avant):
            return False
        restes.remove(m)
    return True


def _swap_couples(donnees: Sequence[str], familles: dict[str, str]) -> list[str]:
    """Turn « ⟦ORG_1⟧ ⟦MONTANT_1⟧, ⟦ORG_2⟧ ⟦MONTANT_2⟧ » into « ⟦MONTANT_1⟧ à ⟦ORG_1⟧ et ⟦MONTANT_2⟧ à ⟦ORG_2⟧ ».

    What does not alternate gives [].
    """
    blocs = [list(bloc) for _, bloc in groupby(donnees, key=familles.__getitem__)]
    alternent = len({familles[bloc[0]] for bloc in blocs}) == 2 and len(blocs) % 2 == 0
    return [m for i in range(0, len(blocs), 2) for m in (*blocs[i + 1], *blocs[i])] if alternent else []


def check_calculs(examen: Examen) -> Iterator[Refus]:
    """Refuse a computed fact anywhere but beside what it was computed from."""
    for point, ecrit in examen.couples:
        donnees = MARQUE.findall(point)
        for m in MARQUE.finditer(ecrit):
            fait = examen.fait(m[0])
            if fait is None or not fait.calcul or m[0] in donnees:
                continue
            if not (_precedes_date(fait, ecrit[m.end() :]) or _follows_periode(fait, ecrit[: m.start()])):
                yield Refus(
                    "calcul",
                    f"Un jour ou une durée n’est pas à côté de sa date : {m[0]}.",
                    f"{m[0]} ne s’écrit qu’à côté de ce dont elle est calculée : {fait.calcul}.",
                    m[0],
                )


def _is_calcul(examen: Examen, marque: str) -> bool:
    fait = examen.fait(marque)
    return fait is not None and bool(fait.calcul)


def _precedes_date(fait: FaitMarque, suite: str) -> bool:
    date = re.match(rf"{_ESPACE}({_M})", suite)
    sens = re.match(rf"jour de la semaine(?:, au pluriel,)? de ({_M})", fait.calcul)
    return fait.nature is Nature.JOUR and bool(date and sens and date[1] == sens[1])


def _follows_periode(fait: FaitMarque, avant: str) -> bool:
    """Tell « du ⟦A⟧ au ⟦B⟧, soit ⟦durée⟧ », weekdays or not."""
    sens = re.match(rf"durée d[ue] ({_M}) [aà]u? ({_M})", fait.calcul)
    if sens is None:
        return False
    jour = rf"(?:⟦JOUR_[0-9]+⟧{_ESPACE})?"
    liens = rf"{re.escape(sens[1])}{_ESPACE}(?:au|à){_ESPACE}{jour}{re.escape(sens[2])},? soit(?: pendant)?{_ESPACE}$"
    return re.search(liens, avant) is not None


def check_voisins(examen: Examen) -> Iterator[Refus]:
    """Refuse a number without what it counts, a code without what it numbers.

    A word that goes with several marks of the point is enough beside one: « de 45 élèves en 2024 à 52 en 2025 ».
    """
    for rang, (point, ecrit) in enumerate(examen.couples, 1):
        perdus: dict[str, str] = {}
        gardes: set[str] = set()
        epeles = spell_sigles(point, ecrit)
        for m in MARQUE.finditer(point):
            fait = examen.fait(m[0])
            noms = _companions(fait, point[: m.start()], point[m.end() :]) if fait else []
            places = [(ecrit[: e.start()], ecrit[e.end() :]) for e in MARQUE.finditer(ecrit) if e[0] == m[0]]
            if not fait or not noms or not places or epeles.intersection(noms):
                continue
            if any(_is_kept(nom, fait, *place) for place in places for nom in noms):
                gardes.add(stem(noms[0]))
            else:
                perdus.setdefault(stem(noms[0]), m[0])
        for nom, marque in perdus.items():
            if nom not in gardes:
                yield Refus(
                    "voisin",
                    f"Un fait du point {rang} est séparé de ce qui le dit : {marque}.",
                    f"Garde {marque} avec le mot qui l’accompagne dans le point {rang}.",
                    marque,
                )


def check_evolution(examen: Examen) -> Iterator[Refus]:
    """Refuse a rise or a fall that the request does not give, by a word or by a sign, and one against the sign."""
    hausse, baisse = (_family_of(nom) for nom in ("hausse", "baisse"))
    for rang, (point, ecrit) in enumerate(examen.couples, 1):
        montent = frozenset(_PLUS.findall(point))
        descendent = frozenset(m for m in MARQUE.findall(point) if (f := examen.fait(m)) and f.valeur.startswith("-"))
        epeles = spell_sigles(point, ecrit)
        for famille, synonymes, signees in ((hausse, _HAUSSES, montent), (baisse, _BAISSES, descendent)):
            mots = [m for m in cut_mots(ecrit) if famille.holds(m) and m not in epeles]
            donnee = signees or synonymes.search(MARQUE.sub("", point)) or any(map(famille.holds, examen.mots_donnes))
            if mots and not donnee:
                yield _refuse_evolution(rang, mots[0])
        for marque, avant in zip(MARQUE.findall(ecrit), MARQUE.split(ecrit), strict=False):
            if marque not in montent | descendent:
                continue
            contraire = baisse if marque in montent else hausse
            mots = [m for m in cut_mots(avant) if contraire.holds(m)]
            if mots and not any(map(contraire.holds, cut_mots(point))):
                yield _refuse_evolution(rang, mots[0])


def _refuse_evolution(rang: int, mot: str) -> Refus:
    return Refus(
        "evolution",
        f"Le paragraphe {rang} dit une hausse ou une baisse que son point ne donne pas : « {mot} ».",
        f"Le point {rang} ne donne pas ce sens : retire « {mot} ».",
        mot,
    )


@cache
def _family_of(mot: str) -> Famille:
    return next(famille for famille in read_familles("derives") if famille.holds(mot))


def check_jours(examen: Examen) -> Iterator[Refus]:
    """Refuse « du lundi au 8 mars » for « du lundi 8 mars »: a weekday stays before its date."""
    for rang, (point, ecrit) in enumerate(examen.couples, 1):
        perdu = next(
            (j for j in _JOUR_DATE.findall(point) if j.split() not in map(str.split, _JOUR_DATE.findall(ecrit))), ""
        )
        if perdu:
            yield Refus(
                "jour",
                f"Un jour de la semaine du point {rang} est séparé de sa date : {perdu}.",
                f"Au paragraphe {rang}, laisse {perdu} d’un seul tenant.",
                perdu,
            )


def _companions(fait: FaitMarque, avant: str, apres: str) -> list[str]:
    """Give the folded words of which one goes with a mark: those after a number, the noun before a code."""
    if compte := find_compte(fait, apres):
        suite = re.split(r"[,;:.()⟦]", apres.removeprefix(compte))[0]
        # « l’hiver 2025 annulé »: a year counts nothing, and is said by what it dates.
        date = _words(MARQUE.split(avant)[-1])[-1:] if _ANNEE.fullmatch(fait.valeur) else []
        return date if date and not is_vide(date[0]) else [*_words(compte), *_words(suite)[:1]]
    return _words(find_numerote(avant))[:1] if fait.nature is Nature.CODE else []


def _is_kept(nom: str, fait: FaitMarque, avant: str, apres: str) -> bool:
    """Tell whether a mark keeps the word that goes with it, in any inflection.

    « 45 places, 12 places réservées » may be « 45 places, dont 12 réservées », « lot 3, lot 4 » « les lots 3 et 4 ».
    """
    devant, derriere = MARQUE.split(avant), MARQUE.split(apres)
    if fait.nature is Nature.CODE:
        return is_among(nom, _first_words(devant[::-1])) or _ENREGISTRE.search(devant[-1].lower()) is not None
    return is_among(nom, [*_words(devant[-1]), *_first_words(derriere)])


def _first_words(segments: Sequence[str]) -> list[str]:
    """Give the words of the first segment that says something: between « 3 » and « 4 », « et » says nothing."""
    return next((mots for s in segments if (mots := [m for m in _words(s) if not is_vide(m)])), [])


def _words(texte: str) -> list[str]:
    return [mot for mot in cut_mots(MARQUE.sub(" ", texte)) if mot not in {"n", "no", "numero"}]


def check_unites(examen: Examen) -> Iterator[Refus]:
    """Refuse « 3,20 m mètres »: the mark holds its unit."""
    for m in MARQUE.finditer(examen.texte):
        fait = examen.fait(m[0])
        double = _UNITE.match(examen.texte, m.end())
        if fait is not None and double and has_unite(fait):
            yield Refus(
                "unite",
                f"Une unité est écrite deux fois après {m[0]}.",
                f"{m[0]} contient déjà son unité : retire « {double[1]} ».",
                double[1],
            )


def check_civilite(examen: Examen) -> Iterator[Refus]:
    """Refuse « M. » before a woman, before what is no person, or where the request gives the name alone."""
    for point, ecrit in examen.couples:
        for m in MARQUE.finditer(ecrit):
            civilite, fait = _CIVILITE.search(ecrit[: m.start()]), examen.fait(m[0])
            if civilite is None or fait is None:
                continue
            accord = _CIVILITES.get(civilite["c"], "")
            donnee = any(find_civilite(point[: p.start()]).strip() == civilite["c"] for p in _places(point, m[0]))
            donnee = donnee or any(point[: p.start()].rstrip().endswith(civilite["c"]) for p in _places(point, m[0]))
            if not donnee and (fait.nature is not Nature.PERSONNE or not accord or accord != fait.accord):
                yield Refus(
                    "civilite",
                    f"La civilité écrite devant {m[0]} n’est pas celle qui est donnée.",
                    f"La civilité devant {m[0]} n’est pas celle des données : reprends-la telle quelle.",
                    f"{civilite['c']} {m[0]}",
                )


def _places(texte: str, marque: str) -> Sequence[re.Match[str]]:
    return [m for m in MARQUE.finditer(texte) if m[0] == marque]
