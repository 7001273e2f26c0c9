"""The way of an act: validated saisie → scaffold → fill → build → checked act. No database, no global."""

from server.redaction.pipeline import Brouillon, draft
from server.redaction.remplissage import holds_ia

__all__ = ["Brouillon", "draft", "holds_ia"]
