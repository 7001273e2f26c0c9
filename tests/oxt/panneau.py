"""The modules of the panel that ask nothing of LibreOffice, for the tests to import."""

import sys
from importlib import import_module

from server.ressources import find_dossier

sys.path.append(str(find_dossier("addin-manifest") / "libreoffice/pythonpath"))

brouillon, circuit, etat, formulaire, places, reformulation, reglages, reseau, saisie, schema, session, situation = (
    import_module(f"minutier_panneau.{nom}")
    for nom in (
        *("brouillon", "circuit", "etat", "formulaire", "places", "reformulation", "reglages", "reseau", "saisie"),
        *("schema", "session", "situation"),
    )
)
