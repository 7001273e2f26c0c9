"""Finds what an act says of remedies: the delay, its starting point, the court, its address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.regles.vue import Paragraphe, Vue

_TITRE_RECOURS = re.compile(r"recours|voies et delais")
_PARLE = re.compile(
    "(?:recours (?:pour exces de pouvoir|contentieux|gracieux|devant|aupres|dans)|(?:faire|fera|"
    "font) l'objet d'un recours|deferee?s? (?:au|devant|a la)|"
    r"contestee?s? devant|voies? et delais? de recours|tribunal administratif|telerecours|d'un recours)"
)
_SUITE = 6
"""The delays may be listed a few paragraphs under the sentence that opens the remedy."""
_VISEUR = frozenset({"visa", "considerant", "formule", "autorite", "en_tete", "intitule"})
DELAI = re.compile(
    r"(?<!\w)(?P<delai>(?:un|une|deux|trois|quatre|six|huit|dix|quinze|"
    r"\d{1,3})(?: \(\d{1,3}\))?(?: \w+)? ?(?:mois|jours?|semaines?|ans?|heures?))(?!\w)"
)
DEUX_MOIS = re.compile(r"(?<!\w)(?:deux|2|02)(?: \((?:2|02|deux)\))? mois(?!\w)|(?<!\w)deux \(2\) mois")
TRIBUNAL = re.compile(r"tribuna(?:l|ux) administratifs?|juridiction administrative")
TRIBUNAL_NOMME = re.compile(
    "tribunal administratif (?:de la |de l'|de |du |des |d')(?!(?:sa|son|votre|notre|ce|cette|dans|"
    r"deux)(?!\w))\w|tribunal administratif,? (?:sis|situe)|tribunal administratif .{0,40}competent"
)
AUTRE_JURIDICTION = re.compile(
    "tribunal (?:judiciaire|de police|paritaire|des conflits)|cour (?:administrative )?d'appel|"
    "cour nationale|conseil d'etat|commission du contentieux|conseil de prud'hommes"
)
TELERECOURS = re.compile(r"tele ?recours")
CODE_POSTAL = re.compile(r"(?<!\d)(?:\d{5}|\d{2} \d{3})(?!\d)(?: cedex| [a-z])")
DEPARTS = re.compile(r"(?<!\w)(?P<depart>notification|publication|affichage|publicite|reception|mise en ligne)(?!\w)")


@dataclass(frozen=True, slots=True)
class Recours:
    """The leaves that speak of remedies, and their folded text."""

    paragraphes: tuple[Paragraphe, ...]
    plie: str


def find_recours(vue: Vue) -> Recours:
    """Give the leaves that speak of remedies: the mention, an article titled so, and what stands under them."""
    trouves: list[Paragraphe] = []
    dans_un_titre = False
    suite = 0
    for p in vue.corps:
        if p.cle in _VISEUR:
            continue
        if p.cle == "titre_article" or p.cle.startswith("titre_section"):
            dans_un_titre = bool(_TITRE_RECOURS.search(p.plie))
        parle = p.cle == "mention_recours" or dans_un_titre or bool(_PARLE.search(p.plie))
        suite = _SUITE if parle else suite - 1
        if parle or (suite > 0 and DELAI.search(p.plie) and DEPARTS.search(p.plie)):
            trouves.append(p)
    return Recours(tuple(trouves), "\n".join(p.plie for p in trouves))
