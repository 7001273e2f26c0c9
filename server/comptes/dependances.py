"""Who asks: the account behind a request."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import select

from server.comptes.models import Jeton
from server.db import MoteurDep, now, transaction
from server.errors import NonAuthentifie


@dataclass(frozen=True, slots=True)
class CompteConnecte:
    """Say who sends this request."""

    id: uuid.UUID
    collectivite_id: uuid.UUID | None


def find_compte_actif(
    moteur: MoteurDep, porteur: Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]
) -> CompteConnecte:
    """Give the account that a token stands for."""
    if porteur is not None:
        empreinte = hashlib.sha256(porteur.credentials.encode()).hexdigest()
        with transaction(moteur, ecriture=False) as session:
            jeton = session.scalars(
                select(Jeton).where(Jeton.empreinte == empreinte, Jeton.expire_le > now())
            ).one_or_none()
            if jeton is not None and jeton.compte.actif:
                return CompteConnecte(jeton.compte.id, jeton.compte.collectivite_id)
    raise NonAuthentifie("Connectez-vous.")


CompteActif = Annotated[CompteConnecte, Depends(find_compte_actif)]
