"""The way of an act: validated saisie → scaffold → fill → build → checked act. No database, no global."""

from server.redaction.pipeline import Brouillon, draft, make_demandes
from server.redaction.rejeu import Rejoue, read_redige, redige_as_json
from server.redaction.remplissage import holds_ia
from server.redaction.retouche import retouch

__all__ = ["Brouillon", "Rejoue", "draft", "holds_ia", "make_demandes", "read_redige", "redige_as_json", "retouch"]
