"""Who asks: the account behind a request."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import select

from server.comptes.models import Compte, Jeton
from server.db import SessionDep, now
from server.errors import NonAuthentifie

_PORTEUR = HTTPBearer(auto_error=False)


def find_compte(
    session: SessionDep, porteur: Annotated[HTTPAuthorizationCredentials | None, Depends(_PORTEUR)]
) -> Compte:
    """Give the account that a token stands for."""
    if porteur is not None:
        empreinte = hashlib.sha256(porteur.credentials.encode()).hexdigest()
        jeton = session.scalars(
            select(Jeton).where(Jeton.empreinte == empreinte, Jeton.expire_le > now())
        ).one_or_none()
        if jeton is not None and jeton.compte.actif:
            return jeton.compte
    raise NonAuthentifie("Connectez-vous.")


CompteActif = Annotated[Compte, Depends(find_compte)]
