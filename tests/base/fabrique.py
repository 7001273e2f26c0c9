"""Put one row in every table of a database, whatever its revision: values are made from the columns themselves."""

import datetime as dt
import uuid

from sqlalchemy import JSON, Boolean, DateTime, Engine, Integer, MetaData, Uuid
from sqlalchemy.types import LargeBinary, TypeEngine


def _make_value(genre: TypeEngine, nom: str):
    match genre:
        case DateTime():
            return dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC if genre.timezone else None)
        case JSON():
            return {"clé": ["é", 1, None, True]}
        case Boolean():
            return True
        case Integer():
            return 3
        case Uuid():
            return uuid.UUID(int=7)
        case LargeBinary():
            return b"\x00\xff"
    # SQLite keeps a UUID as 32 characters.
    return uuid.UUID(int=7).hex if genre.length == 32 else f"é{nom}"[: genre.length]


# Who signs off is not who drafted: the database refuses it.
AUTRE = uuid.UUID(int=8)
D_UN_AUTRE = frozenset({("visas", "compte_id"), ("visas", "pour_id")})


def fill(moteur: Engine) -> None:
    """Put a row in each table, parents first: one row each, so that every foreign key points to the same value.

    But a second account where there are sign-offs.
    """
    tables = MetaData()
    tables.reflect(moteur)
    with moteur.begin() as connexion:
        for table in tables.sorted_tables:
            if table.name != "alembic_version":
                valeurs = {colonne.name: _make_value(colonne.type, colonne.name) for colonne in table.columns}
                valeurs |= {nom: _autre(valeurs[nom]) for nom in valeurs if (table.name, nom) in D_UN_AUTRE}
                connexion.execute(table.insert().values(valeurs))
                if table.name == "comptes" and "visas" in tables.tables:
                    second = {**valeurs, "id": _autre(valeurs["id"]), "identifiant": "second"}
                    connexion.execute(table.insert().values(second))


def _autre(valeur: object) -> object:
    return AUTRE if isinstance(valeur, uuid.UUID) else AUTRE.hex
