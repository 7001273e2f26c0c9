"""Read YAML and JSON written by people: strict, bounded, and able to say at which line each key stands."""

from __future__ import annotations

from server.catalogue.document import (
    TAILLE_MAX,
    Chemin,
    Document,
    DocumentRefuseError,
    check_caracteres,
    format_chemin,
)
from server.catalogue.lecture_json import parse_json
from server.catalogue.lecture_yaml import parse_yaml

__all__ = [
    "TAILLE_MAX",
    "Chemin",
    "Document",
    "DocumentRefuseError",
    "decode",
    "format_chemin",
    "parse_document",
    "parse_json",
    "parse_yaml",
]


def decode(donnees: bytes) -> str:
    """Decode UTF-8, with or without BOM.

    Raises:
        DocumentRefuseError: another encoding, more than `TAILLE_MAX`, or a control character.
    """
    if len(donnees) > 4 * TAILLE_MAX:
        raise DocumentRefuseError(f"le fichier dépasse {TAILLE_MAX // 1024} Kio.")
    try:
        texte = donnees.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        ligne = donnees.count(b"\n", 0, erreur.start) + 1
        raise DocumentRefuseError(
            "ce n’est pas de l’UTF-8 : enregistrez le fichier dans cet encodage.", ligne
        ) from None
    check_caracteres(texte)
    return texte


def parse_document(texte: str) -> Document:
    """Parse JSON where the text starts with an accolade or a bracket and is JSON, YAML otherwise.

    Raises:
        DocumentRefuseError: wrong syntax, duplicate key, alias, tag, several documents, too deep, too large.
    """
    if texte.lstrip()[:1] in {"{", "["}:
        try:
            return parse_json(texte)
        except DocumentRefuseError as refus:
            # A YAML text may start so as well; where it is neither, the fault of the JSON is the one to tell.
            try:
                return parse_yaml(texte)
            except DocumentRefuseError:
                raise refus from None
    return parse_yaml(texte)
