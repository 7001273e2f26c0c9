"""What the text of a version says once and for all: it is read and compared once, and kept for whoever opens it.

A version never changes, nor does what our code makes of it: see `reserve`.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 -- read by the TypeAdapter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter

from server.acte.canon import shows
from server.acte.fragments import Fragment
from server.acte.noeuds import Feuille
from server.acte.parcours import walk
from server.brouillons.schemas import ActeRedige  # noqa: TC001 -- read by the TypeAdapter
from server.brouillons.vue import describe_acte
from server.comparaison import compare
from server.comparaison.blocs import pair_ranks
from server.comparaison.origines import A_REVOIR
from server.dossiers.schemas import BlocCompareVu
from server.dossiers.versions import load_acte
from server.sceau import count_origines

if TYPE_CHECKING:
    from server.acte.noeuds import Acte
    from server.dossiers.models import VersionDossier
    from server.reserve import Reserve


@dataclass(frozen=True, slots=True)
class PassageARevoir:
    """A paragraph that holds words of a machine, or of nobody knows whom."""

    bloc: int
    texte: str
    origines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActeLu:
    """An act as it is read.

    Attributes:
        acte: as a page shows it.
        passages: what must be accepted, corrected or rejected.
        blocs: ranks of the paragraphs that show something.
        origines: for each of these, how many characters come from where.
    """

    acte: ActeRedige
    passages: tuple[PassageARevoir, ...]
    blocs: tuple[int, ...]
    origines: tuple[Mapping[str, int], ...]


_ACTE: Final = TypeAdapter(ActeLu)
_COMPARAISON: Final = TypeAdapter(list[BlocCompareVu])
_CHEMIN: Final = TypeAdapter(dict[int, int])


def name_version(version: VersionDossier) -> tuple[str, str]:
    """Name what a version holds, for the reserve."""
    return version.id.hex, version.canon


def read_acte(reserve: Reserve, version: VersionDossier, genre: str) -> ActeLu:
    """Read the act of a version, as it will be sealed, with its origins."""
    return reserve.recall(("acte", *name_version(version)), _ACTE, lambda: _read(load_acte(version, genre)))


def _read(acte: Acte) -> ActeLu:
    blocs = tuple(rang for rang, place in enumerate(walk(acte)) if shows(place))
    return ActeLu(describe_acte(acte), tuple(list_passages(acte)), blocs, count_origines(acte))


def list_passages(acte: Acte) -> list[PassageARevoir]:
    """List what must be accepted, corrected or rejected in an act."""
    passages = []
    for rang, place in enumerate(walk(acte)):
        if not isinstance(place.feuille, Feuille):
            continue
        fragments = [e for e in place.feuille.contenu if isinstance(e, Fragment)]
        origines = {str(e.origine) for e in fragments if e.origine in A_REVOIR and e.texte.strip()}
        if origines:
            passages.append(PassageARevoir(rang, place.feuille.texte, tuple(sorted(origines))))
    return passages


def compare_versions(reserve: Reserve, avant: VersionDossier, apres: VersionDossier, genre: str) -> list[BlocCompareVu]:
    """Say paragraph by paragraph and word by word what changed from one version to another."""
    cle = ("comparaison", *name_version(avant), *name_version(apres))
    return reserve.recall(cle, _COMPARAISON, lambda: compare_actes(load_acte(avant, genre), load_acte(apres, genre)))


def compare_actes(avant: Acte, apres: Acte) -> list[BlocCompareVu]:
    """Say paragraph by paragraph and word by word what changed from one act to another."""
    return [
        BlocCompareVu.model_validate(
            {
                "changement": str(bloc.changement),
                "avant": bloc.avant,
                "apres": bloc.apres,
                "partie": bloc.partie,
                "mots": [{"sort": str(mot.sort), "texte": mot.texte} for mot in bloc.mots],
            }
        )
        for bloc in compare(avant, apres)
    ]


def find_path(reserve: Reserve, avant: VersionDossier, apres: VersionDossier, genre: str) -> dict[int, int]:
    """Say where each paragraph of a version is in another of the same dossier."""
    if avant.id == apres.id:
        return {rang: rang for rang in read_acte(reserve, apres, genre).blocs}

    def pair() -> dict[int, int]:
        paires = pair_ranks(load_acte(avant, genre), load_acte(apres, genre))
        return {ancien: nouveau for nouveau, ancien in paires.items()}

    return reserve.recall(("chemin", *name_version(avant), *name_version(apres)), _CHEMIN, pair)
