"""Passages that were written once: kept as JSON, and put back into their act as they are."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from server.acte.fragments import Fragment, Origine
from server.redacteurs import Cout, Demande, Ecoute, Incident, Redige, ignore
from server.redacteurs.aucun import write_plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Rejoue:
    """A redacteur that writes nothing: it gives the passages back, so that an act is built again the same.

    Attributes:
        nom, modele: of the redacteur that wrote them.
        passages: by name; the agent's own words stand for one that is not here.
    """

    nom: str
    modele: str
    passages: Mapping[str, Redige]

    async def write(self, demandes: Sequence[Demande], ecoute: Ecoute = ignore) -> tuple[Redige, ...]:  # noqa: ARG002
        """Give the passages back; never waits."""
        return tuple(self.passages.get(demande.nom) or write_plain(demande) for demande in demandes)


def redige_as_json(redige: Redige) -> dict[str, Any]:
    """Give a passage as plain values, for `read_redige`."""
    return {
        "nom": redige.nom,
        "origine": str(redige.origine),
        "essais": redige.essais,
        "paragraphes": [[_fragment_as_json(fragment) for fragment in p] for p in redige.paragraphes],
        "incidents": [{"code": incident.code, "message": incident.message} for incident in redige.incidents],
        "cout": None if redige.cout is None else asdict(redige.cout),
    }


def _fragment_as_json(fragment: Fragment) -> dict[str, Any]:
    return {"texte": fragment.texte, "origine": str(fragment.origine), "champ": fragment.champ}


def read_redige(objet: Mapping[str, Any]) -> Redige:
    """Read back what `redige_as_json` gave."""
    return Redige(
        nom=objet["nom"],
        paragraphes=tuple(tuple(_read_fragment(f) for f in p) for p in objet["paragraphes"]),
        origine=Origine(objet["origine"]),
        essais=objet["essais"],
        incidents=tuple(Incident(i["code"], i["message"]) for i in objet["incidents"]),
        cout=None if objet["cout"] is None else Cout(**objet["cout"]),
    )


def _read_fragment(objet: Mapping[str, Any]) -> Fragment:
    return Fragment(objet["texte"], Origine(objet["origine"]), objet["champ"])
