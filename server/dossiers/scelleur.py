"""What a seal must know how to do, and what it is told: the dossiers ask for no more than this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from server.errors import Refus


@dataclass(frozen=True, slots=True)
class VisaReleve:
    """One sign-off, as the seal states it.

    Attributes:
        prenom, nom, role: of who signed off.
        pour: « prénom nom » of who was replaced, None without a delegation.
        motif: of the delegation: "delegation" or "absence".
        controles: what the reviewer says to have checked, of exactitude, plausibilite and sources.
        derogations: codes of the findings that were waived; the reasons stay in the ledger.
        rang, empreinte: of its row in the ledger.
    """

    prenom: str
    nom: str
    role: str
    pour: str | None
    motif: str | None
    instant: datetime
    controles: tuple[str, ...]
    derogations: tuple[str, ...]
    rang: int
    empreinte: str


@dataclass(frozen=True, slots=True)
class ReleveDossier:
    """What is known of an act when its last step is signed off. The same dossier gives the same, again and again.

    Attributes:
        dossier, version: which act, which of its versions.
        collectivite: its SIREN, empty when nobody gave it.
        etape: "projet" or "extrait" of a délibération, empty for any other act.
        projet: digest of the projet that was sealed before, for the extrait of the same draft; empty without one.
        canon: digest of canon/1 that was reviewed; `sha256` of the file it was read from.
        redacteur, modele_ia, version_invites: who wrote the passages, by which prompts; empty for a document.
        origines: for each line of the canon, how many characters come from where.
        visas: in the order of the circuit, the last one last.
    """

    dossier: str
    version: int
    titre: str
    genre: str
    modele: str
    version_modele: str
    collectivite: str
    etape: str
    projet: str
    canon: str
    sha256: str
    redacteur: str
    modele_ia: str
    version_invites: str
    origines: tuple[Mapping[str, int], ...]
    visas: tuple[VisaReleve, ...]

    @property
    def sequence(self) -> int:
        """Give the row of the ledger that the seal rests on."""
        return self.visas[-1].rang


class Examen(Protocol):
    """What a seal would hold, and what forbids it."""

    @property
    def empreinte(self) -> str:
        """Digest of canon/1 of the file as it would be sealed."""

    @property
    def refus(self) -> Sequence[Refus]:
        """Every reason against it; none when it may be sealed."""


class Scelle(Protocol):
    """A sealed file."""

    @property
    def fichier(self) -> bytes:
        """The file, with its seal."""

    @property
    def sidecar(self) -> bytes:
        """The same seal beside it (`.visa.json`)."""

    @property
    def empreinte(self) -> str:
        """Digest of canon/1 of the sealed file."""


class Scelleur(Protocol):
    """Examines and seals files; holds its own key. Called outside of any transaction, from several threads."""

    def examine(self, fichier: bytes, nom: str) -> Examen:
        """Say what would be sealed; never raises for what is merely forbidden.

        Raises:
            FichierIllisible: it cannot be read at all.
            Conflit: nothing can be sealed here now, whatever the file.
        """

    def seal(self, fichier: bytes, nom: str, releve: ReleveDossier) -> Scelle:
        """Seal a file that was examined. May be asked again for the same dossier, after a crash.

        Raises:
            MinutierError: it cannot be sealed now; the sign-off stays, and it is asked again later.
        """

    def attest(self, sidecar: bytes) -> bytes:
        """Attest a sidecar that the ledger has, by the key of today, if the key that made it was revoked since."""
