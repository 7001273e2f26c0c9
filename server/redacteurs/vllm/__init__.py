"""The redacteur that asks a model served by vLLM."""

from server.redacteurs.vllm.incidents import Panne
from server.redacteurs.vllm.manifeste import check_manifeste, make_manifeste
from server.redacteurs.vllm.redacteur import VLLM
from server.redacteurs.vllm.reglages import Delais, Reglages
from server.redacteurs.vllm.sante import choose_modele

__all__ = ["VLLM", "Delais", "Panne", "Reglages", "check_manifeste", "choose_modele", "make_manifeste"]
