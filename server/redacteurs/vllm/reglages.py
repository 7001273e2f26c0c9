"""How a model server is reached, and how long it is waited for."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Delais:
    """Seconds that an answer may take before the agent's own words stand instead.

    A model on CPU gives its first token in 2 s and 7 tokens a second; behind a loaded GPU queue it may take 30 s.

    Attributes:
        connexion: to open the connection.
        premier: from the request to the first token.
        entre: from a token to the next.
        passage: for a whole passage, retries and waits included.
    """

    connexion: float = 5.0
    premier: float = 60.0
    entre: float = 20.0
    passage: float = 180.0


@dataclass(frozen=True, slots=True)
class Reglages:
    """A model server.

    Attributes:
        url: its root, without ``/v1``.
        modele: name of the model to ask; empty for the only one that the server lists.
        cle: API key; empty when the server asks none.
        concurrence: passages asked at once by this process.
        essais_occupe: times that a busy or unreachable server is asked, with growing waits.
        attente: seconds before the second of these; doubled each time.
        jetons_max: tokens of an answer, at the most.
    """

    url: str
    modele: str = ""
    cle: str = field(default="", repr=False)
    concurrence: int = 8
    essais_occupe: int = 3
    attente: float = 0.5
    jetons_max: int = 1500
    delais: Delais = field(default_factory=Delais)
