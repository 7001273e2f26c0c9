"""Save the database, row by row in one view of it, and the folders that go with it."""

from __future__ import annotations

import zipfile
from importlib.metadata import version
from typing import TYPE_CHECKING

from alembic.migration import MigrationContext

from server.db import hold_lecture, now
from server.errors import Introuvable
from server.sauvegarde.archive import Manifeste, write_fichier, write_lignes, write_manifeste
from server.sauvegarde.dossiers import list_fichiers, list_parties
from server.sauvegarde.lignes import OMISES, list_tables, read_lignes

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from server.settings import Settings


def save(fichier: Path, settings: Settings, moteur: Engine) -> Manifeste:
    """Write a backup over this file; the service may go on meanwhile.

    Raises:
        Introuvable: there is no database yet.
        OSError: the file cannot be written.
    """
    with zipfile.ZipFile(fichier, "w", zipfile.ZIP_DEFLATED) as archive:
        with hold_lecture(moteur) as connexion:
            revision = MigrationContext.configure(connexion).get_current_revision()
            if revision is None:
                raise Introuvable("La base est vide : il n’y a rien à sauvegarder.")
            manifeste = Manifeste(version("minutier"), revision, now().isoformat())
            for table in list_tables(connexion):
                if table.name not in OMISES:
                    write_lignes(archive, manifeste, table.name, read_lignes(connexion, table))
        parties = list_parties(settings)
        for partie in parties:
            for chemin in list_fichiers(partie, parties):
                nom = f"{partie.nom}/{chemin.relative_to(partie.dossier).as_posix()}"
                write_fichier(archive, manifeste, nom, chemin)
        write_manifeste(archive, manifeste)
    return manifeste
