from collections.abc import Iterator

import pytest

from tests.api.outils import Agent, Service, serving


@pytest.fixture
def service(reglages) -> Iterator[Service]:
    """Run the service, without a model, on a database of each kind."""
    with serving(reglages) as service:
        yield service


@pytest.fixture
def alice(service) -> Agent:
    return service.agent("alice")


@pytest.fixture
def bruno(service) -> Agent:
    return service.agent("bruno")
