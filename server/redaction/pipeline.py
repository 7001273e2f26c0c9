"""The pipeline as one list of steps; each takes a value and returns a new one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from server.redacteurs import ignore
from server.redaction.composition import build, make_proprietes
from server.redaction.remplissage import fill, holds_ia, list_demandes
from server.redaction.replis import find_replis
from server.regles import Contexte, lint
from server.trame import render

if TYPE_CHECKING:
    from server.acte.noeuds import Acte, Bloc
    from server.catalogue import Modele, Saisie
    from server.charte import Charte
    from server.formats.texte.jetons import Ouverture
    from server.redacteurs import Demande, Ecoute, Redacteur, Redige
    from server.regles import Constat


@dataclass(frozen=True, slots=True)
class Brouillon:
    """A complete draft: the act, what the rules found in it, and how each passage was written.

    Its repr shows none of it: reprs end in logs, and asyncio makes one of every result.
    """

    acte: Acte = field(repr=False)
    constats: tuple[Constat, ...] = field(repr=False)
    passages: tuple[Redige, ...] = field(repr=False)


def make_demandes(modele: Modele, saisie: Saisie) -> tuple[Demande, ...]:
    """Give the request of each passage that this saisie opens, in the order of the template.

    Raises:
        ModeleInvalide: the template is at fault; no accepted saisie may lead there.
    """
    return tuple(list_demandes(_render(modele, saisie), modele, saisie))


def _render(modele: Modele, saisie: Saisie) -> list[Bloc | Ouverture]:
    return render(modele.corps, saisie.contexte, [p.nom for p in modele.passages])


async def draft(  # noqa: PLR0913 -- what an act is made of
    modele: Modele,
    saisie: Saisie,
    redacteur: Redacteur,
    charte: Charte,
    *,
    ecoute: Ecoute = ignore,
    acte_id: str | None = None,
    instant: datetime | None = None,
) -> Brouillon:
    """Draft an act from a validated saisie: scaffold, fill, build, check.

    Args:
        modele: the template.
        saisie: what `catalogue.validate` accepted for this template, with its collectivité.
        redacteur: who writes the passages.
        charte: how the act looks; it gives the page headers and footers.
        ecoute: told what happens to the passages while they are written.
        acte_id: identifier of the draft; a random UUID when not given.
        instant: when it is drafted; now (UTC) when not given.

    Raises:
        ModeleInvalide: the template is at fault; no accepted saisie may lead there.
    """
    instant = instant or datetime.now(UTC)
    trame = _render(modele, saisie)
    blocs, passages = await fill(trame, modele, saisie, redacteur, ecoute)
    proprietes = make_proprietes(
        modele, redacteur, avec_ia=holds_ia(passages), acte_id=acte_id or str(uuid.uuid4()), instant=instant
    )
    acte = build(blocs, modele, saisie, charte, proprietes)
    constats = lint(
        Contexte(
            acte=acte,
            date=instant.date(),
            saisie=saisie.valeurs,
            modele=modele,
            collectivite=saisie.collectivite.as_mapping(),
        )
    )
    return Brouillon(acte, (*constats, *find_replis(passages)), passages)
