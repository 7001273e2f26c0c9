"""Versions: the file as its author had it, its tree read from it again, and whose each of its words are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, update

from server import formats
from server.acte.canon import digest
from server.acte.noeuds import Acte, Genre
from server.acte.parcours import strip
from server.comparaison.mots import keeps_words, list_words
from server.comparaison.origines import list_machine, read_origines, settle, write_origines
from server.db import now
from server.dossiers.models import Dossier, VersionDossier
from server.errors import Conflit, FichierIllisible, Introuvable
from server.formats.paquet import detect
from server.reserve import Memoire

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator, Sequence
    from typing import Any

    from sqlalchemy.orm import Session

    from server.comptes.dependances import CompteConnecte

EXTENSIONS: Final = {"docx": "docx", "odt": "odt", "texte": "txt"}
MACHINE_MAX: Final = 500
"""Paragraphs of a machine that are remembered for a dossier; an act has a few dozen."""
LUS_MAX: Final = 64

# What a version holds never changes: its tree is read once by each process.
_lus: Memoire[uuid.UUID, Acte] = Memoire(LUS_MAX)


@dataclass(frozen=True, slots=True)
class Lue:
    """A file that was read, ready to become a version.

    Attributes:
        acte: without what a draft adds; its origins are settled.
        machine: texts of a machine that were not known yet.
    """

    nom: str
    octets: bytes = field(repr=False)
    format: str
    acte: Acte = field(repr=False)
    origines: list[Any] = field(repr=False)
    machine: tuple[str, ...] = field(repr=False)


def read_version(  # noqa: PLR0913 -- what is known already is given, not found again
    nom: str,
    octets: bytes,
    genre: str,
    avant: Acte | None,
    machine: Sequence[str],
    *,
    reformules: Sequence[str] = (),
    lu: Acte | None = None,
) -> Lue:
    """Read a file that becomes a version; slow, so in no transaction.

    Args:
        nom: of the file.
        octets: the file.
        genre: kind of the act.
        avant: the version before; None for a document that nothing is known of.
        machine: paragraphs that a model is known to have written for this act.
        reformules: others, that it wrote for those who work on it; they are remembered when their words are in the act.
        lu: what was read of the file already; it is read here when nothing was.

    Raises:
        FichierIllisible: it is no document that we read, or is not sound.
    """
    lu = formats.read(octets, nom).acte if lu is None else lu
    acte = strip(Acte(Genre(genre), lu.titre, lu.corps, lu.en_tetes, lu.pieds, lu.proprietes))
    if avant is None:
        nouveaux = list_machine(acte)
    else:
        regle = settle(acte, avant, (*machine, *reformules))
        acte, nouveaux = regle.acte, (*regle.nouveaux, *_find_kept(regle.acte, reformules))
    return Lue(nom, octets, EXTENSIONS[detect(octets)], acte, write_origines(acte), nouveaux)


def _find_kept(acte: Acte, reformules: Sequence[str]) -> Iterator[str]:
    """Find the paragraphs of which something is left in what the machine wrote of an act."""
    textes = list_machine(acte) if reformules else ()
    for ecrit in reformules:
        mots = [list_words(ecrit)]
        if any(keeps_words(texte, mots) for texte in textes):
            yield ecrit


def keep_version(session: Session, dossier: Dossier, compte: CompteConnecte, lue: Lue) -> VersionDossier:
    """Keep a file as the next version of a dossier, and make it the present one."""
    version = VersionDossier(
        dossier_id=dossier.id,
        numero=dossier.version + 1,
        compte_id=compte.id,
        nom=lue.nom,
        format=lue.format,
        octets=lue.octets,
        sha256=hashlib.sha256(lue.octets).hexdigest(),
        canon=digest(lue.acte),
        origines=lue.origines,
    )
    session.add(version)
    dossier.version = version.numero
    dossier.modifie_le = now()
    if lue.machine:
        connus = list(dossier.machine)
        session.execute(
            update(Dossier)
            .where(Dossier.id == dossier.id)
            .values(machine=[*connus, *(m for m in lue.machine if m not in connus)][-MACHINE_MAX:])
        )
    session.flush()
    return version


def find_version(session: Session, dossier: Dossier, numero: int | None = None) -> VersionDossier:
    """Give a version of a dossier, the present one when no number is given.

    Raises:
        Introuvable: there is none of this number.
    """
    demande = select(VersionDossier).where(
        VersionDossier.dossier_id == dossier.id,
        VersionDossier.numero == (dossier.version if numero is None else numero),
    )
    version = session.scalars(demande).one_or_none()
    if version is None:
        raise Introuvable("Cette version n’existe pas.")
    return version


def list_versions(session: Session, dossier: Dossier) -> Sequence[VersionDossier]:
    """List the versions of a dossier, the first first."""
    demande = select(VersionDossier).where(VersionDossier.dossier_id == dossier.id)
    return session.scalars(demande.order_by(VersionDossier.numero)).all()


def load_acte(version: VersionDossier, genre: str) -> Acte:
    """Give the act of a version, as it will be sealed, with its origins."""
    connu = _lus.get(version.id)
    if connu is not None:
        return connu
    lu = formats.read(version.octets, version.nom).acte
    acte = strip(Acte(Genre(genre), lu.titre, lu.corps, lu.en_tetes, lu.pieds, lu.proprietes))
    if digest(acte) != version.canon:
        # A reader of another release sees another act than was kept: nothing may be signed off on it.
        raise FichierIllisible(version.nom, "ce document ne se lit plus comme il a été déposé : déposez-le de nouveau.")
    acte = read_origines(acte, version.origines)
    _lus.keep(version.id, acte)
    return acte


def check_courante(
    session: Session, dossier: Dossier, numero: int, empreinte: str, *, lue: VersionDossier | None = None
) -> VersionDossier:
    """Give the present version, if it is the one that was seen; `lue` is what this transaction has read already.

    Raises:
        Conflit: holds the present one.
    """
    version = lue if lue is not None and lue.numero == dossier.version else find_version(session, dossier)
    if (version.numero, version.canon) != (numero, empreinte):
        raise Conflit(
            "Le dossier a changé depuis que vous l’avez lu : relisez la version actuelle.",
            {"version": version.numero, "empreinte": version.canon},
        )
    return version
