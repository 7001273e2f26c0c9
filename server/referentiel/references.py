"""The legal references that our templates and rules cite, each with what it rests on.

A reference that is not in the table has no known status: `indetermine`, never "does not exist".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from server.referentiel.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping


class Statut(StrEnum):
    """What is known of an article today."""

    VIGUEUR = "vigueur"
    ABROGE = "abroge"
    INDETERMINE = "indetermine"


@dataclass(frozen=True, slots=True)
class ReferenceLegale:
    """One row of the table.

    Attributes:
        code: short name of the code ("CGCT"), or the text itself ("loi 2000-321").
        article: "L2213-1"; empty for a text as a whole.
        sujet: what it is about, in our words.
        en_vigueur_depuis: ISO date of the present wording; empty when nobody could tell it from a source.
        source: what was read.
        confiance: A (text read, recent), B (older wording, excerpt, or status only), C (known through another text).
        verifie_le: ISO date of that reading.
    """

    code: str
    article: str
    sujet: str
    statut: Statut
    en_vigueur_depuis: str
    source: str
    confiance: str
    verifie_le: str


def normalize_article(article: str) -> str:
    """Give one form to an article number: « L. 2213-1 », « L2213-1 », « R.* 421-1 » → "L2213-1", "R421-1"."""
    return re.sub(r"[\s.*\u00a0\u202f]", "", article).upper()


def _key(code: str, article: str) -> tuple[str, str]:
    numero = normalize_article(article)
    return (" ".join(code.split()).casefold(), "" if numero == "ENSEMBLE" else numero)


def _read() -> Mapping[tuple[str, str], ReferenceLegale]:
    references = (
        ReferenceLegale(
            code=r["code"],
            article=r["article"],
            sujet=r["sujet"],
            statut=Statut(r["statut"]),
            en_vigueur_depuis=r["en_vigueur_depuis"],
            source=r["source"],
            confiance=r["confiance"],
            verifie_le=r["verifie_le"],
        )
        for r in read_table("references")
    )
    return MappingProxyType({_key(reference.code, reference.article): reference for reference in references})


REFERENCES: Mapping[tuple[str, str], ReferenceLegale] = _read()
"""By (code, article), both normalised; `find_reference` looks one up."""


def find_reference(code: str, article: str = "") -> ReferenceLegale | None:
    """Find a reference, however its article is written; None when the table does not know it."""
    return REFERENCES.get(_key(code, article))


def statut(code: str, article: str = "") -> Statut:
    """Tell whether an article is in force, as far as is known today."""
    reference = find_reference(code, article)
    return reference.statut if reference else Statut.INDETERMINE
