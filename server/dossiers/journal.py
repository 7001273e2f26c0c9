"""What happens to a dossier, written to the ledger; persons under their pseudonyms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.registre.service import Inscription, Personne, append

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from server.comptes.dependances import CompteConnecte
    from server.comptes.models import Compte


def write_registre(
    session: Session,
    genre: str,
    compte: CompteConnecte | None,
    donnees: Mapping[str, Any],
    dossier_id: uuid.UUID | None,
    **personnes: Compte | None,
) -> Inscription:
    """Write a row; other persons than who did it are given by name of what they are in it."""
    autres = {nom: Personne(une.id, une.prenom, une.nom) for nom, une in personnes.items() if une is not None}
    acteur = None if compte is None else Personne(compte.id, compte.prenom, compte.nom)
    return append(session, genre, acteur, donnees, dossier_id, autres)
