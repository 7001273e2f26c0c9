"""Check the document that a draft was written to, as somebody changed it since: on what was typed for it, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.brouillons.etat import validate_etat
from server.brouillons.repository import get_own
from server.brouillons.service import require_etat
from server.controle.service import read, show_constat
from server.db import now
from server.errors import Conflit, SaisieRefusee
from server.regles import Contexte, lint

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from server.catalogue import Modele, Saisie
    from server.comptes.dependances import CompteConnecte
    from server.controle.schemas import ConstatVu
    from server.controle.service import Recu
    from server.installation import Installation

PERIME = "Le modèle d’acte a changé depuis : le document se contrôle sans sa saisie (POST /api/lint)."


def find_saisie(
    session: Session, compte: CompteConnecte, installation: Installation, brouillon_id: uuid.UUID
) -> tuple[Modele, Saisie]:
    """Give what was typed for a draft of this account when it was drafted, and its template.

    Raises:
        Introuvable: no such draft for this account.
        Conflit: not drafted yet, or its template has changed since.
    """
    brouillon = get_own(session, compte.id, brouillon_id)
    modele = installation.catalogue.get(brouillon.modele)
    try:
        return modele, validate_etat(modele, require_etat(brouillon))
    except SaisieRefusee:
        raise Conflit(PERIME) from None


def check(recu: Recu, modele: Modele, saisie: Saisie) -> list[ConstatVu]:
    """Give what the rules find today: a fact that was typed is not one that the model made up.

    Raises:
        FichierIllisible: it is no document that we read, or is not sound.
    """
    acte = read(recu, str(modele.genre)).acte
    collectivite = saisie.collectivite.as_mapping()
    contexte = Contexte(
        acte, now().astimezone().date(), saisie=saisie.valeurs, modele=modele, collectivite=collectivite
    )
    return [show_constat(constat) for constat in lint(contexte)]
