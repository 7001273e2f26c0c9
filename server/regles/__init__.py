"""Rules for acts: each has a code, a legal source, a refused and an accepted example; a verdict, never an exception."""

from __future__ import annotations

from server.regles.base import Certitude, Constat, Contexte, ModeleVu, Regle, Source
from server.regles.registre import REGLES, lint
from server.regles.rendu import Controle, render_json, render_sarif, render_texte
from server.regles.vue import Niveau

__all__ = [
    "REGLES",
    "Certitude",
    "Constat",
    "Contexte",
    "Controle",
    "ModeleVu",
    "Niveau",
    "Regle",
    "Source",
    "lint",
    "render_json",
    "render_sarif",
    "render_texte",
]
