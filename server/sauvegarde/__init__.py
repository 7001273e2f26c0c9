"""Save everything that the service keeps in one file, and bring it back, all or nothing."""

from __future__ import annotations

from server.sauvegarde.restauration import Bilan, restore
from server.sauvegarde.sauvegarde import save

__all__ = ["Bilan", "restore", "save"]
