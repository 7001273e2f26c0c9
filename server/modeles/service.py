"""Describe the templates of the installation, and judge a saisie."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from server.catalogue import load_exemple, parse_collectivite, validate
from server.catalogue.catalogue import DOSSIER_EXEMPLES
from server.catalogue.documents import decode, parse_document
from server.catalogue.lecture_json import to_plain
from server.collectivites.models import CollectiviteEnregistree
from server.errors import SaisieRefusee
from server.modeles.schemas import (
    ExempleVu,
    FauteVue,
    ModeleDetail,
    ModeleResume,
    ReferenceVue,
    Verdict,
)

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from sqlalchemy.orm import Session

    from server.catalogue import Collectivite, Modele
    from server.installation import Installation

journal = logging.getLogger("minutier")


def list_modeles(installation: Installation, favoris: Collection[str]) -> list[ModeleResume]:
    """Describe every sound template; a broken one is told in the log, where the DSI looks, and left out."""
    trouves, erreurs = installation.catalogue.check()
    for erreur in erreurs:
        journal.error("modèle écarté : %s", erreur)
    return [ModeleResume(**_summarize(modele, favoris)) for modele in trouves]


def describe_modele(modele: Modele, favoris: Collection[str]) -> ModeleDetail:
    """Describe one template in full."""
    return ModeleDetail(
        **_summarize(modele, favoris),
        references=[
            ReferenceVue(
                code=r.code,
                article=r.article,
                sujet=r.sujet,
                en_vigueur_depuis=r.en_vigueur_depuis,
                verifie=r.verifie,
            )
            for r in modele.references
        ],
        ne_couvre_pas=list(modele.ne_couvre_pas),
        circuit=[str(role) for role in modele.circuit],
    )


def _summarize(modele: Modele, favoris: Collection[str]) -> dict[str, Any]:
    return {
        "code": modele.code,
        "titre": modele.titre,
        "resume": modele.resume,
        "genre": str(modele.genre),
        "version": modele.version,
        "maturite": str(modele.maturite),
        "exemples": [ExempleVu(code=nom, titre=_read_titre(modele, nom)) for nom in modele.exemples],
        "passages": len(modele.passages),
        "favori": modele.code in favoris,
    }


def _read_titre(modele: Modele, nom: str) -> str:
    # Kept by file: reading YAML takes longer than all the rest of a list.
    return _read_titre_of(modele.dossier / DOSSIER_EXEMPLES / f"{nom}.yaml") or f"Exemple {nom}"


@lru_cache(maxsize=1024)
def _read_titre_of(fichier: Path) -> str:
    return str(parse_document(decode(fichier.read_bytes())).valeur.get("titre_exemple") or "")


def read_exemple(modele: Modele, nom: str) -> dict[str, Any]:
    """Give the saisie of an example as JSON can hold it.

    Raises:
        ModeleInconnu: the template has no example of this name.
    """
    valeur: dict[str, Any] = to_plain(load_exemple(modele, nom).valeur)
    return valeur


def find_collectivite(
    session: Session, collectivite_id: uuid.UUID | None, installation: Installation
) -> Collectivite | None:
    """Give the collectivité that an account drafts for: its own, else that of the settings."""
    trouvee = None if collectivite_id is None else session.get(CollectiviteEnregistree, collectivite_id)
    return installation.collectivite if trouvee is None else parse_collectivite(trouvee.donnees)


def judge(modele: Modele, saisie: Mapping[str, Any], collectivite: Collectivite | None) -> Verdict:
    """Tell what is wrong in a saisie."""
    try:
        validate(modele, saisie, collectivite)
    except SaisieRefusee as refus:
        return Verdict(fautes=[FauteVue(champ=faute.champ, raison=faute.raison) for faute in refus.faults])
    return Verdict(fautes=[])
