"""A seal that seals nothing and says so: it reads what a file says, and writes beside it what it was told."""

import dataclasses
import json
from dataclasses import dataclass, field

from server import formats
from server.acte.canon import digest
from server.acte.parcours import strip
from server.errors import Refus


@dataclass(frozen=True)
class Examen:
    empreinte: str
    refus: tuple[Refus, ...] = ()


@dataclass(frozen=True)
class Scelle:
    fichier: bytes
    sidecar: bytes
    empreinte: str


@dataclass
class FauxSceau:
    """Attributes: `refus` forbids every file; `panne` fails every seal; `demandes` keeps what was asked."""

    refus: tuple[Refus, ...] = ()
    panne: Exception | None = None
    demandes: list = field(default_factory=list)

    def examine(self, fichier: bytes, nom: str) -> Examen:
        return Examen(read_empreinte(fichier, nom), self.refus)

    def seal(self, fichier: bytes, nom: str, releve) -> Scelle:
        self.demandes.append(releve)
        if self.panne is not None:
            raise self.panne
        sidecar = json.dumps({"essai": dataclasses.asdict(releve)}, default=str, sort_keys=True)
        return Scelle(fichier, sidecar.encode(), read_empreinte(fichier, nom))

    def attest(self, sidecar: bytes) -> bytes:
        return sidecar


def read_empreinte(fichier: bytes, nom: str) -> str:
    return digest(strip(formats.read(fichier, nom).acte))
