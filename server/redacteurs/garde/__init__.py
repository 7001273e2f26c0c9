"""The guard: what a model wrote, held against what it was given. Verdicts, never exceptions; () means accepted."""

from server.redacteurs.garde.base import Refus
from server.redacteurs.garde.controles import CONTROLES, check

__all__ = ["CONTROLES", "Refus", "check"]
