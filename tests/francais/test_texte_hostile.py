import time

import pytest

from server.francais.caracteres import find_caracteres_interdits
from server.francais.considerants import make_alinea, make_considerant
from server.francais.typographie import clean


@pytest.mark.parametrize(
    "motif", ["9", "x", "a@", "- ", "(1) ", "d'", "A", ". ", "« ", "  ", "que ", "1:", "http://", "\u00a0"]
)
@pytest.mark.parametrize("fonction", [make_considerant, make_alinea, clean, find_caracteres_interdits])
def test_hostile_text_costs_its_length(motif, fonction):
    """100 kB of anything: each takes well under a second, a quadratic one takes minutes."""
    debut = time.process_time()
    fonction((motif * 100_000)[:100_000])
    assert time.process_time() - debut < 5
