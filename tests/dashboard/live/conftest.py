import pytest

from tests.dashboard.live.city import City
from tests.system import System


@pytest.fixture
def city(deployment: System) -> City:
    return City(deployment)
