"""Bring a backup back: the database in one transaction, the folders beside it, both or neither."""

from __future__ import annotations

import io
import shutil
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from alembic import command
from sqlalchemy import MetaData, select

from server.db import hold_schema, list_revisions, make_config
from server.errors import Conflit, EcritureImpossible, FichierIllisible
from server.sauvegarde.archive import name_table, open_archive
from server.sauvegarde.dossiers import DONNEES, PREFIXE, find_destination, replace_all
from server.sauvegarde.lignes import OMISES, list_tables, list_tables_a_remplir, write_lignes

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from server.sauvegarde.archive import Manifeste
    from server.settings import Settings


@dataclass(frozen=True, slots=True)
class Bilan:
    """Say what was brought back.

    Attributes:
        manifeste: what the backup said of itself.
        dossiers: where each part went.
    """

    manifeste: Manifeste
    dossiers: dict[str, Path]


def restore(fichier: Path, settings: Settings, moteur: Engine, *, remplacer: bool) -> Bilan:
    """Bring a backup back.

    Args:
        fichier: the backup.
        settings: where its folders go.
        moteur: the database that takes it, of either kind.
        remplacer: whether what is there may be lost.

    Raises:
        FichierIllisible: it is no backup, was altered, or is of a later version.
        Conflit: something is there already.
        EcritureImpossible: a folder cannot be written; the database is as before.
    """
    with open_archive(fichier) as (archive, manifeste), ExitStack() as pile:
        _check_revision(fichier, manifeste)
        try:
            prets = {
                nom: pile.enter_context(_unpack(archive, manifeste, nom, settings)) for nom in _list_noms(manifeste)
            }
            remplacements = _plan(prets, settings)
            _check_places(remplacements, remplacer=remplacer)
            # The database last: once it is committed, nothing can fail any more.
            with replace_all(remplacements), hold_schema(moteur) as connexion:
                _check_base(connexion, remplacer=remplacer)
                _replace_base(connexion, archive, manifeste)
        except OSError as erreur:
            raise EcritureImpossible(erreur.filename or settings.find_donnees(), f"{erreur.strerror}.") from erreur
    return Bilan(manifeste, {nom: find_destination(nom, settings) for nom in prets})


def _check_revision(fichier: Path, manifeste: Manifeste) -> None:
    if manifeste.revision not in list_revisions():
        raise FichierIllisible(fichier, f"elle vient d’une version plus récente de Minutier ({manifeste.version}).")


def _list_noms(manifeste: Manifeste) -> list[str]:
    """List the parts that are folders."""
    return sorted({PurePosixPath(entree).parts[0] for entree in manifeste.empreintes} - {"base"})


@contextmanager
def _unpack(archive: zipfile.ZipFile, manifeste: Manifeste, nom: str, settings: Settings) -> Iterator[Path]:
    """Unpack a part beside its place, on the same disk, readable by this user alone."""
    destination = find_destination(nom, settings)
    cree = not destination.exists()
    destination.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix=PREFIXE, dir=destination) as dossier:
            for entree in manifeste.empreintes:
                chemin = PurePosixPath(entree)
                if chemin.parts[0] == nom:
                    _unpack_entree(archive, entree, Path(dossier).joinpath(*chemin.parts[1:]))
            yield Path(dossier)
    finally:
        if cree:
            with suppress(OSError):  # no longer empty: it was brought back
                destination.rmdir()


def _unpack_entree(archive: zipfile.ZipFile, entree: str, cible: Path) -> None:
    cible.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with archive.open(entree) as source, cible.open("xb") as ecrit:
        cible.chmod(0o600)
        shutil.copyfileobj(source, ecrit)


def _plan(prets: dict[str, Path], settings: Settings) -> dict[Path, Path | None]:
    """Say what comes in which place; of templates and charte nothing stays that the backup does not have."""
    remplacements: dict[Path, Path | None] = {}
    for nom, dossier in prets.items():
        destination = find_destination(nom, settings)
        if nom != DONNEES:
            restes = [reste for reste in destination.iterdir() if not reste.name.startswith(PREFIXE)]
            remplacements |= dict.fromkeys(restes)
        remplacements |= {destination / nouveau.name: nouveau for nouveau in dossier.iterdir()}
    return remplacements


def _check_places(remplacements: dict[Path, Path | None], *, remplacer: bool) -> None:
    for place in sorted(remplacements):
        if place.exists() and not remplacer:
            raise Conflit(f"« {place} » existe déjà. Rien n’a été restauré ; --remplacer l’écraserait.")


def _check_base(connexion: Connection, *, remplacer: bool) -> None:
    if remplacer:
        return
    for table in list_tables(connexion):
        if table.name not in OMISES and connexion.execute(select(1).select_from(table).limit(1)).first():
            raise Conflit("La base contient déjà des données. Rien n’a été restauré ; --remplacer les écraserait.")


def _replace_base(connexion: Connection, archive: zipfile.ZipFile, manifeste: Manifeste) -> None:
    """Make the schema of the backup anew, fill it, then bring it up to date."""
    ancienne = MetaData()
    ancienne.reflect(connexion)
    ancienne.drop_all(connexion)
    command.upgrade(make_config(connexion), manifeste.revision)
    for table in list_tables_a_remplir(connexion):
        if table.name in manifeste.tables:
            with archive.open(name_table(table.name)) as entree:
                write_lignes(connexion, table, io.TextIOWrapper(entree, encoding="utf-8"))
    command.upgrade(make_config(connexion), "head")
