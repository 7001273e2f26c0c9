"""Numbers of articles and of annexes: headings and references to them inside one act."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.vue import Paragraphe

_ROMAINS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ORDINAUX_LATINS = r"bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies"
_TITRE = re.compile(
    r"(?:article|art\.?) ?(?:n° ?)?(?P<numero>1 ?er(?!\w)|premier(?!\w)|unique(?!\w)|\d{1,4}(?![\w/]|"
    r"[.,-]\d)|(?=[ivxl])[ivxl]{1,7}(?!\w|\. ?\d| \d))"
    rf"(?: ?(?P<suffixe>(?:{_ORDINAUX_LATINS})(?!\w)))?"
)
_TITRE_HIERARCHIQUE = re.compile(r"(?:article|art\.?) ?(?:[a-z]\.? ?)?\d+(?:[.-]\d+)+")
_SUITE_D_UNE_PHRASE = re.compile(r" ?,? (?:du|de la|de l'|des|de|susvise|precite|ci-dessus)(?!\w)")
_NOMBRE = (
    rf"(?:1 ?er|premier|\d{{1,3}})(?! ?(?:°|%|€|euros?|jours|mois)|[\w/]|[.,-]\d)(?: (?:{_ORDINAUX_LATINS})(?!\w))?"
)
_RENVOI = re.compile(
    rf"(?<![\w-])articles? (?P<liste>{_NOMBRE}(?:(?:, ?| et | ou | a |, et )(?:l'article )?{_NOMBRE}){{0,20}})"
)
_ITEM = re.compile(
    "(?P<lien>(?:^|, ?| et | ou | a ))?(?:l'article )?(?P<numero>1 ?er|premier|"
    rf"\d{{1,3}})(?: (?P<suffixe>{_ORDINAUX_LATINS}))?"
)
_PRESENT = re.compile(
    r" ?,? ?(?:alineas? \d+,? |\d+°,? )?(?:du|de la|de l'|des|au|a la) ?(?:presente?s?|meme arrete)(?!\w)|"
    "(?: ci[ -](?:dessus|dessous|apres|avant))"
)
_AUTRE_TEXTE = re.compile(
    r" ?,? ?(?:\([^)]{0,30}\) ?)?(?:(?:alinea|al\.|paragraphe|§) ?\d+,? ?|\d+°,? ?|premier alinea,? ?|"
    r"[a-z]\),? ?|i{1,3},? ?|iv,? ?){0,3}(?:et suivants,? )?(?:(?:modifiee?s?|susvisee?s?|precitee?s?),? )?"
    r"(?:du|de la|de l'|de|des|d'|dudit|de ladite|desdits)(?: ?(?!present))"
)
Cle = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Renvoi:
    """A reference to an article: its number, where it stands, and whether it says « du présent … »."""

    cle: Cle
    debut: int
    fin: int
    present: bool


def parse_titre(p: Paragraphe) -> Cle | None:
    """Give the number of the heading of an article; None when it has none that we can follow.

    « Article 1er » is (1, ""), « Article 3 bis » (3, "bis"). A sentence that starts « Article 6 de la loi … » and a
    hierarchical number (« Article 2.1 ») are no heading of ours.
    """
    texte = f"{p.numero.lower()} {p.plie}".strip()
    m = _TITRE.match(texte)
    if m is None or _SUITE_D_UNE_PHRASE.match(texte, m.end()):
        return None
    return _number(m["numero"]), m["suffixe"] or ""


def is_unique(p: Paragraphe) -> bool:
    """Tell whether the heading is « Article unique »."""
    return f"{p.numero.lower()} {p.plie}".strip().startswith(("article unique", "art. unique"))


def is_hierarchique(p: Paragraphe) -> bool:
    """Tell whether the heading has a number with dots or dashes, whose order this tool does not follow."""
    return bool(_TITRE_HIERARCHIQUE.match(f"{p.numero.lower()} {p.plie}".strip()))


def _number(mot: str) -> int:
    if mot[0] == "1" and mot.endswith("er"):
        return 1
    if mot in {"premier", "unique"}:
        return 1
    return int(mot) if mot.isdigit() else parse_romain(mot)


def parse_romain(mot: str) -> int:
    """Read a Roman number in lower case; 0 for anything else."""
    valeurs = [_ROMAINS.get(c, 0) for c in mot]
    return sum(-v if v < max(valeurs[i + 1 :], default=0) else v for i, v in enumerate(valeurs))


def find_renvois(plie: str) -> Iterator[Renvoi]:
    """Find the references to articles that do not name another text (« article 3 », « aux articles 2 et 3 »)."""
    for m in _RENVOI.finditer(plie):
        present = bool(_PRESENT.match(plie, m.end()))
        if not present and _AUTRE_TEXTE.match(plie, m.end()):
            continue
        yield from _items(m, present=present)


def _items(m: re.Match[str], *, present: bool) -> Iterator[Renvoi]:
    precedent = 0
    for item in _ITEM.finditer(m.string, m.start("liste"), m.end("liste")):
        nombre = _number(item["numero"])
        if (item["lien"] or "").strip() == "a" and 0 < nombre - precedent < 200:
            for entre in range(precedent + 1, nombre):
                yield Renvoi((entre, ""), item.start("numero"), item.end(), present)
        yield Renvoi((nombre, item["suffixe"] or ""), item.start("numero"), item.end(), present)
        precedent = nombre
