"""What a visa states: who reviewed what, in what role, when, and where the words came from."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


ROLES: Final = {
    "relecteur_juridique": "relecture juridique",
    "direction": "direction",
    "elu": "élu",
    "referent_ethique": "référent éthique",
}


@dataclass(frozen=True, slots=True)
class Relecteur:
    """Who signs off, in what role, and by which delegation (« arrêté n° … du … »); None without one."""

    nom: str
    role: str
    delegation: str | None = None

    @property
    def fonction(self) -> str:
        """Say the role in French."""
        return ROLES.get(self.role, self.role.replace("_", " "))


@dataclass(frozen=True, slots=True)
class Controles:
    """The three checks that a reviewer ticks."""

    exactitude: bool
    plausibilite: bool
    sources: bool


@dataclass(frozen=True, slots=True)
class ActeVise:
    """Which act: kind, title, SIREN of the collectivité, template and its version, state.

    `etape` tells the states of one act apart: "projet" and "extrait" of a délibération; "" for any other act. `projet`
    is the digest of the projet that was signed off before the vote, in the statement of its extrait; "" where there is
    none, or where another draft was begun for the extrait.
    """

    genre: str
    intitule: str
    collectivite: str
    modele: str = ""
    version_modele: str = ""
    etape: str = ""
    projet: str = ""


@dataclass(frozen=True, slots=True)
class AnnexeVisee:
    """A file joined to the act: its name and the SHA-256 of its bytes."""

    nom: str
    empreinte: str

    @classmethod
    def from_bytes(cls, nom: str, donnees: bytes) -> AnnexeVisee:
        """Make it from a file."""
        return cls(nom, hashlib.sha256(donnees).hexdigest())


@dataclass(frozen=True, slots=True)
class VisaPrecedent:
    """An earlier step of the same circuit."""

    relecteur: Relecteur
    instant: dt.datetime


@dataclass(frozen=True, slots=True)
class Releve:
    """All that a visa states, but the digests, which the file gives.

    Attributes:
        acte: which act.
        relecteur: who signs off.
        instant: when; with a time zone.
        controles: the three checks.
        rang: sequence of the visa in the ledger.
        empreinte_ligne: hash of its row there.
        constats_leves: codes of the findings waived; the reasons stay in the ledger.
        modele_ia: identity of the language model, "" when none wrote.
        version_prompt: version of the prompts, "" when no model wrote.
        origines: for each leaf of the canon, in order, characters by origin; empty: as the file says.
        annexes: files joined to the act.
        precedents: earlier steps of the circuit.
    """

    acte: ActeVise
    relecteur: Relecteur
    instant: dt.datetime
    controles: Controles
    rang: int
    empreinte_ligne: str
    constats_leves: tuple[str, ...] = ()
    modele_ia: str = ""
    version_prompt: str = ""
    origines: tuple[Mapping[str, int], ...] = field(default=(), hash=False)
    annexes: tuple[AnnexeVisee, ...] = ()
    precedents: tuple[VisaPrecedent, ...] = ()

    def __post_init__(self) -> None:
        if self.instant.tzinfo is None or any(p.instant.tzinfo is None for p in self.precedents):
            raise ValueError("the instant of a visa has a time zone")

    @property
    def totaux(self) -> dict[str, int]:
        """Characters of the whole act by origin."""
        totaux: dict[str, int] = {}
        for feuille in self.origines:
            for origine, nombre in feuille.items():
                totaux[origine] = totaux.get(origine, 0) + nombre
        return totaux


def write_instant(instant: dt.datetime) -> str:
    """Write an instant: UTC, to the second."""
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_instant(texte: str) -> dt.datetime:
    """Read an instant; ValueError when it has no time zone."""
    instant = dt.datetime.fromisoformat(texte)
    if instant.tzinfo is None:
        raise ValueError("time zone")
    return instant.astimezone(dt.UTC)


def releve_as_json(releve: Releve) -> dict[str, Any]:
    """Give what `verify --json` prints of a visa."""
    return {
        **visa_as_json(releve),
        "origines": releve.totaux,
        "annexes": [{"nom": a.nom, "empreinte": a.empreinte} for a in releve.annexes],
        "precedents": precedents_as_json(releve.precedents),
    }


def visa_as_json(releve: Releve) -> dict[str, Any]:
    """Give who signed off on what, when and how, as JSON: what the statement says and what `verify` prints alike."""
    return {
        "acte": _acte_as_json(releve.acte),
        "relecteur": _relecteur_as_json(releve.relecteur),
        "instant": write_instant(releve.instant),
        "controles": _controles_as_json(releve.controles),
        "constats_leves": list(releve.constats_leves),
        "redaction": {"modele_ia": releve.modele_ia, "version_prompt": releve.version_prompt},
        "registre": {"rang": releve.rang, "empreinte": releve.empreinte_ligne},
    }


def _acte_as_json(acte: ActeVise) -> dict[str, str]:
    """Give which act, as JSON."""
    return {nom: getattr(acte, nom) for nom in ActeVise.__dataclass_fields__}


def _relecteur_as_json(relecteur: Relecteur) -> dict[str, str | None]:
    """Give who signs off, as JSON."""
    return {"nom": relecteur.nom, "role": relecteur.role, "delegation": relecteur.delegation}


def _controles_as_json(controles: Controles) -> dict[str, bool]:
    """Give the three checks, as JSON."""
    return {nom: getattr(controles, nom) for nom in Controles.__dataclass_fields__}


def precedents_as_json(precedents: tuple[VisaPrecedent, ...]) -> list[dict[str, Any]]:
    """Give the earlier steps, as JSON."""
    return [{"relecteur": _relecteur_as_json(p.relecteur), "instant": write_instant(p.instant)} for p in precedents]
