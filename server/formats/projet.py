"""What a draft says of itself: the PROJET mark and the AI notice, written by one room and taken away by another."""

from __future__ import annotations

import re
from typing import Final

STATUT_PROJET: Final = "PROJET"
TEXTE_PROJET: Final = "PROJET – document de travail, sans valeur avant visa et signature"
AVIS_SANS_MODELE: Final = (
    "Projet composé sans modèle de langage, à partir de la saisie d’un agent : "
    "à relire, corriger et valider par une personne avant signature."
)
AVIS_AVEC_MODELE: Final = (
    "Projet dont les passages marqués « IA » ont été rédigés par un modèle de langage ({}) : "
    "à relire, corriger et valider par une personne avant signature."
)

_AVANT, _APRES = AVIS_AVEC_MODELE.split("{}")
_AVIS: Final = re.compile(f"{re.escape(_AVANT)}[^\n]{{1,200}}{re.escape(_APRES)}|{re.escape(AVIS_SANS_MODELE)}")


def is_marque(texte: str) -> bool:
    """Tell whether a paragraph says the PROJET mark and nothing else."""
    return texte.strip() == TEXTE_PROJET


def is_avis(texte: str) -> bool:
    """Tell whether a paragraph says the AI notice and nothing else."""
    return bool(_AVIS.fullmatch(texte.strip()))
