"""What each screen of the panel is."""

from __future__ import annotations

from typing import Any


class Ecran:
    """A screen: `build` makes its controls, each time anew; `arrive` is told once that it is shown."""

    def __init__(self, panneau: Any) -> None:
        self.panneau = panneau

    def build(self, pile: Any) -> None:
        """Make the controls."""

    def arrive(self) -> None:
        """Do what must be done once."""

    def failed(self) -> None:
        """Do what must be done when a call went wrong; the panel has said what."""

    def say_elsewhere(self, dit: str) -> None:
        """Say what came of something to who has gone to another screen since."""
        if self.panneau.ecran is not self:
            self.panneau.say(dit)
