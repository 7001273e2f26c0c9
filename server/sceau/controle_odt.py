"""What forbids a seal in an .odt and is not in the tree."""
from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from collections.abc import Iterator
    from server.errors import Refus
    from server.formats.paquet import Paquet


def list_refus_odt(paquet: Paquet) -> Iterator[Refus]:
    """Give what forbids a seal in the package."""
    yield from ()
