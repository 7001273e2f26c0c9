from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from server.faits.choix import keep_longest
from server.faits.fait import Genre
from server.faits.jetons import index_mots, scan
from server.faits.mots import find_nombres_en_mots
from server.faits.repli import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.faits.fait import Fait
    from server.faits.jetons import Jetons
    from server.faits.mots import NombreEnMots
    from server.faits.repli import Repli

_CHIFFRES = re.compile(
    r"""(?<![^\W_])(?:
      (?P<tel>(?:\+33\ ?(?:\(0\)\ ?)?|0033\ ?|0)[1-9](?:[\ .-]?[0-9]{2}){4}(?![0-9]))
    | (?P<siret>[0-9]{3}\ [0-9]{3}\ [0-9]{3}\ [0-9]{5}(?![0-9]))
    | (?P<groupes>[0-9]{1,3}(?:\ [0-9]{3})+(?![0-9])(?:,[0-9]+)?)
    | (?P<points>[0-9]{1,3}(?:\.[0-9]{3})+(?!\.?[0-9])(?:,[0-9]+)?)
    | (?P<pointe>[0-9]+(?:\.[0-9]+)+)
    | (?P<simple>[0-9]+(?:,[0-9]+)?)
    )""",
    re.VERBOSE,
)
_ECHELLE = re.compile(r" (mille|millions?|milliards?)\b")
_ECHELLES = {"mille": 10**3, "million": 10**6, "milliard": 10**9}
_RANG = re.compile(r" ?(?:ere?s?|eme?s?|res?|nde?s?|es?)(?!\w)")
_POUR_CENT = re.compile(r" ?(?:%|pour ?cent(?!\w)|p\. ?100(?!\d))")
_POUR_MILLE = re.compile(r" ?(?:‰|pour mille(?!\w))")
_VIRGULE = re.compile(r" virgule ")
_PUISSANCE = re.compile(r"[²³]")
_UNITE_COLLEE = re.compile(r"(?:[kcm]?m[23²³]?|ha|k?g|t|l|h|j|min|km/h|kva|kw[hc]?|mw|db|mo|go|°c|cv)(?!\w)")
# Words that turn « un » into a number, and words around « premier », « second », « neuf » that make them no number.
_NUMEROTE = re.compile(r"(?:numero|n°|article|lot|annexe|page|tranche|phase|niveau|chapitre|titre|zone) $")
_LOCUTION_AVANT = re.compile(r"(?:en|de|du|au|tout|a|chef|remis a|quoi de) $")
_LOCUTION = re.compile(r"premier ministre|premiere ministre|premiere instance|premiers? secours")
_EN_PREMIER = re.compile(r"(?:en|dans un) (?:premier|second) (?:lieu|temps)|(?:tout|au|de) premier (?:abord|chef|plan)")
_SUITE_PLURIEL = re.compile(
    r" (?!(?:sans|dans|apres|puis|mais|depuis|pas|plus|vers|hors|des|ses|les|ces|nos|vos|\w*(?:mis|pris|quis|clos))\b)"
    r"\w+[sxz]\b"
)
_SUITE_DE_NEUF = re.compile(r" (?:pour cent|mille|cents?|millions?|milliards?|mois|novembre|janvier|mai|mars|euros?)\b")
_DETERMINANT = re.compile(
    r"\b(?:les|des|ces|aux|nos|vos|leurs|ses|article|numero|n°|lot|pour|contre|voix|est de|soit) $"
)
_COLLECTIF = re.compile(
    r"(?<!\w)(?:une (?P<un>dizaine|douzaine|quinzaine|vingtaine|trentaine|quarantaine|cinquantaine|soixantaine"
    r"|centaine)"
    r"|un (?P<m>millier)|(?:des|plusieurs|quelques) (?P<p>dizaines|centaines|milliers|millions|milliards))(?= d[e'])"
)
_COLLECTIFS = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000, "million": 10**6, "milliard": 10**9,
}  # fmt: skip
_FRACTION = re.compile(
    r"(?<!\w)(?:la (?P<moitie>moitie)|(?:un|le) (?P<tiers>tiers)(?= (?:des|du|de la) )|(?P<deux_tiers>deux tiers)"
    r"|(?:un|le) (?P<quart>quart)(?= (?:des|du|de la) )|(?P<trois_quarts>trois quarts))(?!\w)"
)
_FRACTIONS = {"moitie": "1/2", "tiers": "1/3", "deux_tiers": "2/3", "quart": "1/4", "trois_quarts": "3/4"}
_AVANT_VAGUE = frozenset(("un", "une", "des", "plusieurs", "quelques", "la", "le", "deux", "trois"))
# Beyond this many figures it is an identifier (IBAN, dossier), copied as it is written.
_MAX_CHIFFRES = 15


