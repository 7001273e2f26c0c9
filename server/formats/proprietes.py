"""The custom document properties that a draft carries, one set for .docx and .odt.

They survive docx → odt → docx. Desktop Word cuts a string property at 255 UTF-16 units, so a value is at most 200
characters here. They may add an origin to the text that was read; they never add text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.acte.noeuds import Acte, Genre, Proprietes
from server.errors import EcritureImpossible
from server.formats.origines import encode_origines

if TYPE_CHECKING:
    from collections.abc import Mapping

VALEUR_MAX: Final = 255
PREFIXE: Final = "Minutier "
GENRE: Final = "Minutier Genre"
ORIGINES: Final = "Minutier Origines "
SOURCE_NUMERIQUE: Final = "DigitalSourceType"
"""The machine-readable mark of AI content (AI Act, art. 50(2)), as the IPTC names it."""
SOURCE_IA_PARTIELLE: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
CONTENU_AUCUN: Final = "aucun"
CONTENU_PARTIEL: Final = "partiel"

NOM_DE_CHAMP: Final[Mapping[str, str]] = {
    "statut": "Minutier Statut",
    "modele": "Minutier Modele",
    "version_modele": "Minutier Version modele",
    "acte_id": "Minutier Acte",
    "redacteur": "Minutier Redacteur",
    "date": "Minutier Date",
    "canon": "Minutier Canon",
    "contenu_ia": "Minutier Contenu IA",
}
"""Field of `Proprietes` → name of the property."""


def list_proprietes(acte: Acte) -> list[tuple[str, str]]:
    """Give the properties to write, in a fixed order: kind, what `Proprietes` holds, AI mark, origin map.

    Raises `EcritureImpossible` naming the property whose value desktop Word would cut.
    """
    paires = [(GENRE, str(acte.genre))]
    for champ, nom in NOM_DE_CHAMP.items():
        if valeur := getattr(acte.proprietes, champ):
            paires.append((nom, valeur))
    if acte.proprietes.contenu_ia == CONTENU_PARTIEL:
        paires.append((SOURCE_NUMERIQUE, SOURCE_IA_PARTIELLE))
    paires.extend((f"{ORIGINES}{rang:03d}", morceau) for rang, morceau in enumerate(encode_origines(acte), 1))
    for nom, valeur in paires:
        if len(valeur) > VALEUR_MAX:
            raise EcritureImpossible("document", f"la propriété « {nom} » dépasse {VALEUR_MAX} caractères.")
    return paires


def read_proprietes(paires: Mapping[str, str]) -> tuple[Genre | None, Proprietes, tuple[str, ...]]:
    """Read properties back: kind (None when the file does not say one that exists), properties, origin map."""
    valeurs = {champ: paires.get(nom, "") for champ, nom in NOM_DE_CHAMP.items()}
    try:
        genre = Genre(paires[GENRE])
    except (KeyError, ValueError):
        genre = None
    noms = sorted(nom for nom in paires if nom.startswith(ORIGINES) and nom[len(ORIGINES) :].isdecimal())
    noms.sort(key=lambda nom: int(nom[len(ORIGINES) :]))
    return genre, Proprietes(**valeurs), tuple(paires[nom] for nom in noms)
