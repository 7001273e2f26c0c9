"""Proper nouns that no other search finds: whatever has a capital and is not an ordinary word or an institution."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.faits.prenoms import PRENOMS
from server.faits.repli import fold
from server.redacteurs.donnees import fold_texte, read_mots, read_sigles
from server.redacteurs.marques.modele import Nature
from server.redacteurs.marques.repere import Repere

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAPITALE = r"[A-ZÀ-ÖØ-ÞŒ][\w]*(?:['’.-]?[\w]+)*"
_PARTICULE = r"(?:de la |de l['’]|de |du |des |d['’]|la |le |les |l['’]|en |sur |sous |lès )"
_MOT = re.compile(rf"(?<![\w⟦_])(?:[dDlLnNsSjJ]['’]|[qQ]u['’])?(?P<m>{_CAPITALE})")
_SUITE = re.compile(rf"[ \u00a0-](?:{_PARTICULE}){{0,2}}(?P<m>{_CAPITALE})")
_CITE = re.compile(r"«[ \u00a0\u202f]*(?P<a>[^«»]{2,80}?)[ \u00a0\u202f]*»|“(?P<b>[^“”]{2,80})”|\"(?P<c>[^\"]{2,80})\"")
_TETE = re.compile(r"(?:^|[.!?…:]\s|[;•–—-]\s|«[ \u00a0\u202f]*)$")
_CIVILITE_MINUSCULE = re.compile(
    r"(?<!\w)(?P<c>m\.|mr\.?|mme\.?|mlle|monsieur|madame|mademoiselle) (?P<n>[a-zà-öø-ÿ][\w'’-]{2,})", re.IGNORECASE
)
_LIEU_AVANT = re.compile(
    r"(?:\bà|\baux?|\bvers|\ben|\bdans|\bcommunes? de|\bcommunes? d['’]|\bvilles? de|\bhameau d[eu])\s?$"
)
_ASSOCIATION = re.compile(
    r"\b(?:association|club|amicale|société|entreprise|compagnie|comité|école|collège|lycée|groupe|fédération|union"
    r"|coopérative|cabinet|établissement|établissements|sarl|sas|sci|eurl|ets)\s(?:(?:de|du|des|la|le|les)\s)?$",
    re.IGNORECASE,
)
_ORDINAIRES = ("initiaux", "capitales")


def find_cites(texte: str) -> Iterator[Repere]:
    """Find the names between quotation marks: « Les Amis du lavoir »; a quotation without a capital is text."""
    for m in _CITE.finditer(texte):
        groupe = m.lastgroup or "a"
        ecrit = m[groupe]
        if any(c.isupper() for c in ecrit) and len(ecrit.split()) <= 10:
            yield _repere(texte, *m.span(groupe), Nature.ORG)


def find_propres(texte: str) -> Iterator[Repere]:
    """Find the proper nouns: runs of capitalised words, and lower-case names after a civilité."""
    position = 0
    for m in _MOT.finditer(texte):
        if m.start() < position:
            continue
        position = m.end()
        if is_nom(m["m"], tete=_is_tete(texte, m.start())):
            position = _end_of_run(texte, m.end())
            yield _repere(texte, m.start("m"), position, _nature(texte, m.start("m")))
    for m in _CIVILITE_MINUSCULE.finditer(texte):
        mot = fold_texte(m["n"])
        if mot not in read_mots("initiaux") and mot not in read_mots("capitales"):
            yield _repere(texte, *m.span("n"), Nature.PERSONNE)


def is_nom(mot: str, *, tete: bool) -> bool:
    """Tell a name from an institution, an acronym of the lexicon or a word whose capital comes from its place."""
    plie = fold_texte(mot)
    majuscules = sum(c.isupper() for c in mot)
    if majuscules > 1 and (plie in read_sigles() or is_sigle(mot)):
        return False
    parties = re.split(r"[-'’.]", plie)
    if plie in read_mots("capitales") or all(p in read_mots("capitales") for p in parties):
        return False
    if len(mot) < 2:
        return not tete and mot not in {"A", "À", "Y", "M"}
    return not (tete and is_ordinaire(mot))


def is_sigle(mot: str) -> bool:
    """Tell an acronym from a name in capitals: three letters at most, or no vowel, and no first name."""
    plie = fold_texte(mot)
    return (
        mot.isalpha()
        and mot.isupper()
        and plie not in PRENOMS
        and (len(mot) <= 3 or not any(c in "aeiouy" for c in plie))
    )


def is_ordinaire(mot: str) -> bool:
    """Tell whether a word that opens a sentence is an ordinary word, by the lexicon of openings and by its ending."""
    plie = fold_texte(mot)
    premier = re.split(r"['’-]", plie)[0]
    mots = read_mots("initiaux")
    if plie in mots or premier in mots:
        return True
    return premier not in PRENOMS and len(plie) > 6 and plie.endswith(_terminaisons())


def _terminaisons() -> tuple[str, ...]:
    return tuple(m[1:] for m in read_mots("initiaux") if m.startswith("-"))


def _is_tete(texte: str, debut: int) -> bool:
    return _TETE.search(texte, max(0, debut - 4), debut) is not None


def _end_of_run(texte: str, fin: int) -> int:
    while (m := _SUITE.match(texte, fin)) and fold_texte(m["m"]) not in read_mots("capitales"):
        fin = m.end()
    return fin


def _nature(texte: str, debut: int) -> Nature:
    avant = texte[max(0, debut - 30) : debut]
    if _ASSOCIATION.search(avant):
        return Nature.ORG
    return Nature.LIEU if _LIEU_AVANT.search(avant) else Nature.NOM


def _repere(texte: str, debut: int, fin: int, nature: Nature) -> Repere:
    ecrit = texte[debut:fin]
    return Repere(debut, fin, nature, " ".join(re.sub(r"[^\w]", " ", fold(ecrit).plie).split()), ecrit)
