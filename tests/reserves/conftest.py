"""What tests of the reserves share."""

from types import SimpleNamespace

import pytest

from tests.factories import organizations as people
from tests.factories import reserves as make


@pytest.fixture
def store(county):
    """A county with a keeper, a leader who approves, two warehouses and an item."""
    place, township, _village = county
    return SimpleNamespace(
        county=place,
        keeper=people.user("keeper", place),
        leader=people.user("duty_leader", place),
        duty=people.user("duty_officer", place),
        main=make.warehouse(place),
        other=make.warehouse(township, at=(103.7, 30.95)),
        tent=make.item(unit="tent", name="帐篷"),
    )
