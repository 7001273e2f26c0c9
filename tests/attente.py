"""Wait for what another thread, process or server does: as long as it takes, within reason."""

import time
from collections.abc import Callable


def wait_for(condition: Callable[[], object], secondes: float = 60.0) -> None:
    """Wait until a condition holds.

    Raises:
        AssertionError: it does not, all this time.
    """
    fin = time.monotonic() + secondes
    while not condition():
        assert time.monotonic() < fin, "what is waited for does not come"
        time.sleep(0.02)
