"""What the command line gives out: text and JSON on the screen, files all at once or not at all."""

from __future__ import annotations

import errno
import itertools
import json
import os
import re
import secrets
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TextIO

from server.errors import EcritureImpossible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

_CONTROLES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

# What a file system answers when it knows no hard links (FAT, some network shares).
_SANS_LIEN: Final = frozenset({errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK, errno.EXDEV})

_RAISONS: Final = {
    errno.EACCES: "vous n’avez pas le droit d’y écrire.",
    errno.EPERM: "vous n’avez pas le droit d’y écrire.",
    errno.EROFS: "ce disque est en lecture seule.",
    errno.ENOSPC: "il n’y a plus de place sur le disque.",
    errno.EDQUOT: "votre quota d’espace disque est atteint.",
    errno.EFBIG: "le fichier dépasse la taille que le système permet.",
    errno.ENOTDIR: "ce n’est pas un dossier.",
    errno.EEXIST: "ce n’est pas un dossier.",
    errno.ENOENT: "le dossier n’existe pas et n’a pas pu être créé.",
    errno.ENAMETOOLONG: "ce nom est trop long.",
}


def say(texte: str, flux: TextIO | None = None) -> None:
    """Write text for a person: on standard output, or on the stream given.

    Control and direction characters are shown as « � »: what a saisie or a file holds must not drive the terminal. A
    reader that has gone away (``| head``) is no fault.
    """
    _write(_CONTROLES.sub("�", texte).rstrip("\n") + "\n", flux or sys.stdout)


def warn(texte: str) -> None:
    """Write text for a person on standard error."""
    say(texte, sys.stderr)


def say_json(valeur: Any) -> None:
    """Write a value as JSON on standard output."""
    say_brut(json.dumps(valeur, ensure_ascii=False, indent=2))


def say_brut(texte: str) -> None:
    """Write JSON text on standard output as it is, or escaped where the terminal does not speak UTF-8."""
    if (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        texte = json.dumps(json.loads(texte), indent=2)
    _write(texte + "\n", sys.stdout)


def _write(texte: str, flux: TextIO) -> None:
    try:
        flux.write(texte.encode(flux.encoding or "utf-8", "replace").decode(flux.encoding or "utf-8"))
        flux.flush()
    except BrokenPipeError:
        # The interpreter flushes again at exit and would complain: give it somewhere to write.
        os.dup2(os.open(os.devnull, os.O_WRONLY), flux.fileno())


def find_dossier_libre(dossier: Path) -> Path:
    """Give this folder when it is empty or not there yet, else the first of « -2 », « -3 » … that is."""
    for nom in _list_noms(dossier.name):
        libre = dossier.with_name(nom) if dossier.name else dossier
        if not dossier.name or not libre.exists() or (libre.is_dir() and not any(libre.iterdir())):
            return libre
    raise AssertionError("unreachable: the names never end")


def write_ensemble(dossier: Path, base: str, contenus: Mapping[str, bytes]) -> dict[str, Path]:
    """Write files that belong together, all of them or none, never over an existing one.

    Each is written whole beside its place, then linked under its name: nobody ever sees half a file, and two writers at
    once get two names.

    Args:
        dossier: created when it does not exist.
        base: name without extension; « -2 », « -3 » … follows when a file has it already.
        contenus: bytes by extension ("docx").

    Returns:
        The path of each file, by extension.

    Raises:
        EcritureImpossible: and then everything written, folders included, is gone again.
    """
    crees: list[Path] = []
    temporaires: dict[str, Path] = {}
    try:
        _make_dossier(dossier, crees)
        for extension, donnees in contenus.items():
            temporaires[extension] = dossier / f".minutier-{secrets.token_hex(8)}.tmp"
            _write_temporaire(temporaires[extension], donnees)
        return _publish(dossier, base, temporaires)
    except OSError as erreur:
        _remove_all(temporaires.values())
        for cree in reversed(crees):
            with suppress(OSError):
                cree.rmdir()
        raison = _RAISONS.get(erreur.errno or 0, f"l’écriture a échoué ({erreur.strerror or erreur}).")
        raise EcritureImpossible(dossier, raison) from erreur
    finally:
        _remove_all(temporaires.values())


def write_sortie(sortie: Path, ecrire: Callable[[Path], None]) -> Path:
    """Have one file written whole beside its place, readable by this user alone, then linked under its name.

    Args:
        sortie: where it should be; « -2 », « -3 » … follows when something is there already.
        ecrire: writes it, at the path that it is given.

    Raises:
        EcritureImpossible: and then nothing is left of it.
    """
    temporaire = sortie.parent / f".minutier-{secrets.token_hex(8)}.tmp"
    try:
        os.close(os.open(temporaire, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        ecrire(temporaire)
        with temporaire.open("rb") as fichier:
            os.fsync(fichier.fileno())
        extension = sortie.suffix.removeprefix(".") or "zip"
        return _publish(sortie.parent, sortie.stem, {extension: temporaire})[extension]
    except OSError as erreur:
        raison = _RAISONS.get(erreur.errno or 0, f"l’écriture a échoué ({erreur.strerror or erreur}).")
        raise EcritureImpossible(sortie, raison) from erreur
    finally:
        _remove_all([temporaire])


def _make_dossier(dossier: Path, crees: list[Path]) -> None:
    for parent in reversed([dossier, *dossier.parents]):
        with suppress(FileExistsError):
            if not parent.is_dir():
                parent.mkdir()
                crees.append(parent)
    if not dossier.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))


def _write_temporaire(chemin: Path, donnees: bytes) -> None:
    with chemin.open("xb") as fichier:
        fichier.write(donnees)
        fichier.flush()
        os.fsync(fichier.fileno())


def _publish(dossier: Path, base: str, temporaires: Mapping[str, Path]) -> dict[str, Path]:
    for nom in _list_noms(base):
        finals = {extension: dossier / f"{nom}.{extension}" for extension in temporaires}
        poses: list[Path] = []
        try:
            for extension, final in finals.items():
                _place(temporaires[extension], final)
                poses.append(final)
        except FileExistsError:
            _remove_all(poses)
            continue
        except BaseException:
            _remove_all(poses)
            raise
        _sync_dossier(dossier)
        return finals
    raise AssertionError("unreachable: the names never end")


def _list_noms(base: str) -> Iterator[str]:
    yield base
    for rang in itertools.count(2):
        yield f"{base}-{rang}"


def _place(temporaire: Path, final: Path) -> None:
    """Give a file its name, unless another has it.

    Raises:
        FileExistsError: the name is taken.
    """
    try:
        final.hardlink_to(temporaire)
    except FileExistsError:
        raise
    except OSError as erreur:
        if erreur.errno not in _SANS_LIEN:
            raise
        # Without hard links: take the name first, empty, then put the file in its place.
        final.open("xb").close()
        try:
            temporaire.replace(final)
        except OSError:
            _remove_all([final])
            raise


def _sync_dossier(dossier: Path) -> None:
    with suppress(OSError):  # not every system lets a folder be opened
        descripteur = os.open(dossier, os.O_RDONLY)
        try:
            os.fsync(descripteur)
        finally:
            os.close(descripteur)


def _remove_all(chemins: Iterable[Path]) -> None:
    for chemin in chemins:
        with suppress(OSError):
            chemin.unlink()
