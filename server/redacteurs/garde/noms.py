"""Names: a capital inside a sentence is an institution, a word of the inputs, or an invented name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.faits.prenoms import PRENOMS
from server.redacteurs.donnees import fold_texte, read_mots
from server.redacteurs.garde.base import BLANC, Refus, quote
from server.redacteurs.marques.propres import is_ordinaire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.redacteurs.garde.base import Examen

_MOT = re.compile(r"[^\W\d_][^\W_]*(?:[’'.-][^\W_]+)*")
_TETE = re.compile(r"(?:^|\n|[.!?…]\s|:\s|[«“]\s?)$")
_INFINITIF = re.compile(r"\w{3,}(?:er|ir|re|ez|ons|oir)$")

_PARTICIPE = re.compile(r"[^\W\d_]{3,}(?:é|i|u|is|it|ert)(?:e|s|es)?$")
_COMPLEMENT = re.compile(
    r" (?:le|la|les|l[’']|par|de|du|des|d[’']|à|au|aux|en|dans|sur|pour|depuis|dès|sous|lors|avec|ce|cet|cette|ces"
    r"|un|une|son|sa|ses|leur|leurs)\b| ¤"
)


def check_noms(examen: Examen) -> Iterator[Refus]:
    """Refuse a capitalised word that is neither an institution of the lexicon, nor given, nor there for its place."""
    for m in _MOT.finditer(examen.libre):
        for debut, mot in _split_elision(m):
            if mot[0].isupper() and not is_permis(examen, mot, debut):
                yield Refus(
                    "nom_propre",
                    f"Le passage contient un nom que la saisie ne donne pas : « {mot} ».",
                    "Vous avez écrit un nom propre ou un sigle qui n’est pas donné : n’utilisez que les marques.",
                    quote(examen.texte, debut, debut + len(mot)),
                )


def check_prenoms(examen: Examen) -> Iterator[Refus]:
    """Refuse a name in lower case after a civilité: « mme durand »."""
    m = re.search(r"(?<!\w)(?:mme|mlle|mr) (?!¤)\w", examen.plie)
    if m:
        yield Refus(
            "nom_propre",
            "Le passage nomme une personne que la saisie ne donne pas.",
            "Vous avez écrit un nom de personne qui n’est pas donné : n’utilisez que les marques.",
            quote(examen.texte, *m.span()),
        )


def _split_elision(m: re.Match[str]) -> Iterator[tuple[int, str]]:
    """Give the word without its elided article: « l’État », « d’Aubigné », « qu’Anne »."""
    mot = m.group()
    coupe = re.match(r"(?:[dDlLnNsSjJcCmMtT]|[qQ]u|[lL]orsqu|[pP]uisqu|[jJ]usqu)[’']", mot)
    if coupe is None:
        yield m.start(), mot
        return
    yield m.start(), mot[: coupe.end() - 1]
    if mot[coupe.end() :]:
        yield m.start() + coupe.end(), mot[coupe.end() :]


def is_permis(examen: Examen, mot: str, debut: int) -> bool:
    """Tell whether this capitalised word may stand here."""
    plie = fold_texte(mot)
    parties = [p for p in re.split(r"[-’'.]", plie) if p]
    if plie in examen.mots_donnes or all(p in examen.mots_donnes for p in parties):
        return plie not in PRENOMS or plie in examen.mots_donnes
    tete = _TETE.search(examen.libre, max(0, debut - 4), debut) is not None
    # A whole word in capitals is an acronym: given, or the acronym of what is given (see mots_donnes).
    if len(mot) > 1 and mot.isupper() and not (tete and is_ordinaire(mot)):
        return False
    if plie in read_mots("capitales") or all(p in read_mots("capitales") for p in parties):
        return not _names_mark(examen, debut + len(mot), plie)
    return tete and (_is_opening(examen, mot, plie) or _is_participe(examen, mot, debut))


def _names_mark(examen: Examen, fin: int, plie: str) -> bool:
    """Tell « Madame » or « M. » followed by a word: a person who is not given."""
    return plie in {"m", "mm", "mme", "mmes"} and BLANC not in examen.libre[fin : fin + 4]


def _is_participe(examen: Examen, mot: str, debut: int) -> bool:
    """Tell « Réuni le … » from a name: a participle comes before its complement, a name before its verb."""
    plie = fold_texte(mot)
    return plie not in PRENOMS and bool(_PARTICIPE.match(mot) and _COMPLEMENT.match(examen.libre, debut + len(mot)))


def _is_opening(examen: Examen, mot: str, plie: str) -> bool:
    if plie in PRENOMS or plie.split("-", maxsplit=1)[0] in PRENOMS:
        return False
    if is_ordinaire(mot) or examen.is_donne(plie) or plie in {"se", "s"}:
        return True
    if len(plie) > 5 and plie.endswith(("s", "x")):
        # A plural: hardly ever a name, and the first names in « s » are gone.
        return True
    return examen.marquage.demande.sorte == "consignes" and _INFINITIF.match(plie) is not None
