"""The seal of the installation: what the dossiers know, said as the seal states it, signed by the key of the day."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING, Final

from pydantic import Base64Bytes, TypeAdapter

from server import sceau
from server.errors import Conflit, MinutierError, ReglageInvalide
from server.francais.elision import de
from server.reserve import Reserve

if TYPE_CHECKING:
    from server.dossiers.scelleur import ReleveDossier, VisaReleve
    from server.sceau import ClePrivee, Trousseau

EXAMINE_MAX: Final = 2 * 1024 * 1024
"""Bytes. Larger files are examined each time: they are few, and memory is for all."""
_EXAMEN: Final[TypeAdapter[tuple[sceau.Examen, Base64Bytes]]] = TypeAdapter(tuple[sceau.Examen, Base64Bytes])
"""An examination, and the file without the marks of a draft: what the seal goes into."""
SANS_CLE: Final = "Aucune clé ne peut sceller ici en ce moment : rien n’est visé. Prévenez l’administrateur du serveur."
MOTIFS: Final = {"delegation": "par délégation", "absence": "en l’absence"}

journal = logging.getLogger("minutier")


class SceauReel:
    """A `Scelleur` over `server.sceau`; the key is read again each time, so that one that was revoked signs no more."""

    def __init__(self, trousseau: Trousseau, reserve: Reserve | None = None) -> None:
        self._trousseau = trousseau
        self._reserve = reserve or Reserve()

    def examine(self, fichier: bytes, nom: str) -> sceau.Examen:
        """Say what would be sealed.

        Raises:
            FichierIllisible: it cannot be read at all, or is neither a .docx nor an .odt.
            Conflit: no key can sign.
        """
        self._find_cle()
        return self._examine(fichier, nom)[0]

    def seal(self, fichier: bytes, nom: str, releve: ReleveDossier) -> sceau.Scelle:
        """Seal a file; the same dossier and key give the same bytes, however often.

        Raises:
            SceauRefuse: what forbids it; `examine` says it before a sign-off.
            FichierIllisible: see `examine`.
            Conflit: no key can sign.
            MinutierError: the file does not say what was signed off.
        """
        examen, retire = self._examine(fichier, nom)
        if examen.empreinte != releve.canon:
            raise MinutierError("le sceau ne lit pas dans ce fichier l’acte qui a été visé")
        return sceau.seal_examine(examen, retire, nom, make_releve(releve), self._find_cle())

    def attest(self, sidecar: bytes) -> bytes:
        """Give a sidecar as it is, or attested by the key of today when its own was revoked and another signs."""
        revoquee = self._trousseau.publiques().find(sceau.read_cle(sidecar))
        if revoquee is None or revoquee.revoquee_le is None:
            return sidecar
        try:
            return sceau.attest(sidecar, self._trousseau.signataire())
        except ReglageInvalide as erreur:
            journal.error("aucune clé ne peut attester : %s", erreur)
            return sidecar

    def _examine(self, fichier: bytes, nom: str) -> tuple[sceau.Examen, bytes]:
        """Examine a file, once for all: who opens it, signs it off and seals it are told the same."""
        if len(fichier) > EXAMINE_MAX:
            return sceau.examine_avec_fichier(fichier, nom)
        cle = ("examen", hashlib.sha256(fichier).hexdigest(), nom)
        return self._reserve.recall(cle, _EXAMEN, lambda: sceau.examine_avec_fichier(fichier, nom))

    def _find_cle(self) -> ClePrivee:
        try:
            return self._trousseau.signataire()
        except ReglageInvalide as erreur:
            journal.error("aucune clé ne peut sceller : %s", erreur)
            raise Conflit(SANS_CLE) from erreur


def make_releve(releve: ReleveDossier) -> sceau.Releve:
    """Say what is known of a dossier as the seal states it."""
    *precedents, dernier = releve.visas
    return sceau.Releve(
        acte=sceau.ActeVise(
            genre=releve.genre,
            intitule=releve.titre,
            collectivite=releve.collectivite,
            modele=releve.modele,
            version_modele=releve.version_modele,
            etape=releve.etape,
            projet=releve.projet,
        ),
        relecteur=_make_relecteur(dernier),
        instant=dernier.instant,
        controles=sceau.Controles(**{nom: nom in dernier.controles for nom in sceau.Controles.__dataclass_fields__}),
        rang=dernier.rang,
        empreinte_ligne=dernier.empreinte,
        # Whoever waived it, and at whichever step: the act is sealed with it.
        constats_leves=tuple(sorted({code for visa in releve.visas for code in visa.derogations})),
        modele_ia=releve.modele_ia,
        version_prompt=releve.version_invites,
        origines=releve.origines,
        precedents=tuple(sceau.VisaPrecedent(_make_relecteur(visa), visa.instant) for visa in precedents),
    )


def _make_relecteur(visa: VisaReleve) -> sceau.Relecteur:
    delegation = None if visa.pour is None else f"{MOTIFS[visa.motif or 'delegation']} {de(visa.pour)}"
    return sceau.Relecteur(f"{visa.prenom} {visa.nom}", visa.role, delegation)
