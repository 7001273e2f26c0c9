"""The state of a draft once it was drafted: what was typed then, and its passages; the act is built again from them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from server.catalogue import parse_collectivite, validate
from server.redaction import Rejoue, draft, read_redige, redige_as_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.catalogue import Modele, Saisie
    from server.charte import Charte
    from server.redacteurs import Redige
    from server.redaction import Brouillon


@dataclass(frozen=True, slots=True)
class PassageRedige:
    """A passage as it stands, and as it was drafted: what a hand changed is judged beside the latter."""

    actuel: Redige
    ecrit: Redige


@dataclass(frozen=True, slots=True)
class EtatRedige:
    """What an act is built from, again and again the same.

    Attributes:
        saisie: as typed when it was drafted.
        collectivite: as described then; None where the saisie brings its own.
        version: of the template.
        redacteur, modele_ia: who wrote the passages.
        instant: when; the rules judge the act on that day.
        passages: by name, in the order of the template.
        invites: version of the prompts that a model was given; empty when none wrote.
    """

    saisie: dict[str, Any] = field(repr=False)
    collectivite: dict[str, Any] | None
    version: str
    redacteur: str
    modele_ia: str
    instant: datetime
    passages: dict[str, PassageRedige] = field(default_factory=dict, repr=False)
    invites: str = ""

    def replace_passage(self, passage: PassageRedige) -> EtatRedige:
        """Give the state with one passage in place of that of its name."""
        return replace(self, passages={**self.passages, passage.actuel.nom: passage})

    def as_json(self) -> dict[str, Any]:
        """Give it as plain values, for `read_etat`."""
        return {
            "saisie": self.saisie,
            "collectivite": self.collectivite,
            "version": self.version,
            "redacteur": self.redacteur,
            "modele_ia": self.modele_ia,
            "invites": self.invites,
            "instant": self.instant.isoformat(),
            "passages": [_passage_as_json(passage) for passage in self.passages.values()],
        }


def _passage_as_json(passage: PassageRedige) -> dict[str, Any]:
    ecrit = None if passage.ecrit == passage.actuel else redige_as_json(passage.ecrit)
    return {"actuel": redige_as_json(passage.actuel), "ecrit": ecrit}


def read_etat(objet: Mapping[str, Any]) -> EtatRedige:
    """Read back what `EtatRedige.as_json` gave."""
    passages = [_read_passage(passage) for passage in objet["passages"]]
    autres = {nom: objet[nom] for nom in ("saisie", "collectivite", "version", "redacteur", "modele_ia")}
    return EtatRedige(
        **autres,
        instant=datetime.fromisoformat(objet["instant"]),
        passages={passage.actuel.nom: passage for passage in passages},
        # Drafts of before prompts were named have none.
        invites=objet.get("invites", ""),
    )


def _read_passage(objet: Mapping[str, Any]) -> PassageRedige:
    actuel = read_redige(objet["actuel"])
    return PassageRedige(actuel, actuel if objet["ecrit"] is None else read_redige(objet["ecrit"]))


def validate_etat(modele: Modele, etat: EtatRedige) -> Saisie:
    """Validate what was typed when the act was drafted.

    Raises:
        SaisieRefusee: its template has changed since, and refuses it.
    """
    collectivite = None if etat.collectivite is None else parse_collectivite(etat.collectivite)
    return validate(modele, etat.saisie, collectivite)


def build_brouillon(modele: Modele, etat: EtatRedige, charte: Charte, acte_id: str) -> Brouillon:
    """Build the act again; no model is asked. Not from inside a running event loop.

    Raises:
        SaisieRefusee: the template has changed since it was drafted, and refuses the saisie.
    """
    rejoue = Rejoue(etat.redacteur, etat.modele_ia, {nom: p.actuel for nom, p in etat.passages.items()})
    saisie = validate_etat(modele, etat)
    return asyncio.run(draft(modele, saisie, rejoue, charte, acte_id=acte_id, instant=etat.instant))
