"""The seal: bind what a person reviewed to who, when and how, and check it offline. No database, no server."""

from server.errors import Refus, SceauRefuse
from server.sceau.cles import ClePrivee, ClePublique, Cles, parse_cles, render_cles
from server.sceau.comparaison import BlocAltere
from server.sceau.conversion import convert_scelle
from server.sceau.examen import EmplacementVu, Examen, count_origines, examine, examine_avec_fichier, strip
from server.sceau.pdf import derive_pdf, read_releve
from server.sceau.releve import (
    ActeVise,
    AnnexeVisee,
    Controles,
    Relecteur,
    Releve,
    VisaPrecedent,
    releve_as_json,
)
from server.sceau.scellement import Scelle, seal, seal_examine
from server.sceau.sidecar import attest, read_cle
from server.sceau.trousseau import Trousseau
from server.sceau.verification import ApresVisa, Etat, Verdict, verdict_as_json, verify

__all__ = [
    "ActeVise",
    "AnnexeVisee",
    "ApresVisa",
    "BlocAltere",
    "ClePrivee",
    "ClePublique",
    "Cles",
    "Controles",
    "EmplacementVu",
    "Etat",
    "Examen",
    "Refus",
    "Relecteur",
    "Releve",
    "SceauRefuse",
    "Scelle",
    "Trousseau",
    "Verdict",
    "VisaPrecedent",
    "attest",
    "convert_scelle",
    "count_origines",
    "derive_pdf",
    "examine",
    "examine_avec_fichier",
    "parse_cles",
    "read_cle",
    "read_releve",
    "releve_as_json",
    "render_cles",
    "seal",
    "seal_examine",
    "strip",
    "verdict_as_json",
    "verify",
]
