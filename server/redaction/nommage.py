"""The name of a draft's files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from server.francais.slug import make_slug

if TYPE_CHECKING:
    import datetime as dt

    from server.acte.noeuds import Acte
    from server.catalogue import Modele

_MOTS_VIDES = frozenset(
    (
        "a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "n", "objet", "par", "portant",
        "pour", "relatif", "relative", "sur", "un", "une", "votre", "vos",
    )
)  # fmt: skip
"""Words that tell nothing in the name of a file."""


def make_base(modele: Modele, acte: Acte, jour: dt.date | None = None) -> str:
    """Make the name of a draft's files: « PROJET-<code>-<objet>-<date> »; what the code says is not said again."""
    jour = jour or datetime.now(UTC).astimezone().date()
    objet = make_slug(acte.titre, sauf={*modele.code.split("_"), *_MOTS_VIDES})
    return "-".join(filter(None, ("PROJET", modele.code, objet, jour.isoformat())))
