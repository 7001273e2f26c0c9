from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from server.brouillons.models import BrouillonEnregistre
from server.db import now, transaction
from server.entretien import Purge, purge
from server.redactions.models import Redaction
from tests.base.fabrique import fill


def count(moteur):
    with transaction(moteur, ecriture=False) as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in (BrouillonEnregistre, Redaction)]


@pytest.mark.parametrize(("age", "reste"), [(29, 1), (31, 0)])
def test_the_bin_is_emptied_after_a_month_whatever_the_rule(moteur, age, reste):
    fill(moteur)
    with transaction(moteur) as session:
        session.execute(update(BrouillonEnregistre).values(supprime_le=now() - timedelta(days=age)))
    with transaction(moteur) as session:
        assert purge(session, now(), None).brouillons == 1 - reste
    assert count(moteur) == [reste, reste]


@pytest.mark.parametrize(
    ("conservation", "age", "reste"),
    [(30, 29, 1), (30, 31, 0), (None, 3650, 1)],
    ids=["récent", "ancien", "sans règle"],
)
def test_a_draft_goes_when_nobody_has_touched_it_for_as_long_as_the_rule_says(moteur, conservation, age, reste):
    fill(moteur)
    with transaction(moteur) as session:
        session.execute(update(BrouillonEnregistre).values(modifie_le=now() - timedelta(days=age), supprime_le=None))
    with transaction(moteur) as session:
        # The session, the token, the try and the reformulation of the factory are of January.
        assert purge(session, now(), conservation) == Purge(acces=3, brouillons=1 - reste, reformulations=1)
    # With it goes what was written of it.
    assert count(moteur) == [reste, reste]
