"""Acts on their way, and everything that is kept of them."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.brouillons.models import BrouillonEnregistre
from server.brouillons.titre import TITRE_MAX
from server.comptes.models import Compte
from server.db import Base, now
from server.modeles.models import CODE_MAX
from server.registre.models import EMPREINTE, LigneRegistre

NOM_MAX: Final = 255
ROLE: Final = String(30)
JOUR: Final = String(10)
"""AAAA-MM-JJ: days of the calendar, which sort as texts do."""


class EtatDossier(StrEnum):
    """Where a dossier stands."""

    BROUILLON = "brouillon"
    EN_RELECTURE = "en_relecture"
    RENVOYE = "renvoye"
    VALIDE = "valide"
    CLOS = "clos"


class Decision(StrEnum):
    """What a reviewer says of a passage that a machine wrote, or that nobody knows the origin of."""

    ACCEPTE = "accepte"
    CORRIGE = "corrige"
    REJETE = "rejete"


class Dossier(Base):
    """An act on its way.

    Attributes:
        auteur_id: who made it; never changes.
        responsable_id: who carries it now: the author, or who took over.
        assigne_id: the only one to review the present step; None for all who have its role.
        redige: the state that its first version was built from (`EtatRedige`); None when it came as a document.
        machine: paragraphs that a model is known to have written, as it wrote them.
        circuit: roles that sign off, in order, as they were when the dossier was made.
        etape: rank in the circuit, from 0.
        version: number of the present version.
    """

    __tablename__ = "dossiers"
    __table_args__ = (Index(None, "collectivite_id", "etat"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    collectivite_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("collectivites.id"))
    auteur_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"), index=True)
    responsable_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"), index=True)
    assigne_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("comptes.id"))
    brouillon_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("brouillons.id", ondelete="SET NULL"), index=True)
    modele: Mapped[str] = mapped_column(String(CODE_MAX))
    version_modele: Mapped[str] = mapped_column(String(20))
    genre: Mapped[str] = mapped_column(String(20))
    titre: Mapped[str] = mapped_column(String(TITRE_MAX))
    redige: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    machine: Mapped[list[str]] = mapped_column(JSON, deferred=True)
    circuit: Mapped[list[str]]
    etat: Mapped[str] = mapped_column(String(20), default=EtatDossier.BROUILLON)
    etape: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
    cree_le: Mapped[datetime] = mapped_column(default=now)
    modifie_le: Mapped[datetime] = mapped_column(default=now)


class VersionDossier(Base):
    """One version: the file exactly as its author had it. Never changed.

    Attributes:
        compte_id: who gave it; may not sign off on it, nor on any that follows.
        canon: digest of canon/1 without what a draft adds, as it will be sealed.
        origines: where each text of each paragraph comes from (`comparaison.origines`).
    """

    __tablename__ = "dossier_versions"
    __table_args__ = (UniqueConstraint("dossier_id", "numero"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id"))
    numero: Mapped[int]
    compte_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"), index=True)
    nom: Mapped[str] = mapped_column(String(NOM_MAX))
    format: Mapped[str] = mapped_column(String(10))
    octets: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(EMPREINTE)
    canon: Mapped[str] = mapped_column(EMPREINTE)
    origines: Mapped[list[Any]] = mapped_column(JSON, deferred=True)
    cree_le: Mapped[datetime] = mapped_column(default=now)


class Ouverture(Base):
    """Somebody has had a version before their eyes."""

    __tablename__ = "ouvertures"

    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossier_versions.id"), primary_key=True)
    compte_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"), primary_key=True)
    ouvert_le: Mapped[datetime] = mapped_column(default=now)


class ExamenPassage(Base):
    """What a reviewer decided of one passage of a version.

    Attributes:
        bloc: rank of the paragraph that holds it.
        texte: the words that the reviewer would have in its place, when it is to be corrected.
    """

    __tablename__ = "examens_passages"

    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossier_versions.id"), primary_key=True)
    compte_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"), primary_key=True)
    bloc: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    decision: Mapped[str] = mapped_column(String(20))
    texte: Mapped[str | None] = mapped_column(Text)
    decide_le: Mapped[datetime] = mapped_column(default=now)


class Visa(Base):
    """One step of the circuit, signed off. Never changed or deleted; one for each step of a version.

    Attributes:
        pour_id: in whose place, by a delegation.
        rang: of its row in the ledger.
    """

    __tablename__ = "visas"
    __table_args__ = (UniqueConstraint("version_id", "etape"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossier_versions.id"))
    etape: Mapped[int]
    role: Mapped[str] = mapped_column(ROLE)
    compte_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"), index=True)
    pour_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("comptes.id"))
    rang: Mapped[int] = mapped_column(ForeignKey("registre.rang"), unique=True)
    cree_le: Mapped[datetime]


class FichierScelle(Base):
    """The final file of a dossier, with its sidecar; there is none before the ledger has its last sign-off."""

    __tablename__ = "fichiers_scelles"

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id"), primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossier_versions.id"), unique=True)
    visa_rang: Mapped[int] = mapped_column(ForeignKey("registre.rang"), unique=True)
    nom: Mapped[str] = mapped_column(String(NOM_MAX))
    octets: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sidecar: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(EMPREINTE)
    cree_le: Mapped[datetime] = mapped_column(default=now)


class Commentaire(Base):
    """A word on a paragraph, on the whole act, or the reason of a return.

    Attributes:
        bloc: rank of the paragraph in the version; None for the whole act.
    """

    __tablename__ = "commentaires"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossier_versions.id"), index=True)
    compte_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"))
    genre: Mapped[str] = mapped_column(String(20))
    bloc: Mapped[int | None]
    texte: Mapped[str] = mapped_column(Text)
    cree_le: Mapped[datetime] = mapped_column(default=now)
    resolu_le: Mapped[datetime | None]


class Delegation(Base):
    """One person reviews in the place of another, from a day to a day, both included.

    Attributes:
        motif: "delegation", or "absence".
    """

    __tablename__ = "delegations"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    delegant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"), index=True)
    delegataire_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"), index=True)
    role: Mapped[str] = mapped_column(ROLE)
    motif: Mapped[str] = mapped_column(String(20))
    debut: Mapped[str] = mapped_column(JOUR)
    fin: Mapped[str] = mapped_column(JOUR)
    cree_le: Mapped[datetime] = mapped_column(default=now)
    revoque_le: Mapped[datetime | None]


class CircuitPropre(Base):
    """The circuit that a collectivité has for a template, in the place of that of the template."""

    __tablename__ = "circuits"

    collectivite_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("collectivites.id"), primary_key=True)
    modele: Mapped[str] = mapped_column(String(CODE_MAX), primary_key=True)
    roles: Mapped[list[str]]
    modifie_le: Mapped[datetime] = mapped_column(default=now)


__all__ = [
    "BrouillonEnregistre",
    "CircuitPropre",
    "Commentaire",
    "Compte",
    "Decision",
    "Delegation",
    "Dossier",
    "EtatDossier",
    "ExamenPassage",
    "FichierScelle",
    "LigneRegistre",
    "Ouverture",
    "VersionDossier",
    "Visa",
]