@dataclass(frozen=True, slots=True)
class Nombre:
    """Hold a number as it stands in a folded text, before one knows what it counts.

    `brut` is set for what is written in figures but is no quantity (telephone, SIRET, « 01000 », « 7.10 »).
    """

    debut: int
    fin: int
    valeur: Decimal
    en_lettres: bool
    ordinal: bool = False
    seul: bool = False
    brut: str = ""


@dataclass(frozen=True, slots=True)
class Analyse:
    """Hold a folded text with its words and its numbers, read once for every search."""

    repli: Repli
    jetons: Jetons
    nombres: tuple[Nombre, ...]


def analyse(texte: str) -> Analyse:
    """Fold a text and read its numbers."""
    repli = fold(texte)
    jetons = index_mots(repli.plie)
    return Analyse(repli, jetons, scan_nombres(repli.plie, jetons))


def scan_nombres(plie: str, jetons: Jetons) -> tuple[Nombre, ...]:
    """Read every number of a folded text, in figures and in words, in the order of the text."""
    nombres = [*_scan_chiffres(plie, jetons), *_scan_mots(plie, jetons)]
    nombres.sort(key=lambda n: n.debut)
    # « 12 mille » has been read as one number with its scale: the scale alone goes.
    return tuple(n for i, n in enumerate(nombres) if i == 0 or n.debut >= nombres[i - 1].fin)


def find_nombres(texte: str) -> tuple[Fait, ...]:
    """Find the numbers of a text: figures, words, ranks, percentages, fractions.

    Values: « 1 234,50 » is "1234.5", « 20 % » is "20%", « deuxième » is "2e", « une dizaine » is "10~", « la moitié »
    is "1/2". Telephone numbers lose their spaces; « 01000 » and « 7.10 » stay as written: the code 7.10 is not 7.1.
    """
    return nombres_of(analyse(texte))


def nombres_of(a: Analyse) -> tuple[Fait, ...]:
    """Find the numbers of an analysed text: see `find_nombres`."""
    plie = a.repli.plie
    faits = [f for n in a.nombres if (f := _as_fait(a.repli, n)) is not None]
    vagues = a.jetons.starts(_AVANT_VAGUE)
    faits += [
        a.repli.fait(Genre.NOMBRE, m.start(), m.end(), _value_vague(m))
        for motif in (_COLLECTIF, _FRACTION)
        for m in scan(motif, plie, vagues)
    ]
    return keep_longest(faits)


def format_decimal(valeur: Decimal) -> str:
    """Write a decimal without exponent nor useless zeros: the canonical form of a quantity."""
    texte = format(valeur, "f")
    return texte.rstrip("0").rstrip(".") if "." in texte else texte


def end_of_double(a: Analyse, i: int) -> int | None:
    """Give the end of « quinze (15) » when the i-th number is repeated in brackets with the same value, else None."""
    if i + 1 >= len(a.nombres):
        return None
    nombre, suivant = a.nombres[i], a.nombres[i + 1]
    plie = a.repli.plie
    entre = plie[nombre.fin : suivant.debut]
    if entre not in {" (", "("} or plie[suivant.fin : suivant.fin + 1] != ")" or nombre.valeur != suivant.valeur:
        return None
    return suivant.fin + 1


def _scan_chiffres(plie: str, jetons: Jetons) -> Iterator[Nombre]:
    # « +33 1 23 45 67 89 » starts at its sign.
    departs = (d for p in jetons.chiffres for d in ((p - 1, p) if p and plie[p - 1] == "+" else (p,)))
    for m in scan(_CHIFFRES, plie, departs):
        nature, ecrit = m.lastgroup or "", m.group()
        brut = _brut(nature, ecrit)
        if brut:
            yield Nombre(m.start(), m.end(), Decimal(0), en_lettres=False, brut=brut)
            continue
        valeur = Decimal(ecrit.replace(" ", "").replace(".", "" if nature == "points" else ".").replace(",", "."))
        if _is_negative(plie, m.start()):
            valeur = -valeur
        echelle = _ECHELLE.match(plie, m.end())
        if echelle:
            yield Nombre(m.start(), echelle.end(), valeur * _ECHELLES[echelle[1].rstrip("s")], en_lettres=False)
            continue
        rang = _RANG.match(plie, m.end()) if "," not in ecrit else None
        fin = rang.end() if rang else m.end()
        yield Nombre(m.start(), fin, valeur, en_lettres=False, ordinal=rang is not None)


