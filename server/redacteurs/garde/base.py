"""What every check gets (an Examen) and gives (Refus)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from server.faits.repli import fold
from server.redacteurs.donnees import cut_mots, fold_texte, read_familles, read_sigles, stem
from server.redacteurs.garde.parente import find_ecrits_en_entier
from server.redacteurs.marques import MARQUE, FaitMarque, Marquage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from server.redacteurs.donnees import Famille

# A stop ends a sentence but after an abbreviation; « ; » does too: what stands on each side is said apart.
_FIN_PHRASE = re.compile(r"(?<!\bM)(?<!\bMM)(?<!\bart)(?<!\bMe)[.!?](?=\s|$)|;")
_ABREGE = re.compile(r"(?<![^\W_])([^\W\d_]{2,8})\.(?=[ ,;)]|$)")
_ABREGE_COURT = 4
BLANC = "¤"
"""Stands for each character of a mark, so that searches see no word there and offsets stay."""


@dataclass(frozen=True, slots=True)
class Refus:
    """Why a passage is refused.

    Attributes:
        code: stable name of the check ("chiffre").
        message: French sentence for the agent.
        pour_modele: what the retry tells the model; it quotes neither the inputs nor the invented fact.
        extrait: the words at fault, as the model wrote them.
    """

    code: str
    message: str
    pour_modele: str
    extrait: str = ""


class Phrase(NamedTuple):
    """A sentence: its marked text and its folded words; marks are not words."""

    texte: str
    mots: tuple[str, ...]
    marques: tuple[str, ...]


@dataclass(frozen=True)
class Examen:
    """A passage under examination, with what the checks read in it, each read once."""

    paragraphes: tuple[str, ...]
    marquage: Marquage

    @cached_property
    def texte(self) -> str:
        """Give the whole passage, one paragraph per line."""
        return "\n".join(self.paragraphes)

    @cached_property
    def libre(self) -> str:
        """Give the passage with its marks blanked: what the model wrote of its own."""
        return MARQUE.sub(lambda m: BLANC * len(m.group()), self.texte)

    @cached_property
    def plie(self) -> str:
        """Give `libre` folded (no accents, no capitals), of the same length when it holds nothing invisible."""
        return fold(self.libre).plie

    @cached_property
    def mots(self) -> tuple[str, ...]:
        """Give the folded words that the model wrote."""
        return cut_mots(self.libre)

    @cached_property
    def marques(self) -> tuple[str, ...]:
        """Give the marks in the order written, each time."""
        return tuple(MARQUE.findall(self.texte))

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """Give the sentences of the passage."""
        return tuple(p for paragraphe in self.paragraphes for p in cut_phrases(paragraphe))

    @cached_property
    def source(self) -> tuple[Phrase, ...]:
        """Give what the request says: each point, then each field with its name and its value."""
        return tuple(_make_phrase(t) for t in (*self.marquage.demande.points, *_fields(self.marquage.demande.champs)))

    @cached_property
    def couples(self) -> tuple[tuple[str, str], ...]:
        """Give each point with the paragraph that says it; none where their numbers differ."""
        points = self.marquage.demande.points
        return tuple(zip(points, self.paragraphes, strict=True)) if len(points) == len(self.paragraphes) else ()

    @cached_property
    def mots_donnes(self) -> frozenset[str]:
        """Give the folded words of the request, with what its acronyms stand for, and the other way.

        A word of the passage that writes out an abbreviation of the request (« fav. ») is given too.
        """
        mots = set(cut_mots(self.marquage.clair))
        clair = f" {' '.join(cut_mots(self.marquage.clair))} "
        for sigle, sens in read_sigles().items():
            if sigle in mots:
                mots.update(cut_mots(sens))
            elif f" {' '.join(cut_mots(sens))} " in clair:
                mots.add(sigle)
        abreges = {fold_texte(m[1]) for m in _ABREGE.finditer(self.marquage.clair)}
        sures = [abrege for abrege in abreges if len(abrege) > _ABREGE_COURT]
        entiers = find_ecrits_en_entier(abreges, [mot for mot in self.mots if not _decides(mot)])
        return frozenset(mots) | entiers | find_ecrits_en_entier(sures, self.mots)

    @cached_property
    def radicaux_donnes(self) -> frozenset[str]:
        """Give the stems of the words of the request."""
        return frozenset(stem(m) for m in self.mots_donnes)

    def fait(self, marque: str) -> FaitMarque | None:
        """Give what a mark stands for, None when it is unknown."""
        return self.marquage.table.get(marque)

    def is_donne(self, mot: str) -> bool:
        """Tell whether the request says this folded word, in any inflection."""
        return mot in self.mots_donnes or stem(mot) in self.radicaux_donnes

    def is_famille_donnee(self, famille: Famille) -> bool:
        """Tell whether the request uses a word of the family."""
        return any(famille.is_permitted_by(mot) for mot in self.mots_donnes)

    def find_non_donnes(self, familles: Collection[Famille]) -> Iterator[str]:
        """Find the words of the passage whose family the request never uses."""
        for mot in dict.fromkeys(self.mots):
            tenues = [f for f in familles if f.holds(mot)]
            if tenues and not self.is_donne(mot) and not any(self.is_famille_donnee(f) for f in tenues):
                yield mot


def _decides(mot: str) -> bool:
    """Tell a word that « réf. » or « att. » may not be written out as; « fav. » is « favorable »."""
    groupes = ("accord", "refus", "operatoires")
    return "favorable" not in mot and any(f.holds(mot) for g in groupes for f in read_familles("decisions", g))


def cut_phrases(paragraphe: str) -> Iterator[Phrase]:
    """Cut a paragraph into sentences."""
    debut = 0
    for m in _FIN_PHRASE.finditer(paragraphe):
        if m.start() > debut:
            yield _make_phrase(paragraphe[debut : m.start()])
        debut = m.end()
    if paragraphe[debut:].strip():
        yield _make_phrase(paragraphe[debut:])


def _make_phrase(texte: str) -> Phrase:
    return Phrase(texte, cut_mots(MARQUE.sub(" ", texte)), tuple(MARQUE.findall(texte)))


def _fields(valeur: object, nom: str = "") -> Iterator[str]:
    """Say each field in one line; an item of a list is one line, because its values belong together."""
    if isinstance(valeur, dict):
        if valeur and nom and not any(isinstance(e, dict | list) for e in valeur.values()):
            yield " ".join(f"{str(c).replace('_', ' ')} {v}" for c, v in valeur.items())
            return
        for cle, element in valeur.items():
            yield from _fields(element, str(cle))
    elif isinstance(valeur, list):
        for element in valeur:
            yield from _fields(element, nom)
    else:
        yield f"{nom.replace('_', ' ')} {valeur}"


def quote(texte: str, debut: int, fin: int) -> str:
    """Quote a place with a little of what surrounds it."""
    return " ".join(texte[max(0, debut - 25) : fin + 25].split())


def plain(texte: str) -> str:
    """Fold a text for a search of phrases: plain apostrophes, single spaces, « œ » in two letters."""
    return " ".join(fold_texte(texte).split())
