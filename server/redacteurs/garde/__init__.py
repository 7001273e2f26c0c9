"""The guard: what a model wrote, held against what it was given. Verdicts, never exceptions; () means accepted."""

from server.redacteurs.garde.base import Refus
from server.redacteurs.garde.controles import CONTROLES, check
from server.redacteurs.garde.fidelite import check_fidelite, check_personne, check_verbe
from server.redacteurs.garde.repartition import check_repartition

__all__ = ["CONTROLES", "Refus", "check", "check_fidelite", "check_personne", "check_repartition", "check_verbe"]
