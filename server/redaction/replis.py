"""Findings about passages that stand in the agent's own words although a model was to write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.acte.fragments import Origine
from server.regles import Constat, Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.redacteurs import Redige

CODE: Final = "IA-REPLI"
"""No rule of `regles`: it judges how the draft was made, not what stands in it."""
_RAISONS_MAX: Final = 3
"""Reasons told of one passage; all of them are in `Redige.incidents`."""


def find_replis(passages: Sequence[Redige]) -> tuple[Constat, ...]:
    """Say which passages a model did not write, and why: passages with the same reasons are told together."""
    par_raison: dict[str, list[str]] = {}
    for redige in passages:
        if redige.incidents and redige.origine is not Origine.IA:
            par_raison.setdefault(_say_raison(redige), []).append(redige.nom)
    return tuple(_make_constats(par_raison))


def _say_raison(redige: Redige) -> str:
    raisons = list(dict.fromkeys(incident.message.rstrip(".") for incident in redige.incidents))
    reste = len(raisons) - _RAISONS_MAX
    suite = [f"et {reste} autre{'s' if reste > 1 else ''}"] if reste > 0 else []
    return " ; ".join([*raisons[:_RAISONS_MAX], *suite])


def _make_constats(par_raison: dict[str, list[str]]) -> Iterator[Constat]:
    for raison, noms in par_raison.items():
        cites = ", ".join(f"« {nom} »" for nom in noms)
        sujet = f"Le passage {cites} reprend" if len(noms) == 1 else f"Les passages {cites} reprennent"
        message = f"{sujet} les termes de l’agent, sans le modèle : {raison}."
        yield Constat(CODE, Niveau.AVERTISSEMENT, message, None, 0, 0, "")
