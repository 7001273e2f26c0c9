"""What was given to the model, for C45: the saisie, the collectivité, the template and the rest of the act."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from server.faits.calendrier import JOURS
from server.faits.ensemble import faits_of
from server.faits.fait import Fait, Genre
from server.faits.montants import format_valeur
from server.faits.nombres import analyse, format_decimal
from server.faits.repli import fold
from server.regles.vue import is_ia

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.regles.vue import Paragraphe, Vue

_MOT = re.compile(r"[^\W_]+")
_PROFONDEUR = 20
"""A saisie is a few levels deep; a value that nests more is not one."""
_TEXTUELS = frozenset({Genre.NOM, Genre.VOIE, Genre.ADRESSE, Genre.IDENTIFIANT})


@dataclass(frozen=True, slots=True)
class Monde:
    """The facts given, by kind and value, and the words given, folded."""

    faits: frozenset[tuple[Genre, str]]
    articles: frozenset[str]
    mots: frozenset[str]

    def holds(self, fait: Fait) -> bool:
        """Tell whether a fact was given, in whatever form it was written."""
        if (fait.genre, fait.valeur) in self.faits:
            return True
        if fait.genre is Genre.REFERENCE:
            return self._holds_reference(fait.valeur)
        if fait.genre in _TEXTUELS:
            return all(self.knows_word(mot) for mot in _MOT.findall(fold(fait.valeur).plie))
        return False

    def _holds_reference(self, valeur: str) -> bool:
        """Accept an article said without its code, or a code alone, when the whole reference was given."""
        code, _, article = valeur.rpartition(":")
        if not article:
            return False
        if not code:
            return article in self.articles or any(
                v.startswith(f"{article}:") for g, v in self.faits if g is Genre.REFERENCE
            )
        return (Genre.REFERENCE, f":{article}") in self.faits and (Genre.REFERENCE, code) in self.faits

    def knows_word(self, mot: str) -> bool:
        """Tell whether a folded word was given."""
        return all(partie in self.mots for partie in _MOT.findall(mot))


def build_monde(vue: Vue) -> Monde:
    """Gather what was given: values of the saisie and of the collectivité, references, text that is not the model's."""
    contexte = vue.contexte
    valeurs = [*_flatten(contexte.saisie, 0), *_flatten(contexte.collectivite, 0)]
    textes = [str(v) for v in valeurs if isinstance(v, str)]
    faits: set[tuple[Genre, str]] = {f for v in valeurs for f in _facts_of(v)}
    for fait in _facts_of_act(vue):
        faits.add((fait.genre, fait.valeur))
    references = () if vue.modele is None else vue.modele.references
    for reference in references:
        faits.add((Genre.REFERENCE, f"{_attribute(reference, 'code')}:{_attribute(reference, 'article')}"))
    faits |= set(_derive(faits))
    textes += [p.plie[z.debut : z.fin] for p in vue.paragraphes for z in p.zones if not is_ia(z.element)]
    mots = frozenset(mot for texte in textes for mot in _MOT.findall(fold(texte).plie))
    articles = frozenset(v.rpartition(":")[2] for g, v in faits if g is Genre.REFERENCE)
    return Monde(frozenset(faits), articles, mots)


def _attribute(reference: Any, nom: str) -> str:
    valeur = reference.get(nom) if isinstance(reference, Mapping) else getattr(reference, nom, None)
    return "" if valeur is None else str(valeur)


def _flatten(valeur: Any, profondeur: int) -> Iterator[Any]:
    """Give every plain value, and the length of every list: « trois bénéficiaires » is given by their list."""
    if profondeur > _PROFONDEUR:
        return
    if isinstance(valeur, Mapping):
        for v in valeur.values():
            yield from _flatten(v, profondeur + 1)
    elif isinstance(valeur, (list, tuple)):
        yield len(valeur)
        for v in valeur:
            yield from _flatten(v, profondeur + 1)
    elif valeur is not None:
        yield valeur


def _facts_of(valeur: Any) -> Iterator[tuple[Genre, str]]:
    match valeur:
        case bool():
            return
        case int():
            yield Genre.NOMBRE, str(valeur)
        case Decimal() if valeur.is_finite():
            yield Genre.NOMBRE, format_decimal(valeur)
            yield Genre.MONTANT, format_valeur(valeur)
        case dt.datetime():
            yield Genre.DATE, valeur.date().isoformat()
            yield Genre.HEURE, f"{valeur:%H:%M}"
        case dt.date():
            yield Genre.DATE, valeur.isoformat()
        case dt.time():
            yield Genre.HEURE, f"{valeur:%H:%M}"
        case str():
            for fait in faits_of(analyse(valeur)):
                yield fait.genre, fait.valeur
        case _:
            return


def model_mask(p: Paragraphe) -> bytearray | None:
    """Mark the characters of a paragraph that the model wrote; None when it wrote none."""
    zones = [z for z in p.zones if is_ia(z.element)]
    if not zones:
        return None
    masque = bytearray(len(p.casse))
    for z in zones:
        masque[z.debut : z.fin] = b"\1" * (z.fin - z.debut)
    return masque


def touches(masque: bytearray, debut: int, fin: int) -> bool:
    """Tell whether a span holds a marked character."""
    return masque.find(1, debut, fin) >= 0


def _facts_of_act(vue: Vue) -> Iterator[Fait]:
    """Give the facts of the act that the model did not write, even in part."""
    for p in vue.paragraphes:
        masque = model_mask(p)
        for fait in faits_of(vue.analyse(p)):
            if masque is None or not touches(masque, fait.debut, fait.fin):
                yield fait


def _derive(faits: set[tuple[Genre, str]]) -> Iterator[tuple[Genre, str]]:
    """Give what follows from a date or an amount without any choice: its month, its year, its weekday, its figure."""
    for genre, valeur in faits:
        if genre is Genre.DATE and len(valeur) == 10 and valeur[0].isdigit():
            yield Genre.DATE, valeur[:7]
            yield Genre.DATE, f"--{valeur[5:]}"
            yield Genre.DATE, f"--{valeur[5:7]}"
            yield Genre.NOMBRE, valeur[:4]
            yield Genre.JOUR, JOURS[dt.date.fromisoformat(valeur).weekday()]
        elif genre is Genre.DATE and re.fullmatch(r"\d{4}-\d{2}", valeur):
            yield Genre.NOMBRE, valeur[:4]
