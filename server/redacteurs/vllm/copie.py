"""The grammar of a second answer: the words of each point, in their order, and between them what makes a sentence.

A small model that was refused once can then lose, add or move nothing. What it may put between two words depends on
them: an article or a preposition before a noun, one verb where the point has none, « ne » before « pas ».
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from server.francais.verbes import has_verbe
from server.redacteurs.donnees import fold_texte, read_mots
from server.redacteurs.marques import MARQUE, Nature, say_marques

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from server.redacteurs.marques import Marquage

_JETON = re.compile(
    rf"{MARQUE.pattern}|n°|(?:MM?|Me|Dr)\.(?=[ \u00a0])|[^\W\d_]{{2,6}}\.(?=[ \u00a0][a-zà-öø-ÿœ⟦])"
    r"|[^\W\d_]+(?:['’-][^\W\d_]+)*['’]?|[,:;()+]"
)
_PONCTUATION: Final = frozenset(",:;()+")
_LIES: Final = frozenset(
    {"avant", "après", "depuis", "pendant", "contre", "devant", "derrière", "près", "hors", "dès", "jusqu", "soit"}
    | {"chaque", "plusieurs", "n°", "mme", "mlle", "mm.", "m.", "me", "me.", "dr", "dr."}
)
"""Words beside which nothing is put, besides the small ones."""
_ON_PARLE = re.compile(r"(?<!\w)(?:vous|nous|je|j['’])(?!\w)")
_ELIDE = re.compile(r"[^\W\d_]{1,2}['’]")
_NIES: Final = frozenset(("pas", "plus", "aucun", "aucune", "jamais"))
INFINITIF: Final = r"[^\W\d_]{2,}(?:er|ir|re|oir)"
_INFINITIF = re.compile(INFINITIF)
_A_FAIRE = re.compile(
    rf"(?P<quoi>[^,;:()]{{3,60}}?) à (?!(?:partir|compter)\b)(?P<faire>{INFINITIF})(?P<reste>(?!\w).*)"
)
_ATTRIBUT = re.compile(
    r"\w{2,}ée?s?|\w*(?:mis|pris|rendu|reçu|tenu|vendu|venu|fait|écrit|inscrit|construit|rompu|prévu|connu|dû)e?s?"
    r"|\w*(?:possible|obligatoire|gratuite?|libre|vide|absente?|présente?|vacante?|ouverte?|interdite?)s?"
)
_ARTICLES, _ARTICLES_ELIDES = "(le|la|les|un|une|des) ", "(l’|(les|un|une|des) )"
_PREPOSITIONS = "((de|du|des|de la|à|au|aux|à la|en) |(dans|sur|pour|par|avec) ((le|la|les|un|une) )?)"
_PREPOSITIONS_ELIDEES = "(d’|de l’|à l’|(des|à|aux|en) |(dans|sur|pour|par|avec) (l’|(les|un|une) )?)"
_PLURIELS: Final = ("les", "des", "aux")
_SINGULIERS: Final = ("le", "la", "un", "une", "du", "de la", "au", "à la", "l’", "de l’", "à l’")
_VERBES = "(est|sont) "
_LIEUX = {
    Nature.DATE: "(a|ont) lieu (le |en )?",
    Nature.JOUR: "(a|ont) lieu (le )?",
    Nature.HEURE: "(a|ont) lieu à ",
}
_VERBES_NIES = "(n’est|ne sont|n’a|n’ont) "
_VERBES_MAX = 3
"""Places tried for the one verb: each makes the grammar longer by the whole paragraph."""
_TETES_LETTRE = "Je vous (informe|confirme|rappelle|précise) "
_TETES_LETTRE_SANS_VERBE = "Je vous (signale|rappelle|confirme|indique) "
_GESTES: Final = "(Prévoir|Assurer|Respecter|Maintenir) "
_GESTES_NIES: Final = "Ne pas (utiliser|laisser|prévoir) "


def _of_another_number(jeton: str) -> tuple[str, ...]:
    """Give the articles that a word cannot take: « les » with « élagage », « le » with « travaux »; none in doubt."""
    mot = jeton.lower()
    if MARQUE.fullmatch(jeton) or jeton.isupper() or jeton.endswith("."):
        return ()
    if not mot.endswith(("s", "x", "z")):
        return _PLURIELS
    return _SINGULIERS if mot.endswith("aux") and mot not in {"taux", "faux", "chaux", "aux"} else ()


@cache
def _without(motif: str, exclus: tuple[str, ...]) -> str:
    """Take words out of the choices of a pattern."""
    for mot in exclus:
        motif = re.sub(rf"(?<=[(|]){mot}\||\|{mot}(?=[)|])", "", motif)
    return motif


def give_fin(sorte: str) -> str:
    """Give the pattern of how a paragraph ends: « ; » for a considérant, a full stop for any other."""
    return " ;" if sorte == "considerants" else "[.]"


def make_motif_copie(point: str, marquage: Marquage, place: Callable[[str], str]) -> str:
    """Give the pattern of the paragraph that copies one point; "" for a point without a word or a mark.

    Args:
        point: the marked point.
        marquage: the request that it belongs to.
        place: gives what may stand for a mark, with what may not leave it.
    """
    sorte = marquage.demande.sorte
    tourne = _turn(point) if sorte in {"consignes", "paragraphes"} else None
    jetons = _JETON.findall(tourne or point)
    while jetons and jetons[0] in _PONCTUATION:
        del jetons[0]
    if not jetons:
        return ""
    copie = _Copie(jetons, marquage, place)
    corps = _open_consigne(copie) if sorte == "consignes" else _open(copie, sorte, faire=tourne is not None)
    return f"^{corps}{give_fin(sorte)}$"


def _turn(point: str) -> str | None:
    """Turn « badge à rendre à l’accueil » into « rendre badge à l’accueil »; None for another point."""
    m = _A_FAIRE.fullmatch(point)
    if m is None or has_verbe(say_marques(m["quoi"])):
        return None
    return f"{m['faire']} {m['quoi']}{m['reste']}"


class _Copie:
    """The words of a point, and what may stand before each."""

    def __init__(self, jetons: Sequence[str], marquage: Marquage, place: Callable[[str], str]) -> None:
        self.jetons = jetons
        self._marquage = marquage
        self._place = place
        texte = say_marques(" ".join(jetons))
        self.verbal = has_verbe(texte) or _ON_PARLE.search(texte.lower()) is not None

    def write(self, debut: int = 0, verbe: int = -1) -> str:
        """Give the pattern of the words from one on; `verbe` is the place before which a verb stands."""
        morceaux = [self.say(debut)]
        for i in range(debut + 1, len(self.jetons)):
            if self.jetons[i] in _PONCTUATION:
                morceaux.append(_punctuate(self.jetons[i]))
                continue
            colle = "" if morceaux[-1].endswith("[(]") or self.jetons[i - 1].endswith(("’", "'")) else " "
            morceaux.append(f"{colle}{self.verb(i) if i == verbe else self.link(i)}{self.say(i)}")
        return "".join(morceaux)

    def say(self, i: int) -> str:
        """Give the pattern of one word, as the point has it."""
        jeton = self.jetons[i]
        if MARQUE.fullmatch(jeton):
            return self._place(jeton)
        return re.sub("['’]", "['’]", re.escape(jeton).replace("\\-", "-"))

    def say_capitale(self, i: int) -> str:
        motif = self.say(i)
        return motif[0].upper() + motif[1:]

    def link(self, i: int) -> str:
        """Give what may stand before a word.

        Nothing in a point that is a sentence, nor beside a small word; between two words, « de »; before a mark or
        after a comma, an article or a preposition.
        """
        avant, jeton = self.jetons[i - 1], self.jetons[i]
        if self.verbal or _is_petit(avant) or avant.lower() in _NIES:
            return ""
        if jeton.lower() in _NIES:
            return f"({_VERBES_NIES})?"
        if _is_petit(jeton) or _ELIDE.match(jeton) or avant.endswith((".", "'", "’")) or self._is_compte(i):
            return ""
        article, preposition = self._articles(jeton)
        if avant in {",", "+"}:
            return f"(et )?({article}|{preposition})?"
        if MARQUE.fullmatch(jeton):
            return f"({article}|{preposition})?"
        if i == 1 and _INFINITIF.fullmatch(avant.lower()):
            return f"({article})?"
        de = "d’" if self._letter(jeton) in "aeiouy" else "de "
        return "" if _ATTRIBUT.fullmatch(jeton.lower()) else f"({de})?"

    def article(self, i: int) -> str:
        """Give the article that may stand before the first word; "" before a small word, a verb or a person."""
        jeton = self.jetons[i]
        seul = {Nature.PERSONNE, Nature.NOMBRE, Nature.DATE, Nature.HEURE, Nature.JOUR, Nature.MONTANT, Nature.REF}
        if self._nature(jeton) in seul or _is_petit(jeton) or jeton.endswith(".") or _ELIDE.match(jeton):
            return ""
        return f"({self._articles(jeton)[0]})?"

    def subordinate(self, verbe: int) -> str:
        """Give the whole after « que », elided before a vowel."""
        suite, lettre = self.write(verbe=verbe), self._letter(self.jetons[0])
        nu = {"h": "(que |qu’)"}.get(lettre, "qu’" if lettre in "aeiouy" else "que ")
        if not self.article(0):
            return f"{nu}{suite}"
        elide = "|que l’" if lettre in "aeiouyh" else ""
        simple = "" if lettre in "aeiouy" else "le|la|"
        exclus = _of_another_number(self.jetons[0])
        if exclus is _PLURIELS:
            return f"({f'que ({simple[:-1]}) |' if simple else ''}qu’une? {elide}|{nu}){suite}"
        if exclus is _SINGULIERS:
            return f"(que (les|des) |{nu}){suite}"
        return f"(que ({simple}les|des) |qu’une? {elide}|{nu}){suite}"

    def find_verbes(self) -> list[int]:
        """Find the places where one verb makes a sentence of a point that has none."""
        if self.verbal or any(j.lower() in _NIES for j in self.jetons):
            return []
        places = {i: verbe for i in range(1, len(self.jetons)) if (verbe := self.verb(i))}
        # « dépôt constaté le 11 mars » does not say that it took place that day.
        attributs = [i for i, verbe in places.items() if verbe == _VERBES]
        return (attributs or list(places))[:_VERBES_MAX]

    def verb(self, i: int) -> str:
        jeton, avant = self.jetons[i], self.jetons[i - 1]
        if _is_petit(avant) or avant in _PONCTUATION or MARQUE.fullmatch(avant):
            return ""
        if _ATTRIBUT.fullmatch(jeton.lower()):
            return _VERBES
        if jeton.lower() == "à" and _INFINITIF.fullmatch(self.jetons[min(i + 1, len(self.jetons) - 1)].lower()):
            return _VERBES
        suivant = self.jetons[i + 1] if i + 1 < len(self.jetons) else ""
        if (jeton.lower(), self._nature(suivant)) in {("le", Nature.DATE), ("le", Nature.JOUR), ("à", Nature.HEURE)}:
            return "(a|ont) lieu "
        nature = self._nature(jeton)
        return _LIEUX.get(nature, "") if nature else ""

    def _nature(self, jeton: str) -> Nature | None:
        return self._marquage.table[jeton].nature if MARQUE.fullmatch(jeton) else None

    def _letter(self, jeton: str) -> str:
        texte = self._marquage.table[jeton].texte if MARQUE.fullmatch(jeton) else jeton
        return fold_texte(texte)[:1] or "x"

    def _articles(self, jeton: str) -> tuple[str, str]:
        lettre, exclus = self._letter(jeton), _of_another_number(jeton)
        if lettre in "aeiouy":
            return _without(_ARTICLES_ELIDES, exclus), _without(_PREPOSITIONS_ELIDEES, exclus)
        articles, prepositions = _without(_ARTICLES, exclus), _without(_PREPOSITIONS, exclus)
        if lettre == "h" and exclus is not _SINGULIERS:
            return f"{articles}|l’", f"{prepositions}|d’|de l’|à l’"
        return articles, prepositions

    def _is_compte(self, i: int) -> bool:
        """Tell a word right after a mark, which it goes with: « 120 exposants »."""
        return MARQUE.fullmatch(self.jetons[i - 1]) is not None and not MARQUE.fullmatch(self.jetons[i])


def _open(copie: _Copie, sorte: str, *, faire: bool) -> str:
    """Give the pattern of a whole paragraph but its end, with the verb that its point lacks where there is a place."""
    nie = copie.jetons[0].lower() in _NIES
    if faire:
        return f"Je vous (demande|prie|remercie) de {copie.write()}" if sorte == "paragraphes" else copie.write()
    if sorte == "considerants":
        return _open_considerant(copie, nie=nie)
    if nie:
        return f"Il n’y a {copie.write()}"
    verbes = copie.find_verbes()
    phrases = [f"{_capitalise_first(copie)}{_after_first(copie, v)}" for v in verbes or [-1]]
    if sorte == "paragraphes":
        if copie.verbal or verbes:
            phrases += [f"{_TETES_LETTRE}{copie.subordinate(v)}" for v in verbes or [-1]]
        elif copie.article(0):
            phrases += [f"{_TETES_LETTRE_SANS_VERBE}{copie.article(0).removesuffix('?')}{copie.write()}"]
    return f"({'|'.join(phrases)})"


def _open_considerant(copie: _Copie, *, nie: bool) -> str:
    """« Considérant que » asks for a verb; a point without one, and without a place for one, opens another way."""
    if nie and not copie.verbal:
        return f"Considérant qu’il n’y a {copie.write()}"
    verbes = copie.find_verbes()
    if copie.verbal or verbes:
        return f"Considérant ({'|'.join(copie.subordinate(v) for v in verbes or [-1])})"
    article = copie.article(0).removesuffix("?") or "qu’il y a "
    return f"Considérant {article}{copie.write()}"


def _open_consigne(copie: _Copie) -> str:
    premier = copie.jetons[0].lower()
    if premier in {"ne", "n'"} or _INFINITIF.fullmatch(premier):
        return f"{copie.say_capitale(0)}{_after_first(copie, -1)}"
    if premier == "pas" and len(copie.jetons) > 1:
        return f"{_GESTES_NIES}{copie.write(1)}"
    return f"{_GESTES}{copie.article(0)}{copie.write()}"


def _capitalise_first(copie: _Copie) -> str:
    article = copie.article(0)
    if not article or not copie.jetons[0][0].isalpha():
        return copie.say_capitale(0)
    majuscule = re.sub(r"(?<![^\W\d_])(l’|le|la|les|un|une|des)(?![^\W\d_])", lambda m: m[1].capitalize(), article)
    return f"({majuscule.removesuffix('?')}{copie.say(0)}|{copie.say_capitale(0)})"


def _after_first(copie: _Copie, verbe: int) -> str:
    return copie.write(verbe=verbe).removeprefix(copie.say(0))


def _punctuate(signe: str) -> str:
    return {",": ",", ";": ",", ":": "( :)?", "(": " [(]", ")": "[)]", "+": " et"}[signe]


def _is_petit(jeton: str) -> bool:
    """Tell a small word, beside which none is put: « de », « dont »; a punctuation mark is none."""
    return fold_texte(jeton).rstrip("'") in read_mots("vides") or jeton.lower() in _LIES
