from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from server.faits.choix import keep_longest
from server.faits.codes import CITE, MENTION, MOTS_MENTION, key_of
from server.faits.fait import Fait, Genre
from server.faits.jetons import scan
from server.faits.nombres import Analyse, analyse
from server.faits.textes import TexteTrouve, textes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SUFFIXE = r"(?: (?P<bis>bis|ter|quater|quinquies|sexies)(?!\w))?"
_ARTICLE = re.compile(
    r"(?<![\w°])(?P<p>l\.? ?o|l|r|d|a)(?P<sep>\.? ?\*?\.? ?)(?P<n>[0-9]{1,5}(?:-[0-9]{1,4}){0,6})"
    + _SUFFIXE
    + r"(?![\w€%])"
)
# The words that an article can start with, « L », « LO », « L2213 »: tried on each word once, not on each place.
_MOT_ARTICLE = re.compile(r"(?:lo?|r|d|a)[0-9]*$")
_NUMERO = r"(?:1er|premier|[0-9]{1,5}(?:-[0-9]{1,4}){0,4})(?: (?:bis|ter|quater|quinquies)(?!\w))?"
# « articles 432-12 et 432-14 du code pénal », « article 10 de la loi n° 2000-321 »
_NUS = re.compile(
    rf"(?<!\w)(?:articles?|art\.) (?P<liste>{_NUMERO}(?:(?:, | et | ou | a |, et )(?:l'article "
    rf"|les articles )?{_NUMERO}){{0,12}})(?![\w-])"
)
_MOTS_NUS = frozenset(("article", "articles", "art"))
_NUMERO_NU = re.compile(_NUMERO)
# What joins two articles of one list.
_ET = re.compile(
    r",? ?(?:;|et|ou|a|-|ainsi que|et suivants(?: et)?|jusqu'a|et de|ou de)? ?(?:a |aux |au |de |des |du "
    r"|l'|les )?(?:articles? )?"
)
# What may stand between an article and its code: « L. 2122-22 (4°), alinéa 2, et suivants du code … ».
_DETAIL = (
    r"(?:,? ?\(?(?:[0-9]{1,2}°|[ivx]{1,5}|(?:al\.|alinea) ?[0-9]+|(?:premier|1er|deuxieme|second"
    r"|troisieme|dernier) alinea"
    r"|[a-h]\))\)?){0,3}"
)
_SUIVANTS = r"(?:,? ?(?:et suivants?|et s\.|s\.))?"
_APRES = re.compile(
    rf"{_DETAIL}{_SUIVANTS},? ?\(?(?:(?:du|dudit|au|de ce|de l'ancien|le) )?(?:(?P<code>{CITE})|"
    rf"(?P<meme>meme code|dit code|code (?:precite|susvise)|ce code))"
)
_AVANT = re.compile(
    r"(?: \([a-z0-9]{2,6}\))?,? ?(?:(?:et|notamment|en particulier|pris|pris en|dans|en|par|sous|:|specialement) ){0,3}"
    r"(?:(?:a|en|de|par) )?(?:(?:ses|les|l'|son|aux|le|des|l') ?)?(?:articles? |art\. )?"
)
_APRES_NU = re.compile(rf"{_DETAIL},? (?:du |dudit |de la |de l'|des |au |de cette |de ce )(?:meme )?(?P<code>{CITE})?")


@dataclass(frozen=True, slots=True)
class ReferenceTrouvee:
    """Hold a reference to law: an article with its code or text, a code alone (no article), or a text alone.

    `code` is the key of the code or of the text ("CGCT", "LOI:2000-321"), "" when none is stated; `article` is
    "L2213-1" or ""; `jusqu_a` is the other end of « L. 2213-1 à L. 2213-6 », on its first end only.
    """

    fait: Fait
    code: str
    article: str
    jusqu_a: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class _Article:
    debut: int
    fin: int
    numero: str
    code: str = ""


def find_references(texte: str) -> tuple[Fait, ...]:
    """Find the legal references of a text: articles, codes, laws, decrees, numbered acts.

    Values: "CGCT:L2213-1" when the code is stated just after or just before, else ":L2213-1"; "CGCT" for a code alone;
    "LOI:82-213" for a text, "LOI:82-213#3" for an article of it. « à » between two articles gives both ends.
    """
    return tuple(r.fait for r in analyse_references(texte))


def analyse_references(texte: str) -> tuple[ReferenceTrouvee, ...]:
    """Find the legal references of a text with their parts: see `ReferenceTrouvee`."""
    return references_of(analyse(texte))


def references_of(a: Analyse) -> tuple[ReferenceTrouvee, ...]:
    """Find the legal references of an analysed text: see `find_references`."""
    textes = textes_of(a)
    trouvees = [*_find_articles(a), *_find_nus(a, textes), *_find_codes(a)]
    trouvees += [ReferenceTrouvee(t.fait, t.fait.valeur, "", date=t.date) for t in textes]
    par_fait: dict[Fait, ReferenceTrouvee] = {}
    for trouvee in trouvees:
        par_fait.setdefault(trouvee.fait, trouvee)
    return tuple(par_fait[f] for f in keep_longest(par_fait))


