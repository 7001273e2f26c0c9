"""The way of an act: validated saisie → scaffold → fill → build → checked act. No database, no global."""

from server.redaction.pipeline import Brouillon, draft

__all__ = ["Brouillon", "draft"]
