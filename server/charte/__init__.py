"""The charte: one description of how an act looks, for Word and for LibreOffice."""

from server.charte.chargement import load_charte
from server.charte.description import Charte
from server.charte.pages import build_pages

__all__ = ["Charte", "build_pages", "load_charte"]