def _find_codes(a: Analyse) -> Iterator[ReferenceTrouvee]:
    for m in scan(MENTION, a.repli.plie, a.jetons.starts(MOTS_MENTION)):
        cle = key_of(m.group())
        yield ReferenceTrouvee(a.repli.fait(Genre.REFERENCE, m.start(), m.end(), cle), cle, "")


def _find_articles(a: Analyse) -> Iterator[ReferenceTrouvee]:
    """Read the lettered articles, list by list: the code said once holds for the whole list."""
    departs = a.jetons.starts({mot for mot in a.jetons.places if mot[0] in "lrda" and _MOT_ARTICLE.match(mot)})
    articles = [_read_article(m) for m in scan(_ARTICLE, a.repli.plie, departs) if _is_article(a, m)]
    precedent, lu = "", 0
    for liste in _group(a.repli.plie, articles):
        code, fin = _code_after(a.repli.plie, liste[-1].fin, precedent)
        code = code or _code_before(a.repli.plie, liste[0].debut, lu)
        precedent, lu = code or precedent, fin
        yield from _build_liste(a, [replace(article, code=code) for article in liste])


def _read_article(m: re.Match[str]) -> _Article:
    lettre = "LO" if len(m["p"]) > 1 else m["p"].upper()
    return _Article(m.start(), m.end(), f"{lettre}{m['n']}{m['bis'] or ''}")


def _is_article(a: Analyse, m: re.Match[str]) -> bool:
    """Tell « L. 2213-1 » and « l2213-1 » from « à 12 h », « D 12 » (a road), « l 12 »."""
    ecrit = a.repli.casse[m.start() : m.start() + 1]
    numero, pointe = m["n"], "." in m["sep"]
    if m["p"] == "a":
        accentue = a.repli.texte[m.start() : m.start() + 1] != "A" if a.repli.positions is None else ecrit != "A"
        return not accentue and "-" in numero and (pointe or bool(re.match(r"\d{3}", numero)))
    if ecrit.isupper():
        annonce = a.repli.plie.endswith(("article ", "articles "), max(0, m.start() - 9), m.start())
        return pointe or "-" in numero or len(numero) >= 3 or annonce
    return "-" in numero and bool(re.match(r"\d{3}", numero)) and m["sep"] in {"", ".", ". ", " "}


def _group(plie: str, articles: Sequence[_Article]) -> Iterator[list[_Article]]:
    liste: list[_Article] = []
    for article in articles:
        if liste and not _ET.fullmatch(plie, liste[-1].fin, article.debut):
            yield liste
            liste = []
        liste.append(article)
    if liste:
        yield liste


def _code_after(plie: str, fin: int, precedent: str) -> tuple[str, int]:
    m = _APRES.match(plie, fin)
    if m is None:
        return "", 0
    return precedent if m["meme"] else key_of(m["code"]), m.end()


def _code_before(plie: str, debut: int, lu: int) -> str:
    """Give the code of « code général des collectivités territoriales, notamment ses articles L. … ».

    A code that ends at `lu` was said for the list before: it says nothing of this one.
    """
    # 160 characters hold the longest name of a code and the longest link.
    mentions = list(MENTION.finditer(plie, max(0, debut - 160), debut))
    if mentions and mentions[-1].end() != lu and _AVANT.fullmatch(plie, mentions[-1].end(), debut):
        return key_of(mentions[-1].group())
    return ""


def _build_liste(a: Analyse, liste: Sequence[_Article]) -> Iterator[ReferenceTrouvee]:
    fins = [*_ranges(a.repli.plie, liste), ""]
    for article, jusqu_a in zip(liste, fins, strict=True):
        fait = a.repli.fait(Genre.REFERENCE, article.debut, article.fin, f"{article.code}:{article.numero}")
        yield ReferenceTrouvee(fait, article.code, article.numero, jusqu_a)


def _ranges(plie: str, liste: Sequence[_Article]) -> Iterator[str]:
    for premier, second in pairwise(liste):
        entre = plie[premier.fin : second.debut].strip()
        yield second.numero if entre in {"a", "a l'article", "-", "jusqu'a"} else ""


def _find_nus(a: Analyse, textes: Sequence[TexteTrouve]) -> Iterator[ReferenceTrouvee]:
    """Read the articles without a letter, where a code or a text is said just after."""
    debuts = {t.debut: t for t in textes}
    for m in scan(_NUS, a.repli.plie, a.jetons.starts(_MOTS_NUS)):
        suite = _APRES_NU.match(a.repli.plie, m.end())
        if suite is None:
            continue
        texte = debuts.get(suite.end())
        if suite["code"]:
            code, signe = key_of(suite["code"]), ":"
        elif texte is not None:
            code, signe = texte.fait.valeur, "#"
        else:
            continue
        for n in _NUMERO_NU.finditer(a.repli.plie, m.start("liste"), m.end("liste")):
            numero = re.sub(r"^(?:1er|premier)", "1", n.group()).replace(" ", "")
            fait = a.repli.fait(Genre.REFERENCE, n.start(), n.end(), f"{code}{signe}{numero}")
            yield ReferenceTrouvee(fait, code, numero)
