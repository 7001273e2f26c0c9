"""Read and write OpenDocument text (.odt), version 1.3."""

from server.formats.odt.ecriture import write
from server.formats.odt.lecture import read

__all__ = ["read", "write"]
