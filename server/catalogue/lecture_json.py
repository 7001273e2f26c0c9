"""Read JSON: no duplicate key, no NaN, numbers with decimals as Decimal, bounded."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn

from server.catalogue.document import NOEUDS_MAX, PROFONDEUR_MAX, Document, DocumentRefuseError, check_caracteres

if TYPE_CHECKING:
    from collections.abc import Iterator


def parse_json(texte: str) -> Document:
    """Parse JSON; numbers with decimals become Decimal.

    Raises:
        DocumentRefuseError: wrong syntax, duplicate key, NaN or Infinity, too deep, too large.
    """
    check_caracteres(texte)
    try:
        valeur = json.loads(
            texte, object_pairs_hook=_join_pairs, parse_float=Decimal, parse_int=_parse_int, parse_constant=_refuse_nan
        )
        _check_size(valeur)
    except json.JSONDecodeError as erreur:
        raise DocumentRefuseError(f"le JSON est mal formé (colonne {erreur.colno}).", erreur.lineno) from None
    except RecursionError:
        raise DocumentRefuseError("les valeurs sont trop imbriquées.") from None
    return Document(valeur)


def to_plain(valeur: Any) -> Any:
    """Make a value that JSON can hold; an amount becomes text, which keeps its two decimals."""
    if isinstance(valeur, dict):
        return {cle: to_plain(v) for cle, v in valeur.items()}
    if isinstance(valeur, list):
        return [to_plain(v) for v in valeur]
    return str(valeur) if isinstance(valeur, Decimal) else valeur


def _parse_int(texte: str) -> int | Decimal:
    # int() refuses more than 4,300 digits with an error of its own; Decimal takes them and the field's limits refuse.
    return int(texte) if len(texte) <= 19 else Decimal(texte)


def _refuse_nan(nom: str) -> NoReturn:
    raise DocumentRefuseError(f"« {nom} » n’est pas un nombre.")


def _join_pairs(paires: list[tuple[str, Any]]) -> dict[str, Any]:
    valeur: dict[str, Any] = {}
    for cle, element in paires:
        if cle in valeur:
            raise DocumentRefuseError(f"la clé « {cle[:60]} » est écrite deux fois.")
        valeur[cle] = element
    return valeur


def _check_size(valeur: Any) -> None:
    reste, niveau = [valeur], 0
    while reste:
        niveau += 1
        if niveau > PROFONDEUR_MAX:
            raise DocumentRefuseError("les valeurs sont trop imbriquées.")
        reste = [enfant for parent in reste for enfant in _children(parent)]
        if len(reste) > NOEUDS_MAX:
            raise DocumentRefuseError("le fichier a trop de valeurs.")


def _children(valeur: Any) -> Iterator[Any]:
    if isinstance(valeur, dict):
        yield from valeur.values()
    elif isinstance(valeur, list):
        yield from valeur