def _brut(nature: str, ecrit: str) -> str:
    chiffres = re.sub(r"[^0-9]", "", ecrit)
    if nature == "tel":
        return "0" + chiffres[-9:]
    if nature == "siret" or len(chiffres) > _MAX_CHIFFRES:
        return chiffres
    if nature == "pointe" and (ecrit.count(".") > 1 or ecrit.index(".") < 3):
        return ecrit
    return chiffres if len(chiffres) > 2 and ecrit[0] == "0" and nature != "pointe" and "," not in ecrit else ""


def _is_negative(plie: str, debut: int) -> bool:
    # A hyphen before a figure is mostly a bullet: only the true minus sign, or « (-12 », is believed.
    return plie[max(0, debut - 1) : debut] == "−" or plie[max(0, debut - 2) : debut] == "(-"


def _scan_mots(plie: str, jetons: Jetons) -> Iterator[Nombre]:
    mots = list(find_nombres_en_mots(plie, jetons))
    i = 0
    while i < len(mots):
        m = mots[i]
        valeur, fin, i = Decimal(m.valeur), m.fin, i + 1
        if not m.ordinal and _VIRGULE.match(plie, m.fin):
            decimales, fin, i = _read_decimales(mots, i, fin)
            valeur = Decimal(f"{m.valeur}.{decimales}") if decimales else valeur
        yield Nombre(m.debut, fin, valeur, en_lettres=True, ordinal=m.ordinal, seul=m.seul and fin == m.fin)


def _read_decimales(mots: list[NombreEnMots], i: int, fin: int) -> tuple[str, int, int]:
    debut, decimales = fin + len(" virgule "), ""
    while i < len(mots) and mots[i].debut == debut:
        decimales += str(mots[i].valeur)
        fin, debut, i = mots[i].fin, mots[i].fin + 1, i + 1
        if mots[i - 1].valeur:
            break
    return decimales, fin, i


def _as_fait(repli: Repli, n: Nombre) -> Fait | None:
    plie = repli.plie
    if n.en_lettres and not _counts(plie, n):
        return None
    if not n.en_lettres and plie[n.fin : n.fin + 1].isalpha() and not _UNITE_COLLEE.match(plie, n.fin):
        return None
    if n.ordinal:
        return repli.fait(Genre.NOMBRE, n.debut, n.fin, f"{format_decimal(n.valeur)}e")
    valeur = n.brut or format_decimal(n.valeur)
    puissance = _PUISSANCE.match(plie, n.fin)
    if puissance:  # « 10² » is not 10
        return repli.fait(Genre.NOMBRE, n.debut, puissance.end(), valeur + puissance.group())
    for motif, signe in ((_POUR_CENT, "%"), (_POUR_MILLE, "‰")):
        suite = motif.match(plie, n.fin)
        if suite:
            return repli.fait(Genre.NOMBRE, n.debut, suite.end(), valeur + signe)
    return repli.fait(Genre.NOMBRE, n.debut, n.fin, valeur)


def _counts(plie: str, n: Nombre) -> bool:
    """Tell a number from the article « un », from « un bâtiment neuf » and from the locutions on « premier »."""
    avant = plie[max(0, n.debut - 12) : n.debut]
    mot = plie[n.debut : n.fin]
    if n.seul:
        return bool(_NUMEROTE.search(avant)) or bool(_POUR_CENT.match(plie, n.fin))
    if mot == "neuf":
        return bool(
            _SUITE_PLURIEL.match(plie, n.fin) or _SUITE_DE_NEUF.match(plie, n.fin) or _DETERMINANT.search(avant)
        )
    if mot in {"premier", "premiere", "premiers", "second"}:
        autour = plie[max(0, n.debut - 8) : n.fin + 8]
        return not (_LOCUTION.match(plie, n.debut) or _EN_PREMIER.search(autour))
    return True


def _value_vague(m: re.Match[str]) -> str:
    if m.lastgroup in _FRACTIONS:
        return _FRACTIONS[m.lastgroup]
    mot = m[m.lastgroup or 0]
    return f"{_COLLECTIFS[mot.rstrip('s')]}{'s' if m.lastgroup == 'p' else ''}~"
