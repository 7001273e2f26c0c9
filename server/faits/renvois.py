"""Numbers of the articles of the act itself: headings and references from one article to another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from server.faits.repli import fold

_SUFFIXES = r"bis|ter|quater|quinquies|sexies|septies|octies"
_N = rf"(?:1 ?ere?|premiere?|[0-9]{{1,3}}(?![0-9]|-[0-9]|°|\.[0-9]))(?: ?(?:{_SUFFIXES})(?!\w))?"
_TITRE = re.compile(
    rf"\s*(?:articles?|art\.?) ?(?:n ?° ?)?(?P<n>1 ?ere?|premiere?|unique|[0-9]{{1,3}}|[ivx]{{1,6}})"
    rf"(?: ?(?P<s>{_SUFFIXES}))?(?![\w°]|-[0-9])"
)
_RENVOI = re.compile(
    rf"(?<![\w-])(?:articles?|art\.) (?P<liste>{_N}(?:(?:,| et| ou| a|, et)(?: (?:l'article|les articles"
    rf"|aux articles))? {_N}){{0,20}})"
    r"(?![\w°]|-[0-9])"
)
_ELEMENT = re.compile(rf"(?P<n>1 ?ere?|premiere?|[0-9]{{1,3}})(?: ?(?P<s>{_SUFFIXES})(?!\w))?")
# Texts other than the act: « l'article 3 de la loi … », « l'article 5 des statuts » are no references to itself.
_EXTERNE = re.compile(
    r"(?:,? (?:alineas? [0-9]+|[0-9]°|(?:premier|second|deuxieme|dernier) alinea|[ivx]+))?,? ?\(?"
    r"(?:d'une?|dudit|de ladite|du meme|de la meme|de cette|de ce|de cet|de son|de sa|du|de la|de l'|des"
    r"|de|d')? ?(?:present(?P<present>e?s?) )?"
    r"(?:\w+ )?(?:code|loi|lois|decret|arrete|ordonnance|reglement|convention|contrat|statuts"
    r"|deliberation|decision|circulaire"
    r"|instruction|constitution|traite|accord|marche|cahier|directive|charte|protocole|avenant|bail|declaration|pacte|cgct|crpa"
    r"|cja|cg3p|cgppp|cgfp|csi|cch|csp|texte)(?!\w)"
)


class NumeroArticle(NamedTuple):
    """Hold the number of an article of the act: (3, "bis")."""

    numero: int
    suffixe: str


@dataclass(frozen=True, slots=True)
class Renvoi:
    """Hold a reference from one place of the act to one of its articles; offsets as in `Fait`."""

    debut: int
    fin: int
    texte: str
    article: NumeroArticle


def parse_numero_article(texte: str) -> NumeroArticle | None:
    """Read the number of a heading: « Article 1er », « ARTICLE PREMIER », « Article 3 bis », « Article II ».

    « Article unique » is article 1. None when the text does not start like a heading of the act.
    """
    m = _TITRE.match(fold(texte).plie)
    if m is None:
        return None
    numero = _parse_rang(m["n"])
    return NumeroArticle(numero, m["s"] or "") if numero else None


def find_renvois_articles(texte: str) -> tuple[Renvoi, ...]:
    """Find the references to articles of the act itself: « à l'article 3 », « aux articles 2 et 3 du présent arrêté ».

    The heading of the paragraph, the articles of a code, of a law or of another text are left out. « articles 2 à 5 »
    gives both ends. Where the text may be another one (« l'article 3 des statuts »), nothing is given.
    """
    repli = fold(texte)
    if "art" not in repli.plie:
        return ()
    renvois = []
    for m in _RENVOI.finditer(repli.plie):
        externe = _EXTERNE.match(repli.plie, m.end())
        if _is_heading(repli.plie, m.start()) or (externe and externe["present"] is None):
            continue
        for e in _ELEMENT.finditer(repli.plie, m.start("liste"), m.end("liste")):
            debut, fin = (p if repli.positions is None else repli.positions[p] for p in e.span())
            article = NumeroArticle(_parse_rang(e["n"]), e["s"] or "")
            renvois.append(Renvoi(debut, fin, texte[debut:fin], article))
    return tuple(renvois)


def _is_heading(plie: str, debut: int) -> bool:
    return not plie[plie.rfind("\n", 0, debut) + 1 : debut].strip()


def _parse_rang(ecrit: str) -> int:
    if ecrit[0] in "pu" or ecrit.replace(" ", "") in {"1er", "1ere"}:
        return 1
    return int(ecrit) if ecrit.isdigit() else _parse_romain(ecrit)


def _parse_romain(ecrit: str) -> int:
    """Read a Roman numeral up to XXXIX; 0 when it is not written as one."""
    valeurs = {"i": 1, "v": 5, "x": 10}
    total = 0
    for rang, lettre in enumerate(ecrit):
        suivante = valeurs.get(ecrit[rang + 1], 0) if rang + 1 < len(ecrit) else 0
        total += -valeurs[lettre] if valeurs[lettre] < suivante else valeurs[lettre]
    return total if re.fullmatch(r"x{0,3}(?:ix|iv|v?i{0,3})", ecrit) else 0
