"""Write rows as JSON lines and read them back, on either database, whatever the revision of the schema.

The tables are those that the database has, not those that this version declares. A backup of SQLite can be brought back
into PostgreSQL, and the other way.
"""

from __future__ import annotations

import base64
import json
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import JSON, DateTime, LargeBinary, MetaData, Table, Text, Uuid, cast, select
from sqlalchemy.types import NullType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Column, Connection
    from sqlalchemy.sql.elements import ColumnElement
    from sqlalchemy.types import TypeEngine

VERSION: Final = "alembic_version"
# What opens the service: brought back, it would open again what was closed since.
OMISES: Final = frozenset({VERSION, "sessions", "jetons", "tentatives"})
PAR_LOT: Final = 500


def list_tables(connexion: Connection) -> list[Table]:
    """List the tables of a database, those that others point to first."""
    tables = MetaData()
    tables.reflect(connexion)
    return list(tables.sorted_tables)


def read_lignes(connexion: Connection, table: Table) -> Iterator[str]:
    """Give the rows of a table, one JSON text each, in the order of its key."""
    # JSON is taken as it stands: read and written again, an absent value and a null would become one.
    colonnes = [_as_text(colonne) if isinstance(colonne.type, JSON) else colonne for colonne in table.columns]
    demande = select(*colonnes).order_by(*table.primary_key.columns)
    for ligne in connexion.execution_options(yield_per=PAR_LOT).execute(demande):
        valeurs = {colonne.name: _encode(valeur) for colonne, valeur in zip(table.columns, ligne, strict=True)}
        yield json.dumps(valeurs, ensure_ascii=False)


def _as_text(colonne: Column[Any]) -> ColumnElement[Any]:
    return cast(colonne, Text).label(colonne.name)


def _encode(valeur: Any) -> Any:
    match valeur:
        case datetime():
            return (valeur if valeur.tzinfo else valeur.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
        case uuid.UUID():
            return valeur.hex
        case bytes() | memoryview():
            return base64.b64encode(bytes(valeur)).decode("ascii")
        case None | bool() | int() | float() | str():
            return valeur
    raise TypeError(f"a backup does not know how to write a {type(valeur).__name__}")


def write_lignes(connexion: Connection, table: Table, lignes: Iterable[str]) -> int:
    """Put rows into an empty table; give how many."""
    total = 0
    lot: list[dict[str, Any]] = []
    for texte in lignes:
        lot.append(_decode_ligne(table, json.loads(texte)))
        if len(lot) == PAR_LOT:
            total += _insert(connexion, table, lot)
            lot = []
    return total + _insert(connexion, table, lot)


def _insert(connexion: Connection, table: Table, lot: list[dict[str, Any]]) -> int:
    if lot:
        # One statement, prepared once, for the whole lot.
        connexion.execute(table.insert(), lot)
    return len(lot)


def _decode_ligne(table: Table, valeurs: dict[str, Any]) -> dict[str, Any]:
    return {nom: _decode(table.columns[nom].type, valeur) for nom, valeur in valeurs.items()}


def _decode(genre: TypeEngine[Any], valeur: Any) -> Any:
    if valeur is None:
        return None
    match genre:
        case DateTime():
            moment = datetime.fromisoformat(valeur)
            return moment if genre.timezone else moment.astimezone(UTC).replace(tzinfo=None)
        case Uuid():
            return uuid.UUID(valeur)
        case LargeBinary():
            return base64.b64decode(valeur)
    return valeur


def list_tables_a_remplir(connexion: Connection) -> list[Table]:
    """List the tables as `list_tables` does, ready to take JSON columns as they were written."""
    tables = list_tables(connexion)
    for table in tables:
        for colonne in table.columns:
            if isinstance(colonne.type, JSON):
                # No type: the text goes as it is, and the database reads it as what its column is.
                colonne.type = NullType()
    return tables
