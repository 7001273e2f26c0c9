"""Word documents: `write` an act, `read` one back."""

from server.formats.docx.ecriture import write
from server.formats.docx.lecture import read

__all__ = ["read", "write"]
