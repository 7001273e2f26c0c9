"""The letterhead of a collectivité: from its own .dotx or .ott to a charte folder; a charte compiled to see it."""

from server.formats.papier.compilation import compile_charte
from server.formats.papier.importation import Importation, import_papier

__all__ = ["Importation", "compile_charte", "import_papier"]
