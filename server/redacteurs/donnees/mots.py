"""Words as the lexicons compare them: without accents, capitals nor inflection."""

from __future__ import annotations

import re
from functools import lru_cache

from server.faits.repli import fold

_MOT = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# Inflections, longest first. What is left must keep four letters.
_TERMINAISONS = (
    "issements", "issement", "ablement", "iquement", "atrices", "ateurs", "ations", "ements", "atrice", "issent",
    "ateur", "ation", "ement", "tions", "aient", "erait", "eront", "ances", "ences", "ables", "ibles", "antes",
    "entes", "euses", "ives", "elles", "ente", "ante", "tion", "ions", "ance", "ence", "able", "ible", "euse",
    "ment", "eurs", "ages", "ites", "ants", "ents", "erez", "ait", "era", "ees", "age", "eur", "eux", "ite",
    "ant", "ent", "ive", "ifs", "aux", "ons", "er", "ez", "ee", "es", "ir", "re", "al", "if", "it", "is", "e", "s", "x",
)  # fmt: skip
_RADICAL_MIN = 4
# The endings of « noté », « noter », « notes » leave a short word.
_COURTES = ("ees", "er", "ez", "ee", "es", "e", "s")
_RADICAL_COURT = 3


def fold_texte(texte: str) -> str:
    """Fold a text for comparison: no accents, no capitals, plain apostrophes, « œ » in two letters."""
    return fold(texte).plie.replace("œ", "oe").replace("æ", "ae")


def cut_mots(texte: str) -> tuple[str, ...]:
    """Cut a text into folded words; a compound (« deux-roues ») is one word."""
    return tuple(_MOT.findall(fold_texte(texte)))


@lru_cache(maxsize=8192)
def stem(mot: str) -> str:
    """Take the inflection off a folded word, roughly: « municipal » and « municipales » meet.

    It only brings together the words of one text and of its source; it claims no place in a dictionary.
    """
    for terminaison in _TERMINAISONS:
        if mot.endswith(terminaison) and len(mot) - len(terminaison) >= _RADICAL_MIN:
            return mot[: -len(terminaison)]
    for terminaison in _COURTES:
        if mot.endswith(terminaison) and len(mot) - len(terminaison) >= _RADICAL_COURT:
            return mot[: -len(terminaison)]
    return mot
