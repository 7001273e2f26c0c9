"""Plain text into the tree: the body of a template once rendered, and an act pasted from anywhere."""

from server.formats.texte.lecture import read
from server.formats.texte.trame import parse_trame

__all__ = ["parse_trame", "read"]
