"""The plain redacteur: no model; the agent's own points, in well-formed French."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.acte.fragments import Fragment, Origine, merge_fragments
from server.francais.considerants import make_alinea, make_considerant
from server.redacteurs.base import Demande, Ecoute, Redige, ignore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_FORMES: dict[str, Callable[[str], str]] = {
    "considerants": make_considerant,
    "expose": make_alinea,
    "paragraphes": make_alinea,
    "sections": make_alinea,
    "consignes": make_alinea,
}


class Aucun:
    """Puts each point into one paragraph; adds « Considérant que », a capital, a full stop, and nothing else."""

    nom = "aucun"
    modele = ""

    async def write(self, demandes: Sequence[Demande], ecoute: Ecoute = ignore) -> tuple[Redige, ...]:  # noqa: ARG002
        """Write each passage from its points; never fails, never waits."""
        return tuple(write_plain(demande) for demande in demandes)


def write_plain(demande: Demande) -> Redige:
    """Write one passage without a model: also the fallback when what a model wrote was refused."""
    forme = _FORMES[demande.sorte]
    paragraphes = tuple(
        split_origins(forme(point), point, f"{demande.champ_points}[{rang}]")
        for rang, point in enumerate(demande.points)
    )
    return Redige(demande.nom, paragraphes, Origine.SAISIE)


def split_origins(phrase: str, point: str, champ: str) -> tuple[Fragment, ...]:
    """Tell in a sentence what the agent typed from what was put around it.

    The first letter of the point may have changed case and its last stop may be gone; when the point cannot be found
    at all, the whole sentence counts as typed.
    """
    noyau = point.strip().rstrip(" \u00a0.;,:")[1:]
    place = phrase.find(noyau) if noyau else -1
    if place < 1:
        return (Fragment(phrase, Origine.SAISIE, champ),)
    debut, fin = place - 1, place + len(noyau)
    return tuple(
        f
        for f in merge_fragments(
            (
                Fragment(phrase[:debut], Origine.TRAME),
                Fragment(phrase[debut:fin], Origine.SAISIE, champ),
                Fragment(phrase[fin:], Origine.TRAME),
            )
        )
        if isinstance(f, Fragment)
    )
