"""How one value is refused."""

from __future__ import annotations


class RefusError(ValueError):
    """Refuse one value; the message is a French clause, without a full stop.

    Attributes:
        rang: item at fault in a list of points, None elsewhere.
    """

    def __init__(self, raison: str, rang: int | None = None) -> None:
        super().__init__(raison)
        self.rang = rang
