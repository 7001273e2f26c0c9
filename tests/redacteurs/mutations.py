"""From a case of the corpus to what an honest model would send, and to what a lying one would."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from server.faits.repli import fold
from server.redacteurs.base import Demande
from server.redacteurs.donnees import cut_mots, fold_texte, read_sigles
from server.redacteurs.garde.parente import abbreviates
from server.redacteurs.marques import MARQUE, FaitMarque, Marquage, Nature, mark
from server.redacteurs.marques.champs import find_declares_of, nest
from server.redacteurs.marques.reperage import find_reperes
from server.redacteurs.marques.repere import Repere
from server.redacteurs.marques.texte import clean_entree

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).parent / "corpus"
_MONTANT = re.compile(r"[0-9]+\.[0-9]{2}")


@dataclass(frozen=True)
class Cas:
    """A case of the corpus with its request and the paragraphs that an honest model would send."""

    nom: str
    marquage: Marquage
    paragraphes: tuple[str, ...]
    clair: tuple[str, ...]


@dataclass(frozen=True)
class Mutation:
    """A passage that differs from an honest one by one fact."""

    sorte: str
    paragraphes: tuple[str, ...]


@cache
def load_cas(moitie: str) -> tuple[Cas, ...]:
    """Load the cases of one half of the corpus."""
    cas = []
    for fichier in sorted((CORPUS / moitie).glob("*.yaml")):
        cas += [make_cas(brut) for brut in yaml.safe_load(fichier.read_text(encoding="utf-8"))]
    return tuple(cas)


def make_demande(brut: dict[str, Any]) -> Demande:
    """Make the request of a case; amounts written « "1234.50" » are amounts, as the catalogue reads them."""
    champs = {nom: _type(valeur) for nom, valeur in brut["champs"].items()}
    if brut["sens"]:
        champs["sens"] = brut["sens"]
    return Demande(brut["id"], brut["sorte"], "points", tuple(str(p) for p in brut["points"]), champs, "", 5000)


def _type(valeur: Any) -> Any:
    if isinstance(valeur, dict):
        return {nom: _type(v) for nom, v in valeur.items()}
    if isinstance(valeur, list):
        return tuple(_type(v) for v in valeur)
    return Decimal(valeur) if isinstance(valeur, str) and _MONTANT.fullmatch(valeur) else valeur


def make_cas(brut: dict[str, Any]) -> Cas:
    """Put the marks in place of the facts of a clear passage, as a model that was given marks would."""
    demande = make_demande(brut)
    marquage = mark(demande)
    clair = tuple(p for p in brut["passage"].strip().splitlines() if p.strip())
    return Cas(brut["id"], marquage, tuple(put_marks(p, demande, marquage) for p in clair), clair)


def put_marks(paragraphe: str, demande: Demande, marquage: Marquage) -> str:
    """Replace each fact of a paragraph that the table holds by its mark; the others stay, for the guard to refuse."""
    pluriel = _JOURS.search(paragraphe)
    marque = _find_pluriel(pluriel[1], marquage) if pluriel else None
    if pluriel and marque:
        # « les vendredis 3, 10 et 17 juillet » reads as a list of dates without its weekday, which is put back after.
        suite = put_marks(paragraphe[: pluriel.start(1)] + paragraphe[pluriel.end() :], demande, marquage)
        return re.sub(r"\bles (?=⟦DATE)", f"les {marque} ", suite, count=1)
    declares = tuple(find_declares_of(nest(demande.champs)))
    propre = clean_entree(paragraphe)
    # An honest model has the names of the table only as marks: they are found even where nothing tells them as names.
    connus = _find_connus(propre, marquage)
    reperes = find_reperes(propre, declares)
    morceaux, fin = [], 0
    for r in sorted(_first((*connus, *reperes)), key=lambda r: r.debut):
        marque = find_marque(r, marquage)
        if marque is not None:
            morceaux += [propre[fin : r.debut], marque]
            fin = r.fin
    return _put_uns(_put_premiers("".join((*morceaux, propre[fin:])), marquage), marquage)


def _put_uns(texte: str, marquage: Marquage) -> str:
    """Put the mark of « 1 » where a passage writes « un bac », which reads as an article."""
    for fait in marquage.table.values():
        suite = re.search(rf"{fait.marque} (\w+)", " ".join(marquage.demande.points))
        if fait.nature is Nature.NOMBRE and fait.valeur == "1" and suite and fait.marque not in texte:
            texte = re.sub(rf"\bune? (?={suite[1]}\b)", f"{fait.marque} ", texte, count=1)
    return texte


_JOURS = re.compile(r"\bles ((?:lun|mar|mercre|jeu|vendre|same)dis|dimanches) (?=[0-9])")


def _find_pluriel(jour: str, marquage: Marquage) -> str | None:
    return next((f.marque for f in marquage.table.values() if f.valeur == f"{jour}@"), None)


def _put_premiers(texte: str, marquage: Marquage) -> str:
    """Put the mark of « 1er » where a passage says « premier »: the model has no other way to write it."""
    for rang, mot in (("1e", r"\bpremi(?:er|ère)\b"), ("2e", r"\bseconde?\b(?! (?:lieu|temps))")):
        if re.search(mot, marquage.clair):
            continue
        marque = next((f.marque for f in marquage.table.values() if f.valeur == rang), None)
        texte = re.sub(mot, marque, texte) if marque else texte
    return texte


def _first(reperes: tuple[Repere, ...]) -> list[Repere]:
    gardes: list[Repere] = []
    for r in reperes:
        if all(r.fin <= g.debut or r.debut >= g.fin for g in gardes):
            gardes.append(r)
    return gardes


_NOMMES = frozenset({Nature.PERSONNE, Nature.ORG, Nature.NOM, Nature.LIEU, Nature.VOIE, Nature.CODE, Nature.ADRESSE})


def _find_connus(texte: str, marquage: Marquage) -> list[Repere]:
    """Find the names of the table, longest first, whatever the case of letters."""
    plie = clean_entree(texte).lower().replace("’", "'")
    trouves = []
    for fait in sorted(marquage.table.values(), key=lambda f: -len(f.texte)):
        nom = fait.texte.lower().replace("’", "'")
        if fait.nature in _NOMMES and len(nom) > 2:
            motif = re.compile(rf"(?<!\w){re.escape(nom)}(?!\w)".replace(r"\ ", r"[ \u00a0,]{1,2}"))
            trouves += [
                Repere(*m.span(), fait.nature, fait.valeur, fait.texte)
                for m in motif.finditer(plie)
                if not texte[m.start() : m.end()].islower() or fait.texte.islower()
            ]
        if fait.nature in _NOMMES and (sens := read_sigles().get(fold_texte(fait.texte))):
            # The mark of « CCAS » is all that a model can write: it was given no other name.
            entier = re.compile(rf"(?<!\w){re.escape(sens)}(?!\w)")
            trouves += [
                Repere(*m.span(), fait.nature, fait.valeur, fait.texte) for m in entier.finditer(fold(plie).plie)
            ]
    return trouves


def find_marque(repere: Repere, marquage: Marquage) -> str | None:
    """Find the mark of a fact of the passage: of the same value, else of a value that says the same less fully."""
    faits = list(marquage.table.values())
    if repere.nature is Nature.DATE and not any(_says_same(repere, f) for f in faits):
        # « le 16 » of a point is a bare number; the passage that says its month says the same day.
        jour = re.match(r"[0-9]+", repere.texte)
        jours = [f for f in faits if jour and f.nature is Nature.NOMBRE and f.valeur == jour.group()]
        if jours and repere.valeur not in {f.valeur for f in faits}:
            return jours[0].marque
    exacts = [f for f in faits if f.nature is repere.nature and f.valeur == repere.valeur]
    proches = [f for f in faits if _says_same(repere, f)]
    trouves = exacts or proches or _same_chiffres(repere, faits)
    return trouves[0].marque if trouves else None


def _same_chiffres(repere: Repere, faits: list[FaitMarque]) -> list[FaitMarque]:
    """Find the one fact that has the same figures: « 26-5531 » for « dossier n° 26-5531 », « lot 2 » for « les lots 1 et 2 »."""
    chiffres = _figures(repere.valeur if repere.nature is Nature.NOMBRE else repere.texte)
    trouves = [f for f in faits if chiffres and chiffres in {_figures(f.texte), _figures(f.valeur)} and not f.calcul]
    return trouves if len(trouves) == 1 else []


def _figures(texte: str) -> str:
    return "".join(c for c in texte if c.isdecimal())


def _says_same(repere: Repere, fait: FaitMarque) -> bool:
    if repere.nature is Nature.DATE and fait.nature is Nature.DATE:
        return _same_date(repere.valeur, fait.valeur)
    if repere.nature is Nature.JOUR and fait.nature is Nature.JOUR:
        a, b = (v.partition("@") for v in (repere.valeur, fait.valeur))
        return a[0] == b[0] and (not a[2] or not b[2] or _same_date(a[2], b[2]))
    if repere.nature is Nature.REF and fait.nature is Nature.REF:
        return repere.valeur.rpartition(":")[2] == fait.valeur.rpartition(":")[2]
    if {repere.nature, fait.nature} <= {Nature.ADRESSE, Nature.VOIE}:
        return f" {repere.valeur} " in f" {fait.valeur} " or f" {fait.valeur} " in f" {repere.valeur} "
    if {repere.nature, fait.nature} == {Nature.HEURE, Nature.DUREE}:
        return _minutes(repere.valeur) == _minutes(fait.valeur) is not None
    if repere.nature in {Nature.CODE, Nature.NOMBRE} and fait.nature is Nature.REF:
        return fait.texte.endswith(f" {repere.texte}")
    if repere.nature in _NOMMES and fait.nature in _NOMMES:
        a_mots, b_mots = repere.valeur.split(), fait.valeur.split()
        court, long = sorted((a_mots, b_mots), key=len)
        return bool(court) and (long[-len(court) :] == court or set(long) == set(court))
    return False


def _minutes(valeur: str) -> int | None:
    """Read « 01:30 » and « PT1H30M » as one duration, which only the words around tell from a time."""
    m = re.fullmatch(r"([0-9]{2}):([0-9]{2})|PT(?:([0-9]+)H)?(?:([0-9]+)M)?", valeur)
    return sum(int(n or 0) * f for n, f in zip(m.groups(), (60, 1, 60, 1), strict=True)) if m else None


def _same_date(a: str, b: str) -> bool:
    """Compare two dates of which one may lack its year: « 11 mai » and 2026-05-11."""
    return a[-5:] == b[-5:] and ("--" in (a[:2], b[:2])) and len(a) > 5 and len(b) > 5


_VERBES = (
    "est", "sont", "a", "ont", "sera", "seront", "doit", "doivent", "peut", "peuvent", "permet", "reste", "compte",
    "demande", "accorde", "prévoit", "serait", "seraient", "aura", "était", "comporte", "constitue", "relève", "présente",
    "organise", "propose", "autorise", "justifie", "impose", "dispose", "remercie", "recevrait", "atteint", "gère",
)  # fmt: skip
_VERBE = re.compile(rf"(?<![\w’'-])(?P<v>{'|'.join(_VERBES)})(?= (?!pas|plus|qu))")
_DEJA_NIE = re.compile(r"(?:\bne|\bn[’'])\s?\w*$")
_CHIFFRE = re.compile(r"[0-9]")
_NOMS = {Nature.PERSONNE, Nature.ORG, Nature.NOM, Nature.LIEU}
_CLAIRS = {
    Nature.PERSONNE: ("nom", "Claire Vasseur"),
    Nature.ORG: ("nom", "Les Amis de la Tour"),
    Nature.NOM: ("nom", "Vasseur"),
    Nature.LIEU: ("nom", "Bourg-Neuf"),
    Nature.REF: ("reference", "L. 2122-18"),
    Nature.VOIE: ("voie", "rue des Lilas"),
    Nature.ADRESSE: ("voie", "rue des Lilas"),
    Nature.DUREE: ("duree", "deux semaines"),
    Nature.DATE: ("date", "12 octobre"),
    Nature.NOMBRE: ("en_lettres", "dix-sept"),
    Nature.MONTANT: ("en_lettres", "douze cents euros"),
    Nature.HEURE: ("heure", "midi"),
    Nature.JOUR: ("jour", "mardi"),
}


def make_mutations(cas: Cas) -> Iterator[Mutation]:
    """Make every one-fact lie about a passage; a text that a mutation leaves equal is no mutation."""
    texte = "\n".join(cas.paragraphes)
    vus = {texte}
    for mutation in (*_facts_in_clear(cas, texte), *_exchanged(cas, texte), *_others(cas, texte), *_added(cas, texte)):
        sorte, faux = mutation
        if faux not in vus:
            vus.add(faux)
            yield Mutation(sorte, tuple(faux.split("\n")))


def _facts_in_clear(cas: Cas, texte: str) -> Iterator[tuple[str, str]]:
    """Write each fact in clear, changed: a figure, a date, a name, a reference, a street, a duration, words for a number."""
    for m in MARQUE.finditer(texte):
        fait = cas.marquage.table.get(m.group())
        if fait is None:
            continue
        if _CHIFFRE.search(fait.texte):
            faux = _CHIFFRE.sub(lambda c: str((int(c.group()) + 1) % 10), fait.texte, count=1)
            yield "chiffre", texte[: m.start()] + faux + texte[m.end() :]
        if fait.nature in _CLAIRS:
            sorte, faux = _CLAIRS[fait.nature]
            yield sorte, texte[: m.start()] + faux + texte[m.end() :]
        if fait.requis and texte.count(m.group()) == 1:
            yield "marque_retiree", texte[: m.start()] + texte[m.end() :]


def _exchanged(cas: Cas, texte: str) -> Iterator[tuple[str, str]]:
    """Exchange each two marks of one kind everywhere: beneficiaries, amounts, dates, streets …"""
    marques = sorted(set(MARQUE.findall(texte)))
    for i, a in enumerate(marques):
        for b in marques[i + 1 :]:
            fa, fb = cas.marquage.table.get(a), cas.marquage.table.get(b)
            if fa and fb and _is_exchangeable(fa, fb):
                sorte = (
                    "beneficiaires" if fa.nature in _NOMS else "montants" if fa.nature is Nature.MONTANT else "echange"
                )
                yield sorte, texte.replace(a, "⟦⟧").replace(b, a).replace("⟦⟧", b)


def _is_exchangeable(a: FaitMarque, b: FaitMarque) -> bool:
    # Two people of different civilités are told apart by it; a computed fact is nobody's.
    return a.nature is b.nature and not _spells_same(a.texte, b.texte) and not a.calcul and not b.calcul


def _spells_same(a: str, b: str) -> bool:
    """Tell « 14 imp. des Frênes » from no other address than « 14 impasse des Frênes »: to write one is no lie."""
    mots = [cut_mots(texte) for texte in (a, b)]
    return len(mots[0]) == len(mots[1]) and all(
        x == y or abbreviates(x, y) or abbreviates(y, x) for x, y in zip(*mots, strict=True)
    )


def _others(cas: Cas, texte: str) -> Iterator[tuple[str, str]]:
    """Write another given mark of the kind where one stands: the fact of the other beneficiary."""
    for m in MARQUE.finditer(texte):
        fait = cas.marquage.table.get(m.group())
        autres = [f for f in cas.marquage.table.values() if fait and _is_exchangeable(f, fait)]
        for autre in autres[:4]:
            yield "autre_marque", texte[: m.start()] + autre.marque + texte[m.end() :]


def _added(cas: Cas, texte: str) -> Iterator[tuple[str, str]]:
    """Add a person, in three ways, and deny each verb in turn."""
    place = re.search(r"(?<=[a-zé⟧])(?=[.;]|$)", texte)
    if place:
        for ajout in (" et Mme Vasseur", " avec M. Paul Auger", ", selon Vasseur"):
            yield "personne_ajoutee", texte[: place.start()] + ajout + texte[place.start() :]
    for m in _VERBE.finditer(texte):
        if not _DEJA_NIE.search(texte[: m.start()]):
            ne = "n’" if m["v"][0] in "aeéo" else "ne "
            yield "negation", f"{texte[: m.start()]}{ne}{m['v']} pas{texte[m.end() :]}"
