"""Negation: what denies in a passage must deny the same thing in the request.

Each negative of a paragraph is matched with one of its point that stands near the same words or the same marks; one
that finds no match was added. A paragraph that denies nothing where its point denies has lost it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from server.faits.repli import fold
from server.redacteurs.donnees import fold_texte, read_expressions, read_familles, read_mots, stem
from server.redacteurs.garde.base import Refus
from server.redacteurs.garde.parente import is_among
from server.redacteurs.marques import MARQUE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from server.redacteurs.garde.base import Examen

_JETON = re.compile(rf"{MARQUE.pattern}|[^\W_]+(?:-[^\W_]+)*['’]?|[,;:.!?]")
_PONCTUATION = frozenset(",;:.!?")
_FINS = _PONCTUATION - {","}
_NE = frozenset({"ne", "n'"})
_SECONDS = frozenset({"pas", "plus", "aucun", "aucune", "ni", "jamais", "guere", "nul", "nulle", "point", "rien"})
_PRIVATIF = re.compile(r"(?:in|im|ir|il|non-?)(\w{4,})$")
_INABLE = re.compile(r"(?:in|im|ir|il)\w{3,}(?:able|ible)s?")
VERBALE, AU_LIEU, LICENCE, PRIVATIF = "ne", "au lieu", "licence", "in…able"
"""The families that are no line of donnees/negations.txt; those of the file are called by their rank."""
_PARTICIPE = re.compile(r"\w{3,}(?:e|i|u|is|it)e?s?")
_PORTE_RIEN = read_mots("vides") | read_mots("neutres")
# Words on each side of a negative that say what it denies; commas bound them where there are enough of them.
_AVANT, _APRES = 9, 9
_ABREGE_MAX = 3
_SUJETS_NULS = frozenset({"aucun", "aucune", "nul", "nulle", "rien"})
_CONJONCTIONS = frozenset({"ce", "afin", "pour", "alors", "ainsi", "bien", "des", "lors", "tandis", "pendant"})
"""Words that « que » follows without restricting anything: « à ce que », « pour que »."""
_DEVANT_PERSONNE = frozenset({"la", "une", "cette", "chaque", "toute", "seule", "meme", "de", "par"})
_AU_PLUS = re.compile(r"(?<!\w)au plus(?! tard| tot)")
"""« 7,5 t au plus » is « ne pas dépasser 7,5 t »; a paragraph that keeps it denies nothing for it."""
_LIEUX = frozenset({"sur", "dans", "chez"})
_DEVANT_NIE = frozenset({"pas", "non", "jamais", "rien", "aucun", "aucune", "nul", "nulle"})
_SANS_DEGRE = frozenset(stem(mot) for mot in read_mots("sans_degre"))
# Between « n’a pas » and what it denies.
_AUXILIAIRES = frozenset(
    {
        "ete",
        "encore",
        "toujours",
        "non",
        "plus",
        "du",
        "tout",
        "pu",
        "a",
        "ont",
        "avait",
        "est",
        "sont",
        "etait",
        "etaient",
    }
)


@dataclass(frozen=True, slots=True)
class Negatif:
    """A negative: its family, and the stems and marks around it."""

    famille: str
    autour: frozenset[str]
    extrait: str


def check_negation(examen: Examen) -> Iterator[Refus]:
    """Refuse a negative that the point does not hold about the same words, and the loss of all that it holds."""
    privatifs = _privatifs(examen)
    for rang, (point, ecrit) in enumerate(examen.couples, 1):
        donnes, ecrits = list(find_negatifs(point)), list(find_negatifs(ecrit))
        if donnes and not ecrits and not privatifs and not _says_otherwise(point, ecrit):
            yield Refus(
                "negation_perdue",
                f"Le paragraphe {rang} oublie une négation ou une exception : « {donnes[0].extrait} ».",
                f"Au paragraphe {rang}, une négation ou une exception manque : dis ce que le point nie.",
                donnes[0].extrait,
            )
        for mot in privatifs:
            dit = next((n for n in ecrits if n.famille == VERBALE and _are_near(n.autour, {mot})), None)
            ecrits = [n for n in ecrits if n is not dit]
        permis = [*donnes, *_find_licences(examen, point, ecrit), *_find_nis(point)]
        en_trop = ecrits[-1:] if len(ecrits) > len(permis) else []
        for negatif in en_trop or _match(ecrits, permis):
            yield Refus(
                "negation",
                f"Une phrase nie ce que la saisie ne nie pas : « {negatif.extrait} ».",
                "Une phrase contient une négation que le point ne contient pas : dis ce fait comme il est donné.",
                negatif.extrait,
            )


def _privatifs(examen: Examen) -> frozenset[str]:
    """Give the words that the request denies by a prefix: « inchangé » may be « n’a pas changé »."""
    dits = {stem(m) for m in examen.mots}
    mots = (m for m in examen.mots_donnes if stem(m) not in dits and len(m) > 6)
    return frozenset(p[1] for m in mots if (p := _PRIVATIF.match(m)) and stem(p[1]) not in examen.radicaux_donnes)


def _find_licences(examen: Examen, texte: str, ecrit: str) -> Iterator[Negatif]:
    """Find the words of the request that a passage may say by denying, and that it does not use itself."""
    jetons = _cut(texte)
    dits = _cut(ecrit)
    restreint = any(mot in _NE and _is_restriction(dits, i) for i, mot in enumerate(dits))
    if not _AU_PLUS.search(examen.plie):
        places = (i + 1 for i, paire in enumerate(pairwise(jetons)) if paire == ("au", "plus"))
        yield from (_make(LICENCE, jetons, i) for i in places if jetons[i + 1 : i + 2] not in (["tard"], ["tot"]))
    for famille in read_familles("licences"):
        # « coupure » permits nothing to a passage that says « coupée »: it denies or not what it says itself.
        dites = [(i, mot) for i, mot in enumerate(jetons) if famille.holds(mot)]
        # « seulement », said by « ne … que », permits no other negative.
        if famille.holds("seulement") and restreint:
            continue
        if dites and not any(famille.holds(mot) or is_among(mot, [m for _, m in dites]) for mot in examen.mots):
            yield from (_make(LICENCE, jetons, i) for i, _ in dites)


def _find_nis(texte: str) -> Iterator[Negatif]:
    """Find the « ni » that go with « ne »: « ne pas fumer ni manger » may be « ne pas fumer et ne pas manger »."""
    jetons = _cut(texte)
    place = next((i for i, jeton in enumerate(jetons) if jeton in _NE), len(jetons))
    fin = _end_of_phrase(jetons, place)
    yield from (_make(VERBALE, jetons, i) for i in range(place, fin) if jetons[i] == "ni")


def _says_otherwise(point: str, ecrit: str) -> bool:
    """Tell whether a paragraph says without denying what its point denies: « n’ouvre pas », « reste fermé »."""
    dits, donnes = _cut(ecrit), _cut(point)
    return any(
        any(map(famille.holds, dits)) and not any(map(famille.holds, donnes)) for famille in read_familles("licences")
    )


def _match(ecrits: Sequence[Negatif], donnes: Sequence[Negatif]) -> list[Negatif]:
    """Match written negatives with given ones, each used once, and give those that find none."""
    restes, attente = list(donnes), list(ecrits)
    # A word of the request that the passage uses too denies what it denied: it permits no other negative.
    permises = {n.famille for n in donnes if n.famille.isdigit()} - _outils()
    redites = {n.famille for n in attente} & permises
    attente = [n for n in attente if n.famille not in redites]
    restes = [n for n in restes if n.famille not in redites]
    attente = _pair(attente, restes)
    for negatif in [n for n in attente if n.famille != VERBALE]:
        meme = next((d for d in restes if d.famille == negatif.famille), None)
        if meme is not None:
            restes.remove(meme)
            attente.remove(negatif)
    # « il ne l’a pas été » names nothing: any negative left over may be what it says.
    return [n for n in attente if n.autour or not restes]


def _pair(ecrits: list[Negatif], restes: list[Negatif]) -> list[Negatif]:
    """Pair the negatives, best fit first; take the given ones out of `restes` and give the written ones left."""
    notes = [(_fit(a, b), i, j) for i, a in enumerate(ecrits) for j, b in enumerate(restes)]
    seuls, libres = set(range(len(ecrits))), set(range(len(restes)))
    for note, i, j in sorted(notes, key=lambda n: (-n[0], n[1], n[2])):
        if note > 0 and i in seuls and j in libres:
            seuls.discard(i)
            libres.discard(j)
    restes[:] = [n for j, n in enumerate(restes) if j in libres]
    return [n for i, n in enumerate(ecrits) if i in seuls]


def _fit(a: Negatif, b: Negatif) -> float:
    """Measure how well two negatives fit: what they share around them, and more when they are of one family."""
    # « 12 h au lieu de 48 h » can be said « et non plus 48 h »; it denies no verb; nor does « sinon ».
    if a.famille == VERBALE and b.famille in {AU_LIEU, _family_of(["sinon"], 0)}:
        return 0.0
    communs = sum(_are_near({x}, b.autour) for x in a.autour)
    return communs + (0.5 if communs and a.famille == b.famille else 0.0)


def _are_near(mots: Iterable[str], autres: Collection[str]) -> bool:
    return any(is_among(x, autres) for x in mots)


def _outils() -> set[str]:
    """Give the families of the small words, each of which denies something of its own."""
    return {_family_of([mot], 0) for mot in ("sans", "pas", "aucun", "ni", "non", "nul", "jamais", "guere", "sinon")}


def find_negatifs(texte: str) -> Iterator[Negatif]:
    """Find the negatives of a sentence or a point; a word repeated denies once, but « non payé, non dû » does twice."""
    jetons = _cut(_erase_vides(texte))
    vus: set[str] = set()
    pris = _find_seconds(jetons)
    for i, jeton in enumerate(jetons):
        nie = jeton in _NE and not _is_restriction(jetons, i) and not _is_expletif(jetons, i)
        if nie or (jeton == "plus" and i not in pris and _is_fini(jetons, i)) or _is_personne(jetons, i):
            yield _make(VERBALE, jetons, i)
        elif i not in pris and not jeton.startswith("⟦") and (famille := _family_of(jetons, i)) and famille not in vus:
            if famille not in _outils():
                vus.add(famille)
            yield _make(famille, jetons, i)


def _cut(texte: str) -> list[str]:
    jetons = [j if j.startswith("⟦") else fold_texte(j) for j in _JETON.findall(texte)]
    # The point of « r. Basse » and « av. Foch » ends nothing.
    return [j for i, j in enumerate(jetons) if j != "." or not i or len(jetons[i - 1]) > _ABREGE_MAX]


def _erase_vides(texte: str) -> str:
    """Erase the phrases whose negative denies nothing given: « je ne manquerai pas de », « non seulement »."""
    for m in read_expressions("negations_vides").finditer(fold(texte).plie):
        texte = texte[: m.start()] + " " * (m.end() - m.start()) + texte[m.end() :]
    return texte


def _find_seconds(jetons: Sequence[str]) -> set[int]:
    """Find the words that go with « ne » and deny nothing more: « ne … pas », « aucune … n’ »."""
    # « aucune … n’ » stands before; « pas de trajet sans accord » denies twice.
    places = [
        (i, max(0, i - 6) if jeton in _NE else i) for i, jeton in enumerate(jetons) if jeton in _NE or jeton == "sans"
    ]
    portees = [(i, j) for i, debut in places for j in range(debut, min(len(jetons), i + 9)) if jetons[j] in _SECONDS]
    proches = {j for i, j in portees if not _denies_alone(jetons, i, j)}
    # « aucune inscription au nom de M. ⟦P1⟧ ne figure »: the subject is as long as it likes.
    nes = [i for i, jeton in enumerate(jetons) if jeton in _NE]
    sujets = {j for i in nes for j in range(_bound(jetons, i, -1, i), i) if jetons[j] in _SUJETS_NULS - {"rien"}}
    sujets = {j for j in sujets if not _denies_alone(jetons, j, j)}
    proches |= sujets if len(sujets) == 1 else set()
    # « ne déposer ni les sacs … ni les cartons … »: the second « ni » may be far.
    return proches | {j for i, _ in places for j in range(i, _end_of_phrase(jetons, i)) if jetons[j] == "ni"}


def _denies_alone(jetons: Sequence[str], i: int, j: int) -> bool:
    """Tell « est nul et ne … », « n’est pas nul », « ne … pas … et aucune », where it denies too, from « n’a nul »."""
    if jetons[j] not in _SUJETS_NULS - {"rien"}:
        return False
    etats = {"est", "sont", "etait", "etaient", "sera", "seront", "pas"}
    attribut = j > 0 and jetons[j].startswith("nul") and jetons[j - 1] in etats
    nie = next((k for k in range(i + 1, j) if jetons[k] in {"pas", "plus", "jamais"}), j)
    return attribut or not {"et", "ou", "mais", ","}.isdisjoint(jetons[nie:j])


def _end_of_phrase(jetons: Sequence[str], i: int) -> int:
    return next((j for j in range(i, len(jetons)) if jetons[j] in _FINS), len(jetons))


def _family_of(jetons: Sequence[str], i: int) -> str:
    mot = jetons[i]
    if mot == "lieu" and i and jetons[i - 1] == "au" and jetons[i + 1 : i + 2] in (["de"], ["d'"], ["du"], ["des"]):
        return AU_LIEU
    for rang, famille in enumerate(read_familles("negations")):
        if famille.holds(mot.rstrip("'")):
            return str(rang)
    return PRIVATIF if _INABLE.fullmatch(mot) else ""


def _make(famille: str, jetons: Sequence[str], i: int) -> Negatif:
    debut = _bound(jetons, _skip_incise(jetons, i, -1), -1, _AVANT)
    fin = _bound(jetons, _skip_incise(jetons, i, 1), 1, _APRES)
    # « je ne vous remercie pas de n’utiliser ni … »: what the second denies, the first does not.
    fin = next((j - 1 for j in range(i + 1, fin + 1) if jetons[j] in _NE), fin)
    # « rien à faire » is « sans que vous ayez rien à faire ».
    rien = [mot for mot in jetons[i : fin + 1] if mot == "rien"]
    dits = (*_content(jetons[debut : fin + 1]), *_find_nie(jetons, i), *rien)
    # « 15 g de sel par m², pas plus »: what stands alone after a comma denies what stands before it.
    autour = frozenset(dits or _content(jetons[max(0, debut - _AVANT) : debut]))
    return Negatif(famille, autour, " ".join(jetons[debut : fin + 1]))


def _skip_incise(jetons: Sequence[str], i: int, pas: int) -> int:
    """Go over « , malgré la relance, » before « n’a pas été posé », over « , à ce jour, » after « n’a »."""
    virgule = i + (-1 if pas < 0 else 2)
    if jetons[i] not in _NE or not 0 < virgule < len(jetons) or jetons[virgule] != ",":
        return i
    bouts = range(virgule + pas, 0 if pas < 0 else len(jetons), pas)
    return next((j for j in bouts if jetons[j] == ","), i)


def _find_nie(jetons: Sequence[str], i: int) -> Iterator[str]:
    """Give the very word that is denied, even one that says little: « pas concerné », « n’est pas concerné »."""
    second = next((j for j in range(i + 1, min(len(jetons), i + 5)) if jetons[j] in _SECONDS), i)
    place = i if jetons[i] in _DEVANT_NIE else second if jetons[i] in _NE else len(jetons)
    suite = (mot for mot in jetons[place + 1 : place + 5] if mot not in _AUXILIAIRES)
    mot = next(suite, "")
    if place != len(jetons) and _PARTICIPE.fullmatch(mot):
        yield mot


def _bound(jetons: Sequence[str], i: int, pas: int, portee: int) -> int:
    """Go from a negative to the comma or stop that bounds what it denies, `portee` words at most."""
    j = i
    while 0 <= j + pas < len(jetons) and abs(j - i) < portee and jetons[j + pas] not in _PONCTUATION:
        j += pas
    return j


def _content(jetons: Iterable[str]) -> Iterator[str]:
    """Give the marks, and the stems of the words that say something, a negative word included."""
    for jeton in jetons:
        if jeton.startswith("⟦") or (
            len(jeton) > 3 and jeton not in _PORTE_RIEN and jeton not in _SECONDS and jeton != "sans"
        ):
            yield jeton


def _is_restriction(jetons: Sequence[str], i: int) -> bool:
    """Tell « n’exerce cette mission qu’à mi-temps »: a « que » and no « pas » before it, in one breath.

    « aucun d’eux ne s’oppose à ce que » restricts nothing.
    """
    suite = jetons[i + 1 : i + 13]
    sujet = jetons[_bound(jetons, i, -1, _AVANT) : i]
    if any(mot in _SUJETS_NULS for mot in sujet):
        return False
    if any(a == "plus" and b in {"que", "qu'"} for a, b in pairwise(suite[:6])):
        return True
    for avant, jeton in pairwise(["", *suite]):
        if jeton in _SECONDS or jeton in _PONCTUATION or (jeton == "personne" and avant not in _DEVANT_PERSONNE):
            return False
        if jeton in {"que", "qu'"} and avant not in _CONJONCTIONS:
            return True
    return False


def _is_fini(jetons: Sequence[str], i: int) -> bool:
    """Tell « plus de dotation », « plus besoin », « plus maintenus » that begin a clause from « plus de 50 agents ».

    Elsewhere « un système plus maintenu » is told from « une rue plus fréquentée » by what is never more or less so.
    """
    suite = [*jetons[i + 1 : i + 3], "", ""]
    fini = suite[0] in {"de", "d'", "a", "en", "par", "besoin"} and suite[1] != "" and not suite[1].startswith("⟦")
    tete = i == 0 or jetons[i - 1] in _PONCTUATION
    return (tete and (fini or _PARTICIPE.fullmatch(suite[0]) is not None)) or stem(suite[0]) in _SANS_DEGRE


def _is_personne(jetons: Sequence[str], i: int) -> bool:
    """Tell « , personne sur le chantier », « , personne à moins de 2 m », which deny, from « une personne ici »."""
    seul = i == 0 or jetons[i - 1] in _PONCTUATION
    suite = jetons[i + 1 : i + 4]
    situe = suite[:2] == ["a", "moins"] or not _LIEUX.isdisjoint(suite[:1])
    return jetons[i] == "personne" and seul and situe and not _NE & set(suite)


def _is_expletif(jetons: Sequence[str], i: int) -> bool:
    """Tell « avant que le marché ne prenne fin »: a « ne » alone after « avant que », « à moins que »."""
    que = next((j for j in range(i - 1, max(0, i - 8), -1) if jetons[j] in {"que", "qu'"}), 0)
    seul = not any(jeton in _SECONDS for jeton in jetons[i + 1 : i + 10])
    return seul and jetons[que - 1 : que] in (["avant"], ["moins"], ["crainte"], ["peur"])
